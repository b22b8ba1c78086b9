"""Where an action stands on a day. Its state is never typed in: it follows from its updates."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import attrs

from learning_tracker.dates import When
from learning_tracker.policy import Policy
from learning_tracker.records import Action, Agency, Evidence, Partnership, Update
from learning_tracker.view.as_at import View
from learning_tracker.view.succession import family, holder
from learning_tracker.vocabulary import AgencyRole, Event, State, Verdict

_CLOSING = {Event.SUPERSEDED: State.SUPERSEDED, Event.WITHDRAWN: State.WITHDRAWN}
_REOPENING = frozenset({Event.REOPENED, Event.SENT_BACK})
_DATING = frozenset({Event.RESCHEDULED, Event.REOPENED, Event.SENT_BACK})


def may_rule(view: View, update: Update) -> bool:
    """Whether the one who made an update may decide on its action.

    The partnership and its groups may, but none on an action that it leads itself.
    """
    if update.by == _action(view, update).lead:
        return False
    by = view[update.by]
    return isinstance(by, Partnership) or (isinstance(by, Agency) and by.role is AgencyRole.GROUP)


def may_claim(view: View, update: Update) -> bool:
    """Whether the one who made an update can say that its action is done.

    The lead can, with those that answer for it or for which it answers, and so can the
    partnership and its groups; where no lead is named, anybody.
    """
    action = _action(view, update)
    by = view[update.by]
    if action.lead in {None, update.by} or isinstance(by, Partnership):
        return True
    if not isinstance(by, Agency) or by.role is AgencyRole.GROUP:
        return True
    return any(
        by in family(view, holder(view, lead)) for lead in view.linked(action, "lead", Agency)
    )


def _action(view: View, update: Update) -> Action:
    (action,) = view.linked(update, "action", Action)
    return action


@attrs.frozen(slots=False)
class Standing:
    """Where an action stands on a day.

    Attributes:
        action: the action.
        day: the day.
        updates: what had been said of it by then, in order of date.
        rulings: those of them that were made by somebody who may decide.
        claims: those by which the lead says that it is done.
        evidence: what supports it by then.
        policy: the partnership's choices.
        unshown: what supports it besides, and is kept from the public. It counts, so that
            the public is told no other verdict than is true.
    """

    action: Action
    day: dt.date
    updates: tuple[Update, ...]
    rulings: tuple[Update, ...]
    claims: tuple[Update, ...]
    evidence: tuple[Evidence, ...]
    policy: Policy
    unshown: tuple[Evidence, ...] = ()

    @cached_property
    def state(self) -> State:
        """The state that follows from the updates; "order not known" where two orders differ.

        After the last reopening, a closing outweighs a sign-off, a sign-off a completion and
        a completion progress, in whatever order they came: so the order matters only against
        a reopening, and between two closings.
        """
        first, *others = self._may_be
        return State.ORDER_NOT_KNOWN if others else first

    @cached_property
    def _may_be(self) -> frozenset[State]:
        """The states that the two extremes lead to: every doubtful update counts, or none."""
        if not self._reopenings:  # as it is of most: one extreme, a third of the time
            return self._reached(self.updates)
        return self._reached(self._after_reopening(sure=True)) | self._reached(
            self._after_reopening(sure=False)
        )

    def _reached(self, updates: Sequence[Update]) -> frozenset[State]:
        closings = [u for u in updates if u.event in _CLOSING and u in self.rulings]
        if closings:
            return frozenset(_CLOSING[update.event] for update in _latest(closings))
        return frozenset({self._reached_open(updates)})

    def _reached_open(self, updates: Sequence[Update]) -> State:
        if any(u.event is Event.SIGNED_OFF and u in self.rulings for u in updates):
            return State.SIGNED_OFF
        if any(update in self.claims for update in updates):
            return State.COMPLETED
        if self._reopenings:
            return State.REOPENED
        heard = any(update.event is Event.PROGRESS for update in updates)
        return State.IN_PROGRESS if heard else State.AGREED

    @cached_property
    def _reopenings(self) -> list[Update]:
        return [update for update in self.rulings if update.event in _REOPENING]

    def _after_reopening(self, *, sure: bool) -> list[Update]:
        """The updates after the last reopening: those surely after it, or also the doubtful."""

        def is_after(update: Update) -> bool:
            if sure:
                return all(one.on.entirely_before(update.on) for one in self._reopenings)
            return not any(update.on.entirely_before(one.on) for one in self._reopenings)

        return [one for one in self.updates if one.event not in _REOPENING and is_after(one)]

    @cached_property
    def outstanding(self) -> bool:
        """Whether it is neither signed off, superseded nor withdrawn."""
        return self.state is not State.SIGNED_OFF and not self.closed

    @cached_property
    def closed(self) -> bool:
        """Whether it is superseded or withdrawn, even if it is not known which came last."""
        return self._may_be <= set(_CLOSING.values())

    @property
    def may_be_closed(self) -> bool:
        """Whether it is superseded or withdrawn in one of the orders that may have been."""
        return not self._may_be.isdisjoint(_CLOSING.values())

    @property
    def said_to_be_done(self) -> bool:
        """Whether it is outstanding and the lead says that it is done."""
        return self.state is State.COMPLETED

    @cached_property
    def telling_evidence(self) -> tuple[Evidence, ...]:
        """The evidence on which the action may be signed off.

        It is at the partnership's level or above, can be looked at, and is not from before
        the action was last reopened.
        """
        return tuple(
            one
            for one in (*self.evidence, *self.unshown)
            if one.shown
            and one.counts_as.rung >= self.policy.sign_off_level.rung
            and not any(one.on.entirely_before(back.on) for back in self._reopenings)
        )

    @cached_property
    def evidenced(self) -> bool:
        """Whether it is completed and there is enough evidence."""
        return self.state is State.COMPLETED and bool(self.telling_evidence)

    @cached_property
    def due(self) -> When | None:
        """The agreed date: the last one ruled, else the first.

        Where it is not certain which ruling was the last, the span of those it may be.
        """
        if len(self._dues) == 1:  # as it nearly always is: a span is ten times as long to make
            (due,) = self._dues
            return due
        return When.span(self._dues) if self._dues else None

    @cached_property
    def _dues(self) -> frozenset[When]:
        """The dates of which each may be the agreed one."""
        return _due_dates(_latest(self._datings)) or self._due_at_first

    @property
    def first_due(self) -> When | None:
        """The first agreed date; after a reopening, the first one ruled from then on.

        Where none was ruled since, it is the one that was agreed before; where it is not
        certain which was the first, the span of those it may be.
        """
        return When.span(self._first_dues) if self._first_dues else None

    @cached_property
    def _first_dues(self) -> frozenset[When]:
        """The dates of which each may be the first agreed one."""
        if not self._reopenings:
            return self._due_at_first or _due_dates(_earliest(self._datings))
        sure = [one for one in self._datings if self._since_reopening(one, sure=True)]
        maybe = [one for one in self._datings if self._since_reopening(one, sure=False)]
        first = _due_dates(
            one for one in maybe if not any(other.on.entirely_before(one.on) for other in sure)
        )
        return first if sure else first | self._dues

    @property
    def _due_at_first(self) -> frozenset[When]:
        return frozenset() if self.action.due_on is None else frozenset({self.action.due_on})

    def _since_reopening(self, update: Update, *, sure: bool) -> bool:
        """Whether an update is the last reopening or after it: surely, or maybe."""
        others = [one.on for one in self._reopenings if one is not update]
        if sure:
            return all(on.entirely_before(update.on) for on in others)
        return not any(update.on.entirely_before(on) for on in others)

    @cached_property
    def _datings(self) -> list[Update]:
        return [u for u in self.rulings if u.event in _DATING and u.due_on is not None]

    @cached_property
    def slippage(self) -> int | None:
        """Days from the first agreed date's last day to the current one's.

        None where there is no date, and where it cannot be told: the two overlap, or it is
        not certain which they are.
        """
        if len(self._dues) != 1 or len(self._first_dues) != 1:
            return None
        (first,), (due,) = self._first_dues, self._dues
        if first == due:
            return 0
        return None if first.overlaps(due) else (due.last - first.last).days

    @cached_property
    def slippage_in_doubt(self) -> bool:
        """Whether there are dates, but from them slippage cannot be told."""
        return self.due is not None and self.slippage is None

    @cached_property
    def late(self) -> bool:
        """Whether it is outstanding, its agreed date wholly past, and not evidenced.

        Where the order of the updates is not known, every state that it may have must be late.
        """
        return self._late_on(self.day)

    def _late_on(self, day: dt.date) -> bool:
        past = self.due is not None and self.due.last < day
        return past and all(map(self._is_late_in, self._may_be))

    def _is_late_in(self, state: State) -> bool:
        if state is State.COMPLETED:
            return not self.telling_evidence
        return state is not State.SIGNED_OFF and state not in _CLOSING.values()

    @property
    def days_late(self) -> int:
        """Days since the last day of the agreed date; 0 if it is not late."""
        return (self.day - self.due.last).days if self.due is not None and self.late else 0

    @property
    def last_words(self) -> list[Update]:
        """The last that was said of it; several where it is not certain which was the last."""
        return _latest(self.updates)

    @cached_property
    def last_heard(self) -> dt.date | None:
        """The last day on which something may have been heard: an update, else its agreement."""
        heard = [update.on.last for update in self.updates]
        if self.action.agreed_on is not None:
            heard.append(self.action.agreed_on.last)
        return max(heard, default=None)

    @property
    def stale(self) -> bool:
        """Whether nothing was heard for as many days as the partnership allows."""
        return self._stale_on(self.day)

    def _stale_on(self, day: dt.date) -> bool:
        heard = self.last_heard
        return heard is not None and (day - heard).days >= self.policy.stale_days

    @property
    def due_soon(self) -> bool:
        """Whether it is due within as many days as the partnership calls amber."""
        return self._due_soon_on(self.day)

    def _due_soon_on(self, day: dt.date) -> bool:
        return self.due is not None and (self.due.last - day).days <= self.policy.amber_days

    @cached_property
    def reported(self) -> Update | None:
        """The last update that reported a colour; None where it is not certain which colour."""
        last = self._last_coloured
        return last[-1] if len({update.colour for update in last}) == 1 else None

    @property
    def colour_in_doubt(self) -> bool:
        """Whether colours were reported, and it is not certain which was the last."""
        return bool(self._last_coloured) and self.reported is None

    @cached_property
    def _last_coloured(self) -> list[Update]:
        return _latest(update for update in self.updates if update.colour is not None)

    @cached_property
    def verdict(self) -> Verdict:
        """What is to be made of it: the first that applies."""
        return self.verdict_on(self.day)

    def verdict_on(self, day: dt.date) -> Verdict:
        """What is to be made of it on a day up to which no more is said or shown than here."""
        return next(self._applying(day))

    def _applying(self, day: dt.date) -> Iterator[Verdict]:
        """The verdicts that apply, one after the other: most are not asked for all."""
        if self.closed:
            yield Verdict.CLOSED
        if self.state is State.SIGNED_OFF:
            yield Verdict.SIGNED_OFF
        if self.evidenced:
            yield Verdict.EVIDENCED
        if self._late_on(day):
            yield Verdict.LATE
        if self.state is State.COMPLETED:
            yield Verdict.CLAIMED
        if self._due_soon_on(day) or self._stale_on(day):
            yield Verdict.AT_RISK
        if self.due is None:
            yield Verdict.NO_DUE_DATE
        yield Verdict.ON_TIME

    @property
    def turns(self) -> Iterator[int]:
        """The days, as ordinals, from which on a date is past or near, or too long ago."""
        if self.due is not None:
            yield self.due.last.toordinal() + 1
            yield self.due.last.toordinal() - self.policy.amber_days
        if self.last_heard is not None:
            yield self.last_heard.toordinal() + self.policy.stale_days


def _latest(updates: Iterable[Update]) -> list[Update]:
    """The last of the updates, and those of which it is not certain that they came before it."""
    among = list(updates)
    return [one for one in among if not any(one.on.entirely_before(other.on) for other in among)]


def _earliest(updates: Iterable[Update]) -> list[Update]:
    among = list(updates)
    return [one for one in among if not any(other.on.entirely_before(one.on) for other in among)]


def _due_dates(updates: Iterable[Update]) -> frozenset[When]:
    return frozenset(update.due_on for update in updates if update.due_on is not None)
