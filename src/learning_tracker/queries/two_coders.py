"""How two people coded the same findings: what both coded, and what is left out."""

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from learning_tracker.errors import InvalidArgument, UnknownId
from learning_tracker.kinds import Record, by_id
from learning_tracker.queries import coding
from learning_tracker.queries.counting import plural
from learning_tracker.queries.noting import note_if, notes
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
        both: the findings that both coded, in order of id.
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
        self._findings = sorted(view.of(Finding), key=by_id)
        self._theirs = {one.id: one for one in theirs.of(Finding)} if theirs else {}
        self.a = self._coded(_themes_by_finding(view))
        self.b = self._coded(_themes_by_finding(theirs) if theirs else _by_ids(other))
        self.both = tuple(
            one for one in self._findings if {one.id} <= self.a.keys() & self.b.keys()
        )

    def _coded(self, themes: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
        """The themes of the frame of each finding that has one."""
        within = {one: frozenset(filter(self._is_in_frame, ids)) for one, ids in themes.items()}
        return {one: ids for one, ids in within.items() if ids}

    def _is_in_frame(self, theme: str) -> bool:
        if theme not in self._themes:
            raise UnknownId(theme, self._themes)
        return self._themes[theme].frame == self._frame

    @property
    def used(self) -> list[Theme]:
        """The themes that one of them gave to a finding that both coded."""
        ids = {theme for one in self.both for theme in self.a[one.id] | self.b[one.id]}
        return [self._themes[one] for one in sorted(ids)]

    @property
    def basis(self) -> tuple[Record, ...]:
        """The findings that both coded, and the themes by which these count as coded."""
        return (*self.both, *self.used)

    @property
    def denominator(self) -> str:
        """What is counted among."""
        return f"of the {plural(len(self.both), 'finding')} that both coded"

    def named(self, ids: Iterable[str]) -> tuple[Theme, ...]:
        """The themes with these ids, in order of name."""
        themes = (self._themes[one] for one in ids)
        return tuple(sorted(themes, key=lambda theme: (theme.name, theme.id)))

    def notes(self) -> tuple[Note, ...]:
        """What is left out, and how often they agree altogether."""
        same = sum(self.a[one.id] == self.b[one.id] for one in self.both)
        a, b = self.a.keys(), self.b.keys()
        unknown = len(b - {one.id for one in self._findings})
        by_neither = (one for one in self._findings if one.id not in a | b)
        reworded = (one for one in self.both if self._is_other_in_b(one))
        used = self.used
        unused = (one for one in self._themes.values() if one not in used)
        return notes(
            Note(f"Both gave exactly the same themes to {same} of the {len(self.both)}."),
            note_if(self._only(a - b), "Coded by A alone, and not counted ({n})"),
            note_if(self._only(b - a), "Coded by B alone, and not counted ({n})"),
            note_if(by_neither, "Coded by neither to a theme of this frame ({n})"),
            Note(f"Coded by B, and not among A's findings ({unknown}).") if unknown else None,
            note_if(reworded, "Worded otherwise in B ({n})"),
            note_if(
                (one for one in unused if one.frame == self._frame),
                "Given by neither, so that there is nothing to compare ({n})",
            ),
        )

    def _only(self, ids: Iterable[str]) -> list[Finding]:
        wanted = set(ids)
        return [one for one in self._findings if one.id in wanted]

    def _is_other_in_b(self, finding: Finding) -> bool:
        other = self._theirs.get(finding.id)
        return other is not None and other.statement != finding.statement


def _themes_by_finding(view: View) -> Mapping[str, Iterable[str]]:
    return {
        finding.id: [theme.id for theme in view.linked(finding, "themes", Theme)]
        for finding in view.of(Finding)
    }


def _by_ids(other: object) -> Mapping[str, Iterable[str]]:
    if not isinstance(other, Mapping) or any(isinstance(one, str) for one in other.values()):
        raise InvalidArgument("other", "a tracker, or lists of themes by findings", other)
    return other
