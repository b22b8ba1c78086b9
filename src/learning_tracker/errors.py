"""What can go wrong, each in a sentence that says what to do about it.

A programmer's mistake is raised as one of these; a problem in a user's data
is returned as a `Problem` (see `rules`), all of them at once.
"""

from collections.abc import Iterable


class LearningTrackerError(Exception):
    """The base of every error that this library raises on purpose."""


def quoted(value: object, limit: int = 60) -> str:
    """`value` as it may stand in a message: on one line and of bounded length.

    >>> quoted("spring\\n2025")
    "'spring\\\\n2025'"
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
