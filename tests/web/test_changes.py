"""What changed verdicts: told after saving, listed newest first, each with its messages, and seen by nobody else."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from debts.actions import (
    correct,
    decide,
    record_repayment,
    rejudge,
    settle,
    take_back,
)
from debts.models import Change, Message, Settlement, Verdict
from debts.models.messages import DecisionKind
from debts.web.messages import changes
from debts.web.messages.told import tell
from tests.web.ledgers import AFTER, at, introduce, open_loan, receive, write

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def loan(owner):
    """A loan that was still owed, with a demand for it."""
    row = open_loan(owner)
    receive(owner, AFTER)
    Change.objects.all().delete()
    return row


def page(client, name="changes", *args, **query):
    return client.get(reverse(name, args=args), query).content.decode()


def told(owner):
    """The newest change in a sentence."""
    return tell(owner, list(Change.objects.filter(owner=owner)))[0].sentence


def end(owner, loan, moment="2024-03-10 15:20"):
    return settle(write(owner), loan, settled_at=at(moment), basis="early_payoff")


def test_a_ledger_whose_answers_never_changed_says_so(browser):
    assert "判定还没有变过" in page(browser)


def test_saving_tells_what_it_changed_and_leads_to_the_messages(browser, owner, loan):
    given = {"settled_at_date": "2024-03-10", "settled_at_time": "15:20", "basis": "early_payoff"}
    answer = browser.post(reverse("settlement_edit", args=[loan.pk]), given, follow=True).content.decode()
    assert "记下“任性贷”于 2024年3月10日 15:20 结清后，有 1 条消息改判为“结清后催收”。" in answer
    assert f'<a href="{reverse("message_change", args=[Change.objects.get().pk])}">看这些消息</a>' in answer


def test_an_end_that_is_moved_names_both_moments(owner, loan):
    correct(write(owner), end(owner, loan), settled_at=at("2024-05-06 09:00"))
    assert told(owner).startswith("“任性贷”的结清时间从 2024年3月10日 15:20 改到 2024年5月6日 09:00后，有 1 条")


def test_an_end_that_takes_the_place_of_another_was_moved(owner, loan):
    end(owner, loan)
    end(owner, loan, "2024-05-06 09:00")
    assert "结清时间从 2024年3月10日 15:20 改到 2024年5月6日 09:00" in told(owner)
    assert Change.objects.count() == 2


def pay(owner, loan, amount="6210.00"):
    paid = {"paid_at": at("2024-02-05 09:00"), "amount": Decimal(amount)}
    return record_repayment(write(owner), loan=loan, **paid)


WRITES = {
    "记入“任性贷” 2024年2月5日 09:00 的还款 ¥6,210.00": pay,
    "撤回“任性贷”的结清": lambda owner, loan: take_back(write(owner), end(owner, loan)),
    "撤回“任性贷” 2024年2月5日 09:00 的还款 ¥6,210.00": lambda owner, loan: take_back(write(owner), pay(owner, loan)),
    "修改“任性贷” 2024年2月5日 09:00 的还款": lambda owner, loan: correct(
        write(owner), pay(owner, loan), amount=Decimal(1)
    ),
    "修改“任性贷”的借款日期": lambda owner, loan: correct(write(owner), loan, drawn_on=date(2024, 6, 1)),
    "撤回借款“任性贷”": lambda owner, loan: take_back(write(owner), loan),
    "您确认了“不是我的债务”": lambda owner, loan: decide(write(owner), Message.objects.get(), DecisionKind.NOT_MINE),
    "填写您的资料": lambda owner, loan: introduce(owner),
}


@pytest.mark.parametrize("cause", WRITES)
def test_the_cause_is_named(owner, loan, cause):
    if cause == "填写您的资料":
        receive(owner, AFTER.replace("许大江", "赵四"))
    WRITES[cause](owner, loan)
    assert f"{cause}后，" in told(owner)


def test_a_name_that_comes_or_goes_is_named(owner, loan):
    receive(owner, "【小苏管家】您的借款已逾期，请立即还款。")
    correct(write(owner), loan.lender, aliases=["苏宁消金", "任性贷", "小苏管家"])
    assert told(owner).startswith("给“苏宁消费金融有限公司”添上“小苏管家”后，")
    correct(write(owner), loan.lender, aliases=["苏宁消金", "任性贷"])
    assert told(owner).startswith("从“苏宁消费金融有限公司”去掉“小苏管家”后，")


def test_a_lender_and_its_loan_recorded_together_are_both_named(browser, owner):
    receive(owner, "【远方小贷】您的借款已逾期，请还款2,300元。")
    browser.post(reverse("loan_new"), {"lender": "远方小贷", "lender_pick": "new", "principal": "2300"}, follow=True)
    assert told(owner).startswith("添加机构“远方小贷”、记下借款“远方小贷”后，有 1 条消息改判为“与账本一致”")


def test_a_rulebook_is_named_with_both_versions(owner, loan):
    Verdict.objects.update(rulebook_version="2020-01-01", code="no_claim")
    rejudge(write(owner), 10)
    assert told(owner).startswith("规则库从 2020-01-01 更新到 ")


def test_verdicts_from_before_versions_were_kept_are_told_too(owner, loan):
    Verdict.objects.update(rulebook_version="", code="no_claim")
    rejudge(write(owner), 10)
    assert told(owner).startswith("规则库更新到 ")


def test_a_cause_of_another_version_is_said_by_its_kind(owner, loan):
    end(owner, loan)
    Change.objects.update(causes=[{"action": "recorded", "type": "settlement", "count": 1, "facts": {}}])
    assert told(owner).startswith("记入 1 项结清后，")


def test_many_causes_are_cut_short(owner, loan):
    end(owner, loan)
    causes = [{"action": "recorded", "type": kind, "count": 3} for kind in ("loan", "lender", "repayment", "decision")]
    Change.objects.update(causes=causes)
    assert told(owner).startswith("记入 3 项借款、记入 3 项机构、记入 3 项还款等 4 项后，")


def test_the_list_counts_from_verdict_to_verdict(browser, owner, loan):
    receive(owner, AFTER.replace("3天", "4天"))
    end(owner, loan)
    answer = page(browser)
    assert "2 条消息" in answer
    assert "?from=consistent&amp;to=after_settlement" in answer or "to=after_settlement" in answer


def test_a_change_leads_to_each_of_its_messages(browser, owner, loan):
    end(owner, loan)
    answer = page(browser, "message_change", Change.objects.get().pk)
    assert reverse("message", args=[Message.objects.get().pk]) in answer
    assert AFTER[:20] in answer


def test_only_the_messages_between_two_verdicts_are_shown_on_request(browser, owner, loan):
    end(owner, loan)
    answer = page(browser, "message_change", Change.objects.get().pk, **{"from": "no_claim", "to": "consistent"})
    assert AFTER[:20] not in answer


def test_a_message_that_was_judged_again_since_says_what_it_is_now(browser, owner, loan):
    end(owner, loan)
    first = Change.objects.get().pk
    take_back(write(owner), Settlement.objects.get())
    assert "后来又改判" in page(browser, "message_change", first)


def test_a_message_that_was_taken_back_has_no_link(browser, owner, loan):
    end(owner, loan)
    message = Message.objects.get()
    take_back(write(owner), message)
    answer = page(browser, "message_change", Change.objects.get().pk)
    assert "已撤回" in answer
    assert reverse("message", args=[message.pk]) not in answer


def test_nothing_is_recorded_where_no_verdict_moved(owner, loan):
    pay(owner, loan, "0.01")
    assert not Change.objects.exists()


def test_a_change_of_somebody_else_does_not_exist(client_of, owner, stranger, loan):
    end(owner, loan)
    there = client_of(stranger)
    assert there.get(reverse("message_change", args=[Change.objects.get().pk])).status_code == 404
    assert "任性贷" not in page(there)


def test_newer_changes_come_first_and_pages_go_on(browser, owner, loan, monkeypatch):
    monkeypatch.setattr(changes, "CHANGES_ON_A_PAGE", 1)
    end(owner, loan)
    take_back(write(owner), Settlement.objects.get())
    assert "撤回“任性贷”的结清" in page(browser)
    assert "记下“任性贷”于" in page(browser, page="2")
    assert browser.get(reverse("changes"), {"page": "zzz"}).status_code == 200


@pytest.mark.parametrize("name", ["changes", "message_change"])
def test_pages_of_many_changes_ask_the_database_a_fixed_number_of_times(
    browser, owner, loan, django_assert_max_num_queries, name
):
    for moment in ("2024-03-10 15:20", "2024-06-01 15:20", "2024-03-11 15:20"):
        end(owner, loan, moment)
    given = [] if name == "changes" else [Change.objects.first().pk]
    with django_assert_max_num_queries(12):
        page(browser, name, *given)


def test_loading_an_archive_tells_what_it_changed(owner, loan, tmp_path):
    end(owner, loan)
    call_command("dump_archive", tmp_path / "a.json", user=owner.username)
    take_back(write(owner), Settlement.objects.get())
    call_command("load_archive", tmp_path / "a.json", user=owner.username, stdout=None)
    assert told(owner).endswith("恢复 1 项结清后，有 1 条消息改判为“结清后催收”。")


# --- while verdicts of an older rulebook are left --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["messages", "overview", "changes", "disputes"])
def test_pages_say_how_many_verdicts_an_older_rulebook_has_made(browser, loan, name):
    assert "规则库已经更新" not in page(browser, name)
    Verdict.objects.update(rulebook_version="2020-01-01")
    assert "还有 1 条消息显示的是旧版规则的判定" in page(browser, name)


def test_a_message_says_so_only_of_itself(browser, owner, loan):
    (other,) = receive(owner, "晚上吃什么")
    Verdict.objects.filter(message=other).update(rulebook_version="2020-01-01")
    assert "规则库已经更新" in page(browser, "message", other.pk)
    assert "规则库已经更新" not in page(browser, "message", Message.objects.exclude(pk=other.pk).get().pk)


def test_what_is_left_is_counted_anew_until_there_is_nothing(browser, owner, loan):
    Verdict.objects.update(rulebook_version="2020-01-01")
    assert "还有 1 条消息" in page(browser, "aged")
    rejudge(write(owner), 10)
    assert "都已按新版规则重新判定" in page(browser, "aged")
