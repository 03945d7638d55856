"""Learning from what the owner decided: a name or number goes into a list of the lender, and out of it again."""

from debts.actions.context import WriteContext
from debts.actions.corrections import correct
from debts.actions.evidence import lock_fact
from debts.actions.loans import record_fact
from debts.actions.refresh import refreshing_once
from debts.models import Decision, Lesson, LessonKind


def learn(ctx: WriteContext, decision: Decision, kind: LessonKind, value: str) -> Lesson:
    """Know the lender of the decided loan by ``value`` from now on; learning the same twice changes nothing.

    ``take_back`` undoes it. Raises TakenBack where the decision has gone meanwhile, ValueError where it names no loan.
    """
    with refreshing_once(ctx):
        lock_fact(ctx, decision)
        if decision.loan is None:
            raise ValueError("A decision about no loan teaches nothing about a lender.")
        lender = decision.loan.lender
        known: Lesson | None = Lesson.objects.of(ctx.owner).filter(lender=lender, kind=kind, value=value).first()
        if known is not None:
            return known
        listed = getattr(lender, kind)
        if value not in listed:
            correct(ctx, lender, **{kind: [*listed, value]})
        return record_fact(ctx, Lesson, decision=decision, lender=lender, kind=kind, value=value)
