"""Riverton, the made-up partnership, shows all that it was written to show."""

import datetime as dt
import inspect
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import attrs
import pytest

import learning_tracker as lt
from learning_tracker.clocks import limit
from learning_tracker.codec import to_text
from learning_tracker.collections import Collection
from learning_tracker.reading import Reading
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    Decision,
    Evidence,
    Finding,
    Meeting,
    Partnership,
    RapidReview,
    Recommendation,
    Request,
    Response,
    Review,
    Source,
    Theme,
    Update,
)
from learning_tracker.stores.json_file import JsonFile
from learning_tracker.view import standing
from learning_tracker.vocabulary import (
    RULINGS,
    AgencyRole,
    Basis,
    Change,
    Event,
    Judgement,
    Level,
    Publication,
    ResponseDecision,
    State,
    Verdict,
)
from learning_tracker.workdays import is_working_day

FILE = Path(lt.__file__).parent / "samples" / "riverton.json"
PAGE = (Path(__file__).parents[1] / "docs" / "riverton.md").read_text(encoding="utf-8")
TODAY = dt.date(2025, 11, 20)
YEARS = ["2022-23", "2023-24", "2024-25", "2025-26"]
LAST_MEETING = "meeting-2025-08-21"


RIVERTON = lt.sample()
EVERYTHING = JsonFile(FILE).load()


def record(identifier: str) -> Any:
    """A record of Riverton, of whatever kind."""
    return RIVERTON[identifier]


def verdict(action: str) -> Verdict:
    """The verdict on an action on the sample's day."""
    return standing(RIVERTON.view, record(action)).verdict


def events(action: str) -> list[Event]:
    """What was said of an action, in order."""
    return [one.event for one in standing(RIVERTON.view, record(action)).updates]


# The file


def test_the_file_is_as_the_library_writes_it() -> None:
    """Its bytes are those that the library writes for its records, in order of kind and id."""
    assert FILE.read_bytes() == to_text(EVERYTHING).encode()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Source, "{} reviews, audits and inspections"),
        (Finding, "{} findings"),
        (Recommendation, "{} recommendations"),
        (Action, "{} actions"),
        (Update, "{} updates"),
        (Meeting, "{} meetings"),
        (Request, "{} requests"),
    ],
)
def test_how_much_it_holds(kind: type[lt.Record], words: str) -> None:
    """The page tells how many records there are, those that are dated later among them."""
    held = sum(isinstance(one, kind) for one in EVERYTHING)
    assert words.format(held) in " ".join(PAGE.split())


def test_nine_agencies_and_four_groups() -> None:
    """Nine agencies take part today, beside predecessors, a part of one, and groups."""
    agencies = RIVERTON.of(Agency)
    groups = [one for one in agencies if one.role is AgencyRole.GROUP]
    today = [one for one in agencies if one.succeeded_by is None and one.part_of is None]
    assert len(today) - len(groups) == 9
    assert len(groups) == 4


def test_four_reporting_years() -> None:
    """Findings lie in each of the four years, and in no other."""
    columns = [one.heading for one in RIVERTON.themes.by_year().columns][1:]
    assert columns == YEARS


def test_no_title_or_id_stands_inside_another() -> None:
    """No source's title or id is part of another's, so that a search for one finds only it."""
    names = [
        (one.id, name.casefold()) for one in RIVERTON.of(Source) for name in (one.id, one.title)
    ]
    inside = [
        (name, other)
        for owner, name in names
        for other_owner, other in names
        if owner != other_owner and name in other
    ]
    assert inside == []


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Dame|Lord|Lady|Prof|Professor)\b\.? [A-Z]",
        r"\S@\S",
        r"\b0\d{2,4} ?\d{3} ?\d{3,4}\b",
        r"\b\d{3} ?\d{3} ?\d{4}\b",
        r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
        r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
        r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
        r"(?i)\bborn on\b|\bdate of birth\b",
    ],
    ids=["title", "e-mail", "telephone", "nhs-number", "insurance", "postcode", "date", "birth"],
)
def test_nobody_can_be_known_from_a_text(pattern: str) -> None:
    """No person with a title, no number, no address and no date of birth is in any text."""
    texts = [text for one in EVERYTHING for value in attrs.astuple(one, recurse=False)
             for text in _texts(value)]  # fmt: skip
    assert [text for text in texts if re.search(pattern, text)] == []


def test_only_agencies_groups_and_the_partnership_speak() -> None:
    """Every update was made by one of them, never by a person."""
    assert {type(record(one.by)) for one in RIVERTON.of(Update)} <= {Agency, Partnership}


def test_no_statement_is_used_twice() -> None:
    """Every finding, recommendation, action and decision is in words of its own."""
    for kind in (Finding, Recommendation, Action, Decision, Evidence):
        said = [one.statement for one in EVERYTHING if isinstance(one, kind)]
        assert len(said) == len(set(said))


# The page


def _quoted(text: str) -> set[str]:
    return set(re.findall(r"`([a-z0-9-]{4,})`", text))


def test_the_page_names_only_records_and_warnings() -> None:
    """All that is set as an id on the page is one, or the code of a warning."""
    codes = {problem.code for problem in RIVERTON.check()}
    assert _quoted(PAGE) - {one.id for one in EVERYTHING} - codes == set()


def test_the_page_tells_of_every_warning() -> None:
    """Checking finds no error, and the warnings and records that the page's table tells."""
    problems = RIVERTON.check()
    assert problems.errors == ()
    told = {
        (code, one)
        for line in PAGE.partition("## What a check says of it")[2].splitlines()
        if (row := re.match(r"\| `([a-z-]+)` \| ([^|]*) \|", line))
        for code, one in ((row[1], name) for name in _quoted(row[2]))
    }
    assert {(one.code, one.record) for one in problems} == told
    assert len(problems) < 15


# The questions


