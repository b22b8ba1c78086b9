"""Questions about themes: what recurs, when, what returned and what got better."""

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import (
    UNHURRIED,
    coded,
    counted_on,
    frames,
    hidden,
    improvements,
    independent,
    independent_of,
    known,
    known_on,
    marks,
    noted,
    sources_of,
    span,
    themes_of,
    trackers,
    under,
    year_of,
)
from learning_tracker.dates import ReportingYear, When
from learning_tracker.errors import InvalidArgument
from learning_tracker.kinds import Record
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    CaseFileAudit,
    ExternalReview,
    Finding,
    FullReview,
    Partnership,
    RapidReview,
    Source,
    StandardsAudit,
    Theme,
    Update,
)
from learning_tracker.view import may_claim, may_rule, standing
from learning_tracker.vocabulary import Event, Judgement, State

FATHERS = Theme(id="fathers", name="Fathers")
UNSEEN = Theme(id="unseen", name="Unseen fathers", broader="fathers")


def rapid(identifier: str, held_on: str | None = "2024-01-10", **more: Any) -> RapidReview:
    """A rapid review."""
    return RapidReview(id=identifier, title=identifier.upper(), held_on=held_on, **more)


def lcspr(identifier: str, *arises_from: str, on: str | None = "2025-02-01") -> LCSPR:
    """An LCSPR that takes rapid reviews further."""
    return LCSPR(id=identifier, title=identifier.upper(), arises_from=arises_from, published_on=on)


def finding(identifier: str, *sources: str, on: str = "fathers", **more: Any) -> Finding:
    """An improvement on fathers, unless said otherwise."""
    fields = {"judgement": "improvement", "statement": identifier.upper(), "themes": (on,)}
    return Finding(id=identifier, sources=sources, **(fields | more))


def tracker_of(*records: Record, date: str | None = None) -> lt.Tracker:
    """A tracker of these records with two themes, one within the other."""
    return lt.Tracker([FATHERS, UNSEEN, *records], date=date)


def recurring(tracker: lt.Tracker, **asked: Any) -> dict[str, list[str]]:
    """The theme of each row with what counts."""
    table = tracker.themes.recurring(**asked)
    return {row.name: [one.label for one in row.independent] for row in table}


# What recurs


@UNHURRIED
@given(trackers(), st.data())
def test_recurring_is_what_independent_sources_raised(tracker: lt.Tracker, data: Any) -> None:
    """A theme recurs if independent sources, each incident once, raised it at least so often."""
    judgement = data.draw(st.sampled_from(Judgement))
    since = data.draw(st.sampled_from([None, "2024-04-01", "2024-06"]))
    at_least = data.draw(st.integers(1, 3))
    frame = data.draw(st.sampled_from(frames(tracker)))
    roll_up = data.draw(st.booleans())
    start = When.parse(since).first if since else dt.date.min

    def is_since(on: When | None) -> bool:
        return since is None or (on is not None and on.first >= start)

    among = [
        one
        for one in tracker.of(Finding)
        if one.judgement is judgement and is_since(known_on(tracker, one))
    ]
    rows = coded(tracker, among, frame, roll_up=roll_up)
    found = {theme: (independent_of(tracker, ids), ids) for theme, ids in rows.items()}
    table = tracker.themes.recurring(
        judgement=judgement.value, since=since, at_least=at_least, frame=frame, roll_up=roll_up
    )

    assert {
        row.theme.id: (
            [tuple(source.id for source in one.sources) for one in row.independent],
            {one.finding.id for one in row.findings},
        )
        for row in table
    } == {theme: row for theme, row in found.items() if len(row[0]) >= at_least}
    assert [len(row.independent) for row in table] == sorted(
        (len(row.independent) for row in table), reverse=True
    )
    held = independent([one] for one in tracker.of(Source) if is_since(known(one)))
    assert f"of the {len(held)} independent source" in table.denominator


