"""What every question keeps to: an empty tracker, wrong arguments, and the records behind it."""

import json
from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import QUESTIONS, UNHURRIED, records, trackers
from learning_tracker import collections
from learning_tracker.errors import InvalidDate, InvalidYear, UnknownChoice, UnknownId
from learning_tracker.kinds import Record
from learning_tracker.records import LCSPR, Action, Agency, Theme
from learning_tracker.tables import Table

MEDWAY = lt.sample("medway")


def check_table(tracker: lt.Tracker, table: Table[Any]) -> None:
    """Every record behind a table is the tracker's; the table prints and gives plain data."""
    notes = [record for note in table.notes for record in note.records]
    for record in (*table.records, *notes):
        assert tracker[record.id] == record
    rows = table.to_records()
    assert len(json.loads(json.dumps(rows))) == len(table)
    about = [row["id"] for row in rows if row.get("id") is not None]
    assert all(one in tracker for one in about)
    for row in table:
        record = getattr(row, "record", None)
        assert record is None or record in row.records
    assert " ".join(table.caption.split()) in " ".join(str(table).split())
    assert escape(table.caption) in table._repr_html_()
    assert table.to_csv().count("\n") >= len(table) + 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_medways_tables_hold_medways_records(question: str) -> None:
    """Of every answer on what Medway published, each row leads to records of the tracker."""
    check_table(MEDWAY, QUESTIONS[question](MEDWAY))


@pytest.mark.parametrize("question", QUESTIONS)
def test_medways_tables_as_at_a_year_before(question: str) -> None:
    """As at a year before, every question has an answer that holds what was there by then."""
    then = MEDWAY.as_at("2024-03-31")
    check_table(then, QUESTIONS[question](then))


def test_every_thread_of_medway() -> None:
    """The thread through any record of Medway's holds records of the tracker."""
    for identifier in MEDWAY:
        check_table(MEDWAY, MEDWAY.trace(identifier))


@UNHURRIED
@given(trackers(), st.data())
def test_tables_of_any_network(tracker: lt.Tracker, data: st.DataObject) -> None:
    """Of every answer on any network, each row leads to records of the tracker."""
    for ask in QUESTIONS.values():
        check_table(tracker, ask(tracker))
    if len(tracker):
        check_table(tracker, tracker.trace(data.draw(st.sampled_from(sorted(tracker)))))


@UNHURRIED
@given(records(), st.sampled_from([None, "2024-06-15"]))
def test_the_order_of_the_records_does_not_matter(held: list[Record], date: str | None) -> None:
    """The same records give the same answers, in whatever order they were added."""
    one, other = lt.Tracker(held, date=date), lt.Tracker(reversed(held), date=date)
    for ask in QUESTIONS.values():
        assert str(ask(one)) == str(ask(other))
        assert [row.records for row in ask(one)] == [row.records for row in ask(other)]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("date", [None, "2025-03-31"])
def test_an_empty_tracker_says_so(question: str, date: str | None) -> None:
    """An empty tracker answers every question with no row and a sentence that says so."""
    table = QUESTIONS[question](lt.Tracker([], date=date))
    assert not table
    assert table.empty.endswith(".")
    assert " ".join(table.empty.split()) in " ".join(str(table).split())
    assert table.to_records() == []
    assert table.notes == ()


def test_every_question_is_asked_here() -> None:
    """The questions tested are all that a tracker's collections offer."""
    asked = {name.partition(",")[0] for name in QUESTIONS if "." in name}
    nouns = {name: getattr(MEDWAY, name) for name in dir(MEDWAY)}
    offered = {
        f"{noun}.{question}"
        for noun, kept in nouns.items()
        if isinstance(kept, collections.Collection)
        for question, asking in vars(type(kept)).items()
        if callable(asking)
    }
    assert asked | {"actions.state", "meetings.last"} == offered


# Wrong arguments


SMALL = lt.Tracker(
    [
        Agency(id="kent-police", name="Kent Police"),
        Theme(id="fathers", name="Fathers"),
        Theme(id="neglect", name="Neglect", frame="priority"),
        LCSPR(id="lcspr-laura", title="LCSPR Laura"),
        Action(id="action-1", statement="Train."),
    ]
)


