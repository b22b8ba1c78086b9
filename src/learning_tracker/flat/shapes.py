"""Which tables the records give, and which columns each has: all of it from the registry.

Every kind has a table with a row for each record. A link has one with a row for each
reference, and a field that holds several small things has one with a row for each of them.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Any, get_args, get_origin

import attrs

from learning_tracker.codec.writing import CATTRS
from learning_tracker.dates import When
from learning_tracker.fields import Checked, Field, fields_of
from learning_tracker.kinds import Record, kinds
from learning_tracker.links import Links, link_named


class Sort(Enum):
    """What a column holds."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "day"
    TRUTH = "yes or no"
    JSON = "JSON"


class End(Enum):
    """Which end of a date, which is an interval, a column holds."""

    FIRST = "first"
    LAST = "last"


class Shape(Enum):
    """What a row of a table stands for."""

    RECORD = "a record"
    LINK = "a reference to another record"
    PAIR = "a pair of a name and a value"
    ROW = "a row of a list"
    PART = "a part of a record"


@attrs.frozen
class Column:
    """A column of a table.

    Attributes:
        name: what it is called.
        sort: what it holds.
        field: the field whose value it holds; its key in files.
        left_out: the value, as files hold it, that the field has where a file leaves it out.
        end: of a date, which end; None for the text of the whole.
    """

    name: str
    sort: Sort
    field: str
    left_out: Any = None
    end: End | None = None


@attrs.frozen
class Table:
    """A table that records of one kind give.

    Attributes:
        name: what it is called; no other table has the name, whatever its capitals.
        kind: the kind of record.
        shape: what a row of it stands for.
        field: the field that its rows come from; "" for the records themselves.
        columns: those that come from the record, or from what `field` holds. Before them
            every table has `id`, the record's.
    """

    name: str
    kind: type[Record]
    shape: Shape
    field: str
    columns: tuple[Column, ...]

    @property
    def counted(self) -> bool:
        """Whether its rows have a `position`, from 1."""
        return self.shape in {Shape.LINK, Shape.PAIR, Shape.ROW}


PAIR = (Column("name", Sort.TEXT, "[0]"), Column("value", Sort.TEXT, "[1]"))
"""The columns of a pair, of which the second may be a number."""

_LONGEST = 60  # characters; PostgreSQL cuts names after 63
_NOT_ON_WINDOWS = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)


def tables(taken: frozenset[str] = frozenset()) -> tuple[Table, ...]:
    """Every table that the registered kinds give.

    Args:
        taken: names, in small letters, that none of them may have.
    """
    names = _Names(taken | _NOT_ON_WINDOWS)
    own = {kind: names.given(kind.kind) for kind in kinds().values()}
    return tuple(one for kind, name in own.items() for one in _tables_of(kind, name, names))


@attrs.define
class _Names:
    """Gives every table a name that no other has."""

    taken: frozenset[str]

    def given(self, wanted: str) -> str:
        name = re.sub(r"\W", "_", wanted, flags=re.ASCII)[:_LONGEST]
        while name.casefold() in self.taken:
            name += "_"
        self.taken |= {name.casefold()}
        return name


def _tables_of(kind: type[Record], name: str, names: _Names) -> Iterator[Table]:
    yield Table(name, kind, Shape.RECORD, "", _columns(kind, "id"))
    for field in fields_of(kind):
        shape = shape_of(field)
        if shape is not None:
            held = _held(field, shape)
            yield Table(names.given(f"{name}_{field.name}"), kind, shape, field.name, held)


def shape_of(field: Field) -> Shape | None:
    """What a row stands for in the field's own table; None if it needs none."""
    if field.mark(Links):
        return Shape.LINK
    core = core_of(field.annotation)
    if get_origin(core) is not tuple:
        return Shape.PART if issubclass(core, Checked) else None
    item = core_of(get_args(core)[0])
    if get_origin(item) is tuple:
        return Shape.PAIR
    return Shape.ROW if issubclass(item, Checked) else None


def _held(field: Field, shape: Shape) -> tuple[Column, ...]:
    match shape:
        case Shape.PART:
            return _columns(part_of(field), "id")
        case Shape.ROW:
            return _columns(part_of(field), "id", "position")
        case Shape.PAIR:
            second = core_of(get_args(part_of(field))[1])
            return (PAIR[0], attrs.evolve(PAIR[1], sort=_SORTS.get(second, Sort.TEXT)))
        case _:
            return ()


def _columns(kind: type[Any], *taken: str) -> tuple[Column, ...]:
    """A column for each field that has no table of its own, those of every record last."""
    names = _Names(frozenset(taken))
    defaults = attrs.fields_dict(kind)
    shared = [one.name for one in fields_of(Record)] if issubclass(kind, Record) else []
    fields = [one for one in fields_of(kind) if shape_of(one) not in {Shape.PART, Shape.ROW}]
    return tuple(
        attrs.evolve(column, name=names.given(column.name))
        for field in sorted(fields, key=lambda one: one.name in shared)
        if field.name != "id" or not shared
        for column in _columns_of(field, _left_out(defaults[field.name].default))
    )


def _columns_of(field: Field, left_out: Any) -> Iterator[Column]:
    """The columns of a field: one, and for a date also its first and its last day."""
    core = core_of(field.annotation)
    if core is When:
        yield Column(field.name, Sort.TEXT, field.name)
        for end in End:
            yield Column(f"{field.name}_{end.value}", Sort.DAY, field.name, end=end)
    elif get_origin(core) is tuple:
        yield Column(field.name, Sort.JSON, field.name, left_out)
    else:
        yield Column(field.name, _SORTS.get(core, Sort.TEXT), field.name, left_out)


_SORTS: Mapping[Any, Sort] = {int: Sort.WHOLE, float: Sort.NUMBER}


def _left_out(default: Any) -> Any:
    made = default.factory() if isinstance(default, attrs.Factory) else default  # type: ignore[arg-type]
    return None if made is attrs.NOTHING else CATTRS.unstructure(made)


def part_of(field: Field) -> type[Any]:
    """What a field holds one or several of."""
    core = core_of(field.annotation)
    return core_of(get_args(core)[0]) if get_origin(core) is tuple else core  # type: ignore[no-any-return]


def core_of(annotation: Any) -> Any:
    """The type that an annotation is about, without its marks and without None.

    >>> core_of(Annotated[str | None, "a mark"])
    <class 'str'>
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return core_of(arguments[0])
    if origin is None or origin is tuple:
        return annotation
    (held,) = (one for one in arguments if one is not type(None))
    return core_of(held)


def many(table: Table) -> bool:
    """Whether the field of a table of links holds several ids."""
    return link_named(table.kind, table.field).many