@UNHURRIED
@given(trackers())
def test_recurring_tells_first_last_and_years(tracker: lt.Tracker) -> None:
    """A row tells the first and the last date of what counts, and its reporting years."""
    table = tracker.themes.recurring(at_least=1)
    for row, record in zip(table, table.to_records(), strict=True):
        groups = [[tracker[one.id] for one in each.sources] for each in row.independent]
        dates = [
            None if each.hidden else span(map(known, group))
            for each, group in zip(row.independent, groups, strict=True)
        ]
        told = [on for on in dates if on is not None]
        counted = [counted_on(tracker, one.finding) for one in row.findings]
        years = {year_of(on) or str(on) for on in counted}
        assert row.first == dates[0]
        assert (row.last is None) == (not told)
        assert row.last is None or all(on.last <= row.last.last for on in told)
        assert set(record["years"]) <= years


def test_converted_rapid_review_counts_once() -> None:
    """A rapid review and the LCSPR that arises from it are one source; another is a second."""
    records = [
        *(rapid("r1"), lcspr("l1", "r1"), finding("f1", "r1"), finding("f2", "l1")),
    ]
    assert recurring(tracker_of(*records)) == {}
    records += [rapid("r2", "2024-02-01"), finding("f3", "r2")]
    assert recurring(tracker_of(*records)) == {"Fathers": ["R1", "R2"]}


def test_unknown_origin_counts_and_is_named() -> None:
    """An LCSPR that names no rapid review counts beside one, and the notes name it."""
    tracker = tracker_of(rapid("r1"), lcspr("l1"), finding("f1", "r1"), finding("f2", "l1"))
    table = tracker.themes.recurring()
    assert [one.label for one in table[0].independent] == ["R1", "L1"]
    assert noted(table, "not known which rapid review") == {"l1"}


def test_several_sources_count_as_one() -> None:
    """A finding that one of two reviews raised, not told which, counts once and is named."""
    tracker = tracker_of(rapid("r1"), rapid("r2"), finding("f1", "r1", "r2"))
    table = tracker.themes.recurring(at_least=1)
    assert [one.label for one in table[0].independent] == ["R1 or R2"]
    assert noted(table, "count as one source") == {"f1"}
    assert not tracker.themes.recurring()


def test_since_a_date_or_a_reporting_year() -> None:
    """`since` takes a day, a month, a reporting year; what may be older is left out and named."""
    tracker = tracker_of(
        *(rapid("r1", "2024-03-31"), rapid("r2", "2024-04-01"), rapid("r3", "2024-05")),
        *(rapid("r4", "2024-03/2024-04"), rapid("r5", None)),
        *(finding(f"f{n}", f"r{n}") for n in range(1, 6)),
    )
    assert recurring(tracker) == {"Fathers": ["R4", "R1", "R2", "R3", "R5"]}
    since = "2024-25"
    assert recurring(tracker, since=since) == {"Fathers": ["R2", "R3"]}
    assert recurring(tracker, since=ReportingYear(2024)) == {"Fathers": ["R2", "R3"]}
    assert recurring(tracker, since="2024-04-02", at_least=1) == {"Fathers": ["R3"]}
    assert recurring(tracker, since=When.parse("2024-05"), at_least=1) == {"Fathers": ["R3"]}
    table = tracker.themes.recurring(since=since)
    assert noted(table, "not certain that they are that recent") == {"r4", "r5", "f4", "f5"}
    assert table.denominator == "of the 2 independent sources on record since 1 April 2024"


def test_roll_up_names_the_narrower_and_counts_a_finding_once() -> None:
    """Rolled up, a broad theme names the narrower ones and counts a finding on both once."""
    both = finding("f1", "r1", themes=("fathers", "unseen"))
    tracker = tracker_of(rapid("r1"), rapid("r2"), both, finding("f2", "r2", on="unseen"))
    assert recurring(tracker) == {"Unseen fathers": ["R1", "R2"]}
    assert recurring(tracker, roll_up=True) == {"Fathers (Unseen fathers)": ["R1", "R2"]}
    assert tracker.themes.recurring(roll_up=True).to_records()[0]["findings"] == 2


