"""Page one of the theme report: what to decide and why, in sentences, without the tables."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import actions, findings, recurring, returned
from learning_tracker.queries.actions import ActionRow
from learning_tracker.queries.coding import basis_of_coding, themes_of_action, with_narrower
from learning_tracker.queries.counting import plural
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.queries.returned import ReturnedTheme
from learning_tracker.records import Evidence
from learning_tracker.reports.document import Bullets, Paragraph, Section, Statement
from learning_tracker.tables import HasId, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Level, State

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
    stories = [_story(view, row) for row in back]
    standing = _standing(view)
    to_decide = _to_decide(view, back, stories, came_back)
    for told in range(THEMES_TOLD, -1, -1):
        parts = (
            ("what-recurs", "What keeps coming back", _recurring(back, stories, told)),
            ("what-returned", "What came back after it was done", _returned(came_back, told)),
            ("late-and-claimed", "What is late, and what is only claimed", standing),
            ("to-decide", "For the group to decide", to_decide),
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


@attrs.frozen
class Story:
    """A recurring theme with what was done about it and what shows a change.

    Attributes:
        row: the theme with what raised it.
        actions: the actions on the theme or one narrower.
        evidence: what supports these actions, what they answer, the findings or the theme.
        basis: the records that tie the actions to the theme and the evidence to its origin.
    """

    row: RecurringTheme
    actions: tuple[ActionRow, ...]
    evidence: tuple[Evidence, ...]
    basis: tuple[Record, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """All that the story rests on."""
        done = chain.from_iterable(one.records for one in self.actions)
        return (*self.row.records, *done, *self.evidence, *self.basis)

    @property
    def differences(self) -> int:
        """How many pieces of evidence tell of a difference for children."""
        return sum(one.counts_as is Level.DIFFERENCE for one in self.evidence)


def _story(view: View, row: RecurringTheme) -> Story:
    within = {theme.id: theme for theme in with_narrower(view, row.theme)}
    on_it = [
        one
        for one in actions.action_rows(view)
        if not within.keys().isdisjoint(theme.id for theme in themes_of_action(view, one.record))
    ]
    coded = list(chain.from_iterable(basis_of_coding(view, one.record) for one in on_it))
    supported = (
        *within.values(),
        *coded,
        *(one.record for one in on_it),
        *(one.finding for one in row.findings),
    )
    found = (e for record in supported for e in view.incoming(Evidence, "supports", record.id))
    evidence = {one.id: one for one in found}
    drawn = [view[one.drawn_from] for one in evidence.values() if one.drawn_from is not None]
    return Story(row, tuple(on_it), tuple(evidence.values()), (*within.values(), *coded, *drawn))


def _recurring(
    table: Table[RecurringTheme], stories: list[Story], themes: int
) -> Bullets | Paragraph:
    if not table:
        return Paragraph((Statement("page-one/recurring", table.empty, among=table.basis),))
    told = [_told(story, table, first=not place) for place, story in enumerate(stories[:themes])]
    return Bullets((*told, *_more("recurring", table, len(table) - themes)))


def _told(story: Story, table: Table[RecurringTheme], *, first: bool) -> Statement:
    """By how many a theme was raised, what was done, and what that changed."""
    row = story.row
    among = table.denominator if first else f"of {_first_number(table.denominator)}"
    text = (
        f"“{row.theme.name}” was raised by {len(row.independent)} {among}; "
        f"{_done(story.actions)}; {_changed(story)}."
    )
    return Statement(f"page-one/recurring/{row.theme.id}", text, story.records, table.basis)


def _first_number(words: str) -> str:
    return next(word for word in words.split() if word.isdigit())


def _done(on_it: Sequence[ActionRow]) -> str:
    if not on_it:
        return "no action is known on it"
    complete = sum(one.standing.state in {State.COMPLETED, State.SIGNED_OFF} for one in on_it)
    verb = "are" if complete > 1 else "is"
    return f"{complete or 'none'} of its {plural(len(on_it), 'action')} {verb} complete"


def _changed(story: Story) -> str:
    if not story.differences:
        return "nothing yet shows a difference for children"
    verb = "tells" if story.differences == 1 else "tell"
    return f"{plural(story.differences, 'piece')} of evidence {verb} of a difference for children"


def _more(key: str, table: Table[Any], more: int) -> list[Statement]:
    """A sentence that the table tells of more, if it does."""
    text = f"The table tells of {more} more."
    return [Statement(f"page-one/{key}/more", text, behind(table), table.basis)] if more > 0 else []


def behind(rows: Iterable[Any]) -> tuple[Record, ...]:
    """The records behind rows."""
    return tuple(chain.from_iterable(row.records for row in rows))


# What came back, and how actions stand


def _returned(table: Table[ReturnedTheme], themes: int) -> Bullets | Paragraph:
    if not table:
        text = f"No theme is known to have come back after sign-off ({table.denominator})."
        return Paragraph((Statement("page-one/returned", text, among=table.basis),))
    told = [
        Statement(
            f"page-one/returned/{row.record.id}/{row.action.id}",
            f"“{row.coded.name}”: an action on it was signed off ({row.done_on}), and "
            f"{row.raised.origin.label} raised it again, of what happened later.",
            row.records,
        )
        for row in table.rows[:themes]
    ]
    return Bullets((*told, *_more("returned", table, len(table) - themes)))


def _standing(view: View) -> Paragraph:
    outstanding, late = actions.outstanding(view), actions.late(view)
    undated, claimed = actions.undated(view), actions.claimed(view)
    told: list[tuple[str, str, Table[ActionRow]]] = [
        ("outstanding", _outstanding(outstanding), outstanding)
    ]
    if late:
        told.append(("late", f"{_are(late)} late: {_by_lead(late.rows)}.", late))
    else:
        told.append(("late", "No action is known to be late.", late))
    if undated:
        text = f"{len(undated)} have no agreed date, and so can never be late."
        told.append(("undated", text, undated))
    text = f"{_are(claimed)} said to be done without enough evidence."
    told.append(("claimed", text, claimed))
    return Paragraph(tuple(
        Statement(f"page-one/{key}", text, behind(table), table.basis) for key, text, table in told
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


# What to decide


def _to_decide(
    view: View, back: Table[RecurringTheme], stories: list[Story], came_back: Table[ReturnedTheme]
) -> Bullets | Paragraph:
    """What is to be decided, each with its reason, in a fixed order."""
    outstanding = actions.outstanding(view)
    evidenced = [row for row in outstanding if row.standing.evidenced]
    leaderless = [row for row in outstanding if row.lead is None]
    unshown = [story for story in stories if not story.differences]
    undone = findings.unaddressed(view)
    every_action = outstanding.basis
    asks = (
        ("returned", came_back, came_back.basis,
         "What else is needed on what came back after sign-off",
         "it had been accepted as done"),
        ("late", actions.late(view), every_action,
         "What to do about late actions",
         "their dates have passed, and nothing shows that they are done"),
        ("evidenced", evidenced, every_action,
         "Whether to sign off what is done and evidenced",
         "only the partnership or one of its groups can"),
        ("claimed", actions.claimed(view), every_action,
         "What evidence to ask for where there is only a claim",
         "a claim shows no change"),
        ("colours", actions.colour_challenges(view), every_action,
         "What to say to reported colours better than the facts",
         "they hide what is late or not shown"),
        ("undated", actions.undated(view), every_action,
         "By when actions without a date should be done",
         "without one nothing is ever late"),
        ("leaderless", leaderless, every_action,
         "Who leads actions without a lead",
         "nobody answers for them"),
        ("unaddressed", undone, undone.basis,
         "Who takes up improvements on which no recommendation or action rests",
         "nothing is known to have been asked of anyone"),
        ("unshown", unshown, (*behind(stories), *back.basis),
         "How to learn whether practice has changed on recurring themes",
         "nothing yet shows it"),
    )  # fmt: skip
    told = [_ask(*ask) for ask in asks if ask[1]]
    if not told:
        return Paragraph((Statement("page-one/decide", "Nothing waits for a decision."),))
    return Bullets(tuple(told))


def _ask(
    key: str, found: Sequence[Any] | Table[Any], among: Iterable[HasId], what: str, why: str
) -> Statement:
    text = f"{what} ({len(found)}): {why}."
    return Statement(f"page-one/decide/{key}", text, behind(found), among)
