"""The letter that asks for a certificate of settlement: to the lender, or to whoever took the debt over before.

Its contents follow section 8 of the law sheet; what the ledger does not know stands as a place to fill in.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format

from debts.dossier.build import directory_entry
from debts.dossier.letters.gathering import kind_of
from debts.dossier.letters.letter import CERTIFICATE_NAMES, FULL_NAME, Gap, Letter, checks_of, cited, fill
from debts.finance.moments import is_day_only
from debts.models import Loan, Profile, SettlementProof
from debts.queries import loan_facts, profile_of, settlement_of
from debts.reconciler.dates import CHINA
from debts.reconciler.proofs import counts
from debts.reconciler.standing import MAINLAND, RELEASED, Standing, region_of
from debts.reconciler.types import ProofKind, SettlementBasis
from debts.rulebook import Citation, LenderKind, load_rulebook
from debts.wording import PROOF_KINDS, SETTLEMENT_BASES, say_amount

KIND = "certificate"
TO_FILL = {
    Gap.SETTLEMENT: "（请填写结清的日期）",
    Gap.OWNER_NAME: "（请填写借款人姓名）",
    Gap.PHONE: "（请填写）",
    Gap.CONTRACT: "（请填写，在合同或应用的借款记录里）",
    Gap.DRAWN_ON: "（请填写）",
}


def certificate_letter(loan: Loan, now: datetime, exhibits: Mapping[int, int] | None = None) -> Letter:
    """Write the letter about a loan that came from ``queries.loans_of``, as of ``now``.

    ``exhibits`` are the numbers of its proofs in a dispute, by the proofs' keys.
    """
    with translation.override("zh-hans"):
        return _Writer(loan, now, exhibits or {}).letter()


class _Writer:
    """Gathers the facts of one letter."""

    def __init__(self, loan: Loan, now: datetime, exhibits: Mapping[int, int]) -> None:
        self.loan, self.exhibits = loan, exhibits
        self.profile: Profile = profile_of(loan.owner)
        self.zone = ZoneInfo(self.profile.time_zone)
        self.today = now.astimezone(self.zone).date()
        names = tuple(self.profile.names)
        self.standing = Standing(loan_facts(loan), now, self.zone, owners=names)
        self.entry = directory_entry(loan.lender)
        self.lender = (self.entry.legal_name if self.entry else "") or loan.lender.name
        self.region = region_of(self.standing.loan)
        self.certificate = CERTIFICATE_NAMES.get(self.region, CERTIFICATE_NAMES["CN"])

    def letter(self) -> Letter:
        """The letter with what is missing in it."""
        text, checks = fill("certificate", self.facts()), checks_of(self._citations())
        return Letter(f"{self.certificate}申请", self.addressee, text, tuple(self.gaps()), checks)

    @property
    def addressee(self) -> str:
        """Whoever held the claim when it ended: the lender, unless the owner had been told of an assignment by then."""
        ended = self.standing.settled_at or self.standing.at
        then = Standing(self.standing.loan, ended, self.zone).assignment
        return then.assignee if then else self.lender

    def gaps(self) -> Iterator[Gap]:
        """What the ledger does not have, the gravest first."""
        held = {
            Gap.SETTLEMENT: self.standing.settled_at,
            Gap.OWNER_NAME: self.profile.names,
            Gap.FULL_NAME: FULL_NAME.search(self.addressee),
            Gap.REAL_LENDER: not self._is_platform,
            Gap.CONTRACT: self.loan.contract_number,
            Gap.DRAWN_ON: self.loan.drawn_on,
            Gap.PHONE: self._phone,
            Gap.PROOF: self._proofs or self._payments,
        }
        return (gap for gap, known in held.items() if not known)

    def facts(self) -> dict[str, Any]:
        """What stands in the places of the text."""
        loan, names = self.loan, self.profile.names
        return {
            "certificate": self.certificate,
            "addressee": self.addressee,
            "today": _day(self.today),
            "name": names[0] if names else TO_FILL[Gap.OWNER_NAME],
            "phone": self._phone or TO_FILL[Gap.PHONE],
            "lender": self.lender,
            "is_platform": self._is_platform,
            "product": loan.product,
            "contract": loan.contract_number or TO_FILL[Gap.CONTRACT],
            "principal": say_amount(loan.principal, loan.currency),
            "drawn_on": _day(loan.drawn_on) if loan.drawn_on else TO_FILL[Gap.DRAWN_ON],
            "card_tail": loan.card_tail,
            "settled": self._settled(),
            "basis": self._basis,
            "assignments": list(self._assignments()),
            "is_mainland": self.region == MAINLAND,
            "citations": [cited(one) for one in self._citations()],
            "enclosures": list(self._enclosures()),
        }

    @property
    def _is_platform(self) -> bool:
        """Whether it only brought the loan about: then it cannot vouch for its end, and is asked who can."""
        return kind_of(self.loan.lender, self.entry) is LenderKind.PLATFORM

    @property
    def _phone(self) -> str:
        return self.loan.phone or next(iter(self.profile.phones), "")

    def _settled(self) -> str:
        at = self.standing.settled_at
        if at is None:
            return TO_FILL[Gap.SETTLEMENT]
        local = at.astimezone(self.zone)
        return _day(local.date()) if is_day_only(at, self.zone) else date_format(local, "Y年n月j日 H:i")

    @property
    def _basis(self) -> str:
        settlement = settlement_of(self.loan)
        return str(SETTLEMENT_BASES[SettlementBasis(settlement.basis)]) if settlement else ""

    def _assignments(self) -> Iterator[str]:
        for one in self.standing.loan.assignments:
            told = f"{_day(one.notified_on)}收到通知，" if one.notified_on else ""
            yield f"{told}转让给{one.assignee}"

    def _citations(self) -> Iterator[Citation]:
        if self.region != MAINLAND:
            return
        settlement = self.standing.settlement
        is_released = settlement is not None and settlement.basis in RELEASED
        name = "certificate_of_waived_debt" if is_released else "certificate"
        day = self.standing.at.astimezone(CHINA).date()
        yield from load_rulebook().basis(name, day, kind_of(self.loan.lender, self.entry))

    @property
    def _payments(self) -> Sequence[Any]:
        return self.standing.loan.payments

    @property
    def _proofs(self) -> list[SettlementProof]:
        """The papers that speak for the end; those that contradict are not sent along."""
        facts, owners = self.standing.loan, self.profile.names
        good = {one.id for one in facts.proofs if counts(one, facts, owners)}
        return [row for row in self.loan.proofs_in_force if row.ref in good]  # type: ignore[attr-defined]  # prefetched

    def _enclosures(self) -> Iterator[str]:
        yield "本人身份证明（可以遮盖后提供）"
        if self._payments:
            yield f"还款记录，{len(self._payments)} 笔"
        for row in self._proofs:
            number = f"争议证据{self.exhibits[row.pk]}" if row.pk in self.exhibits else ""
            parts = (_day(row.issued_on) if row.issued_on else "", row.number, number)
            detail = "，".join(filter(None, parts))
            yield f"{PROOF_KINDS[ProofKind(row.kind)]}{f'（{detail}）' if detail else ''}"


def _day(day: date) -> str:
    return date_format(day, "Y年n月j日")
