"""The flat tables as data frames, a type for each column: dates are days, not text."""

from typing import Any

from learning_tracker.flat.contents import Content, contents, must_not_be_public
from learning_tracker.flat.shapes import Sort
from learning_tracker.tables.frames import by_backend, pandas, polars
from learning_tracker.view import View

# Days are counted in seconds: in nanoseconds, pandas' default, there is no year 2300.
_PANDAS = {
    Sort.TEXT: "string",
    Sort.JSON: "string",
    Sort.WHOLE: "Int64",
    Sort.NUMBER: "Float64",
    Sort.DAY: "datetime64[s]",
    Sort.TRUTH: "boolean",
}

_POLARS = {
    Sort.TEXT: "String",
    Sort.JSON: "String",
    Sort.WHOLE: "Int64",
    Sort.NUMBER: "Float64",
    Sort.DAY: "Date",
    Sort.TRUTH: "Boolean",
}


def frames(view: View, backend: str) -> dict[str, Any]:
    """Every table of a view as a data frame, by name; see `Tracker.frames`.

    Raises:
        UnknownChoice: there is no such backend.
        MissingExtra: it is not installed.
        KeptBack: the view is for the public.
    """
    must_not_be_public(view)
    make = by_backend(_BACKENDS, backend)
    return {content.name: make(content) for content in contents(view)}


def _with_pandas(content: Content) -> Any:
    pd = pandas()
    rows = list(content.rows)
    return pd.DataFrame(
        {
            column.name: pd.Series([row[place] for row in rows], dtype=_PANDAS[column.sort])
            for place, column in enumerate(content.columns)
        }
    )


def _with_polars(content: Content) -> Any:
    pl = polars()
    rows = list(content.rows)
    return pl.DataFrame(
        [
            pl.Series(column.name, [row[place] for row in rows], getattr(pl, _POLARS[column.sort]))
            for place, column in enumerate(content.columns)
        ]
    )


_BACKENDS = {"pandas": _with_pandas, "polars": _with_polars}
