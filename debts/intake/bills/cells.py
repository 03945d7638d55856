"""The cells of one row, by what their columns hold."""

import re
from dataclasses import dataclass, field

from debts.intake.bills.columns import Header
from debts.intake.bills.text import DAMAGED, SheetRow
from debts.intake.bills.types import ProblemCode, Role
from debts.intake.bills.values import clean, is_blank, words
from debts.reconciler.characters import storable

NEEDED = (
    Role.WHEN,
    Role.CLOCK,
    Role.AMOUNT,
    Role.AMOUNT_IN,
    Role.AMOUNT_OUT,
    Role.DIRECTION,
    Role.STATUS,
    Role.COUNTERPARTY,
    Role.DESCRIPTION,
)


class RefusedField(Exception):
    """A cell of this role cannot be taken."""

    def __init__(self, role: Role, code: ProblemCode, detail: str = "") -> None:
        super().__init__(role, code)
        self.role = role
        self.code = code
        self.detail = detail


@dataclass(slots=True)
class RowCells:
    """The cells of a row by role."""

    header: Header
    row: SheetRow
    raw: tuple[str, ...] = field(init=False)
    _clean: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.raw = tuple(storable(cell) for cell in self.row.cells)
        self._clean = [clean(cell) for cell in self.row.cells]

    def __getitem__(self, index: int) -> str:
        return self._clean[index] if index < len(self._clean) else ""

    def all_of(self, role: Role) -> list[str]:
        """The cells of a role, the one that counts first at the beginning."""
        return [self[index] for index in self.header.of(role)]

    def first_of(self, role: Role) -> str:
        """The first filled cell of a role, else nothing."""
        return next((cell for cell in self.all_of(role) if not is_blank(cell)), "")

    def words_of(self, role: Role) -> str:
        """The words of the first filled cell of a role."""
        return storable(words(self.first_of(role)))

    def joined(self, role: Role) -> str:
        """The words of all columns of a role in their order, each once."""
        found = (words(self[index]) for index in sorted(self.header.of(role)))
        return storable(" ".join(dict.fromkeys(filter(None, found))))

    def number_of(self, role: Role) -> str:
        """An order number; one that a spreadsheet has turned into 4.2E+27 is none."""
        text = self.words_of(role).replace(" ", "")
        return "" if re.fullmatch(r"\d(?:\.\d+)?e[+]\d+", text.lower()) else text

    @property
    def first_words(self) -> str:
        """The first filled cell of the row."""
        return next((cell for cell in self._clean if cell), "")

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in the row."""
        return not any(self._clean)

    @property
    def is_damaged(self) -> bool:
        """Whether some bytes of the row are no characters."""
        return any(DAMAGED in cell for cell in self.row.cells)

    @property
    def is_cut(self) -> bool:
        """Whether the file ends within this row, before the columns that its header promises."""
        return self.row.is_open and len(self._clean) < len(_without_empty_end(self.header.names))

    @property
    def last_role(self) -> Role:
        """What the last cell of the row holds."""
        last = len(self._clean) - 1
        return next((role for role in self.header.roles if last in self.header.of(role)), Role.DESCRIPTION)

    def refuse_damage(self) -> None:
        """Refuse a row with bytes that are no characters in a column that matters."""
        for role in NEEDED:
            if cell := next((cell for cell in self.all_of(role) if DAMAGED in cell), ""):
                raise RefusedField(role, ProblemCode.CHARACTERS, storable(cell))


def _without_empty_end(names: tuple[str, ...]) -> list[str]:
    kept = list(names)
    while kept and not kept[-1]:
        kept.pop()
    return kept