def test_recurring_as_at_a_date() -> None:
    """As at a date, only what was known by then counts; a date that straddles it is named."""
    tracker = tracker_of(
        rapid("r1"), rapid("r2", "2024-05"), finding("f1", "r1"), finding("f2", "r2")
    )
    assert recurring(tracker.as_at("2024-04-30")) == {}
    table = tracker.as_at("2024-05-15").themes.recurring()
    assert len(table) == 1
    assert noted(table, "partly after") == {"r2"}


def test_a_date_that_straddles_years_stands_as_it_is() -> None:
    """A source of March or April is in no year, so that its date stands among the years."""
    tracker = tracker_of(
        *(rapid("r1", "2024-03/2024-04"), rapid("r2", "2025-01"), rapid("r3", "2025-02")),
        *(finding(f"f{n}", f"r{n}") for n in (1, 2, 3)),
    )
    (row,) = tracker.themes.recurring().to_records()
    assert row["years"] == ["March to April 2024", "2024-25"]


def test_inferred_sources_are_named() -> None:
    """A source that was inferred is counted, and a note says that it may be several."""
    tracker = tracker_of(rapid("r1", basis="inferred"), rapid("r2"))
    assert noted(tracker.themes.recurring(), "may stand for several") == {"r1"}


@pytest.mark.parametrize("number", [0, -1, 1.5, "2", True, None])
def test_at_least_is_a_whole_number_from_one_up(number: Any) -> None:
    """Nothing recurs less than once, nor one time and a half."""
    with pytest.raises(InvalidArgument, match="at_least: expected a whole number from 1 up, found"):
        tracker_of().themes.recurring(at_least=number)


# Year by year


@UNHURRIED
@given(trackers(), st.data())
def test_by_year_counts_independent_sources(tracker: lt.Tracker, data: Any) -> None:
    """Each cell is the number of independent sources that raised the theme in the year."""
    judgement = data.draw(st.sampled_from([None, *Judgement]))
    frame = data.draw(st.sampled_from(frames(tracker)))
    among = [one for one in tracker.of(Finding) if judgement in (None, one.judgement)]
    years = {one.id: year_of(counted_on(tracker, one)) for one in among}
    dated = [one for one in among if years[one.id]]
    expected = {
        theme: {
            f"y{year.replace('-', '_')}": len(
                independent_of(tracker, (one for one in ids if years[one] == year))
            )
            for year in {years[one] for one in ids}
            if year
        }
        for theme, ids in coded(tracker, dated, frame).items()
    }
    table = tracker.themes.by_year(judgement=judgement, frame=frame)

    assert {
        row["id"]: {name: n for name, n in row.items() if name.startswith("y") and n}
        for row in table.to_records()
    } == expected
    sources = {one.id for one in tracker.of(Source) if year_of(one.counted_on) is None}
    assert noted(table, "straddles") == sources | {one for one in years if years[one] is None}


def test_straddling_years_are_named_and_counted_in_neither() -> None:
    """What is dated to both sides of 1 April is counted in neither year, and is named."""
    tracker = tracker_of(
        *(rapid("r1", "2023-05"), rapid("r2", "2025-01"), rapid("r3", "2024-03/2024-04")),
        *(finding("f1", "r1"), finding("f2", "r2"), finding("f3", "r3")),
    )
    table = tracker.themes.by_year()
    assert table.to_records() == [
        {"id": "fathers", "theme": "Fathers", "y2023_24": 1, "y2024_25": 1}
    ]
    assert noted(table, "straddles") == {"r3", "f3"}
    assert table.denominator == "of the independent sources of each year (2023-24: 1; 2024-25: 1)"


def test_by_year_counts_where_published() -> None:
    """A review is counted in the year in which it was published, though completed before."""
    review = LCSPR(id="l1", title="L1", completed_on="2024-03-01", published_on="2024-05-01")
    tracker = tracker_of(review, finding("f1", "l1"))
    assert tracker.themes.by_year().to_records() == [
        {"id": "fathers", "theme": "Fathers", "y2024_25": 1}
    ]


