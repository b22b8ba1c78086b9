"""What rows say of records, piece by piece, and what is wrong with them."""

from collections.abc import Mapping
from typing import Any

import attrs

from learning_tracker.exchange.mappings.mapping import Part
from learning_tracker.exchange.rows.known_names import Trouble
from learning_tracker.exchange.sheets.sheet import Value
from learning_tracker.kinds import Record

CLEARED = object()
"""Stands for a field that an empty cell is to empty."""

Values = list[Value]
"""The cells of a row, cleaned; None where one says nothing."""


@attrs.define
class Piece:
    """What a row says of a record.

    Attributes:
        part: the part of the mapping that makes it; None for an agency or a theme that a name
            in a cell makes.
        kind: the kind of record.
        id: the record's id.
        row: the place of the row among the sheet's rows.
        raw: the fields that it fills, as a file would hold them.
        key: the texts that its id was made of.
        attributes: the texts of columns that become attributes, by the column's place.
        columns: the column from which each field was taken, where it was taken from one.
    """

    part: Part | None
    kind: type[Record]
    id: str
    row: int
    raw: dict[str, Any]
    key: tuple[str, ...]
    attributes: dict[int, str]
    columns: Mapping[str, int]


@attrs.frozen
class Blame:
    """Something wrong with a row.

    Attributes:
        row: the place of the row among the sheet's rows.
        column: the place of the column; None where it is the row as a whole.
        trouble: what is the matter.
        record: the id of the record it is about, if it has one.
        follows: whether the row is refused only because another is.
    """

    row: int
    column: int | None
    trouble: Trouble
    record: str = ""
    follows: bool = False
