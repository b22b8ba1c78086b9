"""Taking a record away, with everything that cannot stand without it, and what then is stated."""

from collections.abc import Callable, Iterable

import attrs

from learning_tracker import Record
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
) -> None:
    """Take a record away and compare every statement with what it was.

    What page one has no room for is told in another way; what it does tell stays the same.
    """
    left, removed = without(records, gone)
    after = state(left)
    for key, (text, basis) in before.items():
        if basis & removed:
            assert after.get(key) != (text, basis), key
        elif basis and (key in after or not key.startswith("page-one/")):
            assert after.get(key, ("", None))[0] == text, key
