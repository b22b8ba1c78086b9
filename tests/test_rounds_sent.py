"""A round that is sent: who is asked, about what, and what the workbooks hold."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from learning_tracker.errors import (
    InvalidArgument,
    ReadOnly,
    StoreProblem,
    TooLongForSheet,
    WouldOverwrite,
)
from learning_tracker.fields import fields_of
from learning_tracker.kinds import Record
from learning_tracker.links import Links
from learning_tracker.queries import asked_of
from learning_tracker.records import StandardsSection
from learning_tracker.rounds import form
from learning_tracker.rounds.file_names import file_names
from returns import DUE_BACK, SENT, Round, page_of, round_of, texts


@pytest.fixture
def sent(tmp_path: Path) -> Round:
    """Riverton's round."""
    return round_of(lt.Tracker(lt.sample().values()), tmp_path)


def _asked(tracker: lt.Tracker) -> dict[str, lt.Request]:
    return {
        one.agency: one for one in tracker.of(lt.Request) if str(one.sent_on) == "21 November 2025"
    }


# Who is asked


def test_every_agency_with_outstanding_actions_is_asked(sent: Round) -> None:
    """A workbook, an e-mail and a request are made for each, and for nobody else."""
    loads = sent.tracker.as_at(SENT).agencies.workload()
    expected = {
        load.lead.id: len(load.outstanding)
        for load in loads
        if isinstance(load.lead, lt.Agency) and load.lead.role.value != "group" and load.outstanding
    }
    assert len(expected) == 9
    assert {one: len(each.actions) for one, each in _asked(sent.tracker).items()} == expected
    assert sorted(one.name for one in sent.out.iterdir()) == sorted(
        f"{one}.{ending}" for one in expected for ending in ("txt", "xlsx")
    )


def test_what_is_asked_of_nobody_is_told(tmp_path: Path) -> None:
    """The actions without a lead, and those of the partnership and its groups, are counted."""
    tracker = lt.Tracker(lt.sample().values())
    table = lt.send_round(tracker, tmp_path / "out", due_back=DUE_BACK, sent_on=SENT)
    assert table.denominator == "9 agencies asked about 27 actions, of the 33 outstanding"
    police = next(row for row in table if row.ask.agency.id == "rivershire-police")
    assert police.record in police.records
    assert {one.id for one in police.ask.records} >= {"rivershire-police", "action-sleep-officers"}
    (note,) = table.notes
    assert note.text.startswith("No agency is asked, as none leads them or it is the partnership")
    assert len(note.records) == 6


def test_a_request_asks_for_what_the_workbook_lists(sent: Round) -> None:
    """The request holds the actions in the workbook's order, and both of its dates."""
    request = _asked(sent.tracker)["rivershire-hospitals"]
    assert str(request.due_back_on) == "12 December 2025"
    assert request.returned_on is None
    page = page_of(openpyxl.load_workbook(sent.out / "rivershire-hospitals.xlsx"))
    statements = [row[1] for row in page.iter_rows(min_row=2, values_only=True)]
    actions = [sent.tracker[one] for one in request.actions]
    assert statements == [one.label for one in actions]


def test_the_most_urgent_stands_first(sent: Round) -> None:
    """The order is that of the agency report."""
    view = sent.tracker.as_at(SENT).view
    for agency, request in _asked(sent.tracker).items():
        rows = [
            one.record.id
            for one in asked_of.outstanding(view, agency)
            if one.now.lead is not None and one.now.lead.id == agency
        ]
        assert list(request.actions) == rows


def test_a_successor_is_asked_for_those_that_it_succeeded(sent: Round) -> None:
    """What the old trust led is asked of the trust that answers for it today."""
    asked = _asked(sent.tracker)
    assert "riverton-general-trust" not in asked
    leads = {sent.tracker[one].lead for one in asked["rivershire-hospitals"].actions}  # type: ignore[attr-defined]
    assert "riverton-general-trust" in leads


def test_each_part_answers_for_itself(sent: Round) -> None:
    """An agency is not asked for the actions of its parts, which are asked themselves."""
    asked = _asked(sent.tracker)
    assert not set(asked["riverton-childrens-services"].actions) & set(
        asked["riverton-youth-justice"].actions
    )


def test_a_second_round_of_a_day_has_requests_of_its_own(sent: Round, tmp_path: Path) -> None:
    """No request takes the id of one that is there."""
    before = set(sent.tracker)
    lt.send_round(sent.tracker, tmp_path / "again", due_back=DUE_BACK, sent_on=SENT)
    added = set(sent.tracker) - before
    assert "request-2025-11-21-rivershire-police-2" in added
    assert len(added) == 9


