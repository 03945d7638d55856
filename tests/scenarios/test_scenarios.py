from debts.reconciler import judge_messages
from debts.rulebook import load_rulebook
from tests.scenarios.ledgers import all_cases


def test_the_reconciler_answers_as_a_careful_person_would(subtests):
    for case in all_cases():
        (judged,) = judge_messages(case.ledger, [case.message], rulebook=load_rulebook())
        found = {finding.id for finding in judged.findings}
        with subtests.test(case.name):
            assert judged.reading.kind in case.kinds, case.message.text
            assert judged.verdict.code in case.verdicts, case.message.text
            assert case.loan in ("*", judged.verdict.loan_id or "-"), case.message.text
            assert case.wanted <= found, case.message.text
            assert not case.unwanted & found, case.message.text