def _questions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every question of every collection."""
    for noun, attribute in vars(Reading).items():
        if not isinstance(attribute, property):
            continue
        collection = getattr(RIVERTON, noun)
        if isinstance(collection, Collection):
            for name, _ in inspect.getmembers(type(collection), inspect.isfunction):
                if name in vars(type(collection)) and not name.startswith("_"):
                    yield f"{noun}.{name}", getattr(collection, name)


QUESTIONS = dict(_questions())
OTHER_CODING = {one.id: ("theme-fathers",) for one in RIVERTON.of(lt.Finding)}

ASKED_WITH: dict[str, list[tuple[Any, ...]]] = {
    "actions.state": [("action-sleep-officers",)],
    "findings.agreement": [(OTHER_CODING,)],
    "findings.disagreements": [(OTHER_CODING,)],
    "findings.crosstab": [("theme", "year"), ("harm type", "age band")],
    "findings.listing": [("review", "improvement"), ("case-file-audit", "strength")],
    "meetings.decided": [(LAST_MEETING,)],
    "reviews.by_year": [("rapid-review",), ("lcspr",), ("learning-review",)],
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_an_answer(question: str) -> None:
    """Each question answers with something."""
    for arguments in ASKED_WITH.get(question, [()]):
        answer = QUESTIONS[question](*arguments)
        assert isinstance(answer, State | lt.Record) or len(answer) > 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda: RIVERTON.themes.recurring(judgement="strength"),
        lambda: RIVERTON.themes.recurring(frame="national-panel"),
        lambda: RIVERTON.themes.recurring(since="2024-25", roll_up=True),
        lambda: RIVERTON.themes.returned(after="completed"),
        lambda: RIVERTON.actions.outstanding(agency="Rivershire Hospitals NHS Foundation Trust"),
        lambda: RIVERTON.actions.outstanding(theme="theme-whole-family"),
        lambda: RIVERTON.actions.outstanding(source="lcspr-nadia"),
        lambda: RIVERTON.actions.late(agency="rivershire-hospitals"),
        lambda: RIVERTON.audits.outcomes(year="2024-25"),
        lambda: RIVERTON.findings.by_theme(source_kinds="case-file-audit", year="2025-26"),
        lambda: RIVERTON.findings.gaps(year="2025-26"),
        lambda: RIVERTON.trace("action-fathers-record"),
        lambda: RIVERTON.as_at("2024-03-31").themes.recurring(at_least=3),
    ],
)
def test_a_question_asked_more_closely_has_an_answer(ask: Callable[[], Any]) -> None:
    """So it does when it is asked of one agency, theme, source or year."""
    assert len(ask()) > 0


# What keeps coming back


@pytest.mark.parametrize(
    ("action", "finding"),
    [
        ("action-sleep-assessment", "finding-poplar-out-of-routine"),
        ("action-sleep-assessment", "finding-joel-weekend"),
        ("action-bruising-protocol", "finding-hornbeam-bruise"),
        ("action-bruising-training", "finding-hornbeam-bruise"),
        ("action-prebirth-adult-question", "finding-hornbeam-father"),
        ("action-return-talks", "finding-spruce-links"),
    ],
)
def test_a_theme_returned(action: str, finding: str) -> None:
    """An improvement on the action's theme comes from an incident after its sign-off."""
    rows = [row for row in RIVERTON.themes.returned() if row.action.id == action]
    (row,) = [row for row in rows if row.record.id == finding]
    assert row.done_on.entirely_before(row.raised.origin.occurred_on)


def test_a_theme_returned_on_a_narrower_one() -> None:
    """The action was on a broader theme than the finding."""
    rows = [row for row in RIVERTON.themes.returned() if row.theme.id != row.coded.id]
    assert ("theme-whole-family", "theme-fathers") in {(row.theme.id, row.coded.id) for row in rows}


def test_few_themes_returned() -> None:
    """Returns are a part of what was signed off, not all of it."""
    rows = RIVERTON.themes.returned()
    signed_off = [one for one in RIVERTON.of(Action) if verdict(one.id) is Verdict.SIGNED_OFF]
    assert 0 < len({row.action.id for row in rows}) < len(signed_off)


@pytest.mark.parametrize(
    ("rapid_review", "review", "theme"),
    [
        ("rapid-review-alder", "lcspr-ada", "theme-fathers"),
        ("rapid-review-maple", "lcspr-theo", "theme-safe-sleep"),
        ("rapid-review-birch", "learning-review-marlow-siblings", "theme-neglect"),
    ],
)
def test_a_converted_rapid_review_counts_once(rapid_review: str, review: str, theme: str) -> None:
    """Both raised the theme, and the review is not among the sources counted."""
    assert record(review).arises_from == (rapid_review,)
    (row,) = [row for row in RIVERTON.themes.recurring() if row.theme.id == theme]
    raised = {source for one in row.findings for source in one.finding.sources}
    counted = {source.id for one in row.independent for source in one.sources}
    assert {rapid_review, review} <= raised
    assert rapid_review in counted
    assert review not in counted


def _marks() -> dict[str, str]:
    return {
        one.finding.id: one.mark for row in RIVERTON.findings.by_theme() for one in row.findings
    }


@pytest.mark.parametrize(
    ("finding", "mark"),
    [
        ("finding-audit-da-2025-notice", "*"),
        ("finding-audit-neglect-2024-tool", "*"),
        ("finding-orla-records", "* **"),
        ("finding-joel-father", "**"),
        ("finding-nadia-consultant", "**"),
        ("finding-imogen-missing", ""),
    ],
)
def test_marks(finding: str, mark: str) -> None:
    """Strengths are marked as progress, improvements as recurring, the first of all by nothing."""
    assert set(mark.split()) <= set(_marks()[finding].split())
    assert mark or not _marks()[finding]


@pytest.mark.parametrize(
    ("finding", "earlier"),
    [
        ("finding-joel-weekend", "finding-theo-father-sleep"),
        ("finding-audit-neglect-2025-drift", "finding-early-neglect-drift"),
    ],
)
def test_a_finding_repeats_another(finding: str, earlier: str) -> None:
    """A person judged that it is the same again."""
    assert record(finding).repeats == (earlier,)


def test_a_finding_of_two_audits() -> None:
    """It is not known which of two audits raised it."""
    assert len(record("finding-audits-2024-genogram").sources) == 2


