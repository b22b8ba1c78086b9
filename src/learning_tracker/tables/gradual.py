"""Rows that are made as they are read."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar, overload

T = TypeVar("T")


class Gradually(Sequence[T]):
    """Rows that are made as they are read and then kept; their number is known without them.

    Of some answers, such as every improvement with every action before it, there are millions of
    rows in a large tracker, and the first of them and their number are what is looked at.

    >>> rows = Gradually(iter("abc"), lambda: 3)
    >>> len(rows), rows[1], rows[-1], rows[:2], list(rows)
    (3, 'b', 'c', ('a', 'b'), ['a', 'b', 'c'])
    """

    def __init__(self, rows: Iterator[T], number: Callable[[], int]) -> None:
        """Hold rows that are still to be made.

        Args:
            rows: makes them, in order.
            number: tells how many they are.
        """
        self._left = rows
        self._made: list[T] = []
        self._count = number
        self._number: int | None = None

    def __len__(self) -> int:
        if self._number is None:
            self._number = self._count()
        return self._number

    def __bool__(self) -> bool:
        self._read(1)
        return bool(self._made)

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[T, ...]: ...

    def __getitem__(self, place: int | slice) -> T | tuple[T, ...]:
        if isinstance(place, slice):
            ends = (place.start or 0, place.stop, place.step or 1)
            known = ends[1] is not None and min(ends) >= 0
            self._read(place.stop if known else len(self))
            return tuple(self._made[place])
        if place < 0:
            place += len(self)
        self._read(place + 1)
        if not 0 <= place < len(self._made):
            raise IndexError(place)
        return self._made[place]

    def __iter__(self) -> Iterator[T]:
        place = 0
        while self._read(place + 1):
            yield self._made[place]
            place += 1

    def _read(self, number: int) -> bool:
        """Make so many rows, as far as there are; whether there are so many."""
        if number > len(self._made):
            self._made += islice(self._left, number - len(self._made))
        return number <= len(self._made)
