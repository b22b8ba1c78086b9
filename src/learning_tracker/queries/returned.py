"""What came back after it was done."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain

import attrs

from learning_tracker.dates import When
from learning_tracker.errors import UnknownChoice
from learning_tracker.kinds import Record, by_id
from learning_tracker.queries import coding
from learning_tracker.queries.counting import Raised, coded, plural, raised
from learning_tracker.queries.noting import note_if, note_of_straddling, notes
from learning_tracker.records import Action, Agency, Finding, Theme
from learning_tracker.tables import Column, Table
from learning_tracker.view import Standing, View, family, holder, standing
from learning_tracker.vocabulary import Event, Judgement, State

STAGES = {
    "signed_off": frozenset({State.SIGNED_OFF}),
    "completed": frozenset({State.COMPLETED, State.SIGNED_OFF}),
    "agreed": frozenset(State) - {State.SUPERSEDED, State.WITHDRAWN},
}
"""In which states an action had reached the stage after which a theme may come back."""

_CLOSING = frozenset({Event.SUPERSEDED, Event.WITHDRAWN})
_REOPENING = frozenset({Event.REOPENED, Event.SENT_BACK})


@attrs.frozen
class ReturnedTheme:
    """An improvement on a theme from an incident or audit period after an action on it was done.

    Attributes:
        theme: the action's theme.
        action: the action that was done.
        done_on: when it was signed off (or completed, or agreed).
        raised: the finding that came later, with its source.
        coded: the theme that the finding is coded to: the same or a narrower one.
        basis: the other records that this rests on.
    """

    theme: Theme
    action: Action
    done_on: When
    raised: Raised
    coded: Theme
    basis: tuple[Record, ...]

    @property
    def record(self) -> Finding:
        """The finding."""
        return self.raised.finding

    @property
    def records(self) -> tuple[Record, ...]:
        """The theme, the action, the finding and what each rests on."""
        return (self.theme, self.coded, self.action, *self.raised.records, *self.basis)


RETURNED_COLUMNS: tuple[Column[ReturnedTheme], ...] = (
    Column("theme", "Practice theme", lambda row: row.coded.name),
    Column("action", "Action", lambda row: row.action.statement),
    Column("done_on", "Done", lambda row: row.done_on),
    Column("finding", "Found again", lambda row: row.record.statement),
    Column("source", "By", lambda row: row.raised.origin.label),
    Column("occurred_on", "Of what happened", lambda row: row.raised.origin.occurred_on),
)


@attrs.frozen
class _Candidate:
    """An action that was done, and an improvement on one of its themes."""

    now: Standing
    theme: Theme
    coded: Theme
    raised: Raised


def returned(view: View, *, after: str = "signed_off") -> Table[ReturnedTheme]:
    """Improvements on themes on which an action had been done before the incident.

    A theme has returned when an improvement on it, or on one narrower, comes from a source
    whose incident or audited period began after an action on that theme was signed off.

    Args:
        view: the records to ask.
        after: "signed_off", or "completed" or "agreed".

    Returns:
        a row for each action and each improvement that came after it.

    Raises:
        UnknownChoice: `after` is none of these.
    """
    if after not in STAGES:
        raise UnknownChoice("stage of an action", after, STAGES)
    standings = [standing(view, one) for one in sorted(view.of(Action), key=by_id)]
    done = [one for one in standings if _reached_on(one, after) is not None]
    candidates = [candidate for one in done for candidate in _candidates(view, one)]
    came_back = [(one, _came_back(view, one, after)) for one in candidates]
    rows = [row for _, row in came_back if isinstance(row, ReturnedTheme)]
    words = after.replace("_", " ")
    basis = (
        *chain.from_iterable(_behind(view, one) for one in standings),
        *coded(view, (one.raised for one in candidates)),
    )
    return Table(
        caption=f"Themes that came back after an action on them was {words}",
        rows=tuple(sorted(rows, key=lambda row: (row.coded.name, row.record.id, row.action.id))),
        columns=RETURNED_COLUMNS,
        empty=f"No theme is known to have come back after an action on it was {words}.",
        denominator=f"of the {plural(len(done), 'action')} that had been {words}, "
        f"among {len(standings)} on record",
        basis=basis,
        notes=notes(
            note_if(
                (one.raised.finding for one, row in came_back if row is None),
                "Cannot be told, as the date of the incident, the audited period or the action "
                "is missing or too wide ({n})",
            ),
            note_of_straddling(view, (*basis, *(each for row in rows for each in row.records))),
        ),
    )


def _behind(view: View, one: Standing) -> Iterator[Record]:
    """What it rests on that an action had been done, and on which themes."""
    yield from (one.action, *one.updates, *coding.basis_of_coding(view, one.action))
    for lead in view.linked(one.action, "lead", Agency):
        yield from family(view, holder(view, lead))
    for theme in coding.themes_of_action(view, one.action):
        yield from coding.with_narrower(view, theme)


def _reached_on(one: Standing, after: str) -> When | None:
    """When the action last reached the stage, as far as its standing tells."""
    if after == "agreed":
        agreed = one.action.agreed_on
        return agreed if agreed is not None and agreed.first <= one.day else None
    reached = [update.on for update in one.rulings if update.event is Event.SIGNED_OFF]
    if after == "completed":
        reached += [update.on for update in one.claims]
    return max(reached, default=None)


def _candidates(view: View, now: Standing) -> Iterator[_Candidate]:
    """Each improvement on a theme of the action or one narrower, once."""
    told: set[str] = set()
    for theme in coding.themes_of_action(view, now.action):
        for within in coding.with_narrower(view, theme):
            for finding in view.incoming(Finding, "themes", within.id):
                if finding.judgement is Judgement.IMPROVEMENT and finding.id not in told:
                    told.add(finding.id)
                    yield _Candidate(now, theme, within, *raised(view, [finding]))


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


def _came_back(view: View, one: _Candidate, after: str) -> ReturnedTheme | bool | None:
    """The return; False if it is none; None if that cannot be told."""
    began = one.raised.origin.began
    if began is None:
        return None
    then, *others = (
        standing(view, one.now.action, day - dt.timedelta(days=1))
        for day in sorted({began.first, began.last})
    )
    done = {_was_done(each, after) for each in (then, *others)}
    if done == {False}:
        return False
    reached = _reached_on(then, after)
    if done != {True} or reached is None or not reached.entirely_before(began):
        return None
    lines = (*coding.lineage(view, one.coded), *coding.basis_of_coding(view, then.action))
    return ReturnedTheme(
        one.theme, then.action, reached, one.raised, one.coded, (*then.updates, *lines)
    )
