"""Where every action stands, kept in a database for tools that cannot work it out.

The stretches of days are told by `view.stretches`, as the tracker itself tells them, and
kept by the change that brings them about: anew for the actions whose answers rest on what it
touched, and for no others. What an answer rests on was noted as it was worked out.

A change of very many records does not wait for that. The table `made` tells up to which
revision the stretches go: as long as that is not the last, `action_as_at` tells nothing, and
the next small change, or `learning-tracker views`, fills them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from learning_tracker.errors import StoreProblem
from learning_tracker.flat import standings
from learning_tracker.kinds import kinds
from learning_tracker.network import Network
from learning_tracker.records import Action
from learning_tracker.revisions import Change
from learning_tracker.stores import sql_views
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.sql_views import RESTS_ON, STANDING
from learning_tracker.view.stretches import Course, course_of
from learning_tracker.view.watching import touched

MANY_EDITS = 200
"""A change of more records than this does not wait for the actions."""

MANY_ACTIONS = 1000
"""Nor does one that touches more actions than this."""


_AT_ONCE = 500
"""Of how many words it is asked at once who rests on them."""

_NOT_ITS_OWNER = (
    "only the owner of its tables makes them, and the business unit brings them up to date; ask "
    "either of them"
)
_TOO_OLD = "PostgreSQL has what they need from version 15 on; ask who looks after the server"


class Derived:
    """Keeps the views and the stretches of a database.

    Attributes:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        """Look after this database; nothing is made before the first change."""
        self.engine = engine
        self._made: tuple[object, ...] = ()
        self._rights: dict[str, bool] = {}

    def keep_up(self, change: Change, last: int, network: Network) -> None:
        """Have views and stretches go with a change, as far as that does not hold it up.

        Args:
            change: the change, whose revisions are in the database.
            last: the sequence of the last of them.
            network: all the records as they stand after it.
        """
        if self._may(self.engine.dialect.may_make):
            self._make_views()
        if len(change.edits) > MANY_EDITS or not self._may_fill():
            return
        if self._filled_until() == last - len(change.edits):
            affected = self._affected(change)
        else:
            affected = self._all_actions(network)
        if len(affected) <= MANY_ACTIONS:
            self._tell(affected, network)
            self._fill_until(last)

    def pass_over(self, last: int) -> None:
        """Go on with a revision that changes no more than texts: no standing rests on them."""
        self.engine.run(
            "UPDATE made SET sequence = ? WHERE name = ? AND sequence = ?",
            [(last, STANDING, last - 1)],
        )

    def fill(self, last: int, network: Network) -> tuple[str, ...]:
        """Make every view, and tell of every action, however many there are.

        A login that may not make views, but fill them, tells of the actions alone.

        Returns:
            the names of the views and tables that are there then.

        Raises:
            StoreProblem: it cannot be written, or this login may do neither.
        """
        if self._may(self.engine.dialect.may_make):
            names = sql_views.make(self.engine)
        elif self._may_fill():
            names = sql_views.names(self.engine)
        else:
            why = _TOO_OLD if self.engine.owns() else _NOT_ITS_OWNER
            raise StoreProblem(self.engine.name, "given views", why)
        if self._filled_until() != last:
            self._tell(self._all_actions(network), network)
            self._fill_until(last)
        return names

    def _make_views(self) -> None:
        """Make the views unless they were made for the kinds that there are, and stand."""
        ((count,),) = self.engine.ask("SELECT count(*) FROM made")
        if self._made != (*kinds().values(), count):
            names = sql_views.make(self.engine)
            self._made = (*kinds().values(), len(names))
            self._rights.clear()

    def _may_fill(self) -> bool:
        """Whether this login may keep up the stretches, and their tables are as it needs them.

        Who may not make them finds those of the version that their owner uses.
        """
        return self._may(self.engine.dialect.may_fill) and sql_views.stands(self.engine)

    def _may(self, statement: str) -> bool:
        """Whether a statement says that this login may, and it sees all; asked only once."""
        if statement not in self._rights:
            may = any(bool(one) for (one,) in self.engine.ask(statement))
            self._rights[statement] = may and self.engine.sees_all()
        return self._rights[statement]

    def _filled_until(self) -> int:
        """The sequence of the last revision that the stretches rest on; 0 if there is none."""
        found = self.engine.ask("SELECT sequence FROM made WHERE name = ?", STANDING)
        return int(found[0][0] or 0)

    def _fill_until(self, sequence: int) -> None:
        self.engine.run("UPDATE made SET sequence = ? WHERE name = ?", [(sequence, STANDING)])

    def _affected(self, change: Change) -> set[str]:
        """The actions whose stretches rest on what a change touches, and those it adds."""
        records = [one for edit in change.edits for one in (edit.before, edit.after) if one]
        affected = {one.id for one in records if isinstance(one, Action)}
        words = sorted({word for one in records for word in touched(one)})
        for some in (words[n : n + _AT_ONCE] for n in range(0, len(words), _AT_ONCE)):
            marks = ", ".join("?" * len(some))
            statement = f"SELECT action_id FROM {RESTS_ON} WHERE asked IN ({marks})"
            affected |= {one for (one,) in self.engine.ask(statement, *some)}
        return affected

    def _all_actions(self, network: Network) -> set[str]:
        """Every action that there is, or of which something is told."""
        found = self.engine.ask(f"SELECT DISTINCT action_id FROM {RESTS_ON}")
        return {one.id for one in network.of(Action)} | {one for (one,) in found}

    def _tell(self, actions: Iterable[str], network: Network) -> None:
        """Put what is told of these actions in the place of what was; of some, nothing is."""
        ids = sorted(actions)
        if not ids:
            return
        for table in (STANDING, RESTS_ON):
            self.engine.run(f"DELETE FROM {table} WHERE action_id = ?", [(one,) for one in ids])
        courses = {one: course_of(network, one) for one in ids
                   if isinstance(network.get(one), Action)}  # fmt: skip
        marks = ", ".join("?" * (3 + len(standings.columns())))
        self.engine.run(f"INSERT INTO {STANDING} VALUES ({marks})", _rows(courses.values()))
        self.engine.run(
            f"INSERT INTO {RESTS_ON} VALUES (?, ?)",
            ((word, one) for one, course in courses.items() for word in sorted(course.rests_on)),
        )


def _rows(courses: Iterable[Course]) -> Iterator[tuple[object, ...]]:
    for course in courses:
        for one in course.stretches:
            values = (one.action, one.first, one.last, *standings.cells(one.told))
            yield tuple(map(_plain, values))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
