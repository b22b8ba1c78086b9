"""The themes of a list that each finding is coded to, kept while findings change.

Two coders are held against each other finding by finding.
"""

from collections.abc import Mapping, Sequence

from learning_tracker.kinds import Record, by_id
from learning_tracker.records import Finding, Theme
from learning_tracker.view import View

Coded = Mapping[str, frozenset[str]]
"""The ids of themes of one list, by the ids of the findings that have any; in order of these."""


class CodedFindings:
    """How the findings of a view are coded, by the frame of the themes.

    It rests on the findings and themes alone. To see of 34,000 findings which of their themes
    are of the list takes 40 ms; to put those that changed into a copy, 1. What was told stays as
    it is.
    """

    def __init__(self, view: View) -> None:
        """Keep how a view's findings are coded."""
        self._view = view
        self._in_frame: dict[str, dict[str, frozenset[str]]] = {}
        # Of tens of thousands of findings many have the same themes.
        self._alike: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
        self._stale: set[str] = set()

    def forget(self, changed: Sequence[Record]) -> None:
        """Mark the findings that were put or taken; forget all where a theme was."""
        for record in changed:
            if isinstance(record, Theme):
                self._in_frame.clear()
                self._alike.clear()
            elif isinstance(record, Finding):
                self._stale.add(record.id)

    def of(self, frame: str) -> Coded:
        """The findings that are coded to themes of a frame."""
        if self._stale:
            again = {one: self._again(one, coded) for one, coded in self._in_frame.items()}
            # All at once and last, so that a look that is broken off can be begun again.
            self._in_frame = again
            self._stale.clear()
        if frame not in self._in_frame:
            findings = sorted(self._view.of(Finding), key=by_id)
            coded = {one.id: self._themes(one, frame) for one in findings}
            self._in_frame[frame] = {one: themes for one, themes in coded.items() if themes}
        return self._in_frame[frame]

    def _again(self, frame: str, before: Coded) -> dict[str, frozenset[str]]:
        now = dict(before)
        for one in self._stale:
            finding = self._view.get(one)
            themes = self._themes(finding, frame) if isinstance(finding, Finding) else None
            if themes:
                now[one] = themes
            else:
                now.pop(one, None)
        is_new = any(one in now and one not in before for one in self._stale)
        return dict(sorted(now.items())) if is_new else now

    def _themes(self, finding: Finding, frame: str) -> frozenset[str]:
        key = frame, finding.themes
        if key not in self._alike:
            themes = self._view.linked(finding, "themes", Theme)
            self._alike[key] = frozenset(one.id for one in themes if one.frame == frame)
        return self._alike[key]


def coded_in(view: View, frame: str) -> Coded:
    """The themes of a frame of each finding of a view that has one."""
    return view.index(CodedFindings).of(frame)
