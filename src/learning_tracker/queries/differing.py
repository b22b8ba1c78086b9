"""What is another thing than before, told at once, as what has not changed is the same thing."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from itertools import compress
from operator import is_not
from typing import Generic, TypeVar

K = TypeVar("K")
T = TypeVar("T")


def differing(before: Mapping[K, T], now: Mapping[K, T]) -> Iterator[tuple[K, T | None, T | None]]:
    """The key of each thing that was put, taken or replaced, with what it was and what it is.

    >>> list(differing({"f1": "old", "f2": "same"}, {"f2": "same", "f3": "new"}))
    [('f3', None, 'new'), ('f1', 'old', None)]
    """
    # As tens of thousands are looked through, none is looked up that stands where it did (1 ms,
    # not 4, for the findings of a region).
    was = before.values() if list(before) == list(now) else map(before.get, now)
    others = list(compress(now, map(is_not, was, now.values())))
    for key in others:
        yield key, before.get(key), now[key]
    if len(before) + sum(key not in before for key in others) > len(now):
        for key in before.keys() - now.keys():
            yield key, before[key], None


class KeepsStep(ABC, Generic[K, T]):
    """What follows from things by key, of which a few are put and taken at a time."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._before: Mapping[K, T] = {}

    def keep_step(self, now: Mapping[K, T]) -> None:
        """Put and take what is another thing than before."""
        # If a look is broken off, all are put anew.
        before, self._before = self._before, {}
        if not before:
            self._begin()
        for key, was, one in differing(before, now):
            if was is not None:
                self._take(key, was)
            if one is not None:
                self._put(key, one)
        self._settle()
        self._before = now

    @abstractmethod
    def _begin(self) -> None:
        """Begin with nothing."""

    @abstractmethod
    def _put(self, key: K, one: T) -> None:
        """Put a thing."""

    @abstractmethod
    def _take(self, key: K, one: T) -> None:
        """Take away a thing that was put."""

    def _settle(self) -> None:
        """Work out what follows, once all are there."""


class InOrderOfId(Generic[T]):
    """Things by id and in order of id, of which a few are put and taken at a time.

    >>> held = InOrderOfId()
    >>> held.put("f2", "old"); held.put("f1", "same")
    >>> held.settle()
    {'f1': 'same', 'f2': 'old'}
    >>> held.take("f2"), held.take("f1"), held.put("f2", "new")
    ('old', 'same', None)
    >>> held.settle()
    {'f2': 'new'}
    """

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._found: dict[str, T] = {}
        self._put: dict[str, T] = {}
        self._taken: set[str] = set()

    def put(self, key: str, one: T) -> None:
        """Put a thing, in the place of another that may be there."""
        self._put[key] = one

    def take(self, key: str) -> T:
        """Take away what was there; what is put in its place, before or after, stays."""
        self._taken.add(key)
        return self._found[key]

    def settle(self) -> dict[str, T]:
        """All that are there now."""
        for key in self._taken - self._put.keys():
            del self._found[key]
        in_order = self._put.keys() <= self._found.keys()
        self._found.update(self._put)
        if not in_order:
            self._found = {key: self._found[key] for key in sorted(self._found)}
        self._put, self._taken = {}, set()
        return self._found
