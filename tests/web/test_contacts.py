"""When a lender gets in touch: counted by the owner's clock, the quiet hours marked, drawn and in a table."""

from datetime import time

import pytest
from django.urls import reverse

from debts.actions import receive_messages, set_profile
from debts.models import Lender, Loan
from debts.reconciler.types import Channel, IncomingMessage
from debts.rulebook.types import QuietHours
from debts.web.lenders.hours import UPRIGHT, WIDE, draw, table
from tests.web.ledgers import AFTER, at, lender_of, receive, settled_loan, write

pytestmark = pytest.mark.usefixtures("clock")

NIGHT = QuietHours(time(22), time(8), "Asia/Shanghai", ())
OFFER = "【苏宁消金】双十一专享额度已提升至50000元，拒收请回复R"


@pytest.fixture
def lender(owner):
    return settled_loan(owner).lender


def shown(client, lender, **query):
    return client.get(reverse("lender_contacts", args=[lender.pk]), query).context


def hours(client, lender, **query):
    return {row.hour: row.counts for row in shown(client, lender, **query)["table"]}


def call(owner, moment):
    one = IncomingMessage("", "苏宁消金来电：催还任性贷", at(moment), "02566995699", channel=Channel.CALL)
    receive_messages(write(owner), [one], source="paste")


def test_contacts_stand_under_their_weekday_and_hour(browser, owner, lender):
    receive(owner, AFTER, received_at="2025-10-29 22:10")  # a Wednesday
    call(owner, "2025-10-31 09:59")
    assert hours(browser, lender) == {22: (0, 0, 1, 0, 0, 0, 0), 9: (0, 0, 0, 0, 1, 0, 0)}


def test_the_answer_says_how_many_came_in_the_quiet_hours(browser, owner, lender):
    receive(owner, AFTER, received_at="2025-10-29 22:00")
    receive(owner, AFTER + "二", received_at="2025-10-29 08:00")
    told = shown(browser, lender)["told"]
    assert told.answer == "2 次联系，其中 1 次在 22:00 到次日 08:00 之间。"


def test_a_message_that_only_names_the_lender_counts_and_one_about_another_does_not(browser, owner, lender):
    receive(owner, OFFER, "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。", "【菜鸟】您的包裹已到。")
    assert sum(row.total for row in shown(browser, lender)["table"]) == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [({}, 3), ({"kind": "claim"}, 2), ({"channel": "call"}, 1), ({"since": "30"}, 2), ({"since": "x"}, 3)],
)
def test_filters_live_in_the_address(browser, owner, lender, query, count):
    receive(owner, AFTER, received_at="2024-10-29 10:00")
    receive(owner, OFFER, received_at="2025-10-29 10:00")
    call(owner, "2025-10-30 10:00")
    assert sum(row.total for row in shown(browser, lender, **query)["table"]) == count


def test_a_loan_of_another_filters_nothing(browser, stranger, owner, lender):
    receive(owner, AFTER)
    other = settled_loan(stranger)
    assert shown(browser, lender, loan=other.pk)["form"].is_narrowed is False


def test_hours_are_those_of_the_owners_clock_and_the_rules_clock_can_be_chosen(browser, owner, lender):
    set_profile(write(owner), time_zone="Europe/London")
    receive(owner, AFTER, received_at="2025-10-29 07:30")  # 23:30 the day before in London
    assert hours(browser, lender) == {23: (0, 1, 0, 0, 0, 0, 0)}
    assert hours(browser, lender, clock="rule") == {7: (0, 0, 1, 0, 0, 0, 0)}


def test_a_day_without_an_hour_is_told_and_not_counted(browser, owner, lender):
    receive(owner, AFTER, received_at="2025-10-29 23:59:59")
    context = shown(browser, lender)
    assert context["table"] == []
    assert context["told"].untimed == "还有 1 条不知道几点到的，没有算。"


def test_a_lender_abroad_has_no_quiet_hours_of_the_mainland(browser, owner, lender):
    Loan.objects.filter(lender=lender).update(region="HK")
    receive(owner, AFTER, received_at="2025-10-29 23:00")
    context = shown(browser, lender)
    assert (context["told"].answer, context["rules"], context["nightly"]) == ("1 次联系。", [], [])


def test_an_empty_page_says_what_to_do(browser, lender):
    page = browser.get(reverse("lender_contacts", args=[lender.pk])).content.decode()
    assert "还没有这家机构的联系" in page
    assert reverse("check") in page


def test_htmx_gets_the_part_that_changes(browser, owner, lender):
    receive(owner, AFTER)
    page = browser.get(reverse("lender_contacts", args=[lender.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert '<svg class="heat wide"' in page


def test_a_thousand_messages_ask_no_more_questions(browser, owner, lender, django_assert_max_num_queries):
    receive(owner, *(f"{AFTER}{number}" for number in range(60)), received_at="2025-10-29 23:00")
    with django_assert_max_num_queries(12):
        browser.get(reverse("lender_contacts", args=[lender.pk]))


def test_the_page_is_reached_from_the_lender_and_its_dispute(browser, owner, lender):
    address = reverse("lender_contacts", args=[lender.pk])
    for name in ("lender", "dispute_lender"):
        assert address in browser.get(reverse(name, args=[lender.pk])).content.decode()


def test_a_lender_without_loans_is_shown_as_well(browser, owner):
    page = browser.get(reverse("lender_contacts", args=[lender_of(owner).pk]))
    assert page.status_code == 200
    assert Lender.objects.of(owner).count() == 1


@pytest.mark.parametrize("grid", [WIDE, UPRIGHT])
def test_every_cell_lies_inside_the_drawing_and_the_fullest_is_darkest(grid):
    counts = {(0, 0): 1, (6, 23): 8, (3, 12): 4}
    drawing = draw("any", grid, counts, NIGHT)
    assert [cell.level for cell in drawing.cells] == [1, 2, 4]
    assert all(0 <= cell.x <= grid.width - grid.cell_width for cell in drawing.cells)
    assert all(0 <= cell.y <= grid.height - grid.cell_height for cell in drawing.cells)


def test_the_quiet_hours_are_two_bands_around_midnight():
    bands = draw("wide", WIDE, {(0, 0): 1}, NIGHT).bands
    assert [(band.x, band.width // WIDE.cell_width) for band in bands] == [(WIDE.left, 8), (WIDE.place(0, 22)[0], 2)]


def test_the_table_marks_the_quiet_hours_too():
    assert [(row.hour, row.is_quiet) for row in table({(0, 7): 1, (0, 8): 1, (0, 22): 1}, NIGHT)] == [
        (7, True),
        (8, False),
        (22, True),
    ]
