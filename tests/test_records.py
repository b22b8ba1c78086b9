"""The records: the design's table of kinds and fields, and what every record can do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, ClassVar

import attrs
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.dates import When
from learning_tracker.errors import BrokenNetwork, InvalidField, KindClash, Misfit, UnknownId
from learning_tracker.fields import Field, Identifier, Text, event, fields_of
from learning_tracker.graph import LinkGraph
from learning_tracker.kinds import _KINDS, Record, kinds, mint
from learning_tracker.links import Links, Relation, class_names, link_named, links_of, references
from learning_tracker.network import Network
from learning_tracker.problems import Problems, error, warning
from learning_tracker.records import (
    LCSPR,
    Agency,
    CaseFileAudit,
    Decision,
    Dissemination,
    Evidence,
    ExternalReview,
    Finding,
    LearningReview,
    Meeting,
    Partnership,
    RapidReview,
    Request,
    Response,
    Review,
    Source,
    Theme,
    Update,
)
from learning_tracker.vocabulary import Basis, Judgement, Level, Publication, Severity
from strategies import records_of, whens

COMMON = "id note where basis"
SOURCE = "title summary partnership attributes publication embargoed_until"
FULL_REVIEW = f"{SOURCE} arises_from incident_on initiated_on completed_on published_on url"

# The design's table of records.
FIELDS = {
    "partnership": "name policy",
    "agency": "name sector role part_of aliases succeeded_by succeeded_on",
    "theme": "name definition frame broader aliases matches guid",
    "rapid-review": (
        f"{SOURCE} incident_on aware_on notified_on held_on submitted_on agreed_deadline "
        "decision children"
    ),
    "lcspr": FULL_REVIEW,
    "learning-review": FULL_REVIEW,
    "case-file-audit": f"{SOURCE} topic period held_on grades reported_outcome",
    "standards-audit": f"{SOURCE} framework held_on returns sections",
    "external-review": f"{SOURCE} body review_type period published_on url",
    "finding": "sources judgement statement themes agencies repeats seen_in out_of",
    "recommendation": "source statement findings addressed_to themes made_on scope",
    "response": "recommendation agency decision on reason",
    "action": (
        "statement answers themes lead supporting agreed_on due_on change success_measure "
        "depends_on"
    ),
    "update": "action on by event statement due_on colour meeting superseded_by",
    "evidence": "on statement level supports drawn_from url",
    "measure": "name unit themes owner",
    "observation": "of on value",
    "dissemination": "sources channel on",
    "meeting": "body on",
    "decision": "meeting about statement follow_up_on",
    "request": "agency actions sent_on due_back_on returned_on",
}

# Its links: → in the table, * for many, ? for optional; the others are required.
LINKS = {
    "agency": {"part_of": "? Agency", "succeeded_by": "? Agency"},
    "theme": {"broader": "? Theme", "matches": "* Theme"},
    "rapid-review": {"partnership": "? Partnership"},
    "lcspr": {"partnership": "? Partnership", "arises_from": "* RapidReview"},
    "learning-review": {"partnership": "? Partnership", "arises_from": "* RapidReview"},
    "case-file-audit": {"partnership": "? Partnership", "topic": "Theme"},
    "standards-audit": {"partnership": "? Partnership"},
    "external-review": {"partnership": "? Partnership"},
    "finding": {
        "sources": "* Source",
        "themes": "* Theme",
        "agencies": "* Agency",
        "repeats": "* Finding",
    },
    "recommendation": {
        "source": "Source",
        "findings": "* Finding",
        "addressed_to": "* Agency Partnership",
        "themes": "* Theme",
    },
    "response": {"recommendation": "Recommendation", "agency": "Agency"},
    "action": {
        "answers": "* Recommendation Finding Source",
        "themes": "* Theme",
        "lead": "? Agency Partnership",
        "supporting": "* Agency",
        "depends_on": "* Action",
    },
    "update": {
        "action": "Action",
        "by": "Agency Partnership",
        "meeting": "? Meeting",
        "superseded_by": "? Action",
    },
    "evidence": {
        "supports": "* Action Recommendation Finding Theme",
        "drawn_from": "? Source Measure",
    },
    "measure": {"themes": "* Theme", "owner": "? Agency"},
    "observation": {"of": "Measure Dissemination"},
    "dissemination": {"sources": "* Source"},
    "decision": {"meeting": "Meeting", "about": "* Record"},
    "request": {"agency": "Agency", "actions": "* Action"},
}

# The dates that say something happened; all others are deadlines.
EVENTS = {
    "agency": "succeeded_on",
    "rapid-review": "incident_on aware_on notified_on held_on submitted_on",
    "lcspr": "incident_on initiated_on completed_on published_on",
    "learning-review": "incident_on initiated_on completed_on published_on",
    "case-file-audit": "period held_on",
    "standards-audit": "held_on",
    "external-review": "period published_on",
    "recommendation": "made_on",
    "response": "on",
    "action": "agreed_on",
    "update": "on",
    "evidence": "on",
    "observation": "on",
    "dissemination": "on",
    "meeting": "on",
    "request": "sent_on returned_on",
}
THREAD = {
    "FullReview.arises_from",
    "Finding.sources",
    "Finding.repeats",
    "Recommendation.source",
    "Recommendation.findings",
    "Response.recommendation",
    "Action.answers",
    "Update.action",
    "Evidence.supports",
}


@contextmanager
def only_for_a_while() -> Iterator[None]:
    """Take whatever kinds are declared inside out of the registry again."""
    before = dict(_KINDS)
    try:
        yield
    finally:
        _KINDS.clear()
        _KINDS.update(before)


@pytest.fixture
def visit() -> Iterator[Any]:
    """A made-up kind of record, which nothing but its own declaration knows."""
    with only_for_a_while():

        @attrs.frozen(kw_only=True)
        class Visit(Record):
            kind: ClassVar[str] = "visit"

            statement: Text
            to: Annotated[Identifier, Links(Relation.CONCERNS, "Agency")]
            themes: Annotated[tuple[Identifier, ...], Links(Relation.ABOUT, "Theme")] = ()
            after: Annotated[Identifier | None, Links(Relation.REPEATS, "Visit")] = None
            on: Annotated[When | None, event()] = None

        yield Visit


# The design's table


def test_fields() -> None:
    """The kinds and their fields are those of the design's table, no more and no fewer."""
    found = {name: {f.name for f in attrs.fields(kind)} for name, kind in kinds().items()}
    assert found == {name: {*own.split(), *COMMON.split()} for name, own in FIELDS.items()}


