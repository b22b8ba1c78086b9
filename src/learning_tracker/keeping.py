"""A network and the store that keeps it: one change after another, also when others write too.

A tracker knows its store up to a position. A change is kept only if the store has not gone
on since; if it has, what the others made is taken in first, and the change is made on top of
it: unless it touches what they touched, or no longer fits what they left.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial

import attrs

from learning_tracker.errors import (
    BrokenNetwork,
    ConflictError,
    InvalidArgument,
    Misfit,
    NoAuthor,
)
from learning_tracker.fields import text
from learning_tracker.kinds import Record
from learning_tracker.links import references
from learning_tracker.moments import minute_words
from learning_tracker.network import Journal, Network
from learning_tracker.pausing import collection_paused
from learning_tracker.revisions import Change, Edit, Revision
from learning_tracker.stores.store import Behind, Store


class Keeper:
    """Keeps what is changed in a network in a store, and the network up to date with it.

    Attributes:
        network: the records.
        store: where they are kept.
    """

    def __init__(self, store: Store) -> None:
        """Load what the store holds.

        Raises:
            StoreProblem: it cannot be read.
            InvalidData: something is wrong with its content.
            BrokenNetwork: its links are not whole.
        """
        try:
            with collection_paused():
                held = store.load()
        except BaseException:
            store.close()
            raise
        self.store = store
        self.network = held.network
        self._position = held.position

    @contextmanager
    def change(self, by: str, why: str) -> Iterator[None]:
        """Change several records as one: all of it stands and is kept, or none of it.

        Raises:
            NoAuthor: the store keeps who changes it, and `by` is blank.
            InvalidArgument: `by` or `why` is no text.
            ChangeWithinChange: a change is under way.
            BrokenNetwork: at its end, a link leads nowhere, to the wrong kind or in a circle.
            ConflictError: others changed the same meanwhile; their change was taken in.
            StoreProblem: it cannot be kept; nothing is changed.
        """
        if self.network.changing:
            with self.network.change():  # which says that there cannot be two
                yield
        _must_be_said("by", by)
        _must_be_said("why", why)
        if self.store.signed and not by.strip():
            raise NoAuthor
        made = _Made(by.strip(), why.strip())
        try:
            with self.network.change(keep=partial(self._keep, made)):
                yield
        except Behind:
            self._make_again(made.change)
        else:
            self._position += len(made.change.edits)

    def _keep(self, made: "_Made", journal: Journal) -> None:
        made.change = Change(made.by, made.why, tuple(_edits(journal, self.network)))
        if made.change.edits:
            self.store.append(made.change, self._position, self.network)

    def _make_again(self, change: Change) -> None:
        """Take in what others made and make the change on top, until it is kept or cannot be.

        Raises:
            ConflictError: it does not fit what others made.
        """
        kept = False
        while not kept:
            theirs = self.refresh()
            _must_not_clash(change, theirs)
            try:
                with self.network.change(keep=lambda _: self._append(change)):
                    put_all(self.network, change.edits)
                kept = True
            except Behind:
                continue
            except BrokenNetwork as found:
                # Whole before and after each change alone, so both together are at fault.
                at_fault = _joined_to(change, theirs)
                raise ConflictError(
                    [edit.id for edit in change.edits], [*map(_done, at_fault), str(found)]
                ) from None
        self._position += len(change.edits)

    def _append(self, change: Change) -> None:
        self.store.append(change, self._position, self.network)

    def make_views(self) -> tuple[str, ...]:
        """Make what other tools read in the store beside the records, and tell its names.

        Raises:
            ChangeWithinChange: a change is under way.
            StoreProblem: the store cannot be written.
        """
        while True:
            self.refresh()
            try:
                return self.store.make_views(self._position, self.network)
            except Behind:
                continue

    def refresh(self) -> tuple[Revision, ...]:
        """Take in what others have added to the store since, and give it back.

        Raises:
            ChangeWithinChange: a change is under way.
            StoreProblem: the store cannot be read.
            InvalidData: something is wrong with what was added.
        """
        added = self.store.since(self._position)
        latest = {revision.id: revision for revision in added}
        with self.network.change():
            put_all(
                self.network,
                [
                    Edit(self.network.get(one), each.record)
                    for one, each in latest.items()
                    if one in self.network or each.record is not None
                ],
            )
        if added:
            self._position = added[-1].sequence
        return added


_NOTHING = Change("", "", ())


@attrs.define
class _Made:
    """A change that is being made."""

    by: str
    why: str
    change: Change = _NOTHING


def _must_be_said(name: str, value: object) -> None:
    try:
        text(value)
    except Misfit as found:
        raise InvalidArgument(name, found.expected, value) from None


def _edits(journal: Journal, network: Network) -> Iterator[Edit]:
    """What a change comes to: what is as it was before is none of it."""
    for identifier, before in journal.items():
        after = network.get(identifier)
        if before != after:
            yield Edit(before, after)


def put_all(network: Network, edits: Iterable[Edit]) -> None:
    """Have each record stand as it does after its edit, whatever stands there now."""
    for edit in edits:
        if edit.id in network:
            network.remove(edit.id)
        if edit.after is not None:
            network.add(edit.after)


def _must_not_clash(change: Change, theirs: Iterable[Revision]) -> None:
    mine = {edit.id: edit for edit in change.edits}
    latest = {one.id: one for one in theirs if one.id in mine}
    if latest:
        raise ConflictError(
            sorted(latest), [_clash(mine[one], each) for one, each in sorted(latest.items())]
        )


def _clash(mine: Edit, theirs: Revision) -> str:
    if theirs.record is None:
        return _done(theirs)
    if mine.after is None:
        return _done(theirs, ", which was to be removed,")
    differing = ", ".join(fields_that_differ(mine.after, theirs.record))
    told = f", and differs from yours in {differing}" if differing else ", in the same way"
    return f"{_done(theirs)}{told}"


def _done(theirs: Revision, aside: str = "") -> str:
    """What somebody else did to a record, who, and when."""
    deed = "removed" if theirs.record is None else "changed"
    who = theirs.by or "another program"
    return f"{theirs.id}{aside} was {deed} by {who} at {minute_words(theirs.at)}"


def _joined_to(change: Change, theirs: Iterable[Revision]) -> list[Revision]:
    """What others did last to each record that a change refers to, or that refers to its own."""
    own = {edit.id for edit in change.edits}
    meant = {one for edit in change.edits for one in _led_to(edit.after)}
    latest = {one.id: one for one in theirs if one.id in meant or own & _led_to(one.record)}
    return [latest[one] for one in sorted(latest)]


def _led_to(record: Record | None) -> set[str]:
    return {one for _, one in references(record)} if record is not None else set()


def fields_that_differ(one: Record, other: Record) -> list[str]:
    """The names of the fields in which two records differ; all, if they are of two kinds."""
    names = [field.name for field in attrs.fields(type(one))]
    if type(one) is not type(other):
        return names
    return [name for name in names if getattr(one, name) != getattr(other, name)]
