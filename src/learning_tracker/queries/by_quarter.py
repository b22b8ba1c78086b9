"""How each action stood at the ends of the quarters, counted as it changes.

To work out where every action stood on every such day takes 300 ms for 5,000 records and many
seconds for 200,000. What is counted here is counted anew only of an action of which something
was said, shown or changed, and then the answer takes a millisecond.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import attrs

from learning_tracker.dates import When
from learning_tracker.kinds import Record
from learning_tracker.records import Action, Update
from learning_tracker.view import Heard, KeptInOrder, View, actions_resting_on, heard
from learning_tracker.vocabulary import State, Verdict

_MONTHS_IN_A_QUARTER = 3
_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))


@attrs.frozen
class StoodByQuarter:
    """How an action stood through the quarters.

    Attributes:
        heard: what was said of it and shown for it, and the action itself.
        on: when it was agreed; if that is not known, when it was first heard of; else None.
        days: the ends of the quarters from then on, and the day of the table.
        verdicts: its verdict on each of them.
        in_doubt: whether on any of these days the order of what had been said is not certain.
    """

    heard: Heard
    on: When | None
    days: tuple[dt.date, ...]
    verdicts: tuple[Verdict, ...]
    in_doubt: bool

    @property
    def action(self) -> Action:
        """The action."""
        return self.heard.action

    @property
    def straddles(self) -> bool:
        """Whether it is counted on a day although it may have been agreed after it."""
        return self.on is not None and any(day < self.on.last for day in self.days)


class Quarters(KeptInOrder[Action, StoodByQuarter]):
    """Every action through the quarters, and how many had each verdict on each day.

    They rest on what the actions' standings do. To count all 20,000 through the years takes
    1.5 s; kept, and counted by what differs, they are told in 0.4 ms.

    Attributes:
        undated: actions of which it is not known when they were agreed.
        untold: actions of which that follows only from what was first said of them.
        straddling: actions that are counted on a day before which they may not have been agreed.
        in_doubt: actions of which on a day the order of what had been said is not certain.
    """

    kind = Action

    def numbers(self) -> Iterator[tuple[dt.date, Mapping[Verdict, int]]]:
        """How many actions had each verdict, day by day."""
        for day in sorted(self._numbers):
            if numbers := {verdict: n for verdict, n in self._numbers[day].items() if n}:
                yield day, numbers

    def _begin(self) -> None:
        self._numbers: dict[dt.date, Counter[Verdict]] = defaultdict(Counter)
        self.undated: dict[str, Action] = {}
        self.untold: dict[str, Action] = {}
        self.straddling: dict[str, Action] = {}
        self.in_doubt: dict[str, Action] = {}

    def _count(self, before: StoodByQuarter | None, now: StoodByQuarter | None) -> None:
        if before is not None:
            for day, verdict in zip(before.days, before.verdicts, strict=True):
                self._numbers[day][verdict] -= 1
            for noted in (self.undated, self.untold, self.straddling, self.in_doubt):
                noted.pop(before.action.id, None)
        if now is not None:
            for day, verdict in zip(now.days, now.verdicts, strict=True):
                self._numbers[day][verdict] += 1
            self._note(now)

    def _note(self, one: StoodByQuarter) -> None:
        for noted, applies in (
            (self.undated, one.on is None),
            (self.untold, one.on is not None and one.action.agreed_on is None),
            (self.straddling, one.straddles),
            (self.in_doubt, one.in_doubt),
        ):
            if applies:
                noted[one.action.id] = one.action

    def _work_out(self, record: Action) -> StoodByQuarter:
        on = _begun(self._view, record)
        said = heard(self._view, record)
        today = self._view.today
        begun = on if on is not None and on.first <= today else None
        days = _days(begun.first.year, _quarter(begun.first), today) if begun else ()
        stood = list(said.on_each(days))
        return StoodByQuarter(
            said,
            on,
            days,
            tuple(verdict for verdict, _ in stood),
            in_doubt=any(state is State.ORDER_NOT_KNOWN for _, state in stood),
        )

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return actions_resting_on(self._view.network, record)


def _begun(view: View, action: Action) -> When | None:
    if action.agreed_on is not None:
        return action.agreed_on
    return min((one.on for one in view.incoming(Update, "action", action.id)), default=None)


def _quarter(day: dt.date) -> int:
    return (day.month - 1) // _MONTHS_IN_A_QUARTER


@lru_cache(maxsize=1000)
def _days(year: int, quarter: int, today: dt.date) -> tuple[dt.date, ...]:
    """The ends of the quarters from one of a year on, and today."""
    ends = [dt.date(each, *end) for each in range(year, today.year + 1) for end in _ENDS]
    return (*(end for end in ends[quarter:] if end < today), today)
