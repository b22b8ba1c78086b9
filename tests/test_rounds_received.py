"""Returns of a round: what is recorded of them, and what does not add up."""

import datetime as dt
import logging
from collections.abc import Callable
from pathlib import Path

import attrs
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import PatternFill

import learning_tracker as lt
from learning_tracker.errors import ConflictError, InvalidData, NoAuthor, StoreProblem
from learning_tracker.exchange.sheets.cells import clean
from learning_tracker.records import Update
from learning_tracker.rounds import Received
from learning_tracker.rounds.form import (
    COLOUR,
    DIFFERENCE,
    DONE,
    FINISHED,
    NEW_DATE,
    QUALITY,
    TEXTS,
)
from learning_tracker.vocabulary import Colour
from returns import (
    BACK,
    Filling,
    Round,
    column,
    fill,
    fill_by_libreoffice,
    page_of,
    replace_in,
    round_of,
)

POLICE, HOSPITALS = "rivershire-police", "rivershire-hospitals"
WHOLE = {
    DONE: "Every shift was briefed again.\nThe card is in each car.",
    QUALITY: "Ten reports sampled: nine say where the baby slept.",
    DIFFERENCE: "Parents told the survey that officers asked.",
    COLOUR: "Green",
    NEW_DATE: None,
    FINISHED: "Yes",
}


@pytest.fixture
def sent(tmp_path: Path) -> Round:
    """Riverton's round, in memory."""
    return round_of(lt.Tracker(lt.sample().values()), tmp_path)


def _codes(received: Received) -> list[str]:
    return [one.code for one in received.problems]


def _new(tracker: lt.Tracker, before: set[str]) -> list[lt.Record]:
    return [tracker[one] for one in sorted(set(tracker) - before)]


def _record(sent: Round, day: str = BACK) -> list[lt.Record]:
    """Record what came back; what was added."""
    before = set(sent.tracker)
    lt.record_returns(sent.tracker, sent.receive(day), by="business-unit")
    return _new(sent.tracker, before)


# What is recorded


def test_what_an_agency_fills_in_is_recorded(sent: Round) -> None:
    """An update with its colour, evidence at three levels, and the day of the return."""
    sent.returned(POLICE, {**WHOLE, FINISHED: "Yes"})
    *evidence, update = _record(sent)
    where = "request-2025-11-21-rivershire-police, No. 1"
    on = lt.When.parse(BACK)
    assert attrs.evolve(update, id="update") == lt.Update(
        id="update",
        action="action-sleep-officers",
        on=on,
        by=POLICE,
        event="completed",
        statement=WHOLE[DONE],
        colour="green",
        where=where,
    )
    texts = {"activity": DONE, "quality": QUALITY, "difference": DIFFERENCE}
    assert sorted(evidence, key=lambda one: one.level.rung) == [  # type: ignore[attr-defined]
        lt.Evidence(
            id=one.id,
            on=on,
            statement=WHOLE[texts[level]],
            level=level,
            supports=("action-sleep-officers",),
            where=where,
        )
        for one, level in zip(
            sorted(evidence, key=lambda each: each.level.rung),  # type: ignore[attr-defined]
            texts,
            strict=True,
        )
    ]
    request = sent.tracker["request-2025-11-21-rivershire-police"]
    assert isinstance(request, lt.Request)
    assert request.returned_on == on
    assert not sent.tracker.check().errors


