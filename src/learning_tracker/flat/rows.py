"""The rows of the flat tables, from the records of a view.

Whatever comes later than the view's date is not in them, as in all that a view shows.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from learning_tracker.codec import plain
from learning_tracker.codec.writing import compact
from learning_tracker.dates import When
from learning_tracker.flat import standings
from learning_tracker.flat.shapes import Column, End, Shape, Sort, Table
from learning_tracker.kinds import Record, by_id
from learning_tracker.links import link_named
from learning_tracker.records import Action
from learning_tracker.view import View, standing
from learning_tracker.view.stretches import told_of

Cell = str | int | float | bool | dt.date | None
Row = tuple[Cell, ...]


def headings(table: Table) -> tuple[Column, ...]:
    """Every column of a table, those that its shape brings too."""
    fixed = [Column("id", Sort.TEXT, "id")]
    if table.counted:
        fixed.append(Column("position", Sort.WHOLE, ""))
    if table.shape is Shape.LINK:
        fixed += [Column("target", Sort.TEXT, ""), Column("target_kind", Sort.TEXT, "")]
    return (*fixed, *table.columns)


def rows_of(table: Table, view: View) -> Iterator[Row]:
    """The rows of a table, in order of id and position."""
    for record in sorted(view.of(table.kind), key=by_id):
        if type(record) is table.kind:
            yield from _rows_from(table, record, view)


def _rows_from(table: Table, record: Record, view: View) -> Iterator[Row]:
    if table.shape is Shape.LINK:
        ids = link_named(table.kind, table.field).ids(record)
        for place, target in enumerate(ids, 1):
            yield record.id, place, target, type(view[target]).kind
        return
    body = plain(record)
    held = body.get(table.field)
    match table.shape:
        case Shape.RECORD:
            yield record.id, *_cells(table, body)
        case Shape.PART:
            yield record.id, *_cells(table, held or {})
        case Shape.PAIR:
            for place, pair in enumerate(held or (), 1):
                yield record.id, place, *pair
        case _:
            for place, item in enumerate(held or (), 1):
                yield record.id, place, *_cells(table, item)


def _cells(table: Table, body: Mapping[str, Any]) -> Iterator[Cell]:
    for column in table.columns:
        yield _cell(column, body.get(column.field, column.left_out))


def _cell(column: Column, value: Any) -> Cell:
    if value is None:
        return None
    if column.end is not None:
        on = When.parse(value)
        return on.first if column.end is End.FIRST else on.last
    match column.sort:
        case Sort.JSON:
            return compact(value)
        case Sort.NUMBER:
            return float(value)
        case _:
            return value  # type: ignore[no-any-return] # the codec gives what the sort says


# Where actions stand

STANDING_HEADINGS = (
    Column("id", Sort.TEXT, "id"),
    Column("as_at", Sort.DAY, "as_at"),
    *standings.columns(),
    Column("days_late", Sort.WHOLE, "days_late"),
)
"""The columns of `action_as_at`, but for the one that tells whether a database is filled."""


def standing_rows(view: View) -> Iterator[Row]:
    """Where every action stands on the view's day, in order of id."""
    for action in sorted(view.of(Action), key=by_id):
        cells = standings.cells(told_of(view, action))
        yield action.id, view.today, *cells, standing(view, action).days_late