def test_an_inferred_finding() -> None:
    """One record is inferred and says from what."""
    assert [one.id for one in EVERYTHING if one.basis is Basis.INFERRED] == [
        "finding-imogen-return-talk"
    ]
    assert record("finding-imogen-return-talk").note


@pytest.mark.parametrize(
    ("finding", "seen_in", "out_of"),
    [
        ("finding-audit-neglect-2022-tool", 11, 16),
        ("finding-audit-neglect-2025-drift", 9, 16),
        ("finding-audit-prebirth-2024-late", 4, 12),
    ],
)
def test_findings_seen_in_files(finding: str, seen_in: int, out_of: int) -> None:
    """An audit's finding says in how many files it was seen."""
    assert (record(finding).seen_in, record(finding).out_of) == (seen_in, out_of)


def test_pairs_of_themes() -> None:
    """Two themes were raised together by several sources."""
    coded: dict[str, set[str]] = defaultdict(set)
    for one in RIVERTON.of(Finding):
        for source in one.sources:
            coded[source].update(one.themes)
    pair = {"theme-fathers", "theme-domestic-abuse"}
    joined = {"finding-theo-father-sleep", "finding-esme-mother-held"}
    assert all(len(record(finding).themes) == 2 for finding in joined)
    assert pair <= coded["lcspr-esme"]
    safe_sleep = {"theme-fathers", "theme-safe-sleep"}
    assert sum(safe_sleep <= themes for themes in coded.values()) >= 2


def test_pairs_that_came_together() -> None:
    """Fathers come with injuries in babies again and again, and with domestic abuse at once."""
    table = RIVERTON.themes.pairs()
    found = {(row.themes[0].id, row.themes[1].id): row for row in table}
    assert ("theme-fathers", "theme-bruising") in found
    row = found["theme-fathers", "theme-bruising"]
    assert "rapid-review-alder" in {one.sources[0].id for one in row.independent}
    once = {(row.themes[0].id, row.themes[1].id): row for row in RIVERTON.themes.pairs(at_least=1)}
    both = once["theme-domestic-abuse", "theme-fathers"].both
    assert "finding-esme-mother-held" in {one.id for one in both}


def test_harm_by_age() -> None:
    """Every review stands in the cross-table of harm type and age band, in order of age."""
    table = RIVERTON.findings.crosstab("harm type", "age band")
    assert table.headings[1:] == (
        "under 1", "1 to 4", "5 to 10", "11 to 15", "16 and 17", "All"
    )  # fmt: skip
    counted = {source.id for one in table[-1].total.findings for source in one.origin.sources}
    reviews = {one.id for one in RIVERTON.of(Review) if RIVERTON.view.incoming(
        Finding, "sources", one.id)}  # fmt: skip
    assert reviews <= counted


def test_the_public_is_not_told_of_few_children() -> None:
    """Riverton's numbers are so small that the public is shown no count of children by harm."""
    told = RIVERTON.public()
    assert not told.findings.crosstab("harm type", "age band")
    for rows, columns in (("harm type", "year"), ("year", "age band"), ("theme", "year")):
        table = told.findings.crosstab(rows, columns, count="children")
        assert all(row.total.counts is None or row.total.count in {0, *range(6, 99)}
                   for row in table)  # fmt: skip
    assert len(told.findings.crosstab("theme", "year")) > 10


def test_audits_do_not_tell_the_public_of_few_files() -> None:
    """Every audit gave some grade to few files, so neither files nor mean are shown."""
    rows = RIVERTON.public().audits.outcomes().to_records()
    assert {row["files"] for row in rows} <= {"not shown", None}
    assert {row["mean_grade"] for row in rows} <= {"not shown", None}


# Searching


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("father", "theme-fathers"),
        ("LCSPR Joel", "lcspr-joel"),
        ('"sudden death in infancy"', "lcspr-theo"),
        ("genogram", "action-genogram"),
    ],
)
def test_a_search_finds_it(words: str, found: str) -> None:
    """Names, titles, attributes and statements are found by their words."""
    assert found in {row.record.id for row in RIVERTON.search(words)}


def test_a_search_sees_what_is_there_on_the_day() -> None:
    """What is dated later is found only later."""
    later = RIVERTON.as_at("2026-12-31").search("separation taken as the end")
    assert [one.record.id for one in later] == ["finding-yew-separation"]
    assert not RIVERTON.search("separation taken as the end")
    assert len(RIVERTON.as_at("2022-06-30").search("fathers")) < len(RIVERTON.search("fathers"))


def test_two_frames_of_themes() -> None:
    """Practice themes lie within each other; those of the national list match some of them."""
    assert {one.frame for one in RIVERTON.of(Theme)} == {"practice", "national-panel"}
    assert record("theme-fathers").broader == "theme-whole-family"
    assert record("theme-parents-needs").broader == "theme-whole-family"
    for panel, practice in (
        ("panel-daily-life", "theme-childs-voice"),
        ("panel-challenge", "theme-critical-thinking"),
        ("panel-information", "theme-information-sharing"),
    ):
        assert record(panel).matches == (practice,)
    recurring = {row.theme.id for row in RIVERTON.themes.recurring(frame="national-panel")}
    assert "panel-changing-risk" in recurring


@pytest.mark.parametrize(
    "finding", ["finding-theo-housing", "finding-orla-capacity", "finding-hollis-children-unheard"]
)
def test_an_improvement_that_nobody_took_up(finding: str) -> None:
    """No recommendation rests on it and no action answers it."""
    assert finding in {row.record.id for row in RIVERTON.findings.unaddressed()}


# Statutory clocks

NOTIFICATION, RAPID_REVIEW, PUBLISHED = (
    "notification within 5 working days",
    "rapid review within 15 working days",
    "LCSPR published within 6 months",
)


def readings(tracker: lt.Tracker) -> dict[tuple[str, str], tuple[str, str]]:
    """Each clock's verdict and the day that was due."""
    return {
        (row.record.id, row.limit): (row.reading.verdict.value, str(row.reading.due))
        for row in tracker.reviews.timeliness()
    }