def test_links() -> None:
    """Exactly the links of the design's table are declared, each in its field's annotation."""
    found: dict[str, dict[str, str]] = {}
    for name, kind in kinds().items():
        for link in links_of(kind):
            sign = "* " if link.many else "" if link.required else "? "
            text = sign + " ".join(link.declared.targets)
            found.setdefault(name, {})[link.field] = text
    assert found == LINKS


@pytest.mark.parametrize("kind", kinds().values())
def test_nothing_refers_undeclared(kind: type[Record]) -> None:
    """A field takes an id where it declares a link, and nowhere else but in `id` itself."""
    takes_an_id = {
        field.name
        for field in fields_of(kind)
        for value in ("two words", ["two words"])
        if "without white space" in _refusal(field, value)
    }
    assert takes_an_id - {"id"} == {link.field for link in links_of(kind)}


def _refusal(field: Field, value: object) -> str:
    try:
        field.convert(value)
    except Misfit as refused:
        return str(refused)
    return ""


def test_targets_are_classes_of_record() -> None:
    """Whatever a link names as its target is a class from which some kind descends."""
    known = set().union(*map(class_names, kinds().values()))
    for kind in kinds().values():
        for link in links_of(kind):
            assert set(link.declared.targets) <= known


def test_events() -> None:
    """The dates that are events are those that say something happened, and no deadline."""
    found = {
        name: " ".join(field.name for field in fields_of(kind) if field.mark(event))
        for name, kind in kinds().items()
    }
    wanted = {name: set(text.split()) for name, text in EVENTS.items()}
    assert {name: set(text.split()) for name, text in found.items() if text} == wanted


def test_thread() -> None:
    """A thread runs by source, finding, recommendation, action, update and evidence only."""
    found = {one.key for kind in kinds().values() for one in links_of(kind) if one.declared.thread}
    assert found == THREAD


def test_an_lcspr_is_no_learning_review() -> None:
    """The kinds that share fields are still apart, and every source is a `Source`."""
    assert not issubclass(LearningReview, LCSPR)
    assert not issubclass(LCSPR, LearningReview)
    sources = {name for name, kind in kinds().items() if issubclass(kind, Source)}
    assert sources == {name for name, own in FIELDS.items() if own.startswith(SOURCE)}


def test_registry_is_read_only() -> None:
    """Nobody enters a kind in the registry but by declaring it."""
    with pytest.raises(TypeError):
        kinds()["visit"] = Record  # type: ignore[index]


# Every record


