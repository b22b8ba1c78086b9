"""The graph: an ordinary MultiDiGraph to all that read it, closed to all that would write."""

import copy
import datetime as dt
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.utils import graphs_equal

from learning_tracker.errors import ReadOnly
from learning_tracker.graph import LinkGraph
from learning_tracker.kinds import Record, kinds
from learning_tracker.links import Link, links_of
from learning_tracker.network import Network
from learning_tracker.records import LCSPR, Action, Agency, Finding, RapidReview, Theme
from learning_tracker.view import View
from strategies import networks, records_of, whens

Graph = nx.MultiDiGraph
# Each example is a whole network, which takes a while to draw.
FEWER = settings(max_examples=settings().max_examples // 3)

# The methods of a MultiDiGraph that only read; all the others must refuse.
READS = {
    "adjacency",
    "copy",
    "edge_subgraph",
    "get_edge_data",
    "has_edge",
    "has_node",
    "has_predecessor",
    "has_successor",
    "is_directed",
    "is_multigraph",
    "nbunch_iter",
    "neighbors",
    "new_edge_key",
    "number_of_edges",
    "number_of_nodes",
    "order",
    "predecessors",
    "reverse",
    "size",
    "subgraph",
    "successors",
    "to_directed",
    "to_directed_class",
    "to_undirected",
    "to_undirected_class",
}


def by_hand(records: list[Record]) -> Graph:
    """An ordinary graph, built from what the records declare."""
    graph = nx.MultiDiGraph()
    for record in records:
        graph.add_node(record.id, kind=record.kind, record=record)
    for record in records:
        for link in links_of(type(record)):
            value = getattr(record, link.field)
            for target in (value if isinstance(value, tuple) else [value]) if value else ():
                graph.add_edge(record.id, target, key=link.field, relation=link.relation.value)
    return graph


PAIRS = networks(min_size=6, max_size=18).map(
    lambda records: (LinkGraph(Network(records)), by_hand(records))
)


def small() -> LinkGraph:
    """An LCSPR that arises from a rapid review, and a finding of both."""
    return LinkGraph(
        Network(
            [
                RapidReview(id="r", title="R"),
                LCSPR(id="l", title="L", arises_from=("r",)),
                Finding(id="f", sources=("l", "r"), judgement="strength", statement="Good."),
            ]
        )
    )


# What it shows


@FEWER
@given(pair=PAIRS)
def test_equal_by_hand(pair: tuple[LinkGraph, Graph]) -> None:
    """The graph shows the nodes, edges and attributes of one that is built by hand."""
    graph, ordinary = pair
    assert graphs_equal(graph, ordinary)
    assert list(graph) == list(ordinary)
    assert (len(graph), graph.number_of_edges()) == (len(ordinary), ordinary.number_of_edges())
    assert dict(graph.nodes(data=True)) == dict(ordinary.nodes(data=True))
    edges, expected = (list(one.edges(keys=True, data="relation")) for one in pair)
    assert edges == expected
    incoming, expected = (sorted(one.in_edges(keys=True, data="relation")) for one in pair)
    assert incoming == expected
    for node in ordinary:
        assert sorted(graph.predecessors(node)) == sorted(ordinary.predecessors(node))
        assert graph.degree(node) == ordinary.degree(node)


@FEWER
@given(records=networks(), day=whens().map(lambda when: when.first))
def test_graph_of_a_view(records: list[Record], day: dt.date) -> None:
    """The graph of a view shows only what is seen on its day."""
    view = View(Network(records), day)
    graph = LinkGraph(view)
    assert graphs_equal(graph, by_hand([view[one] for one in view]))
    assert {(one, other) for other in graph for one in graph.pred[other]} == set(graph.edges())


def links() -> list[Any]:
    """Every link of every kind."""
    pairs = [(kind, link) for kind in kinds().values() for link in links_of(kind)]
    return [pytest.param(*pair, id=f"{pair[0].kind}.{pair[1].field}") for pair in pairs]


def with_what_it_needs(
    draw: Callable[[st.SearchStrategy[Any]], Any], kind: type[Record], *filled: Link
) -> list[Record]:
    """A record of the kind that has its required links, and those named, to every sort of target.

    It comes last, after the records that it needs.
    """
    needed: list[Record] = []
    changes: dict[str, Any] = {"id": f"{kind.kind}-{len(needed)}"}
    for link in links_of(kind):
        changes[link.field] = () if link.many else None
        if link.required or link in filled:
            targets = [one for one in kinds().values() if link.admits(one)]
            chosen = targets if link.many else [draw(st.sampled_from(targets))]
            ends = [_renamed(with_what_it_needs(draw, one), f"{link.field}-") for one in chosen]
            needed += [record for end in ends for record in end]
            ids = tuple(end[-1].id for end in ends)
            changes[link.field] = ids if link.many else ids[0]
    return [*needed, attrs.evolve(draw(records_of(kind)), **changes)]


def _renamed(records: list[Record], prefix: str) -> list[Record]:
    """The records under other ids, with the links among them."""
    new = {record.id: f"{prefix}{record.id}"[:64] for record in records}
    return [
        attrs.evolve(
            record,
            id=new[record.id],
            **{
                link.field: tuple(map(new.get, link.ids(record)))
                if link.many
                else new.get(getattr(record, link.field))
                for link in links_of(type(record))
            },
        )
        for record in records
    ]


@pytest.mark.parametrize(("kind", "link"), links())
@settings(max_examples=3)
@given(data=st.data())
def test_every_link_is_an_edge(kind: type[Record], link: Link, data: st.DataObject) -> None:
    """Every link of every kind is an edge, its key the field, its relation the link's."""
    records = with_what_it_needs(data.draw, kind, link)
    graph = LinkGraph(Network({record.id: record for record in records}.values()))
    last = records[-1]
    assert link.ids(last)
    for target in link.ids(last):
        assert graph.edges[last.id, target, link.field] == {"relation": link.relation.value}
        assert graph.pred[target][last.id][link.field] == {"relation": link.relation.value}


def test_parallel_edges() -> None:
    """Two fields that refer to one record are two edges."""
    theme, other = Theme(id="t", name="T"), Theme(id="u", name="U", broader="t", matches=("t",))
    graph = LinkGraph(Network([theme, other]))
    assert list(graph.edges(keys=True)) == [("u", "t", "broader"), ("u", "t", "matches")]
    assert graph.number_of_edges("u", "t") == 2
    assert list(graph.pred["t"]["u"]) == ["broader", "matches"]


def test_current_at_once() -> None:
    """The graph is current at once after a change, and within it."""
    network = Network([Agency(id="a", name="A")])
    graph = LinkGraph(network)
    assert list(graph.edges()) == []
    network.add(Agency(id="b", name="B", part_of="a"))
    assert list(graph.edges(keys=True)) == [("b", "a", "part_of")]
    assert graph.nodes["b"]["record"].name == "B"
    network.replace(Agency(id="b", name="New"))
    assert (list(graph.edges()), graph.nodes["b"]["record"].name) == ([], "New")
    with network.change():
        network.remove("b")
        assert "b" not in graph
        network.add(Agency(id="b", name="Back"))
    assert graph.nodes["b"]["record"].name == "Back"
    network.remove("b")
    assert list(graph) == ["a"]


@pytest.mark.parametrize("missing", ["nobody", None, 5, ("r", "l")])
def test_missing_node(missing: object) -> None:
    """What is no id in the tracker is no node, and networkx says so in its own way."""
    graph = small()
    assert missing not in graph
    assert not graph.has_node(missing)
    with pytest.raises(KeyError):
        graph.nodes[missing]
    with pytest.raises(KeyError):
        graph.adj[missing]
    with pytest.raises(KeyError):
        graph.pred[missing]
    with pytest.raises(nx.NetworkXError):
        nx.descendants(graph, missing)
    assert [] not in graph


def test_missing_edge() -> None:
    """Two records without a link have no edge."""
    graph = small()
    assert not graph.has_edge("r", "l")
    assert not graph.has_edge("l", "r", "sources")
    assert graph.get_edge_data("r", "l") is None
    with pytest.raises(KeyError):
        graph.edges["l", "r", "sources"]


# Algorithms


@FEWER
@given(pair=PAIRS)
def test_ancestors_and_descendants(pair: tuple[LinkGraph, Graph]) -> None:
    """What can be reached from a record, and from what it can be reached, are as by hand."""
    graph, ordinary = pair
    for node in ordinary:
        assert nx.descendants(graph, node) == nx.descendants(ordinary, node)
        assert nx.ancestors(graph, node) == nx.ancestors(ordinary, node)


@FEWER
@given(pair=PAIRS)
def test_shortest_paths(pair: tuple[LinkGraph, Graph]) -> None:
    """The shortest ways between records are as long as by hand, and lead along edges."""
    graph, ordinary = pair
    ways, expected = (dict(nx.all_pairs_shortest_path_length(one)) for one in pair)
    assert ways == expected
    for node in ordinary:
        for other in expected[node]:
            way = nx.shortest_path(graph, node, other)
            assert len(way) - 1 == expected[node][other]
            assert nx.is_path(ordinary, way)


@FEWER
@given(pair=PAIRS)
def test_components(pair: tuple[LinkGraph, Graph]) -> None:
    """Records hang together as they do by hand."""
    components, expected = (
        sorted(map(sorted, nx.weakly_connected_components(one))) for one in pair
    )
    assert components == expected


@FEWER
@given(pair=PAIRS)
def test_order_of_actions(pair: tuple[LinkGraph, Graph]) -> None:
    """Filtered to one relation, the graph can be put in order as by hand."""

    def depends(graph: Graph) -> Graph:
        return nx.subgraph_view(graph, filter_edge=lambda _, __, key: key == "depends_on")

    graph, ordinary = map(depends, pair)
    assert nx.is_directed_acyclic_graph(graph)
    place = {node: number for number, node in enumerate(nx.topological_sort(graph))}
    assert all(place[one] < place[other] for one, other in ordinary.edges())
    assert set(graph.edges()) == set(ordinary.edges())
    generations, expected = (
        [sorted(generation) for generation in nx.topological_generations(one)]
        for one in (graph, ordinary)
    )
    assert generations == expected


@FEWER
@given(pair=PAIRS)
def test_more_algorithms(pair: tuple[LinkGraph, Graph]) -> None:
    """Other algorithms that read, of various sorts, tell the same as by hand."""
    graph, ordinary = pair
    assert nx.number_of_selfloops(graph) == nx.number_of_selfloops(ordinary)
    assert nx.in_degree_centrality(graph) == nx.in_degree_centrality(ordinary)
    assert nx.density(graph) == nx.density(ordinary)
    closed, expected = (set(nx.transitive_closure(one).edges()) for one in pair)
    assert closed == expected
    data, expected_data = map(nx.to_dict_of_dicts, pair)
    assert data == expected_data
    simple, expected_simple = (nx.DiGraph(one) for one in pair)
    assert set(simple.edges()) == set(expected_simple.edges())


# Copies and views


COPIES: list[Callable[[Graph], Graph]] = [
    lambda graph: graph.copy(),
    lambda graph: graph.subgraph(list(graph)).copy(),
    lambda graph: graph.to_directed(),
    lambda graph: graph.reverse().reverse(),
    nx.MultiDiGraph,
    copy.copy,
    copy.deepcopy,
    lambda graph: pickle.loads(pickle.dumps(graph)),  # noqa: S301 - our own
]


@pytest.mark.parametrize("method", COPIES)
@settings(max_examples=20)
@given(pair=PAIRS)
def test_copies(method: Callable[[Graph], Graph], pair: tuple[LinkGraph, Graph]) -> None:
    """Every copy is an ordinary graph, equal and free to change, down to the attributes."""
    graph, ordinary = pair
    one = method(graph)
    assert type(one) is nx.MultiDiGraph
    assert graphs_equal(one, ordinary)
    for node in ordinary:
        one.nodes[node]["seen"] = True
    for edge in ordinary.edges(keys=True):
        one.edges[edge]["weight"] = 2
    one.graph["name"] = "mine"
    one.add_edge("one more", "another")
    assert graphs_equal(graph, ordinary)
    assert set(one) == {*ordinary, "one more", "another"}


@FEWER
@given(pair=PAIRS, data=st.data())
def test_subgraph(pair: tuple[LinkGraph, Graph], data: st.DataObject) -> None:
    """A subgraph shows some records and the links among them, as by hand."""
    graph, ordinary = pair
    some = data.draw(st.sets(st.sampled_from(list(ordinary))))
    assert graphs_equal(graph.subgraph(some), ordinary.subgraph(some))
    edges = [edge for edge in ordinary.edges(keys=True) if some.isdisjoint(edge[:2])]
    assert graphs_equal(graph.edge_subgraph(edges), ordinary.edge_subgraph(edges))


@FEWER
@given(pair=PAIRS)
def test_reverse_and_undirected(pair: tuple[LinkGraph, Graph]) -> None:
    """Turned round or without direction, copied or seen through, the graph is as by hand."""
    graph, ordinary = pair
    for copied in (True, False):
        assert graphs_equal(graph.reverse(copy=copied), ordinary.reverse(copy=copied))
        one, other = (item.to_undirected(as_view=not copied) for item in pair)
        assert not one.is_directed()
        # Which of two edges of one key, one each way, stands last is the order's affair.
        assert {frozenset(edge[:2]) for edge in one.edges()} == {
            frozenset(edge[:2]) for edge in other.edges()
        }
        assert dict(one.nodes(data=True)) == dict(other.nodes(data=True))
    assert graphs_equal(graph.to_directed(as_view=True), ordinary)
    assert graphs_equal(nx.reverse_view(graph), ordinary.reverse())


def test_views_stay_current_and_closed() -> None:
    """What networkx sees through the graph is current with it, and as closed."""
    network = Network([Agency(id="a", name="A"), Agency(id="b", name="B", part_of="a")])
    graph = LinkGraph(network)
    views = [nx.subgraph_view(graph), graph.reverse(copy=False), nx.reverse_view(graph)]
    network.add(Agency(id="c", name="C", part_of="a"))
    for view in views:
        assert set(view) == {"a", "b", "c"}
        with pytest.raises((ReadOnly, nx.NetworkXError)):
            view.add_node("d")
        with pytest.raises(ReadOnly):
            view.nodes["a"]["seen"] = True


def test_empty_graph_of_its_class() -> None:
    """Where networkx asks the class of the graph for an empty one, it gets an ordinary graph."""
    assert type(LinkGraph()) is nx.MultiDiGraph  # type: ignore[call-arg]
    assert type(small().to_directed_class()()) is nx.MultiDiGraph
    assert type(small().to_undirected_class()()) is nx.MultiGraph
    assert type(small().to_undirected()) is nx.MultiGraph


# Writing


def methods() -> list[str]:
    """The public methods of a MultiDiGraph, whatever the version of networkx."""
    return [
        name
        for name in dir(nx.MultiDiGraph)
        if not name.startswith("_")
        and not name.endswith("_factory")
        and callable(getattr(nx.MultiDiGraph, name))
    ]


@pytest.mark.parametrize("name", methods())
def test_methods_read_or_refuse(name: str) -> None:
    """Every method of a MultiDiGraph is known to read only, or refuses whatever it is given."""
    if name in READS:
        assert getattr(LinkGraph, name) is not LinkGraph._refuse
        return
    method = getattr(small(), name)
    for arguments in ((), ("r",), ("r", "l"), ([("r", "l")],)):
        with pytest.raises(ReadOnly, match="the graph can only be read; change the tracker inst"):
            method(*arguments)


def test_reading_methods_exist() -> None:
    """The list of methods that read names no method that is gone."""
    assert set(methods()) >= READS


def _assign(graph: Graph) -> None:
    graph.name = "mine"


def _in_place(graph: Graph) -> None:
    attributes = graph.nodes["r"]
    attributes |= {"seen": True}


WRITES: dict[str, Callable[[Graph], object]] = {
    "node attribute": lambda graph: graph.nodes["r"].update(seen=True),
    "node attribute set": lambda graph: graph.nodes["r"].__setitem__("kind", "lcspr"),
    "node attribute by default": lambda graph: graph.nodes["r"].setdefault("seen", True),
    "node attribute in place": _in_place,
    "node attribute away": lambda graph: graph.nodes["r"].pop("kind"),
    "any node attribute away": lambda graph: graph.nodes["r"].popitem(),
    "node attributes cleared": lambda graph: graph.nodes["r"].clear(),
    "node attribute deleted": lambda graph: graph.nodes["r"].__delitem__("kind"),
    "edge attribute": lambda graph: graph.edges["l", "r", "arises_from"].update(weight=2),
    "edge attribute set": lambda graph: graph.adj["l"]["r"]["arises_from"].__setitem__("w", 2),
    "edge attribute backwards": lambda graph: graph.pred["r"]["l"]["arises_from"].clear(),
    "edge data": lambda graph: graph.get_edge_data("l", "r", "arises_from").update(weight=2),
    "graph attribute": lambda graph: graph.graph.update(name="mine"),
    "graph name": _assign,
    "set_node_attributes": lambda graph: nx.set_node_attributes(graph, 1, "seen"),
    "set_edge_attributes": lambda graph: nx.set_edge_attributes(graph, 1, "weight"),
    "add_path": lambda graph: nx.add_path(graph, ["r", "x"]),
    "add_star": lambda graph: nx.add_star(graph, ["r", "x"]),
    "add_cycle": lambda graph: nx.add_cycle(graph, ["r", "x"]),
    "relabel": lambda graph: nx.relabel_nodes(graph, {"r": "s"}, copy=False),
    "contract": lambda graph: nx.contracted_nodes(graph, "l", "r", copy=False),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_write(write: Callable[[Graph], object]) -> None:
    """Nobody writes to the graph: not a node, an edge, an attribute nor the graph's own."""
    graph, before = small(), small().copy()
    with pytest.raises(ReadOnly, match=r"take a copy: graph\.copy\(\)"):
        write(graph)
    assert graphs_equal(graph, before)
    write(before)


@pytest.mark.parametrize(
    "write",
    [
        lambda graph: graph.adj.__setitem__("r", {}),
        lambda graph: graph.nodes.__setitem__("r", {}),
        lambda graph: graph._adj.__setitem__("r", {}),
        lambda graph: graph._node.__setitem__("r", {}),
        lambda graph: graph._pred.__delitem__("r"),
    ],
)
def test_no_item_assignment(write: Callable[[Graph], object]) -> None:
    """What stands behind the graph has no way to be assigned to."""
    with pytest.raises((TypeError, AttributeError)):
        write(small())


def test_copied_attributes_are_free() -> None:
    """Attributes taken from the graph by copying are one's own."""
    shown = small().nodes["r"]
    for taken in (shown.copy(), copy.copy(shown), copy.deepcopy(shown), shown | {}, dict(shown)):
        assert type(taken) is dict
        taken["seen"] = True
    assert "seen" not in shown


def test_dependencies_of_an_action() -> None:
    """An analyst asks networkx what must be done first, and gets the actions in order."""
    waits = {"c": ("b",), "b": ("a",), "a": ()}
    actions = [Action(id=one, statement="Do.", depends_on=on) for one, on in waits.items()]
    graph = LinkGraph(Network(actions))
    assert list(nx.topological_sort(graph.reverse(copy=False))) == ["a", "b", "c"]
