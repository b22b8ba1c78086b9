"""The network: whole whatever happens, its indexes equal to a scan, its changes all or nothing."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

import attrs
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from learning_tracker.errors import (
    BrokenNetwork,
    ChangeWithinChange,
    DuplicateId,
    OtherKind,
    UnknownId,
)
from learning_tracker.integrity import Entry, Reference, circles, entry, integrity
from learning_tracker.kinds import _KINDS, Record, kinds
from learning_tracker.links import MAY_RUN_IN_CIRCLES, Link, Links, Relation, links_of
from learning_tracker.network import Journal, Network
from learning_tracker.problems import Problems
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
from strategies import networks, records_of

Edge = tuple[str, str, str]
LENGTH = 10_000
# Each example is a whole network, which takes a while to draw.
FEWER = settings(max_examples=settings().max_examples // 3)


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
    by_kind = {name: {record.id for record in network.of(kind)} for name, kind in kinds().items()}
    inside = {
        key: {one: set(all_.to(one)) for one in all_.targets}
        for key, all_ in network._incoming.items()
        if all_.targets
    }
    return {one: network[one] for one in network}, by_kind, edges_of(network), inside


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


@FEWER
@given(records=networks())
def test_mapping(records: list[Record]) -> None:
    """A network holds the records it was given, each under its id."""
    network = Network(records)
    assert {one: network[one] for one in network} == {record.id: record for record in records}
    assert len(network) == len(records)
    assert all(record.id in network for record in records)
    assert "nobody at all" not in network
    assert None not in network


@FEWER
@given(records=networks())
def test_of(records: list[Record]) -> None:
    """The records of a class are those of it and of the classes below it."""
    network = Network(records)
    for kind in [Record, Source, LCSPR, *kinds().values()]:
        expected = {record.id for record in records if isinstance(record, kind)}
        assert Counter(record.id for record in network.of(kind)) == Counter(expected)


@FEWER
@given(records=networks(max_size=25))
def test_referring(records: list[Record]) -> None:
    """The references found by looking backwards are those that the records declare."""
    expected = Counter(edge for record in records for edge in declared(record))
    assert edges_of(Network(records)) == expected


@FEWER
@given(records=networks())
def test_incoming(records: list[Record]) -> None:
    """What refers to an id in a field is what a scan of all records finds."""
    network = Network(records)
    for name, kind in kinds().items():
        for link in links_of(kind):
            for target in network:
                found = [record.id for record in network.incoming(kind, link.field, target)]
                scanned = [
                    one.id for one in records if one.kind == name and target in link.ids(one)
                ]
                assert sorted(found) == sorted(scanned)


@FEWER
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


@FEWER
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


@FEWER
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
    with network.change():
        """The network takes changes again."""


def test_what_breaks_is_undone() -> None:
    """A change that ends in a broken network is undone, and all its problems are told."""
    network = Network([Agency(id="a", name="A"), Agency(id="b", name="B", part_of="a")])
    before = state_of(network)

    def meddle() -> None:
        with network.change():
            network.remove("a")
            network.add(Agency(id="c", name="C", part_of="d", succeeded_by="e"))

    with pytest.raises(BrokenNetwork) as raised:
        meddle()
    dangling = "and there is no such record; add it or mend the id [dangling-link]"
    assert str(raised.value).splitlines() == [
        "error: part_of: b still refers to a in part_of; change or remove it first [dangling-link]",
        f"error: part_of: c refers to d, {dangling}",
        f"error: succeeded_by: c refers to e, {dangling}",
    ]
    assert state_of(network) == before


def test_broken_for_a_while() -> None:
    """Within a change links may lead nowhere; only at its end must all be whole."""
    network = Network()
    with network.change():
        network.add(Agency(id="b", name="B", part_of="a"))
        network.add(Agency(id="a", name="A"))
    assert edges_of(network) == Counter({("b", "a", "part_of"): 1})


def test_id_given_anew() -> None:
    """Within a change an id may pass from a record removed to one of another kind."""
    network = Network([Agency(id="a", name="A")])
    with network.change() as journal:
        network.remove("a")
        network.add(Theme(id="a", name="T"))
    assert network["a"] == Theme(id="a", name="T")
    assert list(network.of(Agency)) == []
    assert journal == {"a": Agency(id="a", name="A")}


def test_journal() -> None:
    """The journal of a change tells for each id touched what was there before."""
    first, second = Agency(id="a", name="A"), Agency(id="b", name="B")
    network = Network([first])
    with network.change() as journal:
        network.replace(attrs.evolve(first, name="Once"))
        network.replace(attrs.evolve(first, name="Twice"))
        network.add(second)
        network.replace(attrs.evolve(second, name="Once"))
    assert journal == {"a": first, "b": None}
    assert network["a"] == attrs.evolve(first, name="Twice")


def test_keep() -> None:
    """What a change is to be kept by is called once, when all is whole, and before it stands."""
    network, kept = Network(), []

    def keep(journal: Journal) -> None:
        kept.append((dict(journal), network.changing, len(network)))

    with network.change(keep):
        assert network.changing
        network.add(Agency(id="a", name="A"))
        assert kept == []
    assert kept == [({"a": None}, True, 1)]
    assert not network.changing
    with pytest.raises(BrokenNetwork), network.change(keep):
        network.add(Agency(id="b", name="B", part_of="nobody"))
    assert len(kept) == 1


def test_keep_fails() -> None:
    """If a change cannot be kept, nothing of it stands, and whatever prevented it is told."""
    network = Network([Agency(id="a", name="A")])
    before = state_of(network)

    def keep(_: Journal) -> None:
        raise OSError("The disk is full.")

    with pytest.raises(OSError, match="The disk is full"), network.change(keep):
        network.remove("a")
    assert state_of(network) == before
    assert not network.changing


def test_change_within_change() -> None:
    """A change within a change is refused, and undoes the outer one unless it is caught."""
    network = Network()

    def meddle() -> None:
        with network.change():
            network.add(Agency(id="a", name="A"))
            with network.change():
                raise AssertionError

    with pytest.raises(ChangeWithinChange, match="a change is under way already"):
        meddle()
    assert len(network) == 0
    with network.change():
        network.add(Agency(id="a", name="A"))
        with pytest.raises(ChangeWithinChange), network.change():
            raise AssertionError
    assert list(network) == ["a"]


def test_error_within_a_change_that_is_caught() -> None:
    """An addition that is refused changes nothing; once its error is caught, the change goes on."""
    network = Network([Agency(id="a", name="A")])
    with network.change():
        with pytest.raises(DuplicateId):
            network.add(Agency(id="a", name="Other"))
        network.add(Agency(id="b", name="B"))
    assert {one: network[one].label for one in network} == {"a": "A", "b": "B"}


def test_version_grows() -> None:
    """Every change, and every undoing, makes what was worked out before stale."""
    network = Network([Agency(id="a", name="A")])
    versions = [network.version]
    network.add(Agency(id="b", name="B"))
    versions.append(network.version)
    network.replace(Agency(id="b", name="C"))
    versions.append(network.version)
    network.remove("b")
    versions.append(network.version)
    with pytest.raises(BrokenNetwork):
        network.add(Agency(id="b", name="B", part_of="nobody"))
    versions.append(network.version)
    assert versions == sorted(set(versions))


@pytest.mark.parametrize(
    ("deed", "error", "sentence"),
    [
        (
            lambda network: network.add(Theme(id="a", name="T")),
            DuplicateId,
            "the id 'a' stands for a record already, of kind agency; give this record another id",
        ),
        (
            lambda network: network.replace(Theme(id="a", name="T")),
            OtherKind,
            "'a' is of kind agency and cannot become of kind theme; remove it and add the new",
        ),
        (lambda network: network.replace(Theme(id="x", name="T")), UnknownId, "no record 'x'"),
        (lambda network: network.remove("x"), UnknownId, "there is no record 'x'"),
        (lambda network: network["x"], UnknownId, "there is no record 'x'"),
        (lambda network: network.remove("a"), BrokenNetwork, "b still refers to a in part_of"),
        (
            lambda network: network.replace(Agency(id="b", name="B", part_of="x")),
            BrokenNetwork,
            "b refers to x, and there is no such record; add it or mend the id",
        ),
    ],
)
def test_refused(deed: Any, error: type[Exception], sentence: str) -> None:
    """What cannot be done is refused with a sentence that says why, and changes nothing."""
    network = Network([Agency(id="a", name="A"), Agency(id="b", name="B", part_of="a")])
    before = state_of(network)
    with pytest.raises(error, match=re.escape(sentence)):
        deed(network)
    assert state_of(network) == before


# Links that lead nowhere, or to what may not stand there


def test_dangling() -> None:
    """A link to no record is told with its place, for every link and every id."""
    finding = Finding(
        id="f", sources=("x", "y"), judgement="strength", statement="Good.", themes=("z",)
    )
    assert problems_of(finding) == [
        ("dangling-link", "f", "sources[0]"),
        ("dangling-link", "f", "sources[1]"),
        ("dangling-link", "f", "themes[0]"),
    ]


def test_dangling_is_told_once() -> None:
    """A link that came into being in the change that removed its target is one problem."""
    network = Network([Theme(id="t", name="T"), Theme(id="u", name="U", broader="t")])

    def meddle() -> None:
        with network.change():
            network.remove("t")
            network.replace(Theme(id="u", name="New", broader="t"))
            network.add(Theme(id="v", name="V", broader="u"))

    with pytest.raises(BrokenNetwork) as raised:
        meddle()
    assert [(one.record, one.place) for one in raised.value.problems] == [("u", "broader")]  # type: ignore[attr-defined]


def test_wrong_kind() -> None:
    """A link to a kind that may not stand there says what it found and what it wants."""
    action = Action(id="a", statement="Train.", answers=("t",), lead="t")
    with pytest.raises(BrokenNetwork) as raised:
        Network([action, Theme(id="t", name="T")])
    assert [one.sentence for one in raised.value.problems] == [  # type: ignore[attr-defined]
        "a refers to t, which is of kind theme; answers takes Recommendation, Finding or Source",
        "a refers to t, which is of kind theme; lead takes Agency or Partnership",
    ]


@FEWER
@given(records=networks(), data=st.data())
def test_integrity_of_raw_entries(records: list[Record], data: st.DataObject) -> None:
    """Of records that are whole nothing is said; without one, exactly the links to it."""
    by_id = {record.id: record for record in records}
    gone = data.draw(st.sampled_from([None, *by_id]))

    def kind_of(identifier: str) -> type[Record] | None:
        record = by_id.get(identifier) if identifier != gone else None
        return type(record) if record else None

    entries = [entry(one, f"records[{n}]") for n, one in enumerate(records) if one.id != gone]
    found = Counter(problem.record for problem in integrity(entries, kind_of))
    expected = (edge for one in records if one.id != gone for edge in declared(one))
    assert found == Counter(one for one, target, _ in expected if target == gone)


def test_hint_at_ids() -> None:
    """Whoever looks for problems may hint at the id that was meant."""
    lost = entry(Theme(id="t", name="T", broader="lauro"), "records[3]")
    (problem,) = integrity([lost], lambda _: None, lambda one: f"; not {one}?")
    assert problem.place == "records[3].broader"
    assert problem.sentence.endswith("add it or mend the id; not lauro?")


# Circles


def links_to_own_kind() -> list[tuple[type[Record], Link]]:
    """The links by which a record can refer to one of its own kind, from the registry."""
    return [(k, link) for k in kinds().values() for link in links_of(k) if link.admits(k)]


def test_relations_that_can_circle() -> None:
    """The relations that could run in circles within a kind are these, and no new one is missed."""
    assert {link.key for _, link in links_to_own_kind()} == {
        "Agency.part_of",
        "Agency.succeeded_by",
        "Theme.broader",
        "Theme.matches",
        "Finding.repeats",
        "Action.depends_on",
        "Decision.about",
    }


def test_no_circle_across_kinds() -> None:
    """No relation leads from one kind to another and back, so circles stay within a kind."""
    for relation in set(Relation) - MAY_RUN_IN_CIRCLES:
        steps = {
            (one, other)
            for one in kinds().values()
            for link in links_of(one)
            if link.relation is relation
            for other in kinds().values()
            if link.admits(other) and one is not other
        }
        graph = nx.DiGraph()
        graph.add_edges_from(steps)
        assert nx.is_directed_acyclic_graph(graph)


@pytest.mark.parametrize(
    ("kind", "link"), [pytest.param(*one, id=one[1].key) for one in links_to_own_kind()]
)
@settings(max_examples=20)
@given(data=st.data(), length=st.integers(1, 4))
def test_circle(kind: type[Record], link: Link, data: st.DataObject, length: int) -> None:
    """A chain that comes back to where it began is refused, unless the relation allows it."""
    names = [f"c{number}" for number in range(length)]
    records = []
    for number, name in enumerate(names):
        following = names[(number + 1) % length]
        bare = {one.field: () for one in links_of(kind) if one.many and not one.declared.at_least}
        value = (following,) if link.many else following
        bare |= {"id": name, link.field: value}
        records.append(attrs.evolve(data.draw(records_of(kind)), **bare))
    found = [problem for problem in circles(map(entry, records)) if problem.code == "circle"]
    if link.relation in MAY_RUN_IN_CIRCLES:
        assert found == []
        return
    way = " → ".join([*names, names[0]])
    words = link.relation.value.replace("_", " ")
    assert any(f'"{words}" runs in a circle: {way};' in one.sentence for one in found)


def test_two_circles() -> None:
    """Every circle is told once, and a chain that leads into one is not part of it."""
    chain = [("a", "b"), ("b", "c"), ("c", "b"), ("d", "d"), ("e", "a")]
    found = [Theme(id=one, name="T", broader=other) for one, other in chain]
    assert problems_of(*found) == [("circle", "b", ""), ("circle", "d", "")]


def test_matches_may_circle() -> None:
    """Themes of two frames may each say that they match the other."""
    one, other = Theme(id="a", name="A", matches=("b",)), Theme(id="b", name="B", matches=("a",))
    assert len(Network([one, other])) == 2


def test_circle_closed_by_a_change() -> None:
    """A change that closes a circle of old records is refused, wherever it closes it."""
    network = Network(themes(3))
    with pytest.raises(BrokenNetwork, match="runs in a circle: t2 → t0 → t1 → t2"):
        network.replace(Theme(id="t2", name="Theme", broader="t0"))
    assert network["t2"] == Theme(id="t2", name="Theme")


def test_diamond_is_no_circle() -> None:
    """Two ways to the same record are no circle."""
    actions = {"a": ("b", "c"), "b": ("d",), "c": ("d", "b"), "d": ()}
    assert Network(
        Action(id=one, statement="Do.", depends_on=others) for one, others in actions.items()
    )


def test_a_decision_about_a_decision() -> None:
    """Decisions may be about each other, but not each about the other."""
    meeting = Meeting(id="m", body="Group", on="2025")
    first = Decision(id="a", meeting="m", statement="Yes.", about=("b", "m"))
    second = Decision(id="b", meeting="m", statement="No.")
    assert len(Network([meeting, first, second])) == 3
    assert problems_of(meeting, first, attrs.evolve(second, about=("a",))) == [("circle", "a", "")]


def test_deep_chain() -> None:
    """A chain of ten thousand broader themes is checked without recursion."""
    network = Network(themes(LENGTH))
    assert len(network) == LENGTH
    network.add(Theme(id="end", name="Theme", broader="t0"))
    with pytest.raises(BrokenNetwork, match="runs in a circle"):
        network.replace(Theme(id=f"t{LENGTH - 1}", name="Theme", broader="t0"))


def test_raw_entries_with_a_link_twice() -> None:
    """An entry of a broken file may refer to one record many times; its circle is told once."""
    link = next(one for one in links_of(Action) if one.field == "depends_on")
    twice = (Reference(link, "a", "depends_on[0]"), Reference(link, "a", "depends_on[1]"))
    (first, *others) = circles([Entry("a", Action, "records[0]", twice)])
    assert (first.place, first.record) == ("records[0]", "a")
    assert len(others) <= 1


# Any history of changes


def is_whole(model: dict[str, Record]) -> bool:
    """Whether every link leads to what may stand there and no relation circles: by networkx."""
    for record in model.values():
        for link in links_of(type(record)):
            for target in link.ids(record):
                if target not in model or not link.admits(type(model[target])):
                    return False
    for relation in set(Relation) - MAY_RUN_IN_CIRCLES:
        graph = nx.DiGraph()
        graph.add_edges_from(
            (record.id, target)
            for record in model.values()
            for link in links_of(type(record))
            if link.relation is relation
            for target in link.ids(record)
        )
        if not nx.is_directed_acyclic_graph(graph):
            return False
    return True


@st.composite
def relinked(draw: st.DrawFn) -> list[Record]:
    """The records of a network, some of whose links were led elsewhere."""
    records: list[Record] = draw(networks())
    ids = ["nobody", *(record.id for record in records)]
    for place in draw(st.lists(st.integers(0, len(records) - 1), max_size=3)):
        if links := links_of(type(records[place])):
            link, target = draw(st.sampled_from(links)), draw(st.sampled_from(ids))
            value = (target,) if link.many else target
            records[place] = attrs.evolve(records[place], **{link.field: value})
    return records


@given(relinked())
def test_whole_at_first(records: list[Record]) -> None:
    """The records of a beginning are taken if and only if a look at each finds nothing wrong."""
    kinds_by_id = {record.id: type(record) for record in records}
    expected = Problems(integrity(map(entry, records), kinds_by_id.get))
    if expected:
        with pytest.raises(BrokenNetwork) as raised:
            Network(records)
        assert raised.value.problems == expected
    else:
        assert state_of(Network(records)) == state_of(added_one_by_one(records))


def added_one_by_one(records: list[Record]) -> Network:
    """A network to which the records were added in one change."""
    network = Network()
    with network.change():
        for record in records:
            network.add(record)
    return network


@given(st.integers(0, 20), st.data())
def test_few_and_many(times: int, data: st.DataObject) -> None:
    """Of one, few or many records that refer to an id, each can come and go; they keep in order."""
    network = Network([Theme(id="t", name="T")])
    model: dict[str, None] = {}
    for number in range(times):
        network.add(Theme(id=f"t{number}", name="T", broader="t"))
        model[f"t{number}"] = None
        if data.draw(st.booleans()):
            gone = data.draw(st.sampled_from([*model]))
            network.remove(gone)
            del model[gone]
        assert [one for one, _ in network.referring("t")] == [*model]


@pytest.fixture
def registry() -> Iterator[None]:
    """The registry of kinds, as it was before afterwards."""
    before = dict(_KINDS)
    yield
    _KINDS.clear()
    _KINDS.update(before)


@pytest.mark.usefixtures("registry")
def test_a_circle_through_two_kinds() -> None:
    """A relation that comes back to a kind by way of another may not run in a circle either."""

    @attrs.frozen(kw_only=True)
    class Ping(Record):
        kind: ClassVar[str] = "ping"

        to: Annotated[str | None, Links(Relation.OF, "Pong")] = None

    @attrs.frozen(kw_only=True)
    class Pong(Record):
        kind: ClassVar[str] = "pong"

        to: Annotated[str | None, Links(Relation.OF, "Ping")] = None

    ping, pong = Ping(id="ping", to="pong"), Pong(id="pong", to="ping")
    assert problems_of(ping, pong) == [("circle", "ping", "")]
    network = Network([ping, Pong(id="pong")])
    with pytest.raises(BrokenNetwork):
        network.replace(pong)


def test_another_kind_under_an_id() -> None:
    """Where a record of another kind takes an id, those that refer to it must be able to."""
    wide, narrow = Theme(id="wide", name="Wide"), Theme(id="narrow", name="N", broader="wide")
    network = Network([wide, narrow])

    def change() -> None:
        with network.change():
            network.remove("wide")
            network.add(Agency(id="wide", name="Wide"))

    with pytest.raises(BrokenNetwork) as raised:
        change()
    assert [(one.code, one.record) for one in raised.value.problems] == [("wrong-kind", "narrow")]
    assert network["wide"] == wide
    network.remove("narrow")
    change()
    assert type(network["wide"]) is Agency


class History(RuleBasedStateMachine):
    """Random changes of a network, beside the same changes of a plain dict."""

    def __init__(self) -> None:
        super().__init__()
        self.network = Network()
        self.model: dict[str, Record] = {}
        self.pool: list[Record] = []

    @initialize(records=networks(), rest=st.integers(0, 15))
    def begin(self, records: list[Record], rest: int) -> None:
        """Begin with the first of some records; the rest may be added later."""
        self.pool = records
        self.network = Network(records[:rest])
        self.model = {record.id: record for record in records[:rest]}

    def do(self, deeds: list[tuple[str, Record]]) -> None:
        """Do all of it to both; the network must take it if and only if it leaves it whole."""
        after = dict(self.model)
        fits = True
        for deed, record in deeds:
            fits = fits and (record.id in after) == (deed != "add")
            if deed == "remove":
                after.pop(record.id, None)
            else:
                after[record.id] = record
        if fits and is_whole(after):
            self._to_network(deeds)
            self.model = after
        else:
            with pytest.raises(BrokenNetwork if fits else (UnknownId, DuplicateId)):
                self._to_network(deeds)

    def _to_network(self, deeds: list[tuple[str, Record]]) -> None:
        if len(deeds) == 1:
            self._one_deed(*deeds[0])
            return
        with self.network.change():
            for deed, record in deeds:
                self._one_deed(deed, record)

    def _one_deed(self, deed: str, record: Record) -> None:
        getattr(self.network, deed)(record.id if deed == "remove" else record)

    @precondition(lambda self: self.pool)
    @rule(data=st.data(), length=st.integers(1, 4))
    def change(self, data: st.DataObject, length: int) -> None:
        """Add, replace or remove a few records, with links that may lead anywhere."""
        deeds = st.sampled_from(["add", "replace", "remove"])
        self.do([(data.draw(deeds), data.draw(self.records())) for _ in range(length)])

    def records(self) -> st.SearchStrategy[Record]:
        """A record of the pool as it is, or with one of its links led elsewhere."""
        ids = ["nobody", *(record.id for record in self.pool)]
        return st.sampled_from(self.pool).flatmap(lambda record: self.relinked(record, ids))

    def relinked(self, record: Record, ids: list[str]) -> st.SearchStrategy[Record]:
        """The record, or with one of its links led elsewhere."""
        links = links_of(type(record))
        if not links:
            return st.just(record)
        some = st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True).map(tuple)
        elsewhere = st.sampled_from(links).flatmap(
            lambda link: (some if link.many else st.sampled_from(ids)).map(
                lambda value: attrs.evolve(record, **{link.field: value})
            )
        )
        return st.just(record) | elsewhere

    @invariant()
    def holds_the_same(self) -> None:
        """The network holds what the dict holds."""
        assert {one: self.network[one] for one in self.network} == self.model
        for kind in {type(record) for record in self.pool}:
            same = {record.id for record in self.model.values() if type(record) is kind}
            assert {record.id for record in self.network.of(kind)} == same

    @invariant()
    def indexes_are_right(self) -> None:
        """Looking backwards finds what the records declare, and keeps nothing else."""
        expected = Counter(edge for record in self.model.values() for edge in declared(record))
        assert edges_of(self.network) == expected
        assert state_of(self.network) == state_of(Network(self.model.values()))


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)


@pytest.mark.parametrize("calls", range(12))
def test_an_interruption_in_the_midst_leaves_what_was(
    calls: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever a change is broken off, as by Ctrl-C, its reason survives and nothing stands."""
    held = [Theme(id="wide", name="Wide"), Theme(id="fathers", name="Fathers", broader="wide")]
    network = Network(held)
    before = edges_of(network)
    left = iter(range(calls))

    def until_interrupted(kind: type[Record]) -> tuple[Link, ...]:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return links_of(kind)

    def broken_off() -> None:
        with network.change(), monkeypatch.context() as patched:
            patched.setattr("learning_tracker.network.links_of", until_interrupted)
            network.add(Theme(id="new", name="New", broader="wide", matches=("fathers",)))
            network.replace(attrs.evolve(held[1], broader=None, matches=("new",)))
            network.remove("wide")
            network.add(Theme(id="last", name="Last"))
            patched.undo()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert [network[one] for one in ("wide", "fathers")] == held
    assert len(network) == 2
    assert edges_of(network) == before
