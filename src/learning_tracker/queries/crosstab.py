"""Cross-tables: what was found, sorted in two ways at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from typing import ClassVar, TypeAlias

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries.circulation import Place
from learning_tracker.queries.column_names import distinct, identifier
from learning_tracker.queries.counting import Raised, coded, raised
from learning_tracker.queries.noting import note_if, note_of_several, note_of_straddling, notes
from learning_tracker.queries.sides import Side, Value, side_named
from learning_tracker.queries.suppression import NOT_SHOWN, meaning, suppressed_alike, threshold_of
from learning_tracker.queries.tallies import Tally, tally_named
from learning_tracker.records import Finding, Source
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import View, partnerships

ALL = "All"
"""The heading of totals."""

KEY = f"{ALL}: each counted once, even if it stands in several rows or columns."
TOO_FEW = "No figure can be shown: there are so few that any would give a small number away."


@attrs.frozen
class Figure:
    """A figure of a cross-table.

    Attributes:
        counts: what was counted; of files, in how many something was seen and in how many
            not. None if it is not shown.
        findings: the findings that it rests on.
    """

    counts: tuple[int, ...] | None
    findings: tuple[Raised, ...]

    @property
    def count(self) -> int | str:
        """What was counted; of files, in how many something was seen."""
        return NOT_SHOWN if self.counts is None else self.counts[0]

    @property
    def out_of(self) -> int | str:
        """Of files, how many were looked at."""
        return NOT_SHOWN if self.counts is None else sum(self.counts)

    @property
    def shown(self) -> int | str:
        """What is printed.

        >>> Figure((5, 7), ()).shown, Figure((5,), ()).shown, Figure(None, ()).shown
        ('5 of 12', 5, 'not shown')
        """
        if self.counts is None or len(self.counts) == 1:
            return self.count
        return f"{self.count} of {self.out_of}"


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
    findings = raised(view, view.of(Finding))
    found = _sorted(view, findings, sides, tally_named(count))
    figures = _figures(view, found)
    shown = any(one.counts is not None for one in figures.values())
    return Table(
        caption=f"{found.tally.caption} by {found.by}",
        rows=tuple(_rows(found, figures)) if shown else (),
        columns=_columns(found, {"": lambda figure: figure.shown}),
        as_data=_columns(found, _IN_DATA) if found.tally.of_files else (),
        empty=TOO_FEW if figures else f"There is nothing to count by {found.by}.",
        denominator=found.tally.among(view, [one.raised for one in found.telling]),
        basis=(*view.of(Source), *coded(view, findings), *_basis(view, found)),
        key=(KEY, *found.tally.key, *([meaning(found.threshold)] if found.threshold > 1 else [])),
        notes=_notes(view, findings, found),
    )


# Sorting


Spot: TypeAlias = tuple[Value | None, Value | None]
"""Where a figure stands, its row and its column; None for all of them."""


@attrs.frozen
class _Placed:
    """A finding with the values at which it stands on each of two sides."""

    raised: Raised
    at: tuple[list[Value], list[Value]]

    @property
    def spots(self) -> Iterator[Spot]:
        """Where it counts."""
        rows, columns = self.at
        return product((*rows, None), (*columns, None))


@attrs.frozen
class _Sorted:
    """What a cross-table counts.

    Attributes:
        sides: by what its rows and its columns are sorted.
        tally: how it counts.
        telling: the findings that tell anything of that, with where they stand.
        counted: those of them that stand in a row and in a column.
        rows: what the rows are about, in order.
        columns: what the columns are about, in order.
        threshold: the least figure that it shows, beside 0.
    """

    sides: tuple[Side, Side]
    tally: Tally
    telling: list[_Placed]
    counted: list[_Placed]
    rows: Sequence[Value]
    columns: Sequence[Value]
    threshold: int

    @property
    def by(self) -> str:
        """By what it is sorted, in words."""
        return " and ".join(side.heading.lower() for side in self.sides)


def _sorted(
    view: View, findings: Iterable[Raised], sides: tuple[Side, Side], tally: Tally
) -> _Sorted:
    one, other = sides
    telling = [
        _Placed(found, (one.values(view, found), other.values(view, found)))
        for found in findings
        if tally.counts(found)
    ]
    counted = [found for found in telling if all(found.at)]
    of_children = tally.of_children or one.of_children or other.of_children
    return _Sorted(
        sides=sides,
        tally=tally,
        telling=telling,
        counted=counted,
        rows=one.in_order(value for found in counted for value in found.at[0]),
        columns=other.in_order(value for found in counted for value in found.at[1]),
        threshold=threshold_of(view) if of_children else 0,
    )


# Counting


def _figures(view: View, found: _Sorted) -> dict[Spot, Figure]:
    """The figure of every cell and total; none if nothing is counted."""
    within: dict[Spot, list[Raised]] = defaultdict(list)
    for one in found.counted:
        for spot in one.spots:
            within[spot].append(one.raised)
    spots = product((*found.rows, None), (*found.columns, None)) if within else ()
    counts = {spot: found.tally.figures(view, within[spot]) for spot in spots}
    hidden = _hidden(counts, found.threshold)
    return {
        spot: Figure(None if spot in hidden else count, tuple(within[spot]))
        for spot, count in counts.items()
    }


def _hidden(counts: Mapping[Spot, tuple[int, ...]], threshold: int) -> set[Spot]:
    """Where figures stand that are not shown."""
    places = {spot: _place(spot) for spot in counts}
    parts = zip(*counts.values(), strict=True)
    tables = [dict(zip(places.values(), part, strict=True)) for part in parts]
    hidden = suppressed_alike(tables, threshold)
    return {spot for spot, place in places.items() if place in hidden}


def _place(spot: Spot) -> Place:
    row, column = (None if value is None else repr(value.place) for value in spot)
    return row, column


# Showing


_Part: TypeAlias = Callable[[Figure], object]

_IN_DATA: Mapping[str, _Part] = {
    "_seen_in": lambda figure: figure.count,
    "_out_of": lambda figure: figure.out_of,
}


def _rows(found: _Sorted, figures: Mapping[Spot, Figure]) -> Iterator[CrossRow]:
    of_records = any(value.record is not None for value in found.rows)
    row = CrossRowOfRecord if of_records else CrossRow
    for value in (*found.rows, None):
        cells = {column: figures[value, column] for column in found.columns}
        yield row(value, cells, figures[value, None])


def _columns(found: _Sorted, parts: Mapping[str, _Part]) -> tuple[Column[CrossRow], ...]:
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


def _basis(view: View, found: _Sorted) -> Iterator[Record]:
    """What decides where findings stand, and whether a figure is small."""
    for one in found.telling:
        for value in chain(*one.at):
            if value.record is not None:
                yield value.record
    for side in found.sides:
        yield from side.records(view)
    if found.threshold:
        yield from partnerships(view)


def _notes(view: View, findings: Sequence[Raised], found: _Sorted) -> tuple[Note, ...]:
    counted = [one.raised for one in found.counted]
    nowhere = {
        side.name: note_if((o.raised.finding for o in found.telling if not o.at[n]), side.missing)
        for n, side in enumerate(found.sides)
    }
    return notes(
        *nowhere.values(),
        *found.tally.notes(view, findings, counted),
        note_of_several(counted),
        note_of_straddling(view, (source for one in counted for source in one.origin.sources)),
    )
