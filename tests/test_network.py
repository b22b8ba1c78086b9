"""The network: whole whatever happens, its indexes equal to a scan, its changes all or nothing."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from strategies import networks, records_of

from learning_tracker.errors import (
    BrokenNetwork,
    ChangeWithinChange,
    DuplicateId,
    OtherKind,
    UnknownId,
)
from learning_tracker.kinds import Record, kinds
from learning_tracker.links import MAY_RUN_IN_CIRCLES, Link, Relation, links_of
from learning_tracker.network import Entry, Network, Reference, circles, entry, integrity
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    Decision,
    Finding,
    Meeting,
    RapidReview,
    Source,
    Theme,
)

Edge = tuple[str, str, str]
LENGTH = 10_000


def declared(record: Record) -> list[Edge]:
    """The references of a record, read from its annotations by hand."""
    edges = []
    for link in links_of(type(record)):
        value = getattr(record, link.field)
        ids = value if isinstance(value, tuple) else [value] if value is not None else []
        edges += [(record.id, one, link.field) for one in ids]
    return edges


def edges_of(network: Network) -> Counter[Edge]:
    """Every reference that the network finds by looking backwards."""
    return Counter(
        (one, target, field) for target in network for one, field in network.referring(target)
    )


def state_of(network: Network) -> tuple[object, ...]:
    """All that can be asked of a network, whatever the order of it."""
    by_kind = {
        name: {record.id for record in network.of(kind)} for name, kind in kinds().items()
    }
    inside = {key: {one: set(two) for one, two in all_.items()} for key, all_ in _filled(network)}
    return {one: network[one] for one in network}, by_kind, edges_of(network), inside


def _filled(network: Network) -> Iterator[tuple[str, dict[str, dict[str, None]]]]:
    return ((key, targets) for key, targets in network._incoming.items() if targets)


def problems_of(*records: Record) -> list[tuple[str, str, str]]:
    """The code, record and place of each problem for which a network refuses the records."""
    with pytest.raises(BrokenNetwork) as raised:
        Network(records)
    return [(one.code, one.record, one.place) for one in raised.value.problems]  # type: ignore[attr-defined]


def themes(length: int, last: str | None = None) -> list[Theme]:
    """A chain of themes, each with the next as its broader one."""
    names = [*(f"t{number}" for number in range(length)), last]
    return [
        Theme(id=f"t{number}", name="Theme", broader=names[number + 1]) for number in range(length)
    ]


# Records by id, and their links in both directions


@given(records=networks())
def test_mapping(records: list[Record]) -> None:
    """A network holds the records it was given, each under its id."""
    network = Network(records)
    assert {one: network[one] for one in network} == {record.id: record for record in records}
    assert len(network) == len(records)
    assert all(record.id in network for record in records)
    assert "nobody at all" not in network
    assert None not in network


@given(records=networks())
def test_of(records: list[Record]) -> None:
    """The records of a class are those of it and of the classes below it."""
    network = Network(records)
    for kind in [Record, Source, LCSPR, *kinds().values()]:
        expected = {record.id for record in records if isinstance(record, kind)}
        assert Counter(record.id for record in network.of(kind)) == Counter(expected)


@given(records=networks(max_size=25))
def test_referring(records: list[Record]) -> None:
    """The references found by looking backwards are those that the records declare."""
    expected = Counter(edge for record in records for edge in declared(record))
    assert edges_of(Network(records)) == expected


@given(records=networks())
def test_incoming(records: list[Record]) -> None:
    """What refers to an id in a field is what a scan of all records finds."""
    network = Network(records)
    for name, kind in kinds().items():
        for link in links_of(kind):
            for target in network:
                found = [record.id for record in network.incoming(kind, link.field, target)]
                scanned = [
                    one.id
                    for one in records
                    if one.kind == name and target in link.ids(one)
                ]
                assert sorted(found) == sorted(scanned)


@given(records=networks())
def test_order_of_entry(records: list[Record]) -> None:
    """A network is the same in whatever order its records come."""
    assert state_of(Network(reversed(records))) == state_of(Network(records))


def test_incoming_knows_the_class() -> None:
    """Two kinds share the link that their base declares, and are still told apart."""
    rapid = RapidReview(id="r", title="R", partnership=None)
    full = LCSPR(id="l", title="L", arises_from=("r",))
    network = Network([rapid, full])
    assert list(network.incoming(LCSPR, "arises_from", "r")) == [full]
    assert list(network.incoming(Source, "partnership", "r")) == []
    with pytest.raises(KeyError):
        list(network.incoming(LCSPR, "title", "r"))


def test_incoming_of_a_kind_below() -> None:
    """A link that two kinds inherit is asked of each kind apart."""
    records = [cls(id=cls.kind, title="T", partnership="p") for cls in (RapidReview, LCSPR)]
    network = Network([kinds()["partnership"](id="p", name="P"), *records])  # type: ignore[call-arg]
    assert list(network.incoming(LCSPR, "partnership", "p")) == records[1:]
    assert list(network.incoming(Source, "partnership", "p")) == records


# Change


@given(records=networks(), data=st.data())
def test_take_away_and_add_back(records: list[Record], data: st.DataObject) -> None:
    """Records taken away and added back in one change leave everything as it was."""
    network = Network(records)
    before = state_of(network)
    some = data.draw(st.lists(st.sampled_from(records), unique_by=lambda record: record.id))
    with network.change() as journal:
        for record in some:
            network.remove(record.id)
            assert record.id not in network
        for record in reversed(some):
            network.add(record)
    assert state_of(network) == before
    assert journal == {record.id: record for record in some}


@given(records=networks(), more=networks(), data=st.data())
def test_all_or_nothing(records: list[Record], more: list[Record], data: st.DataObject) -> None:
    """Whatever was done before an error in a change, nothing of it stands, and the error comes."""
    network = Network(records)
    before, version = state_of(network), network.version
    stop = RuntimeError("The user changed her mind.")

    def meddle() -> None:
        with network.change():
            for record in data.draw(st.lists(st.sampled_from([*records, *more]), max_size=8)):
                if record.id not in network:
                    network.add(record)
                elif data.draw(st.booleans()):
                    network.remove(record.id)
                elif type(network[record.id]) is type(record):
                    network.replace(attrs.evolve(record, note="Changed."))
            raise stop

    with pytest.raises(RuntimeError) as raised:
        meddle()
    assert raised.value is stop
    assert state_of(network) == before
    assert network.version >= version
    network.add(Agency(id="nobody before", name="New")) if False else None
