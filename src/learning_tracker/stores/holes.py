"""Revisions without holes: what is lacking, or out of order, among all of a database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from learning_tracker.problems import Problem, error
from learning_tracker.stores.rows import ADVICE, Row, ordinal

_TOLD = 20
"""How many lacking revisions are told one by one."""


def holes(rows: Sequence[Row]) -> Iterator[Problem]:
    """What is lacking among all revisions, or out of order.

    Args:
        rows: every revision of a database, in their order, each of them whole.
    """
    yield from _lacking(_gaps([row.sequence for row in rows]))
    yield from _lacking_of_records(rows)
    yield from _moments(rows)


def _gaps(numbers: Iterable[int]) -> list[range]:
    """The numbers that are lacking to count from 1 without a gap.

    >>> _gaps([1, 2, 5, 6])
    [range(3, 5)]
    """
    steps = pairwise([0, *numbers])
    return [range(one + 1, other) for one, other in steps if other > one + 1]


def _lacking(gaps: list[range]) -> Iterator[Problem]:
    if sum(map(len, gaps)) > _TOLD:
        gaps, all_gaps = [], gaps
        many = sum(map(len, all_gaps))
        first, last = all_gaps[0][0], all_gaps[-1][-1]
        sentence = f"{many} revisions between {first} and {last} are lacking; {ADVICE}"
        yield error("lacking-revision", "", f"revisions {first} to {last}", sentence)
    for gap in gaps:
        for number in gap:
            sentence = f"revision {number} is lacking; {ADVICE}"
            yield error("lacking-revision", "", f"revision {number}", sentence)


def _lacking_of_records(rows: Sequence[Row]) -> Iterator[Problem]:
    doubtful = _not_in_step(rows)
    numbers: dict[str, list[int]] = defaultdict(list)
    for row in rows if doubtful else ():
        if row.id in doubtful:
            numbers[row.id].append(row.number)
    for record, known in numbers.items():
        yield _of_record(record, known)


def _not_in_step(rows: Sequence[Row]) -> set[str]:
    """The records whose revisions do not count from 1 up.

    They are found without a list for each record, which took four times as long.
    """
    last: dict[str, int] = {}
    found: set[str] = set()
    for row in rows:
        if row.number != last.get(row.id, 0) + 1:
            found.add(row.id)
        last[row.id] = row.number
    return found


def _of_record(record: str, known: list[int]) -> Problem:
    lacking = [f"the {ordinal(number)}" for gap in _gaps(sorted(known)) for number in gap]
    what = f"{', '.join(lacking[:_TOLD])} of its revisions" if lacking else "the order of them"
    sentence = f"of {record} {what} is lacking; {ADVICE}"
    return error("lacking-revision-of-record", record, record, sentence)


def _moments(rows: Iterable[Row]) -> Iterator[Problem]:
    """Revisions recorded earlier than the one before, or later than others of their change."""
    for before, row in pairwise(rows):
        same = before.change == row.change
        if row.at < before.at or same != (row.at == before.at):
            expected = f"at the moment of {before.name}" if same else f"later than {before.name}"
            sentence = f"{row.name} must have been recorded {expected}, and was not; {ADVICE}"
            yield error("moment-out-of-order", row.id, f"revision {row.sequence}", sentence)