@pytest.mark.parametrize(
    ("filling", "event", "levels"),
    [
        ({DONE: "Briefed."}, "progress", ["activity"]),
        ({QUALITY: "Sampled."}, "progress", ["quality"]),
        ({DIFFERENCE: "Fewer.", DONE: "Briefed."}, "progress", ["activity", "difference"]),
        ({COLOUR: "amber "}, "progress", []),
        ({FINISHED: "no"}, "progress", []),
        ({NEW_DATE: dt.date(2026, 3, 31)}, "proposed_date", []),
        ({NEW_DATE: "31st March 2026"}, "proposed_date", []),
        ({FINISHED: "Yes", QUALITY: "Sampled."}, "completed", ["quality"]),
    ],
)
def test_what_is_filled_in_says_what_happened(
    sent: Round, filling: Filling, event: str, levels: list[str]
) -> None:
    """The event and the levels of evidence follow from the cells that are filled in."""
    sent.returned(HOSPITALS, filling)
    assert not sent.receive().problems
    added = _record(sent)
    (update,) = [one for one in added if isinstance(one, lt.Update)]
    assert update.event.value == event
    found = [one.level for one in added if isinstance(one, lt.Evidence)]
    assert sorted(found, key=lambda one: one.rung) == [type(one)(level) for one, level in zip(
        found, levels, strict=True)]  # fmt: skip
    if NEW_DATE in filling:
        assert update.due_on == lt.When.parse("2026-03-31")


def test_nothing_is_changed_by_looking(sent: Round) -> None:
    """A preview leaves the tracker as it is."""
    before = dict(sent.tracker)
    sent.returned(POLICE, WHOLE)
    assert len(sent.receive().plans[0].added) == 4
    assert dict(sent.tracker) == before


def test_all_returns_are_looked_at_together(sent: Round) -> None:
    """The preview tells of each agency what would be recorded, in its own words."""
    sent.returned(POLICE, WHOLE)
    sent.returned(HOSPITALS, {COLOUR: "Red"}, {}, {DONE: "A letter was written."})
    told = str(sent.receive())
    assert "2 answered, of the 2 workbooks." in told
    assert "3 to be recorded, of the 3 answers." in told
    assert "Parents told the survey that officers asked." in told
    assert "No problems were found." in told
    assert [row.answer.number for row in sent.receive().answers] == [1, 3, 1]


def test_the_same_return_twice_is_recorded_once(sent: Round) -> None:
    """Received again, also on another day, nothing is recorded, and the day of the return stays."""
    sent.returned(POLICE, WHOLE, {DONE: "In use."})
    assert len(_record(sent)) == 6
    before = dict(sent.tracker)
    assert _record(sent, "2025-12-09") == []
    assert dict(sent.tracker) == before
    assert {row.becomes for row in sent.receive("2025-12-09").answers} == {"recorded before"}


def test_a_fuller_return_adds_what_is_new(sent: Round) -> None:
    """Of a second return of the same workbook only what is new in it is recorded."""
    sent.returned(POLICE, {DONE: "Every shift was briefed."})
    assert len(_record(sent)) == 2
    sent.returned(POLICE, {DONE: "Every shift was briefed.", QUALITY: "Sampled."})
    (added,) = _record(sent, "2025-12-08")
    assert isinstance(added, lt.Evidence)
    assert (added.statement, str(added.on)) == ("Sampled.", "8 December 2025")


def test_the_same_words_next_quarter_are_recorded_again(sent: Round, tmp_path: Path) -> None:
    """What an agency says again in another round is said again."""
    sent.returned(POLICE, {DONE: "As before."})
    assert len(_record(sent)) == 2
    lt.send_round(sent.tracker, tmp_path / "next", due_back="2026-03-20", sent_on="2026-02-20")
    again = Round(sent.tracker, tmp_path / "next", tmp_path / "back")
    again.returned(POLICE, {DONE: "As before."})
    assert len(_record(again, "2026-03-02")) == 2


def test_a_successor_of_the_agency_asked_takes_over(sent: Round) -> None:
    """A return of an agency that was succeeded meanwhile is recorded as its own."""
    probation = sent.tracker["rivershire-probation"]
    sent.tracker.add(lt.Agency(id="new-probation", name="New Probation Service"))
    sent.tracker.replace(
        attrs.evolve(probation, succeeded_by="new-probation", succeeded_on="2025-11-28")
    )
    sent.returned("rivershire-probation", {DONE: "Agreed with the courts."})
    assert not sent.receive().problems
    assert len(_record(sent)) == 2


