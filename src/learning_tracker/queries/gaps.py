"""Where the thread from each improvement stops on its way to a difference for children."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.queries import coding
from learning_tracker.queries.counting import Raised, of_year, plural, year_named
from learning_tracker.queries.noting import (
    note_if,
    note_of_several,
    note_of_straddling,
    note_of_undated_findings,
    notes,
)
from learning_tracker.queries.threads import closure, resting_on
from learning_tracker.queries.unaddressed import (
    ANSWERED_AT_SOURCE,
    answers_to_sources,
    basis_of_answers,
    note_of_inferred,
)
from learning_tracker.records import (
    Action,
    Agency,
    Evidence,
    Finding,
    FullReview,
    Measure,
    Partnership,
    Recommendation,
    Source,
    Theme,
    Update,
)
from learning_tracker.tables import Column, Table
from learning_tracker.view import KeptInOrder, View, origin, standing
from learning_tracker.vocabulary import Basis, Judgement

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
    every = view.index(_Threads).every()
    told, doubtful = every, []
    if asked is not None:
        in_year = of_year((one.gap.raised for one in every), asked)
        counted = {one.finding.id for one in in_year.counted}
        told = tuple(one for one in every if one.gap.record.id in counted)
        doubtful = in_year.doubtful
    noted = [one for one in told if one.noted]
    improvements = [one.gap.raised for one in noted]
    place = f" of {asked}" if asked else " on record"
    reached = sum(one.reaches for one in told)
    return Table(
        caption="How far the thread from each improvement reaches",
        rows=tuple(one.gap for one in told),
        columns=GAP_COLUMNS,
        empty=f"No improvement{place} is known.",
        denominator=f"{reached} of the {plural(len(told), 'improvement')}{place} "
        "reach evidence of a difference for children",
        basis=lambda: _behind(every, told),
        notes=notes(
            note_of_undated_findings(doubtful),
            note_if((one.gap.record for one in noted if one.answered), ANSWERED_AT_SOURCE),
            note_of_inferred(improvements),
            note_of_several(improvements),
            note_of_straddling(view, _behind(every, told)),
        ),
    )


def _behind(every: Iterable["_Thread"], told: Iterable["_Thread"]) -> Iterator[Record]:
    """All that the sorting rests on, then what the rows do and what answers their sources."""
    for one in sorted(every, key=lambda one: one.gap.record.id):
        yield from (*one.gap.raised.records, *one.gap.themes)
    for one in told:
        yield from one.gap.records
    for one in told:
        yield from one.at_sources


@attrs.frozen
class _Thread:
    """A gap with what the table tells besides.

    Thousands are counted at each question, which should read no more than this of them.

    Attributes:
        gap: the improvement, and how far the thread from it reaches.
        at_sources: the actions that answer what raised it, with the updates that tell which
            are live.
        answered: whether nothing takes it up, and a live action answers what raised it.
        noted: whether a note tells of it.
        reaches: whether it reaches the last stage.
    """

    gap: Gap
    at_sources: tuple[Record, ...]
    answered: bool
    noted: bool
    reaches: bool


class _Threads(KeptInOrder[Finding, _Thread]):
    """Every improvement with its thread, in the order in which they are told.

    They rest on all that may stand on a thread or beside it, and on the agencies by whom actions
    are closed. To walk all threads of 200 thousand records takes 1.1 s; kept, they are told in
    5 ms.
    """

    kind = Finding

    def _work_out(self, record: Finding) -> _Thread | None:
        if record.judgement is not Judgement.IMPROVEMENT:
            return None
        view, one = self._view, Raised(record, origin(self._view, record))
        gap = _gap(view, one)
        answers = (basis_of_answers(view, source) for source in one.origin.sources)
        answered = gap.stops_at_once and bool(answers_to_sources(view.whole, one))
        return _Thread(
            gap=gap,
            at_sources=tuple(chain.from_iterable(answers)),
            answered=answered,
            noted=answered or one.origin.several or record.basis is Basis.INFERRED,
            reaches=gap.stage == STAGES[-1],
        )

    def _place(self, identifier: str, found: _Thread) -> tuple[int, str, str]:
        return STAGES.index(found.gap.stage), coding.names(found.gap.themes), identifier

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        network = self._view.network
        match record:
            case Finding():
                return (record.id,)
            case Theme():
                return [one.id for one in network.incoming(Finding, "themes", record.id)]
            case Agency() | Partnership():
                return None  # by whom actions are closed
        return _above(network, record)


def _above(network: Network, record: Record) -> Iterator[str]:
    """The ids of the findings on whose threads a record may stand, or beside them."""
    match record:
        case Recommendation():
            yield from record.findings
        case Action():
            for one in record.answers:
                yield from _answered(network, one)
        case Update():
            yield from _answered(network, record.action)
        case Evidence():
            for one in record.supports:
                yield from _answered(network, one)
        case Source() | Measure():
            yield from _answered(network, record.id)
            for review in network.incoming(FullReview, "arises_from", record.id):
                yield from _answered(network, review.id)
            for shown in network.incoming(Evidence, "drawn_from", record.id):
                yield from _above(network, shown)


def _answered(network: Network, identifier: str) -> Iterator[str]:
    """The same of what is answered, updated or supported."""
    match network.get(identifier):
        case Finding():
            yield identifier
        case Source():
            yield from (one.id for one in network.incoming(Finding, "sources", identifier))
        case Recommendation() | Action() as record:
            yield from _above(network, record)


def _gap(view: View, one: Raised) -> Gap:
    wanted = (Recommendation, Action, Update, Evidence)
    below = closure(one.finding, lambda record: _answers_to(view.whole, record))
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
        for one in resting_on(view, record)
        if not isinstance(one, Finding)
        and not (isinstance(one, Action) and standing(view, one).closed)
    ]
