"""What got better: strengths on themes that were raised as improvements before."""

from collections.abc import Iterable, Iterator

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import plural
from learning_tracker.queries.marks import Marked, all_marked
from learning_tracker.queries.noting import note_if, note_of_several, note_of_straddling, notes
from learning_tracker.queries.on_themes import Every, learnt
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Column, Table
from learning_tracker.view import Origin, View, in_order
from learning_tracker.vocabulary import Judgement


@attrs.frozen(eq=False)
class ProgressOnTheme:
    """A strength on a theme that was raised as an improvement before.

    Attributes:
        theme: a theme of the strength.
        marked: the strength; its progress is that on the theme, or on what it repeats.
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
    return learnt(view).answer(("progress", frame), lambda: _answer(view, frame))


def _answer(view: View, frame: str) -> Table[ProgressOnTheme]:
    coding.check_frame(view, frame)
    every = learnt(view).every
    with_marks = all_marked(view, every.judged(Judgement.STRENGTH))
    rows = [
        ProgressOnTheme(on.theme, Marked(one.raised, one.on, one.repeated, on.theme.id))
        for one in with_marks
        if one.is_progress
        for on in one.on
        if on.theme.frame == frame and one.is_progress_on(on)
    ]
    return Table(
        caption="Strengths on themes that were raised as improvements before",
        rows=tuple(sorted(rows, key=lambda row: (row.theme.name, row.record.id))),
        columns=PROGRESS_COLUMNS,
        empty="No strength is marked as progress.",
        denominator=f"of the {plural(len(with_marks), 'strength')} on record",
        basis=lambda: _behind(every, with_marks),
        notes=notes(
            note_if(
                (one.finding for one in with_marks if one.in_doubt),
                "Not certain to have come later than what they would be compared with, or to be "
                "comparable with it ({n})",
            ),
            note_of_several([row.marked.raised for row in rows]),
            note_of_straddling(view, _behind(every, with_marks)),
        ),
    )


def _behind(every: Every, found: Iterable[Marked]) -> Iterator[Record]:
    """The strengths with their themes, and with what decides which marks they have."""
    for one in found:
        yield from every.themes_of(one.raised)
        yield from one.records
