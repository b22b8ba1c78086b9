"""Counts that are too small to be published, and the figures that would give them away.

A count from 1 to one below a threshold is not shown. Where rows, columns and totals would
give it back, further figures are not shown either: the smallest cells that do, and totals
only where no cells do. All of them are shown by the same words, so that nobody can tell
which is which. For a row in which a figure is not shown, no per cent may be given either.

What is promised is told at `suppressed`, and it is no more than that. Whoever makes every
table that fits what is shown, and puts each through this module, may find that not all of
them would have been shown in this way. And each table is protected by itself: two tables
on the same children may together tell what neither tells alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import TypeVar

import attrs

from learning_tracker.fields import fields_of, of_children
from learning_tracker.kinds import Record
from learning_tracker.policy import Policy
from learning_tracker.queries.circulation import (
    GRAND,
    Circulation,
    Figures,
    NotPossibleError,
    Place,
)
from learning_tracker.records import Source
from learning_tracker.view import View, partnerships

R = TypeVar("R", bound=Record)

NOT_SHOWN = "not shown"
"""What stands in place of a figure."""


def threshold_of(view: View) -> int:
    """The least count of children that is shown, beside 0; 0 where every count is.

    For the public it is the partnership's own, and of several partnerships the highest.
    """
    if not view.public:
        return 0
    chosen = [one.policy.suppress_below for one in partnerships(view)]
    return max(chosen, default=Policy().suppress_below)


def meaning(threshold: int) -> str:
    """What the words in place of a figure mean, for the key of a table.

    >>> meaning(6)
    'Not shown: a number from 1 to 5, or one that would give such a number away.'
    """
    return (
        f"{NOT_SHOWN.capitalize()}: a number from 1 to {threshold - 1}, "
        "or one that would give such a number away."
    )


def is_small(count: int, threshold: int) -> bool:
    """Whether a count is below the threshold, and not 0."""
    return 0 < count < threshold


def for_publication(record: R, threshold: int) -> R:
    """A record as the public may hold a copy of it.

    Without counts of children if any is small, and of a source without its attributes: harm
    type and age band tell of one child in each review, and a table of them suppresses that.
    """
    if isinstance(record, Source):
        record = attrs.evolve(record, attributes=())
    return without_small_counts(record, threshold)


def published(view: View) -> Iterator[Record]:
    """All that is seen, as the public may hold a copy of it."""
    threshold = threshold_of(view)
    return (for_publication(one, threshold) for one in view.values())


def without_small_counts(record: R, threshold: int) -> R:
    """A record as the public may hold it: without its counts of children, if any is small.

    They go together: the difference of two of them may be small as well, as in "23 of 24".
    """
    counts = [one for one in fields_of(type(record)) if one.mark(of_children)]
    figures = [each for one in counts for each in _figures(getattr(record, one.name))]
    apart = (abs(one - other) for one, other in combinations(figures, 2))
    if not any(is_small(each, threshold) for each in (*figures, *apart)):
        return record
    empty = {one.name: one.default for one in attrs.fields(type(record))}
    return attrs.evolve(record, **{one.name: empty[one.name] for one in counts})


def _figures(value: object) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, tuple):
        yield from chain.from_iterable(map(_figures, value))


def suppressed(figures: Figures, threshold: int) -> frozenset[Place]:
    """The places of a table whose figures are not shown.

    Whoever knows the threshold and all that is shown, that counts are whole numbers from 0
    up, that no row and no column is there without something in it, and that one of the
    figures not shown is small, finds at least `threshold` numbers that each of them may be.
    Where that cannot be reached while the total of everything is known, no figure of the
    table is shown.

    Args:
        figures: the cells, of which one that is missing is 0; and those totals that are not
            the sum of their cells, as some things stand in several. Where there is such a
            total, none is shown beside a figure that is not shown.
        threshold: the least count that is shown, beside 0.

    >>> figures = {("a", "x"): 2, ("a", "y"): 9, ("b", "x"): 8, ("b", "y"): 7, ("b", "z"): 30}
    >>> sorted(suppressed(figures, 6))
    [('a', 'x'), ('a', 'y'), ('b', 'x'), ('b', 'y')]
    """
    return suppressed_alike((figures,), threshold)


def suppressed_alike(tables: Sequence[Figures], threshold: int) -> frozenset[Place]:
    """The places that are shown in none of several tables with the same rows and columns.

    Of each of them all holds that holds of `suppressed`. So a table of the files in which
    something was seen and one of those in which it was not give neither away.
    """
    rows, columns = _lines(tables, 0), _lines(tables, 1)
    sums = [_with_sums(table, rows, columns) for table in tables]
    given = [{**whole, **table} for whole, table in zip(sums, tables, strict=True)]
    small = {place for one in given for place, count in one.items() if is_small(count, threshold)}
    if not small:
        return frozenset()
    # One of two figures that together make just the threshold is neither 0 nor all of it, or
    # none of them were small: so there must be two numbers more than the threshold asks for.
    circulations = [Circulation(whole, room=threshold + 1) for whole in sums]
    try:
        hidden = _shown_again(circulations, _protected(circulations, small), small)
    except NotPossibleError:
        return frozenset(sums[0])
    return frozenset(hidden if given == sums else hidden | set(_beside(hidden)))


def _lines(tables: Iterable[Figures], side: int) -> list[str]:
    return sorted({name for one in tables for place in one if (name := place[side]) is not None})


def _with_sums(table: Figures, rows: Sequence[str], columns: Sequence[str]) -> dict[Place, int]:
    """All cells, in the order of their lines, and the totals that they add up to."""
    cells: dict[Place, int] = {(r, c): table.get((r, c), 0) for r in rows for c in columns}
    of_rows: dict[Place, int] = {(r, None): sum(cells[r, c] for c in columns) for r in rows}
    of_columns: dict[Place, int] = {(None, c): sum(cells[r, c] for r in rows) for c in columns}
    return {**cells, **of_rows, **of_columns, GRAND: sum(cells.values())}


def _beside(hidden: Iterable[Place]) -> Iterator[Place]:
    """The totals of what is hidden."""
    for row, column in hidden:
        yield from ((row, None), (None, column), GRAND)


def _protected(circulations: Sequence[Circulation], small: set[Place]) -> set[Place]:
    """What is small, with so much else that nothing gives any of it away.

    Raises:
        NotPossibleError: the total of everything gives it away, whatever else is hidden.
    """
    if GRAND in small:
        raise NotPossibleError
    hidden = set(small)
    while unsafe := list(_unsafe(circulations, hidden)):
        for one, place in unsafe:
            if not one.is_safe(place, hidden):
                one.protect(place, hidden)
    return hidden


def _unsafe(
    circulations: Sequence[Circulation], hidden: set[Place]
) -> Iterator[tuple[Circulation, Place]]:
    """Which figures that are hidden could be found out, and in which of the tables."""
    for one in circulations:
        for place in one.figures:
            if place in hidden and not one.is_safe(place, hidden):
                yield one, place


def _shown_again(
    circulations: Sequence[Circulation], hidden: set[Place], small: set[Place]
) -> set[Place]:
    """What is left to hide once all is shown again that turned out not to be needed."""
    costs = circulations[0].costs
    further = [place for place in costs if place in hidden - small]
    for place in sorted(further, key=lambda one: costs[one], reverse=True):
        fewer = hidden - {place}
        if next(_unsafe(circulations, fewer), None) is None:
            hidden = fewer
    return hidden
