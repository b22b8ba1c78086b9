"""What page one asks the group to decide, each with its reason, in a fixed order."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import actions, findings
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.queries.returned import ReturnedTheme
from learning_tracker.reports.document import Bullets, Paragraph, Statement
from learning_tracker.reports.stories import Story
from learning_tracker.tables import HasId, Table
from learning_tracker.view import View

_QUOTED = 8
"""How many words of a single action's statement page one quotes."""


@attrs.frozen
class Question:
    """Something that the group may have to decide.

    Attributes:
        key: a name that stays the same whatever the figures are.
        rows: the rows of a table that call for it; none, and there is nothing to decide.
        what: what is to be decided.
        why: why it is the group's to decide.
        basis: among which records the rows were found.
    """

    key: str
    rows: Sequence[Any]
    what: str
    why: str
    basis: tuple[HasId, ...]

    @property
    def statement(self) -> Statement:
        """The question in a sentence; a single one is named."""
        about = f"“{_short(self.rows[0].record)}”" if len(self.rows) == 1 else f"({len(self.rows)})"
        return Statement(
            key=f"page-one/decide/{self.key}",
            text=f"{self.what} {about}: {self.why}.",
            cites=[row.record for row in self.rows],
            among=(*chain.from_iterable(row.records for row in self.rows), *self.basis),
        )


def _short(record: Record) -> str:
    words = record.label.rstrip(".").split()
    return " ".join(words[:_QUOTED]) + (" …" if len(words) > _QUOTED else "")


def questions(
    view: View, back: Table[RecurringTheme], stories: list[Story], came_back: Table[ReturnedTheme]
) -> Bullets | Paragraph:
    """What is to be decided, or that nothing is."""
    asked = [
        Question(
            "returned", came_back.rows, "What else is needed on what came back after sign-off",
            "it had been accepted as done", came_back.basis,
        ),
        *_of_actions(view),
        *_of_findings(view),
        Question(
            "unshown", [story for story in stories if not story.differences],
            "How to learn whether practice changed on recurring themes",
            "nothing yet shows it",
            (*chain.from_iterable(story.records for story in stories), *back.basis),
        ),
    ]  # fmt: skip
    told = tuple(one.statement for one in asked if one.rows)
    if told:
        return Bullets(told)
    nothing = "Nothing waits for a decision." if len(view) else "Nothing is on record yet."
    return Paragraph((Statement("page-one/decide", nothing),))


def _of_actions(view: View) -> list[Question]:
    outstanding = actions.outstanding(view)
    rows = {
        "evidenced": [row for row in outstanding if row.standing.evidenced],
        "leaderless": [row for row in outstanding if row.lead is None],
        "late": actions.late(view).rows,
        "claimed": actions.claimed(view).rows,
        "colours": actions.colour_challenges(view).rows,
        "undated": actions.undated(view).rows,
    }
    asked = (
        ("late", "What to do about late actions", "their dates have passed without evidence"),
        ("evidenced", "Whether to sign off what is evidenced",
         "the partnership or a group must rule"),
        ("claimed", "What evidence to ask for where there is none",
         "a claim shows no change"),
        ("colours", "What to say to reported colours better than the facts",
         "they hide what is late or not shown"),
        ("undated", "Which dates to agree for actions without one",
         "without a date nothing is ever late"),
        ("leaderless", "Who leads actions without a lead", "nobody answers for them"),
    )  # fmt: skip
    return [Question(key, rows[key], what, why, outstanding.basis) for key, what, why in asked]


def _of_findings(view: View) -> list[Question]:
    table = findings.unaddressed(view)
    stated = [row for row in table if not row.inferred]
    return [
        Question(
            "unaddressed", [row for row in stated if not row.answered_at_source],
            "Who takes up improvements that nobody has taken up",
            "no recommendation or action is known", table.basis,
        ),
        Question(
            "unlinked", [row for row in stated if row.answered_at_source],
            "Which improvements the actions on whole reviews and audits answer",
            "nobody can follow them", table.basis,
        ),
    ]  # fmt: skip
