"""Page one of the theme report: what to decide and why, in sentences, without the tables."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import actions, findings, recurring, returned
from learning_tracker.queries.actions import ActionRow
from learning_tracker.queries.coding import basis_of_coding, themes_of_action, with_narrower
from learning_tracker.queries.counting import plural
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.records import Evidence
from learning_tracker.reports.document import Bullets, Paragraph, Section, Sentence, once
from learning_tracker.tables import Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Level, State

TOLD = 3
"""How many themes, and how many agencies, page one names; the tables name all."""


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


def sections(view: View) -> tuple[Section, ...]:
    """The sections of page one."""
    back = recurring.recurring(view)
    stories = [_story(view, row) for row in back]
    parts = (
        ("what-recurs", "What keeps coming back", _recurring(back, stories)),
        ("what-returned", "What came back after it was done", _returned(view)),
        ("late-and-claimed", "What is late, and what is only claimed", _standing(view)),
        ("to-decide", "For the group to decide", _to_decide(view, back, stories)),
    )
    return tuple(Section(key, heading, (block,)) for key, heading, block in parts)


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
    evidence = once(
        one for record in supported for one in view.incoming(Evidence, "supports", record.id)
    )
    drawn = [view[one.drawn_from] for one in evidence if one.drawn_from is not None]  # type: ignore[attr-defined]
    return Story(row, tuple(on_it), evidence, (*within.values(), *coded, *drawn))


def _recurring(table: Table[RecurringTheme], stories: list[Story]) -> Bullets | Paragraph:
    if not table:
        return Paragraph((Sentence("page-one/recurring", table.empty, table.basis),))
    told = [_told(story, table) for story in stories[:TOLD]]
    more = len(table) - TOLD
    if more > 0:
        words = (
            f"{more} more {'theme recurs' if more == 1 else 'themes recur'}, as the table tells."
        )
        told.append(Sentence("page-one/recurring/more", words, table.records))
    return Bullets(tuple(told))


def _told(story: Story, table: Table[RecurringTheme]) -> Sentence:
    """By how many a theme was raised, what was done, and what that changed."""
    row = story.row
    text = (
        f"{row.theme.name} was raised by {len(row.independent)} {table.denominator}; "
        f"{_done(story.actions)}; {_changed(story)}."
    )
    cites = once((*story.records, *table.basis))
    return Sentence(f"page-one/recurring/{row.theme.id}", text, cites)


def _done(on_it: Sequence[ActionRow]) -> str:
    if not on_it:
        return "no action is known on it"
    complete = sum(one.standing.state in {State.COMPLETED, State.SIGNED_OFF} for one in on_it)
    verb = "is" if complete == 1 else "are"
    return f"{complete} of its {plural(len(on_it), 'action')} {verb} complete"


def _changed(story: Story) -> str:
    if not story.differences:
        return "nothing yet shows a difference for children"
    pieces = plural(story.differences, "piece")
    verb = "tells" if story.differences == 1 else "tell"
    return f"{pieces} of evidence {verb} of a difference for children"


def _returned(view: View) -> Bullets | Paragraph:
    table = returned.returned(view)
    if not table:
        text = f"{table.empty[:-1]} ({table.denominator})."
        return Paragraph((Sentence("page-one/returned", text, once(table.basis)),))
    told = [
        Sentence(
            f"page-one/returned/{row.record.id}/{row.action.id}",
            f"{row.coded.name}: an action on it was signed off ({row.done_on}), and "
            f"{row.raised.origin.label} raised it again, of what happened later.",
            once(row.records),
        )
        for row in table.rows[:TOLD]
    ]
    more = len(table) - TOLD
    if more > 0:
        told.append(Sentence("page-one/returned/more", f"{more} more are in the table.",
                             table.records))  # fmt: skip
    return Bullets(tuple(told))


def _standing(view: View) -> Paragraph:
    outstanding, late = actions.outstanding(view), actions.late(view)
    undated, claimed = actions.undated(view), actions.claimed(view)
    of = f"of the {plural(len(outstanding), 'outstanding action')}"
    told = {"outstanding": _outstanding(outstanding)}
    told["late"] = (
        f"{_are(late)} {of} late: {_by_lead(late.rows)}." if late
        else "No action is known to be late."
    )  # fmt: skip
    if undated:
        told["undated"] = f"{len(undated)} {of} have no agreed date, and so can never be late."
    told["claimed"] = f"{_are(claimed)} said to be done without evidence that tells."
    cites = once(outstanding.records)
    return Paragraph(
        tuple(Sentence(f"page-one/{key}", words, cites) for key, words in told.items())
    )


def _outstanding(table: Table[ActionRow]) -> str:
    if not table:
        return table.empty
    split, _, among = table.denominator.partition(", ")
    return f"{len(table)} {among} {'is' if len(table) == 1 else 'are'} outstanding: {split}."


def _are(table: Table[ActionRow]) -> str:
    return f"{len(table)} {'is' if len(table) == 1 else 'are'}"


def _by_lead(rows: Sequence[ActionRow]) -> str:
    counted = Counter(row.lead_name for row in rows)
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [f"{name} {count}" for name, count in ranked[:TOLD]]
    rest = sum(count for _, count in ranked[TOLD:])
    return ", ".join([*named, *([f"others {rest}"] if rest else [])])


def _to_decide(
    view: View, back: Table[RecurringTheme], stories: list[Story]
) -> Bullets | Paragraph:
    """What is to be decided, each with its reason, in a fixed order."""
    outstanding = actions.outstanding(view)
    undone = findings.unaddressed(view)
    came_back = returned.returned(view)
    late, claimed = actions.late(view), actions.claimed(view)
    evidenced = [row for row in outstanding if row.standing.evidenced]
    challenged = actions.colour_challenges(view)
    undated = actions.undated(view)
    leaderless = [row for row in outstanding if row.lead is None]
    unshown = [story for story in stories if not story.differences]
    of_actions = once(outstanding.records)
    of_themes = once((*back.records, *chain.from_iterable(story.records for story in stories)))
    asks: list[tuple[str, int, str, tuple[Record, ...]]] = [
        ("returned", len(came_back), "what else is needed on what came back after sign-off ({n})",
         came_back.records),
        ("late", len(late), "what to do about late actions ({n})", of_actions),
        ("evidenced", len(evidenced), "whether to sign off what is done and evidenced ({n})",
         of_actions),
        ("claimed", len(claimed), "what evidence to ask for where there is only a claim ({n})",
         of_actions),
        ("colours", len(challenged), "what to say to colours better than the facts ({n})",
         of_actions),
        ("undated", len(undated), "dates for actions that have none ({n})", of_actions),
        ("leaderless", len(leaderless), "who leads actions without a lead ({n})", of_actions),
        ("unaddressed", len(undone),
         "who takes up improvements that no recommendation or action takes up ({n})",
         undone.records),
        ("unshown", len(unshown),
         "how to learn whether practice changed on recurring themes where nothing shows it ({n})",
         of_themes),
    ]  # fmt: skip
    told = [
        Sentence(f"page-one/decide/{key}", f"{words[0].upper()}{words[1:].format(n=n)}.", cites)
        for key, n, words, cites in asks
        if n
    ]
    if not told:
        return Paragraph((Sentence("page-one/decide", "Nothing waits for a decision."),))
    return Bullets(tuple(told))
