"""The network as at a date: nothing that came later, against a slow reading of the rules."""

import datetime as dt
from collections import Counter
from typing import Annotated, Any, ClassVar

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning_tracker.dates import When
from learning_tracker.errors import UnknownId, Unseen
from learning_tracker.fields import Identifier, event, events_of
from learning_tracker.kinds import _KINDS, Record, kinds
from learning_tracker.links import Links, Relation, links_of
from learning_tracker.network import Network
from learning_tracker.policy import Policy
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    CaseFileAudit,
    Decision,
    Dissemination,
    Evidence,
    Finding,
    Meeting,
    Partnership,
    RapidReview,
    Recommendation,
    Request,
    Response,
    Source,
    Theme,
    Update,
)
from learning_tracker.view import View, policy_in_doubt, policy_of
from strategies import networks, whens

# Each example is a whole network, which takes a while to draw.
FEWER = settings(max_examples=settings().max_examples // 3)
FAR = dt.date(2100, 12, 31)
DAY = dt.date(2025, 3, 31)

# The rules, written out by hand from the design's words.
# A record begins with the first of these; what it looks at happened before it began.
BEGINS = {
    "rapid-review": ["aware_on", "notified_on", "held_on", "submitted_on"],
    "lcspr": ["initiated_on", "completed_on", "published_on"],
    "learning-review": ["initiated_on", "completed_on", "published_on"],
    "case-file-audit": ["held_on"],
    "standards-audit": ["held_on"],
    "external-review": ["published_on"],
    "recommendation": ["made_on"],
    "response": ["on"],
    "action": ["agreed_on"],
    "update": ["on"],
    "evidence": ["on"],
    "observation": ["on"],
    "dissemination": ["on"],
    "meeting": ["on"],
    "request": ["sent_on"],
}
OTHER_EVENTS = {
    "rapid-review": ["incident_on"],
    "lcspr": ["incident_on"],
    "learning-review": ["incident_on"],
    "case-file-audit": ["period"],
    "external-review": ["period"],
    "request": ["returned_on"],
}
# Without a date of its own, it is seen with the earliest of these.
HANGS_FROM = {
    "lcspr": "arises_from",
    "learning-review": "arises_from",
    "finding": "sources",
    "recommendation": "source",
    "response": "recommendation",
    "action": "answers",
    "update": "action",
    "dissemination": "sources",
    "decision": "meeting",
}
# It makes no sense without (any of) these.
NEEDS = {
    "case-file-audit": ["topic"],
    "finding": ["sources"],
    "recommendation": ["source"],
    "response": ["recommendation", "agency"],
    "update": ["action", "by"],
    "observation": ["of"],
    "decision": ["meeting"],
    "request": ["agency"],
}
# What has no date and hangs from nothing is there once the first word of it is.
SAID_OF = {
    "update": lambda one: [one.action],
    "evidence": lambda one: one.supports,
    "response": lambda one: [one.recommendation],
    "recommendation": lambda one: [one.source, *one.findings],
    "action": lambda one: one.answers,
    "lcspr": lambda one: one.arises_from,
    "learning-review": lambda one: one.arises_from,
}
KNOWN_WITH = ["held_on", "completed_on", "submitted_on", "published_on"]


def dates(record: Record, names: list[str]) -> list[When]:
    """Those of the dates that the record tells."""
    return [on for name in names if (on := getattr(record, name, None)) is not None]


def ids(record: Record, field: str) -> tuple[str, ...]:
    """The ids that the record holds in a field, one or many."""
    value = getattr(record, field)
    return value if isinstance(value, tuple) else (value,) if value is not None else ()


def is_seen(records: dict[str, Record], identifier: str, day: dt.date) -> bool:
    """Whether a record is seen as at the day: the rules, one after the other."""
    record = records[identifier]
    begins = dates(record, BEGINS.get(record.kind, []))
    events = begins + dates(record, OTHER_EVENTS.get(record.kind, []))
    if events and all(on.first > day for on in events):
        return False
    for field in NEEDS.get(record.kind, []):
        if not any(is_seen(records, one, day) for one in ids(record, field)):
            return False
    if begins:
        return any(on.first <= day for on in begins)
    above = ids(record, HANGS_FROM[record.kind]) if record.kind in HANGS_FROM else ()
    if above:
        return any(is_known(records, one, day) for one in above)
    if record.kind not in BEGINS:
        return True  # a theme, an agency: nothing that could have a date
    words = [
        other
        for other in records.values()
        if identifier in SAID_OF.get(other.kind, lambda _: ())(other)
    ]
    said = [on for other in words for on in dates(other, BEGINS[other.kind])]
    said += [on for other in words for on in dates(other, OTHER_EVENTS.get(other.kind, []))]
    return not said or any(on.first <= day for on in said)


def is_known(records: dict[str, Record], identifier: str, day: dt.date) -> bool:
    """Whether a record is seen, and what a source found has been known by then."""
    known = dates(records[identifier], KNOWN_WITH)
    is_source = isinstance(records[identifier], Source)
    if is_source and known and all(on.first > day for on in known):
        return False
    return is_seen(records, identifier, day)


def as_at(records: dict[str, Record], day: dt.date) -> dict[str, Record]:
    """What is seen as at the day, without what came later."""
    seen = {one for one in records if is_seen(records, one, day)}
    shown = {}
    for identifier in seen:
        record = records[identifier]
        changes: dict[str, Any] = {}
        for link in links_of(type(record)):
            kept = tuple(one for one in ids(record, link.field) if one in seen)
            changes[link.field] = kept if link.many else next(iter(kept), None)
        for name in BEGINS.get(record.kind, []) + OTHER_EVENTS.get(record.kind, []):
            on = getattr(record, name)
            changes[name] = on if on is None or on.first <= day else None
        if isinstance(record, Agency) and record.succeeded_on and record.succeeded_on.first > day:
            changes |= {"succeeded_on": None, "succeeded_by": None}
        shown[identifier] = attrs.evolve(record, **changes)
    return shown


@st.composite
def views(draw: st.DrawFn) -> tuple[dict[str, Record], dt.date]:
    """A network, and a day at or near the edge of one of its dates."""
    records = draw(networks(max_size=20))
    told = (getattr(one, field.name) for one in records for field, _ in events_of(type(one)))
    edges = [edge for on in told if on is not None for edge in (on.first, on.last)] or [DAY]
    days = st.sampled_from(edges) | whens().map(lambda when: when.first)
    day = draw(days) + dt.timedelta(days=draw(st.sampled_from([0, -1, 1])))
    return {record.id: record for record in records}, day


def view_of(*records: Record, day: dt.date | None = DAY) -> View:
    """The records as at a day."""
    return View(Network(records), day)


# Against the reference


@FEWER
@given(case=views())
def test_as_the_rules_say(case: tuple[dict[str, Record], dt.date]) -> None:
    """What is seen as at a day is what a slow reading of the rules shows."""
    records, day = case
    view = View(Network(records.values()), day)
    expected = as_at(records, day)
    assert {one: view[one] for one in view} == expected
    assert len(view) == len(expected)
    for kind in [Source, *kinds().values()]:
        shown = {one.id for one in expected.values() if isinstance(one, kind)}
        assert {one.id for one in view.of(kind)} == shown
    for one in records:
        assert (one in view) == (one in expected)


@FEWER
@given(case=views())
def test_links_both_ways(case: tuple[dict[str, Record], dt.date]) -> None:
    """Looking backwards in a view finds what the records seen declare, and nothing else."""
    records, day = case
    view = View(Network(records.values()), day)
    shown = as_at(records, day)
    declared = Counter(
        (target, record.id, link.field)
        for record in shown.values()
        for link in links_of(type(record))
        for target in link.ids(record)
    )
    found = Counter((one, *reference) for one in records for reference in view.referring(one))
    assert found == declared
    for kind in kinds().values():
        for link in links_of(kind):
            for one in records:
                incoming = view.incoming(kind, link.field, one)
                expected = [r for r in shown.values() if type(r) is kind and one in link.ids(r)]
                assert sorted(r.id for r in incoming) == sorted(r.id for r in expected)
                assert all(shown[r.id] == r for r in incoming)


@FEWER
@given(case=views())
def test_nothing_later(case: tuple[dict[str, Record], dt.date]) -> None:
    """No date of an event that came wholly later, and no link to what is unseen, is shown."""
    records, day = case
    view = View(Network(records.values()), day)
    for record in view.of(Record):
        for field, _ in events_of(type(record)):
            on = getattr(record, field.name)
            assert on is None or on.first <= day
        for link in links_of(type(record)):
            assert all(one in view for one in link.ids(record))
            assert [one.id for one in view.linked(record, link.field, Record)] == [
                *link.ids(record)
            ]


@FEWER
@given(records=networks())
def test_far_future_is_the_whole(records: list[Record]) -> None:
    """As at a day after all dates, and without a day, everything is seen as it is."""
    network = Network(records)
    for view in (View(network, FAR), View(network)):
        assert {one: view[one] for one in view} == {one: network[one] for one in network}
        assert len(view) == len(network)
        assert list(view.of(Record)) == list(network.of(Record))
        for one in network:
            assert sorted(view.referring(one)) == sorted(network.referring(one))
            for finding in view.incoming(Finding, "sources", one):
                assert one in finding.sources


@FEWER
@given(case=views(), days=st.integers(0, 400))
def test_more_is_seen_later(case: tuple[dict[str, Record], dt.date], days: int) -> None:
    """What is seen as at a day is seen as at every later one: records, events and links."""
    records, day = case
    network = Network(records.values())
    early, late = View(network, day), View(network, day + dt.timedelta(days=days))
    assert set(early) <= set(late)
    for one in early:
        before, after = early[one], late[one]
        for field, _ in events_of(type(before)):
            assert getattr(before, field.name) in {None, getattr(after, field.name)}
        for link in links_of(type(before)):
            assert set(link.ids(before)) <= set(link.ids(after))


@FEWER
@given(case=views())
def test_straddling(case: tuple[dict[str, Record], dt.date]) -> None:
    """Told of are the records with an event that had begun by the day and may have come later."""
    records, day = case
    view = View(Network(records.values()), day)
    expected = {
        record.id
        for record in view.of(Record)
        for field, _ in events_of(type(record))
        if (on := getattr(record, field.name)) and on.first <= day < on.last
    }
    assert {one.id for one in view.straddling(view.of(Record))} == expected
    assert View(view.network).straddling(records.values()) == []


@FEWER
@given(case=views(), dated=st.booleans())
def test_latest(case: tuple[dict[str, Record], dt.date], dated: bool) -> None:  # noqa: FBT001 - both
    """The latest date is that of an event surely past by the day, with all who tell of it."""
    records, day = case
    view = View(Network(records.values()), day if dated else None)
    told = [
        (on, record.id)
        for record in (as_at(records, day) if dated else records).values()
        for on in dates(record, BEGINS.get(record.kind, []) + OTHER_EVENTS.get(record.kind, []))
        if not dated or on.last <= day
    ]
    if not told:
        assert view.latest() is None
        return
    found = view.latest()
    assert found is not None
    latest, holders = found
    assert all((on.last, on.first) <= (latest.last, latest.first) for on, _ in told)
    assert {record.id for record in holders} == {one for on, one in told if on == latest}


# Examples


def test_events_later_are_blanked() -> None:
    """A review that was held by the day is seen without its later submission."""
    review = RapidReview(id="r", title="R", held_on="2025-03-31", submitted_on="2025-04-01")
    assert view_of(review)["r"] == attrs.evolve(review, submitted_on=None)


@pytest.mark.parametrize("deadline", ["agreed_deadline", "embargoed_until"])
def test_deadlines_are_not_blanked(deadline: str) -> None:
    """A deadline says nothing happened, so that a later one is shown as it is."""
    review = RapidReview(id="r", title="R", held_on="2025-03", **{deadline: "2026"})
    assert view_of(review)["r"] == review


def test_unseen() -> None:
    """Asking for a record that is dated later says so, and is no unknown id like others."""
    view = view_of(Meeting(id="m", body="Group", on="2025-04-01"))
    assert "m" not in view
    with pytest.raises(Unseen, match="'m' is dated after 31 March 2025, the date as at which you"):
        view["m"]
    with pytest.raises(UnknownId, match="there is no record 'x'"):
        view["x"]
    assert "x" not in view


def test_only_an_incident() -> None:
    """An incident is no sign of the review that later looks into it."""
    review = RapidReview(id="r", title="R", incident_on="2024", notified_on="2025-04-01")
    assert "r" not in view_of(review)
    assert "r" in view_of(attrs.evolve(review, notified_on="2025-03-31"))
    assert "r" in view_of(attrs.evolve(review, notified_on=None))
    assert "r" not in view_of(RapidReview(id="r", title="R", incident_on="2026"))


@pytest.mark.parametrize(
    ("on", "begun"),
    [("2025-03-31", True), ("2025-03/2025-06", True), ("2025-04-01", False), (None, True)],
)
def test_succession(on: str | None, begun: bool) -> None:  # noqa: FBT001 - a column of the table
    """A succession that has not begun is absent, and the agencies are there before and after."""
    old, new = Agency(id="o", name="O", succeeded_by="n", succeeded_on=on), Agency(id="n", name="N")
    view = view_of(old, new)
    assert set(view) == {"o", "n"}
    assert view["o"] == (old if begun else Agency(id="o", name="O"))
    assert [one.id for one in view.incoming(Agency, "succeeded_by", "n")] == ["o"] * begun
    assert view.straddling([old]) == ([old] if on == "2025-03/2025-06" else [])


def test_notified_but_not_yet_held() -> None:
    """A review that was notified is seen; what it found is not, until it is on record."""
    review = RapidReview(id="r", title="R", notified_on="2025-03-01", held_on="2025-04-14")
    finding = Finding(id="f", sources=("r",), judgement="strength", statement="Good.")
    advice = Recommendation(id="a", source="r", statement="Do.")
    action = Action(id="x", statement="Done at once.", answers=("f",), agreed_on="2025-03-02")
    records = (review, finding, advice, action)
    view = view_of(*records)
    assert set(view) == {"r", "x"}
    assert view["x"] == attrs.evolve(action, answers=())
    assert set(view_of(*records, day=dt.date(2025, 4, 14))) == {"r", "f", "a", "x"}


def test_earliest_of_several_sources() -> None:
    """A finding of several sources is seen with the first of them, and names only it."""
    early = RapidReview(id="e", title="E", held_on="2025-03")
    late = RapidReview(id="l", title="L", held_on="2025-04")
    finding = Finding(id="f", sources=("l", "e"), judgement="strength", statement="Good.")
    view = view_of(early, late, finding)
    assert view["f"] == attrs.evolve(finding, sources=("e",))
    assert view.linked(view["f"], "sources", Source) == [early]
    assert "f" not in view_of(early, late, finding, day=dt.date(2025, 2, 28))


def test_known_before_it_was_published() -> None:
    """What an LCSPR found is seen from the earliest of its dates, held, completed or published."""
    review = LCSPR(id="l", title="L", completed_on="2025-03", published_on="2025-09")
    finding = Finding(id="f", sources=("l",), judgement="strength", statement="Good.")
    view = view_of(review, finding)
    assert set(view) == {"l", "f"}
    assert view["l"] == attrs.evolve(review, published_on=None)


def test_video_of_later() -> None:
    """The learning is seen as at March, the views of its video of May only as at later dates."""
    review = LCSPR(id="l", title="L", published_on="2025-02")
    video = Dissemination(id="v", sources=("l",), channel="video", on="2025-02-14")
    views_ = kinds()["observation"](id="o", of="v", on="2025-05", value=70)  # type: ignore[call-arg]
    assert set(view_of(review, video, views_)) == {"l", "v"}
    assert set(view_of(review, video, views_, day=dt.date(2025, 5, 1))) == {"l", "v", "o"}


def test_dissemination_without_a_date() -> None:
    """What was spread on a day that is not told is seen with what it spread."""
    review = LCSPR(id="l", title="L", published_on="2025-04")
    briefing = Dissemination(id="b", sources=("l",), channel="briefing")
    assert set(view_of(review, briefing)) == set()
    assert set(view_of(review, briefing, day=FAR)) == {"l", "b"}
    assert "c" in view_of(Dissemination(id="c", channel="briefing"))


def test_required_link_to_the_unseen() -> None:
    """What cannot be without an unseen record is itself unseen, whatever its own date."""
    review = RapidReview(id="r", title="R", held_on="2025-06")
    advice = Recommendation(id="a", source="r", statement="Do.", made_on="2025-01")
    agency = Agency(id="p", name="P")
    answer = Response(id="x", recommendation="a", agency="p", decision="accepted", on="2025-02")
    assert set(view_of(review, advice, agency, answer)) == {"p"}


def test_optional_link_to_the_unseen() -> None:
    """A link to an unseen record is absent where a record can be without it."""
    agency, theme = Agency(id="p", name="P"), Theme(id="t", name="T")
    action = Action(id="a", statement="Do.", agreed_on="2025-01", depends_on=("b",))
    later = Action(id="b", statement="Do.", agreed_on="2025-04")
    meeting = Meeting(id="m", body="Group", on="2025-04")
    audit = CaseFileAudit(id="c", title="C", topic="t", held_on="2025-05")
    told = Update(id="u", action="a", by="p", on="2025-03", event="progress", meeting="m")
    proof = Evidence(id="e", on="2025-03", statement="Seen.", level="quality", drawn_from="c")
    proof = attrs.evolve(proof, supports=("a", "b"))
    view = view_of(action, later, meeting, audit, told, proof, agency, theme)
    assert set(view) == {"a", "u", "e", "p", "t"}
    assert view["a"] == attrs.evolve(action, depends_on=())
    assert view["u"] == attrs.evolve(told, meeting=None)
    assert view["e"] == attrs.evolve(proof, supports=("a",), drawn_from=None)
    assert list(view.referring("b")) == []
    assert list(view.referring("a")) == [("u", "action"), ("e", "supports")]


def test_straddling_date() -> None:
    """A date that lies partly after the day is seen, and told of."""
    review = RapidReview(id="r", title="R", held_on="2025")
    meeting = Meeting(id="m", body="Group", on="2025-03")
    view = view_of(review, meeting)
    assert view["r"] == review
    assert view.straddling(view.of(Record)) == [review]


def test_request_not_yet_returned() -> None:
    """A request is seen from the day it was sent, its return only when it came."""
    agency = Agency(id="p", name="P")
    request = Request(
        id="q", agency="p", sent_on="2025-03-01", due_back_on="2025-04-15", returned_on="2025-04-10"
    )
    assert view_of(agency, request)["q"] == attrs.evolve(request, returned_on=None)
    sent_later = attrs.evolve(request, sent_on="2025-04-01", returned_on="2025-03-01")
    assert "q" not in view_of(agency, sent_later)


def test_decision_is_dated_by_its_meeting() -> None:
    """A decision is seen with its meeting, and what it is about only when that is seen."""
    meeting = Meeting(id="m", body="Group", on="2025-03")
    later = attrs.evolve(meeting, id="n", on="2025-04")
    decision = Decision(id="d", meeting="m", about=("n", "m"), statement="Agreed.")
    assert view_of(meeting, later, decision)["d"] == attrs.evolve(decision, about=("m",))
    moved = attrs.evolve(decision, meeting="n")
    assert set(view_of(meeting, later, moved)) == {"m"}


def test_view_follows_the_network() -> None:
    """A view shows the network as it is now, however often it was asked before."""
    network = Network([Meeting(id="m", body="Group", on="2025-03")])
    view = View(network, DAY)
    assert [*view] == ["m"]
    assert view["m"].label == "meeting of March 2025"
    network.replace(Meeting(id="m", body="Group", on="2025-04"))
    assert [*view] == []
    network.replace(Meeting(id="m", body="Group", on="2025-02"))
    assert view["m"].label == "meeting of February 2025"


def test_today() -> None:
    """Lateness is judged by the view's date, else by today."""
    assert view_of().today == DAY
    before = dt.datetime.now().astimezone().date()
    assert before <= view_of(day=None).today <= before + dt.timedelta(days=1)


def test_policy() -> None:
    """A record is judged by its own partnership's policy, as far as it is known whose it is."""
    own, other = Policy(amber_days=7), Policy(amber_days=9)
    p = Partnership(id="p", name="P", policy=own)
    q = Partnership(id="q", name="Q", policy=other)
    review = LCSPR(id="s", title="S", partnership="q")
    nobodys = LCSPR(id="n", title="N")
    action = Action(id="a", statement="Do.", answers=("s",))
    finding = Finding(id="f", sources=("s",), judgement="improvement", statement="Seen.")
    asked = Recommendation(id="r", source="s", statement="Do.")
    by_way = Action(id="w", statement="Do.", answers=("f", "r"))
    both = Action(id="b", statement="Do.", answers=("s",), lead="p")
    assert policy_of(view_of(p), nobodys) == own
    assert policy_of(view_of(nobodys), nobodys) == Policy()
    assert not policy_in_doubt(view_of(nobodys), nobodys)
    view = view_of(p, q, review, nobodys, action, both, finding, asked, by_way)
    assert policy_of(view, by_way) == other
    assert policy_of(view, review) == policy_of(view, action) == other
    assert policy_of(view, nobodys) == policy_of(view, both) == Policy()
    assert policy_in_doubt(view, nobodys)
    assert not policy_in_doubt(view, review)


def test_an_undated_action_is_there_once_it_is_spoken_of() -> None:
    """An action without any date is unseen as long as all that was said of it came later."""
    action, lead = Action(id="a", statement="Do."), Agency(id="p", name="P")
    later = Update(id="u", action="a", by="p", on="2025-04", event="progress")
    assert set(view_of(action, lead)) == {"a", "p"}
    assert set(view_of(action, lead, later)) == {"p"}
    assert set(view_of(action, lead, attrs.evolve(later, on="2025-03"))) == {"a", "p", "u"}


def test_a_theme_is_there_whatever_was_shown_on_it_later() -> None:
    """A theme has no dates, so that later evidence on it hides neither it nor an audit of it."""
    theme = Theme(id="t", name="T")
    audit = CaseFileAudit(id="c", title="C", topic="t", held_on="2025-01")
    later = Evidence(id="e", on="2025-04", statement="Seen.", level="quality", supports=("t",))
    assert set(view_of(theme, audit, later)) == {"t", "c"}


def test_made_up_kind() -> None:
    """A new kind of record is seen as its own declaration says."""
    try:

        @attrs.frozen(kw_only=True)
        class Visit(Record):
            kind: ClassVar[str] = "visit"

            to: Annotated[tuple[Identifier, ...], Links(Relation.CONCERNS, "Meeting", hangs=True)]
            on: Annotated[When | None, event()] = None

        visit = Visit(id="v", to=("m",))
        meeting = Meeting(id="m", body="Group", on="2025-04")
        assert set(view_of(meeting, visit)) == set()
        assert set(view_of(meeting, visit, day=FAR)) == {"m", "v"}
        assert set(view_of(attrs.evolve(visit, to=()))) == {"v"}
    finally:
        _KINDS.pop("visit", None)


def test_what_was_worked_out_is_remembered_until_records_change() -> None:
    """A view works a thing out once, and again when a record was added, replaced or removed."""
    network = Network([Theme(id="t", name="T")])
    view = View(network, dt.date(2025, 3, 31))
    asked: list[int] = []

    def count() -> int:
        asked.append(len(view))
        return asked[-1]

    assert (view.once("count", count), view.once("count", count)) == (1, 1)
    network.add(Theme(id="u", name="U"))
    assert (view.once("count", count), view.once("other", lambda: 7)) == (2, 7)
    network.remove("u")
    assert view.once("count", count) == 1
    assert asked == [1, 2, 1]
