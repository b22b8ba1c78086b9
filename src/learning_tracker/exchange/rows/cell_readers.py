"""Cells become values of fields: for each column a reader, put together once for all its rows."""

import datetime as dt
import re
from collections.abc import Callable
from enum import Enum
from typing import Any

import attrs

from learning_tracker.codec.sentences import shown
from learning_tracker.errors import Misfit
from learning_tracker.exchange.folding import folded
from learning_tracker.exchange.holding import Fillable, Holds
from learning_tracker.exchange.mappings.mapping import NEW_LINE, Taken
from learning_tracker.exchange.rows.known_names import KnownNames, Trouble
from learning_tracker.exchange.sheets.cells import clean
from learning_tracker.exchange.sheets.day_formats import parse
from learning_tracker.exchange.sheets.sheet import Unreadable, Value
from learning_tracker.wording import either, near_misses, quoted

NOTHING: tuple[Any, ...] = ()
"""What an empty cell gives."""

NOT_READ = "[cannot be read]"
"""What is written, when a row is left out, for a cell whose value is not known."""

Read = tuple[Any, ...] | None | Trouble
"""What a cell gives: its values, None where its words mean none, or why it cannot be read."""

Reader = Callable[[Value], Read]
One = Callable[[Value], Any]

_WHOLE = re.compile(r"[+-]?\d{1,15}")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_LISTED = 12
_LONGEST_WORD = 40  # nothing that means "empty" is longer
_UNSTATED, _DATE_CELL = "iso", ("excel date",)


def _needs_no_cleaning(text: str) -> bool:
    """Whether a text holds nothing but what `clean` leaves as it is; most cells do."""
    return text.isascii() and "_x" not in text and text.isprintable()


@attrs.frozen
class Cells:
    """What holds for every cell of a sheet.

    Attributes:
        empty: what says as much as an empty cell, folded.
        names: who or what names can mean.
        dated: the places of the columns that the mapping reads as dates.
    """

    empty: frozenset[str]
    names: KnownNames
    dated: frozenset[int] = frozenset()

    def cleaned(self, value: Value) -> Value:
        """What a cell holds, a text made clean; None where it says nothing."""
        if type(value) is not str:
            return value
        if value == NOT_READ:
            return Unreadable("write what stood in the sheet from which the row was left out")
        text = value.strip() if _needs_no_cleaning(value) else clean(value)
        if not text or (len(text) <= _LONGEST_WORD and folded(text) in self.empty):
            return None
        return text

    def reader(self, known: Fillable, taken: Taken) -> Reader:
        """What reads the cells of a column for a field; what it read once, it remembers."""
        one = self._one(known, taken)
        split = _splitter(taken.split) if known.many else None

        def read(value: Value) -> Read:
            if trouble := unreadable(value):
                return trouble
            if value is None:
                return NOTHING
            pieces = split(value) if split and isinstance(value, str) else [value]
            values: list[Any] = []
            for piece in pieces:
                found = one(piece)
                if isinstance(found, Trouble):
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
        # Where any date or number may stand, the words are not all that is expected.
        words = [word for word, _ in taken.values] if known.holds is Holds.WORD else []

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
        find = self.names.finder(known.link)
        found = [find(str(one)) for one in meant]
        return next((one for one in found if isinstance(one, Trouble)), found)

    def _plain(self, known: Fillable, taken: Taken) -> One:
        match known.holds:
            case Holds.DATE:
                return _date(taken.dates)
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
    """What a cell says, as a text; nothing of one that is empty or cannot be read.

    >>> text_of(3.0), text_of(True), text_of("Kent Police"), text_of(dt.date(2025, 3, 1))
    ('3', 'yes', 'Kent Police', '2025-03-01')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return "" if value is None or isinstance(value, Unreadable) else str(value)


def unreadable(value: Value) -> Trouble | None:
    """Why a cell cannot be read, if it cannot."""
    return Trouble("unreadable-cell", value.why) if isinstance(value, Unreadable) else None


def _date(stated: tuple[str, ...]) -> One:
    """Cells that hold a date can be read in one way; texts are read as the mapping states."""
    formats = stated or (_UNSTATED,)

    def date(value: Value) -> str | Trouble:
        try:
            return parse(value, _DATE_CELL if isinstance(value, dt.date) else formats).iso
        except Misfit as found:
            return Trouble("wrong-value", f"{found}; correct it")

    return date


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
