"""Which improvements came after an action on their theme had been done, and which may have.

An improvement came back after an action if, on the eve of the incident, the action had been done;
if its date spans days, on the eves of the first and of the last of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from learning_tracker.queries.bits import BitsByDay, bits_of, places_of
from learning_tracker.queries.counting import Raised
from learning_tracker.queries.differing import KeepsStep
from learning_tracker.queries.doings import Doing, Doings, Done
from learning_tracker.queries.on_themes import AllFindings, OnTheme
from learning_tracker.records import Finding
from learning_tracker.vocabulary import Judgement


@attrs.frozen(eq=False)
class DoneBefore:
    """Which actions had been done before what findings tell of.

    Attributes:
        on: the actions on each theme.
        ever: those that have been done at all.
        sure: those that certainly had been done by a day, and of which it is told when.
        done: those that had been, though the date lies partly after the day.
        doubtful: those that may have been.
    """

    on: Mapping[str, int]
    ever: int
    sure: BitsByDay
    done: BitsByDay
    doubtful: BitsByDay

    def is_candidate(self, one: Raised) -> bool:
        """Whether any action on a theme of an improvement has been done."""
        return bool(self._coded(one) & self.ever)

    def certain(self, one: Raised) -> int:
        """The actions after which an improvement certainly came."""
        eves = _eves(one)
        if eves is None:
            return 0
        first, last = eves
        sure = self.sure.on(first)
        if last != first:
            sure &= self.sure.on(last) | self.done.on(last)
        return sure and sure & self._coded(one)

    def cannot_be_told(self, one: Raised) -> bool:
        """Whether there is an action of which it cannot be told whether it came after it."""
        eves = _eves(one)
        if eves is None:
            return self.is_candidate(one)
        first, last = eves
        some = self.done.on(first) | self.doubtful.on(first)
        if last != first:
            some |= self.sure.on(first) ^ self.sure.on(last)
            some |= self.done.on(last) | self.doubtful.on(last)
        return bool(some and some & self._coded(one) & ~self.certain(one))

    def _coded(self, one: Raised) -> int:
        """The actions on any of the themes of a finding."""
        found = 0
        for theme in one.finding.themes:
            found |= self.on.get(theme, 0)
        return found

    def on_one(self, one: Raised, theme: str) -> int:
        """The actions on a theme of a finding, and on none of its others."""
        others = 0
        for other in one.finding.themes:
            if other != theme:
                others |= self.on.get(other, 0)
        return self.on.get(theme, 0) & ~others


class _Number(KeepsStep[str, Raised]):
    """How often improvements came back; kept, as to count of 24 thousand takes 50 ms."""

    def __init__(self, before: DoneBefore) -> None:
        super().__init__()
        self._done_before = before

    def _begin(self) -> None:
        self.number = 0

    def _put(self, key: str, one: Raised) -> None:
        del key
        self.number += self._times(one)

    def _take(self, key: str, one: Raised) -> None:
        del key
        self.number -= self._times(one)

    def _times(self, one: Raised) -> int:
        is_improvement = one.finding.judgement is Judgement.IMPROVEMENT
        return self._done_before.certain(one).bit_count() if is_improvement else 0


class _Untold(KeepsStep[str, Raised]):
    """Which improvements may have come back; kept, as to look at 24 thousand takes 25 ms."""

    def __init__(self, before: DoneBefore) -> None:
        super().__init__()
        self._done_before = before

    def _begin(self) -> None:
        self.found: dict[str, Finding] = {}

    def _put(self, key: str, one: Raised) -> None:
        is_improvement = one.finding.judgement is Judgement.IMPROVEMENT
        if is_improvement and self._done_before.cannot_be_told(one):
            self.found[key] = one.finding

    def _take(self, key: str, one: Raised) -> None:
        del one
        self.found.pop(key, None)


@attrs.frozen(eq=False)
class CameBack:
    """Improvements, and after which actions each came.

    Attributes:
        every: the findings.
        doings: the actions, in order of id; the place of each is that of its bit.
        after: the stage that the actions had reached.
        before: which of them had been done before.
    """

    every: AllFindings
    doings: tuple[Doing, ...]
    after: str
    before: DoneBefore
    _held: Doings

    @classmethod
    def of(cls, every: AllFindings, held: Doings, after: str) -> "CameBack":
        """Those of a view."""
        doings = held.every()
        themes = [one.themes for one in doings]
        on = held.kept("themes", themes, lambda: _on_themes(themes))
        done = [one.done(after) for one in doings]
        before = held.kept(("before", after), (on, done), lambda: _done_before(on, done))
        return cls(every, doings, after, before, held)

    @property
    def number_done(self) -> int:
        """How many actions have been done."""
        return self.before.ever.bit_count()

    @property
    def improvements(self) -> Iterator[Raised]:
        """All improvements, in order of id."""
        return self.every.judged(Judgement.IMPROVEMENT)

    def count(self) -> int:
        """How many improvements came after how many actions, each with each."""
        what = "number", self.after
        counted = self._held.kept(what, self.before, lambda: _Number(self.before))
        counted.keep_step(self.every.raised)
        return counted.number

    @property
    def untold(self) -> tuple[Finding, ...]:
        """The improvements of which it cannot be told of an action whether they came after it."""
        what = "untold", self.after
        untold = self._held.kept(what, self.before, lambda: _Untold(self.before))
        untold.keep_step(self.every.raised)
        return tuple(untold.found.values())

    def pairs(self) -> Iterator[tuple[Raised, Doing, str]]:
        """Each improvement with each action after which it came, and the theme that it is on.

        In order of the theme's name, then of the finding's id, then of the action's.
        """
        by_name: dict[str, list[OnTheme]] = defaultdict(list)
        for on in self.every.on.values():
            by_name[on.theme.name].append(on)
        for name in sorted(by_name):
            for one in _improvements(by_name[name]):
                for place in places_of(self.before.certain(one)):
                    met = self._met(one, self.doings[place])
                    if self.every.on[met].theme.name == name:
                        yield one, self.doings[place], met

    def certain_by_theme(self, one: Raised) -> Iterator[tuple[str, int]]:
        """The themes on which an improvement came back, each with the actions it came after."""
        left = self.before.certain(one)
        found = {theme: left & self.before.on_one(one, theme) for theme in one.finding.themes}
        for actions in found.values():
            left &= ~actions
        several: dict[str, list[int]] = defaultdict(list)
        for place in places_of(left):  # those on several of its themes
            several[self._met(one, self.doings[place])].append(place)
        for theme, places in several.items():
            # All at once: to put them one by one copies all bits for each (a third of the time).
            found[theme] |= bits_of(places, places[-1] + 1)
        return ((theme, actions) for theme, actions in found.items() if actions)

    @staticmethod
    def _met(one: Raised, doing: Doing) -> str:
        """The first of the action's themes on which the finding is."""
        themes = one.finding.themes
        return themes[0] if len(themes) == 1 else next(t for t in doing.themes if t in themes)


def _improvements(raised_on: Iterable[OnTheme]) -> list[Raised]:
    """The improvements on any of some themes, each once and in order of id."""
    found = {one.finding.id: one for on in raised_on for one in on.judged(Judgement.IMPROVEMENT)}
    return [found[one] for one in sorted(found)]


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


def _done_before(on: Mapping[str, int], done: Sequence[Done]) -> DoneBefore:
    sure, surely, doubtful = [], [], []
    for place, one in enumerate(done):
        for each in one.stretches:
            if each.done is None:
                doubtful.append((place, each.first, each.end))
            else:
                surely.append((place, each.first, each.sure))
                sure.append((place, each.sure, each.end))
    return DoneBefore(
        on,
        bits_of((place for place, one in enumerate(done) if one.ever), len(done)),
        *(BitsByDay(spans, len(done)) for spans in (sure, surely, doubtful)),
    )
