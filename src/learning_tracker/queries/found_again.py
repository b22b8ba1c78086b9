"""What came back by theme: each improvement once, and each action once.

`returned` has a row for each improvement with each action before it, of which there may be
millions. Whoever counts the improvements, or tells the last of them, asks here: of 200 thousand
records it takes a second, where reading the rows takes minutes.
"""

from collections import defaultdict
from collections.abc import Iterator

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries.bits import places_of
from learning_tracker.queries.came_back import CameBack
from learning_tracker.queries.counting import Raised
from learning_tracker.queries.doings import Doing, Doings
from learning_tracker.queries.on_themes import findings_by_theme
from learning_tracker.records import Action, Theme
from learning_tracker.view import View


@attrs.frozen(eq=False)
class FoundAgain:
    """A theme on which there were improvements after actions on it had been done.

    Attributes:
        line: the theme that the improvements are coded to, and those that it lies in.
        found: the improvements with what raised each, in order of id.
        after: the actions after which any of them came, each with the last of these.
    """

    line: tuple[Theme, ...]
    found: tuple[Raised, ...]
    after: tuple[tuple[Doing, Raised], ...]

    @property
    def theme(self) -> Theme:
        """The theme that the improvements are coded to."""
        return self.line[0]

    @property
    def actions(self) -> Iterator[Action]:
        """The actions after which any of them came."""
        return (doing.action for doing, _ in self.after)

    @property
    def records(self) -> Iterator[Record]:
        """All that the rows of `returned` rest on, of those coded to the theme."""
        yield from self.line
        for one in self.found:
            yield from one.records
        for doing, last in self.after:
            yield doing.themes[self.theme.id]
            yield doing.action
            yield from doing.answers
            yield from doing.updates_before(last)


def found_again(view: View) -> tuple[FoundAgain, ...]:
    """What came back after an action on it had been signed off, by theme.

    Returns:
        a theme each, those first on which most improvements came back.
    """
    back = CameBack.of(findings_by_theme(view).every, view.index(Doings), "signed_off")
    met: dict[str, list[tuple[Raised, int]]] = defaultdict(list)
    for one in back.improvements:
        for theme, actions in back.certain_by_theme(one):
            met[theme].append((one, actions))
    every = (
        FoundAgain(
            back.every.on[theme].line,
            tuple(one for one, _ in found),
            tuple((back.doings[place], one) for place, one in _last(found)),
        )
        for theme, found in met.items()
    )
    return tuple(sorted(every, key=lambda one: (-len(one.found), one.theme.name, one.theme.id)))


def _last(found: list[tuple[Raised, int]]) -> Iterator[tuple[int, Raised]]:
    """The place of each action, with the last improvement that came after it."""
    seen = 0
    for one, actions in sorted(found, key=lambda pair: _began(pair[0]), reverse=True):
        for place in places_of(actions & ~seen):
            yield place, one
        seen |= actions


def _began(one: Raised) -> int:
    return 0 if one.origin.began is None else one.origin.began.first.toordinal()
