"""The part of a tracker on PostgreSQL that a login of an agency is shown.

Such a login reads the view `agency_revision` and no table of revisions. A change of others may
show or hide records that it did not touch, so what came since is found by comparing.
"""

import datetime as dt
from typing import Any, NoReturn

from learning_tracker.errors import StoreProblem
from learning_tracker.kinds import Record, mint
from learning_tracker.network import Network
from learning_tracker.redaction import Redaction, Target
from learning_tracker.revisions import Change, Edit, Heading, Revision, now_after
from learning_tracker.stores import schema
from learning_tracker.stores.agency_entry import GIVEN
from learning_tracker.stores.agency_view import NAME, SHOWN
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.memory import Memory
from learning_tracker.stores.migrating import version_of
from learning_tracker.stores.rows import Row, body_of, condition, network_of, revision_of
from learning_tracker.stores.store import Behind, Copy, Deed, Held

_READ = f"SELECT {', '.join(SHOWN)} FROM {NAME} WHERE {{which}} ORDER BY sequence"
_ADD = f"INSERT INTO {NAME} {GIVEN} VALUES (?, ?, ?, ?, ?, ?)"
_IS_AGENCYS = (
    "SELECT has_table_privilege(oid, 'SELECT') AND NOT pg_has_role(relowner, 'MEMBER')"
    f" FROM pg_class WHERE oid = to_regclass('{NAME}')"
)
"""Of the logins that are granted something only an agency's may read the view."""
_ONLY_NOW = (
    "an agency's login is shown what is held now, and not what was held before; ask the business "
    "unit what was known then"
)
_ONLY_ADDS = "an agency's login may only add its own updates and evidence; ask"
_UNIT, _OWNER = "the business unit", "the owner of its tables"
_WHY_NOT = {
    Deed.UNDO: f"{_ONLY_ADDS} {_UNIT}",
    Deed.REDACT: f"{_ONLY_ADDS} {_OWNER}",
    Deed.GIVE_VIEWS: f"{_ONLY_ADDS} {_UNIT}, or {_OWNER}",
    Deed.BACK_UP: f"an agency's login is shown a part of it only; ask {_UNIT}, or {_OWNER}",
}


def is_an_agencys(engine: Engine) -> bool:
    """Whether the login of a connection to PostgreSQL is an agency's."""
    return engine.ask(_IS_AGENCYS) == [(True,)]


class Share:
    """What an agency's login is shown of a tracker; it adds updates and evidence to it.

    Attributes:
        signed: True; a change without an author is refused.
        history_since: when the connection was made; of what was shown before nothing is known.
        history_limit: what of the history an agency is told.
        engine: the database.
    """

    signed = True
    history_limit = (
        "an agency's login is told the last revision of each record that it is shown, and every "
        "one of its own updates; ask the business unit for the others"
    )

    def __init__(self, engine: Engine) -> None:
        """Read what is shown.

        Raises:
            StoreProblem: it cannot be read, or is of a newer version.
            InvalidData: something is wrong with its content; the error holds all that is.
        """
        self.engine = engine
        version_of(engine, schema.STEPS)
        self._memory = Memory(self._shown())
        self.history_since = now_after(None)

    def must_let(self, deed: Deed) -> NoReturn:
        """An agency's login does nothing but read and add.

        Raises:
            StoreProblem: always.
        """
        raise StoreProblem(self.engine.name, deed.value, _WHY_NOT[deed])

    def load(self, until: dt.datetime | None = None) -> Held:
        """The records that are shown, or were at a moment since the connection was made.

        Raises:
            StoreProblem: it cannot be read, or the moment was earlier.
            InvalidData: something is wrong with its content; the error holds all that is.
        """
        if until is not None and until < self.history_since:
            raise StoreProblem(self.engine.name, "read as it was then", _ONLY_NOW)
        self._take_in()
        return self._memory.load(until)

    def append(self, change: Change, after: int, network: Network) -> None:
        """Add updates and evidence, all of them or nothing.

        Raises:
            Behind: what is shown is no longer what it was at that position; nothing is kept.
            StoreProblem: it cannot be kept, or this login may not do it; nothing is.
        """
        identifier = mint("change")
        with self.engine.writing():
            if self.since(after):
                raise Behind
            self.engine.run(_ADD, [_entry(identifier, change, edit) for edit in change.edits])
        self._memory.append(change, after, network)

    def since(self, position: int) -> tuple[Revision, ...]:
        """What has been added to what is shown since a position, or is no longer shown.

        Raises:
            StoreProblem: it cannot be read.
            InvalidData: something is wrong with its content; the error holds all that is.
        """
        self._take_in()
        return self._memory.since(position)

    def _take_in(self) -> None:
        self._memory.take_in(self._shown())

    def _shown(self) -> tuple[Record, ...]:
        return network_of(self._rows("current")).records

    def revisions(
        self,
        *,
        record: str | None = None,
        change: str | None = None,
        since: dt.datetime | None = None,
    ) -> tuple[Revision, ...]:
        """The last revision of each record that is shown, and all of the agency's own updates.

        Of others' changes it is not told who made them and why.

        Raises:
            StoreProblem: they cannot be read.
            InvalidData: something is wrong with one; the error holds all that is.
        """
        which, values = condition(record, change, since)
        return tuple(map(revision_of, self._rows(which, *values)))

    def headings(self) -> tuple[Heading, ...]:
        """Those revisions in their order.

        Raises:
            StoreProblem: they cannot be read.
            InvalidData: something is wrong with one; the error holds all that is.
        """
        return self.revisions()

    def _rows(self, which: str, *values: Any) -> list[Row]:
        """Rows of the view; a body that was cut has no checksum."""
        found = self.engine.ask(_READ.format(which=which), *values)
        return [Row(*(*shown, "")) for shown in found]

    def make_views(self, after: int, network: Network) -> tuple[str, ...]:
        """Views show more than an agency may see.

        Raises:
            StoreProblem: always.
        """
        del after, network
        self.must_let(Deed.GIVE_VIEWS)

    def note_copy(self, place: str, what: str) -> None:
        """An agency's login keeps no list of copies.

        Raises:
            StoreProblem: always.
        """
        del place, what
        raise StoreProblem(self.engine.name, "written", f"{_ONLY_ADDS} {_UNIT}")

    def copies(self) -> tuple[Copy, ...]:
        """None is told."""
        return ()

    def redact(self, target: Target, by: str, why: str) -> Redaction:
        """An agency's login takes no text out.

        Raises:
            StoreProblem: always.
        """
        del target, by, why
        self.must_let(Deed.REDACT)

    def redactions(self) -> tuple[Redaction, ...]:
        """None is told."""
        return ()

    def scrub(self, target: Target) -> tuple[str, ...]:
        """Nothing was redacted."""
        del target
        return ()

    def close(self) -> None:
        """Let go of the connection; what is kept stays."""
        self.engine.close()


def _entry(identifier: str, change: Change, edit: Edit) -> tuple[str | None, ...]:
    """A row as the view takes it; the server sees to its number, its moment and its checksum."""
    return (identifier, edit.id, edit.kind, change.by, change.why, body_of(edit.after))
