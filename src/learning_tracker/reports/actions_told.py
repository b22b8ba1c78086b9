"""How actions stand and who has not answered, in sentences."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from learning_tracker.queries import actions, requests
from learning_tracker.queries.action_rows import ActionRow
from learning_tracker.reports.answers import Answers
from learning_tracker.reports.citing import among, counted
from learning_tracker.reports.document import Paragraph, Statement
from learning_tracker.tables import Table

AGENCIES_TOLD = 3
"""How many agencies page one names; the tables name all."""


def standing(answers: Answers) -> Paragraph:
    """What is outstanding, late, and claimed."""
    outstanding, late = answers.to(actions.outstanding), answers.to(actions.late)
    claimed = answers.to(actions.claimed)
    whose = f": {_by_lead(claimed.rows)}" if claimed else ""
    is_late = (
        f"{_are(late)} late: {_by_lead(late.rows)}." if late else "No action is known to be late."
    )
    told = [
        _statement("outstanding", how_many(outstanding), outstanding),
        _statement("late", is_late, late),
        _statement(
            "claimed", f"{_are(claimed)} said to be done without enough evidence{whose}.", claimed
        ),
    ]
    return Paragraph(tuple(told))


def _statement(key: str, text: str, table: Table[ActionRow]) -> Statement:
    return Statement(f"page-one/{key}", text, counted(table), lambda: table.basis)


def silent(answers: Answers) -> Paragraph | None:
    """Who was asked and has not answered; None where nobody is."""
    table = answers.to(requests.silent)
    if not table:
        return None
    named = [row.agency.name for row in table][:AGENCIES_TOLD]
    more = len(table) - len(named)
    names = ", ".join([*named, *([f"{more} more"] if more else [])])
    have = "has" if len(table) == 1 else "have"
    text = f"{len(table)} {table.denominator} {have} not answered, and the day is past: {names}."
    told = Statement("page-one/silent", text, counted(table), among(table))
    return Paragraph((told,))


def how_many(table: Table[Any]) -> str:
    """How many actions of a table of outstanding actions there are, and in which parts."""
    if not table:
        return table.empty
    split, _, of = table.denominator.rpartition(", ")
    return f"{len(table)} {of} {'is' if len(table) == 1 else 'are'} outstanding: {split}."


def _are(table: Table[ActionRow]) -> str:
    return f"{len(table) or 'None'} {'is' if len(table) <= 1 else 'are'}"


def _by_lead(rows: Sequence[ActionRow]) -> str:
    numbers = Counter(row.lead_name for row in rows)
    ranked = sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f"{name} {number}" for name, number in ranked[:AGENCIES_TOLD]]
    rest = sum(number for _, number in ranked[AGENCIES_TOLD:])
    return ", ".join([*named, *([f"others {rest}"] if rest else [])])
