"""What the public may read: what is published, and nothing that rests only on what is not.

A source is open if its publication says "published" and it was so by the day as at which it
is read; it is kept back otherwise. Any other
record rests on what its links say (`Links.rests`), and on what it cannot be without. It is
kept back where one of these links leads to what is kept back and to nothing open: a finding
of which every source is, an action that answers only such findings, evidence drawn from such
an audit. What rests on no source at all, such as a theme, is neither: the public may read
it, but it opens nothing else.
"""

from collections.abc import Mapping
from enum import Enum

from learning_tracker.fields import once_per_kind
from learning_tracker.kinds import Record
from learning_tracker.links import Link, links_of
from learning_tracker.network import Network
from learning_tracker.records import Source
from learning_tracker.vocabulary import Publication


class Openness(Enum):
    """Whether a record rests on what the public may read."""

    OPEN = "open"
    NEITHER = "neither"
    KEPT_BACK = "kept back"


class Readership:
    """Tells which records of a network the public may read, among those seen on a day.

    It holds for the network as it is: make a new one after a change.
    """

    def __init__(self, network: Network, seen: Mapping[str, Record]) -> None:
        self._network = network
        self._seen = seen
        self._told: dict[str, Openness] = {}

    def may_read(self, record: Record) -> bool:
        """Whether the public may read a record."""
        return record.id in self._seen and self._of(record) is not Openness.KEPT_BACK

    def _of(self, record: Record) -> Openness:
        if record.id not in self._told:
            # A record that rests, by way of others, on itself is not kept back for that.
            self._told[record.id] = Openness.NEITHER
            self._told[record.id] = self._found(record)
        return self._told[record.id]

    def _found(self, record: Record) -> Openness:
        if isinstance(record, Source):
            return Openness.OPEN if self._is_published(record) else Openness.KEPT_BACK
        rests_on = [self._behind(link, record) for link in _foundations(type(record))]
        if any(Openness.KEPT_BACK in found and Openness.OPEN not in found for found in rests_on):
            return Openness.KEPT_BACK
        if any(Openness.OPEN in found for found in rests_on):
            return Openness.OPEN
        return Openness.NEITHER

    def _is_published(self, source: Source) -> bool:
        """Whether a source is published, and is so by the day as at which it is read."""
        if source.publication is not Publication.PUBLISHED:
            return False
        seen = self._seen.get(source.id, source)
        return _published_on(source) is None or _published_on(seen) is not None

    def _behind(self, link: Link, record: Record) -> set[Openness]:
        return {self._opens(self._network[one]) for one in link.ids(record)}

    def _opens(self, record: Record) -> Openness:
        """What a record does for those that rest on it: one that is not there yet opens none."""
        found = self._of(record)
        if found is Openness.OPEN and record.id not in self._seen:
            return Openness.NEITHER
        return found


def _published_on(record: Record) -> object:
    """When it was published, as far as that is known by the day."""
    return getattr(record, "published_on", None)


@once_per_kind
def _foundations(kind: type[Record]) -> tuple[Link, ...]:
    """The links of a kind of record that it rests on, or cannot be without."""
    return tuple(link for link in links_of(kind) if link.declared.rests or link.required)
