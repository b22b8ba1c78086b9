"""Page one of the theme report: what was decided, what to decide and why, without the tables."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from learning_tracker.queries import changes, recurring, returned
from learning_tracker.queries.changes import Shown
from learning_tracker.queries.found_again import found_again
from learning_tracker.reports import actions_told, change_told, decided_last, themes_told, to_decide
from learning_tracker.reports.answers import Answers
from learning_tracker.reports.document import Bullets, Paragraph, Section, Statement
from learning_tracker.reports.fitting import fitted, length
from learning_tracker.reports.stories import stories
from learning_tracker.tables import Table
from learning_tracker.vocabulary import Audience

WORDS = 350
"""Page one has fewer words than this; it tells of fewer themes and questions if it must."""

ROOM = ((5, 6), (4, 5), (3, 4), (2, 4), (2, 3), (1, 3), (1, 2), (1, 1), (0, 1), (0, 0))
"""Of how many themes page one tells, and how many questions it asks in a sentence each.

The first pair that fits is taken; the tables tell of all.
"""

MOST_THEMES = ROOM[0][0]


class Asked:
    """What page one tells of, worked out once, whatever room there is for it.

    Attributes:
        answers: what the records that its readers may see answer.
        audience: who reads it.
    """

    def __init__(self, answers: Answers, audience: Audience) -> None:
        self.answers = answers
        self.audience = audience
        self._recurring = answers.to(recurring.recurring)
        self._stories = stories(answers.view, self._recurring)
        self._returned = answers.to(returned.returned)
        self._again = answers.to(found_again)
        self._standing = actions_told.standing(answers)

    @cached_property
    def _decided(self) -> Bullets | Paragraph:
        return decided_last.told(self.answers.view, self.audience)

    @cached_property
    def _each_recurring(self) -> list[Statement]:
        return themes_told.each_recurring(self._recurring, self._stories, MOST_THEMES)

    @cached_property
    def _each_returned(self) -> list[Statement]:
        return themes_told.each_returned(self._returned, self._again, MOST_THEMES)

    @cached_property
    def _questions(self) -> list[to_decide.Question]:
        return to_decide.questions(self.answers, self.audience, self._stories)

    @cached_property
    def _silent(self) -> Paragraph | None:
        return None if self.audience is Audience.PUBLIC else actions_told.silent(self.answers)

    @cached_property
    def _changes(self) -> Table[Shown]:
        return changes.shown(self.answers.view, year=self.answers.year)

    def decided(self, _: int, __: int) -> Section:
        """What was decided last time, and what happened."""
        heading = "Decided last time, and what happened"
        return Section("decided-last-time", heading, (self._decided,))

    def to_decide(self, _: int, asked: int) -> Section:
        """What is to be decided today; with little room, more of it in one line."""
        block = to_decide.told(self.answers.view, self._questions, asked)
        return Section("to-decide", "For decision today", (block,))

    def what_recurs(self, told: int, _: int) -> Section:
        """The themes that most sources raised."""
        each = self._each_recurring[:told]
        block = themes_told.recurring(self._recurring, self._stories, each)
        return Section("what-recurs", "What keeps coming back", (block,))

    def what_returned(self, told: int, _: int) -> Section:
        """The themes that came back after an action on them was signed off."""
        each = self._each_returned[:told]
        block = themes_told.returned(self._returned, self._again, each)
        return Section("what-returned", "What came back after it was done", (block,))

    def standing(self, _: int, __: int) -> Section:
        """How actions stand, and who has not answered, where anybody has not."""
        if self._silent is None:
            heading = "What is late, or only claimed"
            return Section("late-and-claimed", heading, (self._standing,))
        heading = "What is late, only claimed, or unanswered"
        return Section("late-and-claimed", heading, (self._standing, self._silent))

    def done(self, _: int, __: int) -> Section:
        """How actions stand, without what only the partnership's own groups see to."""
        return Section("late-and-claimed", "What is done, and what is late", (self._standing,))

    def changed(self, told: int, _: int) -> Section:
        """What shows a difference for children."""
        block = change_told.changed(self.answers.view, self.answers.year, self._changes, told)
        return Section("changed", "What changed", (block,))


Part = Callable[[Asked, int, int], Section]

PARTS: Mapping[Audience, tuple[Part, ...]] = {
    Audience.GROUP: (
        Asked.decided,
        Asked.to_decide,
        Asked.what_recurs,
        Asked.what_returned,
        Asked.standing,
    ),
    Audience.EXECUTIVE: (
        Asked.decided,
        Asked.to_decide,
        Asked.standing,
        Asked.what_returned,
        Asked.what_recurs,
    ),
    Audience.PUBLIC: (Asked.what_recurs, Asked.what_returned, Asked.done, Asked.changed),
}
"""What stands on page one, in order, for each audience."""


def sections(
    answers: Answers, audience: Audience, before: Iterable[Statement] = ()
) -> tuple[Section, ...]:
    """The sections of page one, kept short with what stands before them on the page."""
    room = WORDS - sum(map(length, before))
    asked = Asked(answers, audience)
    pages = (
        tuple(part(asked, themes, questions) for part in PARTS[audience])
        for themes, questions in ROOM
    )
    return fitted(pages, room)