@pytest.mark.parametrize(
    ("review", "clock", "verdict", "due"),
    [
        ("rapid-review-alder", NOTIFICATION, "in time", "2022-05-31"),
        ("rapid-review-alder", RAPID_REVIEW, "in time", "2022-06-23"),
        ("rapid-review-birch", RAPID_REVIEW, "in time", "2022-09-30"),
        ("rapid-review-maple", NOTIFICATION, "late", "2022-12-22"),
        ("rapid-review-maple", RAPID_REVIEW, "late", "2023-01-20"),
        ("rapid-review-hawthorn", RAPID_REVIEW, "in time", "2023-05-25"),
        ("rapid-review-sycamore", RAPID_REVIEW, "in time", "2023-10-25"),
        ("rapid-review-aspen", RAPID_REVIEW, "cannot tell", "2024-02-14"),
        ("rapid-review-larch", RAPID_REVIEW, "in time", "2024-06-24"),
        ("rapid-review-poplar", RAPID_REVIEW, "in time", "2025-01-09"),
        ("rapid-review-chestnut", RAPID_REVIEW, "in time", "2025-05-06"),
        ("rapid-review-hornbeam", NOTIFICATION, "late", "2025-04-23"),
        ("rapid-review-hornbeam", RAPID_REVIEW, "late", "2025-05-16"),
        ("rapid-review-spruce", RAPID_REVIEW, "in time", "2025-09-04"),
        ("rapid-review-yew", RAPID_REVIEW, "running", "2025-11-28"),
        ("lcspr-ada", PUBLISHED, "late", "2023-01-04"),
        ("lcspr-theo", PUBLISHED, "in time", "2023-08-06"),
        ("lcspr-esme", PUBLISHED, "in time", "2024-05-08"),
        ("lcspr-nadia", PUBLISHED, "overdue", "2025-01-08"),
        ("lcspr-joel", PUBLISHED, "overdue", "2025-07-20"),
        ("lcspr-kit", PUBLISHED, "running", "2026-03-15"),
        ("lcspr-imogen", PUBLISHED, "cannot tell", "None"),
    ],
)
def test_a_clock(review: str, clock: str, verdict: str, due: str) -> None:
    """Each clock is in time, late, running, overdue or cannot be told, as was meant."""
    assert readings(RIVERTON)[review, clock] == (verdict, due)


@pytest.mark.parametrize(
    ("review", "holidays"),
    [
        ("rapid-review-alder", 2),
        ("rapid-review-birch", 1),
        ("rapid-review-hawthorn", 1),
        ("rapid-review-poplar", 3),
        ("rapid-review-chestnut", 3),
        ("rapid-review-spruce", 1),
    ],
)
def test_a_clock_runs_over_bank_holidays(review: str, holidays: int) -> None:
    """Between notification and deadline lie week days that are no working days."""
    start = record(review).notified_on.first
    due = limit("rapid-review").due(start)
    days = [start + dt.timedelta(days=n) for n in range(1, (due - start).days + 1)]
    off = [day for day in days if day.weekday() < 5 and not is_working_day(day)]
    assert len(off) == holidays


def test_the_policy_decides_between_in_time_and_late() -> None:
    """With the day of the notification as day 1, one rapid review more is a day late."""
    tracker = lt.sample()
    partnership = tracker["riverton-scp"]
    assert isinstance(partnership, Partnership)
    policy = attrs.evolve(partnership.policy, first_day=1)
    tracker.replace(attrs.evolve(partnership, policy=policy))
    key = ("rapid-review-larch", RAPID_REVIEW)
    assert readings(RIVERTON)[key] == ("in time", "2024-06-24")
    assert readings(tracker)[key] == ("late", "2024-06-21")


def test_a_deadline_agreed_with_the_panel() -> None:
    """Without the agreed deadline the review would have been late."""
    tracker = lt.sample()
    tracker.replace(attrs.evolve(record("rapid-review-sycamore"), agreed_deadline=None))
    assert readings(tracker)["rapid-review-sycamore", RAPID_REVIEW] == ("late", "2023-10-11")


# Actions

LATE = {
    "action-strategy-meetings",
    "action-fathers-antenatal",
    "action-transition-protocol",
    "action-disabled-communication",
    "action-neglect-schools",
    "action-sleep-officers",
    "action-prebirth-late-booking",
}


def test_late_actions() -> None:
    """Three actions and more are late, of different leads."""
    rows = RIVERTON.actions.late()
    assert {row.record.id for row in rows} == LATE
    assert len({row.lead_name for row in rows}) == 5


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        *((one, Verdict.LATE) for one in sorted(LATE)),
        ("action-da-adviser", Verdict.EVIDENCED),
        ("action-lodgings-plan", Verdict.EVIDENCED),
        ("action-voice-incidents", Verdict.EVIDENCED),
        ("action-youth-justice-health", Verdict.EVIDENCED),
        ("action-da-training-health", Verdict.CLAIMED),
        ("action-bruising-weekend", Verdict.AT_RISK),
        ("action-supervision-sample", Verdict.AT_RISK),
        ("action-da-programme-dates", Verdict.AT_RISK),
        ("action-escalation-consultants", Verdict.AT_RISK),
        ("action-genogram", Verdict.NO_DUE_DATE),
        ("action-voice-panel", Verdict.NO_DUE_DATE),
        ("action-disabled-lead", Verdict.ON_TIME),
        ("action-exploitation-closing", Verdict.ON_TIME),
        ("action-neglect-programme", Verdict.ON_TIME),
        ("action-fathers-record", Verdict.SIGNED_OFF),
        ("action-escalation-log", Verdict.SIGNED_OFF),
        ("action-exploitation-tool", Verdict.CLOSED),
        ("action-da-release-dates", Verdict.CLOSED),
        ("action-sleep-leaflet", Verdict.CLOSED),
        ("action-neglect-strategy", Verdict.CLOSED),
    ],
)
def test_a_verdict(action: str, expected: Verdict) -> None:
    """Each verdict is given to an action at least."""
    assert verdict(action) is expected


