"""What shows how well things were done and what difference it made, piece by piece."""

import datetime as dt

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.counting import plural, year_named
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Evidence
from learning_tracker.tables import Column, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Level


@attrs.frozen
class Shown:
    """A piece of evidence above activity.

    Attributes:
        evidence: the evidence.
        supports: what it is evidence for.
        drawn: what it was drawn from.
    """

    evidence: Evidence
    supports: tuple[Record, ...]
    drawn: tuple[Record, ...]

    @property
    def record(self) -> Evidence:
        """The evidence."""
        return self.evidence

    @property
    def records(self) -> tuple[Record, ...]:
        """The evidence, what it is for and what it was drawn from."""
        return (self.evidence, *self.supports, *self.drawn)


SHOWN_COLUMNS: tuple[Column[Shown], ...] = (
    Column("level", "Level", lambda row: row.evidence.counts_as),
    Column("statement", "What it shows", lambda row: row.evidence.statement),
    Column("on", "When", lambda row: row.evidence.on),
    Column("supports", "Of", lambda row: row.supports),
    Column("drawn_from", "Known from", lambda row: row.drawn or row.evidence.url),
)


def shown(view: View, *, year: ReportingYear | str | None = None) -> Table[Shown]:
    """Evidence of how well things were done, and of a difference for children.

    Only evidence that can be looked at counts above activity. Differences come first.

    Args:
        view: the records to ask.
        year: evidence from this reporting year; all if None.

    Raises:
        InvalidYear: `year` is no reporting year.
    """
    asked = year_named(year)
    held = sorted(view.of(Evidence), key=by_id)
    dated = [one for one in held if asked is None or one.on.within(asked.when)]
    doubtful = [] if asked is None else [
        one for one in held if one.on.overlaps(asked.when) and one not in dated
    ]  # fmt: skip
    above = [
        one
        for level in (Level.DIFFERENCE, Level.QUALITY)
        for one in sorted((one for one in dated if one.counts_as is level), key=_place)
    ]
    place = f" of {asked}" if asked else " on record"
    return Table(
        caption=f"What shows that practice changed{f' in {asked}' if asked else ''}",
        rows=tuple(_shown(view, one) for one in above),
        columns=SHOWN_COLUMNS,
        empty=f"No evidence{place} shows how well something was done, or a difference.",
        denominator=f"{len(above)} of the {plural(len(dated), 'piece')} of evidence{place}",
        basis=(*held, *(record for one in held for record in _drawn(view, one))),
        notes=notes(
            note_if(doubtful, "Left out, as their date straddles the year ({n})"),
            note_if(
                (one for one in dated if one.counts_as is not one.level),
                "Stated, not shown, and so counted as activity ({n})",
            ),
            note_of_straddling(view, dated),
        ),
    )


def _shown(view: View, one: Evidence) -> Shown:
    return Shown(one, tuple(map(view.__getitem__, one.supports)), _drawn(view, one))


def _drawn(view: View, one: Evidence) -> tuple[Record, ...]:
    return () if one.drawn_from is None else (view[one.drawn_from],)


def _place(one: Evidence) -> tuple[dt.date, dt.date, str]:
    """Its place in order of date: days are compared many times faster than `When`."""
    return one.on.first, one.on.last, one.id
