"""Records in memory: kept while the program runs, with their history since it began."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from learning_tracker.kinds import Record, mint
from learning_tracker.later import Later
from learning_tracker.moments import minute_words
from learning_tracker.network import Network
from learning_tracker.redaction import Of, Redaction, Target, without_text
from learning_tracker.revisions import Change, Edit, Heading, Revision, now_after, revisions_of
from learning_tracker.stores.store import Behind, Copy, Deed, Held

if TYPE_CHECKING:
    from learning_tracker.stores import notes, rewriting
else:
    notes = Later("learning_tracker.stores.notes")
    rewriting = Later("learning_tracker.stores.rewriting")


class Memory:
    """A store that keeps nothing beyond the program.

    It is also what every other store is compared with: each must answer as this one does.

    Attributes:
        signed: False; nobody else will ask who made a change.
    """

    signed = False

    def __init__(self, records: Iterable[Record] = ()) -> None:
        """Begin with these records, as held from now on."""
        self._first = tuple(records)
        self._began = now_after(None)
        self._revisions: list[Revision] = []
        self._numbers: dict[str, int] = {}
        self._copies: list[Copy] = []
        self._redactions: list[Redaction] = []

    @property
    def history_since(self) -> dt.datetime:
        """When it began."""
        return self._began

    @property
    def history_limit(self) -> str:
        """That its history begins when it was opened."""
        return (
            f"this history begins when the tracker was opened, at {minute_words(self._began)}: a "
            "plain file and memory keep none; a database keeps all of it"
        )

    def must_let(self, deed: Deed) -> None:
        """Whoever has it may do anything with it."""
        del deed

    def load(self, until: dt.datetime | None = None) -> Held:
        """The records, or those held at a moment."""
        before = until is not None and until < self._began
        return Held(Network(self.records(until)), 0 if before else len(self._revisions))

    def records(self, until: dt.datetime | None = None) -> tuple[Record, ...]:
        """The records, or those held at a moment, as they are."""
        if until is not None and until < self._began:
            return ()
        if not self._revisions:
            return self._first
        held: dict[str, Record] = {record.id: record for record in self._first}
        for revision in self._revisions:
            if until is not None and revision.at > until:
                break
            held.pop(revision.id, None)
            if revision.record is not None:
                held[revision.id] = revision.record
        return tuple(held.values())

    def append(self, change: Change, after: int, network: Network) -> None:
        """Keep a change, all of it or nothing.

        Raises:
            Behind: another tracker has changed the store since; nothing is kept.
        """
        del network
        if after != len(self._revisions):
            raise Behind
        last = self._revisions[-1].at if self._revisions else self._began
        made = revisions_of(change, self._number, after=after, last=last)
        self._revisions += made
        self._numbers.update((one.id, one.number) for one in made)

    def _number(self, edit: Edit) -> int:
        return self._numbers.get(edit.id, int(edit.before is not None)) + 1

    def take_in(self, records: Iterable[Record], why: str = "") -> None:
        """Hold these records from now on; what that changes is one change, by nobody known."""
        known = {record.id: record for record in self.records()}
        there = {record.id: record for record in records}
        edits = tuple(
            Edit(known.get(one), there.get(one))
            for one in sorted(known.keys() | there.keys())
            if known.get(one) != there.get(one)
        )
        if edits:
            self.append(Change("", why, edits), len(self._revisions), Network())

    def since(self, position: int) -> tuple[Revision, ...]:
        """The revisions added after a position, in their order."""
        return tuple(self._revisions[position:])

    def revisions(
        self,
        *,
        record: str | None = None,
        change: str | None = None,
        since: dt.datetime | None = None,
    ) -> tuple[Revision, ...]:
        """The revisions that are kept, in their order; see `Store.revisions`.

        What was there from the beginning has a first revision that no change made.
        """
        everything = (*map(self._from_the_first, self._first), *self._revisions)
        return tuple(
            one
            for one in everything
            if record in {None, one.id}
            and change in {None, one.change}
            and (since is None or one.at > since)
        )

    def headings(self) -> tuple[Heading, ...]:
        """The revisions in their order; their records are at hand."""
        return self.revisions()

    def _from_the_first(self, record: Record) -> Revision:
        return Revision(
            sequence=0,
            change="",
            id=record.id,
            number=1,
            kind=type(record).kind,
            at=self._began,
            by="",
            why="",
            record=record,
        )

    def make_views(self, after: int, network: Network) -> tuple[str, ...]:
        """Nothing is made: other tools do not read it."""
        del after, network
        return ()

    def note_copy(self, place: str, what: str) -> None:
        """Remember that a copy was made, while the program runs."""
        self._copies.append(Copy(now_after(None), notes.place_words(place), what))

    def copies(self) -> tuple[Copy, ...]:
        """The copies that are known."""
        return tuple(self._copies)

    def redact(self, target: Target, by: str, why: str) -> Redaction:
        """Take a text out of every revision where it stands; see `Store.redact`."""
        told = target.among(self._redactions)
        now = None if told is None else told.without(target.field)
        old = [*self._first, *self._revisions]
        self._first = tuple(
            without_text(one, target.field)
            if (target.of, target.id) == (Of.RECORD, one.id)
            else one
            for one in self._first
        )
        self._revisions = [rewriting.redacted(one, target, now) for one in self._revisions]
        rewritten = sum(map(_differ, old, [*self._first, *self._revisions]))
        if now is not None:
            self._redactions[now.number - 1] = now
        at = now_after(self._revisions[-1].at if self._revisions else self._began)
        number = len(self._redactions) + 1
        done = Redaction(number, at, target.id, target.field, by, why, rewritten)
        self._redactions.append(done)
        if target.of is Of.RECORD:
            record = next((one for one in self.records() if one.id == target.id), None)
            self._tell(done, record)
        return done

    def _tell(self, done: Redaction, record: Record | None) -> None:
        last = self.revisions(record=done.id)[-1]
        number = last.number + 1
        told = attrs.evolve(
            last,
            sequence=len(self._revisions) + 1,
            change=mint("change"),
            number=number,
            at=done.at,
            by=done.by,
            why=done.reason,
            record=record,
        )
        self._revisions.append(told)
        self._numbers[done.id] = number

    def redactions(self) -> tuple[Redaction, ...]:
        """The redactions that were made while the program runs."""
        return tuple(self._redactions)

    def scrub(self, target: Target) -> tuple[str, ...]:
        """Nothing is left: nothing is kept."""
        del target
        return ()

    def close(self) -> None:
        """Nothing is to be let go of."""


def _differ(one: object, other: object) -> bool:
    return one != other
