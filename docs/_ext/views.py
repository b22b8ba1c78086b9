"""The views of a database, as the description from which they are made tells of them."""

from collections.abc import Iterator
from typing import Any

from _ext import model
from _ext.docstrings import entries
from _ext.markdown import prose, table

from learning_tracker.fields import fields_of
from learning_tracker.flat import shapes, standings
from learning_tracker.flat.shapes import Column, End, Shape, Table
from learning_tracker.links import link_named
from learning_tracker.stores.sql_views import RESERVED
from learning_tracker.view.stretches import Told

_ENDS = {None: "", End.FIRST: " (its first day)", End.LAST: " (its last day)"}
_PAIR = {"[0]": "the first of the pair", "[1]": "the second"}
_COLUMNS = ("Column", "What it is", "Holds")


def _tables(*wanted: Shape) -> Iterator[Table]:
    return (one for one in shapes.tables(RESERVED) if one.shape in wanted)


def of_kinds() -> str:
    """A heading and a table of columns for the view of every kind of record."""
    return "\n".join(
        f"### {one.name}\n\nA row for each {one.kind.kind.replace('-', ' ')}.\n\n"
        + _columns(one, model.meanings(one.kind), ("`id`", "the record's id", "text"))
        for one in _tables(Shape.RECORD)
    )


def of_links() -> str:
    """A table of the views of links, with what each leads from and to."""
    rows = [
        (f"`{one.name}`", one.kind.kind, " or ".join(declared.declared.targets))
        for one in _tables(Shape.LINK)
        for declared in (link_named(one.kind, one.field),)
    ]
    return table("Every view of a link", ("View", "From", "To"), rows)


def of_parts() -> str:
    """A heading and a table of columns for every view of what stands within records."""
    return "\n".join(
        f"### {one.name}\n\n{prose(f'Of a record: {model.meanings(one.kind)[one.field]}')}\n\n"
        + _columns(one, _meanings_within(one), ("`id`", "the record's id", "text"), *_place(one))
        for one in _tables(Shape.PAIR, Shape.ROW, Shape.PART)
    )


def _place(one: Table) -> Iterator[tuple[str, str, str]]:
    if one.counted:
        yield ("`position`", "its place in the record, from 1", "whole number")


def _meanings_within(one: Table) -> dict[str, str]:
    if one.shape is Shape.PAIR:
        return _PAIR
    (field,) = (field for field in fields_of(one.kind) if field.name == one.field)
    return model.meanings(shapes.part_of(field))


def of_standings() -> str:
    """A table of the columns that tell where an action stands."""
    rows = _rows(standings.columns(), entries(Told, "Attributes"))
    return table("What is told of an action", _COLUMNS, rows)


def _columns(one: Table, meanings: dict[str, str], *first: tuple[str, str, str]) -> str:
    rows = [*first, *_rows(one.columns, meanings)]
    return table(f"Columns of {one.name}", _COLUMNS, rows)


def _rows(columns: tuple[Column, ...], meanings: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (
            f"`{one.name}`",
            prose(meanings[one.field].removesuffix(".") + _ENDS[one.end]),
            one.sort.value,
        )
        for one in columns
    ]
