"""Where every action stands, worked out once and kept until something changes it rests on."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TypeVar

import attrs

from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.policy import Policy
from learning_tracker.records import (
    Action,
    Agency,
    Evidence,
    Finding,
    Partnership,
    Recommendation,
    Source,
    Update,
)
from learning_tracker.view.as_at import View
from learning_tracker.view.kept import Kept
from learning_tracker.view.policies import policy_of
from learning_tracker.view.standing import Standing, may_claim, may_rule
from learning_tracker.view.succession import kin_of
from learning_tracker.vocabulary import RULINGS, Event, State, Verdict


def standing(view: View, action: Action, day: dt.date | None = None) -> Standing:
    """Where an action stands on a day; on the view's day unless another is named.

    A view without a date hides nothing: what is dated after today counts, and lateness is
    judged by today.
    """
    said = heard(view, action)
    return said.now(view.date, view.today) if day is None else said.until(day, day)


def heard(view: View, action: Action) -> "Heard":
    """All that was said of an action and shown for it, whenever it was."""
    if view.get(action.id) is not action:
        return _heard(view, action)
    return view.index(_Standings).of(action)


@attrs.frozen
class Heard:
    """All that was said of an action and shown for it, whenever it was; in order of date."""

    action: Action
    updates: tuple[Update, ...]
    rulings: tuple[Update, ...]
    claims: tuple[Update, ...]
    evidence: tuple[Evidence, ...]
    policy: Policy
    unshown: tuple[Evidence, ...]
    _now: dict[tuple[dt.date | None, dt.date], Standing] = attrs.field(
        factory=dict, init=False, eq=False
    )

    def now(self, last: dt.date | None, day: dt.date) -> Standing:
        """What `until` tells; kept until another day is asked, as a tracker stays open for long."""
        known = self._now.get((last, day))
        if known is None:
            self._now.clear()
            known = self._now[last, day] = self.until(last, day)
        return known

    @property
    def told(self) -> tuple[Update | Evidence, ...]:
        """What was said of the action, and shown for it."""
        return (*self.updates, *self.evidence)

    def on_each(self, days: Iterable[dt.date]) -> Iterator[tuple[Verdict, State]]:
        """The verdict and the state on each of several days, by what is dated by it.

        Only what is said or shown, and a date that comes near or is past, can alter them: to
        ask no more often than that is ten times as fast as to ask for each day by itself.

        Args:
            days: the days, in order.
        """
        dated: list[Update | Evidence] = [*self.told, *self.unshown]
        begun = sorted(one.on.first for one in dated)
        said, turned, turns = -1, -1, list[int]()
        now, stood = None, (Verdict.ON_TIME, State.AGREED)
        for day in days:
            if now is None or said != bisect_right(begun, day):
                said, turned = bisect_right(begun, day), -1
                now = self.until(day, day)
                turns = sorted(now.turns)
            if turned != bisect_right(turns, day.toordinal()):
                turned = bisect_right(turns, day.toordinal())
                stood = now.verdict_on(day), now.state
            yield stood

    def until(self, last: dt.date | None, day: dt.date) -> Standing:
        """Where the action stands on a day, by what is dated by a last day; by all if None."""
        return Standing(
            action=self.action,
            day=day,
            updates=_by(self.updates, last),
            rulings=_by(self.rulings, last),
            claims=_by(self.claims, last),
            evidence=_by(self.evidence, last),
            policy=self.policy,
            unshown=_by(self.unshown, last),
        )


Dated = TypeVar("Dated", Update, Evidence)


def _by(things: tuple[Dated, ...], last: dt.date | None) -> tuple[Dated, ...]:
    """Those that are dated by a day, or partly so."""
    if last is None or all(one.on.first <= last for one in things):
        return things
    return tuple(one for one in things if one.on.first <= last)


class _Standings(Kept[Action, Heard]):
    """What was said of each action, and where it stands on the day that was asked last."""

    def _work_out(self, record: Action) -> Heard:
        return _heard(self._view, record)

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return actions_resting_on(self._view.network, record)


def _heard(view: View, action: Action) -> Heard:
    updates = sorted(view.incoming(Update, "action", action.id), key=_in_order)
    found = sorted(view.whole.incoming(Evidence, "supports", action.id), key=_in_order)
    return Heard(
        action=action,
        updates=tuple(updates),
        rulings=tuple(one for one in updates if one.event in RULINGS and may_rule(view, one)),
        claims=tuple(one for one in updates if _claims(view, action, one)),
        evidence=tuple(_shown(view, one) for one in found if one.id in view),
        policy=policy_of(view, action),
        unshown=tuple(one for one in found if one.id not in view),
    )


def _in_order(said: Update | Evidence) -> tuple[dt.date, dt.date, str]:
    """By date, then id; with the ends of the dates, as Python compares those at once."""
    return said.on.first, said.on.last, said.id


def _shown(view: View, evidence: Evidence) -> Evidence:
    """A piece of evidence with those of its links that may be shown."""
    one = view[evidence.id]
    return one if isinstance(one, Evidence) else evidence


def _claims(view: View, action: Action, update: Update) -> bool:
    """A sign-off by the lead itself is no sign-off, but its word that the action is done."""
    if update.event is Event.COMPLETED:
        return may_claim(view, update)
    return update.event is Event.SIGNED_OFF and update.by == action.lead


def actions_resting_on(network: Network, record: Record) -> Iterable[str] | None:
    """The ids of the actions of which the standing, or its basis, may rest on a record.

    All of them rest on the partnerships, by whom they are judged: then it is None. They rest on
    what they answer, on what their evidence is drawn from, on the agencies that made updates
    and on those that answer for their lead.
    """
    match record:
        case Action():
            return (record.id,)
        case Update():
            return (record.action,)
        case Evidence():
            return record.supports
        case Agency():
            return _speaking(network, record)
        case Partnership():
            return None
    return _answering(network, record)


def _speaking(network: Network, agency: Agency) -> Iterator[str]:
    yield from (update.action for update in network.incoming(Update, "by", agency.id))
    for one in kin_of(network, agency):
        yield from (action.id for action in network.incoming(Action, "lead", one))


def _answering(network: Network, record: Record) -> Iterator[str]:
    for evidence in network.incoming(Evidence, "drawn_from", record.id):
        yield from evidence.supports
    answered = [record.id]
    if isinstance(record, Source):
        answered += [one.id for one in network.incoming(Finding, "sources", record.id)]
        answered += [one.id for one in network.incoming(Recommendation, "source", record.id)]
    for one in answered:
        yield from (action.id for action in network.incoming(Action, "answers", one))