def test_who_is_asked_twice_on_a_day_is_told(sent: Round, tmp_path: Path) -> None:
    """Somebody may have sent a round again by mistake."""
    again = lt.send_round(sent.tracker, tmp_path / "again", due_back=DUE_BACK, sent_on=SENT)
    note = again.notes[0]
    assert note.text.startswith("Asked on the same day before, and now by a second request (9): ")
    assert {one.id for one in note.records} == {row.ask.agency.id for row in again}
    other = lt.send_round(sent.tracker, tmp_path / "next", due_back="2026-06-01", sent_on=DUE_BACK)
    assert not any(one.text.startswith("Asked on") for one in other.notes)


def test_nothing_is_sent_where_nothing_is_outstanding(tmp_path: Path) -> None:
    """Without outstanding actions there is no folder, and the table says so."""
    tracker = lt.Tracker([])
    table = lt.send_round(tracker, tmp_path / "out", due_back=DUE_BACK, sent_on=SENT)
    assert "nothing was sent" in str(table)
    assert not (tmp_path / "out").exists()


# All or nothing


def test_agencies_answer_after_they_are_asked(tmp_path: Path) -> None:
    """A round that would be due on the day on which it is sent, or before, is refused."""
    tracker = lt.Tracker(lt.sample().values())
    with pytest.raises(InvalidArgument, match="a day after that of the round, 21 November 2025"):
        lt.send_round(tracker, tmp_path / "out", due_back=SENT, sent_on=SENT)


def test_a_folder_that_holds_something_stays(sent: Round) -> None:
    """No request is recorded where the folder cannot be made."""
    before = dict(sent.tracker)
    with pytest.raises(WouldOverwrite):
        lt.send_round(sent.tracker, sent.out, due_back="2026-03-31", sent_on="2026-02-01")
    assert dict(sent.tracker) == before


def test_no_folder_is_left_where_the_requests_cannot_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the change cannot be kept, the workbooks are gone again."""
    lt.Tracker(lt.sample().values()).save(tmp_path / "riverton.json")
    tracker = lt.open(tmp_path / "riverton.json")
    store = tracker._store
    made = []

    def fails(*_: object) -> None:
        made.append((tmp_path / "out").exists())
        raise StoreProblem("riverton.json", "written", "the disk is full")

    monkeypatch.setattr(type(store), "append", fails)
    with pytest.raises(StoreProblem, match="disk is full"):
        lt.send_round(tracker, tmp_path / "out", due_back=DUE_BACK, sent_on=SENT)
    assert made == [True]
    assert [one.name for one in tmp_path.iterdir()] == ["riverton.json"]
    assert not _asked(tracker)


def test_a_text_that_no_cell_can_hold_is_named(tmp_path: Path) -> None:
    """It is not cut: nothing is sent, and it says whose text is too long."""
    tracker = lt.Tracker(lt.sample().values())
    action = tracker["action-sleep-officers"]
    tracker.replace(attrs.evolve(action, statement="👍" * 16_384))
    before = dict(tracker)
    with pytest.raises(TooLongForSheet, match="“Action” of action-sleep-officers has 32,768 char"):
        lt.send_round(tracker, tmp_path / "out", due_back=DUE_BACK, sent_on=SENT)
    assert dict(tracker) == before
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("only_read", ["as_at", "public"])
def test_a_tracker_that_can_only_be_read_sends_nothing(only_read: str, tmp_path: Path) -> None:
    """As at a date or for the public, no folder is made."""
    tracker = lt.sample()
    read = tracker.public() if only_read == "public" else tracker.as_at(SENT)
    with pytest.raises(ReadOnly):
        lt.send_round(read, tmp_path / "out", due_back=DUE_BACK, sent_on=SENT)
    assert not list(tmp_path.iterdir())


def test_a_redaction_tells_of_the_workbooks(tmp_path: Path) -> None:
    """What went out to agencies is among the places where a text may still be."""
    lt.sample().save(tmp_path / "riverton.db", by="business-unit")
    with lt.open(tmp_path / "riverton.db") as tracker:
        lt.send_round(
            tracker, tmp_path / "out", due_back=DUE_BACK, sent_on=SENT, by="business-unit"
        )
        told = tracker.redact(
            "action-sleep-officers", "statement", by="business-unit", why="a name"
        )
    assert str(tmp_path / "out") in str(told)
    assert "workbooks of a round" in str(told)


# What the workbooks hold


def test_the_same_tracker_gives_the_same_bytes(sent: Round, tmp_path: Path) -> None:
    """Two rounds of one tracker and day are the same, byte for byte."""
    (tmp_path / "again").mkdir()
    again = round_of(lt.Tracker(lt.sample().values()), tmp_path / "again")
    names = sorted(one.name for one in sent.out.iterdir())
    assert names == sorted(one.name for one in again.out.iterdir())
    for name in names:
        assert (sent.out / name).read_bytes() == (again.out / name).read_bytes()


def test_the_first_sheet_says_how_in_five_lines(sent: Round) -> None:
    """A title, and five numbered lines with the day by which to answer."""
    page = openpyxl.load_workbook(sent.out / "rivershire-police.xlsx").worksheets[0]
    title, *lines = [str(row[0]) for row in page.iter_rows(values_only=True)]
    assert title == "What Rivershire Police is asked, 21 November 2025"
    assert [one[:2] for one in lines] == ["1.", "2.", "3.", "4.", "5."]
    assert "by 12 December 2025. If there is nothing new, choose your colour" in lines[4]


def test_the_title_is_seen_whole_however_long(sent: Round) -> None:
    """A name that needs a second line has room for it."""
    for name, lines in (("rivershire-police", 1), ("rivershire-community-health", 2)):
        page = openpyxl.load_workbook(sent.out / f"{name}.xlsx").worksheets[0]
        assert page.row_dimensions[1].height == 24 * lines


def test_how_an_action_stands_is_told_in_words(sent: Round) -> None:
    """The review's words, both dates, the verdict, the last word and what would be enough."""
    page = page_of(openpyxl.load_workbook(sent.out / "rivershire-police.xlsx"))
    headings, first, second = page.iter_rows(values_only=True)
    told = dict(zip(headings, first, strict=True))
    assert told == {
        "No.": 1,
        "Action": "Give response officers a prompt card on where babies sleep, and brief every "
        "shift.",
        "Why it is asked": "“Agree one message on sleeping out of routine, for all who meet "
        "families with a baby” (recommendation, Rapid review Poplar)\n“Advice on safer sleep was "
        "given for home and not for a weekend away” (finding, Rapid review Poplar)",
        "First date": "31 July 2025",
        "Agreed date": "31 July 2025",
        "How it stands": "Late by 113 days, and said to be done without enough evidence",
        "Last word": "completed, 30 July 2025: Every shift has been briefed.",
        "What would be enough": "It will have worked when: Officers can say what they looked at.\n"
        "Enough to sign it off: evidence that can be looked at, of how well it was done, or what "
        "difference it made.",
        **dict.fromkeys(form.TO_FILL_IN),
    }
    assert second[5] == "Evidenced: it waits for the partnership to sign it off"


