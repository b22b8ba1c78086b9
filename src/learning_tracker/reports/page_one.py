"""Page one of the theme report: what was decided, what to decide and why, without the tables."""

from collections.abc import Callable, Iterable, Mapping

from learning_tracker.dates import ReportingYear
from learning_tracker.queries import recurring, returned
from learning_tracker.reports import actions_told, change_told, decided_last, themes_told, to_decide
from learning_tracker.reports.document import Section, Statement
from learning_tracker.reports.fitting import fitted, length
from learning_tracker.reports.stories import Story, story
from learning_tracker.view import View
from learning_tracker.vocabulary import Audience

WORDS = 350
"""Page one has fewer words than this; it tells of fewer themes and questions if it must."""

ROOM = ((5, 6), (4, 5), (3, 4), (2, 4), (2, 3), (1, 3), (1, 2), (1, 1), (0, 1), (0, 0))
"""Of how many themes page one tells, and how many questions it asks in a sentence each.

The first pair that fits is taken; the tables tell of all.
"""


class Asked:
    """What page one tells of, worked out once, whatever room there is for it.

    Attributes:
        view: the records that its readers may see.
        year: the reporting year of the report.
        audience: who reads it.
    """

    def __init__(self, view: View, year: ReportingYear, audience: Audience) -> None:
        self.view = view
        self.year = year
        self.audience = audience
        self.recurring = recurring.recurring(view)
        self.stories: list[Story] = [story(view, row) for row in self.recurring]
        self.returned = returned.returned(view)
        self.questions = to_decide.questions(
            view, audience, self.stories, self.recurring, self.returned
        )
        self._standing = actions_told.standing(view)
        self._silent = None if audience is Audience.PUBLIC else actions_told.silent(view)

    def decided(self, _: int, __: int) -> Section:
        """What was decided last time, and what happened."""
        block = decided_last.told(self.view, self.audience)
        return Section("decided-last-time", "Decided last time, and what happened", (block,))

    def to_decide(self, _: int, asked: int) -> Section:
        """What is to be decided today; with little room, more of it in one line."""
        block = to_decide.told(self.view, self.questions, asked)
        return Section("to-decide", "For decision today", (block,))

    def what_recurs(self, told: int, _: int) -> Section:
        """The themes that most sources raised."""
        block = themes_told.recurring(self.recurring, self.stories, told)
        return Section("what-recurs", "What keeps coming back", (block,))

    def what_returned(self, told: int, _: int) -> Section:
        """The themes that came back after an action on them was signed off."""
        block = themes_told.returned(self.returned, told)
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
        block = change_told.changed(self.view, self.year, told)
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
    view: View, year: ReportingYear, audience: Audience, before: Iterable[Statement] = ()
) -> tuple[Section, ...]:
    """The sections of page one, kept short with what stands before them on the page."""
    room = WORDS - sum(map(length, before))
    asked = Asked(view, year, audience)
    pages = (
        tuple(part(asked, themes, questions) for part in PARTS[audience])
        for themes, questions in ROOM
    )
    return fitted(pages, room)