def test_a_return_is_received_in_a_database(tmp_path: Path) -> None:
    """One change, with who made it and why; without who, nothing is recorded."""
    lt.sample().save(tmp_path / "riverton.db", by="business-unit")
    with lt.open(tmp_path / "riverton.db") as tracker:
        sent = round_of(tracker, tmp_path)
        sent.returned(POLICE, WHOLE)
        with pytest.raises(NoAuthor):
            lt.record_returns(tracker, sent.receive())
        lt.record_returns(tracker, sent.receive(), by="business-unit")
    with lt.open(tmp_path / "riverton.db") as tracker:
        newest = tracker.log().to_records()[0]
        assert newest["by"] == "business-unit"
        assert newest["why"] == "returns of agencies were taken in"


TYPED = st.text(
    st.characters(codec="utf-8", exclude_categories=["C"], exclude_characters="\u2028\u2029"),
    min_size=1,
    max_size=200,
).filter(lambda text: clean(text) != "" and not text.startswith("="))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.dictionaries(st.sampled_from(TEXTS), TYPED, min_size=1))
def test_every_text_arrives_as_it_was_typed(sent: Round, typed: dict[str, str]) -> None:
    """Whatever letters it is written in; what begins like a sum, a list or a mention too."""
    sent.returned("rivershire-probation", typed)
    received = sent.receive()
    assert not received.problems.errors
    (piece,) = received.answers
    assert piece.answer.texts == {one: clean(typed[one]) for one in TEXTS if one in typed}


def test_two_who_record_the_same_return_record_it_once(tmp_path: Path) -> None:
    """Who comes second is told so, and finds that it was recorded before."""
    lt.sample().save(tmp_path / "riverton.db", by="business-unit")
    with lt.open(tmp_path / "riverton.db") as one:
        sent = round_of(one, tmp_path)
        sent.returned(POLICE, WHOLE)
        with lt.open(tmp_path / "riverton.db") as other:
            second = lt.receive_round(other, sent.back, returned_on=BACK)
            lt.record_returns(one, sent.receive(), by="business-unit")
            with pytest.raises(ConflictError, match="was changed by business-unit"):
                lt.record_returns(other, second, by="chair")
            again = lt.receive_round(other, sent.back, returned_on=BACK)
            assert [row.becomes for row in again.answers] == ["recorded before"]


# Filled in by LibreOffice


def test_a_return_filled_in_by_libreoffice_is_received(sent: Round) -> None:
    """LibreOffice opens the workbook, types into it and saves it; all of it arrives."""
    typed = {
        "I2": "Every shift was briefed “again”, “twice”,\nas café staff & all <know>.",
        "J2": "=ten reports sampled",  # begins as a formula does, and is none
        "L2": "Amber",
        "M2": "2026-03-31",
        "N3": "Yes",
        "K3": "Children say that they were listened to.",
    }
    typed["J2"] = "'" + typed["J2"]  # as one types it, so that it stays text
    fill_by_libreoffice(sent.out / f"{POLICE}.xlsx", sent.back / f"{POLICE}.xlsx", typed)
    received = sent.receive()
    assert not received.problems
    assert not received.changed
    first, second = received.answers
    assert first.answer.texts == {DONE: typed["I2"], QUALITY: "=ten reports sampled"}
    assert first.answer.colour is Colour.AMBER
    assert first.answer.new_date == lt.When.parse("2026-03-31")
    assert second.answer.finished is True
    assert len(_record(sent)) == 5


# What was changed in locked cells


