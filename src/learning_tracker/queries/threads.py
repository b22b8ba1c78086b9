"""From a source to what changed for children: the thread through a record, and where it stops."""

from collections.abc import Callable, Sequence

import attrs

from learning_tracker.dates import ReportingYear, When
from learning_tracker.kinds import Record, by_id, kind_words
from learning_tracker.links import links_of
from learning_tracker.queries import coding
from learning_tracker.queries.counting import Raised, coded, of_year, plural, raised, year_named
from learning_tracker.queries.noting import (
    note_of_several,
    note_of_straddling,
    note_of_undated_findings,
    notes,
)
from learning_tracker.queries.unaddressed import (
    basis_of_answers,
    note_of_answered_sources,
    note_of_inferred,
)
from learning_tracker.records import (
    Action,
    Evidence,
    Finding,
    Recommendation,
    Source,
    Theme,
    Update,
)
from learning_tracker.tables import Column, Table
from learning_tracker.view import View, standing
from learning_tracker.vocabulary import Judgement


@attrs.frozen
class Step:
    """A record on a thread.

    Attributes:
        record: the record.
        side: whether it comes before the one asked about, is that one, or comes after it.
        distance: how many links away it is.
    """

    record: Record
    side: str
    distance: int

    @property
    def records(self) -> tuple[Record, ...]:
        """The record."""
        return (self.record,)

    @property
    def on(self) -> When | None:
        """When it was: the date of the event or, of a source, when its learning was known."""
        if isinstance(self.record, Source):
            return self.record.known_on
        for field in ("on", "made_on", "agreed_on"):
            if (date := getattr(self.record, field, None)) is not None:
                return date  # type: ignore[no-any-return] # these fields hold dates
        return None


TRACE_COLUMNS: tuple[Column[Step], ...] = (
    Column("side", "Where", lambda row: row.side),
    Column("kind", "What", lambda row: kind_words(type(row.record).kind)),
    Column("on", "When", lambda row: row.on),
    Column("text", "Text", lambda row: row.record.label),
)


def trace(view: View, identifier: str) -> Table[Step]:
    """The thread through a record: all it rests on, and all that rests on it.

    It follows only links declared to be part of a thread: source, finding, recommendation,
    action, update and evidence, and the later findings that repeat a finding. Agencies and
    themes would join everything to everything.

    Raises:
        UnknownId: there is no such record.
    """
    here = view[identifier]
    above = _closure(here, lambda record: _rests_on(view, record))
    below = _closure(here, lambda record: _resting_on(view, record))
    steps = [
        *(Step(record, "before", far) for record, far in reversed(above)),
        Step(here, "this", 0),
        *(Step(record, "after", far) for record, far in below),
    ]
    return Table(
        caption=f"The thread through “{here.label}”",
        rows=tuple(steps),
        columns=TRACE_COLUMNS,
        empty="",
        denominator=f"{plural(len(above), 'record')} before it and {len(below)} after it",
    )


def _closure(start: Record, ahead: Callable[[Record], list[Record]]) -> list[tuple[Record, int]]:
    """What can be reached, nearest first, with how many links away it is."""
    found: dict[str, tuple[Record, int]] = {start.id: (start, 0)}
    queue = [start]
    for record in queue:
        for one in sorted(ahead(record), key=by_id):
            if one.id not in found:
                found[one.id] = (one, found[record.id][1] + 1)
                queue.append(one)
    return list(found.values())[1:]


def _rests_on(view: View, record: Record) -> list[Record]:
    links = (link for link in links_of(type(record)) if link.declared.thread)
    found = (view[one] for link in links for one in link.ids(record))
    return [one for one in found if not isinstance(one, Theme)]


def _resting_on(view: View, record: Record) -> list[Record]:
    found = []
    for identifier, field in view.referring(record.id):
        one = view[identifier]
        if any(link.field == field and link.declared.thread for link in links_of(type(one))):
            found.append(one)
    return found


# Where threads stop


STAGES = (
    "no recommendation or action",
    "a recommendation, but no action",
    "an action, but nothing said of it",
    "word of an action, but no evidence",
    "evidence of activity only",
    "evidence of how well it was done",
    "evidence of a difference for children",
)
"""How far the thread from an improvement may reach, in order."""