def test_every_verdict_is_told_in_words(sent: Round) -> None:
    """Nothing outstanding is told by colour or code."""
    books = [openpyxl.load_workbook(one) for one in sorted(sent.out.glob("*.xlsx"))]
    rows = [row for one in books for row in page_of(one).iter_rows(min_row=2, values_only=True)]
    assert {re.sub(r"\d+", "N", str(row[5])).replace("days", "day") for row in rows} == {
        "Late by N day",
        "Late by N day, and said to be done without enough evidence",
        "Said to be done, without enough evidence",
        "Evidenced: it waits for the partnership to sign it off",
        "At risk: due in N day",
        "At risk: nothing was heard for N day",
        "No date is agreed",
        "On time",
    }


def test_only_what_is_to_be_filled_in_can_be_written(sent: Round) -> None:
    """The open cells have drop-downs, a date that is checked, and hints; the others are locked."""
    book = openpyxl.load_workbook(sent.out / "rivershire-police.xlsx")
    page = page_of(book)
    assert page.protection.sheet
    headings = [one.value for one in page[1]]
    unlocked = [
        heading
        for heading, cell in zip(headings, page[2], strict=True)
        if not cell.protection.locked
    ]
    assert unlocked == list(form.TO_FILL_IN)
    rules = {str(one.sqref): one for one in page.data_validations.dataValidation}
    assert rules["L2:L3"].formula1 == "Lists!$A$1:$A$3"
    assert [one.value for one in book["Lists"]["A"]] == ["Green", "Amber", "Red"]
    assert [one.value for one in book["Lists"]["B"] if one.value] == ["Yes", "No"]
    day = rules["M2:M3"]
    assert (day.type, day.operator) == ("date", "greaterThanOrEqual")
    assert day.error == "Please write a day, such as 21 November 2025, not before it."


def test_a_partnership_without_colours_offers_them_all(tmp_path: Path) -> None:
    """Otherwise there would be nothing to choose."""
    tracker = lt.Tracker(lt.sample().values())
    (partnership,) = tracker.of(lt.Partnership)
    tracker.replace(attrs.evolve(partnership, policy=lt.Policy(colours=())))
    book = openpyxl.load_workbook(round_of(tracker, tmp_path).out / "rivershire-police.xlsx")
    colours = [one.value for one in book["Lists"]["A"]]
    assert colours == ["Blue", "Green", "Amber", "Red"]


