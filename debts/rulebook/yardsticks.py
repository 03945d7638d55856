"""Lines against which the cost of a loan can be held: by who lent and when, never as a verdict.

a consumer-finance company, drawn on 5 January 2023  ->  the line of financial loans, with its citation
a private lender, drawn on 5 January 2023            ->  four times the one-year LPR of that day
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import pairwise

from debts.rulebook.checks import is_sourced, tag_is_complete
from debts.rulebook.entries import Entry, RulebookError, build_all, read_file
from debts.rulebook.loading import load_rulebook
from debts.rulebook.types import Confidence, LenderKind, Text, Verification

FILE = "yardsticks.toml"
MAINLAND = "CN"


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A line for loans of some lenders that were made between two days, both included.

    Either ``figure``, a fraction a year, or ``lpr_multiple`` is set. With ``counts_third_parties`` the cost with the
    fees of others is to be held against it, else the lender's own.
    """

    id: str
    name: Text
    text: Text
    lender_kinds: frozenset[LenderKind]
    is_private: bool
    first_day: date
    last_day: date | None
    figure: Decimal | None
    lpr_multiple: int | None
    counts_third_parties: bool
    citations: tuple[str, ...]
    verification: Verification
    confidence: Confidence | None
    sources: tuple[str, ...]

    def fits(self, kind: LenderKind | None, day: date, *, is_private: bool) -> bool:
        """Whether it speaks of a loan that such a lender made on that day."""
        is_in_time = self.first_day <= day and (self.last_day is None or day <= self.last_day)
        return is_in_time and (is_private if self.is_private else not is_private and kind in self.lender_kinds)


@dataclass(frozen=True, slots=True)
class Lpr:
    """The one-year LPR by the days on which it was announced."""

    rates: Mapping[date, Decimal]
    known_until: date
    note: Text
    verification: Verification
    confidence: Confidence | None

    def on(self, day: date) -> Decimal | None:
        """The figure in force on a day; None before the first and after the last that is known."""
        known = [announced for announced in self.rates if announced <= day]
        return self.rates[max(known)] if known and day <= self.known_until else None


@dataclass(frozen=True, slots=True)
class Line:
    """A yardstick for one loan; ``figure`` is None where it hangs on an LPR that is not known."""

    yardstick: Yardstick
    figure: Decimal | None


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """All lines, with the words that go with each of them."""

    lines: tuple[Yardstick, ...]
    lpr: Lpr
    no_verdict: Text

    def for_loan(
        self, kind: LenderKind | None, made_on: date | None, *, is_private: bool = False, region: str = MAINLAND
    ) -> tuple[Line, ...]:
        """The lines for a loan; none where lender, day or place are not known to be those that a line speaks of."""
        if made_on is None or region != MAINLAND:
            return ()
        fitting = (line for line in self.lines if line.fits(kind, made_on, is_private=is_private))
        return tuple(Line(line, self._figure(line, made_on)) for line in fitting)

    def _figure(self, line: Yardstick, day: date) -> Decimal | None:
        rate = self.lpr.on(day)
        return line.figure if line.lpr_multiple is None else rate and rate * line.lpr_multiple


@cache
def load_yardsticks() -> Yardsticks:
    """The yardsticks of this version of the app; raises RulebookError where the data file is broken."""
    return build_yardsticks(read_file(FILE))


def build_yardsticks(file: Entry) -> Yardsticks:
    """The content of the data file, checked."""
    built = Yardsticks(build_all(file.parts("yardstick"), _yardstick), _lpr(file.part("lpr")), file.both("no_verdict"))
    file.finish()
    for problem in (*_problems_of_lines(built), *_problems_of_lpr(built.lpr)):
        raise problem
    return built


def _yardstick(entry: Entry) -> Yardstick:
    return Yardstick(
        id=entry.text("id"),
        name=entry.both("name"),
        text=entry.both("text"),
        lender_kinds=entry.lender_kinds("lender_kinds"),
        is_private=entry.flag("is_private", default=False),
        first_day=entry.day("from"),
        last_day=entry.day_or_none("to"),
        figure=_fraction(entry, "figure") if "figure" in entry.unread() else None,
        lpr_multiple=entry.count("lpr_multiple") if "lpr_multiple" in entry.unread() else None,
        counts_third_parties=entry.flag("third_parties", default=False),
        citations=entry.texts("citations"),
        verification=entry.choice("verification", Verification),
        confidence=entry.choice_or_none("confidence", Confidence),
        sources=entry.texts("sources"),
    )


def _lpr(entry: Entry) -> Lpr:
    rates = entry.part("rates")
    lpr = Lpr(
        {_day(rates, key): _fraction(rates, key) for key in rates.unread()},
        entry.day("known_until"),
        entry.both("note"),
        entry.choice("verification", Verification),
        entry.choice_or_none("confidence", Confidence),
    )
    entry.finish()
    return lpr


def _day(entry: Entry, key: str) -> date:
    try:
        return date.fromisoformat(key)
    except ValueError as error:
        raise entry.problem(f"{key} is no day of the form YYYY-MM-DD") from error


def _fraction(entry: Entry, key: str) -> Decimal:
    """A rate as a decimal text between nothing and one."""
    try:
        value = Decimal(entry.text(key))
    except InvalidOperation as error:
        raise entry.problem(f"{key} is no decimal figure") from error
    if not 0 < value < 1:
        raise entry.problem(f"{key} is no fraction between 0 and 1")
    return value


def _problems_of_lines(built: Yardsticks) -> Iterator[RulebookError]:
    book = load_rulebook()
    known = {citation.id for citation in book.citations}
    for line in built.lines:
        if (line.figure is None) == (line.lpr_multiple is None):
            yield RulebookError(FILE, line.id, "names either a figure or a multiple of the LPR")
        if line.is_private == bool(line.lender_kinds):
            yield RulebookError(FILE, line.id, "speaks either of private lenders or of some kinds of others")
        if line.last_day is not None and line.last_day < line.first_day:
            yield RulebookError(FILE, line.id, "to lies before from")
        if not line.citations or not set(line.citations) <= known:
            yield RulebookError(FILE, line.id, "rests on no known citation")
        if not tag_is_complete(line.verification, line.confidence):
            yield RulebookError(FILE, line.id, "what is from memory, and only that, has a confidence")
        if not is_sourced(book, line.verification, line.sources):
            yield RulebookError(FILE, line.id, "what was verified names known sources")


def _problems_of_lpr(lpr: Lpr) -> Iterator[RulebookError]:
    days = list(lpr.rates)
    if any(later <= earlier for earlier, later in pairwise(days)):
        yield RulebookError(FILE, "lpr.rates", "the days must rise")
    if days and lpr.known_until < days[-1]:
        yield RulebookError(FILE, "lpr", "known_until lies before the last announcement")
