"""Which lender a typed name stands for: one of the owner's, one of the directory, or a new one.

"招联金融", none recorded yet  ->  招联消费金融 of the directory, copied in with its other names
"信用"                         ->  several fit: the page offers them, nothing is guessed
"""

from collections.abc import Iterable
from dataclasses import dataclass

from debts.actions import WriteContext, record_lender
from debts.actions.lenders import copy_lender
from debts.models import Lender, User
from debts.rulebook import find_lenders, load_rulebook
from debts.rulebook.directory import search_key
from debts.rulebook.types import DirectoryLender

OFFERED = 8
NEW = "new"


@dataclass(frozen=True, slots=True)
class Choice:
    """A lender that a typed name may mean; ``key`` goes through the form, ``known_as`` helps to recognise it."""

    key: str
    name: str
    names: tuple[str, ...]
    is_own: bool
    products: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    @property
    def known_as(self) -> tuple[str, ...]:
        """A few of its other names."""
        return tuple(name for name in self.names if name != self.name)[:4]


def choices_for(owner: User, text: str) -> list[Choice]:
    """Lenders that ``text`` may mean, the owner's own first; each directory entry only if it is not copied in yet."""
    if not search_key(text):
        return []
    mine = [_own(lender) for lender in Lender.objects.of(owner)]
    taken = {search_key(choice.name) for choice in mine}
    listed = (_listed(entry) for entry in find_lenders(load_rulebook(), text, OFFERED))
    fitting = [choice for choice in mine if _fits(choice, text)]
    return [*fitting, *(choice for choice in listed if search_key(choice.name) not in taken)][:OFFERED]


def certain(choices: Iterable[Choice], text: str) -> Choice | None:
    """The one choice that goes by exactly this name; None where there is none or more than one.

    A product that several lenders share is no certain name of any of them.
    """
    exact = [choice for choice in choices if search_key(text) in map(search_key, choice.names)]
    own = [choice for choice in exact if choice.is_own]
    found = own or [choice for choice in exact if search_key(text) not in map(search_key, choice.shared)]
    return found[0] if len(found) == 1 and (own or len(exact) == 1) else None


def lender_for(ctx: WriteContext, key: str, name: str) -> Lender:
    """Find or record the lender of a choice's key; an empty key or ``new`` records a lender called ``name``."""
    kind, _colon, which = key.partition(":")
    if kind == "own":
        own: Lender = Lender.objects.of(ctx.owner).get(pk=int(which))
        return own
    if kind == "book":
        return copy_lender(ctx, next(entry for entry in load_rulebook().lenders if entry.id == which))
    return record_lender(ctx, name=name)


def _own(lender: Lender) -> Choice:
    names = tuple(dict.fromkeys([lender.name, *lender.aliases, *lender.signatures]))
    return Choice(f"own:{lender.pk}", lender.name, names, is_own=True)


def _listed(entry: DirectoryLender) -> Choice:
    name = entry.legal_name or entry.name
    return Choice(f"book:{entry.id}", name, entry.names, False, entry.products, entry.shared_products)


def _fits(choice: Choice, text: str) -> bool:
    wanted = search_key(text)
    return any(wanted in search_key(name) or search_key(name) in wanted for name in choice.names if search_key(name))


def product_meant(choices: Iterable[Choice], key: str, text: str) -> str:
    """The product that was typed in place of the chosen lender's name, as the directory writes it; else empty."""
    products = (name for choice in choices if choice.key == key for name in choice.products)
    return next((name for name in products if search_key(name) == search_key(text)), "")
