"""How a field of a record stands in a cell of a workbook, and what such a cell means.

A field has a column under its own name, a field of a part a column such as
`policy.amber_days`. Several ids or texts stand in one cell, one to a line, and pairs as lines
such as `harm type: neglect`. Whatever would not come back from this as it was is written in
JSON, behind `json:`.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from enum import Enum
from functools import cached_property
from typing import Any, get_args, get_origin

import attrs

from learning_tracker.codec.writing import compact
from learning_tracker.dates import When
from learning_tracker.errors import Misfit
from learning_tracker.exchange.sheets.cells import is_empty
from learning_tracker.exchange.sheets.sheet import Unreadable, Value
from learning_tracker.exchange.sheets.writing import Cell
from learning_tracker.fields import Field
from learning_tracker.flat.shapes import core_of
from learning_tracker.links import Links

JSON = "json:"
_NOT_IN_XML = re.compile("[\ufffe\uffff]")
_EXACT_DIGITS = 15  # what spreadsheets keep of a number
_ESCAPE = re.compile("_x[0-9A-Fa-f]{4}_")  # how Excel writes what XML cannot hold


@attrs.frozen(slots=False)  # so that what follows from the annotation is found once
class CellColumn:
    """A column of a sheet of records.

    Attributes:
        path: the field, and the field within it if it is a part of a record.
        field: what it holds.
        left_out: what an empty cell means, as files hold it; None also where nothing may
            be left out.
    """

    path: tuple[str, ...]
    field: Field
    left_out: Any

    @cached_property
    def heading(self) -> str:
        """What stands above it."""
        return ".".join(self.path)

    @cached_property
    def core(self) -> Any:
        """The type of what it holds, without None."""
        return core_of(self.field.annotation)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of which it holds one; none if it may hold anything."""
        core = self.core
        is_word = isinstance(core, type) and issubclass(core, Enum)
        return tuple(one.value for one in core) if is_word else ()

    def written(self, value: Any) -> Cell:
        """What stands in the cell for a value, as files hold it; reading gives it back."""
        simple = _simple(value)
        if _comes_back(simple) and self._means(simple, value):
            return simple
        text = compact(value).replace("\ufffe", r"\ufffe").replace("\uffff", r"\uffff")
        return JSON + (text.replace("_", r"\u005f") if _ESCAPE.search(text) else text)

    def _means(self, cell: Cell, value: Any) -> bool:
        try:
            return bool(self.read(cell) == value)
        except Misfit:
            return False

    def read(self, cell: Value) -> Any:
        """The value that a cell stands for, as files hold it.

        Raises:
            Misfit: it stands for none.
        """
        if isinstance(cell, Unreadable):
            raise Misfit("a cell that can be read", cell.why)
        if isinstance(cell, str):
            cell = cell.replace("\r\n", "\n")
        if is_empty(cell):
            return self.left_out
        if isinstance(cell, str) and cell.startswith(JSON):
            return _from_json(cell)
        if self.core is When:
            return told_date(cell)
        return _number(cell) if self.core in {int, float} else self._told(told_text(cell))

    def _told(self, text: str) -> Any:
        if get_origin(self.core) is tuple:
            return [*_items(core_of(get_args(self.core)[0]), text)]
        if self.words:
            return {_folded(word): word for word in self.words}.get(_folded(text), text.strip())
        return text if self.core is str and not self._is_id else text.strip()

    @cached_property
    def _is_id(self) -> bool:
        return self.path == ("id",) or self.field.mark(Links) is not None


def _folded(word: str) -> str:
    """A word of a vocabulary, however people write it."""
    return "_".join(re.split(r"[\s_-]+", word.strip().casefold()))


def _simple(value: Any) -> Cell:
    """A value as people would write it."""
    if value in (None, "", []):
        return None
    if isinstance(value, list):
        return "\n".join(
            ": ".join(map(str, item)) if isinstance(item, list) else str(item) for item in value
        )
    return value if isinstance(value, str | int | float) else None


def _comes_back(cell: Cell) -> bool:
    """Whether a file keeps what is in the cell as it is."""
    if isinstance(cell, str):
        return not _NOT_IN_XML.search(cell) and not _ESCAPE.search(cell)
    if isinstance(cell, int | float):
        return float(f"{cell:.{_EXACT_DIGITS}g}") == cell
    return True


def _from_json(cell: str) -> Any:
    try:
        return json.loads(cell.removeprefix(JSON))
    except (ValueError, RecursionError):
        raise Misfit("JSON behind json:, as it was exported", cell) from None


def told_date(cell: Value) -> str:
    """The date that a cell tells, as files hold it, if it is written rightly.

    Raises:
        Misfit: it is neither a date nor a text.
    """
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, int):
        return str(cell)  # a year
    if isinstance(cell, str):
        return cell.strip()
    raise Misfit("a date such as 2025-02-14, 2025-02 or 2025-01/2025-03", cell)


def _number(cell: Value) -> int | float:
    if isinstance(cell, str):
        return _number_told(cell.strip())
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if cell == int(cell) else cell
    raise Misfit("a number", cell)


def _number_told(text: str) -> int | float:
    if re.fullmatch(r"-?\d{1,15}", text, re.ASCII):
        return int(text)
    if re.fullmatch(r"-?\d{1,15}\.\d{1,15}", text, re.ASCII):
        return float(text)
    raise Misfit("a number", text)


def told_text(cell: Value) -> str:
    """The text that a cell tells; a whole number may stand for its figures.

    Raises:
        Misfit: it tells none.
    """
    if isinstance(cell, int) and not isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, str):
        return cell
    raise Misfit("a text; have the cell formatted as text, and write it again", cell)


def _items(core: Any, text: str) -> Iterator[Any]:
    """What stands in the lines of a cell."""
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        if get_origin(core) is not tuple:
            yield _item(core, line)
            continue
        first, second = map(core_of, get_args(core))
        name, colon, value = line.partition(":")
        if not colon:
            raise Misfit("lines such as name: value", line)
        yield [_item(first, name.strip()), _item(second, value.strip())]


def _item(core: Any, text: str) -> Any:
    return _number_told(text) if core in {int, float} else text
