"""A tracker in a database: every revision is kept, and what is current follows from them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import attrs

from learning_tracker.errors import InvalidData, StoreProblem
from learning_tracker.kinds import mint
from learning_tracker.network import Network
from learning_tracker.pausing import collection_paused
from learning_tracker.problems import Problems
from learning_tracker.redaction import Of, Redaction, Target
from learning_tracker.revisions import Change, Heading, Revision, now_after
from learning_tracker.stores.derived import Derived
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.holes import holes
from learning_tracker.stores.migrating import migrate
from learning_tracker.stores.notes import (
    note_copies,
    note_redactions,
    noted_copies,
    noted_redactions,
    place_words,
    rewrite_redaction,
)
from learning_tracker.stores.rewriting import redacted, rewrite
from learning_tracker.stores.rows import (
    ADVICE,
    COLUMNS,
    Row,
    condition,
    held_at,
    moment_text,
    network_of,
    revision_of,
    row_of,
    rows_of,
    whole,
)
from learning_tracker.stores.store import Behind, Copy, Deed, Held

_ALL = f"SELECT {', '.join(COLUMNS)} FROM revision"
_HEADINGS = (
    "SELECT change_id, record_id, number, kind, recorded_at, changed_by, why, body IS NULL "
    "FROM revision ORDER BY sequence"
)
_NUMBERS = "SELECT record_id, max(number) FROM revision WHERE record_id IN ({}) GROUP BY record_id"
_AT_ONCE = 500
"""Of how many records that is asked at once; older versions of SQLite take no more than 999."""
_INSERT = f"INSERT INTO revision ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


class Database:
    """A store that keeps every revision in a table `revision` of a database.

    Attributes:
        signed: True; a change without an author is refused.
        history_since: None; all of the history is there.
        history_limit: ""; all of it is told.
        engine: the database.
    """

    signed = True
    history_since = None
    history_limit = ""

    def __init__(self, engine: Engine) -> None:
        """Use this database, and bring its tables up to date.

        Raises:
            StoreProblem: it cannot be read, is no tracker's, or is of a newer version.
        """
        self.engine = engine
        try:
            migrate(engine)
        except BaseException:
            engine.close()
            raise
        self._derived = Derived(engine)

    def must_let(self, deed: Deed) -> None:
        """See that this login may do something: a text is taken out by the owner alone.

        Raises:
            StoreProblem: it may not.
        """
        if deed is Deed.REDACT and not self.engine.owns():
            why = "only the owner of its tables takes a text out of its history; ask them"
            raise StoreProblem(self.engine.name, deed.value, why)

    def load(self, until: dt.datetime | None = None) -> Held:
        """The records, or those held at a moment.

        Raises:
            StoreProblem: it cannot be read.
            InvalidData: something is wrong with its content; the error holds all that is.
        """
        with collection_paused(), self.engine.reading():
            # All are read: a damaged row may hide which one is a record's latest.
            rows = list(whole(self.engine.ask(f"{_ALL} ORDER BY sequence")))
            self._must_be_sound(rows)
            position = rows[-1].sequence if rows else 0
            moment = None if until is None else moment_text(until)
            held = held_at(rows, moment)
        return Held(network_of(held), position)

    def _must_be_sound(self, rows: Sequence[Row]) -> None:
        """See that none is lacking, as far as that can be told.

        Raises:
            InvalidData: one is.
            StoreProblem: the database finds something wrong with itself.
        """
        if self.engine.sees_all() and (lacking := Problems(holes(rows))):
            raise InvalidData(lacking)
        if damage := self.engine.damage():
            raise StoreProblem(self.engine.name, "read", f"it is damaged ({damage[0]}); {ADVICE}")

    def append(self, change: Change, after: int, network: Network) -> None:
        """Keep a change, all of it or nothing.

        Raises:
            Behind: others have added revisions since that position; nothing is kept.
            StoreProblem: it cannot be kept; nothing is.
        """
        try:
            self._append(change, after, network)
        except BaseException:
            self._derived.forget()
            raise

    def _append(self, change: Change, after: int, network: Network) -> None:
        with self.engine.writing(change.by):
            position, last = self._end()
            if position != after:
                raise Behind
            numbers = self._numbers([edit.id for edit in change.edits]) if position else {}
            self.engine.run(_INSERT, rows_of(change, numbers, after=position, last=last))
            self._derived.keep_up(position + len(change.edits), network)

    def _end(self) -> tuple[int, dt.datetime | None]:
        """The sequence and the moment of the last revision."""
        found = self.engine.ask(f"{_ALL} ORDER BY sequence DESC LIMIT 1")
        for row in whole(found):
            return row.sequence, dt.datetime.fromisoformat(row.at)
        return 0, None

    def _numbers(self, ids: Sequence[str]) -> dict[str, int]:
        """The number of the last revision of each of these records that has one."""
        found: dict[str, int] = {}
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            found.update(self.engine.ask(_NUMBERS.format(", ".join("?" * len(some))), *some))
        return found

    def since(self, position: int) -> tuple[Revision, ...]:
        """The revisions added after a position, in their order.

        Raises:
            StoreProblem: they cannot be read.
            InvalidData: something is wrong with one; the error holds all that is.
        """
        return self._read("sequence > ?", position)

    def revisions(
        self,
        *,
        record: str | None = None,
        change: str | None = None,
        since: dt.datetime | None = None,
    ) -> tuple[Revision, ...]:
        """The revisions that are kept, in their order; see `Store.revisions`.

        Raises:
            StoreProblem: they cannot be read.
            InvalidData: something is wrong with one; the error holds all that is.
        """
        which, values = condition(record, change, since)
        return self._read(which, *values)

    def headings(self) -> tuple[Heading, ...]:
        """All the revisions in their order, without their records.

        Raises:
            StoreProblem: they cannot be read.
        """
        return tuple(
            Heading(
                change=change,
                id=one,
                number=number,
                kind=kind,
                at=dt.datetime.fromisoformat(at),
                by=by,
                why=why,
                removes=bool(gone),
            )
            for change, one, number, kind, at, by, why, gone in self.engine.ask(_HEADINGS)
        )

    def _read(self, which: str, *values: Any) -> tuple[Revision, ...]:
        found = self.engine.ask(f"{_ALL} WHERE {which} ORDER BY sequence", *values)
        return tuple(map(revision_of, whole(found)))

    def make_views(self, after: int, network: Network) -> tuple[str, ...]:
        """Make the views, and tell of every action where it stands, as far as that is not done.

        Raises:
            Behind: others have added revisions since that position; nothing is made.
            StoreProblem: it cannot be written.
        """
        with self.engine.writing():
            position, _ = self._end()
            if position != after:
                raise Behind
            return self._derived.fill(position, network)

    def note_copy(self, place: str, what: str) -> None:
        """Remember that a copy was made; see `Store.note_copy`.

        Raises:
            StoreProblem: it cannot be kept.
        """
        with self.engine.writing():
            note_copies(self.engine, [Copy(now_after(None), place_words(place), what)])

    def copies(self) -> tuple[Copy, ...]:
        """The copies that are known, in the order in which they were made."""
        return noted_copies(self.engine)

    def redact(self, target: Target, by: str, why: str) -> Redaction:
        """Take a text out of every revision where it stands; see `Store.redact`.

        Raises:
            StoreProblem: it cannot be kept; nothing is changed.
            InvalidData: a revision of the record is damaged; nothing is changed.
        """
        self.engine.begin_to_forget()
        with self.engine.writing(by):
            position, last = self._end()
            noted = self.redactions()
            told = target.among(noted)
            before = self._touched(target, told)
            now = None if told is None else told.without(target.field)
            after = [redacted(one, target, now) for one in before]
            changed = [new for old, new in zip(before, after, strict=True) if new != old]
            rewrite(self.engine, changed)
            if now is not None:
                rewrite_redaction(self.engine, now)
            at, number = now_after(last), len(noted) + 1
            done = Redaction(number, at, target.id, target.field, by, why, len(changed))
            if target.of is Of.RECORD:
                self.engine.run(_INSERT, [row_of(_telling(done, after[-1], position + 1))])
                self._derived.pass_over(position + 1)
            note_redactions(self.engine, [done])
        return done

    def _touched(self, target: Target, told: Redaction | None) -> tuple[Revision, ...]:
        """The revisions out of which a text is taken, or that tell of the redaction it is in."""
        if target.of is Of.CHANGE:
            return self._read("change_id = ?", target.id)
        return self._read("record_id = ?", target.id if told is None else told.id)

    def redactions(self) -> tuple[Redaction, ...]:
        """The redactions that were made, in their order."""
        return noted_redactions(self.engine)

    def scrub(self, target: Target) -> tuple[str, ...]:
        """Have nothing left of what was redacted; see `Store.scrub`."""
        del target
        return self.engine.scrub()

    def close(self) -> None:
        """Let go of the file or the connection; what is kept stays."""
        self.engine.close()


def _telling(done: Redaction, last: Revision, sequence: int) -> Revision:
    """The revision from which other programs learn of a redaction: the record as it stands."""
    return attrs.evolve(
        last,
        sequence=sequence,
        change=mint("change"),
        number=last.number + 1,
        at=done.at,
        by=done.by,
        why=done.reason,
    )
