"""A problem in somebody's data: it is returned with all the others, never raised alone."""

from collections.abc import Iterable
from typing import Self

import attrs

from learning_tracker.vocabulary import Severity


@attrs.frozen
class Problem:
    """Something to be mended or looked at.

    Attributes:
        code: a stable name for scripts, such as "dangling-link".
        severity: an error must be mended, a warning looked at.
        record: the id of the record it is about, or "" where there is none.
        place: where in the record or file, such as `records[12].themes[0]`.
        sentence: what is the matter and what to do, for people.
    """

    code: str
    severity: Severity
    record: str
    place: str
    sentence: str

    def __str__(self) -> str:
        at = f"{self.place}: " if self.place else ""
        return f"{self.severity.label}: {at}{self.sentence} [{self.code}]"


def error(code: str, record: str, place: str, sentence: str) -> Problem:
    """A problem that must be mended."""
    return Problem(code, Severity.ERROR, record, place, sentence)


def warning(code: str, record: str, place: str, sentence: str) -> Problem:
    """A problem to be looked at."""
    return Problem(code, Severity.WARNING, record, place, sentence)


class Problems(tuple[Problem, ...]):
    """All the problems found, errors first; printed, one a line."""

    __slots__ = ()

    def __new__(cls, found: Iterable[Problem] = ()) -> Self:
        """Put the errors first and keep the order otherwise."""
        every = tuple(found)
        return super().__new__(
            cls, [one for severity in Severity for one in every if one.severity is severity]
        )

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Those that must be mended."""
        return tuple(one for one in self if one.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Those to be looked at."""
        return tuple(one for one in self if one.severity is Severity.WARNING)

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "No problems were found."

    __repr__ = __str__
