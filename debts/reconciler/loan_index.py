"""The loans of one lender, found by what a text says of them: no message has to try each loan."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from debts.reconciler.groups import grouped
from debts.reconciler.lexicon import key_of
from debts.reconciler.numbers import NumberIndex, tail_of
from debts.reconciler.standing import Course
from debts.reconciler.types import LoanRole
from debts.rulebook import plain_number

NOBODY: frozenset[str] = frozenset()


class LoanGroup:
    """Some loans by their identifiers, in order of their ids."""

    def __init__(self, courses: Iterable[Course]) -> None:
        self.courses = tuple(sorted(courses, key=lambda course: course.loan.id))
        self.ids = frozenset(course.loan.id for course in self.courses)
        self._loans = [course.loan for course in self.courses]

    def drawn_by(self, day: date) -> Sequence[Course]:
        """The loans that were drawn by the end of a day; one without a day of drawing always was."""
        return self._by_drawing[1][: bisect_right(self._by_drawing[0], day)]

    @cached_property
    def _by_drawing(self) -> tuple[list[date], list[Course]]:
        ordered = sorted(self.courses, key=lambda course: course.loan.terms.drawn_on or date.min)
        return [course.loan.terms.drawn_on or date.min for course in ordered], ordered

    def open_at(self, at: datetime) -> Iterable[Course]:
        """The loans that had not ended by a moment, those to be drawn later among them."""
        ends, ended, endless = self._by_end
        yield from ended[bisect_right(ends, at) :]
        yield from (course for course in endless if course.ended_at(at) is None)

    @cached_property
    def _by_end(self) -> tuple[list[datetime], list[Course], list[Course]]:
        """Loans with one end in the order of their ends, and those with none or with one that was undone."""
        final = [(course.end, course) for course in self.courses if course.end and course.end_is_final]
        final.sort(key=lambda pair: pair[0])
        has_end = {course.loan.id for _, course in final}
        endless = [course for course in self.courses if course.loan.id not in has_end]
        return [end for end, _ in final], [course for _, course in final], endless

    @cached_property
    def contracts(self) -> NumberIndex:
        """The loans that have a contract number."""
        return NumberIndex((loan.contract_number, loan.id) for loan in self._loans)

    @cached_property
    def phones(self) -> NumberIndex:
        """The loans that have the telephone number on record with which they were taken."""
        return NumberIndex((plain_number(loan.phone), loan.id) for loan in self._loans if loan.phone)

    @cached_property
    def cards(self) -> Mapping[str, frozenset[str]]:
        """The loans by the end of their card."""
        tails = ((tail_of(loan.card_tail), loan.id) for loan in self._loans)
        return grouped((tail, loan_id) for tail, loan_id in tails if tail)

    @cached_property
    def products(self) -> Mapping[str, frozenset[str]]:
        """The loans by their product, in the form in which names are looked up."""
        keys = ((key_of(loan.product), loan.id) for loan in self._loans if loan.product)
        return grouped((key, loan_id) for key, loan_id in keys if key)

    @cached_property
    def drawn(self) -> Mapping[date, frozenset[str]]:
        """The loans by the day on which they were drawn."""
        days = ((loan.terms.drawn_on, loan.id) for loan in self._loans)
        return grouped((day, loan_id) for day, loan_id in days if day)

    @cached_property
    def guaranteed(self) -> frozenset[str]:
        """The loans of somebody else for which the owner answers."""
        return frozenset(loan.id for loan in self._loans if loan.role is LoanRole.GUARANTOR)

    @cached_property
    def shared(self) -> tuple[Course, ...]:
        """The loans that somebody else owes too."""
        return tuple(course for course in self.courses if course.loan.role is not LoanRole.BORROWER)

    @cached_property
    def sums(self) -> Mapping[Decimal, frozenset[str]]:
        """The loans by their principal and instalments."""
        return grouped((value, course.loan.id) for course in self.courses for value in course.sums)

    @cached_property
    def waived(self) -> Mapping[Decimal, frozenset[str]]:
        """The loans by what was let go when they ended."""
        return grouped((value, course.loan.id) for course in self.courses for value in course.waived)

    @cached_property
    def due_days(self) -> Mapping[date, frozenset[str]]:
        """The loans by the days on which they fall due."""
        return grouped((day, course.loan.id) for course in self.courses for day in course.due_days)

    def course(self, loan_id: str) -> Course:
        """A loan of the group."""
        return self._courses[loan_id]

    @cached_property
    def _courses(self) -> Mapping[str, Course]:
        return {course.loan.id: course for course in self.courses}

    def is_silent(self, code: str, loan_id: str) -> bool:
        """Whether nothing is on record of the loan that a part of a match of this code could agree with."""
        return loan_id in self._silent.get(code, NOBODY)

    @cached_property
    def _silent(self) -> Mapping[str, frozenset[str]]:
        return {
            "matched_card": self.ids.difference(*self.cards.values()),
            "matched_product": self.ids.difference(*self.products.values()),
            "matched_phone": self.ids - self.phones.loan_ids,
            "matched_drawn": self.ids.difference(*self.drawn.values()),
            "matched_borrower": frozenset(course.loan.id for course in self.shared if not any(course.loan.other_names)),
            "matched_assignee": frozenset(loan.id for loan in self._loans if not loan.assignments),
        }
