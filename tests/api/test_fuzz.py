"""Requests that Schemathesis makes out of the description, held to all its checks: no 500, nothing undescribed.

One right and one wrong for every operation at each run of the tests; thousands with `make fuzz-api`. Ids of the ledger
stand in the place of most of the made-up ones, so that requests get further than a 404.
"""

import os
import uuid
from datetime import UTC, datetime

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import negative_data_rejection

from ledger.wsgi import application

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "1"))
OF_PATHS = {
    "lenders": "lender",
    "loans": "loan",
    "repayments": "repayment",
    "proofs": "proof",
    "assignments": "assignment",
    "files": "file",
    "messages": "message",
    "batches": "batch",
    "disputes": "dispute",
}
OF_FIELDS = {"lender": "lender", "loan": "loan", "file": "file", "answers": "step", "batch": "batch"}
OF_LISTS = {"messages": "message", "proofs": "proof", "files": "file"}

schemathesis.openapi.format(
    "date-time",
    st.datetimes(datetime(1971, 1, 1), datetime(2198, 1, 1), timezones=st.just(UTC)).map(datetime.isoformat),
)
schemathesis.openapi.format("date", st.dates(datetime(1971, 1, 1).date(), datetime(2198, 1, 1).date()).map(str))


@pytest.fixture
def fuzzed(mine, settings):
    settings.API_REQUESTS_PER_MINUTE = 10**9
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield mine
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(fuzzed):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    # A text beyond the longest may make the body too large to be looked at, which is described as well.
    rejection = schema.config.checks.negative_data_rejection
    rejection.expected_statuses = [*rejection.expected_statuses, "413"]
    return schema


def known(ids, case):
    """Put ids of the ledger where a well-formed request has made-up ones."""
    place = case.path.removeprefix("/api/v1/").partition("/")[0]
    if case.path_parameters and "ref" in case.path_parameters and place in OF_PATHS:
        case.path_parameters["ref"] = ids[OF_PATHS[place]]
    if isinstance(case.body, dict) and not place.startswith("check"):
        for name, kind in OF_FIELDS.items():
            if isinstance(case.body.get(name), str) and case.body[name]:
                case.body[name] = ids[kind]
        for name, kind in OF_LISTS.items():
            if place == "disputes" and isinstance(case.body.get(name), list):
                case.body[name] = [ids[kind] if isinstance(one, str) and one else one for one in case.body[name]]


def is_one_file(case):
    """Whether a form is one file and nothing else: to the tool bytes are no text, so it takes that for a mistake."""
    return isinstance(case.body, dict) and list(case.body) == ["file"] and bool(getattr(case.body["file"], "data", b""))


def attempts(operation, mode, token, ids, failures):
    """Ask one operation in many ways, some of them wrong on purpose; return how many."""
    count = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), is_known=st.integers(0, 3))
    def attempt(case, is_known):
        nonlocal count
        count += 1
        case.headers.pop("If-Match", None)  # nobody can guess a tag, and the other tests send true ones
        if mode is GenerationMode.POSITIVE:
            if "Idempotency-Key" in case.headers:
                case.headers["Idempotency-Key"] = uuid.uuid4().hex
            if is_known:
                known(ids, case)
        header = case.meta.components.get(ParameterLocation.HEADER)
        # The good token that is sent mends a request whose only fault was a bad one.
        is_mended = header and header.mode.is_negative
        excluded = [negative_data_rejection] if is_mended or is_one_file(case) else []
        try:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=excluded)
        except FailureGroup as failed:
            failures.extend(f"{operation.label}: {one}\n{case.as_curl_command()}" for one in failed.exceptions)

    attempt()
    return count


# The answers with files are read through by the checks, and closed by nobody.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_an_answer_is_as_described_whatever_is_asked(described, fuzzed, mode, record_property):
    count, token, failures = 0, fuzzed.token(), []
    for result in described.get_all_operations():
        with transaction.atomic():
            count += attempts(result.ok(), mode, token, fuzzed.ids, failures)
            transaction.set_rollback(True)
    record_property("requests", count)
    assert count
    assert not failures, "\n\n".join(failures)
