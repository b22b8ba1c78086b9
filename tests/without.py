"""Taking a record away, with everything that cannot stand without it, and what then is stated.

What a figure of a day may rest on is what is seen on that day. So what is taken away is all
that is no longer seen: a finding too that no source is left for but one that is still to
come. And nothing is told of taking away, with an audit's topic, an audit that is still to
come: no figure can cite it, and yet what it raised is known to be of no certain date.
"""

import datetime as dt
from collections.abc import Callable, Iterable

import attrs
from hypothesis import strategies as st

from learning_tracker import Record, Tracker
from learning_tracker.links import links_of
from learning_tracker.reports.document import Statement

Told = dict[str, tuple[str, frozenset[str]]]
"""What is stated, by key: the text and the ids of the records behind it."""


def without(records: Iterable[Record], gone: str) -> tuple[list[Record], set[str]]:
    """The records that are left when one is removed, and the ids of all that went with it.

    A link that may be absent loses the id; a record that cannot be without the link goes too.
    """
    left = {record.id: record for record in records}
    ahead, removed = {gone}, set[str]()
    while ahead:
        removed |= ahead
        for one in ahead:
            left.pop(one, None)
        stripped = {record.id: _stripped(record, removed) for record in left.values()}
        ahead = {one for one, record in stripped.items() if record is None}
        left = {one: record for one, record in stripped.items() if record is not None}
    return list(left.values()), removed


def _stripped(record: Record, removed: set[str]) -> Record | None:
    changed = {}
    for link in links_of(type(record)):
        kept = tuple(one for one in link.ids(record) if one not in removed)
        if len(kept) < len(link.ids(record)):
            if len(kept) < max(link.declared.at_least, int(link.required)):
                return None
            changed[link.field] = kept if link.many else None
    return attrs.evolve(record, **changed) if changed else record


@attrs.frozen
class Taken:
    """What became of records when one was taken away.

    Attributes:
        left: the records that are left.
        lost: the ids that were seen on the day and are no longer.
        unseen: the ids that went although they were not seen on the day.
    """

    left: list[Record]
    lost: set[str]
    unseen: set[str]


def taken(records: Iterable[Record], gone: str, date: dt.date | str | None) -> Taken:
    """Take a record away, and look on a day at what that takes from sight."""
    every = list(records)
    left, removed = without(every, gone)
    before = set(Tracker(every, date=date))
    return Taken(left, before - set(Tracker(left, date=date)), removed - before)


def removable(records: list[Record], date: str, *kept: str) -> st.SearchStrategy[str]:
    """Ids of records that can be taken away so that those to be kept are still seen."""

    def fits(one: str) -> bool:
        found = taken(records, one, date)
        return not found.unseen and found.lost.isdisjoint(kept)

    return st.sampled_from(sorted(set(Tracker(records, date=date)).difference(kept))).filter(fits)


def told(statements: Iterable[Statement]) -> Told:
    """What is stated, by key: the text and the ids of the records behind it."""
    return {
        one.key: (one.text, frozenset(record.id for record in (*one.cites, *one.among)))
        for one in statements
    }


def check_without(
    records: list[Record],
    before: Told,
    gone: str,
    state: Callable[[list[Record]], Told],
    date: str,
) -> None:
    """Take a record away and compare every statement with what it was.

    What page one has no room for is told in another way; what it does tell stays the same.
    """
    found = taken(records, gone, date)
    after = state(found.left)
    for key, (text, basis) in before.items():
        if basis & found.lost:
            assert after.get(key) != (text, basis), key
        elif basis and (key in after or not key.startswith("page-one/")):
            assert after.get(key, ("", None))[0] == text, key
