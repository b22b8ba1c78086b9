"""Asking every agency what has become of its actions: a workbook and an e-mail for each."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import attrs

from learning_tracker.dates import When, when
from learning_tracker.errors import InvalidArgument
from learning_tracker.files import new_folder
from learning_tracker.kinds import Record
from learning_tracker.queries.action_rows import ActionRow
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, notes
from learning_tracker.records import Request
from learning_tracker.rounds import form
from learning_tracker.rounds.asks import Ask, asks, of_nobody
from learning_tracker.rounds.file_names import file_names
from learning_tracker.rounds.letters import letter
from learning_tracker.tables import Column, Table
from learning_tracker.tracker import Tracker
from learning_tracker.view import View, partnerships

WHY = "a round of requests was sent"


@attrs.frozen
class SentTo:
    """What was made for an agency.

    Attributes:
        ask: what it is asked.
        request: the request that was recorded.
        workbook: the file that it is to fill in.
        letter: the file with the e-mail.
    """

    ask: Ask
    request: Request
    workbook: Path
    letter: Path

    @property
    def record(self) -> Request:
        """The request."""
        return self.request

    @property
    def records(self) -> tuple[Record, ...]:
        """The request, and what is asked."""
        return (self.request, *self.ask.records)


COLUMNS: tuple[Column[SentTo], ...] = (
    Column("agency", "Agency", lambda row: row.ask.agency.name),
    Column("actions", "Actions", lambda row: len(row.ask.actions)),
    Column("late", "Late", lambda row: row.ask.late),
    Column("workbook", "Workbook", lambda row: row.workbook.name),
)


def send_round(  # noqa: PLR0913 - what, where, by when, and who says so
    tracker: Tracker,
    folder: str | Path,
    *,
    due_back: When | dt.date | str,
    sent_on: When | dt.date | str | None = None,
    by: str = "",
    why: str = WHY,
) -> Table[SentTo]:
    """Make a workbook and a covering e-mail for every agency with outstanding actions.

    A `Request` is recorded for each, all in one change. The folder and the change come about
    together, or neither does. The workbooks tell an agency what `agency_report` tells it, and
    nothing else.

    Args:
        tracker: the tracker, which must be one that can be changed.
        folder: where the files go; it must not be there yet, or be empty.
        due_back: the day by which agencies are to answer.
        sent_on: the day of the round, as at which it is told how actions stand; by default
            the tracker's date, or today.
        by: who makes the change: a role or a group, never an officer's name.
        why: the reason.

    Returns:
        a row for each agency.

    Raises:
        InvalidDate: one of the dates is none.
        InvalidArgument: agencies would have to answer before they are asked.
        WouldOverwrite: there is something in the folder.
        TooLongForSheet: a text is longer than a cell can be; nothing is changed.
        StoreProblem: something cannot be written; nothing is changed.
        MissingExtra: XlsxWriter is not installed.
        NoAuthor: the tracker is kept in a database, and `by` is blank.
        ReadOnly: the tracker is as at a date.
    """
    sent = When.day(tracker.view.today if sent_on is None else when(sent_on).last)
    back = when(due_back)
    if not back.entirely_after(sent):
        raise InvalidArgument("due_back", f"a day after that of the round, {sent}", str(back))
    view = tracker.as_at(sent).view
    rows = _rows(view, Path(folder), sent, back, set(tracker.view.network))
    before = _asked_before(view, sent)
    if rows:
        _send(tracker, rows, Path(folder), by, why)
    return _table(rows, of_nobody(view), before, sent, back)


def _asked_before(view: View, sent: When) -> set[str]:
    """The ids of the agencies of which something was asked on that day already."""
    return {one.agency for one in view.of(Request) if one.sent_on == sent}


def _rows(view: View, folder: Path, sent: When, back: When, taken: set[str]) -> list[SentTo]:
    found = asks(view)
    names = file_names(one.agency.id for one in found)
    rows = []
    for one in found:
        name = names[one.agency.id]
        request = Request(
            id=_free(f"request-{sent.last}-{one.agency.id}", taken),
            agency=one.agency.id,
            actions=tuple(row.record.id for row in one.actions),
            sent_on=sent,
            due_back_on=back,
        )
        rows.append(SentTo(one, request, folder / f"{name}.xlsx", folder / f"{name}.txt"))
    return rows


_LONGEST_ID = 64


def _free(wanted: str, taken: set[str]) -> str:
    """An id that no record has: the one that is wanted, else with a number."""
    one, number = wanted[:_LONGEST_ID], 1
    while one in taken:
        number += 1
        one = f"{wanted[: _LONGEST_ID - 4]}-{number}"
    taken.add(one)
    return one


def _asker(view: View) -> str:
    names = [one.name for one in partnerships(view)]
    return names[0] if len(names) == 1 else "The safeguarding children partnership"


def _files(rows: list[SentTo], asked_by: str) -> Iterator[tuple[str, bytes]]:
    for one in rows:
        told = letter(one.ask, one.request, asked_by, one.workbook.name)
        yield one.workbook.name, form.made(one.ask, one.request, asked_by)
        yield one.letter.name, told.encode()


def _send(tracker: Tracker, rows: list[SentTo], folder: Path, by: str, why: str) -> None:
    """Record the requests and make the folder, or do neither."""
    files = dict(_files(rows, _asker(tracker.view)))
    made = False
    try:
        with tracker.change(by=by, why=why):
            tracker.add(*(one.request for one in rows))
            with new_folder(folder) as beside:
                for name, content in files.items():
                    (beside / name).write_bytes(content)
            made = True
    except BaseException:
        if made:  # and the change was not kept
            shutil.rmtree(folder, ignore_errors=True)
        raise
    tracker.note_copy(folder, "workbooks of a round")


def _table(
    rows: list[SentTo], others: tuple[ActionRow, ...], before: set[str], sent: When, back: When
) -> Table[SentTo]:
    count = sum(len(one.ask.actions) for one in rows)
    of_nobody_asked = note_if(
        (row.record for row in others),
        "No agency is asked, as none leads them or it is the partnership or a group ({n})",
    )
    asked_twice = note_if(
        (row.ask.agency for row in rows if row.ask.agency.id in before),
        "Asked on the same day before, and now by a second request ({n})",
    )
    return Table(
        caption=f"The round of {sent}, due back {back}",
        rows=tuple(rows),
        columns=COLUMNS,
        empty="No agency has an outstanding action: nothing was sent.",
        denominator=f"{plural(len(rows), 'agency', 'agencies')} asked about "
        f"{plural(count, 'action')}, of the {count + len(others)} outstanding",
        notes=notes(asked_twice, of_nobody_asked),
    )
