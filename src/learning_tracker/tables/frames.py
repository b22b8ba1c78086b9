"""Data frames of plain values, for pandas and for polars."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from learning_tracker.errors import MissingExtra, UnknownChoice
from learning_tracker.tables.values import Plain, as_text

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_LARGEST = 2**63 - 1

Rows = Sequence[tuple[Plain, ...]]


def pandas() -> Any:
    """The module, loaded where it is used: it is heavy.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - heavy, and an extra
    except ModuleNotFoundError as missing:
        raise MissingExtra("pandas", "pandas") from missing
    return pd


def polars() -> Any:
    """The module, loaded where it is used: it is heavy.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import polars as pl  # noqa: PLC0415 - heavy, and an extra
    except ModuleNotFoundError as missing:
        raise MissingExtra("polars", "polars") from missing
    return pl


def to_frame(names: Sequence[str], rows: Rows, backend: str) -> "pd.DataFrame | pl.DataFrame":
    """Rows as a data frame; see `Table.to_frame`.

    Raises:
        UnknownChoice: there is no such backend.
        MissingExtra: it is not installed.
    """
    return by_backend(_BACKENDS, backend)(names, rows)


def by_backend(makers: Mapping[str, Callable[..., Any]], backend: str) -> Callable[..., Any]:
    """What makes frames for a backend.

    Raises:
        UnknownChoice: there is no such backend.
    """
    if backend not in makers:
        raise UnknownChoice("backend of frames", backend, makers)
    return makers[backend]


def _with_pandas(names: Sequence[str], rows: Rows) -> Any:
    return pandas().DataFrame([dict(zip(names, row, strict=True)) for row in rows], columns=names)


def _with_polars(names: Sequence[str], rows: Rows) -> Any:
    pl = polars()
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    return pl.DataFrame([_series(pl, *one) for one in zip(names, columns, strict=True)])


def _series(pl: Any, name: str, values: Sequence[Plain]) -> Any:
    """The values as one column; where they are of several types, as text."""
    there = [value for value in values if value is not None]
    leaves = {leaf for value in there for leaf in _leaves(value)}
    depths, types = {depth for depth, _ in leaves}, {sort for _, sort in leaves} - {type(None)}
    if object in types or len(depths) > 1 or (len(types) > 1 and types != {int, float}):
        return pl.Series(name, [None if one is None else as_text(one) for one in values])
    return pl.Series(name, values, strict=False)


def _leaves(value: Plain, depth: int = 0) -> Iterator[tuple[int, type]]:
    """The type of each single value, and in how many lists it lies.

    A whole number that columns of numbers cannot hold goes as text.
    """
    if not isinstance(value, list):
        too_long = isinstance(value, int) and abs(value) > _LARGEST
        yield depth, object if too_long else type(value)
    elif value:
        for one in value:
            yield from _leaves(one, depth + 1)
    else:
        yield depth + 1, type(None)


_BACKENDS = {"pandas": _with_pandas, "polars": _with_polars}
