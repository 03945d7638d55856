"""Pages beside those of Fava, whose ledger has as many entries as ours has messages.

Fava is the web page of beancount: it holds all of one text file in memory and reckons each page from that, for whoever
comes, where ours reads a database of several people. Its pages are an empty frame and what the frame asks for; both are
asked for here. `requirements-peers.txt` brings it.
"""

from datetime import date, timedelta
from functools import partial

import pytest
from django.urls import reverse

from tests.benchmarks.test_pages import COUNT, Ledger
from tests.benchmarks.timing import best_of

application = pytest.importorskip("fava.application", reason="Fava is not here: make bench installs it")

# What of Fava answers the question of a page of ours: how things stand, the newest entries, what is owed.
PEERS = {
    "overview": ("income_statement/", "api/income_statement"),
    "messages": ("journal/", "api/journal_page?page=1&order=desc"),
    "loans": ("balance_sheet/", "api/balance_sheet"),
}
HEAD = """option "title" "ledger"
option "operating_currency" "CNY"
2019-01-01 open Assets:Bank
2019-01-01 open Liabilities:Loan
"""


@pytest.fixture
def fava(tmp_path):
    """A client of Fava over a file with that many payments, six a day."""
    first, book = date(2019, 1, 2), tmp_path / "ledger.beancount"
    entries = (
        f'{first + timedelta(days=number // 6)} * "lender {number % 50}" "payment {number}"\n'
        f"  Liabilities:Loan  {number % 900 + 1}.00 CNY\n  Assets:Bank\n"
        for number in range(COUNT)
    )
    book.write_text(HEAD + "".join(entries), encoding="utf-8")
    client = application.create_app([book], load=True).test_client()

    def look(*addresses):
        for address in addresses:
            assert client.get(f"/ledger/{address}").status_code == 200

    return look


def test_pages_beside_those_of_fava(figure, fava, db):
    ours, times = Ledger("ours", COUNT), {}
    for name, addresses in PEERS.items():
        here, there = best_of(partial(ours.look, reverse(name)), partial(fava, *addresses))
        times[name] = here / there
        figure(f"page of {COUNT:,} messages: {name}", here * 1000, "ms of CPU")
        figure(f"page of Fava's, {COUNT:,} entries: {addresses[0]}", there * 1000, "ms of CPU")
    assert times["messages"] < 1
