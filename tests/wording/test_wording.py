import re
from pathlib import Path

import pytest
from django.utils import translation

import debts.reconciler
from debts import wording
from debts.reconciler import judge_messages
from debts.reconciler.types import (
    AmountRole,
    Channel,
    DateRole,
    DecisionKind,
    Kind,
    MatchOutcome,
    ProofKind,
    ProofLevel,
    Reason,
    Recipient,
    SettlementBasis,
    VerdictCode,
)
from debts.rulebook import load_rulebook
from debts.rulebook.concepts import load_concepts
from debts.wording.marks import DATE_ROLES, OUTCOMES, PARTS
from tests.scenarios.ledgers import all_cases

SOURCES = "\n".join(path.read_text("utf-8") for path in Path(debts.reconciler.__file__).parent.glob("*.py"))
EVERY_TEXT = [
    *wording.VERDICT_SENTENCES.values(),
    *(text.zh for rule in load_rulebook().conduct for text in (rule.sentence, *(sign.sentence for sign in rule.signs))),
    *(rule.in_letters for rule in load_rulebook().conduct),
    *wording.ADVICE.values(),
    *wording.CAUSES.values(),
    *wording.REASONS.values(),
]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (Kind, wording.KINDS),
        (VerdictCode, wording.VERDICTS),
        (VerdictCode, wording.VERDICT_SENTENCES),
        (ProofLevel, wording.PROOF_LEVELS),
        (ProofKind, wording.PROOF_KINDS),
        (SettlementBasis, wording.SETTLEMENT_BASES),
        (Channel, wording.CHANNELS),
        (Recipient, wording.RECIPIENTS),
        (DecisionKind, wording.DECISIONS),
        (AmountRole, wording.AMOUNT_ROLES),
        (DateRole, DATE_ROLES),
        (MatchOutcome, OUTCOMES),
        (load_rulebook().phrases.concepts, load_concepts()),
    ],
)
def test_every_code_of_the_core_has_words(codes, words):
    assert set(codes) == set(words)


def test_every_reason_in_the_source_has_a_sentence():
    written = set(re.findall(r'"((?:matched|vetoed)_[a-z]+)"', SOURCES))
    written |= set(re.findall(r'Reason\(\s*"([a-z_]+)"', SOURCES))
    assert written <= {*wording.REASONS, *(sign.reason for _, sign in load_rulebook().signs)}


def test_every_part_of_a_score_has_a_short_name():
    assert set(re.findall(r'"((?:matched|vetoed)_[a-z_]+)"', SOURCES)) <= set(PARTS)


def test_every_judgement_of_the_scenarios_can_be_said():
    for case in all_cases():
        for judged in judge_messages(case.ledger, [case.message], rulebook=load_rulebook()):
            reasons = [*judged.verdict.reasons, *(reason for one in judged.findings for reason in one.reasons)]
            assert all(wording.say(reason) for reason in reasons)
            assert all(str(wording.CAUSES[code]) for code in judged.verdict.causes)
            assert all(str(wording.ADVICE[code]) for code in judged.verdict.advice)
            assert all(wording.say_missing(code) for one in judged.findings for code in one.missing)


def test_every_finding_speaks_of_a_possibility():
    for rule in load_rulebook().conduct:
        assert "可能" in rule.sentence.zh
        assert "可能" in rule.in_letters
        assert re.search(r"\b(may|might|possibly)\b", rule.sentence.en)


def test_a_rule_is_said_in_the_language_of_the_moment():
    assert wording.name_rule("M6") == "深夜联系"
    with translation.override("zh-hant"):
        assert wording.name_rule("M6") == "深夜聯絡"
    with translation.override("en"):
        assert wording.say(Reason("demand_after_settlement", {"days": "66"})).startswith("Payment")


@pytest.mark.parametrize(
    "forbidden", ["违法", "保证", "一定会", "不用理会", "无需理会", "可以忽略", "赔偿", "删除征信", "！"]
)
def test_no_text_promises_accuses_or_tells_to_ignore(forbidden):
    assert not [str(text) for text in EVERY_TEXT if forbidden in str(text)]


def test_a_reason_is_said_with_its_amounts_and_days():
    reason = Reason("overdue_since", {"day": "2025-07-09", "amount": "1833.60", "currency": "CNY"})
    with translation.override("zh-hans"):
        assert wording.say(reason) == "从2025年7月9日起有¥1,833.60到期未还。"


def test_a_sum_of_hong_kong_is_said_in_its_currency():
    assert wording.say(Reason("claims_amount", {"amount": "7100.00", "currency": "HKD"})) == "消息催要HK$7,100.00。"


def test_an_unknown_code_is_a_mistake():
    with pytest.raises(KeyError):
        wording.say(Reason("no_such_reason"))
