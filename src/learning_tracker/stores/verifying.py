"""Is a tracker's file or database whole? Everything is read, and nothing is written."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from learning_tracker.errors import InvalidData, StoreProblem
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.stores import schema, sql_views
from learning_tracker.stores.as_it_is import AsItIs, Lost, as_it_is
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.holes import holes
from learning_tracker.stores.json_file import JsonFile
from learning_tracker.stores.locations import is_database, open_as_it_is, path_of
from learning_tracker.stores.migrating import version_of
from learning_tracker.stores.rows import ADVICE, Row, counted, held_at, network_of, revision_of

_TRIES = 3
"""How often a file is read again that others wrote into while it was read."""


@attrs.frozen
class Verified:
    """What was found when a tracker was verified.

    Attributes:
        name: the path, or the URL without the password.
        problems: everything that is wrong.
        records: how many records it holds.
        revisions: how many revisions of them; None of a file that keeps no history.
        changes: how many changes made them; None likewise.
    """

    name: str
    problems: Problems
    records: int
    revisions: int | None = None
    changes: int | None = None

    def __str__(self) -> str:
        """Every problem on a line, or that all is well."""
        if self.problems:
            return str(self.problems)
        held = counted(self.records, "record")
        if self.revisions is None or self.changes is None:
            return f"{self.name} is whole: {held}."
        made = f"{counted(self.revisions, 'revision')} by {counted(self.changes, 'change')}"
        return f"{self.name} is whole: {held}, in {made}."


def verify(location: str | Path) -> Verified:
    """Read all that a tracker's file or database holds, and tell everything that is wrong.

    Of a database: what it finds wrong with itself (an SQLite file; a server looks after its
    own), which steps its tables have gone, whether it still refuses to change what was recorded,
    the checksum of each revision, whether each can be read, whether one is lacking, whether they
    are in order, and whether all links are whole.
    Of a .json file: whether it can be read, and whether all links are whole.

    Nothing is written into it. At most SQLite makes anew, beside it, the index (-shm) of
    changes that a program which was killed has left beside it (-wal).

    Args:
        location: a path, or postgresql://…

    Raises:
        StoreProblem: it is not there, may not be read as a whole, holds something else, or is
            of a newer version.
    """
    if not is_database(location):
        return _of_json(path_of(location, "read"))
    engine = open_as_it_is(location, "verified")
    try:
        found = _of_database(engine)
        for _ in range(_TRIES):
            if found.problems and engine.moved_on():
                found = _of_database(engine)
        return found
    finally:
        engine.close()


def _of_json(path: Path) -> Verified:
    try:
        return Verified(str(path), Problems(), len(JsonFile(path).load()))
    except InvalidData as found:
        return Verified(str(path), Problems(found.problems), 0)


def _of_database(engine: Engine) -> Verified:
    own = list(_damage(engine))
    if not own and not engine.has("revision") and not engine.has("migration"):
        return Verified(engine.name, Problems(), 0, 0, 0)  # it was only just made
    if not own:
        # What a newer one holds cannot be judged.
        own += _unguarded(engine, version_of(engine, schema.STEPS, "verified"))
    own += _steps(engine)
    try:
        found = as_it_is(engine)
    except StoreProblem as problem:
        own.append(_unreadable(problem))
        found = AsItIs((), ())
    wrong = [*own, *map(_lost, found.lost), *_bodies(found.rows)]
    if found.rows:
        wrong += _holes(found)
    held = held_at(found.rows, None)
    if not wrong:  # what is lost breaks links: that would be told twice
        wrong += [*_links(held), *_altered_views(engine)]
    changes = {row.change for row in found.rows}
    return Verified(engine.name, Problems(wrong), len(held), len(found.rows), len(changes))


def _unreadable(problem: StoreProblem) -> Problem:
    return error("damaged-database", "", "", str(problem))


def _damage(engine: Engine) -> Iterator[Problem]:
    for found in engine.damage():
        sentence = f"the database is damaged: {' '.join(found.split())}; {ADVICE}"
        yield error("damaged-database", "", "", sentence)


def _steps(engine: Engine) -> Iterator[Problem]:
    """What is wrong with the list of the steps that the tables have gone."""
    try:
        found = engine.ask("SELECT version FROM migration ORDER BY version")
    except StoreProblem:
        sentence = f"it cannot be read which version its tables are of; {ADVICE}"
        yield error("unknown-version", "", "migration", sentence)
        return
    versions = [version for (version,) in found]
    if versions != list(range(1, len(versions) + 1)) or not versions:
        sentence = f"the list of the versions that its tables were of has holes; {ADVICE}"
        yield error("unknown-version", "", "migration", sentence)


def _unguarded(engine: Engine, version: int) -> Iterator[Problem]:
    """What is lacking of that by which the database itself refuses to change what was recorded."""
    standing = engine.triggers()
    for step in schema.STEPS[:version]:
        for name, table in schema.guards(engine.statements(step)):
            if name not in standing:
                sentence = (
                    f"the trigger {name} is lacking or disabled, so that the database no longer "
                    f"refuses to change what stands in the table {table}; see who could have, and "
                    "copy the tracker into a new database (learning-tracker copy), which has it"
                )
                yield error("lacking-guard", "", name, sentence)


def _altered_views(engine: Engine) -> Iterator[Problem]:
    """What other tools would read otherwise than it was made."""
    if engine.has("made"):
        for name in sql_views.altered(engine):
            sentence = (
                f"what other tools read as {name} is not as it was made; the records are whole: "
                "have it made again (learning-tracker views)"
            )
            yield error("altered-view", "", name, sentence)


def _lost(one: Lost) -> Problem:
    sentence = f"{one.name} is damaged: {one.why}; {ADVICE}"
    return error("damaged-revision", one.record, f"revision {one.sequence}", sentence)


def _bodies(rows: Iterable[Row]) -> Iterator[Problem]:
    """What keeps a revision from being read although it is as it was written."""
    for row in rows:
        try:
            record = revision_of(row).record
        except InvalidData as found:
            yield from found.problems
        except json.JSONDecodeError:
            sentence = f"{row.name} holds no JSON; {ADVICE}"
            yield error("unreadable-revision", row.id, f"revision {row.sequence}", sentence)
        else:
            if record is not None and (record.id, record.kind) != (row.id, row.kind):
                sentence = f"{row.name} holds another record, {record.id}; {ADVICE}"
                yield error("unreadable-revision", row.id, f"revision {row.sequence}", sentence)


def _holes(found: AsItIs) -> Iterator[Problem]:
    """What is lacking; a revision that is told as damaged is not told as lacking too."""
    told = {f"revision {one.sequence}" for one in found.lost}
    records = {one.record for one in found.lost}
    for problem in holes(found.rows):
        of_lost = problem.code == "lacking-revision-of-record" and problem.record in records
        if problem.place not in told and not of_lost:
            yield problem


def _links(held: Sequence[Row]) -> Iterator[Problem]:
    try:
        network_of(held)
    except InvalidData as found:
        yield from found.problems