def test_by_year_says_that_years_do_not_add_up() -> None:
    """A review and its rapid review are counted each in its year, and the key says so."""
    tracker = tracker_of(
        *(rapid("r1"), lcspr("l1", "r1"), finding("f1", "r1"), finding("f2", "l1")),
    )
    table = tracker.themes.by_year()
    (row,) = table.to_records()
    assert (row["y2023_24"], row["y2024_25"]) == (1, 1)
    assert any("years do not add up" in line for line in table.key)


# What returned


STAGES = {
    "signed_off": {State.SIGNED_OFF},
    "completed": {State.SIGNED_OFF, State.COMPLETED},
    "agreed": set(State) - {State.SUPERSEDED, State.WITHDRAWN},
}


def began(tracker: lt.Tracker, source: Source) -> When | None:
    """When what a source looks at may have begun: the incident, or a period's first day."""
    match source:
        case CaseFileAudit() | ExternalReview():
            return source.period and When.day(source.period.first)
        case FullReview() if source.incident_on is None:
            return span(tracker[one].incident_on for one in source.arises_from)
        case StandardsAudit():
            return None
    return source.incident_on


def claims(tracker: lt.Tracker, action: Action, one: Update) -> bool:
    """Whether one who answers for an action says that it is done."""
    if one.event is Event.SIGNED_OFF:
        return one.by == action.lead
    return one.event is Event.COMPLETED and may_claim(tracker.view, one)


def reached_by(tracker: lt.Tracker, action: Action, after: str, day: dt.date) -> list[When]:
    """When an action reached a stage, of the dates that may lie on the day or before."""
    signed = [
        one.on
        for one in tracker.of(Update)
        if one.action == action.id
        and ((one.event is Event.SIGNED_OFF and may_rule(tracker.view, one))
             or (after == "completed" and claims(tracker, action, one)))
    ]  # fmt: skip
    agreed = [action.agreed_on] if action.agreed_on else []
    return [on for on in (agreed if after == "agreed" else signed) if on.first <= day]


def was_done(tracker: lt.Tracker, action: Action, after: str, day: dt.date) -> bool | None:
    """Whether an action stood at a stage or past it on a day; None where the order is not known."""
    then = standing(tracker.view, action, day)
    if not reached_by(tracker, action, after, day) or then.closed:
        return False
    in_doubt = then.state is State.ORDER_NOT_KNOWN and (
        after != "agreed" or then._may_be & {State.SUPERSEDED, State.WITHDRAWN}
    )
    return None if in_doubt else then.state in STAGES[after]


def is_back(tracker: lt.Tracker, action: Action, on: When, after: str) -> bool | None:
    """Whether what began on a date came after the action was done; None if it cannot be told."""
    eves = [day - dt.timedelta(days=1) for day in (on.first, on.last)]
    answers = {was_done(tracker, action, after, eve) for eve in eves}
    if answers != {True}:
        return answers.pop() if len(answers) == 1 else None
    return max(reached_by(tracker, action, after, eves[0])).last < on.first or None


@UNHURRIED
@given(trackers(), st.sampled_from(sorted(STAGES)))
def test_returned_began_after_the_action_was_done(tracker: lt.Tracker, after: str) -> None:
    """An improvement returned if what it is about certainly began after the action was done."""
    back: dict[bool | None, set[tuple[str, str]]] = {True: set(), False: set(), None: set()}
    for action in tracker.of(Action):
        if not reached_by(tracker, action, after, dt.date.max):
            continue
        themes = set().union(*(under(tracker, one) for one in themes_of(tracker, action)))
        for one in improvements(tracker):
            if themes & set(one.themes):
                on = span(began(tracker, each) for each in sources_of(tracker, one))
                on = None if hidden(tracker, one) else on
                answer = is_back(tracker, action, on, after) if on else None
                back[answer].add((action.id, one.id))

    table = tracker.themes.returned(after=after)
    assert {(row.action.id, row.record.id) for row in table} == back[True]
    assert noted(table, "Cannot be told") == {one for _, one in back[None]}
    assert all(row.coded.id in row.record.themes for row in table)
    assert all(row.done_on.last < row.raised.origin.occurred_on.first for row in table)


