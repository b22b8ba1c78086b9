"""How actions stood at the end of each quarter."""

import datetime as dt
from collections.abc import Callable
from itertools import takewhile
from typing import ClassVar

import attrs

from learning_tracker.dates import When, long_date
from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.action_rows import action_rows
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, notes
from learning_tracker.records import Action, Update
from learning_tracker.tables import Chart, Column, Note, Series, Shape, Table
from learning_tracker.view import Standing, View, standing
from learning_tracker.vocabulary import State, Verdict
from learning_tracker.workdays import months_after

DAYS_DRAWN = 13
"""How many days a picture of the table shows, which are three years of quarters and today."""

_QUARTERS_IN_A_YEAR, _MONTHS_IN_A_QUARTER = 4, 3


@attrs.frozen
class AtDay:
    """How the actions agreed by a day stood on it.

    Attributes:
        day: the day.
        standings: where each action stood that had been agreed by then.
    """

    counts: ClassVar[bool] = True

    day: dt.date
    standings: tuple[Standing, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """The actions, and what had been said of them and shown by then."""
        return tuple(
            record
            for one in self.standings
            for record in (one.action, *one.updates, *one.evidence)
        )  # fmt: skip

    def count(self, verdict: Verdict) -> int:
        """How many of the actions had a verdict that day."""
        return sum(one.verdict is verdict for one in self.standings)


def _counting(verdict: Verdict) -> Callable[[AtDay], int]:
    return lambda row: row.count(verdict)


OVER_TIME_COLUMNS: tuple[Column[AtDay], ...] = (
    Column("day", "As at", lambda row: row.day),
    *(
        Column[AtDay](one.value, one.label.capitalize(), _counting(one)) for one in Verdict
    ),
    Column("agreed", "Actions agreed by then", lambda row: len(row.standings)),
)  # fmt: skip


@attrs.frozen
class _Begun:
    """An action, with when it was agreed; if that is not known, when it was first heard of."""

    action: Action
    on: When
    told: bool


def over_time(view: View) -> Table[AtDay]:
    """How many actions had each verdict at the end of each quarter.

    From the quarter in which the first action was agreed to the day of the table, which
    stands last. An action counts from the day on which it was agreed or, if that is not
    known, from the first that was said of it. Each row holds what was dated by its day; who
    answers for an agency, and the partnership's policy, are those of the day of the table.

    Returns:
        a row for 31 March, 30 June, 30 September and 31 December of each year, and one for
        the day of the table.
    """
    actions = sorted(view.of(Action), key=by_id)
    begun = [one for action in actions if (one := _begun(view, action)) is not None]
    rows = [_at(view, begun, day) for day in _days(begun, view.today)]
    now = rows[-1].standings if rows else ()
    return Table(
        caption="How actions stood at the end of each quarter",
        rows=tuple(rows),
        columns=OVER_TIME_COLUMNS,
        empty="No action is known to have been agreed." if actions else "No action is on record.",
        denominator=f"among the {plural(len(now), 'action')} agreed by the last of these days",
        basis=tuple(record for row in action_rows(view) for record in row.records),
        notes=_notes(actions, begun, rows),
        chart=_chart(rows) if now else None,
    )


def _chart(rows: list[AtDay]) -> Chart:
    """The actions of the last years' quarters, each a part of its verdict's bar."""
    drawn = rows[-DAYS_DRAWN:]
    given = [one for one in Verdict if any(row.count(one) for row in drawn)]
    last = f"The last {len(drawn)} of {len(rows)} days. " if len(rows) > len(drawn) else ""
    now = ", ".join(f"{one.label} {drawn[-1].count(one)}" for one in given)
    return Chart(
        title="How actions stood at the end of each quarter",
        description=f"{last}On {long_date(drawn[-1].day)}: {now}.",
        shape=Shape.STACKED,
        unit="actions agreed by then",
        categories=tuple(long_date(row.day) for row in drawn),
        series=tuple(
            Series(one.label, tuple(float(row.count(one)) for row in drawn)) for one in given
        ),
    )


def _begun(view: View, action: Action) -> _Begun | None:
    if action.agreed_on is not None:
        return _Begun(action, action.agreed_on, told=True)
    first = min((one.on for one in view.incoming(Update, "action", action.id)), default=None)
    return None if first is None else _Begun(action, first, told=False)


def _days(begun: list[_Begun], today: dt.date) -> list[dt.date]:
    """The ends of the quarters from the first that has an action, and today."""
    first = min((one.on.first for one in begun), default=None)
    if first is None or first > today:
        return []
    march = dt.date(first.year, 3, 31)
    quarters = range(_QUARTERS_IN_A_YEAR * (today.year - first.year + 1))
    ends = (months_after(march, _MONTHS_IN_A_QUARTER * number) for number in quarters)
    past = takewhile(lambda end: end < today, ends)
    return [*(end for end in past if end >= first), today]


def _at(view: View, begun: list[_Begun], day: dt.date) -> AtDay:
    there = (one.action for one in begun if one.on.first <= day)
    return AtDay(day, tuple(standing(view, action, day) for action in there))


def _notes(actions: list[Action], begun: list[_Begun], rows: list[AtDay]) -> tuple[Note, ...]:
    known = {one.action.id for one in begun}
    days = [row.day for row in rows]
    in_doubt = (
        one.action
        for row in rows
        for one in row.standings
        if one.state is State.ORDER_NOT_KNOWN
    )  # fmt: skip
    return notes(
        note_if(
            (one for one in actions if one.id not in known),
            "Not counted, as it is not known when they were agreed ({n})",
        ),
        note_if(
            (one.action for one in begun if not one.told),
            "Counted from the first that was said of them, as it is not known when they were "
            "agreed ({n})",
        ),
        note_if(
            (one.action for one in begun if any(one.on.first <= day < one.on.last for day in days)),
            "Counted on a day although they may have been agreed after it ({n})",
        ),
        note_if(
            in_doubt,
            "On a day, the order of what had been said of these is not certain ({n})",
        ),
    )
