"""A dispute as the pure part sees it: what its messages show, what was sent and answered, and whose rules apply."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from debts.disputes.course import Alarms, Matter, fitted, matter_of
from debts.disputes.diagnosis import Symptom
from debts.disputes.types import Answered, Response, Sent, StepKind
from debts.dossier.build import directory_entry
from debts.models import Dispute, DisputeItem, DisputeStep, Finding, Lender, Loan, User, Verdict
from debts.reconciler.standing import MAINLAND, REGION_OF_CURRENCY
from debts.reconciler.types import Kind, VerdictCode
from debts.rulebook import TimeLimit, load_rulebook

# Conduct that is a matter for the police: threats, impersonation, home visits, private data laid open.
_DANGER = frozenset({"M4", "M5", "M7"})
_PRIVATE_PAYEE = "M11"


def symptoms_of(dispute: Dispute) -> tuple[Symptom, ...]:
    """The messages of the case as far as they tell about the cause; costs one query."""
    rows = _verdicts(dispute).values_list("code", "detail__verdict__causes")
    return tuple(Symptom(code, tuple(causes or ())) for code, causes in rows)


def alarms_of(dispute: Dispute) -> Alarms:
    """What the messages show that decides where to turn; costs two queries."""
    kinds = set(_verdicts(dispute).order_by().values_list("kind", "code").distinct())
    rules = set(Finding.objects.filter(verdict__in=_verdicts(dispute)).values_list("rule", flat=True).distinct())
    told = {kind for kind, _ in kinds}
    return Alarms(
        danger=bool(rules & _DANGER) or Kind.VISIT_OR_CONTACTS in told,
        fraud=_PRIVATE_PAYEE in rules or any(code == VerdictCode.SUSPECTED_FRAUD for _, code in kinds),
        credit=Kind.CREDIT_THREAT in told,
        court_notice=Kind.LEGAL_THREAT in told,
    )


def _verdicts(dispute: Dispute) -> QuerySet[Verdict]:
    items = DisputeItem.objects.filter(dispute=dispute, removed_at=None)
    return Verdict.objects.filter(message__in=items.values("message"))


def matters_of(steps: Iterable[DisputeStep], kind: str, today: date, *, is_mainland: bool) -> tuple[Matter, ...]:
    """What was handed in, in its order, with what came back and the periods that run; costs no query.

    ``kind`` is the lender's: periods that bind other kinds do not run. None runs outside of the mainland.
    """
    steps = list(steps)
    answers = [
        Answered(str(row.answers_id), row.day, Response(row.response)) for row in steps if row.kind == StepKind.ANSWERED
    ]
    sent = (Sent(str(row.pk), row.channel, row.day) for row in steps if row.kind == StepKind.SENT)
    return tuple(matter_of(one, answers, periods_of(one, kind, is_mainland=is_mainland), today) for one in sent)


def periods_of(sent: Sent, kind: str, *, is_mainland: bool) -> tuple[TimeLimit, ...]:
    """The periods of the channel that bind this kind of lender; none for a channel of another rulebook."""
    book = load_rulebook()
    channel = next((one for one in book.channels if one.id == sent.channel), None)
    return fitted(book, channel, kind, sent.day).limits if channel and is_mainland else ()


def kind_of_lender(lender: Lender) -> str:
    """What licence the lender works under: as the owner says, else as the directory does; empty if unknown."""
    if lender.kind:
        return lender.kind
    entry = directory_entry(lender)
    return entry.kind.value if entry else ""


def is_of_the_mainland(dispute: Dispute, loans: Sequence[Loan]) -> bool:
    """Whether the mainland's channels and periods apply: for its own loan, else for any of the lender's ``loans``."""
    return are_of_the_mainland([dispute.loan] if dispute.loan else loans)


def are_of_the_mainland(loans: Sequence[Loan]) -> bool:
    """Whether the mainland's rules speak of any of these loans; where there is none, they do."""
    regions = [loan.region or REGION_OF_CURRENCY.get(loan.currency, MAINLAND) for loan in loans]
    return not regions or MAINLAND in regions


def open_matters(owner: User, today: date) -> list[tuple[Dispute, tuple[Matter, ...]]]:
    """What was handed in for each dispute that goes on, as it stands on ``today``; costs three queries at most."""
    disputes = list(Dispute.objects.of(owner).filter(closed_at=None).select_related("lender", "loan"))
    steps: dict[int, list[DisputeStep]] = {row.pk: [] for row in disputes}
    for step in DisputeStep.objects.of(owner).filter(dispute__in=disputes):
        steps[step.dispute_id].append(step)
    loans: dict[int, list[Loan]] = {row.lender_id: [] for row in disputes}
    for loan in Loan.objects.of(owner).filter(lender__in=loans):
        loans[loan.lender_id].append(loan)
    return [(row, _matters(row, steps[row.pk], loans[row.lender_id], today)) for row in disputes]


def _matters(dispute: Dispute, steps: list[DisputeStep], loans: list[Loan], today: date) -> tuple[Matter, ...]:
    mainland = is_of_the_mainland(dispute, loans)
    return matters_of(steps, kind_of_lender(dispute.lender), today, is_mainland=mainland)
