"""Small counts cannot be found out: margins are solved here, by other means than the module's."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.policy import Policy
from learning_tracker.queries.circulation import GRAND, Figures, Place
from learning_tracker.queries.suppression import (
    suppressed,
    suppressed_alike,
    threshold_of,
)

THRESHOLDS = st.integers(2, 6)


@st.composite
def tables(draw: st.DrawFn, most: int = 4, largest: int = 15) -> dict[Place, int]:
    """The cells of a table of up to so many rows and columns, small counts among them."""
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    counts = st.sampled_from((0, 1, 2)) | st.integers(0, largest)
    return {(f"r{r}", f"c{c}"): draw(counts) for r in range(rows) for c in range(columns)}


def with_totals(cells: Figures) -> dict[Place, int]:
    """A table with the totals that its cells add up to."""
    totals: dict[Place, int] = {}
    for (row, column), count in cells.items():
        for place in ((row, None), (None, column), GRAND):
            totals[place] = totals.get(place, 0) + count
    return {**cells, **totals}


def some_small(figures: Mapping[Place, int], threshold: int) -> set[Place]:
    """Where figures stand that must not be shown."""
    return {place for place, count in figures.items() if 1 <= count < threshold}


# What a reader can work out


Equation = tuple[dict[Place, int], int]


def equations(figures: Figures, hidden: Collection[Place]) -> Iterator[Equation]:
    """What a reader knows: of each line with what is hidden, that the cells make its total."""
    for side in (0, 1):
        for name in {place[side] for place in figures}:
            line = {place for place in figures if place[side] == name}
            signs = {place: -1 if place[1 - side] is None else 1 for place in line}
            known = sum(signs[place] * least(figures, hidden, place) for place in line)
            unknown = {place: sign for place, sign in signs.items() if place in hidden}
            if unknown:
                yield unknown, -known


def least(figures: Figures, hidden: Collection[Place], place: Place) -> int:
    """What a reader knows that a figure is at least; only what is beyond that is unknown."""
    if place not in hidden:
        return figures[place]
    return min(figures[place], 1) if None in place else 0


def highest(
    goal: Mapping[Place, int], told: list[Equation], hidden: list[Place]
) -> Fraction | None:
    """The most that a sum of hidden figures from 0 up can be; None if there is no bound.

    The simplex method in exact fractions, first for any solution and then for the best.
    """
    rows = []
    for row, (unknown, total) in enumerate(told):
        sign = -1 if total < 0 else 1
        given = [Fraction(sign * unknown.get(place, 0)) for place in hidden]
        helpers = [Fraction(row == other) for other in range(len(told))]
        rows.append([*given, *helpers, Fraction(sign * total)])
    basis = [len(hidden) + row for row in range(len(rows))]
    helpless = [Fraction(0)] * len(hidden) + [Fraction(-1)] * len(rows)
    assert improve(rows, basis, helpless, len(hidden) + len(rows)) == 0
    for n, row in enumerate(rows):
        column = next((one for one in range(len(hidden)) if row[one]), None)
        if basis[n] >= len(hidden) and column is not None:
            pivot(rows, n, column)
            basis[n] = column
    wanted = [Fraction(goal.get(place, 0)) for place in hidden] + [Fraction(0)] * len(rows)
    return improve(rows, basis, wanted, len(hidden))


def improve(
    rows: list[list[Fraction]], basis: list[int], wanted: list[Fraction], usable: int
) -> Fraction | None:
    """Go from corner to corner by Bland's rule, which never runs in a circle."""
    while True:
        priced = [wanted[one] for one in basis]
        gains = (
            column
            for column in range(usable)
            if wanted[column] > sum(p * row[column] for p, row in zip(priced, rows, strict=True))
        )
        column = next(gains, None)
        if column is None:
            return sum((p * row[-1] for p, row in zip(priced, rows, strict=True)), Fraction(0))
        limits = [
            (row[-1] / row[column], basis[n], n) for n, row in enumerate(rows) if row[column] > 0
        ]
        if not limits:
            return None
        pivot(rows, min(limits)[2], column)
        basis[min(limits)[2]] = column


def pivot(rows: list[list[Fraction]], chosen: int, column: int) -> None:
    """Make a column 1 in the chosen row and 0 in all others."""
    rows[chosen] = [value / rows[chosen][column] for value in rows[chosen]]
    for n, row in enumerate(rows):
        if n != chosen and row[column]:
            rows[n] = [a - row[column] * b for a, b in zip(row, rows[chosen], strict=True)]


