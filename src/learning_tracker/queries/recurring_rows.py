"""The rows of recurring themes, kept while records change.

To count all findings again takes a tenth of a second among 200 thousand records. So one that has
changed is put in the place of what it was, and the rows of its themes alone are made again: that
takes a tenth of a millisecond, however many there are.
"""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.pausing import collection_paused
from learning_tracker.queries import coding
from learning_tracker.queries.counted_on_theme import CountedOnTheme, Lines, in_order
from learning_tracker.queries.counting import Raised, raised_by
from learning_tracker.queries.in_order import InOrder
from learning_tracker.queries.recurring_theme import RecurringTheme
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Note
from learning_tracker.view import View, findings_resting_on
from learning_tracker.view.kept_in_order import FEW
from learning_tracker.vocabulary import Judgement

_Place = tuple[int, int, str, str]

MOST_QUESTIONS = 8
"""The rows of so many questions are kept, as each holds all findings that are counted in it."""


@attrs.frozen
class Asked:
    """What is counted: see `recurring.recurring`."""

    judgement: Judgement
    day: dt.date | None
    at_least: int
    frame: str
    roll_up: bool

    def counts(self, one: Raised) -> bool:
        """Whether a finding is counted."""
        on = one.origin.known_on
        recent = self.day is None or (on is not None and on.first >= self.day)
        return recent and one.finding.judgement is self.judgement

    def doubts(self, one: Raised) -> bool:
        """Whether it cannot be told if a finding is recent enough to be counted."""
        if self.day is None or one.finding.judgement is not self.judgement:
            return False
        on = one.origin.known_on
        return on is None or on.first < self.day <= on.last


@attrs.frozen(eq=False)
class AllJudged:
    """All findings of a judgement at a moment, and the themes that they are coded to."""

    raised: InOrder[Raised]
    lines: Lines

    @property
    def coded(self) -> Iterator[Record]:
        """All that the sorting of findings by theme rests on."""
        for one in self.raised:
            yield from one.records
            yield from (self.lines[theme][0] for theme in one.finding.themes)

    def put(self, one: Raised) -> "AllJudged":
        """These with another."""
        return AllJudged(self.raised.put(one), self.lines)

    def take(self, one: Raised) -> "AllJudged":
        """These without one."""
        return AllJudged(self.raised.take(one), self.lines)


class Rows:
    """The rows of a question as they are now.

    Attributes:
        shown: those of themes that sources enough raised, with those raised by most first.
        doubtful: the findings of which it cannot be told if they are recent enough.
        changed: findings that changed since the rows were made: what each was, and what it is.
    """

    def __init__(self, view: View, asked: Asked, every: AllJudged) -> None:
        """Sort all findings into rows."""
        self._view = view
        self._asked = asked
        self._lines = every.lines
        self._on: dict[str, CountedOnTheme] = {}
        self._stale: set[str] = set()
        self._there: dict[str, RecurringTheme] = {}
        self._places: list[_Place] = []
        self._notes: dict[str, Note | None] = {}
        self.shown: list[RecurringTheme] = []
        self.doubtful = in_order([one for one in every.raised if asked.doubts(one)])
        self.changed: list[tuple[Raised | None, Raised | None]] = []
        found: dict[str, dict[Raised, list[str]]] = defaultdict(dict)
        for one in every.raised:
            for head, themes in self._heads(one).items():
                found[head][one] = themes
        for head, within in found.items():
            self._on_theme(head).begin(within)

    def settle(self) -> None:
        """Put what has changed in its place, and make the rows again in which it stands."""
        for before, now in self.changed:
            if before is not None:
                self._take(before)
            if now is not None:
                self._put(now)
        self.changed.clear()
        for head in self._stale:
            self._make(head)
        self._stale.clear()

    def note(self, of: str, make: Callable[[], Note | None]) -> Note | None:
        """A note of some records, which is made again only where others are among them.

        Of LCSPRs of unknown origin there are thousands in a region, and to sort them takes 1 ms.
        """
        if of not in self._notes:
            self._notes[of] = make()
        return self._notes[of]

    def _put(self, one: Raised) -> None:
        if self._asked.doubts(one):
            self.doubtful = self.doubtful.put(one)
            self._notes.pop("doubtful", None)
        for head, themes in self._heads(one).items():
            self._on_theme(head).put(one, themes)

    def _take(self, one: Raised) -> None:
        if self._asked.doubts(one):
            self.doubtful = self.doubtful.take(one)
            self._notes.pop("doubtful", None)
        for head, themes in self._heads(one).items():
            self._on_theme(head).take(one, themes)

    def _heads(self, one: Raised) -> dict[str, list[str]]:
        """The themes in whose rows a finding is counted, each with those of its own within it."""
        heads: dict[str, list[str]] = defaultdict(list)
        if self._asked.counts(one):
            for theme in dict.fromkeys(one.finding.themes):
                line = self._lines[theme]
                if line[0].frame == self._asked.frame:
                    heads[line[-1 if self._asked.roll_up else 0].id].append(theme)
        return heads

    def _on_theme(self, head: str) -> CountedOnTheme:
        """What is counted on a theme, whose row will be another."""
        self._stale.add(head)
        if head not in self._on:
            self._on[head] = CountedOnTheme(self._view, head, self._lines)
        return self._on[head]

    def _make(self, head: str) -> None:
        """Put the row of a theme in its place, if it is one that is shown."""
        before, now = self._there.pop(head, None), self._on[head].row()
        if before is not None:
            here = bisect_left(self._places, _place(before))
            del self._places[here], self.shown[here]
        if now is None:
            del self._on[head]
        elif now.count >= self._asked.at_least:
            here = bisect_left(self._places, _place(now))
            self._places.insert(here, _place(now))
            self.shown.insert(here, now)
            self._there[head] = now
        for of in ("unknown", "several"):
            if getattr(before, of, ()) != getattr(self._there.get(head), of, ()):
                self._notes.pop(of, None)


