"""Checking messages: an answer for each, nothing stored until it is kept, nothing lost that was typed."""

import re

import pytest
from django.urls import reverse

from debts.intake.paste import MAX_PASTE_MESSAGES
from debts.models import Decision, EvidenceEntry, Message
from debts.web.check.forms import DetailForm
from tests.web.ledgers import AFTER, NOW, open_loan, settled_loan

pytestmark = pytest.mark.usefixtures("clock")

TIMED = f"2024年5月5日 10:22\n{AFTER}"
ADVERT = "【苏宁消金】双十一专享额度已提升至50000元，拒收请回复R"
UNKNOWN = "【远方小贷】您尾号3321的借款已逾期，请还款2,300元。"


@pytest.fixture
def loan(owner):
    return settled_loan(owner)


def check(client, paste, **given):
    return client.post(reverse("check"), {"paste": paste, **given})


def keep(client, paste, **given):
    return client.post(reverse("check_keep"), {"paste": paste, **given})


def codes(page):
    return [row.card.code.value for row in page.context["cards"]]


def key_of(page, number=0):
    return page.context["cards"][number].pasted.key


def test_a_message_after_the_settlement_is_answered(browser, loan):
    page = check(browser, TIMED)
    assert codes(page) == ["after_settlement"]
    assert "结清后催收" in page.content.decode()
    assert "<mark>" in page.content.decode()


def test_checking_stores_nothing(browser, loan):
    logged = EvidenceEntry.objects.count()
    check(browser, f"{TIMED}\n\n{ADVERT}")
    assert not Message.objects.exists()
    assert EvidenceEntry.objects.count() == logged


def test_several_messages_each_get_a_card_the_gravest_first(browser, loan):
    page = check(browser, f"{ADVERT}\n\n{UNKNOWN}\n\n{TIMED}")
    assert codes(page) == ["after_settlement", "unknown_debt", "no_claim"]


def test_the_time_is_asked_for_where_nobody_knows_it(browser, loan):
    page = check(browser, AFTER)
    assert "什么时候收到的" in page.content.decode()
    assert page.context["cards"][0].asks_time


def test_what_came_just_now_is_judged_by_the_clock(browser, loan):
    page = check(browser, AFTER, just_came="1")
    assert page.context["cards"][0].pasted.incoming.received_at == NOW
    assert codes(page) == ["after_settlement"]
    assert 'value="2025-11-01T10:00:00"' in page.content.decode()


def test_a_time_that_is_written_down_wins_over_just_now(browser, loan):
    assert check(browser, TIMED, just_came="1").context["cards"][0].pasted.incoming.received_at.month == 5
    typed = check(browser, AFTER, just_came="1", received_at="2024-06-05T10:22")
    assert typed.context["cards"][0].pasted.incoming.received_at.month == 6


def test_an_advertisement_is_not_held_up_by_the_question_when_it_came(browser, loan):
    assert not check(browser, ADVERT).context["cards"][0].asks_time


def test_the_time_said_beside_a_card_counts_for_this_message(browser, loan):
    key = key_of(check(browser, AFTER))
    page = check(browser, f"{AFTER}\n\n{ADVERT}", **{f"{key}-received_at": "2024-05-05T10:22"})
    assert codes(page) == ["after_settlement", "no_claim"]
    assert page.context["cards"][1].pasted.incoming.received_at is None


def test_what_is_said_for_the_batch_fills_the_gaps_only(browser, loan):
    page = check(
        browser, f"{TIMED}\n\n{ADVERT}", received_at="2025-01-01T08:00", sender="10690000", recipient="relative"
    )
    times = [f"{row.pasted.incoming.received_at:%Y-%m-%d}" for row in page.context["cards"]]
    assert sorted(times) == ["2024-05-05", "2025-01-01"]
    assert {row.pasted.incoming.sender for row in page.context["cards"]} == {"10690000"}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("昨天", "请把几点几分也写上"),
        ("2024-05-05", "请把几点几分也写上"),
        ("2024-02-30 10:00", "日历上没有"),
        ("2024-05-05 25:00", "不像一个时间"),
        ("2031-01-01T10:00", "这个时间还没有到"),
        ("0001-01-01T00:00", "年份不对"),
    ],
)
def test_a_time_that_cannot_be_is_said_and_nothing_is_lost(browser, typed, told):
    page = check(browser, AFTER, received_at=typed).content.decode()
    assert told in page
    assert AFTER in page


def test_a_wrong_time_beside_a_card_stays_to_be_corrected(browser, loan):
    key = key_of(check(browser, AFTER))
    page = check(browser, AFTER, **{f"{key}-received_at": "2024-05-05"})
    assert "请把几点几分也写上" in page.content.decode()
    assert page.context["cards"][0].pasted.incoming.received_at is None


