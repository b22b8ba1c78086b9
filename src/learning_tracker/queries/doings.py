"""On which days each action had been done, and on which themes it is: kept while records change.

Whether a theme came back is asked of every action and every improvement on its themes: of 20
thousand actions and 24 thousand improvements 19 million pairs came back, in each of which the
action stands as on the eve of an incident. But where an action stands only changes with what is
said of it: so the stretches of days are kept through which it had been done.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import zip_longest
from typing import Any, TypeVar, cast

import attrs

from learning_tracker.dates import When
from learning_tracker.kinds import Record
from learning_tracker.queries import coding
from learning_tracker.queries.counting import Raised
from learning_tracker.records import Action, Agency, Finding, Recommendation, Theme, Update
from learning_tracker.view import (
    KeptInOrder,
    Standing,
    View,
    actions_resting_on,
    family,
    holder,
    standing,
)
from learning_tracker.vocabulary import Event, State

T = TypeVar("T")

STAGES = {
    "signed_off": frozenset({State.SIGNED_OFF}),
    "completed": frozenset({State.COMPLETED, State.SIGNED_OFF}),
    "agreed": frozenset(State) - {State.SUPERSEDED, State.WITHDRAWN},
}
"""In which states an action had reached the stage after which a theme may come back."""

_CLOSING = frozenset({Event.SUPERSEDED, Event.WITHDRAWN})
_REOPENING = frozenset({Event.REOPENED, Event.SENT_BACK})
_NEVER = dt.date.max.toordinal()

_Themes = tuple[dict[str, Theme], tuple[Theme, ...]]
"""What a `Doing` has for `themes` and `on`."""


@attrs.frozen
class Stretch:
    """Days, as numbers, through which an action stands alike.

    Attributes:
        first: the first of them.
        end: the day after the last.
        done: whether it had been done by then; None where the order is not known.
        reached: when it last reached the stage.
    """

    first: int
    end: int
    done: bool | None
    reached: When | None

    @property
    def sure(self) -> int:
        """The first day on which it is certain that it had been done; the end if there is none."""
        if not self.done or self.reached is None:
            return self.end
        return min(self.end, max(self.first, self.reached.last.toordinal()))


@attrs.frozen
class Done:
    """On which days an action had reached a stage.

    Attributes:
        ever: whether it has ever done so.
        stretches: the days on which it had, or may have, and was not closed.
    """

    ever: bool
    stretches: tuple[Stretch, ...]

    def reached_by(self, day: int) -> When | None:
        """When it had last reached the stage by a day."""
        found = (one.reached for one in self.stretches if one.first <= day < one.end)
        return next(found, None)


@attrs.frozen(eq=False)
class Doing:
    """An action, its themes, and what was said of it.

    Attributes:
        now: where it stands today.
        themes: the theme of the action through which it is on a theme, by the ids of those that
            it is on, narrower ones among them; in the order in which they are looked at.
        on: all those that it is on.
        answers: what it answers, and by that has themes beside its own.
        kin: its lead, if that is an agency, with all that may speak for it.
    """

    now: Standing
    themes: dict[str, Theme]
    on: tuple[Theme, ...]
    answers: tuple[Finding | Recommendation, ...]
    kin: tuple[Agency, ...]
    _done: dict[str, Done] = attrs.field(factory=dict, init=False)

    @property
    def action(self) -> Action:
        """The action."""
        return self.now.action

    def done(self, after: str) -> Done:
        """On which days it had reached a stage."""
        if after not in self._done:
            ever = bool(_reaching(self.now, after))
            self._done[after] = Done(ever, tuple(_stretches(self.now, after)))
        return self._done[after]

    def updates_before(self, found: Raised) -> tuple[Update, ...]:
        """What had been said of it before what was found began; nothing where that is not told."""
        began = found.origin.began
        if began is None:
            return ()
        return tuple(one for one in self.now.updates if one.on.first < began.first)


class Doings(KeptInOrder[Action, Doing]):
    """Every action of a view with its themes, and what was said of it; in order of id.

    They rest on what their standings do, and on the themes of what they answer. Of 200 thousand
    records it is told in 27 ms what came back; if all were worked out again, in 1.4 s.
    """

    kind = Action

    def __init__(self, view: View) -> None:
        """Keep the actions of a view."""
        super().__init__(view)
        self._themes: dict[tuple[str, ...], _Themes] = {}
        self._follows: dict[Hashable, tuple[object, Any]] = {}

    def kept(self, what: Hashable, rests_on: object, work_out: Callable[[], T]) -> T:
        """What follows from the actions, worked out anew where what it rests on is another."""
        if what not in self._follows or self._follows[what][0] != rests_on:
            self._follows[what] = (rests_on, work_out())
        return cast("T", self._follows[what][1])

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        if isinstance(record, Theme):
            return None
        resting = actions_resting_on(self._view.network, record)
        if resting is None or not isinstance(record, Finding):
            return resting
        return (*resting, *self._answering_by_recommendation(record))

    def _answering_by_recommendation(self, finding: Finding) -> Iterator[str]:
        network = self._view.network
        for one in network.incoming(Recommendation, "findings", finding.id):
            yield from (action.id for action in network.incoming(Action, "answers", one.id))

    def _forget_all(self) -> None:
        super()._forget_all()
        self._themes.clear()

    def _work_out(self, record: Action) -> Doing:
        view = self._view
        answers = tuple(coding.basis_of_coding(view, record))
        leads = () if record.lead is None else view.linked(record, "lead", Agency)
        kin = tuple(one for lead in leads for one in family(view, holder(view, lead)))
        return Doing(standing(view, record), *self._coded(record), answers, kin)

    def _coded(self, action: Action) -> _Themes:
        """The same thing for all actions on the same themes: so it is seen at once to be so."""
        coded = coding.themes_of_action(self._view, action)
        ids = tuple(one.id for one in coded)
        if ids not in self._themes:
            themes: dict[str, Theme] = {}
            on: dict[str, Theme] = {}
            for theme in coded:
                for within in coding.with_narrower(self._view, theme):
                    themes.setdefault(within.id, theme)
                    on.setdefault(within.id, within)
            self._themes[ids] = themes, tuple(on.values())
        return self._themes[ids]


def _stretches(now: Standing, after: str) -> Iterator[Stretch]:
    """Where it stands changes on the first days of what was said of it."""
    reaching = [on.first for on in _reaching(now, after)]
    if not reaching:
        return
    days = {*reaching, *(one.on.first for one in now.updates if one.on.first > min(reaching))}
    begins = sorted(days)
    for begin, end in zip_longest(begins, begins[1:]):
        then = _on(now, begin)
        done = _was_done(then, after)
        if done is not False:
            last = _NEVER if end is None else end.toordinal()
            yield Stretch(begin.toordinal(), last, done, _reached_on(then, after))


def _on(now: Standing, day: dt.date) -> Standing:
    """Where it stood on a day, so far as that follows from what was said of it."""
    return Standing(
        action=now.action,
        day=day,
        updates=tuple(one for one in now.updates if one.on.first <= day),
        rulings=tuple(one for one in now.rulings if one.on.first <= day),
        claims=tuple(one for one in now.claims if one.on.first <= day),
        evidence=(),
        policy=now.policy,
    )


def _reached_on(one: Standing, after: str) -> When | None:
    """When the action last reached the stage, as far as its standing tells."""
    return max(_reaching(one, after), default=None)


def _reaching(one: Standing, after: str) -> list[When]:
    """When it reached the stage, each time."""
    if after == "agreed":
        agreed = one.action.agreed_on
        return [agreed] if agreed is not None and agreed.first <= one.day else []
    reached = [update.on for update in one.rulings if update.event is Event.SIGNED_OFF]
    return reached + [update.on for update in one.claims] if after == "completed" else reached


def _was_done(then: Standing, after: str) -> bool | None:
    """Whether the action stood at the stage or past it; None where the order is not known."""
    if _reached_on(then, after) is None or then.closed:
        return False
    if then.state is not State.ORDER_NOT_KNOWN:
        return then.state in STAGES[after]
    return True if after == "agreed" and not _may_be_closed(then) else None


def _may_be_closed(then: Standing) -> bool:
    """Whether a closing may have come after every reopening."""
    back = [update.on for update in then.rulings if update.event in _REOPENING]
    return any(
        update.event in _CLOSING and not any(update.on.entirely_before(on) for on in back)
        for update in then.rulings
    )
