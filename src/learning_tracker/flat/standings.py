"""The columns in which it is told where an action stands, and their values."""

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any, get_type_hints

from learning_tracker.dates import When
from learning_tracker.flat.shapes import Column, End, Sort, core_of
from learning_tracker.view.stretches import Told

_SORTS = {int: Sort.WHOLE, bool: Sort.TRUTH, dt.date: Sort.DAY}


@cache
def columns() -> tuple[Column, ...]:
    """The columns of what is told of an action on a day."""
    return tuple(one for name, core in _parts() for one in _columns_of(name, core))


def _parts() -> Iterator[tuple[str, Any]]:
    """The name and the type of each thing that is told."""
    for name, annotation in get_type_hints(Told).items():
        yield name, core_of(annotation)


def _columns_of(name: str, core: Any) -> Iterator[Column]:
    yield Column(name, _SORTS.get(core, Sort.TEXT), name)
    if core is When:
        for end in End:
            yield Column(f"{name}_{end.value}", Sort.DAY, name, end=end)


def cells(told: Told) -> tuple[Any, ...]:
    """The values of the columns: texts, whole numbers, days, yes and no, and None."""
    return tuple(_cell(getattr(told, column.field), column) for column in columns())


def _cell(value: Any, column: Column) -> Any:
    if isinstance(value, When):
        return value.iso if column.end is None else getattr(value, column.end.value)
    return value.value if isinstance(value, Enum) else value