def test_every_verdict_is_given() -> None:
    """No verdict is without an action."""
    assert {verdict(one.id) for one in RIVERTON.of(Action)} == set(Verdict)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("action-exploitation-online", State.AGREED),
        ("action-transition-adult-life", State.AGREED),
        ("action-disabled-lead", State.IN_PROGRESS),
        ("action-sleep-officers", State.COMPLETED),
        ("action-fathers-record", State.SIGNED_OFF),
        ("action-bruising-training", State.REOPENED),
        ("action-neglect-drift", State.REOPENED),
        ("action-sleep-leaflet", State.SUPERSEDED),
        ("action-exploitation-tool", State.WITHDRAWN),
    ],
)
def test_a_state(action: str, expected: State) -> None:
    """Each state that can be told follows from the updates of an action."""
    assert RIVERTON.actions.state(action) is expected


def test_rescheduled_twice() -> None:
    """An action slipped by a year in two rulings."""
    assert events("action-neglect-programme").count(Event.RESCHEDULED) == 2
    assert standing(RIVERTON.view, record("action-neglect-programme")).slippage == 365


def test_proposed_by_the_lead_and_ruled_by_the_group() -> None:
    """The lead proposed a date, and the group moved the action to it."""
    proposed, ruled = record("update-sleep-one-message-2"), record("update-sleep-one-message-3")
    assert (proposed.event, ruled.event) == (Event.PROPOSED_DATE, Event.RESCHEDULED)
    assert proposed.due_on == ruled.due_on == standing(
        RIVERTON.view, record("action-sleep-one-message")
    ).due  # fmt: skip


@pytest.mark.parametrize("action", ["action-sleep-officers", "action-transition-protocol"])
def test_a_claim_does_not_stop_the_clock(action: str) -> None:
    """It is said to be done, without enough evidence, and is late."""
    one = standing(RIVERTON.view, record(action))
    assert one.said_to_be_done
    assert one.late


def test_sent_back_mended_and_signed_off() -> None:
    """An action was claimed, sent back, claimed again with evidence and signed off."""
    ends = events("action-fathers-record")[-4:]
    assert ends == [Event.COMPLETED, Event.SENT_BACK, Event.COMPLETED, Event.SIGNED_OFF]


def test_rulings_are_made_at_meetings_and_never_by_the_lead() -> None:
    """Each ruling cites a meeting of that day, and is by a group that does not lead the action."""
    for one in RIVERTON.of(Update):
        if one.event in RULINGS:
            assert one.meeting is not None
            assert record(one.meeting).on == one.on
            assert record(one.by).role is AgencyRole.GROUP
            assert record(one.by).name == record(one.meeting).body
            assert record(one.action).lead != one.by


def test_led_by_the_group_and_signed_off_by_the_executive() -> None:
    """The group cannot sign off what it leads itself."""
    assert record("action-escalation-log").lead == "learning-lessons-group"
    assert record("update-escalation-log-3").by == "executive-group"


def test_opened_again() -> None:
    """A signed off action was opened again, with a new date from which slippage restarts."""
    assert events("action-bruising-training")[2:4] == [Event.SIGNED_OFF, Event.REOPENED]
    one = standing(RIVERTON.view, record("action-bruising-training"))
    assert (one.slippage, one.telling_evidence) == (0, ())


@pytest.mark.parametrize(
    ("action", "successor"),
    [
        ("action-neglect-strategy", "action-neglect-programme"),
        ("action-sleep-leaflet", "action-sleep-one-message"),
    ],
)
def test_superseded(action: str, successor: str) -> None:
    """The update that supersedes an action names the one that took its place."""
    last = standing(RIVERTON.view, record(action)).updates[-1]
    assert (last.event, last.superseded_by) == (Event.SUPERSEDED, successor)


def test_an_action_waits_for_another() -> None:
    """It depends on one that is late."""
    (needed,) = record("action-transition-joint-meeting").depends_on
    assert verdict(needed) is Verdict.LATE


def test_at_risk_for_two_reasons() -> None:
    """Some actions are due soon; of others nothing was heard for long."""
    view = RIVERTON.view
    soon = standing(view, record("action-bruising-weekend"))
    silent = standing(view, record("action-da-programme-dates"))
    assert soon.due_soon
    assert silent.stale
    assert not silent.due_soon


def test_due_in_a_month() -> None:
    """An action due in a month is late once the month is wholly past."""
    assert str(record("action-prebirth-late-booking").due_on) == "September 2025"
    at_its_end = RIVERTON.as_at("2025-09-30").actions.late()
    assert "action-prebirth-late-booking" not in {row.record.id for row in at_its_end}


@pytest.mark.parametrize("action", ["action-sleep-assessment", "action-neglect-toolkit"])
def test_signed_off_long_ago(action: str) -> None:
    """It was signed off, and looked at last, more than a year ago."""
    one = standing(RIVERTON.view, record(action))
    assert one.state is State.SIGNED_OFF
    seen = [*(each.on for each in one.updates), *(each.on for each in one.evidence)]
    assert max(on.last for on in seen) < dt.date(2024, 11, 20)
    assert action in {row.record.id for row in RIVERTON.actions.due_for_recheck()}


def test_looked_at_again_within_the_year() -> None:
    """An audit of standards looked at the policy on escalation a year ago less nine days."""
    due = {row.record.id for row in RIVERTON.actions.due_for_recheck()}
    assert "action-escalation-policy" not in due
    as_at = RIVERTON.as_at("2025-11-29").actions.due_for_recheck()
    assert "action-escalation-policy" in {row.record.id for row in as_at}


def test_improvements_since_a_sign_off() -> None:
    """Of what came back after a sign-off, the row on the action to look at again tells."""
    rows = RIVERTON.actions.due_for_recheck()
    (row,) = [one for one in rows if one.record.id == "action-sleep-assessment"]
    assert {"finding-poplar-out-of-routine", "finding-joel-weekend"} <= {
        one.record.id for one in row.improvements
    }


def test_how_actions_stood_over_time() -> None:
    """Fifteen days from June 2022 on; what was signed off never fell, and today all are there."""
    rows = list(RIVERTON.actions.over_time())
    assert (len(rows), rows[0].day, rows[-1].day) == (15, dt.date(2022, 6, 30), TODAY)
    signed_off = [row.count(Verdict.SIGNED_OFF) for row in rows]
    assert signed_off == sorted(signed_off)
    assert rows[-1].count(Verdict.LATE) == len(LATE)
    assert len(rows[-1].standings) == len(RIVERTON.of(Action))


