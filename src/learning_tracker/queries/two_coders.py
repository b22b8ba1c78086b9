"""How two people coded the same findings: what both coded, and what is left out."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain
from operator import eq
from typing import Protocol, runtime_checkable

from learning_tracker.errors import InvalidArgument, UnknownId
from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.coded import coded_in
from learning_tracker.queries.counting import Raised, plural
from learning_tracker.queries.noting import note_if, notes
from learning_tracker.queries.on_themes import findings_by_theme
from learning_tracker.records import Finding, Theme
from learning_tracker.tables import Note
from learning_tracker.view import View


@runtime_checkable
class Viewed(Protocol):
    """A tracker, so far as it is asked how its findings are coded."""

    @property
    def view(self) -> View:
        """Its records."""


Coding = Viewed | Mapping[str, Iterable[str]]
"""How another coder has them, in a tracker or as the ids of themes by the ids of findings."""


class TwoCoders:
    """The findings of A with the themes that A and B gave them.

    Attributes:
        a: the ids of the themes of each finding that A coded.
        b: the same of B.
    """

    def __init__(self, view: View, other: Coding, frame: str) -> None:
        """Hold the codings of a view, A, and another, B, against each other.

        Raises:
            UnknownChoice: no theme is in such a frame.
            UnknownId: a coding by ids names a theme that there is not.
            InvalidArgument: `other` is no coding.
        """
        coding.check_frame(view, frame)
        theirs = other.view if isinstance(other, Viewed) else None
        self._themes = {one.id: one for one in theirs.of(Theme)} if theirs else {}
        self._themes |= {one.id: one for one in view.of(Theme)}
        self._frame = frame
        self._theirs = {one.id: one for one in theirs.of(Finding)} if theirs else {}
        self._every = findings_by_theme(view).every
        self.a = coded_in(view, frame)
        self.b = self._coded(_themes_by_finding(theirs) if theirs else _by_ids(other))
        self._ids = list(filter(self.b.__contains__, self.a))
        self._given_by_a = (
            list(self.a.values())
            if len(self._ids) == len(self.a)
            else list(map(self.a.__getitem__, self._ids))
        )
        self._given_by_b = list(map(self.b.__getitem__, self._ids))

    @property
    def _raised(self) -> Mapping[str, Raised]:
        return self._every.raised

    @cached_property
    def both(self) -> tuple[Finding, ...]:
        """The findings that both coded, in order of id."""
        return tuple([self._raised[one].finding for one in self._ids])

    def __len__(self) -> int:
        return len(self._ids)

    def _coded(self, themes: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
        """The themes of the frame of each finding that has one."""
        in_frame = _Alike(lambda ids: frozenset(filter(self._is_in_frame, ids)))
        # Without a step of our own for each of tens of thousands: 5 ms instead of 10.
        given = map(in_frame.__getitem__, map(tuple, themes.values()))
        coded = dict(zip(themes, given, strict=True))
        if all(in_frame.values()):
            return coded
        return {one: within for one, within in coded.items() if within}

    def _is_in_frame(self, theme: str) -> bool:
        if theme not in self._themes:
            raise UnknownId(theme, self._themes)
        return self._themes[theme].frame == self._frame

    # A theme is counted without a step of our own for each finding: 10 ms of 34,000, once 14.

    @cached_property
    def times_a(self) -> Counter[str]:
        """To how many of the findings that both coded A gave each theme."""
        return Counter(chain.from_iterable(self._given_by_a))

    @cached_property
    def times_b(self) -> Counter[str]:
        """To how many of them B did."""
        return Counter(chain.from_iterable(self._given_by_b))

    @cached_property
    def times_both(self) -> Counter[str]:
        """To how many of them both did."""
        given = map(frozenset.intersection, self._given_by_a, self._given_by_b)
        return Counter(chain.from_iterable(given))

    @cached_property
    def used(self) -> list[Theme]:
        """The themes that one of them gave to a finding that both coded."""
        ids = self.times_a.keys() | self.times_b.keys()
        return [self._themes[one] for one in sorted(ids)]

    @cached_property
    def by_theme(self) -> dict[str, list[Finding]]:
        """The findings to which one of them gave each theme."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for one in self.both:
            for theme in self.a[one.id] | self.b[one.id]:
                found[theme].append(one)
        return found

    @property
    def basis(self) -> tuple[Record, ...]:
        """The findings that both coded, and the themes by which these count as coded."""
        return (*self.both, *self.used)

    @property
    def denominator(self) -> str:
        """What is counted among."""
        return f"of the {plural(len(self), 'finding')} that both coded"

    def apart(self) -> Iterator[Finding]:
        """Those of them to which they gave different themes."""
        for one, a, b in zip(self._ids, self._given_by_a, self._given_by_b, strict=True):
            if a != b:
                yield self._raised[one].finding

    @cached_property
    def number_alike(self) -> int:
        """To how many of them they gave the same themes."""
        return sum(map(eq, self._given_by_a, self._given_by_b))

    def named(self, ids: Iterable[str]) -> tuple[Theme, ...]:
        """The themes with these ids, in order of name."""
        themes = (self._themes[one] for one in ids)
        return tuple(sorted(themes, key=lambda theme: (theme.name, theme.id)))

    def notes(self) -> tuple[Note, ...]:
        """What is left out, and how often they agree altogether."""
        same = self.number_alike
        a, b, every = self.a.keys(), self.b.keys(), self._raised.keys()
        # Where all have been coded by both, there is no need to look who left out which.
        only_a = a - b if len(self) < len(a) else frozenset()
        only_b = b - a if len(self) < len(b) else frozenset()
        neither = every - a - b if len(a) < len(every) else frozenset()
        unknown = len(only_b - every)
        used = {one.id for one in self.used}
        unused = (one for key, one in self._themes.items() if key not in used)
        reworded = (one for one in self.both if self._is_other_in_b(one)) if self._theirs else ()
        return notes(
            Note(f"Both gave exactly the same themes to {same} of the {len(self)}."),
            note_if(self._only(only_a), "Coded by A alone, and not counted ({n})"),
            note_if(self._only(only_b), "Coded by B alone, and not counted ({n})"),
            note_if(self._only(neither), "Coded by neither to a theme of this frame ({n})"),
            Note(f"Coded by B, and not among A's findings ({unknown}).") if unknown else None,
            note_if(reworded, "Worded otherwise in B ({n})"),
            note_if(
                (one for one in unused if one.frame == self._frame),
                "Given by neither, so that there is nothing to compare ({n})",
            ),
        )

    def _only(self, ids: AbstractSet[str]) -> list[Finding]:
        return [self._raised[one].finding for one in ids if one in self._raised]

    def _is_other_in_b(self, finding: Finding) -> bool:
        other = self._theirs.get(finding.id)
        return other is not None and other.statement != finding.statement


class _Alike(dict[tuple[str, ...], frozenset[str]]):
    """What is worked out of themes once for all findings that have the same."""

    def __init__(self, work_out: Callable[[tuple[str, ...]], frozenset[str]]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, ids: tuple[str, ...]) -> frozenset[str]:
        self[ids] = found = self._work_out(ids)
        return found


def _themes_by_finding(view: View) -> Mapping[str, Iterable[str]]:
    return {key: one.finding.themes for key, one in findings_by_theme(view).every.raised.items()}


def _by_ids(other: object) -> Mapping[str, Iterable[str]]:
    if not isinstance(other, Mapping) or any(
        issubclass(kind, str) for kind in set(map(type, other.values()))
    ):
        raise InvalidArgument("other", "a tracker, or lists of themes by findings", other)
    return other
