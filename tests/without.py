"""Taking a record away, with everything that cannot stand without it."""

from collections.abc import Iterable

import attrs

from learning_tracker import Record
from learning_tracker.links import links_of


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