def test_an_action_answers_a_review_and_a_finding() -> None:
    """An action may answer several kinds of record."""
    answered = {type(record(one)) for one in record("action-sharing-guide").answers}
    assert answered == {LCSPR, Finding}


# Colours


@pytest.mark.parametrize(
    ("action", "challenged"),
    [
        ("action-strategy-meetings", True),
        ("action-sleep-officers", True),
        ("action-disabled-communication", True),
        ("action-prebirth-late-booking", False),
        ("action-bruising-weekend", False),
    ],
)
def test_a_reported_colour_is_too_good(action: str, challenged: bool) -> None:  # noqa: FBT001
    """It was so on the day it was reported, or has become so since."""
    rows = {row.record.id: row.challenged for row in RIVERTON.actions.colour_challenges()}
    assert rows[action] is challenged


def test_reported_green_when_it_was_late() -> None:
    """The verdict on the day of the report was already late."""
    told = record("update-strategy-meetings-2")
    one = standing(RIVERTON.view, record(told.action), told.on.first)
    assert (told.colour.value, one.verdict) == ("green", Verdict.LATE)


# Agencies


@pytest.mark.parametrize(
    ("agency", "successor", "actions"),
    [
        (
            "nhs-riverton-ccg",
            "nhs-rivershire-icb",
            {"action-bruising-protocol", "action-gp-summary"},
        ),
        (
            "riverton-general-trust",
            "rivershire-hospitals",
            {"action-fathers-antenatal", "action-prebirth-late-booking", "action-da-adviser"},
        ),
    ],
)
def test_succeeded_with_actions_open(agency: str, successor: str, actions: set[str]) -> None:
    """On the day before the succession the agency had actions open, which its successor has now."""
    on = record(agency).succeeded_on.first
    before = RIVERTON.as_at(on - dt.timedelta(days=1)).actions.outstanding()
    assert {row.record.id for row in before if row.lead_name == record(agency).name} == actions
    after = RIVERTON.as_at(on).actions.outstanding()
    assert actions <= {row.record.id for row in after if row.lead_name == record(successor).name}


def test_a_part_of_an_agency_leads_actions() -> None:
    """What it leads is asked of the whole agency too."""
    assert record("riverton-youth-justice").part_of == "riverton-childrens-services"
    rows = RIVERTON.actions.outstanding(agency="riverton-childrens-services")
    assert "action-exploitation-closing" in {row.record.id for row in rows}


# Audits and inspections


@pytest.mark.parametrize(
    ("audit", "outcome"),
    [
        ("case-file-audit-neglect-2022", "first_theme"),
        ("case-file-audit-neglect-2023", "improvement"),
        ("case-file-audit-neglect-2024", "slight_improvement"),
        ("case-file-audit-neglect-2025", "decline"),
        ("case-file-audit-exploitation-2025", "slight_decline"),
        ("case-file-audit-supervision-2023", "improvement"),
        ("case-file-audit-domestic-abuse-2025", None),
    ],
)
def test_how_an_audit_came_out(audit: str, outcome: str | None) -> None:
    """Audits of one topic are compared by their grades, and only on one scale."""
    rows = {row.record.id: row.outcome for row in RIVERTON.audits.outcomes()}
    found = rows[audit]
    assert (found.value if found else None) == outcome


def test_audits_on_two_scales_are_not_compared() -> None:
    """Two audits of one topic have scales of their own."""
    earlier, later = (record(f"case-file-audit-domestic-abuse-{year}") for year in (2023, 2025))
    assert earlier.topic == later.topic
    assert [grade for grade, _ in earlier.grades] != [grade for grade, _ in later.grades]
    (row,) = [one for one in RIVERTON.audits.outcomes() if one.record.id == later.id]
    assert row.last is None


def test_an_outcome_reported_otherwise_than_the_grades_tell() -> None:
    """A note names the audit whose reported outcome its grades do not give."""
    (note,) = [one for one in RIVERTON.audits.outcomes().notes if "another outcome" in one.text]
    assert [one.id for one in note.records] == ["case-file-audit-exploitation-2025"]


# Recommendations


@pytest.mark.parametrize(
    "recommendation",
    ["rec-ada-bruising", "rec-esme-pattern", "rec-sycamore-partner", "rec-spruce-online"],
)
def test_answered_by_training_alone(recommendation: str) -> None:
    """All actions that answer it are training."""
    actions = [one for one in RIVERTON.of(Action) if recommendation in one.answers]
    assert {one.change for one in actions} == {Change.TRAINING}
    assert recommendation in {row.record.id for row in RIVERTON.actions.training_only()}


def test_few_are_answered_by_training_alone() -> None:
    """Of the findings, not the one whose recommendation a changed procedure answers too."""
    alone = {row.record.id for row in RIVERTON.actions.training_only()}
    findings = {one for one in alone if isinstance(record(one), Finding)}
    assert len(alone - findings) == 4
    assert findings == {"finding-audit-neglect-2023-fathers"}


@pytest.mark.parametrize(
    ("recommendation", "agencies"),
    [
        ("rec-orla-adult-life", {"nhs-rivershire-icb"}),
        ("rec-aspen-holding", {"riverton-education"}),
        ("rec-nadia-short-breaks", {"nhs-rivershire-icb", "riverton-education"}),
    ],
)
def test_unanswered(recommendation: str, agencies: set[str]) -> None:
    """One of the agencies addressed, or both, have not answered."""
    rows = [row for row in RIVERTON.recommendations.unanswered() if row.record.id == recommendation]
    assert {row.agency.id for row in rows} == agencies


@pytest.mark.parametrize(
    "recommendation", ["rec-joel-officers", "rec-nadia-short-breaks", "rec-hollis-release"]
)
def test_without_an_action(recommendation: str) -> None:
    """No action answers it, or one that was withdrawn."""
    rows = RIVERTON.recommendations.without_action()
    assert recommendation in {row.record.id for row in rows}


