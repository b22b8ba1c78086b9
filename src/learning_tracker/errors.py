"""What can go wrong, each in a sentence that says what to do about it.

A programmer's mistake is raised as one of these; a problem in a user's data
is returned as a `Problem` (see `rules`), all of them at once.
"""

from collections.abc import Iterable


class LearningTrackerError(Exception):
    """The base of every error that this library raises on purpose."""


def quoted(value: object, limit: int = 60) -> str:
    """`value` as it may stand in a message: on one line and of bounded length.

    >>> quoted("spring")
    "'spring'"
    """
    text = repr(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def either(words: Iterable[str]) -> str:
    """The words as a choice.

    >>> either(["strength", "improvement"])
    'strength or improvement'
    """
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last


class InvalidDate(LearningTrackerError, ValueError):
    """A text, or a pair of days, that is no date this library can hold."""

    def __init__(self, value: object, why: str) -> None:
        self.value = value
        super().__init__(
            f"{quoted(value)} is not a date: {why}; write a day (2025-02-14), a month "
            "(2025-02), a year (2025) or a span of them (2025-01/2025-03)"
        )


class InvalidYear(LearningTrackerError, ValueError):
    """A text that names no reporting year."""

    def __init__(self, value: object, why: str) -> None:
        self.value = value
        super().__init__(
            f"{quoted(value)} is not a reporting year: {why}; a reporting year runs "
            "from 1 April to 31 March and is written 2024-25"
        )


class UnknownLimit(LearningTrackerError, LookupError):
    """A code that names no limit in the table."""

    def __init__(self, code: object, codes: Iterable[str]) -> None:
        self.code = code
        super().__init__(f"there is no limit {quoted(code)}; the limits are: {', '.join(codes)}")


class InvalidClock(LearningTrackerError, ValueError):
    """A clock or a count of days that was asked for what it cannot do."""

    def __init__(self, value: object, expected: str) -> None:
        self.value = value
        super().__init__(f"{expected}, found {quoted(value)}")


class Misfit(LearningTrackerError, ValueError):
    """A value that does not fit: what was expected, what came, and where in the value.

    The piece from which `InvalidField` and the problems of a file are made.
    """

    def __init__(self, expected: str, value: object, place: str = "") -> None:
        self.expected = expected
        self.value = value
        self.place = place
        super().__init__(f"expected {expected}, found {quoted(value)}")

    def within(self, place: str) -> "Misfit":
        """The same misfit, seen from the value around it."""
        return Misfit(self.expected, self.value, place + self.place)


class InvalidField(LearningTrackerError, ValueError):
    """A field of a record was given a value that does not fit it."""

    def __init__(self, kind: str, field: str, misfit: Misfit) -> None:
        self.kind = kind
        self.field = field
        self.misfit = misfit
        super().__init__(f"{kind}.{field}{misfit.place}: {misfit}")


class MissingExtra(LearningTrackerError, ImportError):
    """A package that only some uses need, and that is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            f"this needs {package}, which is not installed; install it with "
            f'pip install "learning-tracker[{extra}]"'
        )


class KindClash(LearningTrackerError, TypeError):
    """Two classes of record claim one name."""

    def __init__(self, kind: str, known: str, new: str) -> None:
        super().__init__(
            f"the kind {quoted(kind)} is {known}'s; give {new} a kind of its own"
        )
