"""Page one of the theme report: what to decide and why, in sentences, without the tables."""

from collections import Counter
from collections.abc import Iterable, Sequence, Sized
from itertools import chain

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import actions, findings, recurring, returned
from learning_tracker.queries.actions import ActionRow
from learning_tracker.queries.coding import basis_of_coding, themes_of_action, with_narrower
from learning_tracker.queries.counting import plural
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.queries.returned import ReturnedTheme
from learning_tracker.records import Evidence
from learning_tracker.reports.document import Bullets, Paragraph, Section, Sentence, once
from learning_tracker.tables import Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Level, State

WORDS = 350
"""Page one has fewer words than this; it tells of fewer themes if it must."""

THEMES_TOLD = 5
"""Of how many themes page one tells at most; the tables tell of all."""

AGENCIES_TOLD = 3
"""How many agencies with late actions page one names; the tables name all."""


def sections(view: View) -> tuple[Section, ...]:
    """The sections of page one."""
    back = recurring.recurring(view)
    came_back = returned.returned(view)
    stories = [_story(view, row) for row in back]
    standing = _standing(view)
    to_decide = _to_decide(view, stories, came_back)
    for told in range(THEMES_TOLD, -1, -1):
        parts = (
            ("what-recurs", "What keeps coming back", _recurring(back, stories, told)),
            ("what-returned", "What came back after it was done", _returned(came_back, told)),
            ("late-and-claimed", "What is late, and what is only claimed", standing),
            ("to-decide", "For the group to decide", to_decide),
        )
        page = tuple(Section(key, heading, (block,)) for key, heading, block in parts)
        if words(page) < WORDS:
            break
    return page


def words(page: Iterable[Section]) -> int:
    """How many words the headings and sentences of sections have."""
    texts = [section.heading for section in page]
    for section in page:
        for block in section.blocks:
            texts += [one.text for one in getattr(block, "sentences", ())]
    return sum(len(text.split()) for text in texts)


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
        return once((*self.row.records, *done, *self.evidence, *self.basis))

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
        return Paragraph((Sentence("page-one/recurring", table.empty, once(table.basis)),))
    told = [_told(story, table) for story in stories[:themes]]
    return Bullets((*told, *_more("recurring", len(table) - themes, once(table.records))))


def _told(story: Story, table: Table[RecurringTheme]) -> Sentence:
    """By how many a theme was raised, what was done, and what that changed."""
    row = story.row
    text = (
        f"“{row.theme.name}” was raised by {len(row.independent)} {table.denominator}; "
        f"{_done(story.actions)}; {_changed(story)}."
    )
    cites = once((*story.records, *table.basis))
    return Sentence(f"page-one/recurring/{row.theme.id}", text, cites)


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


def _more(key: str, more: int, cites: tuple[Record, ...]) -> list[Sentence]:
    """A sentence that the tables tell of more, if they do."""
    text = f"The tables tell of {more} more."
    return [Sentence(f"page-one/{key}/more", text, cites)] if more > 0 else []


# What came back, and how actions stand


def _returned(table: Table[ReturnedTheme], themes: int) -> Bullets | Paragraph:
    if not table:
        text = f"{table.empty[:-1]} ({table.denominator})."
        return Paragraph((Sentence("page-one/returned", text, once(table.basis)),))
    told = [
        Sentence(
            f"page-one/returned/{row.record.id}/{row.action.id}",
            f"“{row.coded.name}”: an action on it was signed off ({row.done_on}), and "
            f"{row.raised.origin.label} raised it again, of what happened later.",
            once(row.records),
        )
        for row in table.rows[:themes]
    ]
    cites = once((*table.records, *table.basis))
    return Bullets((*told, *_more("returned", len(table) - themes, cites)))


def _standing(view: View) -> Paragraph:
    outstanding, late = actions.outstanding(view), actions.late(view)
    undated, claimed = actions.undated(view), actions.claimed(view)
    of = f"of the {plural(len(outstanding), 'outstanding action')}"
    told = {"outstanding": _outstanding(outstanding), "late": "No action is known to be late."}
    if late:
        told["late"] = f"{_are(late)} late: {_by_lead(late.rows)}."
    if undated:
        told["undated"] = f"{len(undated)} {of} have no agreed date, and so can never be late."
    told["claimed"] = f"{_are(claimed)} said to be done without evidence that tells."
    cites = once(outstanding.records)
    return Paragraph(tuple(Sentence(f"page-one/{key}", text, cites) for key, text in told.items()))


def _outstanding(table: Table[ActionRow]) -> str:
    if not table:
        return table.empty
    split, _, among = table.denominator.partition(", ")
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
    view: View, stories: list[Story], came_back: Table[ReturnedTheme]
) -> Bullets | Paragraph:
    """What is to be decided, each with its reason, in a fixed order."""
    outstanding = actions.outstanding(view)
    undone = findings.unaddressed(view)
    of_actions = once(outstanding.records)
    of_themes = once(chain.from_iterable(story.records for story in stories))
    asks = (
        _ask("returned", came_back, once((*came_back.records, *came_back.basis)),
             "What else is needed on what came back after sign-off",
             "it had been accepted as done"),
        _ask("late", actions.late(view), of_actions,
             "What to do about late actions",
             "their dates have passed, and nothing shows that they are done"),
        _ask("evidenced", [row for row in outstanding if row.standing.evidenced], of_actions,
             "Whether to sign off what is done and evidenced",
             "only the partnership can"),
        _ask("claimed", actions.claimed(view), of_actions,
             "What evidence to ask for where there is only a claim",
             "a claim shows no change"),
        _ask("colours", actions.colour_challenges(view), of_actions,
             "What to say to reported colours better than the facts",
             "they hide what is late or not shown"),
        _ask("undated", actions.undated(view), of_actions,
             "By when actions without a date should be done",
             "without one nothing is ever late"),
        _ask("leaderless", [row for row in outstanding if row.lead is None], of_actions,
             "Who leads actions without a lead",
             "nobody answers for them"),
        _ask("unaddressed", undone, once(undone.records),
             "Who takes up improvements on which no recommendation or action rests",
             "they were found, and nothing is known to have been asked of anyone"),
        _ask("unshown", [one for one in stories if not one.differences], of_themes,
             "How to learn whether practice has changed on recurring themes",
             "nothing yet shows it"),
    )  # fmt: skip
    told = tuple(sentence for found, sentence in asks if found)
    if not told:
        return Paragraph((Sentence("page-one/decide", "Nothing waits for a decision."),))
    return Bullets(told)


def _ask(
    key: str, found: Sized, cites: tuple[Record, ...], what: str, why: str
) -> tuple[int, Sentence]:
    text = f"{what} ({len(found)}): {why}."
    return len(found), Sentence(f"page-one/decide/{key}", text, cites)
