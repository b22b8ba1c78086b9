"""On which days each action had been done, and on which themes it is: kept while records change.

Whether a theme came back is asked of every action and every improvement on its themes: of 20
thousand actions and 24 thousand improvements 19 million pairs came back, in each of which the
action stands as on the eve of an incident. But where an action stands only changes with what is
said of it: so the stretches of days are kept through which it had been done, and what took a second
among 5 thousand records takes 12 ms among 200 thousand.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, TypeVar, cast

import attrs

from learning_tracker.dates import When
from learning_tracker.kinds import Record, by_id
from learning_tracker.queries import coding
from learning_tracker.queries.counting import Raised
from learning_tracker.records import Action, Agency, Finding, Recommendation, Theme, Update
from learning_tracker.view import (
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


class Doings:
    """Every action of a view with its themes, and what was said of it."""

    def __init__(self, view: View) -> None:
        """Keep the actions of a view."""
        self._view = view
        self._every: dict[str, Doing] = {}
        self._stale: set[str] | None = None
        self._today = view.today
        self._narrower: dict[str, list[Theme]] = {}
        self._families: dict[str, tuple[Agency, ...]] = {}
        self._kept: dict[Hashable, tuple[object, Any]] = {}

    def forget(self, changed: Sequence[Record]) -> None:
        """Mark the actions of which something rests on records that were put or taken."""
        for record in changed:
            if isinstance(record, Agency):
                self._families.clear()
            resting = self._resting_on(record)
            if resting is None:
                self._stale = None
            elif self._stale is not None:
                self._stale.update(resting)

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

    @property
    def every(self) -> Mapping[str, Doing]:
        """Every action by id, in order of id; another mapping where any has changed."""
        if self._stale is None or self._today != self._view.today:
            self._narrower.clear()
            self._families.clear()
            actions = sorted(self._view.of(Action), key=by_id)
            self._every = {one.id: self._made(one) for one in actions}
            self._today = self._view.today
        elif self._stale:
            self._look_again(self._stale)
        self._stale = set()
        return self._every

    def kept(self, what: Hashable, rests_on: object, work_out: Callable[[], T]) -> T:
        """What follows from the actions, worked out anew where what it rests on is another."""
        if what not in self._kept or self._kept[what][0] != rests_on:
            self._kept[what] = (rests_on, work_out())
        return cast("T", self._kept[what][1])

    def _look_again(self, stale: set[str]) -> None:
        every = dict(self._every)
        for one in stale:
            action = self._view.get(one)
            if isinstance(action, Action):
                every[one] = self._made(action, every.get(one))
            else:
                every.pop(one, None)
        self._every = every if every.keys() == self._every.keys() else dict(sorted(every.items()))

    def _made(self, action: Action, before: Doing | None = None) -> Doing:
        view = self._view
        themes: dict[str, Theme] = {}
        on: dict[str, Theme] = {}
        for theme in coding.themes_of_action(view, action):
            for within in self._with_narrower(theme):
                themes.setdefault(within.id, theme)
                on.setdefault(within.id, within)
        if before is not None and list(before.themes) == list(themes):
            themes = before.themes  # so that it can be seen at once that they are the same
        answers = tuple(coding.basis_of_coding(view, action))
        return Doing(standing(view, action), themes, tuple(on.values()), answers, self._kin(action))

    def _with_narrower(self, theme: Theme) -> list[Theme]:
        if theme.id not in self._narrower:
            self._narrower[theme.id] = coding.with_narrower(self._view, theme)
        return self._narrower[theme.id]

    def _kin(self, action: Action) -> tuple[Agency, ...]:
        if action.lead is None:
            return ()
        if action.lead not in self._families:
            leads = self._view.linked(action, "lead", Agency)
            kin = [one for lead in leads for one in family(self._view, holder(self._view, lead))]
            self._families[action.lead] = tuple(kin)
        return self._families[action.lead]


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