@pytest.mark.parametrize("paste", ["", "   \n\n ", "\t\r\n\u3000"])
def test_nothing_to_check_is_said(browser, paste):
    page = check(browser, paste)
    assert not page.context["cards"]
    assert "还没有贴内容" in page.content.decode()


@pytest.mark.parametrize(
    "paste",
    [
        "😀🏦💸欠款500元",
        "<b>欠款</b><script>alert(1)</script>",
        '#import "x": * $ sqrt(2) $ #panic()',
        "欠款\x00500元",
        "\ufffd\ufffd\u200b欠",
    ],
)
def test_odd_characters_are_only_text(browser, paste):
    page = check(browser, paste)
    assert len(page.context["cards"]) == 1
    assert "<script>alert" not in page.content.decode()


def test_broken_encodings_get_an_answer(browser):
    body = b"paste=%C7%EB%BB%B9%BF%EE%FF%FE"
    page = browser.post(reverse("check"), body, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 200


def test_a_megabyte_in_one_piece_gets_an_answer(browser):
    page = check(browser, "请还款" * 120_000)
    assert len(page.context["cards"]) == 1


def test_more_than_can_be_taken_at_once_is_said_and_kept_in_the_field(browser):
    page = check(browser, "\n\n\n".join(f"【甲】第{number}条" for number in range(5001)))
    assert "一次最多查 5000 条" in page.content.decode()
    assert "【甲】第5000条" in page.content.decode()


def test_two_thousand_messages_come_in_pages(browser, loan):
    paste = "\n\n\n".join([*(f"【甲】广告第{number}条，退订回T" for number in range(1999)), TIMED])
    page = check(browser, paste)
    assert len(page.context["cards"]) == 20
    assert codes(page)[0] == "after_settlement"
    assert "查了 2000 条消息" in page.content.decode()


def test_what_was_said_beside_a_message_travels_to_the_next_page(browser, loan):
    paste = "\n\n\n".join(f"【甲】广告第{number}条，退订回T" for number in range(30))
    name = f"{key_of(check(browser, paste))}-sender"
    page = check(browser, paste, page="2", **{name: "10086"}).content.decode()
    assert f'<input type="hidden" name="{name}" value="10086">' in page


def test_htmx_gets_the_answers_alone_and_others_the_whole_page(browser, loan):
    part = browser.post(reverse("check"), {"paste": TIMED}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "结清后催收" in part
    assert "<html" in check(browser, TIMED).content.decode()


def test_keeping_a_message_leads_to_it(browser, loan):
    answer = keep(browser, TIMED, keep="all")
    row = Message.objects.get()
    assert answer.headers["Location"] == reverse("message", args=[row.pk])
    assert row.text == AFTER
    assert row.verdict.code == "after_settlement"


def test_htmx_is_led_on_as_a_whole(browser, loan):
    answer = browser.post(reverse("check_keep"), {"paste": TIMED, "keep": "all"}, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("message", args=[Message.objects.get().pk])


def test_keeping_one_of_several_leaves_the_others_on_the_page(browser, loan):
    paste = f"{TIMED}\n\n{ADVERT}"
    page = keep(browser, paste, keep=key_of(check(browser, paste)))
    assert [row.text for row in Message.objects.all()] == [AFTER]
    assert [row.pasted.kept is not None for row in page.context["cards"]] == [True, False]
    assert "已存为证据" in page.content.decode()


def test_only_what_contradicts_the_ledger_can_be_kept(browser, loan):
    keep(browser, f"{TIMED}\n\n{ADVERT}", keep="flagged")
    assert [row.text for row in Message.objects.all()] == [AFTER]


def test_keeping_twice_keeps_once(browser, loan):
    keep(browser, TIMED, keep="all")
    answer = keep(browser, TIMED, keep="all")
    assert Message.objects.count() == 1
    assert answer.headers["Location"] == reverse("message", args=[Message.objects.get().pk])


def test_line_ends_of_the_browser_do_not_make_another_message(browser):
    keep(browser, "甲机构：请还款\r\n五百元", keep="all")
    keep(browser, "甲机构：请还款\n五百元", keep="all")
    assert [row.text for row in Message.objects.all()] == ["甲机构：请还款\n五百元"]


def test_saying_that_it_is_not_mine_keeps_it_and_decides(browser, loan):
    keep(browser, TIMED, not_mine=key_of(check(browser, TIMED)))
    assert Decision.objects.get().kind == "not_mine"
    assert Message.objects.get().verdict.code == "wrong_person"


def test_saying_which_loan_it_is_about_keeps_it_and_decides(browser, loan):
    key = key_of(check(browser, UNKNOWN))
    keep(browser, UNKNOWN, about=key, **{f"{key}-loan": loan.pk})
    assert Decision.objects.get().loan == loan


def test_a_lender_that_is_not_kept_here_is_noted(browser, owner):
    keep(browser, UNKNOWN, elsewhere=key_of(check(browser, UNKNOWN)))
    assert Decision.objects.get().kind == "lender_not_kept"


def test_a_decision_made_before_counts_when_it_is_checked_again(browser, loan):
    keep(browser, TIMED, not_mine=key_of(check(browser, TIMED)))
    assert codes(check(browser, TIMED)) == ["wrong_person"]


@pytest.mark.parametrize("loan_number", ["", "abc", "999999"])
def test_a_loan_that_is_not_there_cannot_be_named(browser, loan, loan_number):
    key = key_of(check(browser, UNKNOWN))
    assert keep(browser, UNKNOWN, about=key, **{f"{key}-loan": loan_number}).status_code == 404
    assert not Message.objects.exists()


def test_the_loan_of_another_owner_cannot_be_named(browser, stranger):
    key = key_of(check(browser, UNKNOWN))
    answer = keep(browser, UNKNOWN, about=key, **{f"{key}-loan": open_loan(stranger).pk})
    assert answer.status_code == 404


def test_a_button_for_a_message_that_is_gone_shows_the_paste_again(browser, loan):
    page = keep(browser, TIMED, keep="nichts")
    assert AFTER in page.content.decode()
    assert not Message.objects.exists()


def test_keeping_is_nothing_that_an_address_can_do(browser):
    assert browser.get(reverse("check_keep")).headers["Location"] == reverse("check")


def test_messages_of_another_owner_are_not_taken_for_kept(browser, client_of, stranger, loan):
    keep(client_of(stranger), TIMED, keep="all")
    assert check(browser, TIMED).context["cards"][0].pasted.kept is None


def test_every_input_has_a_label(browser, loan):
    page = check(browser, f"{AFTER}\n\n{UNKNOWN}").content.decode()
    fields = re.findall(r"<(?:input|select|textarea)(?![^>]*type=.hidden)[^>]*\bid=\"([^\"]+)\"", page)
    labels = set(re.findall(r'<label[^>]*\bfor="([^"]+)"', page))
    assert fields
    assert set(fields) <= labels


def test_no_id_is_given_twice(browser, loan):
    ids = re.findall(r'\sid="([^"]+)"', check(browser, f"{AFTER}\n\n{UNKNOWN}\n\n{AFTER}").content.decode())
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("typed", ["乱写", "2099-01-01T10:00", "2024-05-05"])
def test_a_message_is_not_kept_while_what_is_said_about_it_is_wrong(browser, loan, typed):
    name = f"{key_of(check(browser, AFTER))}-received_at"
    page = keep(browser, AFTER, keep="all", **{name: typed})
    assert not Message.objects.exists()
    assert f'name="{name}" value="{typed}"' in page.content.decode()
    assert "还没有存" in page.content.decode()


def test_a_wrong_time_is_shown_on_whichever_page_it_stands(browser, loan):
    paste = "\n\n\n".join(f"【甲】广告第{number}条，退订回T" for number in range(30))
    key = key_of(check(browser, paste, page="2"), 3)
    page = keep(browser, paste, keep="all", page="1", **{f"{key}-received_at": "乱写"})
    assert not Message.objects.exists()
    assert key in [row.pasted.key for row in page.context["cards"]]


def test_a_wrong_time_beside_another_message_holds_up_nothing(browser, loan):
    paste = f"{TIMED}\n\n{UNKNOWN}"
    shown = check(browser, paste)
    keep(browser, paste, keep=key_of(shown, 0), **{f"{key_of(shown, 1)}-received_at": "乱写"})
    assert [row.text for row in Message.objects.all()] == [AFTER]


def inputs_of(page):
    """What a browser would send back: every input, select and text area with its value."""
    fields = {}
    for row in page.context["cards"]:
        details = row.pasted.details
        fields |= {details.add_prefix(name): details[name].value() or "" for name in details.fields}
        fields[f"{row.pasted.key}-loan"] = "1"
    return fields | dict(page.context["carried"])


def test_turning_pages_carries_only_what_was_typed(browser, loan):
    paste = "\n\n".join(f"2024年5月5日 10:{number:02}\n【甲】广告第{number}条，退订回T" for number in range(50))
    first = check(browser, paste)
    typed = {f"{key_of(first)}-sender": "10086"}
    second = check(browser, paste, **{**inputs_of(first), **typed}, page="2")
    third = check(browser, paste, **inputs_of(second), page="3")
    assert dict(third.context["carried"]) == typed


def test_what_was_typed_is_shown_again_beside_what_the_paste_says(browser, loan):
    name = f"{key_of(check(browser, TIMED))}-sender"
    page = check(browser, TIMED, **{name: "10086"}).content.decode()
    assert 'value="10086"' in page
    assert 'value="2024-05-05T10:22:00"' in page


def test_everything_that_may_be_typed_beside_a_full_paste_can_be_sent(settings):
    assert MAX_PASTE_MESSAGES * len(DetailForm.base_fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
