"""What a letter says of the loans of a case: their lines, when they ended, what papers there are."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from debts.dossier.letters.case import Case, CaseLoan, CaseProof
from debts.dossier.letters.phrasing import say_day, say_list, say_moment, say_month, say_numbers_only, say_sum
from debts.reconciler.types import ProofKind, SettlementBasis
from debts.wording import PROOF_KINDS, SETTLEMENT_BASES

NO_CONTRACT_NUMBER = "（请填写，在合同或者应用的借款记录里）"


def loan_facts_of(case: Case) -> dict[str, Any]:
    """What stands in the places that speak of loans."""
    told = case.assignment.notified_on if case.assignment else None
    return {
        "loans": [list(_lines(loan, case)) for loan in case.concerned],
        "settled": bool(case.settled),
        "chased": bool(case.chased),
        "is_only_chased": case.is_only_chased,
        "ended": _ended(case, case.chased, say_day),
        "ended_all": _ended(case, case.settled, say_day),
        "ended_by_month": _ended(case, case.chased, say_month),
        "papers": say_list(_papers(case)),
        "assignment": case.assignment,
        "assigned_on": say_day(told) if told else "",
        "is_ended_before_transfer": _is_ended_before_transfer(case),
        "enclosures": list(_enclosures(case)),
        # For letters that list no message.
        "enclosures_of_loans": list(_enclosures(case, with_messages=False)),
    }


def _lines(loan: CaseLoan, case: Case) -> Iterator[str]:
    """The lines about a loan; what is not known is left out, but for the number by which it is found."""
    known = {
        "产品": loan.product,
        "合同号或借据号": loan.contract_number or NO_CONTRACT_NUMBER,
        "借款金额": say_sum(loan.principal, loan.currency),
        "借款日期": say_day(loan.drawn_on) if loan.drawn_on else "",
        "扣款卡尾号": loan.card_tail,
        **(_end(loan, case) if loan.settled_at else {}),
    }
    yield from (f"{label}：{words}" for label, words in known.items() if words)
    for one in loan.assignments:
        told = say_day(one.notified_on) if one.notified_on else ""
        yield f"债权转让：{told}收到通知，称转让给{one.assignee}"


def _end(loan: CaseLoan, case: Case) -> dict[str, str]:
    at = say_day(_day(loan, case)) if loan.is_day_only else say_moment(loan.settled_at, case.zone)
    basis = str(SETTLEMENT_BASES[loan.basis]) if loan.basis and loan.basis is not SettlementBasis.OTHER else ""
    paid = f"{loan.paid_count}笔，共{say_sum(loan.paid_total, loan.currency)}" if loan.paid_count else ""
    return {"结清时间": at, "结清方式": basis, "已记录的还款": paid}


def _day(loan: CaseLoan, case: Case) -> date:
    """The day on which a loan ended, on the owner's calendar; that of the letter for one that is open."""
    return loan.settled_at.astimezone(case.zone).date() if loan.settled_at else case.day


def _ended(case: Case, loans: Iterable[CaseLoan], say: Callable[[date], str]) -> str:
    """That loans ended, on one day or on several."""
    days = sorted(_day(loan, case) for loan in loans)
    several = list(dict.fromkeys(map(say, days)))
    return f"已{'分别' if len(several) > 1 else ''}于{say_list(several)}结清"


def _is_ended_before_transfer(case: Case) -> bool:
    """Whether every assigned loan had ended before the day on which its owner was told."""
    pairs = [(loan, one) for loan in case.concerned for one in loan.assignments]
    return bool(pairs) and all(
        one.notified_on and loan.settled_at and _day(loan, case) < one.notified_on for loan, one in pairs
    )


def _papers(case: Case) -> Iterator[str]:
    kinds = (proof.kind for loan in case.settled for proof in loan.proofs)
    yield from (str(PROOF_KINDS[kind]) for kind in kinds if kind is not ProofKind.OTHER)
    if any(loan.paid_count for loan in case.settled):
        yield "还款记录"


def _enclosures(case: Case, *, with_messages: bool = True) -> Iterator[str]:
    yield "本人身份证明（可以遮盖后提供）"
    yield from _papers_enclosed(case)
    if with_messages and case.messages:
        yield _messages_enclosed(case)


def _papers_enclosed(case: Case) -> Iterator[str]:
    """The exhibits of a dispute under its own numbers, which the summary and the bundle bear too; else the proofs."""
    if case.is_dispute:
        yield from (f"证据{one.number}：{one.title}" for one in case.exhibits)
    else:
        yield from (_proof(proof) for loan in case.concerned for proof in loan.proofs)
    if count := sum(loan.paid_count for loan in case.concerned):
        yield f"还款记录，{count}笔"


def _proof(proof: CaseProof) -> str:
    day = say_day(proof.issued_on) if proof.issued_on else ""
    detail = "，".join(part for part in (day, f"编号{proof.number}" if proof.number else "") if part)
    return f"{PROOF_KINDS[proof.kind]}{f'（{detail}）' if detail else ''}"


def _messages_enclosed(case: Case) -> str:
    number = f"证据{say_numbers_only(one.number for one in case.messages)}：" if case.is_dispute else ""
    return f"{number}上列消息的原始记录，{len(case.messages)}条"