def room(figures: Figures, hidden: Collection[Place], place: Place) -> float:
    """How far apart the lowest and the highest are that a hidden figure may be."""
    told, ordered = list(equations(figures, hidden)), sorted(hidden, key=str)
    high = highest({place: 1}, told, ordered)
    low = highest({place: -1}, told, ordered)
    assert low is not None
    return float("inf") if high is None else float(high + low)


def all_tables(cells: Collection[Place], total: int) -> Iterator[dict[Place, int]]:
    """Every table of whole numbers from 0 up that add up to a total."""
    first, *others = cells
    if not others:
        yield {first: total}
        return
    for count in range(total + 1):
        for rest in all_tables(others, total - count):
            yield {first: count, **rest}


def fitting(figures: Figures, hidden: Collection[Place]) -> Iterator[dict[Place, int]]:
    """Every table with the same total that prints the same, each line having something in it."""
    cells = [place for place in figures if None not in place]
    for other in map(with_totals, all_tables(cells, figures[GRAND])):
        same = all(other[place] == figures[place] for place in figures if place not in hidden)
        if same and all(other[place] for place in figures if None in place and figures[place]):
            yield other


FEW_CELLS = tables(most=3, largest=6).filter(
    lambda cells: len(cells) < 7 and sum(cells.values()) < 15
)


@given(FEW_CELLS, st.data())
def test_the_margins_are_solved_right(cells: dict[Place, int], data: st.DataObject) -> None:
    """The lowest and highest that are reckoned here are those of all tables that print the same."""
    figures = with_totals(cells)
    others = st.sampled_from([place for place in figures if place != GRAND])
    hidden = data.draw(st.sets(others, min_size=1))
    found = list(fitting(figures, hidden))
    for place in hidden:
        values = [other[place] for other in found]
        assert room(figures, hidden, place) == max(values) - min(values)


@given(tables(), THRESHOLDS)
def test_what_is_not_shown_cannot_be_worked_out(cells: dict[Place, int], threshold: int) -> None:
    """Of each figure not shown, the highest and lowest that it may be are far enough apart."""
    figures, hidden = with_totals(cells), suppressed(cells, threshold)
    if len(hidden) < len(figures):
        assert all(room(figures, hidden, place) >= threshold - 1 for place in hidden)


@given(FEW_CELLS, st.integers(2, 4))
def test_nor_by_whoever_knows_that_one_is_small(cells: dict[Place, int], threshold: int) -> None:
    """Of all tables that print the same and hide something small, each figure has many values."""
    figures, hidden = with_totals(cells), suppressed(cells, threshold)
    if hidden and len(hidden) < len(figures):
        found = [one for one in fitting(figures, hidden) if some_small(one, threshold) & hidden]
        assert min(len({one[place] for one in found}) for place in hidden) >= threshold


# What is shown


@given(tables(), THRESHOLDS)
def test_nothing_is_hidden_without_need(cells: dict[Place, int], threshold: int) -> None:
    """Where nothing is small all is shown; else what is small is hidden, and only what must be."""
    figures, hidden = with_totals(cells), suppressed(cells, threshold)
    small = some_small(figures, threshold)
    assert small <= hidden
    if not small:
        assert hidden == frozenset()
    elif len(hidden) < len(figures):
        for place in hidden - small:
            fewer = hidden - {place}
            assert min(room(figures, fewer, other) for other in fewer) <= threshold


@given(tables(), THRESHOLDS)
def test_a_whole_table_is_hidden_only_for_its_total(
    cells: dict[Place, int], threshold: int
) -> None:
    """If no figure is shown, the total of everything would give one away whatever is hidden."""
    figures, hidden = with_totals(cells), suppressed(cells, threshold)
    assert (GRAND in hidden) == (hidden == set(figures))
    if GRAND in hidden:
        others = set(figures) - {GRAND}
        assert min(room(figures, others, place) for place in others) <= threshold


def test_many_rows_with_little_in_each() -> None:
    """Of six rows with seven in all, each has one or two: nothing is shown."""
    cells = {(f"r{n}", f"c{n % 2}"): 1 + (n == 5) for n in range(6)}
    assert suppressed(cells, 6) == set(with_totals(cells)) | {
        (f"r{n}", f"c{c}") for n in range(6) for c in range(2)
    }


@given(tables(most=3), THRESHOLDS, st.data())
def test_the_order_does_not_matter(
    cells: dict[Place, int], threshold: int, data: st.DataObject
) -> None:
    """Rows and columns in another order give the same."""
    shuffled = dict(data.draw(st.permutations(list(cells.items()))))
    assert suppressed(shuffled, threshold) == suppressed(cells, threshold)


def test_a_pair_in_one_row() -> None:
    """A small cell takes the smallest with it, and of totals only those that say the same."""
    cells = {("all", "x"): 2, ("all", "y"): 30, ("all", "z"): 11}
    assert suppressed(cells, 6) == {("all", "x"), ("all", "z"), (None, "x"), (None, "z")}


