"""Rules that look at one record at a time, and what they found, kept while records change.

All rules over 200 thousand records take seconds. After a change a rule looks again only at
the records of which it may now find something else.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from learning_tracker.kinds import Record
from learning_tracker.network import Network
from learning_tracker.problems import Problem
from learning_tracker.view import KeptInOrder, View

R = TypeVar("R", bound=Record)

Rule = Callable[[View], Iterator[Problem]]
"""All that is found in a view, in order of the records' ids."""

Look = Callable[[View, R], Iterator[Problem]]
"""What is found in one record."""

RestsOn = Callable[[Network, Record], Iterable[str] | None]
"""The ids of those in which something else may be found once a record was put or taken.

None for all; see `view.Kept`.
"""


def itself(_: Network, record: Record) -> Iterable[str]:
    """Only the record itself."""
    return (record.id,)


def of_each(kind: type[R], rests_on: RestsOn = itself) -> Callable[[Look[R]], Rule]:
    """Make a rule that looks at each record of a kind.

    Args:
        kind: a kind of record, or a class above several.
        rests_on: by what it may find something else in a record than before.
    """

    def rule_that(look: Look[R]) -> Rule:
        def rule(view: View) -> Iterator[Problem]:
            return chain.from_iterable(view.index(_RuleByRule).by(look, kind, rests_on))

        for name in ("__doc__", "__module__", "__name__", "__qualname__"):
            setattr(rule, name, getattr(look, name))
        return rule

    return rule_that


class _RuleByRule:
    """What rules found in the records of a view, rule by rule."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._by: dict[Look[Any], _FoundByRule] = {}

    def by(
        self, look: Look[Any], kind: type[Record], rests_on: RestsOn
    ) -> tuple[tuple[Problem, ...], ...]:
        """What one rule found, record by record."""
        if look not in self._by:
            self._by[look] = _FoundByRule(self._view, kind, look, rests_on)
        return self._by[look].every()

    def forget(self, changed: Sequence[Record]) -> None:
        """Have every rule look again at what rests on records that were put or taken."""
        for one in self._by.values():
            one.forget(changed)


class _FoundByRule(KeptInOrder[Record, tuple[Problem, ...]]):
    def __init__(self, view: View, kind: type[Record], look: Look[Any], rests_on: RestsOn) -> None:
        super().__init__(view)
        self.kind = kind
        self._problems_of = look
        self._rests_on = rests_on

    def _work_out(self, record: Record) -> tuple[Problem, ...] | None:
        return tuple(self._problems_of(self._view, record)) or None

    def _resting_on(self, record: Record) -> Iterable[str] | None:
        return self._rests_on(self._view.network, record)