@pytest.mark.parametrize(
    ("response", "decision"),
    [
        ("response-esme-harm-doer-probation", ResponseDecision.ACCEPTED_IN_PART),
        ("response-ada-fathers-general", ResponseDecision.ACCEPTED_IN_PART),
        ("response-dylan-exclusion-education", ResponseDecision.NOT_ACCEPTED),
        ("response-joel-letters-hospitals", ResponseDecision.NOT_ACCEPTED),
        ("response-spruce-links-police", ResponseDecision.UNDER_CONSIDERATION),
    ],
)
def test_a_response_with_its_reason(response: str, decision: ResponseDecision) -> None:
    """Whoever does not accept in full says why."""
    assert record(response).decision is decision
    assert all(
        one.reason for one in RIVERTON.of(Response) if one.decision is not ResponseDecision.ACCEPTED
    )


# What may be published


@pytest.mark.parametrize(
    ("source", "publication"),
    [
        ("lcspr-nadia", Publication.EMBARGOED),
        ("lcspr-joel", Publication.WITHHELD),
        ("lcspr-kit", Publication.UNPUBLISHED),
        ("learning-review-early-neglect", Publication.UNPUBLISHED),
        ("scrutiny-impact-2025", Publication.UNPUBLISHED),
        ("lcspr-ada", Publication.PUBLISHED),
        ("learning-review-orla", Publication.PUBLISHED),
    ],
)
def test_publication(source: str, publication: Publication) -> None:
    """Each way of being published or not has a source."""
    assert record(source).publication is publication


def test_rapid_reviews_are_not_published() -> None:
    """No rapid review is."""
    assert {one.publication for one in RIVERTON.of(RapidReview)} == {Publication.UNPUBLISHED}


def test_no_text_of_another_record_names_what_is_not_published() -> None:
    """The title or id of an unpublished source stands in no text of another record."""
    kept_back = [one for one in RIVERTON.of(Source) if one.publication is not Publication.PUBLISHED]
    for one in EVERYTHING:
        text = " ".join(
            text
            for field in ("name", "title", "summary", "statement", "note", "reason", "body")
            for text in _texts(getattr(one, field, ""))
        ).casefold()
        names = [name for s in kept_back if s is not one and s.id != one.id
                 for name in (s.id, s.title.casefold()) if name in text]  # fmt: skip
        assert names == []


def test_small_counts_of_children() -> None:
    """Incidents concern one to three children, and harm type and age band are told of each."""
    counts = {one.children for one in RIVERTON.of(RapidReview)}
    assert counts == {1, 2, 3}
    assert max(counts) < record("riverton-scp").policy.suppress_below
    for one in RIVERTON.of(Review):
        assert [name for name, _ in one.attributes] == ["harm type", "age band"]


# Evidence


@pytest.mark.parametrize(
    ("evidence", "level", "counts_as"),
    [
        ("evidence-fathers-training-places", Level.ACTIVITY, Level.ACTIVITY),
        ("evidence-fathers-training-three-months", Level.QUALITY, Level.QUALITY),
        ("evidence-day-record-survey", Level.DIFFERENCE, Level.DIFFERENCE),
        ("evidence-da-children-groups-children", Level.DIFFERENCE, Level.DIFFERENCE),
        ("evidence-transition-protocol-wait", Level.QUALITY, Level.ACTIVITY),
        ("evidence-disabled-lead-families", Level.DIFFERENCE, Level.ACTIVITY),
    ],
)
def test_evidence_of_each_level(evidence: str, level: Level, counts_as: Level) -> None:
    """Evidence that cannot be looked at counts as activity."""
    assert (record(evidence).level, record(evidence).counts_as) == (level, counts_as)


def test_a_difference_on_four_themes() -> None:
    """A difference for children is shown on more themes than one."""
    shown = [one for one in RIVERTON.of(Evidence) if one.counts_as is Level.DIFFERENCE]
    themes = {theme for one in shown for theme in one.supports if isinstance(record(theme), Theme)}
    assert themes == {
        "theme-childs-voice", "theme-domestic-abuse", "theme-exploitation", "theme-neglect"
    }  # fmt: skip


def test_evidence_is_drawn_from_sources_measures_and_addresses() -> None:
    """It can be looked at in each of the three ways."""
    drawn = {type(record(one.drawn_from)).kind for one in RIVERTON.of(Evidence) if one.drawn_from}
    assert {"measure", "case-file-audit"} <= drawn
    assert any(one.url for one in RIVERTON.of(Evidence))


# Meetings and requests


def test_meetings_every_quarter() -> None:
    """The group met in every quarter of the four years until today."""
    met = sorted(
        one.on.first for one in RIVERTON.of(Meeting) if one.body == "Learning Lessons group"
    )
    assert met[-1] == record(LAST_MEETING).on.first
    gaps = {(after - before).days for before, after in pairwise(met)}
    assert max(gaps) <= 98
    assert max(one.on.first for one in RIVERTON.of(Meeting)) == met[-1]


def test_what_the_last_meeting_decided() -> None:
    """It ruled on actions and made decisions of its own."""
    ruled = {one.event for one in RIVERTON.of(Update) if one.meeting == LAST_MEETING}
    assert {Event.SENT_BACK, Event.RESCHEDULED} <= ruled
    assert sum(one.meeting == LAST_MEETING for one in RIVERTON.of(Decision)) == 5
    assert RIVERTON.meetings.last() == record(LAST_MEETING)


def test_what_has_happened_since_the_last_meeting() -> None:
    """Of its seven decisions four were heard of, and the two that the page names are overdue."""
    rows = {row.record.id: row.status for row in RIVERTON.meetings.decided()}
    assert rows == {
        "decision-antenatal-invitations": "follow-up overdue",
        "decision-schools-called": "follow-up overdue",
        "decision-protocol-shown": "follow-up due now",
        "decision-drift-children": "heard since",
        "decision-lead-practitioners": "heard since",
        "update-neglect-drift-3": "heard since",
        "update-sleep-one-message-3": "heard since",
    }
    assert RIVERTON.meetings.decided().denominator == (
        "4 of the 7 decisions of this meeting heard of since; 2 follow-ups overdue"
    )


