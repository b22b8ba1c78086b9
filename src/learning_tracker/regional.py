"""Trackers of several partnerships put together into one, for regional work.

Not to be confused with `merging`, which takes into a tracker what a copy of it has and it has
not, by what their histories share. Here two trackers are strangers, and neither is changed.
"""

from collections.abc import Collection, Mapping
from typing import Any

import attrs

from learning_tracker.comparing import ChangedIn, Difference
from learning_tracker.errors import ClashingIds, InvalidArgument, InvalidField, UnknownChoice
from learning_tracker.kinds import Record, kind_words, kinds
from learning_tracker.links import links_of
from learning_tracker.queries import suppression
from learning_tracker.queries.counting import plural
from learning_tracker.tables import Column, Table
from learning_tracker.tracker import Tracker

COMMON = ("theme",)
"""The kinds of record that partnerships share, unless it is said otherwise."""

CLASH_COLUMNS: tuple[Column[Difference], ...] = (
    Column("record", "Record", lambda row: f"{kind_words(row.record.kind)} {row.record.id}"),
    Column("fields", "Field", lambda row: tuple(one.name for one in row.fields)),
    Column("in_a", "In A", lambda row: tuple(one.a or "not given" for one in row.fields)),
    Column("in_b", "In B", lambda row: tuple(one.b or "not given" for one in row.fields)),
)


def merge(a: Tracker, b: Tracker, *, prefix: str = "", common: Collection[str] = COMMON) -> Tracker:
    """Put two trackers together into a new one, in memory; both stay as they are.

    All their records are taken, whatever their dates; of a tracker for the public, those that
    the public may read. What is the same in both is there once.

    Args:
        a: one of them.
        b: the other.
        prefix: what is put before the ids of the records of `b` and in every link to them, but
            for the kinds in common: "northshire-".
        common: with a prefix: the kinds of record whose ids stay as they are, so that both
            partnerships' findings are counted on the same themes.

    Returns:
        the tracker, as at their date if both have the same.

    Raises:
        ClashingIds: an id stands for different records in the two; the error holds all.
        InvalidArgument: with the prefix, ids are no longer ids.
        UnknownChoice: there is no such kind in common.
        BrokenNetwork: together, a relation runs in a circle.
    """
    for kind in common:
        if kind not in kinds():
            raise UnknownChoice("kind of record", kind, kinds())
    ours, theirs = _records_of(a), _prefixed(_records_of(b), prefix, common)
    clashes = [
        Difference(ours[one], theirs[one], ChangedIn.UNKNOWN)
        for one in sorted(ours.keys() & theirs.keys())
        if ours[one] != theirs[one]
    ]
    if clashes:
        raise ClashingIds(clashes, map(_told, clashes))
    return Tracker((ours | theirs).values(), date=a.date if a.date == b.date else None)


def clash_table(error: ClashingIds) -> Table[Difference]:
    """The ids that clash with the fields that differ, as they are in A and in B."""
    return Table(
        caption="Ids that stand for one record in A and another in B",
        rows=error.clashes,
        columns=CLASH_COLUMNS,
        empty="No id does.",
        denominator=plural(len(error.clashes), "id"),
    )


def _told(clash: Difference) -> str:
    sides = {kind_words(one.kind) for one in clash.records}
    if len(sides) > 1:
        what = " in A, ".join(kind_words(one.kind) for one in clash.records)
        return f"  {clash.record.id}: {what} in B"
    return f"  {clash.record.id}: {', '.join(one.name for one in clash.fields)}"


def _records_of(tracker: Tracker) -> dict[str, Record]:
    view = tracker.view
    if view.public:
        return {one.id: one for one in suppression.published(view)}
    return {one: view.network[one] for one in view.network}


def _prefixed(
    records: Mapping[str, Record], prefix: str, common: Collection[str]
) -> dict[str, Record]:
    """The records with a prefix before every id and in every link, but for the kinds in common."""
    if not prefix:
        return dict(records)
    ids = {
        one: one if type(record).kind in common else f"{prefix}{one}"
        for one, record in records.items()
    }
    try:
        made = [_renamed(record, ids) for record in records.values()]
    except InvalidField as found:
        longest = max(ids.values(), key=len)
        expected = f"one that makes ids of 1 to 64 characters without white space, as {longest}"
        raise InvalidArgument("prefix", expected, prefix) from found
    return {one.id: one for one in made}


def _renamed(record: Record, ids: Mapping[str, str]) -> Record:
    changed: dict[str, Any] = {"id": ids[record.id]}
    for link in links_of(type(record)):
        targets = tuple(ids[one] for one in link.ids(record))
        if targets:
            changed[link.field] = targets if link.many else targets[0]
    return attrs.evolve(record, **changed)
