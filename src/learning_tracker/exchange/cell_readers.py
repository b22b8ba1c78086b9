"""Cells become values of fields: for each column a reader, put together once for all its rows."""

import datetime as dt
import re
from collections.abc import Callable
from enum import Enum
from typing import Any

import attrs

from learning_tracker.codec.sentences import shown
from learning_tracker.errors import either, near_misses, quoted
from learning_tracker.exchange.folding import folded
from learning_tracker.exchange.holding import Fillable, Holds
from learning_tracker.exchange.known_names import KnownNames, Trouble
from learning_tracker.exchange.mapping import NEW_LINE, Taken
from learning_tracker.exchange.sheet import Unreadable, Value

NOTHING: tuple[Any, ...] = ()
"""What an empty cell gives."""

Read = tuple[Any, ...] | None | Trouble
"""What a cell gives: its values, None where its words mean none, or why it cannot be read."""

Reader = Callable[[Value], Read]
One = Callable[[Value], Any]

_WHOLE = re.compile(r"[+-]?\d{1,15}")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_LISTED = 12


@attrs.frozen
class Cells:
    """What holds for every cell of a sheet.

    Attributes:
        empty: what says as much as an empty cell, folded.
        names: who or what names can mean.
    """

    empty: frozenset[str]
    names: KnownNames

    def is_empty(self, value: Value) -> bool:
        """Whether a cell says nothing."""
        if value is None:
            return True
        if type(value) is not str:
            return False
        bare = value.strip()
        return not bare or (len(bare) <= 40 and folded(bare) in self.empty)  # noqa: PLR2004 - none is longer

    def reader(self, known: Fillable, taken: Taken) -> Reader:
        """What reads the cells of a column for a field; what it read once, it remembers."""
        one = self._one(known, taken)
        split = _splitter(taken.split) if known.many else None

        def read(value: Value) -> Read:
            if type(value) is Unreadable:
                return Trouble("unreadable-cell", value.why)
            if self.is_empty(value):
                return NOTHING
            pieces = split(value) if split and isinstance(value, str) else [value]
            values: list[Any] = []
            for piece in pieces:
                found = one(piece)
                if type(found) is Trouble:
                    return found
                values += found
            if not values:
                return None
            return tuple(dict.fromkeys(values)) if known.many else tuple(values)

        return read if known.holds is Holds.TEXT and not taken.values else _remembering(read)

    def _one(self, known: Fillable, taken: Taken) -> Callable[[Value], list[Any] | Trouble]:
        """What reads a cell that is not empty, or a piece of one."""
        plain = self._plain(known, taken)
        meanings = {
            folded(word): self._meant(known, meant) for word, meant in taken.meanings.items()
        }
        words = [word for word, _ in taken.values]

        def one(value: Value) -> list[Any] | Trouble:
            if meanings:
                meant = meanings.get(folded(text_of(value)))
                if meant is not None:
                    return meant
            found = plain(value)
            if type(found) is Trouble:
                return _with_words(found, value, words)
            return [found]

        return one

    def _meant(self, known: Fillable, meant: tuple[Any, ...]) -> list[Any] | Trouble:
        if known.link is None:
            return list(meant)
        find = self.names.finder(known.link, create=False)
        found = [find(str(one)) for one in meant]
        return next((one for one in found if isinstance(one, Trouble)), found)

    def _plain(self, known: Fillable, taken: Taken) -> One:
        match known.holds:
            case Holds.DATE:
                return _date
            case Holds.WORD:
                return _word(known.words) if known.words else text_of
            case Holds.WHOLE:
                return _whole
            case Holds.NUMBER:
                return _number
            case Holds.LINK if known.link is not None:
                find = self.names.finder(known.link, create=taken.create)
                return lambda value: find(text_of(value))
            case _:
                return text_of


def _remembering(read: Reader) -> Reader:
    known: dict[tuple[type, Value], Read] = {}

    def remembered(value: Value) -> Read:
        key = (type(value), value)  # 1, 1.0 and True are equal
        if key not in known:
            known[key] = read(value)
        return known[key]

    return remembered


def _splitter(between: tuple[str, ...]) -> Callable[[str], list[str]] | None:
    if not between:
        return None
    marks = [r"\r?\n" if one == NEW_LINE else re.escape(one) for one in between]
    pattern = re.compile("|".join(marks))
    return lambda text: [piece for one in pattern.split(text) if (piece := one.strip())]


def text_of(value: Value) -> str:
    """What a cell says, as a text.

    >>> text_of(3.0), text_of(True), text_of(" Kent Police ")
    ('3', 'yes', 'Kent Police')
    """
    match value:
        case str():
            return value.strip()
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case None:
            return ""
    return str(value)


def _date(value: Value) -> str | Trouble:
    match value:
        case dt.datetime():
            return value.date().isoformat()
        case dt.date():
            return value.isoformat()
    return text_of(value)


def _word(words: type[Enum]) -> One:
    by_name = {folded(name): one.value for one in words for name in (one.value, one.name)}
    labels = [one.value for one in words]

    def word(value: Value) -> str | Trouble:
        text = text_of(value)
        found = by_name.get(folded(text))
        return found if found is not None else _not_among(text, labels)

    return word


def _not_among(text: str, words: list[str]) -> Trouble:
    near = near_misses(text[:100], words)
    sentence = f"expected {either(words)}, found {quoted(text)}{near or '; correct it'}"
    return Trouble("wrong-value", sentence)


def _with_words(found: Trouble, value: Value, words: list[str]) -> Trouble:
    """The trouble, told in the words that the mapping explains, where it explains some."""
    if not words or found.code != "wrong-value":
        return found
    text = text_of(value)
    near = near_misses(text[:100], words)
    listed = either(words) if len(words) <= _LISTED else f"one of {len(words)} words"
    sentence = f"the mapping knows {listed}, found {quoted(text)}{near or '; add it under values'}"
    return Trouble("unknown-word", sentence)


def _whole(value: Value) -> int | Trouble:
    if type(value) is int:
        return value
    text = text_of(value)
    if type(value) is not bool and _WHOLE.fullmatch(text):
        return int(text)
    return Trouble("wrong-value", f"expected a whole number, found {shown(value)}; correct it")


def _number(value: Value) -> float | Trouble:
    if type(value) in (int, float):
        return value  # type: ignore[return-value] # it is one of the two
    text = text_of(value)
    if type(value) is not bool and _NUMBER.fullmatch(text):
        return float(text)
    return Trouble("wrong-value", f"expected a number, found {shown(value)}; correct it")
