"""What got better: strengths on themes that were raised as improvements before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import Raised, plural
from learning_tracker.queries.differing import InOrderOfId, KeepsStep
from learning_tracker.queries.marks import Marked, all_marked, behind
from learning_tracker.queries.noting import note_if, note_of_several, note_of_straddling, notes
from learning_tracker.queries.on_themes import AllFindings, SameThemes, findings_by_theme
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
    return findings_by_theme(view).answer(("progress", frame), lambda: _answer(view, frame))


def _answer(view: View, frame: str) -> Table[ProgressOnTheme]:
    coding.check_frame(view, frame)
    held = findings_by_theme(view)
    every = held.every
    sorting = held.lasting(("progress", frame), lambda: _Sorting(view, frame))
    parts, rows = sorting.look_again(held.alike)
    number = sum(len(one.marked) for one in parts)
    return Table(
        caption="Strengths on themes that were raised as improvements before",
        rows=rows,
        columns=PROGRESS_COLUMNS,
        empty="No strength is marked as progress.",
        denominator=f"of the {plural(number, 'strength')} on record",
        basis=lambda: _behind(every, parts),
        notes=notes(
            note_if(
                (one.finding for part in parts for one in part.in_doubt),
                "Not certain to have come later than what they would be compared with, or to be "
                "comparable with it ({n})",
            ),
            note_of_several(one for part in parts for one in part.several),
            note_of_straddling(view, _behind(every, parts)),
        ),
    )


def _behind(every: AllFindings, parts: Iterable["_Part"]) -> Iterator[Record]:
    """The strengths with their themes, and with what decides which marks they have."""
    marked = [one for part in parts for one in part.marked]
    for one in marked:
        yield from every.themes_of(one.raised)
    yield from behind(marked)


@attrs.frozen(eq=False)
class _Part:
    """The strengths among findings that are coded to the same themes.

    Attributes:
        marked: all of them.
        rows: a row for each of the themes of each that is marked as progress.
        in_doubt: those that may have further marks.
        several: those in rows of which it is not known which of several sources raised them.
    """

    marked: tuple[Marked, ...]
    rows: tuple[ProgressOnTheme, ...]
    in_doubt: tuple[Marked, ...]
    several: tuple[Raised, ...]

    @classmethod
    def of(cls, view: View, frame: str, alike: SameThemes) -> "_Part":
        """Those of a view."""
        strengths = (o for o in alike.raised if o.finding.judgement is Judgement.STRENGTH)
        marked = all_marked(view, strengths)
        rows = tuple(
            ProgressOnTheme(on.theme, Marked(one.raised, one.on, one.repeated, on.theme.id))
            for one in marked
            if one.is_progress
            for on in one.on
            if on.theme.frame == frame and one.is_progress_on(on)
        )
        return cls(
            tuple(marked),
            rows,
            tuple(one for one in marked if one.in_doubt),
            tuple(row.marked.raised for row in rows if row.marked.raised.origin.several),
        )


class _Sorting(KeepsStep[SameThemes, "_Part"]):
    """Sorts strengths into rows, and again only where they, or others on their themes, change.

    To compare and sort all again takes 80 ms among 200 thousand records.
    """

    def __init__(self, view: View, frame: str) -> None:
        super().__init__()
        self._view = view
        self._frame = frame

    def look_again(
        self, found: Iterable[SameThemes]
    ) -> tuple[tuple[_Part, ...], tuple[ProgressOnTheme, ...]]:
        """All strengths, and the rows by the theme's name and then by the finding's id."""
        known = self._before
        parts = {one: known.get(one) or _Part.of(self._view, self._frame, one) for one in found}
        self.keep_step(parts)
        by_name = (self._of_name[name].settle().values() for name in sorted(self._of_name))
        rows = chain.from_iterable(chain.from_iterable(each) for each in by_name)
        return tuple(parts.values()), tuple(rows)

    def _begin(self) -> None:
        self._of_name: dict[str, InOrderOfId[list[ProgressOnTheme]]] = {}

    def _take(self, key: SameThemes, one: _Part) -> None:
        del key
        for row in one.rows:
            self._of_name[row.theme.name].take(row.record.id)

    def _put(self, key: SameThemes, one: _Part) -> None:
        del key
        together: dict[tuple[str, str], list[ProgressOnTheme]] = defaultdict(list)
        for row in one.rows:
            together[row.theme.name, row.record.id].append(row)
        for (name, record), rows in together.items():
            self._of_name.setdefault(name, InOrderOfId()).put(record, rows)
