"""All that is on record of what one review or audit taught: what its briefing is made from."""

from itertools import chain

import attrs

from learning_tracker.queries import found, recurring, taken_up
from learning_tracker.queries.action_rows import ActionRow
from learning_tracker.queries.found import Found
from learning_tracker.queries.naming import source_named
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.queries.taken_up import TakenUp
from learning_tracker.records import Evidence, Source
from learning_tracker.tables import Column, Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement

THEME_COLUMNS: tuple[Column[RecurringTheme], ...] = (
    Column("theme", "Practice theme", lambda row: row.theme.name),
    Column("definition", "What it is", lambda row: row.theme.definition),
    Column("independent_sources", "Sources", lambda row: len(row.independent)),
    Column("first", "First", lambda row: row.first),
    Column("last", "Last", lambda row: row.last),
    Column("sources", "Raised by", lambda row: tuple(one.label for one in row.independent)),
)


@attrs.frozen
class LearningOf:
    """What one review or audit taught.

    Attributes:
        source: the review or audit.
        found: what it found.
        themes: the practice themes of its improvements, those that most raised first.
        done: what it asks or found, with what was done about it.
    """

    source: Source
    found: Table[Found]
    themes: Table[RecurringTheme]
    done: Table[TakenUp]

    def judged(self, judgement: Judgement) -> list[Found]:
        """Its strengths, or its improvements."""
        return [row for row in self.found if row.record.judgement is judgement]

    @property
    def actions(self) -> list[ActionRow]:
        """The actions on it, each once."""
        rows = chain.from_iterable(row.actions for row in self.done)
        return list({row.record.id: row for row in rows}.values())

    @property
    def evidence(self) -> list[Evidence]:
        """What shows anything of these, each piece once, what shows most and is latest first."""
        pieces = chain.from_iterable(row.evidence for row in self.done)
        once = {one.id: one for one in pieces}.values()
        return sorted(once, key=lambda e: (-e.counts_as.rung, -e.on.last.toordinal(), e.id))


def learning_of(view: View, source: str) -> LearningOf:
    """What one review or audit taught.

    Args:
        view: the records to ask.
        source: the review or audit (an id or a title).

    Raises:
        UnknownChoice: there is none.
        NotPublic: there is one, and the public may not read it.
    """
    about = source_named(view, source)
    by_it = found.of_source(view, about.id)
    return LearningOf(about, by_it, _themes(view, about, by_it), taken_up.of_source(view, about.id))


def _themes(view: View, about: Source, by_it: Table[Found]) -> Table[RecurringTheme]:
    """The themes of its improvements, with all the independent sources that raised each."""
    improvements = (row for row in by_it if row.record.judgement is Judgement.IMPROVEMENT)
    within = {theme.id for row in improvements for theme in row.themes}
    table = recurring.recurring(view, at_least=1)
    rows = tuple(row for row in table if row.theme.id in within)
    known = {record.id for row in rows for record in row.records}
    return attrs.evolve(
        table,
        caption=f"The themes of the improvements of {about.title}, and who raised each",
        rows=rows,
        columns=THEME_COLUMNS,
        empty="No improvement of it is on a practice theme.",
        basis=(about, *table.basis),
        notes=tuple(
            note for note in table.notes if any(record.id in known for record in note.records)
        ),
    )
