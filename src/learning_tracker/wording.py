"""How messages quote what was given, suggest what may have been meant, and give a choice."""

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST_NUMBER = 10**60


def quoted(value: object, limit: int = 60) -> str:
    """`value` as it may stand in a message: on one line, of bounded length, a list only counted.

    >>> quoted("spring")
    "'spring'"
    """
    if isinstance(value, list | tuple | set | frozenset):
        return f"a list of {len(value)}" if value else "an empty list"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, int) and abs(value) >= _LONGEST_NUMBER:
        return "a number of more than 60 digits"
    text = (
        repr(value) if isinstance(value, str | int | float | None) else f"a {type(value).__name__}"
    )
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def each_once(words: Iterable[str]) -> list[str]:
    """The words in order, each once, whatever its capitals."""
    return sorted({one.casefold(): one for one in sorted(words, reverse=True)}.values())


def near_misses(word: str, known: Iterable[str]) -> str:
    """A hint at known words like one that is not known, ready to follow a sentence.

    >>> near_misses("kent-polise", ["kent-police", "nhs"])
    '; did you mean kent-police?'
    """
    by_letters = {one.casefold(): one for one in each_once(known)}
    close = get_close_matches(word.casefold(), list(by_letters), n=3, cutoff=0.6)
    return f"; did you mean {either(by_letters[one] for one in close)}?" if close else ""


def either(words: Iterable[str]) -> str:
    """The words as a choice.

    >>> either(["strength", "improvement"])
    'strength or improvement'
    """
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last