@attrs.frozen
class Gap:
    """An improvement and how far the thread from it reaches.

    Attributes:
        raised: the finding and its sources.
        themes: its themes.
        thread: the recommendations, live actions, updates and evidence on the thread, and
            what the evidence was drawn from.
        answers: the actions that answer what stands on the thread, also those that are closed
            and do not stand on it, with the updates that tell which.
        stage: how far the thread reaches, one of `STAGES`. The public is told so of the whole
            thread, also where it may not read all that stands on it.
    """

    raised: Raised
    themes: tuple[Theme, ...]
    thread: tuple[Record, ...]
    answers: tuple[Record, ...]
    stage: str

    @property
    def record(self) -> Finding:
        """The finding."""
        return self.raised.finding

    @property
    def records(self) -> tuple[Record, ...]:
        """The finding, its sources and themes, the thread, and what decides where it stops."""
        return (*self.raised.records, *self.themes, *self.thread, *self.answers)

    @property
    def stops_at_once(self) -> bool:
        """Whether nothing at all takes it up."""
        return self.stage == STAGES[0]


GAP_COLUMNS: tuple[Column[Gap], ...] = (
    Column("theme", "Practice theme", lambda row: coding.names(row.themes)),
    Column("finding", "Improvement", lambda row: row.record.statement),
    Column("source", "Raised by", lambda row: row.raised.origin.label),
    Column("stage", "The thread reaches", lambda row: row.stage),
)


def gaps(view: View, *, year: ReportingYear | str | None = None) -> Table[Gap]:
    """How far the thread from each improvement reaches, the shortest first.

    An action that was superseded or withdrawn takes no thread further.

    Args:
        view: the records to ask.
        year: improvements whose source is counted in this reporting year; all if None.

    Raises:
        InvalidYear: `year` is no reporting year.
    """
    asked = year_named(year)
    improvements = [one for one in view.of(Finding) if one.judgement is Judgement.IMPROVEMENT]
    in_year = of_year(raised(view, improvements), asked)
    rows = [_gap(view, one) for one in in_year.counted]
    rows.sort(key=lambda row: (STAGES.index(row.stage), coding.names(row.themes), row.record.id))
    place = f" of {asked}" if asked else " on record"
    basis = (
        *coded(view, raised(view, improvements)),
        *(record for row in rows for record in row.records),
        *(
            record
            for row in rows
            for source in row.raised.origin.sources
            for record in basis_of_answers(view, source)
        ),
    )
    reached = sum(row.stage == STAGES[-1] for row in rows)
    return Table(
        caption="How far the thread from each improvement reaches",
        rows=tuple(rows),
        columns=GAP_COLUMNS,
        empty=f"No improvement{place} is known.",
        denominator=f"{reached} of the {plural(len(rows), 'improvement')}{place} "
        "reach evidence of a difference for children",
        basis=basis,
        notes=notes(
            note_of_undated_findings(in_year.doubtful),
            note_of_answered_sources(view, [row.raised for row in rows if row.stops_at_once]),
            note_of_inferred(in_year.counted),
            note_of_several(in_year.counted),
            note_of_straddling(view, basis),
        ),
    )


def _gap(view: View, one: Raised) -> Gap:
    wanted = (Recommendation, Action, Update, Evidence)
    below = _closure(one.finding, lambda record: _answers_to(view.whole, record))
    whole = [record for record, _ in below if isinstance(record, wanted)]
    thread = [view[record.id] for record in whole if record.id in view]
    drawn = [r for e in thread for r in _drawn_from(view, e)]
    themes = tuple(view.linked(one.finding, "themes", Theme))
    advice = (record for record in thread if isinstance(record, Recommendation))
    answers = (each for record in (one.finding, *advice) for each in basis_of_answers(view, record))
    return Gap(one, themes, (*thread, *drawn), tuple(answers), STAGES[_reached(whole)])


def _reached(thread: Sequence[Record]) -> int:
    """How far a thread reaches: the place of a stage."""
    levels = [one.counts_as.rung for one in thread if isinstance(one, Evidence)]
    if levels:
        return STAGES.index("evidence of activity only") + max(levels)
    for place, kind in ((3, Update), (2, Action), (1, Recommendation)):
        if any(isinstance(one, kind) for one in thread):
            return place
    return 0


def _drawn_from(view: View, record: Record) -> list[Record]:
    return view.linked(record, "drawn_from", Record) if isinstance(record, Evidence) else []


def _answers_to(view: View, record: Record) -> list[Record]:
    """What rests on a record, but for later findings, which have their own threads, and closed.

    Closed is an action that was superseded or withdrawn.
    """
    return [
        one
        for one in _resting_on(view, record)
        if not isinstance(one, Finding)
        and not (isinstance(one, Action) and standing(view, one).closed)
    ]
