"""Questions that a team may discuss after a review: one for each theme that it must improve."""

from itertools import chain

from learning_tracker.queries import coding
from learning_tracker.records import Theme
from learning_tracker.reports.citing import among, counted
from learning_tracker.reports.document import Statement
from learning_tracker.reports.fitting import beginning
from learning_tracker.reports.learning_of import LearningOf
from learning_tracker.view import View
from learning_tracker.vocabulary import State

QUESTIONS = 5
"""How many questions a team is asked at most: more cannot be discussed in a meeting."""

_DEFINITION = 25
"""How many words of a theme's definition a question holds."""

SIGNED_OFF = "What do we notice of what was signed off on it?"
UNDER_WAY = "What would help what is under way on it?"
NO_ACTION = "No action on this review or audit bears on it: what could we try?"


def questions(view: View, learning: LearningOf, most: int) -> list[Statement]:
    """A question for each theme of its improvements, for those that most sources raised first.

    A question states only what is on record: the theme, its definition, and whether an action
    on this review or audit bears on it.
    """
    actions = [row.record for row in learning.actions]
    coded = chain.from_iterable(coding.basis_of_coding(view, one) for one in actions)
    tables = (learning.themes, learning.found, learning.done)
    rests_on = (*chain.from_iterable(among(one) for one in tables), *coded)
    told = learning.themes.rows[:most]
    asked = [
        Statement(f"page-one/discuss/{row.theme.id}", _question(view, learning, row.theme),
                  (row.theme,), rests_on)
        for row in told
    ]  # fmt: skip
    if more := len(learning.themes) - len(told):
        text = f"Its improvements are on {more} more; the table of themes tells of them."
        asked.append(Statement("page-one/discuss/more", text, counted(learning.themes), rests_on))
    return asked


def _question(view: View, learning: LearningOf, theme: Theme) -> str:
    meaning = beginning(theme.definition, _DEFINITION)
    about = f"{theme.name}. {meaning}" if meaning else theme.name
    return (
        f"{about}: how do we do this here, and what shows it? {_follow_up(view, learning, theme)}"
    )


def _follow_up(view: View, learning: LearningOf, theme: Theme) -> str:
    """What to ask of the actions on the theme, by where they stand."""
    states = {
        row.standing.state
        for row in learning.actions
        if theme.id in {one.id for one in coding.themes_of_action(view, row.record)}
        and not row.standing.closed
    }
    if State.SIGNED_OFF in states:
        return SIGNED_OFF
    return UNDER_WAY if states else NO_ACTION
