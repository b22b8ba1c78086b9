"""What of one tracker can be taken into another, and what is left to people to decide."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

import attrs

from learning_tracker.comparing import ChangedIn, Comparison, Difference
from learning_tracker.integrity import entry, integrity
from learning_tracker.kinds import Record, kind_words
from learning_tracker.problems import Problem
from learning_tracker.queries.counting import plural
from learning_tracker.revisions import Edit
from learning_tracker.tables import Column, Table

T = TypeVar("T")

_WHY_LEFT = {
    ChangedIn.BOTH: "a conflict: both changed it; change it in A by hand if B is right",
    ChangedIn.NEITHER: "its past was rewritten in one of them, as when a name is taken out",
    ChangedIn.UNKNOWN: "it cannot be told which of them changed it; change it in A by hand",
}


@attrs.frozen
class Piece:
    """A record that B has otherwise than A, and what becomes of it.

    Attributes:
        difference: how it differs.
        left: why it is not taken; "" if it is.
    """

    difference: Difference
    left: str = ""

    @property
    def record(self) -> Record:
        """The record."""
        return self.difference.record

    @property
    def records(self) -> tuple[Record, ...]:
        """The record as it stands in each of them."""
        return self.difference.records

    @property
    def deed(self) -> str:
        """What taking it does to A."""
        if self.difference.b is None:
            return "remove"
        return "add" if self.difference.a is None else "change"

    @property
    def told(self) -> str:
        """What becomes of it."""
        return f"left: {self.left}" if self.left else "taken"


COLUMNS: tuple[Column[Piece], ...] = (
    Column("record", "Record", lambda row: f"{kind_words(row.record.kind)} {row.record.id}"),
    Column("deed", "In A", lambda row: row.deed),
    Column("fields", "Fields", lambda row: tuple(one.name for one in row.difference.fields)),
    Column("told", "What becomes of it", lambda row: row.told),
)

AS_DATA: tuple[Column[Piece], ...] = (
    Column("kind", "Kind", lambda row: row.record.kind),
    Column("deed", "In A", lambda row: row.deed),
    Column("fields", "Fields", lambda row: tuple(one.name for one in row.difference.fields)),
    Column("taken", "Taken", lambda row: not row.left),
    Column("left", "Why it is left", lambda row: row.left),
)


@attrs.frozen
class Merge:
    """What of B is taken into A.

    Attributes:
        pieces: every record that B has otherwise and A did not change alone.
    """

    pieces: tuple[Piece, ...]

    def __repr__(self) -> str:
        """How much is taken and left; the whole is its table."""
        return f"<Merge: {plural(len(self.taken), 'record')} taken, {len(self.left)} left>"

    def __str__(self) -> str:
        """Its table."""
        return str(self.table)

    def _repr_html_(self) -> str:
        """Its table, for a notebook."""
        return self.table._repr_html_()

    @property
    def taken(self) -> tuple[Piece, ...]:
        """What is taken."""
        return tuple(one for one in self.pieces if not one.left)

    @property
    def left(self) -> tuple[Piece, ...]:
        """What is left, each with the reason."""
        return tuple(one for one in self.pieces if one.left)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """What A has to change."""
        return tuple(Edit(one.difference.a, one.difference.b) for one in self.taken)

    @property
    def table(self) -> Table[Piece]:
        """The same as a table: first what is taken."""
        return Table(
            caption="What of B is taken into A",
            rows=(*self.taken, *self.left),
            columns=COLUMNS,
            as_data=AS_DATA,
            empty="There is nothing in B to take into A.",
            denominator=f"{len(self.taken)} of the {plural(len(self.pieces), 'record')} that B "
            "has otherwise",
        )


def plan(comparison: Comparison) -> Merge:
    """What of B can be taken into A.

    Taken is what only B changed since both were one; without a common beginning, what only B
    has. Left, with the reason, is what both changed, and what would break a link in A.
    """
    wanted = {one.record.id: one for one in comparison.differences if _only_b_changed(one)}
    misfits = _misfits(comparison.a.records, wanted)
    return Merge(
        tuple(
            Piece(one, misfits.get(one.record.id) or _why_left(one))
            for one in comparison.differences
            if one.record.id in wanted or _is_of_b(one)
        )
    )


def _only_b_changed(one: Difference) -> bool:
    return one.changed is ChangedIn.B or (one.changed is ChangedIn.UNKNOWN and one.a is None)


def _is_of_b(one: Difference) -> bool:
    """Whether there is something of B in it: not if A alone has it, or alone changed it."""
    if one.changed is ChangedIn.UNKNOWN:
        return one.b is not None
    return one.changed is not ChangedIn.A


def _why_left(one: Difference) -> str:
    return "" if _only_b_changed(one) else _WHY_LEFT[one.changed]


def _misfits(held: Mapping[str, Record], wanted: Mapping[str, Difference]) -> dict[str, str]:
    """What would break a link in A, each with the reason, until the rest fits together."""
    misfits: dict[str, str] = {}
    fitting = dict(wanted)
    while found := dict(_breaking(held, fitting)):
        misfits |= found
        fitting = _without(fitting, found)
    return misfits


def _breaking(
    held: Mapping[str, Record], taken: Mapping[str, Difference]
) -> Iterator[tuple[str, str]]:
    after = {one: each.b for one, each in taken.items() if each.b is not None}
    after |= _without(held, taken)
    entries = [entry(record, one) for one, record in after.items()]
    known = {one: type(record) for one, record in after.items()}
    for problem in integrity(entries, known.get):
        for culprit in _culprits(problem, after, taken):
            yield culprit, f"it would break a link: {problem.sentence}"


def _culprits(
    problem: Problem, after: Mapping[str, Record], taken: Mapping[str, Difference]
) -> set[str]:
    """Which of what is taken is at fault: A alone is whole, so something is.

    It is the record with the link; or what the link leads to, as it was removed; or any
    of a circle.
    """
    if problem.record in taken:
        return {problem.record}
    targets = {one.target for one in entry(after[problem.record]).references}
    lost = {one for one in targets & taken.keys() if one not in after}
    named = taken.keys() & set(problem.sentence.replace(";", " ").split())
    return lost or named or set(taken)


def _without(held: Mapping[str, T], these: Mapping[str, object]) -> dict[str, T]:
    return {one: value for one, value in held.items() if one not in these}