def test_what_was_changed_in_locked_cells_is_told_and_not_recorded(sent: Round) -> None:
    """From what to what, and in which cell; the tracker keeps its own."""
    sent.returned(POLICE, {"Agreed date": "31 May 2026", DONE: "Briefed."})
    (cell,) = sent.receive().changed
    assert (cell.changed.before, cell.changed.after) == ("31 July 2025", "31 May 2026")
    assert cell.changed.place == "rivershire-police.xlsx, sheet Your actions, cell E2"
    assert {type(one) for one in _record(sent)} == {lt.Update, lt.Evidence}


def test_of_a_long_change_the_beginning_is_shown(sent: Round) -> None:
    """A preview is to be read; the program has the whole of it."""
    sent.returned(POLICE, {"Action": "x" * 5_000, DONE: "Briefed."})
    (cell,) = sent.receive().changed
    assert len(cell.changed.after) == 5_000
    assert sent.receive().changed.to_records()[0]["after"] == "x" * 200 + "…"


def test_spaces_alone_are_no_change(sent: Round) -> None:
    """What a program does to spaces and ends of lines is not told as a change."""
    sent.returned(POLICE, {"Agreed date": " 31  July\u00a02025", DONE: "Briefed."})
    assert not sent.receive().changed


def test_rows_may_be_sorted(sent: Round) -> None:
    """The number before a row tells what it is about, wherever it stands."""
    path = sent.returned(POLICE)
    book = openpyxl.load_workbook(path)
    page = page_of(book)
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    for number, row in enumerate(reversed(rows), 2):
        for place, value in enumerate(row, 1):
            page.cell(number, place).value = value
    page.cell(2, column(page, DONE)).value = "In use."
    book.save(path)
    received = sent.receive()
    (piece,) = received.answers
    assert piece.action.id == "action-voice-incidents"
    assert not received.changed


# What does not add up

