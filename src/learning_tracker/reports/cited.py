"""The records behind a statement, each once, gathered when somebody asks for them.

A report states far more than it shows, as page one is tried in ever shorter forms, and most of
what is stated rests on thousands of records. Gathered at once they took a sixth of the time of
a report on five thousand records; of a note that is cut only the first are put in order, for
which only those of the first kinds are looked at.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import chain
from typing import TypeAlias, cast, overload

from learning_tracker.kinds import Record, by_id
from learning_tracker.tables import HasId

Gathered: TypeAlias = Iterable[HasId] | Callable[[], Iterable[HasId]]
"""Records, or what gathers them; what a table of a report knows by id are records."""


class Cited(Sequence[Record]):
    """Records, each once, by kind and id.

    >>> from learning_tracker.records import Theme
    >>> b, a = Theme(id="b", name="Neglect"), Theme(id="a", name="Fathers")
    >>> [one.id for one in Cited(lambda: [b, a, b])], [one.id for one in Cited([b, a]).first(1)]
    (['a', 'b'], ['a'])
    """

    def __init__(self, *gathered: "Gathered | Cited") -> None:
        """Records of one origin or several, of which some may be cited elsewhere too."""
        self._gathered = gathered
        self._first: dict[int, tuple[Record, ...]] = {}

    @cached_property
    def once(self) -> tuple[Record, ...]:
        """The records in the order in which they were gathered."""
        found = chain.from_iterable(map(_gathered, self._gathered))
        once = tuple({record.id: record for record in found}.values())
        self._gathered = ()  # what gathers them may hold on to all rows of a table
        return cast("tuple[Record, ...]", once)

    @cached_property
    def _sorted(self) -> tuple[Record, ...]:
        return tuple(sorted(self.once, key=_place))

    def first(self, most: int | None) -> tuple[Record, ...]:
        """The first of them; all for None."""
        if most is None or len(self) <= most:
            return self._sorted
        if most not in self._first:  # the rows of a table share what they are counted among
            self._first[most] = _first(self.once, most)
        return self._first[most]

    def __len__(self) -> int:
        return len(self.once)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._sorted)

    @overload
    def __getitem__(self, position: int) -> Record: ...

    @overload
    def __getitem__(self, position: slice) -> tuple[Record, ...]: ...

    def __getitem__(self, position: int | slice) -> Record | tuple[Record, ...]:
        return self._sorted[position]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cited | tuple) and self._sorted == tuple(other)

    def __hash__(self) -> int:
        return hash(self._sorted)


def _gathered(part: Gathered | Cited) -> Iterable[HasId]:
    if isinstance(part, Cited):
        return part.once
    return part() if callable(part) else part


def _first(records: Iterable[Record], most: int) -> tuple[Record, ...]:
    """The first of many records in order."""
    found: list[Record] = []
    for kind in sorted({type(one) for one in records}, key=lambda kind: kind.kind):
        of_kind = (one for one in records if type(one) is kind)
        found += nsmallest(most - len(found), of_kind, key=by_id)
        if len(found) == most:
            break
    return tuple(found)


def cited(gathered: Gathered) -> Cited:
    """Records as a statement has them."""
    return gathered if isinstance(gathered, Cited) else Cited(gathered)


def _place(record: Record) -> tuple[str, str]:
    return type(record).kind, record.id
