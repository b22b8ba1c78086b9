"""The reverse of a link: which records refer to an id by it.

Half of the ids that are referred to are so by one record, and most of the others by a few. So
the id of a single one stands by itself, a few are a tuple, and only many are the keys of a
dictionary, from which one is quickly taken away. With dictionaries for all, the index would
weigh 181 bytes a record in place of 86.
"""

from collections.abc import Collection, Iterable, KeysView
from operator import attrgetter

from learning_tracker.kinds import Record
from learning_tracker.links import Link

_FEW = 8


class Referring:
    """The ids of the records that refer to an id by one link, in the order of their coming.

    Attributes:
        link: the link.
    """

    __slots__ = ("_by_target", "link")

    def __init__(self, link: Link) -> None:
        self.link = link
        self._by_target: dict[str, str | tuple[str, ...] | dict[str, None]] = {}

    def to(self, target: str) -> Collection[str]:
        """The ids of the records that refer to an id."""
        found = self._by_target.get(target, ())
        return (found,) if isinstance(found, str) else found

    @property
    def targets(self) -> KeysView[str]:
        """The ids that any record refers to."""
        return self._by_target.keys()

    def take_in(self, records: Iterable[Record]) -> None:
        """Enter new records of a kind that has the link."""
        by_target, held_by = self._by_target, attrgetter(self.link.field)
        for record in records:
            held = held_by(record)
            if not held:  # no ids, or None
                continue
            one = record.id
            # Written out, as a call for each reference would double the time.
            for target in held if self.link.many else (held,):
                others = by_target.get(target)
                if others is None:
                    by_target[target] = one
                elif isinstance(others, str):
                    by_target[target] = (others, one)
                elif isinstance(others, dict):
                    others[one] = None
                else:
                    by_target[target] = _with(others, one)

    def add(self, target: str, one: str) -> None:
        """Enter one reference, if it is not there yet."""
        others = self.to(target)
        if one in others:
            return
        if isinstance(others, dict):
            others[one] = None
        else:
            self._by_target[target] = _with(tuple(others), one) if others else one

    def discard(self, target: str, one: str) -> None:
        """Take one reference away, if it is there."""
        others = self.to(target)
        if one not in others:
            return
        if isinstance(others, dict) and len(others) > 1:
            del others[one]
        elif left := tuple(each for each in others if each != one):
            self._by_target[target] = left if len(left) > 1 else left[0]
        else:
            del self._by_target[target]


def _with(others: tuple[str, ...], one: str) -> tuple[str, ...] | dict[str, None]:
    return (*others, one) if len(others) < _FEW else dict.fromkeys((*others, one))