@pytest.mark.parametrize("kind", kinds())
@given(data=st.data())
def test_evolve(kind: str, data: st.DataObject) -> None:
    """A record is frozen, equals its copy, and is changed by `evolve` alone."""
    record = data.draw(records_of(kinds()[kind]))
    changed = attrs.evolve(record, note="Seen by the chair.")
    assert changed.note == "Seen by the chair."
    assert attrs.evolve(changed, note=record.note) == record
    assert hash(attrs.evolve(record)) == hash(record)
    assert record.label
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        record.note = "Changed."


def test_evolve_checks() -> None:
    """A changed copy is checked like a new record."""
    with pytest.raises(InvalidField, match=r"Theme\.name: expected a text that is not blank"):
        attrs.evolve(Theme(name="Fathers"), name=" ")


def test_common_defaults() -> None:
    """A record says nothing that it was not told, and is taken as stated."""
    theme = Theme(name="Fathers")
    assert (theme.note, theme.where, theme.basis) == ("", "", Basis.STATED)
    assert theme.frame == "practice"


@given(kind=st.sampled_from(sorted(kinds())))
def test_minted(kind: str) -> None:
    """Minted ids are never the same, fit an id, and begin with their kind."""
    minted = {mint(kind) for _ in range(50)}
    assert len(minted) == 50
    for one in minted:
        assert re.fullmatch(rf"{kind}-[0-9a-z]{{26}}", one)
        assert Theme(id=one, name="Fathers").id == one