def _place(row: RecurringTheme) -> _Place:
    return -row.count, -row.number, row.theme.name, min(one.id for one in row.coded)


class _Kept:
    """All findings as they are now, and the rows of the questions that were asked last."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._raised: dict[str, Raised] = {}
        self._every: dict[Judgement, AllJudged] = {}
        self._rows: dict[Asked, Rows] = {}
        # The ids of the findings to be looked at again; None for all.
        self._stale: set[str] | None = None

    def forget(self, changed: Sequence[Record]) -> None:
        """Mark the findings that rest on records that were put or taken."""
        for record in changed:
            if isinstance(record, Theme):
                self._stale = None
            elif self._stale is not None:
                self._stale.update(findings_resting_on(self._view.network, record))

    def rows(self, asked: Asked) -> tuple[Rows, AllJudged]:
        """The rows of a question, and all findings of its judgement."""
        self._keep_up()
        every = self._every[asked.judgement]
        # Where this is broken off, the rows are made anew.
        rows = self._rows.pop(asked, None) or self._made(asked, every)
        rows.settle()
        self._rows[asked] = rows
        if len(self._rows) > MOST_QUESTIONS:
            del self._rows[next(iter(self._rows))]
        return rows, every

    def _made(self, asked: Asked, every: AllJudged) -> Rows:
        coding.check_frame(self._view, asked.frame)
        with collection_paused():
            return Rows(self._view, asked, every)

    def _keep_up(self) -> None:
        # If a look is broken off, all are looked at anew.
        stale, self._stale = self._stale, None
        if stale is None or len(stale) > FEW:
            with collection_paused():
                self._look_at_all()
        else:
            for one in stale:
                self._look_again(one)
            self._rows = {
                asked: rows for asked, rows in self._rows.items() if len(rows.changed) <= FEW
            }
        self._stale = set()

    def _look_at_all(self) -> None:
        view = self._view
        lines = {one.id: tuple(coding.lineage(view, one)) for one in view.of(Theme)}
        raised = [raised_by(view, one) for one in sorted(view.of(Finding), key=by_id)]
        self._raised = {one.finding.id: one for one in raised}
        judged = {each: [o for o in raised if o.finding.judgement is each] for each in Judgement}
        self._every = {each: AllJudged(in_order(found), lines) for each, found in judged.items()}
        self._rows.clear()

    def _look_again(self, key: str) -> None:
        before, finding = self._raised.pop(key, None), self._view.get(key)
        now = raised_by(self._view, finding) if isinstance(finding, Finding) else None
        if before is not None:
            judgement = before.finding.judgement
            self._every[judgement] = self._every[judgement].take(before)
        if now is not None:
            judgement = now.finding.judgement
            self._every[judgement] = self._every[judgement].put(now)
            self._raised[key] = now
        for rows in self._rows.values():
            rows.changed.append((before, now))


def rows_of(view: View, asked: Asked) -> tuple[Rows, AllJudged]:
    """The rows of a question, and all findings of its judgement."""
    return view.index(_Kept).rows(asked)
