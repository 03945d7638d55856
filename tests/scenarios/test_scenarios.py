import pytest

from debts.reconciler import judge_messages
from debts.rulebook import load_rulebook
from tests.scenarios.ledgers import ScenarioCase, all_cases


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_the_reconciler_answers_as_a_careful_person_would(case: ScenarioCase):
    (judged,) = judge_messages(case.ledger, [case.message], rulebook=load_rulebook())
    found = {finding.id for finding in judged.findings}
    assert judged.reading.kind in case.kinds, case.message.text
    assert judged.verdict.code in case.verdicts, case.message.text
    assert case.loan in ("*", judged.verdict.loan_id or "-"), case.message.text
    assert case.wanted <= found, case.message.text
    assert not case.unwanted & found, case.message.text
