"""Where findings stand in a cross-table, and its figures.

Of a cross-table that was asked for before only those findings are placed again that have changed,
and only those figures counted again in which they stand: to do it for all takes 1 to 2 s among 200
thousand records, for a few 0.01 s.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, TypeAlias

import attrs

from learning_tracker.queries.circulation import Place
from learning_tracker.queries.counting import Raised
from learning_tracker.queries.differing import InOrderOfId, KeepsStep
from learning_tracker.queries.sides import Side, Value
from learning_tracker.queries.suppression import NOT_SHOWN, suppressed_alike
from learning_tracker.queries.tallies import Tally
from learning_tracker.view import View

Spot: TypeAlias = tuple[tuple[Any, ...] | None, tuple[Any, ...] | None]
"""The places of a figure's row and column; None for all of them.

Python looks them up by itself, and values by what attrs writes: 10 ms for three thousand figures.
"""


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


@attrs.frozen(eq=False)
class At:
    """A finding with the values at which it stands on each of two sides."""

    raised: Raised
    at: tuple[list[Value], list[Value]]

    @property
    def counts(self) -> bool:
        """Whether it stands in a row and in a column."""
        return all(self.at)

    @property
    def spots(self) -> Iterator[Spot]:
        """Where it counts."""
        return _spots(*self.at) if self.counts else iter(())


@attrs.frozen(eq=False)
class Placed:
    """What a cross-table counts.

    Attributes:
        sides: by what its rows and its columns are sorted.
        tally: how it counts.
        telling: the findings that tell anything of that, with where they stand.
        noted: those among them of which a note has to tell; kept, as to look through all of
            them for each note takes 25 ms.
        rows: what the rows are about, in order.
        columns: what the columns are about, in order.
        figures: the figure of every cell and total; none if nothing is counted.
        threshold: the least figure that it shows, beside 0.
    """

    sides: tuple[Side, Side]
    tally: Tally
    telling: Sequence[At]
    noted: Sequence[At]
    rows: Sequence[Value]
    columns: Sequence[Value]
    figures: Mapping[Spot, Figure]
    threshold: int

    @property
    def counted(self) -> Iterator[At]:
        """Those findings that stand in a row and in a column."""
        return (one for one in self.telling if one.counts)

    def figure(self, row: Value | None, column: Value | None) -> Figure:
        """The figure of a row and a column; None stands for all of them."""
        return self.figures[_place_of(row), _place_of(column)]

    @property
    def by(self) -> str:
        """By what it is sorted, in words."""
        return " and ".join(side.heading.lower() for side in self.sides)


def _spots(rows: Iterable[Value], columns: Iterable[Value]) -> Iterator[Spot]:
    """Of every cell and total."""
    return product(map(_place_of, (*rows, None)), map(_place_of, (*columns, None)))


def _place_of(value: Value | None) -> tuple[Any, ...] | None:
    return None if value is None else value.place


_Numbers: TypeAlias = dict[tuple[object, str], tuple[Value, int]]
"""Each value in each of the ways in which it is written, with how often it is there."""


class Placing(KeepsStep[str, Raised]):
    """Places findings, and again where they change."""

    def __init__(self, view: View, sides: tuple[Side, Side], tally: Tally) -> None:
        """Place nothing yet.

        Args:
            view: the records to ask.
            sides: by what rows and columns are sorted.
            tally: how to count.
        """
        super().__init__()
        self._view = view
        self._sides = sides
        self._tally = tally

    def look_again(self, raised: Mapping[str, Raised], threshold: int) -> Placed:
        """Place all findings as they are now.

        Args:
            raised: the findings, by id and in order of id.
            threshold: the least figure that is shown, beside 0.
        """
        self.keep_step(raised)
        rows, columns = (
            side.in_order(value for value, times in number.values() if times)
            for side, number in zip(self._sides, self._numbers, strict=True)
        )
        return Placed(
            sides=self._sides,
            tally=self._tally,
            telling=tuple(self._telling.settle().values()),
            noted=tuple(self._noted.values()),
            rows=rows,
            columns=columns,
            figures=self._shown(rows, columns, threshold),
            threshold=threshold,
        )

    def _begin(self) -> None:
        self._telling: InOrderOfId[At] = InOrderOfId()
        self._noted: dict[str, At] = {}
        self._within: dict[Spot, InOrderOfId[Raised]] = defaultdict(InOrderOfId)
        self._touched: set[Spot] = set()
        self._figures: dict[Spot, Figure] = {}
        self._laid_out: tuple[Sequence[Value], Sequence[Value]] = ((), ())
        self._numbers: tuple[_Numbers, _Numbers] = ({}, {})

    def _put(self, key: str, one: Raised) -> None:
        if not self._tally.counts(one):
            return
        first, second = (side.values(self._view, one) for side in self._sides)
        placed = At(one, (first, second))
        self._telling.put(key, placed)
        if not placed.counts or one.origin.several or self._tally.is_noted(self._view, one):
            self._noted[key] = placed
        self._turn(placed, 1)
        for spot in placed.spots:
            self._within[spot].put(key, one)
            self._touched.add(spot)

    def _take(self, key: str, one: Raised) -> None:
        if not self._tally.counts(one):
            return
        placed = self._telling.take(key)
        self._noted.pop(key, None)
        self._turn(placed, -1)
        for spot in placed.spots:
            self._within[spot].take(key)
            self._touched.add(spot)

    def _settle(self) -> None:
        self._telling.settle()
        for spot in self._touched:
            self._figures[spot] = self._figure(self._within[spot].settle().values())
        self._touched.clear()

    def _turn(self, placed: At, by: int) -> None:
        """Count how often each value is there in each of the ways in which it is written."""
        if not placed.counts:
            return
        for number, values in zip(self._numbers, placed.at, strict=True):
            for value in values:
                number[value.place, value.label] = (
                    value,
                    number.get((value.place, value.label), (value, 0))[1] + by,
                )

    def _shown(
        self, rows: Sequence[Value], columns: Sequence[Value], threshold: int
    ) -> dict[Spot, Figure]:
        if (rows, columns) != self._laid_out:
            # Kept while they are the same, as to lay out three thousand figures takes 5 ms.
            nothing = self._figure(())
            spots = _spots(rows, columns) if rows else ()
            self._figures = {spot: self._figures.get(spot, nothing) for spot in spots}
            self._laid_out = rows, columns
        hidden = _hidden(self._figures, threshold) if threshold else ()
        return self._figures | {
            spot: attrs.evolve(self._figures[spot], counts=None) for spot in hidden
        }

    def _figure(self, within: Iterable[Raised]) -> Figure:
        found = tuple(within)
        return Figure(self._tally.figures(self._view, found), found)


def _hidden(figures: Mapping[Spot, Figure], threshold: int) -> set[Spot]:
    """Where figures stand that are not shown."""
    places = {spot: _place(spot) for spot in figures}
    parts = zip(*(one.counts or () for one in figures.values()), strict=True)
    tables = [dict(zip(places.values(), part, strict=True)) for part in parts]
    hidden = suppressed_alike(tables, threshold)
    return {spot for spot, place in places.items() if place in hidden}


def _place(spot: Spot) -> Place:
    row, column = (None if place is None else repr(place) for place in spot)
    return row, column