def test_four_cells_protect_each_other() -> None:
    """A small cell is hidden with the cheapest three that stand in its row and its column."""
    rows = {"a": (3, 40, 20), "b": (50, 60, 25), "c": (12, 70, 9)}
    cells = {
        (row, c): n for row, counts in rows.items() for c, n in zip("xyz", counts, strict=True)
    }
    assert suppressed(cells, 6) == {("a", "x"), ("a", "z"), ("c", "x"), ("c", "z")}


def test_cells_of_0_are_shown_if_others_will_do() -> None:
    """A 0 is often known anyway, so that it protects nothing."""
    cells = {("a", "x"): 3, ("a", "y"): 0, ("a", "z"): 90, ("b", "x"): 40, ("b", "y"): 0,
             ("b", "z"): 80}  # fmt: skip
    assert suppressed(cells, 6) == {("a", "x"), ("a", "z"), ("b", "x"), ("b", "z")}


@pytest.mark.parametrize("threshold", [0, 1])
def test_a_threshold_below_2_hides_nothing(threshold: int) -> None:
    """No count is above 0 and below 1."""
    assert suppressed({("a", "x"): 1}, threshold) == frozenset()


def test_a_cell_left_out_is_0() -> None:
    """A table with a gap is one with a 0 there."""
    gap = {("a", "x"): 3, ("a", "y"): 20, ("b", "x"): 9}
    assert suppressed(gap, 6) == suppressed({**gap, ("b", "y"): 0}, 6) != frozenset()


def test_an_empty_table() -> None:
    """A table without cells has nothing to hide."""
    assert suppressed({}, 6) == frozenset()


# Totals that are not sums, and several tables at once


@given(tables(), THRESHOLDS, st.data())
def test_totals_that_are_not_sums(
    cells: dict[Place, int], threshold: int, data: st.DataObject
) -> None:
    """Where things stand in several cells, no total stands beside what is not shown."""
    sums = with_totals(cells)
    total = data.draw(st.sampled_from([place for place in sums if None in place]))
    largest = max(count for place, count in cells.items() if _in_line(place, total))
    count = data.draw(st.integers(largest, sums[total]))
    hidden = suppressed({**cells, total: count}, threshold)
    if count == sums[total]:
        assert hidden == suppressed(cells, threshold)
    elif hidden:
        beside = chain.from_iterable(((r, None), (None, c), GRAND) for r, c in hidden)
        assert set(beside) <= hidden
        assert some_small({**sums, total: count}, threshold) <= hidden
    else:
        assert not some_small({**sums, total: count}, threshold)


def _in_line(place: Place, total: Place) -> bool:
    return all(of in {None, mine} for mine, of in zip(place, total, strict=True))


@given(tables(most=3), tables(most=3), THRESHOLDS)
def test_several_tables_are_each_protected(
    one: dict[Place, int], other: dict[Place, int], threshold: int
) -> None:
    """What is hidden in two tables alike can be worked out from neither."""
    places = dict.fromkeys(
        ((r, c) for r in {place[0] for place in (*one, *other)}
         for c in {place[1] for place in (*one, *other)}), 0,
    )  # fmt: skip
    figures = [with_totals({**places, **cells}) for cells in (one, other)]
    hidden = suppressed_alike([one, other], threshold)
    for each in figures:
        assert some_small(each, threshold) <= hidden
        if len(hidden) < len(each):
            assert all(room(each, hidden, place) >= threshold - 1 for place in hidden)


def test_what_was_not_seen_is_protected_too() -> None:
    """Seen in 23 of 24 files tells of one in which it was not, and is not shown."""
    seen = {("a", "x"): 23, ("a", "y"): 30, ("b", "x"): 40, ("b", "y"): 50}
    unseen = {("a", "x"): 1, ("a", "y"): 30, ("b", "x"): 40, ("b", "y"): 50}
    assert suppressed(seen, 6) == frozenset()
    assert suppressed_alike([seen, unseen], 6) == set(seen)


# One count, and whose threshold


def test_the_threshold_is_the_partnerships() -> None:
    """It is that of the policy, the highest of several, and only for the public."""
    five, nine = (
        lt.Partnership(id=f"p{n}", name=f"P{n}", policy=Policy(suppress_below=n)) for n in (5, 9)
    )
    assert threshold_of(lt.Tracker([five, nine]).view) == 0
    assert threshold_of(lt.Tracker([five]).public().view) == 5
    assert threshold_of(lt.Tracker([five, nine]).public().view) == 9
    assert threshold_of(lt.Tracker([]).public().view) == 6
