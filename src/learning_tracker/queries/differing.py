"""What is another thing than before, told at once, as what has not changed is the same thing."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


def differing(
    before: Mapping[str, T], now: Mapping[str, T]
) -> Iterator[tuple[str, T | None, T | None]]:
    """The key of each thing that was put, taken or replaced, with what it was and what it is.

    >>> list(differing({"f1": "old", "f2": "same"}, {"f2": "same", "f3": "new"}))
    [('f3', None, 'new'), ('f1', 'old', None)]
    """
    was = before.get
    others = [key for key, one in now.items() if was(key) is not one]
    for key in others:
        yield key, was(key), now[key]
    if len(before) + sum(key not in before for key in others) > len(now):
        for key in before.keys() - now.keys():
            yield key, before[key], None
