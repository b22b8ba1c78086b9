"""Page one of a briefing: what happened, was found, recommended and done, and what to discuss."""

from collections import Counter
from collections.abc import Iterable, Sequence

from learning_tracker.queries.action_rows import ActionRow
from learning_tracker.queries.counting import plural
from learning_tracker.queries.found import Found
from learning_tracker.queries.met import PROGRESS, RECURRING
from learning_tracker.queries.recurring import RecurringTheme
from learning_tracker.queries.suppression import threshold_of, without_small_counts
from learning_tracker.queries.taken_up import TakenUp
from learning_tracker.records import CaseFileAudit, Finding, Review, Source, Theme
from learning_tracker.reports.citing import among, counted, listed, summary
from learning_tracker.reports.discussion import QUESTIONS, questions
from learning_tracker.reports.document import Block, Bullets, Paragraph, Section, Statement
from learning_tracker.reports.fitting import Page, beginning, ever_less, fitted, length
from learning_tracker.reports.learning_of import LearningOf
from learning_tracker.tables import Table
from learning_tracker.view import View
from learning_tracker.vocabulary import Judgement, Level, State

WORDS = 430
"""The one page of a briefing has fewer words than this; it tells of less if it must.

So many fit on one sheet of A4 with six headings, from a browser and from Word.
"""

TOLD = 6
"""Of how many things each list tells at most; the tables tell of all."""

THEMES_TOLD = 3
"""Of how many themes the page says by how many they were raised."""

_SUMMARY = 90
"""How many words of a summary the page tells."""

_QUOTED = 16
"""How many words of a recommendation are quoted."""

_EVIDENCE = 40
"""How many words of a piece of evidence are quoted."""

_SHOWN = {
    None: "nothing shows it yet",
    Level.ACTIVITY: "only activity is shown",
    Level.QUALITY: "how well it was done is shown",
    Level.DIFFERENCE: "a difference for children is shown",
}
"""How it is told what the evidence shows, at its highest level."""


def sections(view: View, learning: LearningOf, before: Iterable[Statement]) -> Page:
    """The sections of the page, kept short with what stands before them on it."""
    source = learning.source
    happened = "What happened" if isinstance(source, Review) else "What it looked at"

    strengths, improvements = (learning.judged(judgement) for judgement in Judgement)

    def telling(most: tuple[int, ...]) -> Page:
        well, better, done, asked = most
        parts: list[tuple[str, str, Sequence[Block]]] = [
            ("happened", happened, [Paragraph(tuple(_happened(view, source)))]),
            ("matters", "Why it matters", [Paragraph(tuple(_why(view, learning)))]),
            ("strengths", "What was done well", _found(learning, Judgement.STRENGTH, well)),
            ("improvements", "What to improve", _found(learning, Judgement.IMPROVEMENT, better)),
            ("done", "What was done since, and what changed", _done(learning, done)),
            ("discuss", "To discuss in a team", _discuss(view, learning, asked)),
        ]
        return tuple(Section(key, heading, tuple(blocks)) for key, heading, blocks in parts)

    every = [min(len(one), TOLD) for one in (strengths, improvements, learning.done)]
    pages = map(telling, ever_less((*every, min(len(learning.themes), QUESTIONS))))
    return fitted(pages, WORDS - sum(map(length, before)))


# What happened, and why it matters


def short(text: str) -> str:
    """As much of a summary as the page tells."""
    return text if len(text.split()) <= _SUMMARY else beginning(text, _SUMMARY)


def _happened(view: View, source: Source) -> list[Statement]:
    summary_of = short(source.summary) or "No summary is on record."
    sentences = [Statement("page-one/happened", summary_of, (source,))]
    if isinstance(source, CaseFileAudit):
        topic = view.linked(source, "topic", Theme)
        told = without_small_counts(source, threshold_of(view))
        files = sum(count for _, count in told.grades)
        graded = f" {plural(files, 'file')} were graded." if files else ""
        text = f"Case files were audited on “{topic[0].name}”.{graded}"
        sentences.append(Statement("page-one/audited", text, (source, *topic)))
    return sentences


def _why(view: View, learning: LearningOf) -> list[Statement]:
    """By how many its themes were raised, and how many of its findings are marked."""
    themes = learning.themes
    if not themes:
        return [summary("page-one/matters", themes, (), ""), *_marked(learning)]
    raised = [_raised(view, themes, row) for row in themes.rows[:THEMES_TOLD]]
    return [*raised, *_marked(learning)]


