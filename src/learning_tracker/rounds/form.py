"""The workbook of a round: what an agency reads in it, and what it fills in.

A second copy of what may not be changed stands on a hidden sheet, so that one can tell
afterwards what was changed all the same.
"""

import datetime as dt
from collections.abc import Callable, Iterator

import attrs

from learning_tracker.errors import TooLongForSheet
from learning_tracker.exchange.sheets.writing import (
    LONGEST_TEXT,
    Cell,
    GridSheet,
    SheetColumn,
    TextSheet,
    length,
    workbook,
)
from learning_tracker.policy import Policy
from learning_tracker.queries.asked_of import AskedAction
from learning_tracker.records import Request
from learning_tracker.rounds.asks import Ask, stands
from learning_tracker.vocabulary import Colour, Verdict

LAYOUT = 1
"""The version of the layout, which a return bears."""

HOW_TO, ACTIONS, KEPT = "How to answer", "Your actions", "Kept"
"""The names of the sheets."""

NUMBER = "No."
DONE, QUALITY, DIFFERENCE = (
    "What have you done?",
    "How well, and how do you know?",
    "What is different for children?",
)
COLOUR, NEW_DATE, FINISHED = "Your colour", "New date proposed", "Finished?"
TEXTS = (DONE, QUALITY, DIFFERENCE)
TO_FILL_IN = (*TEXTS, COLOUR, NEW_DATE, FINISHED)
YES, NO = "Yes", "No"

KEPT_HEADINGS = ("Layout", "Request", "Action id")
"""What stands on the hidden sheet before the copy of what is told."""


@attrs.frozen
class Told:
    """A column that tells the agency something, and that it may not change."""

    heading: str
    width: int
    of: Callable[[AskedAction], str]


def _date(when: object) -> str:
    return "none agreed" if when is None else str(when)


def _enough(row: AskedAction) -> str:
    if row.evidenced:
        return "There is enough evidence."
    worked = (
        f"It will have worked when: {measure}\n" if (measure := row.record.success_measure) else ""
    )
    return f"{worked}Enough to sign it off: {row.enough}."


TOLD = (
    Told("Action", 28, lambda row: row.record.statement),
    Told("Why it is asked", 32, lambda row: "\n".join(row.asked_by)),
    Told("First date", 16, lambda row: _date(row.now.standing.first_due)),
    Told("Agreed date", 16, lambda row: _date(row.now.standing.due)),
    Told("How it stands", 18, lambda row: stands(row.now)),
    Told("Last word", 26, lambda row: row.now.last_word),
    Told("What would be enough", 30, _enough),
)


def offered(policy: Policy) -> tuple[Colour, ...]:
    """The colours that an agency may report, best first.

    Not the one of what is signed off: that is for the partnership to say. Of a partnership
    that reports no colours, all of them.
    """
    given = {one for verdict, one in policy.colours if verdict is not Verdict.SIGNED_OFF}
    return tuple(one for one in Colour if one in given) or tuple(Colour)


def made(ask: Ask, request: Request, asked_by: str) -> bytes:
    """The bytes of the workbook that an agency is sent.

    Args:
        ask: what it is asked.
        request: the request that is recorded of it.
        asked_by: the name of the partnership.

    Raises:
        TooLongForSheet: a text is longer than a cell can be.
    """
    if too_long := [*_too_long(ask)]:
        raise TooLongForSheet(too_long)
    title = f"{asked_by}: what {ask.agency.name} is asked"
    return workbook(
        title, _how_to(ask, request, asked_by), _actions(ask, request), _kept(ask, request)
    )


_LINES = """\
1. Go to the sheet “{sheet}”. It lists your outstanding actions, the most urgent first. Fill in \
the yellow cells; the others are locked.
2. Say what you have done; how well it was done, and how you know; and what is different for \
children. Leave empty what you cannot say yet.
3. Choose your colour. Propose another date only if you need one: the agreed date stands until the \
partnership changes it. Choose Yes under “Finished?” only if nothing is left to do.
4. Write roles and no names. Put in nothing by which a child, a parent or an officer can be known: \
no dates of birth, addresses or case numbers.
5. Save the workbook and return it to {asked_by} by {due_back}. If there is nothing new, choose \
your colour all the same. Add no rows and delete none."""


def _too_long(ask: Ask) -> Iterator[str]:
    for row in ask.actions:
        for one in TOLD:
            if (count := length(one.of(row))) > LONGEST_TEXT:
                yield f"“{one.heading}” of {row.record.id} has {count:,} characters"


def _how_to(ask: Ask, request: Request, asked_by: str) -> TextSheet:
    title = f"What {ask.agency.name} is asked, {request.sent_on}"
    lines = _LINES.format(sheet=ACTIONS, asked_by=asked_by, due_back=request.due_back_on)
    return TextSheet(HOW_TO, (title, *lines.splitlines()))


def _actions(ask: Ask, request: Request) -> GridSheet:
    policies = [row.now.standing.policy for row in ask.actions]
    colours = tuple(
        one.label.capitalize() for one in Colour if any(one in offered(each) for each in policies)
    )
    columns = (
        SheetColumn(NUMBER, 5),
        *(SheetColumn(one.heading, one.width) for one in TOLD),
        SheetColumn(DONE, 32, open=True, hint="How much was done, and by when. No names."),
        SheetColumn(QUALITY, 32, open=True, hint="What shows it: an audit, a survey, a sample."),
        SheetColumn(DIFFERENCE, 32, open=True, hint="What children or families would notice."),
        SheetColumn(COLOUR, 12, open=True, choices=colours),
        SheetColumn(NEW_DATE, 16, open=True, day=True, not_before=_first_day(request)),
        SheetColumn(FINISHED, 11, open=True, choices=(YES, NO)),
    )
    rows = tuple(
        (number, *told(row), *(None for _ in TO_FILL_IN))
        for number, row in enumerate(ask.actions, 1)
    )
    split = 1 + len(TOLD)
    return GridSheet(ACTIONS, columns, rows, protected=True, kept=2, split=split)


def _first_day(request: Request) -> dt.date:
    return request.sent_on.first


def told(row: AskedAction) -> tuple[str, ...]:
    """What is told of an action, a text for each column."""
    return tuple(one.of(row) for one in TOLD)


def _kept(ask: Ask, request: Request) -> GridSheet:
    headings = (*KEPT_HEADINGS, NUMBER, *(one.heading for one in TOLD))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (LAYOUT, request.id, row.record.id, number, *told(row))
        for number, row in enumerate(ask.actions, 1)
    )
    return GridSheet(KEPT, tuple(map(SheetColumn, headings)), rows, protected=True, hidden=True)
