"""Page one of the theme report: what to decide and why, in sentences, without the tables."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from learning_tracker.kinds import Record
from learning_tracker.queries import actions, recurring, returned
from learning_tracker.queries.actions import ActionRow
from learning_tracker.queries.counting import plural
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.queries.returned import ReturnedTheme
from learning_tracker.reports import to_decide
from learning_tracker.reports.document import Bullets, Paragraph, Section, Statement
from learning_tracker.reports.stories import Story, story
from learning_tracker.tables import Table
from learning_tracker.view import View
from learning_tracker.vocabulary import State

WORDS = 350
"""Page one has fewer words than this; it tells of fewer themes if it must."""

THEMES_TOLD = 5
"""Of how many themes page one tells at most; the tables tell of all."""

AGENCIES_TOLD = 3
"""How many agencies with late actions page one names; the tables name all."""


def sections(view: View, before: Iterable[Statement] = ()) -> tuple[Section, ...]:
    """The sections of page one, kept short with what stands before them on the page."""
    room = WORDS - sum(map(_length, before))
    back = recurring.recurring(view)
    came_back = returned.returned(view)
    told_of = [story(view, row) for row in back]
    standing = _standing(view)
    asked = to_decide.questions(view, back, told_of, came_back)
    for told in range(THEMES_TOLD, -1, -1):
        parts = (
            ("what-recurs", "What keeps coming back", _recurring(back, told_of, told)),
            ("what-returned", "What came back after it was done", _returned(came_back, told)),
            ("late-and-claimed", "What is late, and what is only claimed", standing),
            ("to-decide", "For the group to decide", asked),
        )
        page = tuple(Section(key, heading, (block,)) for key, heading, block in parts)
        if words(page) < room:
            break
    return page


def words(page: Iterable[Section]) -> int:
    """How many words the headings and sentences of sections have."""
    parts = list(page)
    told = (one for section in parts for block in section.blocks
            for one in getattr(block, "sentences", ()))  # fmt: skip
    return sum(len(section.heading.split()) for section in parts) + sum(map(_length, told))


def _length(one: Statement) -> int:
    return len(one.text.split())


# What keeps coming back


def _recurring(
    table: Table[RecurringTheme], stories: list[Story], themes: int
) -> Bullets | Paragraph:
    if not table:
        return Paragraph((Statement("page-one/recurring", table.empty, among=table.basis),))
    told = [_told(one, table, first=not place) for place, one in enumerate(stories[:themes])]
    return Bullets((*told, *_more("recurring", table, len(table) - themes)))


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
    among = (*one.records, *table.basis)
    return Statement(f"page-one/recurring/{row.theme.id}", text, cites, among)


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


def _more(key: str, table: Table[Any], more: int) -> list[Statement]:
    """A sentence that the table tells of more, if it does."""
    text = f"The table tells of {more} more."
    among = (*behind(table), *table.basis)
    return [Statement(f"page-one/{key}/more", text, counted(table), among)] if more > 0 else []


def counted(rows: Iterable[Any]) -> tuple[Record, ...]:
    """The records that are counted when rows are: what each row is about."""
    return tuple(row.record for row in rows)


def behind(rows: Iterable[Any]) -> tuple[Record, ...]:
    """All the records that rows rest on."""
    return tuple(chain.from_iterable(row.records for row in rows))


# What came back, and how actions stand


def _returned(table: Table[ReturnedTheme], themes: int) -> Bullets | Paragraph:
    if not table:
        text = f"No theme is known to have come back after sign-off ({table.denominator})."
        return Paragraph((Statement("page-one/returned", text, among=table.basis),))
    by_theme = {row.coded.id: row for row in reversed(table.rows)}
    told = [
        Statement(
            f"page-one/returned/{row.record.id}/{row.action.id}",
            f"“{row.coded.name}”: signed off {row.done_on}, raised again by "
            f"{row.raised.origin.label}, of what happened later.",
            row.records,
            table.basis,
        )
        for _, row in sorted(by_theme.items())[:themes]
    ]
    return Bullets((*told, *_more("returned", table, len(table) - len(told))))


def _standing(view: View) -> Paragraph:
    outstanding, late = actions.outstanding(view), actions.late(view)
    claimed = actions.claimed(view)
    told: list[tuple[str, str, Table[ActionRow]]] = [
        ("outstanding", _outstanding(outstanding), outstanding)
    ]
    if late:
        told.append(("late", f"{_are(late)} late: {_by_lead(late.rows)}.", late))
    else:
        told.append(("late", "No action is known to be late.", late))
    whose = f": {_by_lead(claimed.rows)}" if claimed else ""
    text = f"{_are(claimed)} said to be done without enough evidence{whose}."
    told.append(("claimed", text, claimed))
    return Paragraph(tuple(
        Statement(f"page-one/{key}", text, counted(table), table.basis)
        for key, text, table in told
    ))  # fmt: skip


def _outstanding(table: Table[ActionRow]) -> str:
    if not table:
        return table.empty
    split, _, among = table.denominator.rpartition(", ")
    return f"{len(table)} {among} {'is' if len(table) == 1 else 'are'} outstanding: {split}."


def _are(table: Table[ActionRow]) -> str:
    return f"{len(table) or 'None'} {'is' if len(table) <= 1 else 'are'}"


def _by_lead(rows: Sequence[ActionRow]) -> str:
    counted = Counter(row.lead_name for row in rows)
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f"{name} {count}" for name, count in ranked[:AGENCIES_TOLD]]
    rest = sum(count for _, count in ranked[AGENCIES_TOLD:])
    return ", ".join([*named, *([f"others {rest}"] if rest else [])])
