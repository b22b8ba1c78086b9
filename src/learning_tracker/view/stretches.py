"""Where an action stood, stretch of days by stretch of days.

What is told of an action as at a day changes only on some days: when something that was read
to tell it happens, when a date is past, when it comes near, when nothing was heard for long.
Between them lie stretches in which every day gives the same answer.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice

import attrs

from learning_tracker.dates import EARLIEST_YEAR, When
from learning_tracker.fields import events_of
from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.records import Action, Agency, Partnership
from learning_tracker.view.as_at import View
from learning_tracker.view.standing import Standing
from learning_tracker.view.standings import standing
from learning_tracker.view.succession import holder
from learning_tracker.view.watching import Watched
from learning_tracker.vocabulary import Colour, State, Verdict

FIRST_DAY = dt.date(EARLIEST_YEAR, 1, 1)
"""Nothing is dated before."""

LAST_DAY = dt.date.max


@attrs.frozen(kw_only=True)
class Told:
    """What is told of an action on a day, as long as it stays the same.

    Attributes:
        lead: who leads it, by id.
        answerable: who answers for it on the day: its lead, or the lead's successor.
        state: the state that follows from its updates.
        verdict: what is to be made of it.
        colour: the policy's colour for that verdict; a closed action has none.
        reported_colour: the colour that was reported last, where that is certain.
        outstanding: neither signed off, superseded nor withdrawn.
        said_to_be_done: outstanding, and the lead says that it is done.
        evidenced: completed, with enough evidence.
        late: outstanding, its agreed date wholly past, and not evidenced.
        first_due_on: the first agreed date.
        due_on: the agreed date; where it is not certain which it is, the span of all it may be.
        slippage_days: from the first agreed date's last day to the current one's; nothing
            where there is no date, or where it cannot be told.
        slippage_in_doubt: there are dates, but slippage cannot be told.
        last_heard_on: the last day on which something may have been heard of it.
    """

    lead: str | None
    answerable: str | None
    state: State
    verdict: Verdict
    colour: Colour | None
    reported_colour: Colour | None
    outstanding: bool
    said_to_be_done: bool
    evidenced: bool
    late: bool
    first_due_on: When | None
    due_on: When | None
    slippage_days: int | None
    slippage_in_doubt: bool
    last_heard_on: dt.date | None


@attrs.frozen
class Stretch:
    """Days on each of which the same is told of an action.

    Attributes:
        action: the action's id.
        first: the first of the days.
        last: the last of them.
        told: what is told.
    """

    action: str
    first: dt.date
    last: dt.date
    told: Told


@attrs.frozen
class Course:
    """An action through all days.

    Attributes:
        stretches: in order, without the days on which the action is not there.
        rests_on: what was asked of the network to tell them, in the words of `watching`.
    """

    stretches: tuple[Stretch, ...]
    rests_on: frozenset[str]


@attrs.frozen
class _Known:
    """What is known of an action on a day.

    Attributes:
        now: where it stands.
        lead: who leads it, by id.
        answerable: who answers for it.
    """

    now: Standing
    lead: str | None
    answerable: str | None

    def on(self, day: dt.date) -> "_Known":
        """The same on a day before which nothing more is seen: only that it is later counts."""
        return attrs.evolve(self, now=attrs.evolve(self.now, day=day))

    def told(self) -> Told:
        """What is told of it."""
        now, reported = self.now, self.now.reported
        return Told(
            lead=self.lead,
            answerable=self.answerable,
            state=now.state,
            verdict=now.verdict,
            colour=now.policy.colour_of(now.verdict),
            reported_colour=reported.colour if reported else None,
            outstanding=now.outstanding,
            said_to_be_done=now.said_to_be_done,
            evidenced=now.evidenced,
            late=now.late,
            first_due_on=now.first_due,
            due_on=now.due,
            slippage_days=now.slippage,
            slippage_in_doubt=now.slippage_in_doubt,
            last_heard_on=now.last_heard,
        )


def _known(view: View, action: Action) -> _Known:
    leads = [*view.linked(action, "lead", Agency), *view.linked(action, "lead", Partnership)]
    lead = leads[0] if leads else None
    answerable = holder(view, lead) if isinstance(lead, Agency) else lead
    return _Known(
        now=standing(view, action),
        lead=lead.id if lead else None,
        answerable=answerable.id if answerable else None,
    )


def told_of(view: View, action: Action) -> Told:
    """What is told of an action on the view's day."""
    return _known(view, action).told()


def course_of(network: Network, identifier: str) -> Course:
    """An action through all days."""
    stretches: list[Stretch] = []
    watched = Watched(network)
    view = View(watched)
    known: _Known | None = None
    begun: set[int] = set()
    looked_at = 0
    day: dt.date | None = FIRST_DAY
    while day is not None:
        if known is None or day.toordinal() in begun:
            view = view.as_at(day)
            known = _on(view, identifier)
            begun.update(_begun(islice(watched.read.values(), looked_at, None)))
            looked_at = len(watched.read)
        else:  # of two days in five: nothing is looked up for them
            known = known.on(day)
        limits = _limits(known.now) if known else ()
        after = _next(day, [*limits, *begun])
        if known is not None:
            last = LAST_DAY if after is None else after - dt.timedelta(1)
            _join(stretches, Stretch(identifier, day, last, known.told()))
        day = after
    return Course(tuple(stretches), frozenset(watched.asked))


def _on(view: View, identifier: str) -> _Known | None:
    """What is known of an action on the view's day, or None if it is not there."""
    action = view[identifier] if identifier in view else None  # noqa: SIM401 - `get` makes a message first
    return _known(view, action) if isinstance(action, Action) else None


def _limits(now: Standing) -> Iterator[int]:
    """The days on which a date is past or near, or too long ago."""
    if now.due is not None:
        yield now.due.last.toordinal() + 1
        yield now.due.last.toordinal() - now.policy.amber_days
    if now.last_heard is not None:
        yield now.last_heard.toordinal() + now.policy.stale_days


def _begun(records: Iterable[Record]) -> Iterator[int]:
    """The days on which something that the records tell begins to be seen."""
    for record in records:
        for field, _ in events_of(type(record)):
            if (on := getattr(record, field.name)) is not None:
                yield on.first.toordinal()


def _next(day: dt.date, days: list[int]) -> dt.date | None:
    """The first of the days after one, if there is a calendar that has it."""
    today = day.toordinal()
    later = min([one for one in days if one > today], default=None)
    if later is None or later > LAST_DAY.toordinal():
        return None
    return dt.date.fromordinal(later)


def _join(stretches: list[Stretch], more: Stretch) -> None:
    """Add a stretch, or lengthen the last one where nothing differs."""
    last = stretches[-1] if stretches else None
    if last is not None and last.told == more.told and last.last == more.first - dt.timedelta(1):
        stretches[-1] = attrs.evolve(last, last=more.last)
    else:
        stretches.append(more)
