"""The tracker as a networkx graph: a view, where networkx's own would be built."""

from collections.abc import Iterator
from typing import Any

import networkx as nx

from data import CLOCK, OURS, Data, Entrant, Result, within
from learning_tracker import Action
from learning_tracker.links import references


def measure(data: Data) -> Iterator[Result]:
    """What `tracker.graph` takes, and what building an ordinary graph of the same does."""
    tracker = data.tracker
    action = next(tracker.view.of(Action)).id

    def beyond(graph: Any) -> list[str]:
        return sorted(nx.descendants(graph, action))

    def built() -> Any:
        graph = nx.MultiDiGraph()
        for identifier, record in tracker.items():
            graph.add_node(identifier, kind=type(record).kind, record=record)
            for link, target in references(record):
                graph.add_edge(identifier, target, link.field, relation=link.relation.value)
        return graph

    yield data.race(
        "graph",
        "tracker.graph",
        {
            OURS: Entrant(lambda: tracker.graph, answer=beyond),
            "networkx, built": Entrant(built, answer=beyond),
            CLOCK: data.clock,
        },
        (within(1, "at most 1 ms", at="1m"),),
    )
    graph, ordinary = tracker.graph, built()
    yield data.race(
        "graph_walk",
        "what an action leads to (descendants), in the view and in an ordinary graph",
        {
            OURS: Entrant(lambda: beyond(graph)),
            "networkx, built": Entrant(lambda: beyond(ordinary)),
        },
    )
    yield data.race(
        "graph_pass",
        "how many parts all records fall into, in the view and in an ordinary graph",
        {
            OURS: Entrant(lambda: nx.number_weakly_connected_components(graph)),
            "networkx, built": Entrant(lambda: nx.number_weakly_connected_components(ordinary)),
        },
    )
