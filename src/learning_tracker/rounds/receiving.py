"""Taking in what agencies answered: all returns together, looked at first and then recorded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from learning_tracker.dates import When, when
from learning_tracker.errors import InvalidData
from learning_tracker.files import explained
from learning_tracker.kinds import Record
from learning_tracker.problems import Problem, Problems, error, warning
from learning_tracker.queries.counting import plural
from learning_tracker.records import Request
from learning_tracker.rounds import form
from learning_tracker.rounds.planning import Piece, Plan, plan
from learning_tracker.rounds.returned import Changed, Returned, read
from learning_tracker.tables import Column, Table
from learning_tracker.tracker import Tracker
from learning_tracker.view import View

WHY = "returns of agencies were taken in"

_WORKBOOK, _LETTER = ".xlsx", ".txt"


def _text(heading: str) -> Column[Piece]:
    name = {form.DONE: "done", form.QUALITY: "quality", form.DIFFERENCE: "difference"}[heading]
    return Column(name, heading, lambda row: row.answer.texts.get(heading))


RETURN_COLUMNS: tuple[Column[Plan], ...] = (
    Column("agency", "Agency", lambda row: row.agency.name if row.agency else "not known"),
    Column("workbook", "Workbook", lambda row: row.returned.name),
    Column("sent_on", "Asked", lambda row: row.request.sent_on if row.request else None),
    Column(
        "asked",
        "Actions asked about",
        lambda row: len(row.request.actions) if row.request else None,
    ),
    Column("answered", "Answered", lambda row: len(row.pieces)),
    Column("added", "To be recorded", lambda row: len(row.added)),
)

PIECE_COLUMNS: tuple[Column[Piece], ...] = (
    Column("agency", "Agency", lambda row: row.agency.name),
    Column("action", "Action", lambda row: row.action.statement),
    Column("event", "It says", lambda row: row.answer.event),
    Column("colour", "Colour", lambda row: row.answer.colour),
    Column("new_date", "New date proposed", lambda row: row.answer.new_date),
    *map(_text, form.TEXTS),
    Column(
        "evidence",
        "Evidence of",
        lambda row: tuple(level.label for level, _ in row.answer.evidence),
    ),
    Column("becomes", "What becomes of it", lambda row: row.becomes),
)


@attrs.frozen
class ChangedCell:
    """A locked cell that was changed, and in whose workbook."""

    plan: Plan
    changed: Changed

    @property
    def records(self) -> tuple[Record, ...]:
        """The request, and who was asked."""
        return self.plan.records


_SHOWN = 200
"""How many characters are shown of a cell that was changed."""


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


CHANGED_COLUMNS: tuple[Column[ChangedCell], ...] = (
    Column("place", "Where", lambda row: row.changed.place),
    Column("column", "Column", lambda row: row.changed.heading),
    Column("before", "As it was sent", lambda row: _short(row.changed.before)),
    Column("after", "As it came back", lambda row: _short(row.changed.after)),
)


@attrs.frozen(repr=False)
class Received:
    """What agencies answered, and what of it would be recorded; print it.

    Attributes:
        day: the day on which it came back.
        plans: what each workbook comes to.
        problems: what does not add up: an error must be mended before anything is recorded.
    """

    day: dt.date
    plans: tuple[Plan, ...]
    problems: Problems

    @property
    def returns(self) -> Table[Plan]:
        """The workbooks that came back."""
        answered = sum(bool(one.pieces) for one in self.plans)
        return Table(
            caption=f"Workbooks that came back by {When.day(self.day)}",
            rows=self.plans,
            columns=RETURN_COLUMNS,
            empty="No workbook is in the folder.",
            denominator=f"{answered} answered, of the {plural(len(self.plans), 'workbook')}",
        )

    @property
    def answers(self) -> Table[Piece]:
        """What they say of each action, and what becomes of it."""
        rows = tuple(one for each in self.plans for one in each.pieces)
        return Table(
            caption="What they say of each action",
            rows=rows,
            columns=PIECE_COLUMNS,
            empty="They say nothing that could be recorded.",
            denominator=f"{sum(bool(one.added) for one in rows)} to be recorded, of the "
            f"{plural(len(rows), 'answer')}",
        )

    @property
    def changed(self) -> Table[ChangedCell]:
        """What was changed in cells that may not be, which is not recorded."""
        rows = tuple(ChangedCell(one, cell) for one in self.plans for cell in one.returned.changed)
        return Table(
            caption="Changed in locked cells, and not recorded",
            rows=rows,
            columns=CHANGED_COLUMNS,
            empty="Nothing was changed in locked cells.",
        )

    def __str__(self) -> str:
        return "\n\n".join(map(str, (self.returns, self.answers, self.changed, self.problems)))

    __repr__ = __str__


def receive_round(
    tracker: Tracker, folder: str | Path, *, returned_on: When | dt.date | str | None = None
) -> Received:
    """Look at the workbooks in a folder, all together, and change nothing.

    Args:
        tracker: the tracker from which the round was sent.
        folder: where the workbooks are that came back.
        returned_on: the day on which they came back; by default the tracker's date, or today.

    Returns:
        what would be recorded, what was changed in locked cells and what does not add up.

    Raises:
        InvalidDate: `returned_on` is none.
        StoreProblem: the folder cannot be read.
        MissingExtra: openpyxl is not installed.
    """
    today = tracker.view.today
    day = today if returned_on is None else when(returned_on).last
    view = tracker.as_at(max(day, today)).view
    files = _files(Path(folder))
    found = [read(one) for one in files if one.suffix.lower() == _WORKBOOK and one.is_file()]
    twice = dict(_twice(found))
    plans = tuple(_plan(view, one, day, twice.get(one.name)) for one in found)
    problems = (problem for one in plans for problem in one.problems)
    return Received(day, plans, Problems((*_to_come(day, today), *problems, *_others(files))))


def _to_come(day: dt.date, today: dt.date) -> Iterator[Problem]:
    """Warn of a day that is mistyped: what is recorded as of it would be seen from then on."""
    if day > today:
        yield warning(
            "returned-in-future", "", "",
            f"{When.day(day)}, the day on which they are said to have come back, is still to come; "
            "what is recorded of it is not seen before that day: give the right one",
        )  # fmt: skip


def _plan(view: View, returned: Returned, day: dt.date, twice: Problem | None) -> Plan:
    """What a return comes to; one of two for a request comes to nothing."""
    found = plan(view, returned, day)
    return found if twice is None else attrs.evolve(found, pieces=(), problems=(twice,))


def record_returns(tracker: Tracker, received: Received, *, by: str = "", why: str = WHY) -> None:
    """Record what was received, in one change; what was recorded before is left as it is.

    Args:
        tracker: the tracker.
        received: what `receive_round` showed.
        by: who makes the change: a role or a group, never an officer's name.
        why: the reason.

    Raises:
        InvalidData: there are errors to be mended first; nothing is changed.
        NoAuthor: the tracker is kept in a database, and `by` is blank.
        ConflictError: others changed the same records meanwhile; nothing is changed.
        StoreProblem: it cannot be kept; nothing is changed.
        ReadOnly: the tracker is as at a date.
    """
    if received.problems.errors:
        raise InvalidData(received.problems.errors, "recorded")
    with tracker.change(by=by, why=why):
        for one in received.plans:
            tracker.add(*one.added)
            if one.pieces and one.request is not None:
                _note_return(tracker, one.request.id, received.day)


def _note_return(tracker: Tracker, request: str, day: dt.date) -> None:
    """Note on a request when it was first returned."""
    whole = tracker.view.network[request]
    if isinstance(whole, Request) and whole.returned_on is None:
        tracker.replace(attrs.evolve(whole, returned_on=When.day(day)))


def _files(folder: Path) -> list[Path]:
    """What stands in a folder, but for what programs and systems leave there."""
    with explained(folder, "read"):
        return sorted(one for one in folder.iterdir() if not one.name.startswith((".", "~$")))


def _others(files: Iterable[Path]) -> Iterator[Problem]:
    for one in files:
        if one.is_dir():
            yield warning(
                "folder-not-read", "", one.name,
                "what is in this folder is not read; move the workbooks that came back out of it",
            )  # fmt: skip
        elif one.suffix.lower() not in {_WORKBOOK, _LETTER}:
            yield warning(
                "not-read", "", one.name,
                "only workbooks that end in .xlsx are read; if it is a return, open it and save it "
                "as .xlsx",
            )  # fmt: skip


def _twice(found: Iterable[Returned]) -> Iterator[tuple[str, Problem]]:
    """Workbooks that answer one request: a person must say which is the newer."""
    by_request: dict[str, list[str]] = defaultdict(list)
    for one in found:
        if one.request:
            by_request[one.request].append(one.name)
    for request, names in by_request.items():
        for name in names if len(names) > 1 else ():
            others = ", ".join(other for other in names if other != name)
            yield name, error(
                "returned-twice", request, name,
                f"{others} answers the same request, {request}; decide which is the newer, and "
                "take the other out of the folder",
            )  # fmt: skip