ERRORS: list[tuple[Filling, str, str]] = [
    ({NEW_DATE: dt.date(2025, 11, 30)}, "date-past", "cell M2: the date proposed, 30 November 2"),
    ({NEW_DATE: "2024"}, "date-past", "was past when the workbook came back, 1 December 2025"),
    ({NEW_DATE: "03/04/2026"}, "not-a-date", "it would be 3 April 2026 with the day"),
    ({NEW_DATE: "ongoing"}, "not-a-date", "found 'ongoing'"),
    ({COLOUR: "Grene"}, "unknown-colour", "cell L2: 'Grene' is no colour to choose; did you mean "),
    ({COLOUR: "Blue"}, "unknown-colour", "choose Green, Amber or Red"),
    ({FINISHED: "Nearly"}, "unknown-answer", "cell N2: 'Nearly' is no answer here; choose Yes or "),
    (
        {FINISHED: "Yes", QUALITY: "Sampled.", NEW_DATE: dt.date(2026, 5, 1)},
        "finished-with-date",
        "said to be finished, and yet another date is proposed",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("filling", "code", "sentence"), ERRORS, ids=lambda one: str(one)[:30])
def test_an_answer_that_does_not_add_up_stops_it(
    sent: Round, filling: Filling, code: str, sentence: str
) -> None:
    """The cell is named, what stands there and what to do; nothing is recorded of any agency."""
    sent.returned(HOSPITALS, filling)
    sent.returned(POLICE, WHOLE)
    received = sent.receive()
    (problem,) = received.problems
    assert problem.code == code
    assert problem in received.problems.errors
    assert sentence in str(problem)
    before = dict(sent.tracker)
    with pytest.raises(InvalidData, match="nothing was recorded:"):
        lt.record_returns(sent.tracker, received, by="business-unit")
    assert dict(sent.tracker) == before


def test_a_character_that_no_text_may_hold_is_named(sent: Round) -> None:
    """What nobody typed on purpose must be typed anew."""
    sent.returned(HOSPITALS, {DONE: "Briefed\x80."})
    (problem,) = sent.receive().problems.errors
    assert problem.code == "text-refused"
    assert "without the character U+0080" in problem.sentence


def test_what_is_typed_as_another_sort_of_value_is_understood(sent: Round) -> None:
    """Programs make truths, numbers and dates of what people type."""
    typed = {DONE: dt.datetime(2025, 11, 28, 9, 30), QUALITY: 12.0, FINISHED: True}  # noqa: DTZ001 - as openpyxl takes it
    sent.returned(HOSPITALS, typed)
    (piece,) = sent.receive().answers
    assert piece.answer.texts == {DONE: "28 November 2025", QUALITY: "12"}
    assert piece.answer.finished is True


def test_every_row_leads_to_its_records(sent: Round) -> None:
    """Who was asked, the request, the action and what would be recorded stand behind each."""
    sent.returned(POLICE, {DONE: "Briefed.", "Agreed date": "May"})
    received = sent.receive()
    request = "request-2025-11-21-rivershire-police"
    assert {one.id for one in received.changed.records} >= {request, POLICE}
    (answer,) = received.answers
    kinds = [type(one) for one in answer.records]
    assert kinds == [lt.Action, lt.Update, lt.Evidence]
    assert received.returns.to_records()[0]["id"] == request
    assert received.answers.to_records()[0]["id"] == "action-sleep-officers"
    assert {one.id for one in received.returns.records} >= {request, POLICE}
    status = lt.round_status(sent.tracker)
    assert {one.id for one in status[0].records} >= {status[0].record.id}


def test_a_text_longer_than_a_cell_is_refused(sent: Round) -> None:
    """No spreadsheet would hold it; other programs can write it all the same."""
    path = sent.returned(HOSPITALS, {DONE: "LONG"})
    replace_in(path, "LONG", "x" * 32_768)
    (problem,) = sent.receive().problems.errors
    assert problem.code == "text-too-long"
    assert "cell I2: the text has 32,768 characters" in str(problem)


def test_a_cell_that_holds_an_error_is_refused(sent: Round) -> None:
    """A formula's error is told with its cell, and not taken as a word."""
    path = sent.returned(POLICE, {DONE: "Briefed."})
    book = openpyxl.load_workbook(path)
    cell = page_of(book).cell(2, column(page_of(book), QUALITY))
    cell.value = "#REF!"
    cell.data_type = "e"
    book.save(path)
    (problem,) = sent.receive().problems.errors
    assert problem.code == "cell-unreadable"
    assert "cell J2" in problem.place


def test_finished_without_a_word_is_recorded_as_the_agency_s_word(sent: Round) -> None:
    """It is told; the claim is recorded and does not stop the clock."""
    sent.returned(HOSPITALS, {FINISHED: "Yes"})
    assert _codes(sent.receive()) == ["finished-without-evidence"]
    (update,) = _record(sent)
    assert isinstance(update, lt.Update)
    assert update.event.value == "completed"
    late = sent.tracker.as_at(BACK).actions.late(agency=HOSPITALS)
    assert update.action in {row.record.id for row in late}


def test_what_was_said_to_be_done_and_now_is_not_is_told(sent: Round) -> None:
    """It stays said to be done, and somebody must look at it."""
    sent.returned(POLICE, {FINISHED: "No"})
    assert _codes(sent.receive()) == ["taken-back"]


@pytest.mark.parametrize("event", ["signed_off", "withdrawn", "superseded"])
def test_an_answer_on_what_was_closed_since_is_not_recorded(sent: Round, event: str) -> None:
    """It says what happened to the action and when; the other answers are recorded."""
    sent.tracker.add(
        Update(
            id="ruling",
            action="action-sleep-officers",
            on="2025-11-25",
            by="learning-lessons-group",
            event=event,
            superseded_by="action-voice-incidents" if event == "superseded" else None,
        )
    )
    sent.returned(POLICE, {**WHOLE, NEW_DATE: dt.date(2020, 1, 1)}, {DONE: "In use."})
    received = sent.receive()
    (problem,) = received.problems
    words = event.replace("_", " ")
    assert problem.code == "action-closed"
    assert f"the action was {words} on 25 November 2025; the answer is not" in problem.sentence
    assert "row 2" in problem.place
    assert len(_record(sent)) == 2


def test_an_answer_on_what_moved_to_another_is_not_recorded(sent: Round) -> None:
    """It says who leads the action now."""
    action = sent.tracker["action-sleep-officers"]
    sent.tracker.replace(attrs.evolve(action, lead=HOSPITALS))
    sent.returned(POLICE, WHOLE)
    received = sent.receive()
    assert _codes(received) == ["action-moved"]
    assert "Rivershire Hospitals NHS Foundation Trust leads it" in str(received.problems)
    assert not received.plans[0].added


def test_a_return_for_an_earlier_round_is_refused(sent: Round, tmp_path: Path) -> None:
    """It says for which round it was, and when the agency was asked again."""
    lt.send_round(sent.tracker, tmp_path / "next", due_back="2026-03-20", sent_on="2026-02-20")
    sent.returned(POLICE, WHOLE)
    received = sent.receive("2026-03-01")
    assert _codes(received) == ["other-round"]
    assert "the round of 21 November 2025" in str(received.problems)
    assert "asked again on 20 February 2026" in str(received.problems)


def test_a_return_from_another_tracker_is_refused(sent: Round) -> None:
    """A request that the tracker does not hold is named."""
    sent.tracker.remove("request-2025-11-21-rivershire-police")
    sent.returned(POLICE, WHOLE)
    received = sent.receive()
    assert _codes(received) == ["request-unknown"]
    assert "request-2025-11-21-rivershire-police" in str(received.problems)


def test_a_return_from_before_it_was_sent_is_refused(sent: Round) -> None:
    """The day of the return cannot come before that of the round."""
    sent.returned(POLICE, WHOLE)
    assert _codes(sent.receive("2025-11-20")) == ["returned-before-sent"]
    before = lt.Tracker(sent.tracker.values(), date="2025-11-19")  # which does not see it yet
    received = lt.receive_round(before, sent.back)
    assert _codes(received) == ["returned-before-sent"]


def test_two_workbooks_for_one_request_are_both_named(sent: Round) -> None:
    """A person decides which is the newer; until then nothing is recorded."""
    sent.returned(POLICE, WHOLE)
    sent.returned(POLICE, {DONE: "More."}, name="rivershire-police (2).xlsx")
    received = sent.receive()
    assert _codes(received) == ["returned-twice", "returned-twice"]
    told = str(received.problems)
    assert "rivershire-police.xlsx: rivershire-police (2).xlsx answers the same request" in told
    assert "rivershire-police (2).xlsx: rivershire-police.xlsx answers the same request" in told
    assert not any(one.added for one in received.plans)


def _edited(sent: Round, edit: Callable[[openpyxl.Workbook], object]) -> Received:
    path = sent.returned(POLICE, WHOLE)
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return sent.receive()


def test_a_row_that_was_added_is_refused(sent: Round) -> None:
    """Nobody knows what it is about."""
    received = _edited(sent, lambda book: fill(book, 3, {DONE: "A new action."}))
    assert _codes(received) == ["row-added"]
    assert "row 4" in received.problems[0].place


def test_a_column_that_was_added_is_told(sent: Round) -> None:
    """What it says is not recorded, and somebody must look at it."""

    def add(book: openpyxl.Workbook) -> None:
        page_of(book)["O1"].value = "Comments"
        page_of(book)["O2"].value = "See my e-mail."

    received = _edited(sent, add)
    assert _codes(received) == ["column-added"]
    assert "column O, “Comments”, was not sent" in str(received.problems)


def test_what_stands_beside_the_table_is_not_passed_over(sent: Round) -> None:
    """A word in a column without a heading is told, in whatever way."""

    def add(book: openpyxl.Workbook) -> None:
        page_of(book)["P2"].value = "See my e-mail."

    assert _edited(sent, add).problems


def test_what_one_cannot_see_in_a_sheet_is_told(sent: Round) -> None:
    """A hidden row is read, and told."""

    def hide(book: openpyxl.Workbook) -> None:
        page_of(book).row_dimensions[2].hidden = True

    received = _edited(sent, hide)
    assert _codes(received) == ["look-at-sheet"]
    assert received.plans[0].added


def test_a_colour_without_a_word_is_told(sent: Round) -> None:
    """Some answer by colouring a cell; it is not read, and somebody must look at it."""

    def colour(book: openpyxl.Workbook) -> None:
        page = page_of(book)
        page.cell(3, column(page, NEW_DATE)).fill = PatternFill("solid", fgColor="FF0000")

    received = _edited(sent, colour)
    assert _codes(received) == ["look-at-sheet"]
    assert "colours alone, which are not read: M" in str(received.problems)


def test_a_row_that_was_deleted_is_told(sent: Round) -> None:
    """It says which action is without an answer; the others are recorded."""
    received = _edited(sent, lambda book: page_of(book).delete_rows(3))
    assert _codes(received) == ["row-deleted"]
    assert "No. 2 was deleted (“Record at each incident" in str(received.problems)
    assert received.plans[0].added


def test_a_row_that_stands_there_twice_is_refused(sent: Round) -> None:
    """Both rows are named."""
    received = _edited(sent, lambda book: fill(book, 3, {"No.": 1, DONE: "Again."}))
    assert _codes(received) == ["row-twice"]
    assert (
        "stands in two rows, here and in rivershire-police.xlsx, sheet Your actions, row 2"
        in str(received.problems)
    )


def test_a_row_of_an_action_that_was_not_asked_about_is_refused(sent: Round) -> None:
    """Where the hidden sheet was tampered with, nothing is recorded."""

    def tamper(book: openpyxl.Workbook) -> None:
        book["Kept"]["C2"].value = "action-fathers-antenatal"

    assert _codes(_edited(sent, tamper)) == ["not-asked"]


def test_a_heading_that_is_gone_is_named(sent: Round) -> None:
    """Nothing is read from a sheet whose headings are not those that were sent."""

    def rename(book: openpyxl.Workbook) -> None:
        page = page_of(book)
        page.cell(1, column(page, COLOUR)).value = "RAG"

    received = _edited(sent, rename)
    assert _codes(received) == ["heading-missing"]
    assert "“Your colour” is not in the first row" in str(received.problems)


def test_a_sheet_that_was_renamed_is_named(sent: Round) -> None:
    """It says which sheet must have its name back."""

    def rename(book: openpyxl.Workbook) -> None:
        page_of(book).title = "Q4"

    received = _edited(sent, rename)
    assert _codes(received) == ["sheet-missing"]
    assert "there is no sheet “Your actions”" in str(received.problems)


def test_identifiers_of_people_are_told_and_not_repeated(
    sent: Round, caplog: pytest.LogCaptureFixture
) -> None:
    """The cell and the sort are named; the number is in no message and no log."""
    caplog.set_level(logging.DEBUG)
    sent.returned(HOSPITALS, {DONE: "Ring 01632 960001 about it."})
    received = sent.receive()
    assert _codes(received) == ["identifier-in-text"]
    assert "cell I2: the text seems to identify a person (telephone number)" in str(
        received.problems
    )
    assert "960001" not in str(received.problems)
    assert "960001" not in caplog.text


def test_garbled_letters_are_told(sent: Round) -> None:
    """They are recorded as they stand, and somebody must put them right."""
    sent.returned(HOSPITALS, {DONE: "The childâ€™s voice."})
    assert _codes(sent.receive()) == ["garbled-text"]


# What is in the folder


def test_an_empty_return_is_no_answer(sent: Round) -> None:
    """A workbook in which nothing is filled in does not count as returned."""
    sent.returned(POLICE)
    assert _codes(sent.receive()) == ["return-empty"]
    assert _record(sent) == []
    request = sent.tracker["request-2025-11-21-rivershire-police"]
    assert isinstance(request, lt.Request)
    assert request.returned_on is None


def test_other_files_are_named(sent: Round) -> None:
    """What is no workbook of a round is refused or told, and what programs leave is passed over."""
    sent.returned(POLICE, WHOLE)
    openpyxl.Workbook().save(sent.back / "other.xlsx")
    (sent.back / "broken.xlsx").write_bytes(b"PK no workbook")
    (sent.back / "old.xls").write_bytes(b"")
    for name in ("~$rivershire-police.xlsx", ".DS_Store", "rivershire-police.txt"):
        (sent.back / name).write_bytes(b"")
    received = sent.receive()
    found = {one.place.partition(",")[0]: one for one in received.problems}
    assert set(found) == {"other.xlsx", "broken.xlsx", "old.xls"}
    assert found["other.xlsx"].code == "not-a-return"
    assert found["old.xls"].code == "not-read"
    assert len(received.problems.errors) == 2


def test_a_day_still_to_come_is_told(sent: Round) -> None:
    """Recorded with a year mistyped, nothing of it would be seen for decades."""
    sent.returned(POLICE, WHOLE)
    (problem,) = lt.receive_round(sent.tracker, sent.back, returned_on="2062-12-01").problems
    assert problem.code == "returned-in-future"
    assert problem.sentence.startswith("1 December 2062, the day on which they are said to have")


def test_folders_within_the_folder_are_named(sent: Round) -> None:
    """Returns may have been put there; whoever looks is not to think that they were read."""
    sent.returned(POLICE, WHOLE)
    for name in ("later", "more.xlsx", ".hidden"):
        (sent.back / name).mkdir()
    received = sent.receive()
    told = [(one.code, one.place) for one in received.problems]
    assert told == [("folder-not-read", "later"), ("folder-not-read", "more.xlsx")]
    assert not received.problems.errors


def test_a_colour_alone_is_an_answer(sent: Round) -> None:
    """So the workbook says to who has nothing new; it is no evidence of anything."""
    sent.returned(POLICE, {COLOUR: "Amber"})
    (piece,) = sent.receive().answers
    assert [type(one) for one in piece.added] == [lt.Update]


def test_a_folder_that_is_not_there_is_told(sent: Round) -> None:
    """It says what to check."""
    with pytest.raises(StoreProblem, match="there is no such file or folder"):
        lt.receive_round(sent.tracker, sent.back / "nowhere")


def test_an_empty_folder_is_told(sent: Round) -> None:
    """There is nothing to record, and the preview says so."""
    assert "No workbook is in the folder." in str(sent.receive())


# How the round stands


def test_who_has_answered_is_told(sent: Round) -> None:
    """For each request: sent, due back, returned, days late, and when one last heard."""
    sent.returned(POLICE, WHOLE)
    _record(sent)
    rows = {
        row["agency"]: row for row in lt.round_status(sent.tracker.as_at("2025-12-20")).to_records()
    }
    assert len(rows) == 9
    assert rows["Rivershire Police"] == {
        "id": "request-2025-11-21-rivershire-police",
        "agency": "Rivershire Police",
        "sent_on": "2025-11-21",
        "due_back_on": "2025-12-12",
        "returned_on": "2025-12-01",
        "days_late": None,
        "last_heard": "2025-12-01",
    }
    probation = rows["Rivershire Probation Delivery Unit"]
    assert (probation["returned_on"], probation["days_late"]) == (None, 8)
    assert probation["last_heard"] == "2025-07-29"


def test_nobody_asked_is_told() -> None:
    """Without a request there is no round."""
    assert "No agency is known to have been asked." in str(lt.round_status(lt.Tracker([])))
