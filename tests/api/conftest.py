import pytest

from tests.api.ledgers import whole_ledger


@pytest.fixture
def mine(db):
    return whole_ledger("changqing")


@pytest.fixture
def theirs(db):
    return whole_ledger("moshengren")


@pytest.fixture
def token(mine):
    return mine.token()
