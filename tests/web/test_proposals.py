"""The page on which a ledger comes out of the phone: tick, correct, confirm, undo."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from debts.actions import receive_messages, set_profile, take_back
from debts.models import Lender, Loan, Message, Repayment, Settlement, Sitting, Source
from debts.models.settlements import Assignment, SettlementProof
from debts.reconciler.types import IncomingMessage
from tests.reconciler.proposing import CODE, ENDED, GRANT, OFFER, PAID, SOLD
from tests.web.ledgers import at, write

PAGE = "/proposals/"
LIFE = (
    ("2023-01-05 10:00", GRANT),
    ("2023-02-05 09:00", PAID),
    ("2023-03-05 09:00", PAID),
    ("2023-03-20 15:00", ENDED),
    ("2024-05-01 09:00", SOLD),
    ("2024-06-01 09:00", OFFER),
    ("2024-06-02 09:00", CODE),
)


def receive(owner, *lines):
    incoming = [IncomingMessage("", text, at(moment), "95786") for moment, text in lines or LIFE]
    receive_messages(write(owner), incoming, source="backup.xml")


@pytest.fixture
def page(owner, client_of, clock):
    receive(owner)
    return client_of(owner)


class Typed(dict):
    """The form as a browser would send it without a change; ``names`` has the boxes that are not ticked as well."""

    def __init__(self, answer):
        html = answer.content.decode()
        form = html[html.index('<form class="stack"') : html.rindex("</form>")] if '<form class="stack"' in html else ""
        tags = [(re.search(r'name="([^"]+)"', tag), tag) for tag in re.findall(r"<input[^>]*>", form)]
        self.names = {name[1] for name, _ in tags if name}
        for name, tag in tags:
            if name and not ('type="checkbox"' in tag and " checked" not in tag):
                value = re.search(r' value="([^"]*)"', tag)
                self[name[1]] = value[1] if value else "on" * ('type="checkbox"' in tag)
        for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
            chosen = re.search(r'value="([^"]*)" selected', options)
            self.names.add(name)
            self[name] = chosen[1] if chosen else ""

    def name(self, kind, part):
        """The first field of this kind of thing."""
        return next(key for key in sorted(self.names) if key.startswith(f"{kind}-") and key.endswith(f"-{part}"))


def confirm(client, **changes):
    """Look at the page, change some fields (None unticks), and hand it in."""
    values = Typed(client.get(PAGE))
    for name, value in changes.items():
        key = values.name(*name.split("__"))
        values.pop(key, None)
        if value is not None:
            values[key] = value
    return client.post(PAGE, values, follow=True)


def test_one_confirmation_makes_a_ledger_of_a_backup(page, owner):
    answer = confirm(page)
    loan = Loan.objects.get()
    assert (loan.lender.name, loan.principal, loan.drawn_on) == ("招联消费金融股份有限公司", 10000, date(2023, 1, 5))
    assert (loan.term_months, loan.due_day, loan.annual_rate) == (12, 5, Decimal("0.18"))
    assert list(Repayment.objects.values_list("amount", "paid_at")) == [
        (Decimal("916.80"), at("2023-02-05 09:00")),
        (Decimal("916.80"), at("2023-03-05 09:00")),
    ]
    assert Settlement.objects.get().settled_at == at("2023-03-20 15:00")
    assert Assignment.objects.get().assignee == "远山资产管理有限公司"
    assert "1 笔借款、2 笔还款、1 次结清" in answer.content.decode()


def test_the_notice_becomes_a_proof_and_messages_stay_linked(page):
    confirm(page)
    proof = SettlementProof.objects.get()
    assert (proof.kind, proof.issued_on, ENDED in proof.note) == ("settlement_notice", date(2023, 3, 20), True)
    ended = Source.objects.get(kind="settlement")
    assert (ended.message.text, ended.fact_ref) == (ENDED, Settlement.objects.get().ref)
    assert Source.objects.count() == 5


def test_the_page_of_the_loan_leads_to_the_messages_that_each_fact_came_from(page, django_assert_max_num_queries):
    confirm(page)
    address = reverse("loan", args=[Loan.objects.get().pk])
    with django_assert_max_num_queries(12):
        html = page.get(address).content.decode()
    for source in Source.objects.select_related("message"):
        link = f'<a href="{reverse("message", args=[source.message.pk])}">{source.message.received_at:%Y-%m-%d}'
        assert link in html
    assert html.count("根据消息记下：") == 5


def test_what_was_confirmed_is_not_proposed_again(page):
    confirm(page)
    answer = page.get(PAGE)
    assert answer.context["count"] == 0
    assert "没有要确认的" in answer.content.decode()


def test_nothing_is_recorded_by_looking(page):
    page.get(PAGE)
    assert not Lender.objects.exists()
    assert not Loan.objects.exists()


def test_what_was_corrected_is_recorded_as_corrected(page):
    confirm(page, loan__principal="12,000", loan__day="2023-01-04", settlement__day="2023-03-21")
    assert (Loan.objects.get().principal, Loan.objects.get().drawn_on) == (12000, date(2023, 1, 4))
    assert Settlement.objects.get().settled_at == at("2023-03-21 23:59:59")
    assert page.get(PAGE).context["count"] == 0


def test_without_the_loan_nothing_of_it_is_recorded(page):
    answer = confirm(page, loan__take=None)
    assert "没有打勾，什么都没有记" in answer.content.decode()
    assert not Repayment.objects.exists()
    assert page.get(PAGE).context["count"] == 5


def test_what_was_refused_stays_refused(page):
    confirm(page, repayment__take=None, repayment__refuse="on")
    assert Repayment.objects.count() == 1
    assert page.get(PAGE).context["count"] == 0


def test_a_refused_loan_takes_everything_about_it_along(page):
    confirm(page, loan__take=None, loan__refuse="on")
    assert page.get(PAGE).context["count"] == 0
    assert not Loan.objects.exists()


def test_a_mistake_is_said_and_what_was_typed_stays(page):
    answer = confirm(page, loan__principal="1,23.4", repayment__amount="")
    html = answer.content.decode()
    assert "逗号看不明白" in html
    assert "请填写金额" in html
    assert 'value="1,23.4"' in html
    assert not Loan.objects.exists()


def test_undo_takes_everything_back_and_proposes_it_again(page):
    confirm(page)
    page.post(reverse("proposals_undo", args=[Sitting.objects.get().pk]))
    assert not Loan.objects.filter(removed_at=None).exists()
    assert not Lender.objects.filter(removed_at=None).exists()
    assert page.get(PAGE).context["count"] == 5
    confirm(page)
    assert Loan.objects.filter(removed_at=None).count() == 1


def test_undo_leaves_what_something_else_rests_on(page, owner):
    confirm(page)
    Repayment.objects.create(
        owner=owner,
        recorded_at=at("2025-01-01 10:00"),
        loan=Loan.objects.get(),
        paid_at=at("2023-04-05 10:00"),
        amount=5,
    )
    answer = page.post(reverse("proposals_undo", args=[Sitting.objects.get().pk]), follow=True)
    assert "有 2 项没有撤回" in answer.content.decode()
    assert Loan.objects.get().removed_at is None


def test_a_repayment_that_the_owner_took_back_is_not_proposed_again(page, owner):
    confirm(page)
    take_back(write(owner), Repayment.objects.first())
    assert page.get(PAGE).context["count"] == 0


def with_two_loans(owner, client_of, paid):
    second = GRANT.replace("10,000", "6,000")
    receive(owner, ("2023-01-05 10:00", GRANT), ("2023-01-20 10:00", second), ("2023-02-05 09:00", paid))
    return client_of(owner)


def test_of_two_loans_the_one_is_chosen_whose_instalment_was_paid_and_nothing_is_ticked(owner, client_of, clock):
    client = with_two_loans(owner, client_of, PAID)
    assert "金额正好是选好的这一笔每期要还的" in client.get(PAGE).content.decode()
    confirm(client)
    assert not Repayment.objects.exists()
    confirm(client, repayment__take="on")
    assert Repayment.objects.get().loan.principal == 10000


def test_of_two_loans_the_owner_chooses_the_one_that_was_paid(owner, client_of, clock):
    client = with_two_loans(owner, client_of, PAID.replace("916.80", "800.00"))
    answer = confirm(client, repayment__take="on")
    assert "请先选是哪一笔借款" in answer.content.decode()
    keys = sorted(key for key in Typed(client.get(PAGE)) if key.endswith("-principal"))
    confirm(client, repayment__take="on", repayment__loan=keys[0].removesuffix("-principal"))
    assert Loan.objects.count() == 2
    assert Repayment.objects.count() == 1


def test_a_loan_that_only_shows_afterwards_waits_for_its_amount(owner, client_of, clock):
    receive(owner, *LIFE[1:4])
    client = client_of(owner)
    assert "没有找到放款的消息" in client.get(PAGE).content.decode()
    confirm(client)
    assert not Loan.objects.exists()
    answer = confirm(client, after__take="on")
    assert "账本里的借款要有金额" in answer.content.decode()
    confirm(client, after__take="on", after__principal="10000")
    assert (Loan.objects.get().principal, Repayment.objects.count(), Settlement.objects.count()) == (10000, 2, 1)
    assert client.get(PAGE).context["count"] == 0


def test_a_lender_that_nobody_knows_gets_the_name_that_the_owner_gives(owner, client_of, clock):
    receive(owner, ("2023-01-05 10:00", "【远方小贷】您的借款5000元已放款成功，到账尾号6688银行卡。"))
    client = client_of(owner)
    confirm(client, house__lender="远方小额贷款有限公司")
    lender = Lender.objects.get()
    assert (lender.name, lender.aliases, lender.signatures) == ("远方小额贷款有限公司", ["远方小贷"], ["远方小贷"])
    assert client.get(PAGE).context["count"] == 0


def test_names_of_several_people_are_said_until_the_owner_has_one(owner, client_of, clock):
    receive(owner, ("2023-01-05 10:00", "【安逸花】李四先生，您的借款5000元已放款成功"), LIFE[0])
    client = client_of(owner)
    assert "这些消息称呼的是：李四" in client.get(PAGE).content.decode()
    set_profile(write(owner), names=["张三"])
    assert client.get(PAGE).context["count"] == 1


def test_a_new_message_about_the_same_changes_nothing(page, owner):
    confirm(page)
    receive(
        owner,
        ("2023-04-20 15:00", ENDED),
        ("2023-03-05 12:00", "【招商银行】您账户1234于03月05日快捷支付-招联消费金融，人民币916.80元"),
    )
    assert page.get(PAGE).context["count"] == 0


def test_another_owner_sees_nothing_of_it(page, stranger, client_of):
    assert client_of(stranger).get(PAGE).context["count"] == 0
    values = Typed(page.get(PAGE))
    client_of(stranger).post(PAGE, values)
    assert not Loan.objects.exists()


def test_a_file_that_was_imported_leads_here(page, owner):
    assert PAGE in page.get(reverse("imports")).content.decode()
    assert PAGE in page.get(reverse("overview")).content.decode()
    assert Message.objects.of(owner).count() == len(LIFE)


def test_the_page_asks_the_database_a_fixed_number_of_times(owner, client_of, clock, django_assert_max_num_queries):
    paid = [(f"2023-{month:02}-{day:02} 09:00", PAID) for month in range(2, 12) for day in (5, 20)]
    receive(owner, LIFE[0], *paid)
    client = client_of(owner)
    with django_assert_max_num_queries(12):
        assert client.get(PAGE).context["count"] == 21


def test_loans_on_record_add_no_questions_beyond_the_budget(page, owner, django_assert_max_num_queries):
    confirm(page)
    receive(owner, ("2023-04-20 10:00", GRANT.replace("1", "2")), ("2023-05-05 09:00", PAID))
    with django_assert_max_num_queries(12):
        page.get(PAGE)