def _raised(view: View, themes: Table[RecurringTheme], row: RecurringTheme) -> Statement:
    """By how many a theme was raised; the first theme also says among how many."""
    number = len(row.independent)
    by = f"{number} {themes.denominator}" if row is themes[0] else f"{number}"
    if number == 1:
        by = f"no other independent source{' that is published' if view.public else ''}"
    raised_by = (source for origin in row.independent for source in origin.sources)
    return Statement(
        f"page-one/matters/{row.theme.id}",
        f"“{row.theme.name}” was raised by {by}.",
        (row.theme, *raised_by),
        among(themes),
    )


def _marked(learning: LearningOf) -> list[Statement]:
    """What the marks mean, where there are any."""
    found = learning.found
    marks = (
        ("progress", [row for row in found if row.marked.is_progress],
         f"Marked {PROGRESS} is progress ({{n}}): raised as an improvement before."),
        ("again", [row for row in found if row.marked.is_recurring],
         f"Marked {RECURRING} is what an earlier independent source found too ({{n}})."),
    )  # fmt: skip
    return [
        summary(f"page-one/{key}", found, rows, text.format(n=len(rows)))
        for key, rows, text in marks
        if rows
    ]


# What was found


def _found(learning: LearningOf, judgement: Judgement, most: int) -> list[Block]:
    rows = learning.judged(judgement)
    if not rows:
        text = f"No {judgement.label} is on record."
        none = Statement(f"page-one/{judgement.value}", text, among=among(learning.found))
        return [Paragraph((none,))]
    key = f"page-one/{judgement.value}"
    return [Bullets(tuple(listed(key, learning.found, rows, map(_in_its_words, rows), most)))]


def _in_its_words(row: Found) -> str:
    return f"{row.theme_names}: {row.marked.text}"


# What was done, and what changed


def _done(learning: LearningOf, most: int) -> list[Block]:
    """What was recommended and done, and last of all what that changed."""
    rows, changed = learning.done.rows, Paragraph((_changed(learning),))
    if not rows:
        return [Paragraph((summary("page-one/done", learning.done, (), ""),)), changed]
    items = listed("page-one/done", learning.done, rows, map(_taken_up, rows), most)
    return [Bullets(tuple(items)), changed]


def _taken_up(row: TakenUp) -> str:
    quoted = f"“{beginning(row.record.label, _QUOTED)}”"
    match row.record:
        case Source():
            quoted = "On the whole of it"
        case Finding():
            quoted = f"On {quoted}"
    return f"{quoted}: {_deeds(row)}; {_SHOWN[row.level]}."


def _deeds(row: TakenUp) -> str:
    if not row.actions:
        answers = dict.fromkeys(one.decision.label for one in row.responses)
        return "; ".join([*answers, "no action is on record"])
    stand = Counter(map(_stands, row.actions))
    number = plural(len(row.actions), "action")
    if len(stand) > 1:
        return f"{number}: {', '.join(f'{count} {words}' for words, count in stand.items())}"
    return f"{number}, {'all ' if len(row.actions) > 1 else ''}{next(iter(stand))}"


def _stands(row: ActionRow) -> str:
    now = row.standing
    label = "said to be done" if now.state is State.COMPLETED else now.state.label
    return f"{label} and late" if now.late else label


def _changed(learning: LearningOf) -> Statement:
    """What the best evidence shows, in its own words."""
    levels = [row.level for row in learning.done if row.level]
    highest = max(levels, key=lambda level: level.rung, default=None)
    text, best = _CHANGED[highest], learning.evidence[:1]
    if highest in {Level.QUALITY, Level.DIFFERENCE}:
        shown = best and best[0].counts_as is highest
        words = beginning(best[0].statement, _EVIDENCE) if shown else ""
        text += f" “{words}”." if shown else " What shows it is not published."
    return Statement("page-one/changed", text, best, among(learning.done))


_CHANGED = {
    None: "Nothing on record shows that anything changed.",
    Level.ACTIVITY: "Nothing yet shows a change for children: only activity is shown.",
    Level.QUALITY: "How well something was done is shown, and no difference for children yet.",
    Level.DIFFERENCE: "A difference for children is shown.",
}
"""What the evidence tells of a change, at its highest level."""


def _discuss(view: View, learning: LearningOf, most: int) -> list[Block]:
    asked = questions(view, learning, most)
    if asked:
        return [Bullets(tuple(asked))]
    text = "No improvement of it is on a practice theme, so that no question follows from it."
    none = Statement("page-one/discuss", text, counted(()), among(learning.themes))
    return [Paragraph((none,))]
