"""What the figures of a table tell of each other through its totals.

A table with its totals is a circulation: into each row and each column flows what is in
its cells, and out of it its total. A figure that is not shown can only be another if
others that are not shown change with it, so that everything shown stays as it is. It may
be higher by as much as can flow along those from its end back to its beginning, and lower
by as much as can flow the other way. These are whole numbers, and every number between
them is possible. A row or a column is there because there is something in it: its total
is at least 1.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeAlias

import attrs

Place: TypeAlias = tuple[str | None, str | None]
"""Where a figure stands, by its row and its column; None for the total of all of them."""

Figures: TypeAlias = Mapping[Place, int]
"""The counts of a table by place."""

Line: TypeAlias = tuple[str, str | None]
"""A row or a column, or that of the totals; each figure runs from one of these to another."""

GRAND: Place = (None, None)
"""The place of the total of everything."""


class NotPossibleError(Exception):
    """While the total of everything is known, nothing else that is hidden protects a figure."""


def ends(place: Place) -> tuple[Line, Line]:
    """From where to where a figure flows.

    >>> ends(("a", "x")), ends(("a", None))
    ((('row', 'a'), ('column', 'x')), (('column', None), ('row', 'a')))
    """
    row, column = ("row", place[0]), ("column", place[1])
    total_of_a_line = (place[0] is None) is not (place[1] is None)
    return (column, row) if total_of_a_line else (row, column)


@attrs.frozen(slots=False)
class Circulation:
    """A table whose totals are the sums of its cells.

    Attributes:
        figures: all of them, in an order of their own.
        room: by how much each figure that is hidden must be able to differ.
    """

    figures: Figures
    room: int

    def is_safe(self, place: Place, hidden: Container[Place]) -> bool:
        """Whether a figure may differ by enough, for all that is not hidden."""
        return sum(self._reach(place, hidden)) >= self.room

    def protect(self, place: Place, hidden: set[Place]) -> None:
        """Hide the cheapest figures along which one may fall, as far as it can, and rise.

        Raises:
            NotPossibleError: even if all but the total of everything were hidden, it could
                not differ by enough.
        """
        can_fall, can_rise = self._reach(place, self.figures)
        if can_fall + can_rise < self.room:
            raise NotPossibleError
        begin, end = ends(place)
        fall = min(can_fall, self.room)
        hidden.update(self._cheapest(place, hidden, (begin, end), fall))
        hidden.update(self._cheapest(place, hidden, (end, begin), self.room - fall))

    @cached_property
    def costs(self) -> Figures:
        """What it costs to hide each figure: its size; of a total, more than that of all cells.

        A 0 costs more than any other cell, as readers often know for themselves where
        there can be nothing.
        """
        cells = [count for place, count in self.figures.items() if None not in place]
        of_0 = max(cells, default=0) + 1
        of_total = of_0 * len(cells) + 1
        return {
            place: of_total if None in place else count or of_0
            for place, count in self.figures.items()
        }

    def _reach(self, place: Place, hidden: Container[Place]) -> tuple[int, int]:
        """How far a figure may fall and rise, for all that is not hidden."""
        import networkx as nx  # noqa: PLC0415 - loads slowly, and few tables need it

        graph = self._graph(one for one in self._others(place) if one in hidden)
        begin, end = ends(place)
        graph.add_nodes_from((begin, end))
        fall = min(self._fall(place), nx.maximum_flow_value(graph, begin, end))
        return fall, nx.maximum_flow_value(graph, end, begin)

    def _cheapest(
        self, place: Place, hidden: set[Place], way: tuple[Line, Line], amount: int
    ) -> Iterator[Place]:
        """The cheapest figures along which so much can flow between the ends of one."""
        import networkx as nx  # noqa: PLC0415 - loads slowly, and few tables need it

        graph = self._graph(self._others(place), hidden)
        graph.add_node(way[0], demand=-amount)
        graph.add_node(way[1], demand=amount)
        flow = nx.min_cost_flow(graph)
        for one in self._others(place):
            begin, end = ends(one)
            if flow[begin][end] or flow[end][begin]:
                yield one

    def _others(self, place: Place) -> list[Place]:
        """All figures that may be hidden for the sake of one."""
        return [one for one in self.figures if one not in {place, GRAND}]

    def _fall(self, place: Place) -> int:
        """By how much a figure may be lower at most."""
        figure = self.figures[place]
        return max(figure - 1, 0) if None in place else figure

    def _graph(self, places: Iterable[Place], hidden: Container[Place] = ()) -> Any:
        """The ways along figures, upwards and downwards, with what it costs to hide them."""
        import networkx as nx  # noqa: PLC0415 - loads slowly, and few tables need it

        graph = nx.DiGraph()
        for place in places:
            begin, end = ends(place)
            weight = 0 if place in hidden else self.costs[place]
            graph.add_edge(begin, end, capacity=self.room, weight=weight)
            fall = min(self._fall(place), self.room)
            graph.add_edge(end, begin, capacity=fall, weight=weight)
        return graph
