"""Which themes keep coming back, and which came back after they were done, in sentences."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from learning_tracker.kinds import Record
from learning_tracker.queries.action_rows import ActionRow
from learning_tracker.queries.counting import plural
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.queries.returned import ReturnedTheme
from learning_tracker.reports.citing import among, counted
from learning_tracker.reports.document import Bullets, Paragraph, Statement
from learning_tracker.reports.stories import Story
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
    return Statement(f"page-one/recurring/{row.theme.id}", text, cites, among(table, [one]))


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
    return [Statement(key, text, counted(left), among(table, left))]


# What came back


def came_back(table: Table[ReturnedTheme]) -> list[list[ReturnedTheme]]:
    """What came back by theme, those that came back most often first."""
    by_theme: dict[str, list[ReturnedTheme]] = defaultdict(list)
    for row in table:
        by_theme[row.coded.id].append(row)
    return sorted(by_theme.values(), key=lambda rows: (-_findings(rows), rows[0].coded.name))


def each_returned(
    table: Table[ReturnedTheme], ranked: list[list[ReturnedTheme]], most: int
) -> list[Statement]:
    """The themes that came back most often after a sign-off."""
    return [_came_back(rows, table) for rows in ranked[:most]]


def returned(
    table: Table[ReturnedTheme], ranked: list[list[ReturnedTheme]], told: Sequence[Statement]
) -> Bullets | Paragraph:
    """The first of these themes, then how many more there are; or that none came back."""
    if not table:
        text = f"No theme is known to have come back after sign-off ({table.denominator})."
        return Paragraph((Statement("page-one/returned", text, among=table.basis),))
    return Bullets((*told, *_more_returned(ranked[len(told) :], table, alone=not told)))


def _findings(rows: Iterable[ReturnedTheme]) -> int:
    return len({row.record.id for row in rows})


def _came_back(rows: list[ReturnedTheme], table: Table[ReturnedTheme]) -> Statement:
    """How often a theme was found again after how many actions on it had been signed off."""
    theme = rows[0].coded
    last = max(rows, key=lambda row: (_told_last(row), row.record.id))
    times = _findings(rows)
    again = "once, after" if times == 1 else f"{times} times, each after"
    text = (
        f"“{theme.name}” was found again {again} an action on it was signed off; "
        f"{'' if times == 1 else 'last '}by {last.raised.origin.label}."
    )

    def cites() -> Iterator[Record]:
        yield theme
        yield from chain.from_iterable((row.record, row.action) for row in rows)
        yield from last.raised.origin.sources

    return Statement(f"page-one/returned/{theme.id}", text, cites, among(table, rows))


def _told_last(row: ReturnedTheme) -> str:
    on = row.raised.origin.known_on
    return "" if on is None else on.last.isoformat()


def _more_returned(
    left: list[list[ReturnedTheme]], table: Table[ReturnedTheme], *, alone: bool
) -> list[Statement]:
    if not left:
        return []
    rows = list(chain.from_iterable(left))
    themes = plural(len(left), "theme" if alone else "more theme")
    text = f"{themes} came back, in {plural(_findings(rows), 'finding')}."
    key = f"page-one/returned/more/{rows[0].coded.id}"
    return [Statement(key, text, counted(rows), among(table, rows))]
