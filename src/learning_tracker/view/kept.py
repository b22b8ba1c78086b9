"""What was worked out of each record, kept until something changes on which it rests."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from learning_tracker.kinds import Record
from learning_tracker.view.as_at import View

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Kept(ABC, Generic[R, T]):
    """What was worked out of each record of a kind, by the record's id; None is not kept.

    A question that asks of every action where it stands is answered hundreds of times faster
    when only those are looked at again of which something was said since.
    """

    def __init__(self, view: View) -> None:
        """Keep what is worked out of a view's records."""
        self._view = view
        self._kept: dict[str, T] = {}

    def of(self, record: R) -> T:
        """What follows from a record of the view."""
        kept = self._kept.get(record.id)
        if kept is None:
            kept = self._work_out(record)
            if kept is not None:
                self._kept[record.id] = kept
        return kept

    def forget(self, changed: Sequence[Record]) -> None:
        """Forget what rests on records that were put or taken."""
        for record in changed:
            resting = self._resting_on(record)
            if resting is None:
                self._forget_all()
            else:
                for one in resting:
                    self._forget_one(one)

    def _forget_one(self, identifier: str) -> None:
        self._kept.pop(identifier, None)

    def _forget_all(self) -> None:
        self._kept.clear()

    @abstractmethod
    def _work_out(self, record: R) -> T:
        """What follows from a record."""

    @abstractmethod
    def _resting_on(self, record: Record) -> Iterable[str] | None:
        """The ids of those of which what follows may rest on a record; None for all.

        The record may have been put or taken: what it says of others it says in its own
        fields, and what others say of it the network tells as it is now.
        """
