"""The problems found in the records, rule by rule, as a table of a report."""

from typing import ClassVar

import attrs

from learning_tracker.kinds import Record
from learning_tracker.looking import Rule
from learning_tracker.problems import Problem
from learning_tracker.queries.counting import plural
from learning_tracker.rules import RULES
from learning_tracker.tables import Column, Table
from learning_tracker.view import View


@attrs.frozen
class Broken:
    """A rule with what breaks it.

    Attributes:
        rule: the rule.
        problems: the problems that it finds.
        records: the records that they are about.
    """

    counts: ClassVar[bool] = True

    rule: Rule
    problems: tuple[Problem, ...]
    records: tuple[Record, ...]

    @property
    def meaning(self) -> str:
        """What the rule finds, in a sentence."""
        return (self.rule.__doc__ or "").strip()


BROKEN_COLUMNS: tuple[Column[Broken], ...] = (
    Column("meaning", "What was found", lambda row: row.meaning),
    Column("severity", "Severity", lambda row: row.problems[0].severity),
    Column("problems", "How often", lambda row: len(row.problems)),
)


def by_rule(view: View) -> Table[Broken]:
    """How often each rule of quality is broken, in the order of the rules."""
    found = [(rule, tuple(rule(view))) for rule in RULES]
    rows = [
        Broken(rule, problems, tuple(view[problem.record] for problem in problems))
        for rule, problems in found
        if problems
    ]
    return Table(
        caption="Problems found in the records",
        rows=tuple(rows),
        columns=BROKEN_COLUMNS,
        empty="No problem was found.",
        denominator=f"among {plural(len(view), 'record')} on record",
        basis=tuple(view[one] for one in view),
    )