def test_each_group_has_its_last_meeting() -> None:
    """Three of the groups have met; the last of each is its own."""
    assert {
        body: RIVERTON.meetings.last(body).id
        for body in ("Learning Lessons group", "Executive group", "Case File Audit group")
    } == {
        "Learning Lessons group": LAST_MEETING,
        "Executive group": "executive-2025-07-17",
        "Case File Audit group": "audit-group-2025-06-18",
    }


def test_a_sign_off_stands() -> None:
    """Four sign-offs of May ask for nothing more, and all else that it decided was heard of."""
    rows = RIVERTON.meetings.decided("meeting-2025-05-22")
    assert sum(row.settled for row in rows) == sum(not row.heard for row in rows) == 4


@pytest.mark.parametrize("decision", ["decision-antenatal-invitations", "decision-schools-called"])
def test_a_follow_up_is_overdue(decision: str) -> None:
    """The day has passed, and nothing was said since of what was decided about."""
    one = record(decision)
    assert one.follow_up_on.last < TODAY
    decided = record(one.meeting).on
    about = [each for each in RIVERTON.of(Update) if each.action in one.about]
    assert not any(each.on.entirely_after(decided) for each in about)
    (row,) = [each for each in RIVERTON.meetings.decided(one.meeting) if each.record == one]
    assert row.overdue


@pytest.mark.parametrize(
    "decision",
    ["decision-drift-children", "decision-protocol-shown", "decision-lead-practitioners"],
)
def test_a_follow_up_falls_on_the_day(decision: str) -> None:
    """It is due today, so that it is not overdue before tomorrow."""
    assert record(decision).follow_up_on.first == TODAY
    tomorrow = RIVERTON.as_at("2025-11-21").meetings.decided(LAST_MEETING)
    rows = {row.record.id: row for row in (*tomorrow, *RIVERTON.meetings.decided(LAST_MEETING))}
    assert not rows[decision].overdue


def test_decisions_about_other_records() -> None:
    """Decisions are about many kinds of record."""
    about = {type(record(one)).kind for each in RIVERTON.of(Decision) for one in each.about}
    assert {
        "action",
        "agency",
        "lcspr",
        "measure",
        "partnership",
        "recommendation",
        "theme",
    } <= about


@pytest.mark.parametrize(
    "request_id",
    [
        "request-2025-10-hospitals",
        "request-2025-10-education",
        "request-2025-10-probation",
        "request-2025-07-education",
    ],
)
def test_a_request_is_unanswered(request_id: str) -> None:
    """Its day has passed without an answer."""
    one = record(request_id)
    assert one.due_back_on.last < TODAY
    assert one.returned_on is None
    overdue = {each.id for row in RIVERTON.agencies.silent() for each in row.overdue}
    assert request_id in overdue


def test_who_is_silent() -> None:
    """Three of the ten that were asked; the forum of schools owes two answers."""
    table = RIVERTON.agencies.silent()
    assert {row.agency.id: len(row.overdue) for row in table} == {
        "riverton-education": 2,
        "rivershire-hospitals": 1,
        "rivershire-probation": 1,
    }
    assert table.denominator == "of the 10 agencies asked"
    assert (table[0].agency.id, table[0].days_overdue) == ("riverton-education", 111)
    assert str(table[0].last_heard) == "26 September 2025"


def test_the_last_round_of_requests() -> None:
    """Ten requests of October and one of November; seven were returned, one of them late."""
    table = RIVERTON.agencies.asked()
    assert table.denominator == "7 returned, of the 11 requests of this round"
    late = {row.record.id: row.days_late for row in table if row.answered and row.days_late}
    assert late == {"request-2025-10-police": 12}


@pytest.mark.parametrize(
    "request_id",
    ["request-2025-10-police", "request-2025-07-hospitals", "request-2025-01-education"],
)
def test_a_request_is_answered_late(request_id: str) -> None:
    """The answer came after its day."""
    assert record(request_id).returned_on.entirely_after(record(request_id).due_back_on)


def test_a_request_that_is_not_yet_due() -> None:
    """No silence is held against an agency before the day."""
    assert record("request-2025-11-icb").due_back_on.first > TODAY
    (note,) = [one for one in RIVERTON.agencies.silent().notes if "no silence" in one.text]
    assert [one.id for one in note.records] == ["request-2025-11-icb"]


def test_agencies_are_asked_about_their_own_actions() -> None:
    """Each request is about actions that the agency, or one it succeeded, leads."""
    for one in RIVERTON.of(Request):
        for action in one.actions:
            lead = record(record(action).lead)
            assert one.agency in {lead.id, lead.succeeded_by}


# Dates


@pytest.mark.parametrize(
    "identifier",
    [
        "finding-yew-separation",
        "finding-yew-children-statement",
        "meeting-2026-02-19",
        "update-lodgings-plan-3",
        "update-supervision-sample-4",
        "observation-reach-orla-briefing-2025-12-31",
    ],
)
def test_what_is_dated_later_is_not_seen(identifier: str) -> None:
    """It is in the file and not to be seen on the sample's own day."""
    assert identifier in {one.id for one in EVERYTHING}
    assert identifier not in RIVERTON


@pytest.mark.parametrize(
    "identifier",
    ["case-file-audit-transition-2025", "observation-notices-next-day-2025-10-to-2025-12"],
)
def test_what_is_dated_partly_later_is_seen(identifier: str) -> None:
    """It is seen, and can be named in a note."""
    assert RIVERTON.view.straddling([record(identifier)]) == [record(identifier)]


def test_dates_are_as_wide_as_they_are_known() -> None:
    """A month, a quarter and half a year stand beside days."""
    assert str(record("section-11-audit-2022").held_on) == "November 2022"
    quarter = record("observation-profile-use-2025-07-to-2025-09").on
    half = record("observation-escalations-2025-01-to-2025-06").on
    assert [str(quarter), str(half)] == ["July to September 2025", "January to June 2025"]


def test_each_judgement_is_held_in_each_year() -> None:
    """Strengths and improvements were found in every year."""
    for judgement in Judgement:
        rows = RIVERTON.themes.by_year(judgement=judgement).to_records()
        assert all(sum(row[f"y{year.replace('-', '_')}"] for row in rows) for year in YEARS)
