"""Who has what to do."""

from collections import defaultdict
from typing import ClassVar

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries.action_rows import (
    DOUBT,
    SAID_DONE,
    TO_DO,
    ActionRow,
    Lead,
    action_rows,
    notes_on,
)
from learning_tracker.queries.counting import plural
from learning_tracker.tables import Column, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Verdict


@attrs.frozen
class Workload:
    """What an agency answers for: its own actions and those of agencies it succeeded.

    Attributes:
        lead: the agency or partnership; None for actions without a lead.
        actions: all the actions it answers for.
    """

    counts: ClassVar[bool] = True

    lead: Lead | None
    actions: tuple[ActionRow, ...]

    @property
    def record(self) -> Lead | None:
        """The agency."""
        return self.lead

    @property
    def name(self) -> str:
        """The agency's name."""
        return self.lead.name if self.lead else "no lead named"

    @property
    def records(self) -> tuple[Record, ...]:
        """The agency, its actions and what their standing rests on."""
        return tuple(record for row in self.actions for record in row.records)

    @property
    def outstanding(self) -> list[ActionRow]:
        """Its actions that are outstanding."""
        return [row for row in self.actions if row.standing.outstanding]

    def at(self, stage: str) -> int:
        """How many of its outstanding actions are to do, said to be done or in doubt."""
        return sum(row.stage == stage for row in self.outstanding)

    def count(self, verdict: Verdict) -> int:
        """How many of its actions have a verdict."""
        return sum(row.standing.verdict is verdict for row in self.actions)


WORKLOAD_COLUMNS: tuple[Column[Workload], ...] = (
    Column("lead", "Lead", lambda row: row.name),
    Column("actions", "Actions", lambda row: len(row.actions)),
    Column("outstanding", "Outstanding", lambda row: len(row.outstanding)),
    Column("to_do", "To do", lambda row: row.at(TO_DO)),
    Column("said_to_be_done", "Said to be done", lambda row: row.at(SAID_DONE)),
    Column("cannot_tell", "Cannot tell", lambda row: row.at(DOUBT)),
    Column("evidenced", "Of them evidenced", lambda row: row.count(Verdict.EVIDENCED)),
    Column("late", "Late", lambda row: row.count(Verdict.LATE)),
)


def workload(view: View) -> Table[Workload]:
    """How many actions each agency answers for, and how they stand.

    An agency answers for the actions of those it succeeded.
    """
    by_lead: dict[str, list[ActionRow]] = defaultdict(list)
    rows = action_rows(view)
    for row in rows:
        by_lead[row.lead.id if row.lead else ""].append(row)
    loads = [Workload(found[0].lead, tuple(found)) for found in by_lead.values()]
    loads.sort(key=lambda load: (load.lead is None, -len(load.outstanding), load.name))
    outstanding = [row for row in rows if row.standing.outstanding]
    return Table(
        caption="Actions by the agency that answers for them",
        rows=tuple(loads),
        columns=WORKLOAD_COLUMNS,
        empty="No action is on record.",
        denominator=f"{len(outstanding)} outstanding of the "
        f"{plural(len(rows), 'action')} on record",
        basis=tuple(record for row in rows for record in row.records),
        notes=notes_on(view, outstanding),
    )
