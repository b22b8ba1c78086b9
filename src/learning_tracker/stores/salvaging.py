"""Copying what can be read of a damaged database into a new one, and telling what is lost.

What is lost may be what other records lead to. The copy holds only what is whole: each change
is made again with those of its revisions that can stand on what was kept before. Those that
cannot stand in their place, and can at the end, are kept by one last change, which says so.
The notes of redactions and copies go along, with one more: that the damaged one still is.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

import attrs

from learning_tracker.errors import BrokenNetwork, InvalidData, StoreProblem, WouldOverwrite
from learning_tracker.kinds import mint
from learning_tracker.network import Network
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.revisions import Revision, now_after
from learning_tracker.stores import schema
from learning_tracker.stores.as_it_is import AsItIs, Lost, as_it_is
from learning_tracker.stores.database import Database
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.locations import is_database, is_server, open_as_it_is, path_of
from learning_tracker.stores.migrating import must_be_known
from learning_tracker.stores.new_files import must_stand_alone, remove
from learning_tracker.stores.notes import note_copies, note_redactions, place_words
from learning_tracker.stores.notes_as_they_are import Notes, notes_as_they_are
from learning_tracker.stores.rows import COLUMNS, Row, counted, ordinal, revision_of, row_of
from learning_tracker.stores.sqlite import SQLite
from learning_tracker.stores.store import Copy

AUTHOR = "learning-tracker salvage"
"""Who makes the last change of a copy, where one is needed."""

_INSERT = f"INSERT INTO revision ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"


@attrs.frozen
class Salvaged:
    """What was kept of a damaged database.

    Attributes:
        copy: where it is kept.
        records: how many records it holds.
        revisions: how many revisions of them.
        lost: everything that is not in it, or not as it was.
    """

    copy: Path
    records: int
    revisions: int
    lost: Problems

    def __str__(self) -> str:
        """What was lost, one a line, and how much was kept."""
        held = f"{counted(self.records, 'record')} in {counted(self.revisions, 'revision')}"
        kept = f"{self.copy} holds {held}"
        if not self.lost:
            return f"{kept}; nothing was lost."
        told = "\n".join(one.sentence for one in self.lost)
        return f"{told}\n{kept}; what is not in it is listed above."


def salvage(location: str | Path, copy: str | Path, *, mode: int = 0o600) -> Salvaged:
    """Copy what can be read of a damaged database into a new file. The damaged one stays as it is.

    Every revision that is as it was written is kept with its author, reason and moment; it is
    numbered anew. Left out is what cannot stand without what is lost: a record that leads to
    a lost one, for links are always whole.

    Args:
        location: a path of a .db file, or postgresql://…
        copy: a path of a .db file that is not there yet.
        mode: who may read and write the copy; by default its owner alone.

    Raises:
        WouldOverwrite: there is something at `copy`.
        StoreProblem: one of the two is no database, nothing can be read, the copy cannot be
            written, changes of another file of its name lie there, or the database is of a
            newer version.
    """
    _must_be_databases(location, copy)
    path = path_of(copy, "written")
    if os.path.lexists(path):
        raise WouldOverwrite(path)
    must_stand_alone(path)
    engine = open_as_it_is(location, "salvaged")
    try:
        _must_not_be_newer(engine)
        found = as_it_is(engine)
        notes = notes_as_they_are(engine)
    finally:
        engine.close()
    work = _Work(Path(engine.name).name)
    work.take(found.rows)
    original = Copy(now_after(None), place_words(engine.name), "original")
    _write(path, mode, work.kept, attrs.evolve(notes, copies=(*notes.copies, original)))
    lost_notes = [error("lost-note", "", "", one) for one in notes.lost]
    lost = Problems(
        [*map(work.told, found.lost), *work.lacking(found), *work.left_out(), *lost_notes]
    )
    return Salvaged(path, len(work.network), len(work.kept), lost)


def _must_be_databases(location: str | Path, copy: str | Path) -> None:
    if not is_database(location):
        why = "only a .db file or postgresql://… can; a .json file is text: mend it in an editor"
        raise StoreProblem(location, "salvaged", why)
    if not is_database(copy) or is_server(copy):
        why = "what is salvaged goes into a new file whose name ends in .db; give such a name"
        raise StoreProblem(place_words(str(copy)) if is_server(copy) else copy, "written", why)


def _must_not_be_newer(engine: Engine) -> None:
    """See that no newer version wrote it: what that keeps beside would be lost, and not told.

    Raises:
        StoreProblem: one did. A list of versions that cannot be read tells of none.
    """
    try:
        found = engine.ask("SELECT max(version) FROM migration")
    except StoreProblem:
        return
    if isinstance(version := found[0][0], int):
        must_be_known(engine, version, schema.STEPS, "salvaged")


def _write(path: Path, mode: int, kept: Iterable[Revision], notes: Notes) -> None:
    """Write the copy as a whole, or leave nothing of it."""
    engine = SQLite(path, mode=mode)
    try:
        with closing(Database(engine)), engine.writing():
            engine.run(_INSERT, map(row_of, kept))
            note_redactions(engine, notes.redactions)
            note_copies(engine, notes.copies)
    except BaseException:
        remove(path)
        raise


class _Work:
    """What is kept so far.

    Attributes:
        network: the records as they stand.
        kept: the revisions, in their order, numbered anew.
    """

    def __init__(self, name: str) -> None:
        self.network = Network()
        self.kept: list[Revision] = []
        self._name = name
        self._numbers: dict[str, int] = {}  # how many of a record are kept
        self._last: dict[str, int] = {}  # the number that the last kept had
        self._waiting: dict[str, Revision] = {}  # what cannot stand yet, its latest
        self._out: list[Revision] = []
        self._unreadable: list[Problem] = []

    def take(self, rows: Iterable[Row]) -> None:
        """Make every change again, as far as it can stand."""
        for _, of_change in groupby(rows, key=lambda row: row.change):
            self._make(list(self._decoded(of_change)))
        late = self._stand(list(self._waiting.values()))
        at = now_after(self.kept[-1].at if self.kept else None)
        why = f"what could be read of {self._name}, which was damaged, and not kept in its place"
        change = mint("change")
        for one in late:
            self._keep(attrs.evolve(one, change=change, at=at, by=AUTHOR, why=why), one.number)

    def _decoded(self, rows: Iterable[Row]) -> Iterator[Revision]:
        for row in rows:
            try:
                yield revision_of(row)
            except (InvalidData, ValueError):
                sentence = f"{row.name} was lost: what it holds cannot be understood"
                place = f"revision {row.sequence}"
                self._unreadable.append(error("lost-revision", row.id, place, sentence))

    def _make(self, revisions: list[Revision]) -> None:
        standing = self._stand(revisions)
        for one in revisions:
            if one in standing:
                self._keep(one, one.number)
            elif one.record is not None:
                self._waiting[one.id] = one
                self._out.append(one)

    def _keep(self, one: Revision, number: int) -> None:
        self._waiting.pop(one.id, None)
        self._last[one.id] = number
        self._numbers[one.id] = self._numbers.get(one.id, 0) + 1
        sequence = len(self.kept) + 1
        self.kept.append(attrs.evolve(one, sequence=sequence, number=self._numbers[one.id]))

    def _stand(self, revisions: list[Revision]) -> list[Revision]:
        """Put those in place that can stand together, and give them back."""
        there = [one for one in revisions if one.record is not None or one.id in self.network]
        while there:
            try:
                with self.network.change():
                    for one in there:
                        self._put(one)
            except BrokenNetwork as found:
                guilty = {one.record for one in found.problems if isinstance(one, Problem)}
                there = _without(there, guilty)
            else:
                return there
        return []

    def _put(self, one: Revision) -> None:
        if one.id in self.network:
            self.network.remove(one.id)
        if one.record is not None:
            self.network.add(one.record)

    def told(self, one: Lost) -> Problem:
        """That a revision was lost, and how its record stands now."""
        now = ""
        if one.record in self.network and one.number > self._last[one.record]:
            before = ordinal(self._last[one.record])
            now = f"; the copy holds {one.record} as its {before} revision left it"
        sentence = f"{one.name} was lost: {one.why}{now}"
        return error("lost-revision", one.record, f"revision {one.sequence}", sentence)

    def lacking(self, found: AsItIs) -> Iterator[Problem]:
        """Those that were not there at all."""
        there = {one.sequence for one in found.rows} | {one.sequence for one in found.lost}
        for sequence in range(1, max(there, default=0) + 1):
            if sequence not in there:
                yield self.told(Lost(sequence, "", 0, "it is not there"))

    def left_out(self) -> Iterator[Problem]:
        """Those that could be read and cannot stand."""
        yield from self._unreadable
        for one in self._out:
            name = f"revision {one.sequence} ({one.id}, the {ordinal(one.number)} of it)"
            now = "left out" if one.id not in self.network else "not kept in its place"
            sentence = f"{name} was {now}: it leads to what was lost"
            yield error("left-out", one.id, f"revision {one.sequence}", sentence)


def _without(there: list[Revision], guilty: set[str]) -> list[Revision]:
    """Fewer of them: without the guilty, else without removals, else none."""
    for left in (
        [one for one in there if one.id not in guilty],
        [one for one in there if one.record is not None],
    ):
        if len(left) < len(there):
            return left
    return []
