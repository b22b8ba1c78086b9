"""Findings one by one, with their marks: those about one agency, and those of one source."""

from collections.abc import Iterable
from itertools import chain

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.asked_of import whom
from learning_tracker.queries.counting import plural, raised
from learning_tracker.queries.marks import KEY, Marked, marked
from learning_tracker.queries.naming import source_named
from learning_tracker.queries.noting import note_if, note_of_several, note_of_straddling, notes
from learning_tracker.queries.suppression import (
    NOT_SHOWN,
    meaning,
    threshold_of,
    without_small_counts,
)
from learning_tracker.queries.unaddressed import note_of_inferred
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement


@attrs.frozen
class Found:
    """A finding with its marks and its practice themes.

    Attributes:
        marked: the finding with its marks and what they rest on.
        themes: the practice themes that it is coded to.
        because: the agencies or the source for which it is listed.
        threshold: the least number of files that is shown, beside 0.
    """

    marked: Marked
    themes: tuple[Theme, ...]
    because: tuple[Record, ...]
    threshold: int = 0

    @property
    def record(self) -> Finding:
        """The finding."""
        return self.marked.finding

    @property
    def records(self) -> tuple[Record, ...]:
        """The finding, its practice themes, what raised it, and what its marks rest on."""
        return (*self.marked.records, *self.themes, *self.because)

    @property
    def theme_names(self) -> str:
        """The names of its practice themes."""
        return coding.names(self.themes) or "no practice theme"

    @property
    def seen_in(self) -> str:
        """In how many of the audited files it was seen, where that may be told."""
        one = self.record
        if one.seen_in is None:
            return ""
        if without_small_counts(one, self.threshold) is not one:
            return NOT_SHOWN
        return f"{one.seen_in}" if one.out_of is None else f"{one.seen_in} of {one.out_of}"


_JUDGEMENT = Column[Found]("judgement", "Judgement", lambda row: row.record.judgement)
_THEME = Column[Found]("theme", "Practice theme", lambda row: row.theme_names)
_STATEMENT = Column[Found]("statement", "What was found", lambda row: row.marked.text)
_SOURCE = Column[Found]("source", "Found by", lambda row: row.marked.raised.origin.label)
_KNOWN = Column[Found]("known_on", "Known", lambda row: row.marked.raised.origin.told_on)
_FILES = Column[Found]("seen_in", "Seen in files", lambda row: row.seen_in)


def about_agency(view: View, agency: str) -> Table[Found]:
    """What was found of one agency's practice, strengths first, by theme and with marks.

    Args:
        view: the records to ask.
        agency: findings that name this agency, those it succeeded or its parts (an id, a name
            or an alias).

    Raises:
        UnknownChoice: there is no such agency.
    """
    who = whom(view, agency)
    every = list(view.of(Finding))
    rows = _rows(view, (one for one in every if who.ids & set(one.agencies)), who.records)
    return Table(
        caption=f"What was found of the practice of {who.name}",
        rows=rows,
        columns=(_JUDGEMENT, _THEME, _STATEMENT, _SOURCE, _KNOWN),
        empty=f"No finding on record names {who.name}.",
        denominator=f"{judged(rows)} that name{'s' if len(rows) == 1 else ''} {who.name}, of the "
        f"{plural(len(every), 'finding')} on record",
        basis=(*every, *who.records, *chain.from_iterable(row.records for row in rows)),
        key=KEY,
        notes=_notes(view, rows),
    )


def of_source(view: View, source: str) -> Table[Found]:
    """What one review or audit found, strengths first, by theme and with marks.

    Args:
        view: the records to ask.
        source: what found it (an id or a title).

    Raises:
        UnknownChoice: there is no such source.
        NotPublic: there is, and the public may not read it.
    """
    asked_about = source_named(view, source)
    rows = _rows(view, view.incoming(Finding, "sources", asked_about.id), (asked_about,))
    in_files = any(row.seen_in for row in rows)
    return Table(
        caption=f"What was found: {asked_about.title}",
        rows=rows,
        columns=(_JUDGEMENT, _THEME, _STATEMENT, *((_FILES,) if in_files else ())),
        empty=f"No finding is on record: {asked_about.title}.",
        denominator=judged(rows),
        basis=(asked_about, *chain.from_iterable(row.records for row in rows)),
        key=(*KEY, *([meaning(threshold_of(view))] if _hides(rows) else [])),
        notes=_notes(view, rows),
    )


def _hides(rows: Iterable[Found]) -> bool:
    return any(row.seen_in == NOT_SHOWN for row in rows)


def judged(rows: Iterable[Found]) -> str:
    """How many strengths and improvements there are."""
    judgements = [row.record.judgement for row in rows]
    strengths = plural(judgements.count(Judgement.STRENGTH), "strength")
    return f"{strengths} and {plural(judgements.count(Judgement.IMPROVEMENT), 'improvement')}"


def _rows(
    view: View, findings: Iterable[Finding], because: tuple[Record, ...]
) -> tuple[Found, ...]:
    rows = [
        Found(
            marked(view, one),
            tuple(coding.themes_in(view, one.finding, coding.PRACTICE)),
            because,
            threshold_of(view),
        )
        for one in raised(view, findings)
    ]
    return tuple(sorted(rows, key=_place))


def _place(row: Found) -> tuple[int, str, str]:
    return list(Judgement).index(row.record.judgement), row.theme_names, row.record.id


def _notes(view: View, rows: Iterable[Found]) -> tuple[Note, ...]:
    found = [row.marked for row in rows]
    sources = [source for one in found for source in one.raised.origin.sources]
    return notes(
        note_if(
            (one.finding for one in found if not one.mark and one.in_doubt),
            "Without a mark, as it is not certain which came first, or which of several "
            "sources raised the earlier one ({n})",
        ),
        note_of_inferred(one.raised for one in found),
        note_of_several(one.raised for one in found),
        note_of_straddling(view, sources),
    )
