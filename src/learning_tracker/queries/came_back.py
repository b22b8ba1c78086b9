"""Which improvements came after an action on their theme had been done, and which may have.

An improvement came back after an action if, on the eve of the incident, the action had been done;
if its date spans days, on the eves of the first and of the last of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

import attrs

from learning_tracker.queries.bits import BitsByDay, bits_of, places_of
from learning_tracker.queries.counting import Raised
from learning_tracker.queries.doings import Doing, Doings, Done
from learning_tracker.queries.on_themes import Every
from learning_tracker.records import Finding
from learning_tracker.vocabulary import Judgement

T = TypeVar("T")


@attrs.frozen(eq=False)
class OnDays:
    """Which actions had been done on the eves of improvements.

    Attributes:
        ever: those that have been done at all.
        sure: those that certainly had been done by a day, and of which it is told when.
        done: those that had been, though the date lies partly after the day.
        doubtful: those that may have been.
    """

    ever: int
    sure: BitsByDay
    done: BitsByDay
    doubtful: BitsByDay


@attrs.frozen(eq=False)
class CameBack:
    """Improvements, and after which actions each came.

    Attributes:
        every: the findings.
        doings: the actions, in order of id; the place of each is that of its bit.
        after: the stage that the actions had reached.
    """

    every: Every
    doings: tuple[Doing, ...]
    after: str
    _held: Doings
    _on: Mapping[str, int]
    _days: OnDays

    @classmethod
    def of(cls, every: Every, held: Doings, after: str) -> "CameBack":
        """Those of a view."""
        doings = tuple(held.every.values())
        themes = [one.themes for one in doings]
        on = held.kept("themes", themes, lambda: _on_themes(themes))
        done = [one.done(after) for one in doings]
        eves = held.kept("eves", every, lambda: _days_of(every))
        days = held.kept(("days", after), (eves, done), lambda: _on_days(eves, done))
        return cls(every, doings, after, held, on, days)

    @property
    def number_done(self) -> int:
        """How many actions have been done."""
        return self._days.ever.bit_count()

    @property
    def improvements(self) -> Iterator[Raised]:
        """All improvements, in order of id."""
        return self.every.judged(Judgement.IMPROVEMENT)

    def is_candidate(self, one: Raised) -> bool:
        """Whether any action on a theme of an improvement has been done."""
        return bool(self._coded(one) & self._days.ever)

    def certain(self, one: Raised) -> int:
        """The actions after which an improvement certainly came."""
        eves = _eves(one)
        if eves is None:
            return 0
        first, last = eves
        sure = self._days.sure.on(first)
        if last != first:
            sure &= self._days.sure.on(last) | self._days.done.on(last)
        return sure and sure & self._coded(one)

    def _cannot_be_told(self, one: Raised) -> bool:
        """Whether there is an action of which it cannot be told whether it came after it."""
        eves = _eves(one)
        if eves is None:
            return self.is_candidate(one)
        days = self._days
        first, last = eves
        some = days.done.on(first) | days.doubtful.on(first)
        if last != first:
            some |= days.sure.on(first) ^ days.sure.on(last)
            some |= days.done.on(last) | days.doubtful.on(last)
        return bool(some and some & self._coded(one) & ~self.certain(one))

    def _coded(self, one: Raised) -> int:
        """The actions on any of the themes of a finding."""
        found = 0
        for theme in one.finding.themes:
            found |= self._on.get(theme, 0)
        return found

    def count(self) -> int:
        """How many improvements came after how many actions, each with each."""
        return self._kept(
            "count", lambda: sum(self.certain(one).bit_count() for one in self.improvements)
        )

    @property
    def untold(self) -> list[Finding]:
        """The improvements of which it cannot be told of an action whether they came after it."""
        return self._kept(
            "untold",
            lambda: [one.finding for one in self.improvements if self._cannot_be_told(one)],
        )

    def _kept(self, what: str, work_out: Callable[[], T]) -> T:
        rests_on = (self.every, self._on, self._days)
        return self._held.kept((what, self.after), rests_on, work_out)

    def pairs(self) -> Iterator[tuple[Raised, Doing, str]]:
        """Each improvement with each action after which it came, and the theme that it is on.

        In order of the theme's name, then of the finding's id, then of the action's.
        """
        by_name: dict[str, list[Raised]] = defaultdict(list)
        for one in self.improvements:
            for name in {theme.name for theme in self.every.themes_of(one)}:
                by_name[name].append(one)
        for name in sorted(by_name):
            for one in by_name[name]:
                for place in places_of(self.certain(one)):
                    on = self._met(one, self.doings[place])
                    if self.every.lines[on][0].name == name:
                        yield one, self.doings[place], on

    def certain_by_theme(self, one: Raised) -> Iterator[tuple[str, int]]:
        """The themes on which an improvement came back, each with the actions it came after."""
        left = self.certain(one)
        found = {theme: left & self._on_one(one, theme) for theme in one.finding.themes}
        for actions in found.values():
            left &= ~actions
        for place in places_of(left):  # those on several of its themes
            found[self._met(one, self.doings[place])] |= 1 << place
        return ((theme, actions) for theme, actions in found.items() if actions)

    def _on_one(self, one: Raised, theme: str) -> int:
        """The actions on a theme of a finding, and on none of its others."""
        others = 0
        for other in one.finding.themes:
            if other != theme:
                others |= self._on.get(other, 0)
        return self._on.get(theme, 0) & ~others

    @staticmethod
    def _met(one: Raised, doing: Doing) -> str:
        """The first of the action's themes on which the finding is."""
        themes = one.finding.themes
        return themes[0] if len(themes) == 1 else next(t for t in doing.themes if t in themes)


def _eves(one: Raised) -> tuple[int, int] | None:
    """The days before those on which it may have begun."""
    began = one.origin.began
    if began is None:
        return None
    return began.first.toordinal() - 1, began.last.toordinal() - 1


def _on_themes(themes: Sequence[Mapping[str, object]]) -> dict[str, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(themes):
        for theme in each:
            places[theme].append(place)
    return {theme: bits_of(found, len(themes)) for theme, found in places.items()}


def _days_of(every: Every) -> list[int]:
    eves = map(_eves, every.judged(Judgement.IMPROVEMENT))
    return sorted({day for each in eves if each is not None for day in each})


def _on_days(days: Sequence[int], done: Sequence[Done]) -> OnDays:
    sure, surely, doubtful = [], [], []
    for place, one in enumerate(done):
        for each in one.stretches:
            if each.done is None:
                doubtful.append((place, each.first, each.end))
            else:
                surely.append((place, each.first, each.sure))
                sure.append((place, each.sure, each.end))
    return OnDays(
        bits_of((place for place, one in enumerate(done) if one.ever), len(done)),
        *(BitsByDay(days, spans, len(done)) for spans in (sure, surely, doubtful)),
    )
