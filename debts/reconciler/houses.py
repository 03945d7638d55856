"""Which lender a message is from or about, recorded or not: one of the ledger, one of the directory, or only a name."""

from collections.abc import Iterable
from dataclasses import dataclass

from debts.reconciler.ledger_index import LedgerIndex
from debts.reconciler.lexicon import Named, key_of
from debts.reconciler.mentions import mentions_of
from debts.reconciler.reading import ReadText
from debts.reconciler.types import IncomingMessage
from debts.rulebook import LenderKind
from debts.rulebook.types import DirectoryLender

LENDS_ONLY = frozenset({LenderKind.CONSUMER_FINANCE, LenderKind.MICROLOAN})
LONGEST_NAME = 30


@dataclass(frozen=True, slots=True, order=True)
class House:
    """A lender. ``key`` is ``own:`` with the id of the ledger's, ``book:`` with the directory's, or ``name:``."""

    key: str
    name: str


def house_of(message: IncomingMessage, text: ReadText, index: LedgerIndex) -> House | None:
    """The lender that the text is from or about; None where nobody, or several, can be meant."""
    mentioned = mentions_of(message, text, index, None)
    if len(mentioned.lender_ids) == 1:
        return _own(next(iter(mentioned.lender_ids)), index)
    if mentioned.lender_ids:
        return None
    signed = [one for one in mentioned.named if one.in_signature]
    for names in (signed, [one for one in mentioned.named if not one.in_signature]):
        if found := _listed(names, index):
            return found
    return _signed(text)


def payee_of(text: ReadText, index: LedgerIndex) -> House | None:
    """The one lender to whom a bank says that money went: a firm that does nothing but lend, or one of the ledger."""
    named = [one for one in text.named if not one.in_signature]
    own = frozenset[str]().union(*(index.names.lender_ids(one.key) for one in named))
    if len(own) == 1:
        return _own(next(iter(own)), index)
    rows = [row for one in named for row in _rows(one, index) if row.kind in LENDS_ONLY]
    return _of_row(rows[0]) if not own and len({row.id for row in rows}) == 1 else None


def product_of(text: ReadText, house: House, index: LedgerIndex) -> str:
    """The product that the text names, as the directory writes it, where it is one of this lender."""
    products = {key_of(product): product for row in _rows_of(house, index) for product in _products(row)}
    return next((products[one.key] for one in text.named if one.key in products), "")


def _products(row: DirectoryLender) -> Iterable[str]:
    """Its products but for those that are its name as well."""
    brands = set(map(key_of, (row.name, row.legal_name)))
    return (product for product in row.products if key_of(product) not in brands)


def _rows_of(house: House, index: LedgerIndex) -> list[DirectoryLender]:
    kind, _, which = house.key.partition(":")
    ids = index.names.rows_of(which) if kind == "own" else frozenset({which})
    return [row for row in index.rulebook.lenders if row.id in ids]


def _own(lender_id: str, index: LedgerIndex) -> House:
    return House(f"own:{lender_id}", index.lenders[lender_id].name)


def _listed(named: Iterable[Named], index: LedgerIndex) -> House | None:
    """The one lender of the directory that goes by such a name; a product of several is named by itself."""
    for one in named:
        rows = _rows(one, index)
        if len(rows) == 1:
            return _of_row(rows[0])
        if rows:
            return House(f"name:{one.key}", one.key)
    return None


def _rows(one: Named, index: LedgerIndex) -> list[DirectoryLender]:
    ids = {owner.id for owner in index.names.owners.get(one.key, ()) if owner.kind == "directory"}
    return [row for row in index.rulebook.lenders if row.id in ids]


def _of_row(row: DirectoryLender) -> House:
    return House(f"book:{row.id}", row.legal_name or row.name)


def _signed(text: ReadText) -> House | None:
    """Nobody known: the name by which the text is signed."""
    signature = text.reading.signature
    if signature is None or text.signs.signs_as_office or len(signature.name) > LONGEST_NAME:
        return None
    return House(f"name:{key_of(signature.name)}", signature.name)
