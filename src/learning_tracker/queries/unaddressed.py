"""Which improvements nobody has taken up, and by what the others are."""

from collections.abc import Iterable, Iterator

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries import coding
from learning_tracker.queries.answering import learning_resting_on
from learning_tracker.queries.counting import Raised, coded, plural, raised
from learning_tracker.queries.noting import note_if, note_of_several, note_of_straddling, notes
from learning_tracker.records import Action, Finding, Recommendation, Theme
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import KeptInOrder, Standing, View, standing
from learning_tracker.vocabulary import Basis, Judgement


@attrs.frozen
class UnaddressedFinding:
    """An improvement on which no recommendation rests and that no live action answers.

    Attributes:
        raised: the finding and its sources.
        themes: its themes.
        closed: the actions that answer it, all of them superseded or withdrawn, with the
            updates that tell so.
        answered_at_source: whether a live action answers what raised it.
    """

    raised: Raised
    themes: tuple[Theme, ...]
    closed: tuple[Record, ...] = ()
    answered_at_source: bool = False

    @property
    def inferred(self) -> bool:
        """Whether it was inferred from its source, which does not state it."""
        return self.record.basis is Basis.INFERRED

    @property
    def record(self) -> Finding:
        """The finding."""
        return self.raised.finding

    @property
    def records(self) -> tuple[Record, ...]:
        """The finding, what raised it, its themes, and by what it is no longer taken up."""
        return (*self.raised.records, *self.themes, *self.closed)


UNADDRESSED_COLUMNS: tuple[Column[UnaddressedFinding], ...] = (
    Column("theme", "Practice theme", lambda row: coding.names(row.themes)),
    Column("finding", "Improvement", lambda row: row.record.statement),
    Column("source", "Raised by", lambda row: row.raised.origin.label),
    Column("known_on", "Known", lambda row: row.raised.origin.told_on),
)


def unaddressed(view: View) -> Table[UnaddressedFinding]:
    """Improvements on which no recommendation rests and that no action answers.

    What the public may not read takes a finding up all the same.
    """
    improvements = view.index(_Improvements).every()
    rows = tuple(one.row for one in improvements if one.row is not None)
    every = "Every improvement is taken up by a recommendation or an action."
    return Table(
        caption="Improvements that no recommendation or action takes up",
        rows=rows,
        columns=UNADDRESSED_COLUMNS,
        empty=every if improvements else "No improvement is on record.",
        denominator=f"of the {plural(len(improvements), 'improvement')} on record",
        basis=lambda: _basis(improvements),
        notes=notes(
            note_if((one.record for one in rows if one.answered_at_source), ANSWERED_AT_SOURCE),
            note_of_inferred(one.raised for one in rows),
            note_of_several(one.raised for one in rows),
            note_of_straddling(view, _basis(improvements)),
        ),
    )


@attrs.frozen
class _Improvement:
    """An improvement, and whether anything takes it up.

    Attributes:
        finding: the improvement.
        row: its row in the table; None if it is taken up.
        coded: what its theme and its year rest on.
        answers: what rests on it, and what answers it or its sources, live or closed.
    """

    finding: Finding
    row: UnaddressedFinding | None
    coded: tuple[Record, ...]
    answers: tuple[Record, ...]


class _Improvements(KeptInOrder[Finding, _Improvement]):
    """The improvements, and whether anything takes them up; None of strengths.

    In order of their themes. They rest on what raised them and on all that may take them up. To
    look what does, of 34,000 findings, takes half a second; kept, they are told in 13 ms.
    """

    kind = Finding

    def _work_out(self, record: Finding) -> _Improvement | None:
        if record.judgement is not Judgement.IMPROVEMENT:
            return None
        (one,) = raised(self._view, [record])
        return _Improvement(
            record,
            _row(self._view, one),
            tuple(coded(self._view, [one])),
            tuple(_may_take_up(self._view, one)),
        )

    def _place(self, identifier: str, found: _Improvement) -> tuple[str, str]:
        return coding.names(found.row.themes) if found.row else "", identifier

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return learning_resting_on(self._view.network, record)


def _row(view: View, one: Raised) -> UnaddressedFinding | None:
    if taken_up_by(view.whole, one.finding):
        return None
    return UnaddressedFinding(
        one,
        tuple(view.linked(one.finding, "themes", Theme)),
        tuple(basis_of_answers(view, one.finding)),
        answered_at_source=bool(answers_to_sources(view.whole, one)),
    )


def _basis(improvements: Iterable[_Improvement]) -> Iterator[Record]:
    for one in sorted(improvements, key=lambda one: one.finding.id):
        yield from (*one.coded, *one.answers)


def _may_take_up(view: View, one: Raised) -> list[Record]:
    """What rests on a finding, and the actions that answer it or its sources, live or closed."""
    return [
        *view.incoming(Recommendation, "findings", one.finding.id),
        *basis_of_answers(view, one.finding),
        *(record for s in one.origin.sources for record in basis_of_answers(view, s)),
    ]


def basis_of_answers(view: View, answered: Record) -> list[Record]:
    """The actions that answer a record, live or closed, with the updates that tell which."""
    return [record for one in _answers(view, answered) for record in (one.action, *one.updates)]


def _answers(view: View, answered: Record) -> list[Standing]:
    answers = sorted(view.incoming(Action, "answers", answered.id), key=by_id)
    return [standing(view, one) for one in answers]


def _live_answers(view: View, answered: Record) -> list[Action]:
    """The actions that answer a record, but for those superseded or withdrawn."""
    return [one.action for one in _answers(view, answered) if not one.closed]


def answers_to_sources(view: View, one: Raised) -> list[Action]:
    """The live actions that answer what raised a finding, though not the finding itself."""
    return [action for source in one.origin.sources for action in _live_answers(view, source)]


ANSWERED_AT_SOURCE = (
    "Actions answer what raised these, and it is not known which finding they answer ({n})"
)
"""What a note says of findings that no action answers, while some answer what raised them."""


def note_of_inferred(among: Iterable[Raised]) -> Note | None:
    """A note about findings that were inferred from their sources."""
    return note_if(
        (one.finding for one in among if one.finding.basis is Basis.INFERRED),
        "Inferred, not stated by a source ({n})",
    )


def taken_up_by(view: View, finding: Finding) -> list[Recommendation | Action]:
    """The recommendations that rest on a finding and the live actions that answer it."""
    return [
        *view.incoming(Recommendation, "findings", finding.id),
        *_live_answers(view, finding),
    ]
