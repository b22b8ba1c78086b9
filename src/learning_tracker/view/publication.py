"""What the public may read: what is published, and nothing that rests only on what is not.

A source is kept from the public unless its publication says "published". Any other record
is kept from it where one of its links leads only to what is: a finding of which every
source is, an action that answers only such findings, evidence drawn from such an audit.
Which links a record rests on, they declare themselves (`Links.rests`).
"""

from collections.abc import Callable

from learning_tracker.fields import once_per_kind
from learning_tracker.kinds import Record
from learning_tracker.links import Link, links_of
from learning_tracker.network import Network
from learning_tracker.records import Source
from learning_tracker.vocabulary import Publication


def may_be_read(record: Record, network: Network, sees: Callable[[Record], bool]) -> bool:
    """Whether the public may read a record.

    Args:
        record: the record.
        network: where the records are that it rests on.
        sees: whether the public may read one of these.
    """
    if isinstance(record, Source):
        return record.publication is Publication.PUBLISHED
    for link in _foundations(type(record)):
        targets = (network[one] for one in link.ids(record))
        able = [one for one in targets if _may_be_kept_back(type(one))]
        if able and not any(map(sees, able)):
            return False
    return True


@once_per_kind
def _foundations(kind: type[Record]) -> tuple[Link, ...]:
    """The links of a kind of record that it rests on, or cannot be without."""
    return tuple(link for link in links_of(kind) if link.declared.rests or link.required)


@once_per_kind
def _may_be_kept_back(kind: type[Record]) -> bool:
    """Whether records of a kind may rest on a source; themes, agencies and meetings do not."""
    return issubclass(kind, Source) or any(link.declared.rests for link in links_of(kind))