PARTNERSHIP = Partnership(id="p", name="Riverton")
LEAD = Agency(id="lead", name="Kent Police")
OTHER = Agency(id="other", name="Kent County Council")
ACTION = Action(
    id="a", statement="Train.", themes=("fathers",), lead="lead", agreed_on="2024-01-05"
)


def said(on: str, event: str = "signed_off", by: str = "p") -> Update:
    """What was said of the action."""
    return Update(id=f"{event}-{on.replace('/', '-')}", action="a", on=on, by=by, event=event)


def returned(*records: Record, incident: str | None = "2024-08-01", **asked: Any) -> Any:
    """Whether an improvement on unseen fathers returned; None if it cannot be told."""
    tracker = tracker_of(
        *(PARTNERSHIP, LEAD, OTHER, ACTION, rapid("r", "2025-01", incident_on=incident)),
        *(finding("f", "r", on="unseen"), *records),
    )
    table = tracker.themes.returned(**asked)
    assert {one.record.id for one in table} <= {"f"}
    return None if noted(table, "Cannot be told") else bool(table)


def test_returned_on_a_narrower_theme() -> None:
    """An improvement on a theme within the action's returns; one on a broader theme does not."""
    assert returned(said("2024-06-01")) is True
    narrow = attrs.evolve(ACTION, id="b", themes=("unseen",), lead=None)
    tracker = tracker_of(
        *(PARTNERSHIP, narrow, rapid("r", "2025-01", incident_on="2024-08"), finding("f", "r")),
        Update(id="u", action="b", on="2024-06-01", by="p", event="signed_off"),
    )
    assert not tracker.themes.returned()


@pytest.mark.parametrize(
    ("updates", "signed_off", "completed", "agreed"),
    [
        ([], False, False, True),
        ([("2024-06-01", "completed", "lead")], False, True, True),
        ([("2024-06-01", "signed_off", "p")], True, True, True),
        ([("2024-06-01", "signed_off", "lead")], False, True, True),
        ([("2024-06-01", "completed", "other")], False, False, True),
        ([("2024-06-01", "withdrawn", "p")], False, False, False),
        ([("2024-06-01", "superseded", "p")], False, False, False),
        ([("2024-09-01", "withdrawn", "p")], False, False, True),
        ([("2024-06-01", "withdrawn", "p"), ("2024-07", "reopened", "p")], False, False, True),
        ([("2024-06", "withdrawn", "p"), ("2024-06-15", "reopened", "p")], False, False, None),
        ([("2024-09-01", "signed_off", "p")], False, False, True),
    ],
)
def test_returned_after_each_stage(
    updates: list[tuple[str, str, str]],
    *,
    signed_off: bool,
    completed: bool,
    agreed: bool | None,
) -> None:
    """A theme returns after the stage asked for, not after a closing.

    The lead's own sign-off is its word that the action is done; another's word is none.
    """
    records = [said(*one) for one in updates]
    assert returned(*records, after="signed_off") is signed_off
    assert returned(*records, after="completed") is completed
    assert returned(*records, after="agreed") is agreed


def test_returned_not_after_reopening() -> None:
    """An action reopened before the incident was not done when it happened."""
    signed = said("2024-03-01")
    assert returned(signed, said("2024-07-31", "reopened")) is False
    assert returned(signed, said("2024-09-01", "reopened")) is True
    assert returned(signed, said("2024-06-01", "reopened"), said("2024-07-01")) is True


