"""Cross-tables: what was found, sorted in two ways at once."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import chain, product
from typing import ClassVar, TypeAlias

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries.column_names import distinct, identifier
from learning_tracker.queries.counting import Raised
from learning_tracker.queries.dated_sources import dated_sources
from learning_tracker.queries.noting import note_if, note_of_several, note_of_straddling, notes
from learning_tracker.queries.on_themes import findings_by_theme
from learning_tracker.queries.placing import Figure, Placed, Placing
from learning_tracker.queries.sides import Side, Value, side_named
from learning_tracker.queries.suppression import meaning, threshold_of
from learning_tracker.queries.tallies import Tally, tally_named
from learning_tracker.records import Source
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import View, partnerships

ALL = "All"
"""The heading of totals."""

KEY = f"{ALL}: each counted once, even if it stands in several rows or columns."
TOO_FEW = "No figure can be shown: there are so few that any would give a small number away."


@attrs.frozen
class CrossRow:
    """A row of a cross-table.

    Attributes:
        value: what it is about; None for the row of totals.
        cells: its figures by what their columns are about.
        total: the figure of the whole row.
    """

    counts: ClassVar[bool] = True

    value: Value | None
    cells: Mapping[Value, Figure]
    total: Figure

    @property
    def label(self) -> str:
        """What it is about, in words."""
        return ALL if self.value is None else self.value.label

    @property
    def records(self) -> tuple[Record, ...]:
        """What the row and its cells are about, the findings, and what raised them."""
        about = (self.value, *(value for value, one in self.cells.items() if one.findings))
        return (
            *(value.record for value in about if value is not None and value.record is not None),
            *chain.from_iterable(one.records for one in self.total.findings),
        )

    def figure(self, value: Value | None) -> Figure:
        """Its figure in a column; of None, that of the whole row."""
        return self.total if value is None else self.cells[value]


@attrs.frozen
class CrossRowOfRecord(CrossRow):
    """A row of a cross-table whose rows are about records: themes, agencies or partnerships."""

    @property
    def record(self) -> Record | None:
        """The record that it is about; None for the row of totals."""
        return None if self.value is None else self.value.record


def crosstab(view: View, rows: str, columns: str, count: str = "sources") -> Table[CrossRow]:
    """What was found, sorted in two ways at once.

    A finding stands in every row and column that it belongs to, so that figures need not
    add up to totals, which count everything once. Where a side is an attribute of sources,
    or children or files are counted, the public is shown no small number, and none from
    which one could be worked out (see `queries.suppression`).

    Args:
        view: the records to ask.
        rows: "theme", "year", "judgement", "agency", "partnership", or the name of an
            attribute of sources, such as "harm type".
        columns: the same.
        count: "sources", independent ones; "findings"; "files", audited ones in which
            something was seen, of those looked at; or "children" of the incidents that were
            reviewed, each incident once.

    Returns:
        a row for each value of the one side and a column for each value of the other, with
        totals. As data a figure that is not shown is the text "not shown"; each figure on
        files is two columns, whose names end in `_seen_in` and `_out_of`.

    Raises:
        UnknownChoice: there is no such side, and no source has such an attribute; or there is
            no such count.
    """
    sides = (side_named(view, rows), side_named(view, columns))
    tally = tally_named(count)
    asked = ("crosstab", sides[0].name, sides[1].name, count)
    return findings_by_theme(view).answer(asked, lambda: _answer(view, sides, tally, asked))


def _answer(view: View, sides: tuple[Side, Side], tally: Tally, asked: Hashable) -> Table[CrossRow]:
    held = findings_by_theme(view)
    every = held.every
    placing = held.lasting(asked, lambda: Placing(view, sides, tally))
    of_children = tally.of_children or any(side.of_children for side in sides)
    found = placing.look_again(every.raised, threshold_of(view) if of_children else 0)
    shown = any(one.counts is not None for one in found.figures.values())
    every_source = dated_sources(view).kept("every", lambda: tuple(view.of(Source)))
    beside = tuple(_beside(view, found))
    return Table(
        caption=f"{found.tally.caption} by {found.by}",
        rows=tuple(_rows(found)) if shown else (),
        columns=_columns(found, {"": lambda figure: figure.shown}),
        as_data=_columns(found, _IN_DATA) if found.tally.of_files else (),
        empty=TOO_FEW if found.figures else f"There is nothing to count by {found.by}.",
        denominator=found.tally.among(view, (one.raised for one in found.telling)),
        basis=lambda: (*every_source, *every.coded(), *_values(found), *beside),
        key=(KEY, *found.tally.key, *([meaning(found.threshold)] if found.threshold > 1 else [])),
        notes=_notes(view, every.raised.values(), found),
    )


# Showing


_Part: TypeAlias = Callable[[Figure], object]

_IN_DATA: Mapping[str, _Part] = {
    "_seen_in": lambda figure: figure.count,
    "_out_of": lambda figure: figure.out_of,
}


def _rows(found: Placed) -> Iterator[CrossRow]:
    of_records = any(value.record is not None for value in found.rows)
    row = CrossRowOfRecord if of_records else CrossRow
    for value in (*found.rows, None):
        cells = {column: found.figure(value, column) for column in found.columns}
        yield row(value, cells, found.figure(value, None))


def _columns(found: Placed, parts: Mapping[str, _Part]) -> tuple[Column[CrossRow], ...]:
    """What a row is about, then parts of its figures, by the endings of the columns' names."""
    one, other = found.sides
    about = (None, *found.columns)
    names = ("total", *(identifier(value.label, other.prefix) for value in found.columns))
    ended = [f"{name}{ending}" for name in names for ending in parts]
    _, first, *distinct_names = distinct(["id", one.column, *ended])
    figures = product(about, parts.values())
    columns = [
        Column(name, ALL if value is None else value.label, _shown(value, part))
        for name, (value, part) in zip(distinct_names, figures, strict=True)
    ]
    totals, others = columns[: len(parts)], columns[len(parts) :]
    return (Column(first, one.heading, lambda row: row.label), *others, *totals)


def _shown(value: Value | None, part: _Part) -> Callable[[CrossRow], object]:
    return lambda row: part(row.figure(value))


def _values(found: Placed) -> Iterator[Record]:
    """What decides where findings stand."""
    for one in found.telling:
        for value in chain(*one.at):
            if value.record is not None:
                yield value.record


def _beside(view: View, found: Placed) -> Iterator[Record]:
    """What else decides where they stand, and whether a figure is small."""
    for side in found.sides:
        yield from side.records(view)
    if found.threshold:
        yield from partnerships(view)


def _notes(view: View, findings: Iterable[Raised], found: Placed) -> tuple[Note, ...]:
    noted = [one.raised for one in found.noted if one.counts]
    nowhere = {
        side.name: note_if((o.raised.finding for o in found.noted if not o.at[n]), side.missing)
        for n, side in enumerate(found.sides)
    }
    counted = (source for one in found.counted for source in one.raised.origin.sources)
    return notes(
        *nowhere.values(),
        *found.tally.notes(view, findings, noted),
        note_of_several(noted),
        note_of_straddling(view, counted),
    )
