"""How actions stood at the end of each quarter."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import ClassVar

import attrs

from learning_tracker.dates import long_date
from learning_tracker.kinds import Record
from learning_tracker.queries.action_rows import action_rows
from learning_tracker.queries.by_quarter import Quarters, StoodByQuarter
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, notes
from learning_tracker.tables import Chart, Column, Note, Series, Shape, Table
from learning_tracker.view import Standing, View
from learning_tracker.vocabulary import Verdict

DAYS_DRAWN = 13
"""How many days a picture of the table shows, which are three years of quarters and today."""


@attrs.frozen
class AtDay:
    """How the actions agreed by a day stood on it.

    Attributes:
        day: the day.
    """

    counts: ClassVar[bool] = True

    day: dt.date
    _numbers: Mapping[Verdict, int] = attrs.field(hash=False)
    _told: "ToldByDay" = attrs.field(repr=False, eq=False)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Where each action stood that had been agreed by then."""
        return tuple(one.heard.until(self.day, self.day) for one in self._told.agreed_by(self.day))

    @property
    def records(self) -> tuple[Record, ...]:
        """The actions, and what had been said of them and shown by then."""
        return self._told.by(self.day)

    @property
    def agreed(self) -> int:
        """How many actions had been agreed by then."""
        return sum(self._numbers.values())

    def count(self, verdict: Verdict) -> int:
        """How many of the actions had a verdict that day."""
        return self._numbers.get(verdict, 0)


@attrs.frozen(eq=False)
class ToldByDay:
    """What was agreed, said and shown, with the days from which on rows hold it.

    To look at every action anew for each of 60 rows takes 2 s of 200 thousand records.
    """

    _actions: tuple[StoodByQuarter, ...]

    def agreed_by(self, day: dt.date) -> Iterator[StoodByQuarter]:
        """The actions that had been agreed by a day."""
        return (one for one in self._actions if one.on is not None and one.on.first <= day)

    def by(self, day: dt.date) -> tuple[Record, ...]:
        """The actions agreed by a day, and what had been said of them and shown by then."""
        last = day.toordinal()
        return tuple([record for begun, record in self._told if begun <= last])

    @cached_property
    def _told(self) -> list[tuple[int, Record]]:
        told: list[tuple[int, Record]] = []
        for one in self._actions:
            if one.on is not None:
                begun = one.on.first.toordinal()
                told.append((begun, one.action))
                told += [(max(begun, each.on.first.toordinal()), each) for each in one.heard.told]
        return told


def _counting(verdict: Verdict) -> Callable[[AtDay], int]:
    return lambda row: row.count(verdict)


OVER_TIME_COLUMNS: tuple[Column[AtDay], ...] = (
    Column("day", "As at", lambda row: row.day),
    *(
        Column[AtDay](one.value, one.label.capitalize(), _counting(one)) for one in Verdict
    ),
    Column("agreed", "Actions agreed by then", lambda row: row.agreed),
)  # fmt: skip


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
    through = view.index(Quarters)
    stood = through.every()
    told = ToldByDay(stood)
    rows = [AtDay(day, numbers, told) for day, numbers in through.numbers()]
    agreed = rows[-1].agreed if rows else 0
    every = action_rows(view)
    return Table(
        caption="How actions stood at the end of each quarter",
        rows=tuple(rows),
        columns=OVER_TIME_COLUMNS,
        empty="No action is known to have been agreed." if stood else "No action is on record.",
        denominator=f"among the {plural(agreed, 'action')} agreed by the last of these days",
        basis=lambda: chain.from_iterable(row.records for row in every),
        notes=_notes(through),
        chart=_chart(rows) if agreed else None,
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


def _notes(through: Quarters) -> tuple[Note, ...]:
    return notes(
        note_if(
            through.undated.values(),
            "Not counted, as it is not known when they were agreed ({n})",
        ),
        note_if(
            through.untold.values(),
            "Counted from the first that was said of them, as it is not known when they were "
            "agreed ({n})",
        ),
        note_if(
            through.straddling.values(),
            "Counted on a day although they may have been agreed after it ({n})",
        ),
        note_if(
            through.in_doubt.values(),
            "On a day, the order of what had been said of these is not certain ({n})",
        ),
    )
