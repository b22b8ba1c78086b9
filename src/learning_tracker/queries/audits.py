"""How audits came out, against the last of the same topic."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

import attrs

from learning_tracker.dates import ReportingYear
from learning_tracker.kinds import Record, by_id
from learning_tracker.queries.counting import Scope, plural, sources_of_year, year_named
from learning_tracker.queries.noting import note_if, note_of_undated_sources, notes
from learning_tracker.queries.suppression import NOT_SHOWN, is_small, threshold_of
from learning_tracker.records import CaseFileAudit, Theme
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import View, partnerships
from learning_tracker.vocabulary import Outcome

SLIGHT_CHANGE = 0.25
"""A change of the mean grade by less than this part of a grade is called slight."""


@attrs.frozen
class AuditOutcome:
    """A case-file audit with how it came out against the last of its topic.

    Attributes:
        audit: the audit.
        topic: what was audited.
        last: the audit of the same topic and on the same scale that came before it.
        change: by how much of a grade the mean is better than the last; None if the two
            cannot be compared.
        passed_over: audits of the topic on another scale, certainly held since the last and
            before this one.
        undated: where none came certainly before, audits on the same scale of which it is
            not certain that they came later.
        withheld: whether its figures are not shown, as they could give a small number away.
    """

    audit: CaseFileAudit
    topic: Theme
    last: CaseFileAudit | None
    change: Fraction | None
    passed_over: tuple[CaseFileAudit, ...] = ()
    undated: tuple[CaseFileAudit, ...] = ()
    withheld: bool = False

    @property
    def record(self) -> CaseFileAudit:
        """The audit."""
        return self.audit

    @property
    def records(self) -> tuple[Record, ...]:
        """The audit, its topic, the audit it is compared with and those it might have been."""
        last = [self.last] if self.last else []
        return (self.audit, self.topic, *last, *self.passed_over, *self.undated)

    @property
    def outcome(self) -> Outcome | None:
        """As its grades tell; where they cannot, as the partnership reported."""
        return self.audit.reported_outcome if self.change is None else _outcome(self.change)

    @property
    def basis(self) -> str:
        """On what the outcome rests."""
        if self.change is not None:
            return "its grades"
        if self.audit.reported_outcome:
            return "as reported"
        if self.files is None:
            return "cannot tell: no grades"
        return "cannot tell: the order is not known" if self.undated else "first on its scale"

    @property
    def files(self) -> int | None:
        """How many files were graded; None if that is not told."""
        return sum(files for _, files in self.audit.grades) or None


OUTCOME_COLUMNS: tuple[Column[AuditOutcome], ...] = (
    Column("topic", "Topic", lambda row: row.topic.name),
    Column("held_on", "Held", lambda row: row.audit.held_on),
    Column("files", "Files", lambda row: NOT_SHOWN if row.withheld else row.files),
    Column(
        "mean_grade",
        "Mean grade (1 is best)",
        lambda row: NOT_SHOWN if row.withheld else mean_grade(row.audit),
    ),
    Column("outcome", "Outcome", lambda row: row.outcome),
    Column("basis", "Known from", lambda row: row.basis),
    Column("last", "Compared with", lambda row: row.last.title if row.last else None),
)


def outcomes(view: View, *, year: ReportingYear | str | None = None) -> Table[AuditOutcome]:
    """How case-file audits came out against the last of the same topic.

    Audits are compared by their mean grade, and only on one scale. A change by less than
    `SLIGHT_CHANGE` of a grade is slight. Where a grade was given to few files, the public is
    shown neither their number nor the mean.

    Args:
        view: the records to ask.
        year: audits counted in this reporting year; all if None.

    Raises:
        InvalidYear: `year` is no reporting year.
    """
    asked = year_named(year)
    scope = sources_of_year(view, (CaseFileAudit,), asked)
    audits = [one for one in scope.sources if isinstance(one, CaseFileAudit)]
    threshold = threshold_of(view)
    deciding = partnerships(view) if threshold else ()
    topics = _topics(view)
    rows = [
        _compared(view, one, topics[one.topic], withheld=_has_small_grade(one, threshold))
        for one in audits
    ]
    place = f" of {asked}" if asked else ""
    return Table(
        caption=f"Case-file audits{place}, against the last of the same topic",
        rows=tuple(rows),
        columns=OUTCOME_COLUMNS,
        empty=f"No case-file audit{place} is on record.",
        denominator=f"{plural(len(rows), 'case-file audit')}{place}",
        basis=lambda: (
            *scope.records,
            *(record for row in rows for record in row.records),
            *deciding,
        ),
        key=(
            f"Slight: the mean grade changed by less than {SLIGHT_CHANGE} of a grade.",
            "Audits on different scales are never compared.",
        ),
        notes=_notes(scope, rows, threshold),
    )


def _notes(scope: Scope, rows: Sequence[AuditOutcome], threshold: int) -> tuple[Note, ...]:
    return notes(
        note_of_undated_sources(scope),
        note_if(
            (row.audit for row in rows if _disagrees(row)),
            "Reported with another outcome than the grades give ({n})",
        ),
        note_if(
            (one for row in rows for one in row.passed_over),
            "Not compared, as the scale is another ({n})",
        ),
        note_if(
            (row.audit for row in rows if row.withheld),
            "Without files and mean grade, which could tell that a grade was given to fewer "
            f"than {threshold} of them ({{n}})",
        ),
    )


def _has_small_grade(audit: CaseFileAudit, threshold: int) -> bool:
    return threshold > 0 and any(is_small(files, threshold) for _, files in audit.grades)


def mean_grade(audit: CaseFileAudit) -> float | None:
    """The mean grade of the audited files, 1 for the best; None if none is graded."""
    mean = _mean(audit)
    return None if mean is None else float(mean)


def _mean(audit: CaseFileAudit) -> Fraction | None:
    """The mean grade exactly: as floats, 2.05 and 1.8 are less than a quarter apart."""
    graded = sum(files for _, files in audit.grades)
    if not graded:
        return None
    return Fraction(sum(n * files for n, (_, files) in enumerate(audit.grades, 1)), graded)


@attrs.frozen
class _Held:
    """An audit as it is held against others of its topic.

    Attributes:
        audit: the audit.
        scale: the grades that were given.
        mean: the mean grade; None if none is graded.
        first: the first day on which it may have been held.
        last: the last such day. Where the date is not told, these are the ends of time, and it
            is certainly before or after no other.
    """

    audit: CaseFileAudit
    scale: tuple[str, ...]
    mean: Fraction | None
    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, audit: CaseFileAudit) -> "_Held":
        """An audit with what is asked of it again and again."""
        scale, on = tuple(grade for grade, _ in audit.grades), audit.held_on
        first, last = (dt.date.min, dt.date.max) if on is None else (on.first, on.last)
        return cls(audit, scale, _mean(audit), first, last)


def _topics(view: View) -> dict[str, dict[str, _Held]]:
    """The audits of each topic, by id and in order of id."""
    found: dict[str, dict[str, _Held]] = defaultdict(dict)
    for one in sorted(view.of(CaseFileAudit), key=by_id):
        found[one.topic][one.id] = _Held.of(one)
    return found


def _compared(
    view: View, audit: CaseFileAudit, of_topic: dict[str, _Held], *, withheld: bool
) -> AuditOutcome:
    (topic,) = view.linked(audit, "topic", Theme)
    now = of_topic[audit.id]
    others = [one for one in of_topic.values() if one is not now and one.mean is not None]
    alike = [one for one in others if one.scale == now.scale]
    last = max(
        (one for one in alike if one.last < now.first),
        key=lambda one: (one.first, one.last, one.audit.id),
        default=None,
    )
    compared = last.audit if last else None
    if now.mean is None:
        return AuditOutcome(audit, topic, compared, None, withheld=withheld)
    passed_over = tuple(
        one.audit
        for one in others
        if one.scale != now.scale
        and one.last < now.first
        and (last is None or last.last < one.first)
    )
    undated = () if last else tuple(one.audit for one in alike if now.last >= one.first)
    change = last.mean - now.mean if last and last.mean is not None else None
    return AuditOutcome(audit, topic, compared, change, passed_over, undated, withheld)


def _outcome(change: Fraction) -> Outcome:
    if change == 0:
        return Outcome.NO_CHANGE
    slight = abs(change) < SLIGHT_CHANGE
    if change > 0:
        return Outcome.SLIGHT_IMPROVEMENT if slight else Outcome.IMPROVEMENT
    return Outcome.SLIGHT_DECLINE if slight else Outcome.DECLINE


def _disagrees(row: AuditOutcome) -> bool:
    reported = row.audit.reported_outcome
    return row.change is not None and reported is not None and reported is not row.outcome