def test_minted_in_order_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two ids minted at least a millisecond apart, the later sorts later."""
    moments = iter([0, 10**6, 2 * 10**6, 10**15, 1_700_000_000 * 10**9, 4_000_000_000 * 10**9])
    monkeypatch.setattr("time.time_ns", lambda: next(moments))
    minted = [mint("action") for _ in range(6)]
    assert minted == sorted(minted)


def test_made_without_id() -> None:
    """A record that is given no id mints its own."""
    assert Theme(name="Fathers").id.startswith("theme-")
    assert Theme(name="Fathers").id != Theme(name="Fathers").id


def test_ids_of_a_link() -> None:
    """No link holds an id twice, and a finding names at least one source."""
    with pytest.raises(InvalidField, match=r"Finding\.themes: expected every id once, found 't'"):
        Finding(sources=("r",), judgement="strength", statement="Good.", themes=("t", "s", "t"))
    with pytest.raises(InvalidField, match=r"Finding\.sources: expected at least 1 id, found an"):
        Finding(sources=(), judgement="strength", statement="Good.")


@pytest.mark.parametrize(
    ("record", "label"),
    [
        (RapidReview(title="Rapid review of Laura"), "Rapid review of Laura"),
        (Agency(name="Kent Police"), "Kent Police"),
        (Finding(sources=("r",), judgement="strength", statement="Good."), "Good."),
        (Meeting(body="Group", on="2025-02-14"), "meeting of 14 February 2025"),
        (
            Response(recommendation="r", agency="a", decision="accepted", on="2025-02"),
            "response of February 2025",
        ),
        (
            Request(agency="a", sent_on="2025-01-06", due_back_on="2025-02"),
            "request of 6 January 2025",
        ),
        (Dissemination(channel="video"), "dissemination without a date"),
        (Update(action="a", on="2025", by="p", event="progress"), "update of 2025"),
        (
            Update(action="a", on="2025", by="p", event="progress", statement="Begun."),
            "Begun.",
        ),
    ],
)
def test_label(record: Record, label: str) -> None:
    """A record is called by its title, its name, what it states, or its kind and date."""
    assert record.label == label


# Sources


def test_source_defaults() -> None:
    """A source is unpublished until someone says otherwise."""
    review = RapidReview(title="Rapid review of Laura")
    assert review.publication is Publication.UNPUBLISHED
    assert review.embargoed_until is None
    assert (review.partnership, review.attributes, review.summary) == (None, (), "")


def test_embargo_does_not_end_by_itself() -> None:
    """The day until which a source is embargoed changes nothing of its publication."""
    review = LCSPR(title="Laura", publication="embargoed", embargoed_until="2020")
    assert review.publication is Publication.EMBARGOED


SOURCE_DATES = ("held_on", "completed_on", "submitted_on", "published_on")


def sources() -> st.SearchStrategy[Source]:
    """Sources of every kind, with any of their dates told or not."""
    kept = [kind for kind in kinds().values() if issubclass(kind, Source)]
    return st.sampled_from(kept).flatmap(records_of).flatmap(_redated)


def _redated(source: Source) -> st.SearchStrategy[Source]:
    names = [name for name in SOURCE_DATES if hasattr(source, name)]
    dates = st.fixed_dictionaries({name: st.none() | whens() for name in names})
    return dates.map(lambda changed: attrs.evolve(source, **changed))


@given(source=sources(), data=st.data())
def test_known_on(source: Source, data: st.DataObject) -> None:
    """Whatever days the dates stand for, the earliest of them lies in `known_on`, at its ends too.

    The dates are held, completed, submitted and published, as far as they are told.
    """
    dates = [on for name in SOURCE_DATES if (on := getattr(source, name, None))]
    if not dates:
        assert source.known_on is None
        return
    days = [data.draw(st.dates(on.first, on.last)) for on in dates]
    assert source.known_on is not None
    assert When.day(min(days)).within(source.known_on)
    assert source.known_on.first == min(on.first for on in dates)
    assert source.known_on.last == min(on.last for on in dates)


@given(source=sources())
def test_counted_on(source: Source) -> None:
    """A source is counted when published, else completed, submitted, held."""
    order = ("published_on", "completed_on", "submitted_on", "held_on")
    dates = [on for name in order if (on := getattr(source, name, None))]
    assert source.counted_on == (dates[0] if dates else None)


def test_dates_of_a_review() -> None:
    """Neither the incident nor its notification makes the learning of a review known."""
    review = RapidReview(title="R", incident_on="2024-01", notified_on="2024-02", aware_on="2024")
    assert review.known_on is review.counted_on is None
    held = attrs.evolve(review, held_on="2024-03", submitted_on="2024-03-14")
    assert held.known_on == When.parse("2024-03-01/2024-03-14")
    assert held.counted_on == When.parse("2024-03-14")


def test_grades_and_attributes_are_pairs() -> None:
    """Grades are pairs of a text and a count, attributes pairs of texts."""
    audit = CaseFileAudit(title="Neglect", topic="neglect", grades=[["good", 3]])
    assert audit.grades == (("good", 3),)
    with pytest.raises(InvalidField, match=r"grades\[1\]\[1\]: expected a whole number, found '2'"):
        CaseFileAudit(title="Neglect", topic="neglect", grades=(("good", 3), ("poor", "2")))
    with pytest.raises(InvalidField, match=r"attributes\[0\]\[1\]: expected a text, found 3"):
        ExternalReview(title="I", body="Ofsted", review_type="jtai", attributes=(("age", 3),))


# Evidence


@pytest.mark.parametrize("level", Level)
def test_evidence_stated_not_shown(level: Level) -> None:
    """Evidence that names neither what it was drawn from nor an address counts as activity."""
    stated = Evidence(on="2025", statement="All trained.", level=level)
    assert not stated.shown
    assert stated.counts_as is Level.ACTIVITY
    for shown in (attrs.evolve(stated, drawn_from="audit"), attrs.evolve(stated, url="https://x")):
        assert shown.shown
        assert shown.counts_as is level


# Links


def test_link_named() -> None:
    """A link is found by its field, and named by the class that declares it."""
    link = link_named(LCSPR, "arises_from")
    assert link.key == link_named(LearningReview, "arises_from").key == "FullReview.arises_from"
    assert link.relation is Relation.ARISES_FROM
    assert link_named(LCSPR, "partnership").owner == "Source"
    with pytest.raises(KeyError):
        link_named(LCSPR, "title")


def test_admits() -> None:
    """A link to a base admits every kind below it; one to `Record` admits all."""
    by_source = link_named(Finding, "sources")
    assert by_source.admits(LCSPR)
    assert not by_source.admits(Finding)
    assert all(link_named(Decision, "about").admits(kind) for kind in kinds().values())


def test_references() -> None:
    """The references of a record are its links and ids, in order of its fields."""
    finding = Finding(sources=("b", "a"), judgement="strength", statement="Good.", themes=("t",))
    found = [(link.field, one) for link, one in references(finding)]
    assert found == [("sources", "b"), ("sources", "a"), ("themes", "t")]
    assert [(link.field, one) for link, one in references(Agency(name="A", part_of="p"))] == [
        ("part_of", "p")
    ]


def test_hangs() -> None:
    """A link of a thread dates what hangs from it, unless it says otherwise; others do not."""
    assert Links(Relation.RAISED_BY, "Source", thread=True).hangs
    assert not Links(Relation.REPEATS, "Finding", thread=True, hangs=False).hangs
    assert Links(Relation.SPREADS, "Source", hangs=True).hangs
    assert not Links(Relation.ABOUT, "Theme").hangs


# A new kind of record


def test_made_up_kind_is_registered(visit: Any) -> None:
    """A kind is in the registry once it is declared, in the class that attrs made last."""
    assert kinds()["visit"] is visit
    assert visit(statement="Seen.", to="a").id.startswith("visit-")


def test_made_up_kind_leaves() -> None:
    """What the fixture declares is gone after the test."""
    assert "visit" not in kinds()


def test_made_up_kind_is_indexed(visit: Any) -> None:
    """A network finds records of a new kind by kind, and by what they refer to."""
    agency, theme = Agency(id="a", name="A"), Theme(id="t", name="T")
    seen = visit(id="v", statement="Seen.", to="a", themes=("t",))
    network = Network([seen, agency, theme])
    assert list(network.of(visit)) == [seen]
    assert list(network.incoming(visit, "to", "a")) == [seen]
    assert list(network.referring("t")) == [("v", "themes")]


def test_made_up_kind_is_drawn(visit: Any) -> None:
    """The graph shows records of a new kind as nodes, and their links as edges."""
    agency, seen = Agency(id="a", name="A"), visit(id="v", statement="Seen.", to="a")
    graph = LinkGraph(Network([agency, seen]))
    assert list(graph.edges(keys=True, data=True)) == [("v", "a", "to", {"relation": "concerns"})]
    assert graph.nodes["v"] == {"kind": "visit", "record": seen}
    assert nx.descendants(graph, "v") == {"a"}


@pytest.mark.parametrize(
    ("changes", "code", "place"),
    [
        ({"to": "nobody"}, "dangling-link", "to"),
        ({"to": "t"}, "wrong-kind", "to"),
        ({"themes": ("t", "a")}, "wrong-kind", "themes[1]"),
        ({"after": "v"}, "circle", ""),
    ],
)
def test_made_up_kind_is_checked(
    visit: Any, changes: dict[str, Any], code: str, place: str
) -> None:
    """The links of a new kind are held whole like those of any other."""
    agency, theme = Agency(id="a", name="A"), Theme(id="t", name="T")
    seen = visit(**{"id": "v", "statement": "Seen.", "to": "a"} | changes)
    with pytest.raises(BrokenNetwork) as raised:
        Network([agency, theme, seen])
    (problem,) = raised.value.problems
    assert (problem.code, problem.record, problem.place) == (code, "v", place)
    assert problem.severity is Severity.ERROR


def test_kind_clash() -> None:
    """Two classes cannot claim one kind; the first stays."""
    sentence = "the kind 'theme' is Theme's; give test_kind_clash.<locals>.Motif a kind of its own"
    with only_for_a_while(), pytest.raises(KindClash, match=re.escape(sentence)):

        class Motif(Record):
            kind: ClassVar[str] = "theme"

    assert kinds()["theme"] is Theme


def test_base_class_is_no_kind() -> None:
    """A class that names no kind of its own, such as `Source`, is not in the registry."""
    assert set(kinds().values()).isdisjoint({Record, Source, Review})
    with only_for_a_while():

        class Special(Theme):
            pass

        assert Special not in kinds().values()


# Problems and errors


def test_problems() -> None:
    """Problems are printed one a line, errors first, otherwise in the order found."""
    found = Problems(
        [
            warning("late-entry", "a", "", "Look."),
            error("dangling-link", "b", "records[1].themes[0]", "Mend."),
            warning("other", "c", "x", "See."),
        ]
    )
    assert str(found).splitlines() == [
        "error: records[1].themes[0]: Mend. [dangling-link]",
        "warning: Look. [late-entry]",
        "warning: x: See. [other]",
    ]
    assert repr(found) == str(found)
    assert [problem.record for problem in found.errors] == ["b"]
    assert [problem.record for problem in found.warnings] == ["a", "c"]
    assert str(Problems()) == "No problems were found."


def test_unknown_id_hints() -> None:
    """Asking for an id that is nearly right is answered with the right one."""
    with pytest.raises(UnknownId, match=r"there is no record 'lauro'; did you mean laura\?"):
        Network([Partnership(id="laura", name="Laura")])["lauro"]


def test_records_refuse_what_does_not_fit() -> None:
    """A vocabulary's word may be given by its value; a number where a text belongs is refused."""
    finding = Finding(sources=["r"], judgement="improvement", statement="Fathers were not seen.")
    assert finding.judgement is Judgement.IMPROVEMENT
    with pytest.raises(InvalidField, match=r"Finding\.sources: expected a list, found 'r'"):
        Finding(sources="r", judgement="improvement", statement="Fathers were not seen.")
