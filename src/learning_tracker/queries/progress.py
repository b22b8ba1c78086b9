"""What got better: strengths on themes that were raised as improvements before."""

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import Raised, plural, raised
from learning_tracker.queries.marks import Marked, marked
from learning_tracker.queries.noting import note_if, note_of_several, note_of_straddling, notes
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Column, Table
from learning_tracker.view import Origin, View, in_order
from learning_tracker.vocabulary import Judgement


@attrs.frozen
class ProgressOnTheme:
    """A strength on a theme that was raised as an improvement before.

    Attributes:
        theme: a theme of the strength.
        marked: the strength, with the earlier improvements on the theme or that it repeats.
    """

    theme: Theme
    marked: Marked

    @property
    def record(self) -> Finding:
        """The strength."""
        return self.marked.finding

    @property
    def records(self) -> tuple[Record, ...]:
        """The theme, the strength, the earlier improvements and what raised them."""
        return (self.theme, *self.marked.records)

    @property
    def earlier(self) -> list[Origin]:
        """What raised it as an improvement, in order of date."""
        return in_order(one.origin for one in self.marked.progress)


PROGRESS_COLUMNS: tuple[Column[ProgressOnTheme], ...] = (
    Column("theme", "Practice theme", lambda row: row.theme.name),
    Column("strength", "Strength", lambda row: row.record.statement),
    Column("found_by", "Found by", lambda row: row.marked.raised.origin.label),
    Column("earlier", "Raised before by", lambda row: tuple(one.label for one in row.earlier)),
)


def progress(view: View, *, frame: str = "practice") -> Table[ProgressOnTheme]:
    """Strengths that are marked as progress.

    Args:
        view: the records to ask.
        frame: the list of themes to count by.

    Raises:
        UnknownChoice: there is no theme in such a frame.
    """
    coding.check_frame(view, frame)
    strengths = [one for one in view.of(Finding) if one.judgement is Judgement.STRENGTH]
    with_marks = [marked(view, one) for one in raised(view, strengths)]
    rows = [
        ProgressOnTheme(theme, attrs.evolve(one, progress=earlier))
        for one in with_marks
        for theme in coding.themes_in(view, one.finding, frame)
        if (earlier := _raised_on(theme, one))
    ]
    basis = (*_themes(view, strengths), *(r for one in with_marks for r in one.records))
    return Table(
        caption="Strengths on themes that were raised as improvements before",
        rows=tuple(sorted(rows, key=lambda row: (row.theme.name, row.record.id))),
        columns=PROGRESS_COLUMNS,
        empty="No strength is marked as progress.",
        denominator=f"of the {plural(len(strengths), 'strength')} on record",
        basis=basis,
        notes=notes(
            note_if(
                (one.finding for one in with_marks if one.doubtful),
                "Not certain to have come later than what they would be compared with, or to be "
                "comparable with it ({n})",
            ),
            note_of_several([row.marked.raised for row in rows]),
            note_of_straddling(view, basis),
        ),
    )


def _raised_on(theme: Theme, one: Marked) -> tuple[Raised, ...]:
    """The earlier improvements on a theme, and those that the strength is said to repeat."""
    return tuple(
        earlier
        for earlier in one.progress
        if theme.id in earlier.finding.themes or earlier.finding.id in one.finding.repeats
    )


def _themes(view: View, findings: list[Finding]) -> list[Theme]:
    return [theme for one in findings for theme in view.linked(one, "themes", Theme)]
