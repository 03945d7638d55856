"""Version 1 of the API: its parts put together."""

from collections.abc import Sequence
from typing import Any

from ninja import NinjaAPI, Router
from ninja.operation import Operation

from debts.api import (
    batches,
    checks,
    disputes,
    documents,
    evidence,
    files,
    lenders,
    loans,
    messages,
    papers,
    repayments,
    settlements,
    standings,
    steps,
    tokens,
    webhooks,
)
from debts.api.openapi import completed
from debts.api.problems import handle_problems
from debts.api.serving import served

DESCRIPTION = """Everything that the pages can do, for programs of the owner.

Money is a decimal string in the loan's currency, a time is ISO 8601 with an offset, what is not known is null.
"""


class Api(NinjaAPI):
    """An API whose operations are called as their functions are, and whose description says all that it answers."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function."""
        return str(operation.view_func.__name__)

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description with errors, headers, scopes and examples."""
        return completed(super().get_openapi_schema(**options), self)


PARTS: Sequence[tuple[str, Router]] = (
    ("", tokens.router),
    ("", checks.router),
    ("/lenders", lenders.router),
    ("/loans", loans.router),
    ("/loans", standings.router),
    ("/loans", settlements.router),
    ("", repayments.router),
    ("", papers.proofs),
    ("", papers.assignments),
    ("/files", files.router),
    ("/messages", messages.router),
    ("/batches", batches.router),
    ("/disputes", disputes.router),
    ("/disputes", steps.router),
    ("", documents.dossiers),
    ("", documents.exports),
    ("/evidence", evidence.router),
    ("/webhooks", webhooks.router),
)

api = Api(title="结清 Jieqing", version="1", description=DESCRIPTION, docs_url=None, urls_namespace="api")
api.add_decorator(served, mode="view")
handle_problems(api)
for prefix, part in PARTS:
    api.add_router(prefix, part)
