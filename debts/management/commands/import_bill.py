"""Take the repayments of a payment bill or bank statement into a ledger."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import translation

from debts.actions import NewRepayment, Route, WriteContext, import_repayments
from debts.evidence.canonical import sha256_of_file
from debts.intake.bills import BillProblem, read_bill
from debts.intake.bills.drafts import reference_of, way_of
from debts.intake.bills.matching import moment_of, paid_by
from debts.intake.bills.proposals import KnownRepayment, Plan, Proposal, State, propose
from debts.intake.bills.relation import LoanWords
from debts.management.base import OwnerCommand, file_troubles, writing
from debts.models import ImportBatch, Repayment, User
from debts.queries import ledger_of, zone_of
from debts.rulebook import load_rulebook
from debts.wording import say_bill_problem


class Command(OwnerCommand):
    """Import a bill."""

    help = (
        "Records the repayments of a bill (支付宝, 微信支付, 京东, 美团, banks; CSV, XLSX, XLS) that match one loan "
        "of the ledger. A second time adds nothing; the rest is counted for a person to look at."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the owner and the manner."""
        super().add_arguments(parser)
        parser.add_argument("path", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="list what would happen and change nothing")
        parser.add_argument("--json", action="store_true", help="print the counts, and the list of a dry run, as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import the file and end with the counts; rows that cannot be read are named with place and field."""
        ctx = writing(options, Route.IMPORT)
        try:
            with file_troubles("opened"):
                plan, batch = self._run(ctx, options["path"], dry_run=options["dry_run"])
        except BillProblem as problem:
            with translation.override("en"):
                raise CommandError(f"The file cannot be read: {say_bill_problem(problem.code)}") from None
        for row in plan.unreadable:
            self.stderr.write(f"unreadable: {row}")
        self._report(ctx.owner, plan, batch, options)

    def _run(self, ctx: WriteContext, path: Path, *, dry_run: bool) -> tuple[Plan, str | None]:
        if dry_run:
            return _plan(ctx.owner, path), None
        plans: list[Plan] = []

        def find() -> Iterator[NewRepayment]:
            plans.append(_plan(ctx.owner, path))
            return _drafts(plans[0], ctx.owner)

        batch = import_repayments(ctx, find, source=path.name, sha256=sha256_of_file(path))
        return plans[0], batch.ref if batch else None

    def _report(self, owner: User, plan: Plan, batch: str | None, options: dict[str, Any]) -> None:
        counts: dict[str, Any] = {**plan.counts, "batch": batch}
        rows = [_described(one, owner) for one in plan.proposals] if options["dry_run"] else []
        if options["json"]:
            self.stdout.write(json.dumps(counts | ({"proposals": rows} if options["dry_run"] else {})))
            return
        for row in rows:
            self.stdout.write("  ".join(str(value) for value in row.values() if value not in (None, "", [])))
        self.stdout.write("\n".join(f"{name}: {value}" for name, value in counts.items()))


def _plan(owner: User, path: Path) -> Plan:
    own = set(ImportBatch.objects.of(owner).filter(sha256=sha256_of_file(path)).values_list("pk", flat=True))
    known = [
        KnownRepayment(row.ref, row.loan.ref, row.paid_at, row.amount, row.reference, row.batch_id in own)
        for row in Repayment.objects.of(owner).select_related("loan")
        if row.is_paid
    ]
    return propose(read_bill(path), LoanWords(ledger_of(owner), load_rulebook()), known)


def _drafts(plan: Plan, owner: User) -> Iterator[NewRepayment]:
    zone = zone_of(owner)
    for one in plan.of(State.NEW):
        yield NewRepayment(
            loan=one.match.candidates[0].loan_id,
            paid_at=moment_of(one.row, zone),
            amount=paid_by(one.row),
            method=way_of(one.row),
            reference=reference_of(one.row),
        )


def _described(one: Proposal, owner: User) -> dict[str, Any]:
    """A proposal as a program reads it."""
    row, best = one.row, one.match.candidates[0] if one.match.candidates else None
    return {
        "place": str(row.place),
        "at": moment_of(row, zone_of(owner)).isoformat(),
        "amount": f"{paid_by(row):.2f}",
        "currency": row.currency,
        "kind": one.relation.kind,
        "state": one.state,
        "outcome": one.match.outcome,
        "loan": one.match.loan_id,
        "instalments": list(best.instalments) if best else [],
        "counterparty": row.counterparty,
        "description": row.description,
        "words": list(one.relation.words),
        "reasons": [reason.code for reason in (*(best.reasons if best else ()), *one.remarks)],
        "candidates": [candidate.loan_id for candidate in one.match.candidates],
        "repayment": one.repayment_id,
    }