@pytest.mark.parametrize(
    ("incident", "updates"),
    [
        (None, [("2024-06-01", "signed_off")]),
        ("2024-06", [("2024-06", "signed_off")]),
        ("2024-06-15", [("2024-06", "signed_off")]),
        ("2024-06", [("2024-06-15", "signed_off")]),
        ("2024-06", [("2024-05-01", "signed_off"), ("2024-06-15", "reopened")]),
        ("2024-08-01", [("2024-06", "signed_off"), ("2024-06-15", "reopened")]),
    ],
)
def test_returned_cannot_tell(incident: str | None, updates: list[tuple[str, str]]) -> None:
    """Where the dates do not tell which came first, the finding is named and not counted."""
    assert returned(*(said(*one) for one in updates), incident=incident) is None


def test_agreed_after_the_incident_is_no_return() -> None:
    """An incident before the action was agreed is no return, and nothing about it is in doubt."""
    assert returned(incident="2023-08-01", after="agreed") is False
    assert returned(incident="2024-01", after="agreed") is None


def test_audited_period_counts_from_its_first_day() -> None:
    """An audit's files come from all of its period: what began before the sign-off is no return."""
    theme = Theme(id="topic", name="Neglect", frame="audit-topic")
    audit = CaseFileAudit(id="c", title="C", topic="topic", period="2024-06", held_on="2025-01")
    records = (PARTNERSHIP, LEAD, ACTION, theme, audit, finding("f", "c"))
    inside = tracker_of(*records, said("2024-06-15")).themes.returned()
    assert (len(inside), inside.notes) == (0, ())
    assert len(tracker_of(*records, said("2024-05-31")).themes.returned()) == 1


# What got better


@UNHURRIED
@given(trackers(), st.data())
def test_progress_is_a_strength_where_an_improvement_was(tracker: lt.Tracker, data: Any) -> None:
    """A row for each theme on which a strength follows an earlier independent improvement."""
    frame = data.draw(st.sampled_from(frames(tracker)))
    strengths = [one for one in tracker.of(Finding) if one.judgement is Judgement.STRENGTH]
    expected = {}
    for one in strengths:
        for theme in one.themes:
            earlier = {
                other
                for other in marks(tracker, one)["*"]
                if theme in tracker[other].themes or other in one.repeats
            }
            if earlier and tracker[theme].frame == frame:
                expected[theme, one.id] = earlier
    table = tracker.themes.progress(frame=frame)

    assert {
        (row.theme.id, row.record.id): {one.finding.id for one in row.marked.progress}
        for row in table
    } == expected
    assert noted(table, "Not certain") == {one.id for one in strengths if marks(tracker, one)["?"]}
    assert table.denominator.startswith(f"of the {len(strengths)} strength")


def test_progress_names_only_the_theme_that_got_better() -> None:
    """A strength on two themes is progress only on the one that was an improvement before."""
    strength = finding("f2", "r2", judgement="strength", themes=("fathers", "unseen"))
    tracker = tracker_of(rapid("r1"), rapid("r2", "2024-05"), finding("f1", "r1"), strength)
    assert [row.theme.id for row in tracker.themes.progress()] == ["fathers"]


def test_progress_by_a_persons_judgement() -> None:
    """A strength that repeats an improvement is progress, whatever its themes and dates."""
    strength = finding("f2", "r1", judgement="strength", on="unseen", repeats=("f1",))
    table = tracker_of(rapid("r1"), finding("f1", "r1"), strength).themes.progress()
    assert [(row.theme.id, row.record.id) for row in table] == [("unseen", "f2")]
    assert [one.label for one in table[0].earlier] == ["R1"]


def test_what_straddles_the_date_is_named() -> None:
    """A date that lies partly after the tracker's is counted and named."""
    records = (rapid("r1", "2024-05"), finding("f1", "r1", judgement="strength"))
    assert noted(tracker_of(*records, date="2024-05-15").themes.progress(), "partly") == {"r1"}
    acted = (PARTNERSHIP, LEAD, ACTION, said("2024-05"))
    assert noted(tracker_of(*acted, date="2024-05-15").themes.returned(), "partly") == {
        "signed_off-2024-05"
    }