@pytest.mark.parametrize(
    ("ask", "error", "sentence"),
    [
        (
            lambda t: t.actions.outstanding(agency="kent-polise"),
            UnknownChoice,
            "'kent-polise' is no agency; did you mean kent-police",
        ),
        (
            lambda t: t.actions.late(agency="Ken Police"),
            UnknownChoice,
            "'Ken Police' is no agency; did you mean Kent Police",
        ),
        (
            lambda t: t.actions.outstanding(theme="father"),
            UnknownChoice,
            "'father' is no theme; did you mean Fathers?",
        ),
        (
            lambda t: t.actions.outstanding(source="lcspr-lora"),
            UnknownChoice,
            "'lcspr-lora' is no source; did you mean lcspr-laura",
        ),
        (
            lambda t: t.actions.outstanding(source="fathers"),
            UnknownChoice,
            "'fathers' is no source; choose from LCSPR Laura",
        ),
        (
            lambda t: t.actions.outstanding(theme="kent-police"),
            UnknownChoice,
            "'kent-police' is no theme; choose from Fathers or Neglect",
        ),
        (
            lambda t: t.actions.outstanding(agency="fathers"),
            UnknownChoice,
            "'fathers' is no agency; choose from Kent Police",
        ),
        (
            lambda t: t.actions.state("fathers"),
            UnknownChoice,
            "'fathers' is no action; choose from action-1",
        ),
        (
            lambda t: t.actions.state("action-l"),
            UnknownId,
            "there is no record 'action-l'; did you mean action-1?",
        ),
        (
            lambda t: t.trace("lcspr-lora"),
            UnknownId,
            "there is no record 'lcspr-lora'; did you mean lcspr-laura?",
        ),
        (
            lambda t: t.themes.recurring(judgement="strengths"),
            UnknownChoice,
            "'strengths' is no judgement; did you mean strength?",
        ),
        (
            lambda t: t.themes.by_year(judgement="weakness"),
            UnknownChoice,
            "'weakness' is no judgement; choose from improvement or strength",
        ),
        (
            lambda t: t.themes.recurring(frame="prioriti"),
            UnknownChoice,
            "'prioriti' is no frame of themes; did you mean priority?",
        ),
        *(
            (ask, UnknownChoice, "'x' is no frame of themes; choose from practice or priority")
            for ask in (
                lambda t: t.themes.by_year(frame="x"),
                lambda t: t.themes.progress(frame="x"),
                lambda t: t.findings.by_theme(frame="x"),
            )
        ),
        (
            lambda t: t.themes.returned(after="signed off"),
            UnknownChoice,
            "'signed off' is no stage of an action; did you mean signed_off?",
        ),
        (
            lambda t: t.findings.by_theme(source_kinds="lscpr"),
            UnknownChoice,
            "'lscpr' is no kind of source; did you mean lcspr?",
        ),
        (
            lambda t: t.findings.by_theme(source_kinds=["review", "finding"]),
            UnknownChoice,
            "'finding' is no kind of source; choose from ",
        ),
        (
            lambda t: t.reviews.by_year("rapid_review"),
            UnknownChoice,
            "'rapid_review' is no kind of review; did you mean rapid-review?",
        ),
        (
            lambda t: t.themes.recurring(since="last year"),
            InvalidDate,
            "'last year' is neither a date",
        ),
        *(
            (ask, InvalidYear, "'2024' is not a reporting year: it does not name two")
            for ask in (
                lambda t: t.findings.by_theme(year="2024"),
                lambda t: t.findings.gaps(year="2024"),
                lambda t: t.audits.outcomes(year="2024"),
            )
        ),
    ],
)
def test_wrong_arguments_name_the_near_misses(
    ask: Callable[[lt.Tracker], object], error: type[Exception], sentence: str
) -> None:
    """A word that a question does not know is refused with the words that it may have meant."""
    with pytest.raises(error) as refused:
        ask(SMALL)
    assert sentence in str(refused.value)


def test_any_frame_may_be_asked_where_there_is_no_theme() -> None:
    """Without themes no frame is wrong, and the frame of practice never is."""
    assert not lt.Tracker([]).themes.recurring(frame="priority")
    only = lt.Tracker([Theme(id="neglect", name="Neglect", frame="priority")])
    assert not only.themes.recurring()
    assert not only.findings.by_theme()
