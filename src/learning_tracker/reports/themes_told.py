"""Which themes keep coming back, and which came back after they were done, in sentences."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from learning_tracker.kinds import Record
from learning_tracker.queries.action_rows import ActionRow
from learning_tracker.queries.counting import Raised, plural
from learning_tracker.queries.found_again import FoundAgain
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.queries.returned import ReturnedTheme
from learning_tracker.reports.citing import among, counted
from learning_tracker.reports.document import Bullets, Paragraph, Statement
from learning_tracker.reports.stories import Story, told_among
from learning_tracker.tables import Table
from learning_tracker.vocabulary import State

# What keeps coming back


def each_recurring(
    table: Table[RecurringTheme], stories: list[Story], most: int
) -> list[Statement]:
    """The themes that most sources raised, with what was done and what that changed."""
    return [_told(one, table, first=not place) for place, one in enumerate(stories[:most])]


def recurring(
    table: Table[RecurringTheme], stories: list[Story], told: Sequence[Statement]
) -> Bullets | Paragraph:
    """The first of these themes, then how many more there are; or that none recurs."""
    if not table:
        return Paragraph((Statement("page-one/recurring", table.empty, among=table.basis),))
    return Bullets((*told, *_more_recurring(stories[len(told) :], table, alone=not told)))


def _told(one: Story, table: Table[RecurringTheme], *, first: bool) -> Statement:
    """By how many a theme was raised, what was done, and what that changed."""
    row = one.row
    of = f"of {_first_number(table.denominator)}"
    if first:
        of = f"{table.denominator}{_since(table.basis)}"
    text = (
        f"“{row.theme.name}” was raised by {len(row.independent)} {of}; "
        f"{_done(one.actions)}; {_changed(one)}{' for children' if first else ''}."
    )
    raised_by = (source for origin in row.independent for source in origin.sources)
    cites = (row.theme, *raised_by, *(each.record for each in one.actions))
    return Statement(f"page-one/recurring/{row.theme.id}", text, cites, told_among(table, [one]))


def _since(sources: Iterable[Any]) -> str:
    """From which year on there are sources, ready to follow their number."""
    known = [on.first.year for one in sources if (on := getattr(one, "known_on", None))]
    return f" since {min(known)}" if known else ""


def _first_number(words: str) -> str:
    return next(word for word in words.split() if word.isdigit())


def _done(on_it: Sequence[ActionRow]) -> str:
    if not on_it:
        return "no action is known on it"
    complete = sum(one.standing.state in {State.COMPLETED, State.SIGNED_OFF} for one in on_it)
    verb = "are" if complete > 1 else "is"
    return f"{complete or 'none'} of its {plural(len(on_it), 'action')} {verb} complete"


def _changed(one: Story) -> str:
    if not one.differences and one.unshown:
        return "what shows a difference is not published"
    if not one.differences:
        return "nothing yet shows a difference"
    verb = "tells" if one.differences == 1 else "tell"
    return f"{plural(one.differences, 'piece')} of evidence {verb} of a difference"


def _more_recurring(
    left: list[Story], table: Table[RecurringTheme], *, alone: bool
) -> list[Statement]:
    """How many more recur, and on how many of them nothing yet shows a difference."""
    if not left:
        return []
    of = f" among sources ({table.denominator})" if alone else ""
    unshown = sum(not one.differences and not one.unshown for one in left)
    more = plural(len(left), "theme" if alone else "more theme")
    if len(left) == 1:
        text = f"{more} recurs{of}; {_changed(left[0])}."
    else:
        text = f"{more} recur{of}; on {unshown or 'none'} of them nothing yet shows a difference."
    key = f"page-one/recurring/more/{left[0].record.id}"
    return [Statement(key, text, counted(left), told_among(table, left))]


# What came back


def each_returned(
    table: Table[ReturnedTheme], again: Sequence[FoundAgain], most: int
) -> list[Statement]:
    """The themes that came back most often after a sign-off."""
    return [_came_back(one, table) for one in again[:most]]


def returned(
    table: Table[ReturnedTheme], again: Sequence[FoundAgain], told: Sequence[Statement]
) -> Bullets | Paragraph:
    """The first of these themes, then how many more there are; or that none came back."""
    if not again:
        text = f"No theme is known to have come back after sign-off ({table.denominator})."
        return Paragraph((Statement("page-one/returned", text, among=lambda: table.basis),))
    return Bullets((*told, *_more_returned(again[len(told) :], table, alone=not told)))


def _came_back(one: FoundAgain, table: Table[ReturnedTheme]) -> Statement:
    """How often a theme was found again after how many actions on it had been signed off."""
    last = max(one.found, key=lambda each: (_told_last(each), each.finding.id))
    times = len(one.found)
    again = "once, after" if times == 1 else f"{times} times, each after"
    text = (
        f"“{one.theme.name}” was found again {again} an action on it was signed off; "
        f"{'' if times == 1 else 'last '}by {last.origin.label}."
    )

    def cites() -> Iterator[Record]:
        yield one.theme
        yield from (each.finding for each in one.found)
        yield from one.actions
        yield from last.origin.sources

    return Statement(f"page-one/returned/{one.theme.id}", text, cites, among(table, [one]))


def _told_last(one: Raised) -> str:
    on = one.origin.known_on
    return "" if on is None else on.last.isoformat()


def _more_returned(
    left: Sequence[FoundAgain], table: Table[ReturnedTheme], *, alone: bool
) -> list[Statement]:
    if not left:
        return []
    found = {each.finding.id: each.finding for one in left for each in one.found}
    themes = plural(len(left), "theme" if alone else "more theme")
    text = f"{themes} came back, in {plural(len(found), 'finding')}."
    key = f"page-one/returned/more/{left[0].theme.id}"
    return [Statement(key, text, found.values(), among(table, left))]
