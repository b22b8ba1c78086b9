"""The tracker as a networkx graph: a view over the links, current at once, not a copy.

Records are nodes, references between them edges, from the record that refers to the
one it refers to. Every algorithm of networkx that only reads runs on it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn, Protocol

import networkx as nx

from learning_tracker.errors import ReadOnly
from learning_tracker.fields import once_per_kind
from learning_tracker.kinds import Record
from learning_tracker.links import links_of

Attributes = Mapping[str, Any]


class Linked(Protocol):
    """What a graph is drawn from: records by id, with their links in both directions."""

    def __getitem__(self, identifier: str, /) -> Record: ...
    def __contains__(self, identifier: object, /) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...
    def referring(self, identifier: str) -> Iterator[tuple[str, str]]:
        """Every reference to an id: the id of the record that makes it, and its field."""
        ...


class _Shown(dict[str, Any]):
    """The attributes of a node or an edge, which the graph shows and nobody may change.

    A dict, because networkx copies attributes by `dict.copy` and `update`; copies are
    plain dicts, so that a copied, reversed or unpickled graph is an ordinary one.
    """

    def copy(self) -> dict[str, Any]:
        return dict(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return dict(self)

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[dict[str, Any]]]:
        return dict, (dict(self),)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise _read_only()

    __setitem__ = __delitem__ = __ior__ = _refuse
    update = pop = popitem = clear = setdefault = _refuse


def _read_only() -> ReadOnly:
    return ReadOnly("the graph", "change the tracker instead, or take a copy: graph.copy()")


class _Keys(_Shown):
    """The edges from one record to another, by the fields that make the references."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, Any]:
        return {key: dict(shown) for key, shown in self.items()}

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[dict[str, Any]]]:
        return dict, ({key: dict(shown) for key, shown in self.items()},)


@once_per_kind
def _edges_of(kind: type[Record]) -> dict[str, tuple[bool, _Keys]]:
    """The links of a kind of record by field: whether it holds many ids, and the edge it makes.

    An edge tells nothing but its field and relation: all edges of a link share it, which
    spares two dicts for each and makes passes over the whole graph twice as fast.
    """
    return {
        link.field: (link.many, _Keys({link.field: _Shown(relation=link.relation.value)}))
        for link in links_of(kind)
    }


class _Nodes(Mapping[str, dict[str, Any]]):
    """Each id with the record behind it."""

    def __init__(self, linked: Linked) -> None:
        self._linked = linked

    def __getitem__(self, identifier: str) -> dict[str, Any]:
        record = self._linked[identifier]
        return _Shown(kind=type(record).kind, record=record)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._linked

    def __iter__(self) -> Iterator[str]:
        return iter(self._linked)

    def __len__(self) -> int:
        return len(self._linked)


Edges = dict[str, dict[str, dict[str, Any]]]


class _Neighbours(Mapping[str, Edges]):
    """For each id, the ids next to it in one direction, with the edges between."""

    def __init__(self, linked: Linked, beside: Callable[[Linked, str], Edges]) -> None:
        self._linked = linked
        self._beside = beside

    def __getitem__(self, identifier: str) -> Edges:
        return self._beside(self._linked, identifier)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._linked

    def __iter__(self) -> Iterator[str]:
        return iter(self._linked)

    def __len__(self) -> int:
        return len(self._linked)


def _after(linked: Linked, identifier: str) -> Edges:
    record = linked[identifier]
    edges: Edges = {}
    for field, (many, keys) in _edges_of(type(record)).items():
        held = getattr(record, field)
        if held:  # else there are no ids, or it is None
            for target in held if many else (held,):
                edges[target] = _Keys({**edges[target], **keys}) if target in edges else keys
    return edges


def _before(linked: Linked, identifier: str) -> Edges:
    if identifier not in linked:
        raise KeyError(identifier)
    edges: Edges = {}
    for one, field in linked.referring(identifier):
        if one in edges:
            edges[one] = _after(linked, one)[identifier]
        else:
            _, edges[one] = _edges_of(type(linked[one]))[field]
    return edges


class LinkGraph(nx.MultiDiGraph):
    """A read-only `networkx.MultiDiGraph` of the records and the links between them.

    A node is a record's id, with the attributes `kind` and `record`. An edge's key is
    the field that makes the reference; its attribute `relation` says what it means.

    It leans on three private names of networkx (`_node`, `_adj`, `_pred`), as networkx's
    own `subgraph_view` does; the range of versions in pyproject.toml is the one tested.
    """

    def __new__(cls, linked: Linked | None = None) -> nx.MultiDiGraph:
        """A view; or, where networkx asks the class for an empty graph to fill, an ordinary one."""
        return nx.MultiDiGraph() if linked is None else super().__new__(cls)

    def __init__(self, linked: Linked) -> None:
        super().__init__()
        self.graph = _Shown()
        self._node = _Nodes(linked)
        self._adj = _Neighbours(linked, _after)
        self._pred = _Neighbours(linked, _before)
        self._succ = self._adj

    def to_directed_class(self) -> type[nx.MultiDiGraph]:
        """What a directed copy is made of: an ordinary graph."""
        return nx.MultiDiGraph

    def to_undirected_class(self) -> type[nx.MultiGraph]:
        """What an undirected copy is made of: an ordinary graph."""
        return nx.MultiGraph

    def __reduce__(self) -> tuple[Callable[[Any], Any], tuple[nx.MultiDiGraph]]:
        return nx.MultiDiGraph, (self.copy(),)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise _read_only()

    add_node = add_nodes_from = remove_node = remove_nodes_from = _refuse
    add_edge = add_edges_from = add_weighted_edges_from = _refuse
    remove_edge = remove_edges_from = clear = clear_edges = update = _refuse
