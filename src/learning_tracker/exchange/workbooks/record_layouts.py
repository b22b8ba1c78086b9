"""How the records of a kind stand in the sheets of a workbook: from the registry of fields.

A field has a column under its own name, a field of a part a column such as
`policy.amber_days`, and a field of rows a sheet of its own.
"""

from collections.abc import Mapping
from typing import Any

import attrs

from learning_tracker.codec.writing import CATTRS
from learning_tracker.exchange.workbooks.field_cells import CellColumn
from learning_tracker.fields import fields_of, once_per_kind
from learning_tracker.flat.shapes import Shape, part_of, shape_of
from learning_tracker.kinds import Record

Body = dict[str, Any]
"""The values of a record as files hold them, by the heading of their column; defaults left out."""


@attrs.frozen
class RowList:
    """A field of rows, which have a sheet of their own.

    Attributes:
        field: the name of the field.
        columns: the columns of a row.
    """

    field: str
    columns: tuple[CellColumn, ...]

    def read(self, cells: Mapping[str, Any]) -> Body:
        """A row as files hold it, from the values under its headings."""
        return _without_defaults(self.columns, cells)


@attrs.frozen
class Layout:
    """How records of a kind stand in sheets.

    Attributes:
        columns: the columns of its own sheet.
        lists: the fields that have a sheet of their own.
    """

    columns: tuple[CellColumn, ...]
    lists: tuple[RowList, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The names under which the values of a record are told from each other."""
        return (*(one.heading for one in self.columns), *(one.field for one in self.lists))

    def list_of(self, field: str) -> RowList:
        """What a field with a sheet of its own holds."""
        return next(one for one in self.lists if one.field == field)

    def body(self, record: Record) -> Body:
        """The values of a record by their headings."""
        held = {one.field.name: one for one in self.columns if len(one.path) == 1}
        cells = {name: CATTRS.unstructure(getattr(record, name)) for name in held}
        for one in self.columns:
            if len(one.path) > 1:
                part, name = one.path
                cells[one.heading] = CATTRS.unstructure(getattr(getattr(record, part), name))
        body = _without_defaults(self.columns, cells)
        for listed in self.lists:
            if rows := CATTRS.unstructure(getattr(record, listed.field)):
                body[listed.field] = rows
        return body

    def raw(self, kind: type[Record], body: Body) -> dict[str, Any]:
        """The mapping from which the codec makes a record, from values by their headings."""
        raw: dict[str, Any] = {"kind": kind.kind}
        for heading, value in body.items():
            part, _, name = heading.partition(".")
            if name:
                raw.setdefault(part, {})[name] = value
            else:
                raw[heading] = value
        return raw


def _without_defaults(columns: tuple[CellColumn, ...], cells: Mapping[str, Any]) -> Body:
    return {
        one.heading: cells[one.heading]
        for one in columns
        if one.heading in cells and cells[one.heading] != one.left_out
    }


@once_per_kind
def layout_of(kind: type[Any]) -> Layout:
    """How records of a kind stand in sheets: from the registry of fields."""
    columns: list[CellColumn] = []
    lists: list[RowList] = []
    defaults = attrs.fields_dict(kind)
    fields = fields_of(kind)
    shared = [one.name for one in fields_of(Record)]
    for field in sorted(fields, key=lambda one: one.name in shared and one.name != "id"):
        shape, left_out = shape_of(field), _left_out(defaults[field.name].default)
        if shape is Shape.ROW and left_out == []:
            lists.append(RowList(field.name, _columns_of(part_of(field))))
        elif shape is Shape.PART and left_out == {}:
            columns += _columns_of(part_of(field), field.name)
        else:
            columns.append(CellColumn((field.name,), field, left_out))
    own_first = sorted(columns, key=lambda one: one.heading != "id")
    return Layout(tuple(own_first), tuple(lists))


def id_column() -> CellColumn:
    """The column in which the id of a record stands, of whatever kind."""
    return layout_of(Record).columns[0]


def _columns_of(part: type[Any], *within: str) -> tuple[CellColumn, ...]:
    defaults = attrs.fields_dict(part)
    return tuple(
        CellColumn((*within, one.name), one, _left_out(defaults[one.name].default))
        for one in fields_of(part)
    )


def _left_out(default: Any) -> Any:
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type] # attrs' stubs call it a function
        return None if default.takes_self else CATTRS.unstructure(default.factory())
    return None if default is attrs.NOTHING else CATTRS.unstructure(default)
