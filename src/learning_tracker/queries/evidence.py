"""What shows that something was done, how well, and with what difference for children."""

from typing import ClassVar

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Action, Evidence
from learning_tracker.tables import Chart, Column, Series, Shape, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Level

QUESTIONS = {
    Level.ACTIVITY: "how much did we do?",
    Level.QUALITY: "how well did we do it?",
    Level.DIFFERENCE: "what difference did it make?",
}


@attrs.frozen
class EvidenceAtLevel:
    """The evidence that counts at one level.

    Attributes:
        level: the level.
        evidence: the evidence.
        actions: the actions that it supports.
        basis: what it was drawn from.
    """

    counts: ClassVar[bool] = True

    level: Level
    evidence: tuple[Evidence, ...]
    actions: tuple[Action, ...]
    basis: tuple[Record, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """The evidence, what it was drawn from and the actions it supports."""
        return (*self.evidence, *self.basis, *self.actions)


LEVEL_COLUMNS: tuple[Column[EvidenceAtLevel], ...] = (
    Column("level", "Level", lambda row: row.level),
    Column("question", "Question", lambda row: QUESTIONS[row.level]),
    Column("evidence", "Pieces of evidence", lambda row: len(row.evidence)),
    Column("actions", "Actions supported", lambda row: len(row.actions)),
)


def by_level(view: View) -> Table[EvidenceAtLevel]:
    """How much evidence there is at each level.

    Evidence above activity that cannot be looked at is stated, not shown, and counts as
    activity.
    """
    held = sorted(view.of(Evidence), key=by_id)
    counting: dict[Level, list[Evidence]] = {level: [] for level in Level}
    for one in held:
        counting[one.counts_as].append(one)
    rows = [_at(view, level, evidence) for level, evidence in counting.items()]
    stated = [one for row in rows for one in row.evidence if row.level is not one.level]
    actions = tuple(view.of(Action))
    return Table(
        caption="Evidence by level",
        rows=tuple(rows) if held else (),
        columns=LEVEL_COLUMNS,
        empty="No evidence is on record.",
        denominator=f"of the {plural(len(held), 'piece')} of evidence and "
        f"{plural(len(actions), 'action')} on record",
        basis=lambda: (*actions, *(record for row in rows for record in row.records)),
        notes=notes(
            note_if(
                stated,
                "Stated, not shown, and so counted as activity ({n})",
            ),
            note_of_straddling(view, held),
        ),
        chart=_chart(rows) if held else None,
    )


def _chart(rows: list[EvidenceAtLevel]) -> Chart:
    pieces = tuple(len(row.evidence) for row in rows)
    told = ", ".join(f"{row.level.label} {n}" for row, n in zip(rows, pieces, strict=True))
    return Chart(
        title="Evidence by level",
        description=f"Of the {plural(sum(pieces), 'piece')} of evidence on record: {told}.",
        shape=Shape.BARS,
        unit="pieces of evidence",
        categories=tuple(f"{row.level.label}: {QUESTIONS[row.level]}" for row in rows),
        series=(Series("Pieces of evidence", pieces),),
    )


def _at(view: View, level: Level, evidence: list[Evidence]) -> EvidenceAtLevel:
    supported = map(view.__getitem__, dict.fromkeys(id_ for e in evidence for id_ in e.supports))
    drawn = dict.fromkeys(e.drawn_from for e in evidence if e.drawn_from is not None)
    return EvidenceAtLevel(
        level=level,
        evidence=tuple(evidence),
        actions=tuple(one for one in supported if isinstance(one, Action)),
        basis=tuple(map(view.__getitem__, drawn)),
    )
