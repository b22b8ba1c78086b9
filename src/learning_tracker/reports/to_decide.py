"""What page one asks its readers to decide, each with its reason, in the order of an audience."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from learning_tracker.queries import (
    actions,
    colours,
    follow_ups,
    recommendations,
    recurring,
    requests,
    returned,
    unaddressed,
)
from learning_tracker.queries.found_again import found_again
from learning_tracker.reports.answers import Answers
from learning_tracker.reports.cited import Cited, cited
from learning_tracker.reports.citing import among, behind, counted
from learning_tracker.reports.decided_last import short
from learning_tracker.reports.document import Bullets, Paragraph, Statement
from learning_tracker.reports.stories import Story, told_among
from learning_tracker.view import View
from learning_tracker.vocabulary import Audience

ASKED: Mapping[Audience, tuple[str, ...]] = {
    Audience.GROUP: (
        "returned", "late", "evidenced", "claimed", "follow-ups", "silent",
        "unshown", "unaddressed", "colours", "undated", "leaderless", "unlinked",
    ),
    Audience.EXECUTIVE: (
        "silent", "late", "returned", "unanswered", "colours", "follow-ups",
        "unshown", "leaderless",
    ),
}  # fmt: skip
"""What each audience is asked, in order."""


@attrs.frozen
class Question:
    """Something that may have to be decided.

    Attributes:
        key: a name that stays the same whatever the figures are.
        rows: the rows of a table that call for it; none, and there is nothing to decide.
        what: what is to be decided.
        why: why it is to be decided.
        brief: what it is about, in as few words as can be.
        basis: among which records the rows were found.
        whole: whether all that the rows rest on is among these too.
    """

    key: str
    rows: Sequence[Any]
    what: str
    why: str
    brief: str
    basis: Cited = attrs.field(converter=cited)
    whole: bool = False

    @property
    def statement(self) -> Statement:
        """The question in a sentence; a single one is named."""
        one = f"“{short(self.rows[0].record.label)}”" if len(self.rows) == 1 else ""
        return Statement(
            key=f"page-one/decide/{self.key}",
            text=f"{self.what} {one or f'({len(self.rows)})'}: {self.why}.",
            cites=self.cites,
            among=self.among,
        )

    @property
    def cites(self) -> Cited:
        """The records that call for it."""
        return counted(self.rows)

    @property
    def among(self) -> Cited:
        """All that this rests on."""
        return self.basis if self.whole else Cited(lambda: behind(self.rows), self.basis)


def told(view: View, asked: list[Question], most: int) -> Bullets | Paragraph:
    """What is to be decided, the rest of it in one line; or that nothing is."""
    if not asked:
        nothing = "Nothing waits for a decision." if len(view) else "Nothing is on record yet."
        return Paragraph((Statement("page-one/decide", nothing),))
    return Bullets((*(one.statement for one in asked[:most]), *_rest(asked[most:])))


def _rest(asked: list[Question]) -> list[Statement]:
    if not asked:
        return []
    listed = ", ".join(f"{one.brief} ({len(one.rows)})" for one in asked)
    return [
        Statement(
            f"page-one/decide/more/{asked[0].key}",
            f"Also: {listed}.",
            Cited(*(one.cites for one in asked)),
            Cited(*(one.among for one in asked)),
        )
    ]


def questions(answers: Answers, audience: Audience, stories: list[Story]) -> list[Question]:
    """What an audience has to decide, in its order."""
    wanted = ASKED.get(audience, ())
    if not wanted:
        return []
    every = [
        Question(
            "unshown", [one for one in stories if not one.differences and not one.unshown],
            "How to learn whether practice changed on recurring themes",
            "nothing yet shows it", "recurring themes without a sign of change",
            told_among(answers.to(recurring.recurring), stories), whole=True,
        ),
        _of_returned(answers),
        *_of_actions(answers), *_of_findings(answers), *_of_agencies(answers),
    ]  # fmt: skip
    by_key = {one.key: one for one in every}
    return [by_key[key] for key in wanted if by_key[key].rows]


def _of_returned(answers: Answers) -> Question:
    """What came back, each finding once, however many actions on its themes were signed off."""
    again = answers.to(found_again)
    return Question(
        "returned", list({one.finding.id: one for each in again for one in each.found}.values()),
        "What else is needed on what came back after sign-off",
        "it had been accepted as done", "come back",
        among(answers.to(returned.returned), again), whole=True,
    )  # fmt: skip


def _of_actions(answers: Answers) -> list[Question]:
    outstanding = answers.to(actions.outstanding)
    rows = {
        "evidenced": [row for row in outstanding if row.standing.evidenced],
        "leaderless": [row for row in outstanding if row.lead is None],
        "late": answers.to(actions.late).rows,
        "claimed": answers.to(actions.claimed).rows,
        "colours": answers.to(colours.colour_challenges).rows,
        "undated": answers.to(actions.undated).rows,
    }
    asked = (
        ("late", "What to do about late actions",
         "their dates have passed without evidence", "late"),
        ("evidenced", "Whether to sign off what is evidenced",
         "the partnership or a group must rule", "evidenced"),
        ("claimed", "What evidence to ask for where there is none",
         "a claim shows no change", "claimed without evidence"),
        ("colours", "What to say to reported colours better than the facts",
         "they hide what is late or not shown", "colours better than the facts"),
        ("undated", "Which dates to agree for actions without one",
         "without a date nothing is ever late", "actions without a date"),
        ("leaderless", "Who leads actions without a lead",
         "nobody answers for them", "actions without a lead"),
    )  # fmt: skip
    basis = Cited(lambda: outstanding.basis)
    return [
        Question(key, rows[key], what, why, brief, basis, whole=key != "colours")
        for key, what, why, brief in asked
    ]


def _of_findings(answers: Answers) -> list[Question]:
    table = answers.to(unaddressed.unaddressed)
    stated = [row for row in table if not row.inferred]
    return [
        Question(
            "unaddressed", [row for row in stated if not row.answered_at_source],
            "Who takes up improvements that nobody has taken up",
            "no recommendation or action is known", "improvements not taken up",
            lambda: table.basis,
        ),
        Question(
            "unlinked", [row for row in stated if row.answered_at_source],
            "Which improvements the actions on whole reviews and audits answer",
            "nobody can follow them", "improvements whose actions are not told",
            lambda: table.basis,
        ),
    ]  # fmt: skip


def _of_agencies(answers: Answers) -> list[Question]:
    silent = answers.to(requests.silent)
    unanswered = answers.to(recommendations.unanswered)
    due = answers.to(follow_ups.due)
    return [
        Question(
            "silent", silent.rows, "What to ask of agencies that have not answered",
            "the day is past", "silent agencies", lambda: silent.basis,
        ),
        Question(
            "unanswered", unanswered.rows, "How to get answers to recommendations",
            "agencies have neither responded nor acted", "recommendations unanswered",
            lambda: unanswered.basis,
        ),
        Question(
            "follow-ups", due.rows, "What became of decisions to be followed up by now",
            "nothing was heard since", "follow-ups due", lambda: due.basis,
        ),
    ]  # fmt: skip
