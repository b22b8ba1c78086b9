"""All the flat tables of a view, with their rows, for whatever shape they are to have."""

from collections.abc import Iterable, Iterator

import attrs

from learning_tracker.errors import KeptBack
from learning_tracker.flat.rows import STANDING_HEADINGS, Row, headings, rows_of, standing_rows
from learning_tracker.flat.shapes import Column, tables
from learning_tracker.view import View

_STANDING = "action_as_at"


@attrs.frozen
class Content:
    """What a table holds.

    Attributes:
        name: what it is called.
        columns: its columns.
        rows: its rows, made as they are asked for.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]


def contents(view: View) -> Iterator[Content]:
    """Every table of the records, and where each action stands."""
    for table in tables(frozenset({_STANDING})):
        yield Content(table.name, headings(table), rows_of(table, view))
    yield Content(_STANDING, STANDING_HEADINGS, standing_rows(view))


def must_not_be_public(view: View) -> None:
    """Refuse the tables of what the public may read.

    Raises:
        KeptBack: the view is for the public.
    """
    if view.public:
        raise KeptBack(
            "a tracker for the public is not exported: tables hold characteristics of children "
            "and small counts of them",
            "save a copy, which holds neither, or export the tracker that it was made from",
        )
