"""Where every action stands, kept in a database for tools that cannot work it out.

The stretches of days are told by `view.stretches`, as the tracker itself tells them, and
kept by the change that brings them about: anew for the actions whose answers rest on what it
touched, and for no others. What an answer rests on was noted as it was worked out.

The table `made` tells up to which revision the stretches go. The view `action_unfilled` tells
which of them rest on what came later: after a change for which it would take too long, or by
a login that may not keep them up. Of those actions, and of no others, nothing is told until
the next change, or `learning-tracker views`, fills them.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import inf

from learning_tracker.errors import StoreProblem
from learning_tracker.flat import standings
from learning_tracker.kinds import kinds
from learning_tracker.network import Network
from learning_tracker.records import Action
from learning_tracker.stores import granting, sql_views
from learning_tracker.stores.engine import Engine
from learning_tracker.stores.postgres import Postgres
from learning_tracker.stores.sql_views import RESTS_ON, STRETCH, UNFILLED
from learning_tracker.view.stretches import Course, course_of

MANY_ACTIONS = 5000
"""A change that bears on more actions than this does not wait for them.

Measured with a made-up region: it takes some 0.9 milliseconds for each action, so 1.8 seconds
for all of a tracker of 20,000 records (2,000 of them actions), and 4.5 seconds for as many as
this.
"""

_AT_ONCE = 1000
"""Of how many actions all is held in memory until it is written."""

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
        self._allowed: set[str] = set()
        self._too_many = (0, 0)

    def keep_up(self, last: int, network: Network, *, however_many: bool = False) -> None:
        """Have views and stretches go with what was added, within the change under way.

        Args:
            last: the sequence of the last revision.
            network: all the records as they stand after it.
            however_many: whether all actions are waited for, also if they are very many.
        """
        if self._may(self.engine.dialect.may_make):
            self._make_views()
        if not self._may_fill():
            return
        ((until,),) = self.engine.ask("SELECT sequence FROM made WHERE name = ?", STRETCH)
        most = inf if however_many else MANY_ACTIONS
        if not until:
            done = self._tell_of_all(network, most)
        else:
            done = self._tell_of_unfilled(until, network, most)
        if done:
            self.engine.run("UPDATE made SET sequence = ? WHERE name = ?", [(last, STRETCH)])

    def _tell_of_all(self, network: Network, most: float) -> bool:
        """Tell of every action where nothing was told yet: what rests on what is not looked for.

        Returns:
            whether that was done; more actions than `most` are not waited for.
        """
        ids = [one.id for one in network.of(Action)]
        if len(ids) > most:
            return False
        for table in (STRETCH, RESTS_ON):
            self.engine.run(f"DELETE FROM {table}")
        self._tell(sorted(ids), network)
        return True

    def _tell_of_unfilled(self, until: int, network: Network, most: float) -> bool:
        """Tell anew of the actions that are not filled; see `_tell_of_all`.

        Args:
            until: the sequence up to which the stretches go.
            network: all the records.
            most: how many actions are waited for.
        """
        # As long as the stretches go no further the unfilled only grow in number, and with very
        # many revisions it takes a second to look for them.
        if self._too_many[0] == until and self._too_many[1] > most:
            return False
        unfilled = [one for (one,) in self.engine.ask(f"SELECT id FROM {UNFILLED} ORDER BY id")]
        if len(unfilled) > most:
            self._too_many = (until, len(unfilled))
            return False
        for table in (STRETCH, RESTS_ON):
            statement = f"DELETE FROM {table} WHERE action_id = ?"
            self.engine.run(statement, [(one,) for one in unfilled])
        self._tell(unfilled, network)
        return True

    def forget(self) -> None:
        """Take nothing for known of a change that was undone."""
        self._too_many = (0, 0)

    def pass_over(self, last: int) -> None:
        """Go on with a revision that changes no more than texts: no standing rests on them."""
        self.engine.run(
            "UPDATE made SET sequence = ? WHERE name = ? AND sequence = ?",
            [(last, STRETCH, last - 1)],
        )

    def fill(self, last: int, network: Network) -> tuple[str, ...]:
        """Make every view, and tell of every action, however many there are.

        A login that may not make views, but fill them, tells of the actions alone.

        Returns:
            the names of the views and tables that are there then.

        Raises:
            StoreProblem: it cannot be written, or this login may do neither.
        """
        if not self._may(self.engine.dialect.may_make) and not self._may_fill():
            why = _TOO_OLD if self.engine.owns() else _NOT_ITS_OWNER
            raise StoreProblem(self.engine.name, "given views", why)
        self._made = ()
        self.keep_up(last, network, however_many=True)
        return sql_views.names(self.engine)

    def _make_views(self) -> None:
        """Make the views unless they were made for the kinds that there are, and stand."""
        ((count,),) = self.engine.ask("SELECT count(*) FROM made")
        if self._made == (*kinds().values(), count):
            return
        made = sql_views.make(self.engine)
        if made and isinstance(self.engine, Postgres):
            granting.give_what_is_new(self.engine, made)
        self._made = (*kinds().values(), len(sql_views.names(self.engine)))

    def _may_fill(self) -> bool:
        """Whether this login may keep up the stretches, and their tables are as it needs them.

        Who may not make them finds those of the version that their owner uses.
        """
        return self._may(self.engine.dialect.may_fill) and sql_views.stands(self.engine)

    def _may(self, statement: str) -> bool:
        """Whether a statement says that this login may, and it sees all; if so, asked only once."""
        if statement not in self._allowed:
            may = any(bool(one) for (one,) in self.engine.ask(statement))
            if not may or not self.engine.sees_all():
                return False
            self._allowed.add(statement)
        return True

    def _tell(self, ids: Sequence[str], network: Network) -> None:
        """Keep what is to be told of these actions; of those removed, nothing is."""
        there = [one for one in ids if isinstance(network.get(one), Action)]
        for start in range(0, len(there), _AT_ONCE):
            self._insert({one: course_of(network, one) for one in there[start : start + _AT_ONCE]})

    def _insert(self, courses: Mapping[str, Course]) -> None:
        marks = ", ".join("?" * (3 + len(standings.columns())))
        self.engine.run(f"INSERT INTO {STRETCH} VALUES ({marks})", _rows(courses.values()))
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