def test_headings_stay_in_sight_and_on_every_page(sent: Round) -> None:
    """The heading and the first two columns are frozen, and stand on every printed page."""
    page = page_of(openpyxl.load_workbook(sent.out / "rivershire-police.xlsx"))
    assert page.freeze_panes == "C2"
    assert (page.print_title_rows, page.print_title_cols) == ("$1:$1", "$A:$B")
    assert [one.id for one in page.col_breaks.brk] == [8]


def test_what_is_for_programs_is_hidden(sent: Round) -> None:
    """A hidden sheet has the request, the actions and what may not be changed."""
    book = openpyxl.load_workbook(sent.out / "rivershire-police.xlsx")
    assert [(one.title, one.sheet_state) for one in book] == [
        ("How to answer", "visible"),
        ("Your actions", "visible"),
        ("Kept", "hidden"),
        ("Lists", "hidden"),
    ]
    headings, first, _ = book["Kept"].iter_rows(values_only=True)
    assert headings[:3] == ("Layout", "Request", "Action id")
    assert first[:4] == (1, "request-2025-11-21-rivershire-police", "action-sleep-officers", 1)


def test_the_letter_can_be_pasted(sent: Round) -> None:
    """It says what is asked, by when, and what is late; it is UTF-8."""
    letter = (sent.out / "rivershire-police.txt").read_text(encoding="utf-8")
    assert letter.startswith("Subject: Actions of Rivershire Police: please answer by 12 December")
    assert "2 actions are outstanding, 1 of them late. The most urgent first:\n\n1. Give" in letter
    assert "rivershire-police.xlsx" in letter
    assert "in which nothing is filled in does not count as an answer" in letter
    long = (sent.out / "riverton-childrens-services.txt").read_text(encoding="utf-8")
    assert "The workbook lists 2 more." in long
    one = (sent.out / "rivershire-probation.txt").read_text(encoding="utf-8")
    assert "One action is outstanding.\n\n1. " in one


# What nobody else may read


def test_a_workbook_tells_what_the_agency_report_tells(tmp_path: Path) -> None:
    """Every text of every record is marked: none in an agency's files is not in its report."""
    tracker = lt.Tracker(map(_Marks().marked, lt.sample().values()))
    sent = round_of(tracker, tmp_path)
    as_at = tracker.as_at(SENT)
    for agency in _asked(tracker):
        told = set(_MARK.findall(lt.agency_report(as_at, agency).to_json()))
        written = texts(sent.out / f"{agency}.xlsx") + (sent.out / f"{agency}.txt").read_text()
        marks = set(_MARK.findall(written))
        assert len(marks) > 3
        assert marks <= told | _names(as_at), agency


_MARK = re.compile(r"quillwort\d+q")


def _names(tracker: lt.Tracker) -> set[str]:
    """The marks in the name of the partnership, which asks."""
    return {one for each in tracker.of(lt.Partnership) for one in _MARK.findall(each.name)}


class _Marks:
    """Puts a mark of its own into each text of records."""

    def __init__(self) -> None:
        self._numbers = itertools.count()

    def marked(self, record: Record) -> Record:
        """The record with a mark in each of its texts."""
        return attrs.evolve(record, **dict(self._changed(record)))

    def _changed(self, record: Record) -> Iterator[tuple[str, Any]]:
        for field in fields_of(type(record)):
            if field.name != "id" and field.mark(Links) is None:
                yield field.name, self._value(getattr(record, field.name))

    def _value(self, value: Any) -> Any:
        match value:
            case str():
                return f"{value} quillwort{next(self._numbers)}q"
            case StandardsSection():
                return attrs.evolve(value, name=self._value(value.name))
            case tuple():
                return tuple(map(self._value, value))
            case _:
                return value


# Names of files


IDS = st.lists(st.from_regex(r"\S{1,64}", fullmatch=True), unique=True, max_size=5)


@given(IDS)
def test_windows_allows_every_name(ids: list[str]) -> None:
    """No name holds a character or a word that Windows refuses, and no two are one to it."""
    names = file_names(ids)
    assert list(names) == ids
    assert len({one.casefold() for one in names.values()}) == len(ids)
    for name in names.values():
        assert not set(name) & set('<>:"/\\|?*')
        assert name.isprintable()
        assert not name.startswith((".", " ", "~"))
        assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}
        assert len(f"{name}.xlsx".encode()) <= 255


def test_names_of_devices_are_not_taken() -> None:
    """What Windows takes for a device becomes another name."""
    assert file_names(["nul", "COM1.x", "a/b", "A:B", "..."]) == {
        "nul": "nul-", "COM1.x": "COM1.x-", "a/b": "a-b", "A:B": "A-B-2", "...": "agency",
    }  # fmt: skip
