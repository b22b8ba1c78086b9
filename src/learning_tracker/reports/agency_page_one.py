"""Page one of the agency report: what is asked by when, in sentences, the most urgent first."""

from collections.abc import Iterable, Iterator, Sequence, Sized

from learning_tracker.queries import asked_of, made_to, sent_to, signed_off
from learning_tracker.queries.action_rows import SAID_DONE
from learning_tracker.queries.asked_of import AskedAction, Whom
from learning_tracker.queries.colours import ColourRow, colour_challenges
from learning_tracker.queries.counting import plural
from learning_tracker.queries.made_to import AskedRecommendation
from learning_tracker.queries.requests import Asked
from learning_tracker.queries.signed_off import SignedOff
from learning_tracker.reports.actions_told import how_many
from learning_tracker.reports.citing import listed, summary
from learning_tracker.reports.document import Block, Bullets, Paragraph, Section, Statement
from learning_tracker.reports.fitting import Page, beginning, fitted, length
from learning_tracker.reports.page_one import WORDS
from learning_tracker.tables import Table
from learning_tracker.view import View

TOLD = 5
"""Of how many things each list tells at most; the tables tell of all."""

_QUOTED = 18
"""How many words of a statement are quoted."""


def sections(view: View, who: Whom, before: Iterable[Statement]) -> Page:
    """The sections of page one, kept short with what stands before them on the page."""
    agency = who.agency.id
    outstanding = asked_of.outstanding(view, agency)
    made = made_to.recommendations(view, agency)
    sent = None if view.public else sent_to.requests(view, agency)
    colours = None if view.public else colour_challenges(view, agency=agency)
    done = _done(signed_off.signed_off(view, agency))
    nothing = tuple(_nothing(who, outstanding, made, sent))

    def telling(most: int) -> Page:
        parts: list[tuple[str, str, tuple[Block, ...]]] = [
            ("nothing", "Nothing is asked today", nothing),
            ("due", "Late, and due next", _due(outstanding, most)),
            ("not-answered", "Not answered", _not_answered(made, sent, most)),
            ("colours", "Reported colours", _colours(colours, most)),
            ("done", "Signed off", (done,)),
        ]
        return tuple(Section(key, heading, blocks) for key, heading, blocks in parts if blocks)

    return fitted(map(telling, range(TOLD, -1, -1)), WORDS - sum(map(length, before)))


def _nothing(
    who: Whom,
    outstanding: Table[AskedAction],
    made: Table[AskedRecommendation],
    sent: Table[Asked] | None,
) -> Iterator[Paragraph]:
    """That nothing is asked, if it is so."""
    waiting = [row for row in made if not row.answered]
    open_requests = [row for row in sent or () if not row.answered]
    if not (outstanding or waiting or open_requests):
        basis = (*outstanding.basis, *made.basis, *(sent.basis if sent else ()))
        text = f"{who.name} has nothing outstanding and owes no answer."
        yield Paragraph((Statement("page-one/nothing", text, among=basis),))


# What is due


def _due(table: Table[AskedAction], most: int) -> tuple[Block, ...]:
    to_show = [row for row in table if not row.evidenced]
    items = listed("page-one/due", table, to_show, map(_by_when, to_show), most)
    return _blocks(_outstanding(table), items)


def _outstanding(table: Table[AskedAction]) -> list[Statement]:
    late = [row for row in table if row.late]
    evidenced = [row for row in table if row.evidenced]
    told = [("outstanding", how_many(table), list(table))]
    if table:
        told.append(("late", f"{len(late) or 'None'} {_is(len(late))} late.", late))
    if evidenced:
        words = "waits" if len(evidenced) == 1 else "wait"
        text = f"{len(evidenced)} {_is(len(evidenced))} evidenced and {words} for sign-off."
        told.append(("evidenced", text, evidenced))
    return [summary(f"page-one/{key}", table, rows, text) for key, text, rows in told]


def _by_when(row: AskedAction) -> str:
    claimed = ""
    if row.now.stage == SAID_DONE:
        claimed = ", said to be done without enough evidence"
    return f"{_when(row)}{claimed}: “{beginning(row.record.statement, _QUOTED)}”."


def _when(row: AskedAction) -> str:
    due, left = row.now.standing.due, row.days_left
    if due is None or left is None:
        return "No agreed date"
    if row.late:
        return f"{plural(-left, 'day')} late, agreed for {due}"
    return f"Due {due}, in {plural(left, 'day')}" if left > 0 else f"Due {due}"


# What was not answered


def _not_answered(
    made: Table[AskedRecommendation], sent: Table[Asked] | None, most: int
) -> tuple[Block, ...]:
    waiting = [row for row in made if not row.answered]
    told = [summary("page-one/unanswered", made, waiting, _how_many_answered(made, waiting))]
    items: list[Statement] = []
    if sent is not None:
        back = [row for row in sent if not row.answered]
        told.append(summary("page-one/requests", sent, back, _how_many_returned(sent, back)))
        items += listed("page-one/requests", sent, back, map(_not_returned, back), most)
    items += listed("page-one/unanswered", made, waiting, map(_without_answer, waiting), most)
    return _blocks(told, items)


def _how_many_answered(made: Sized, waiting: Sized) -> str:
    if not waiting:
        verb = "has" if len(made) == 1 else "have"
        return f"{_every(len(made), 'recommendation')} made to it {verb} an answer."
    verb = "has" if len(waiting) == 1 else "have"
    of = plural(len(made), "recommendation")
    return f"{len(waiting)} of the {of} made to it {verb} no answer."


def _how_many_returned(sent: Sized, back: Sized) -> str:
    if not back:
        verb = "was" if len(sent) == 1 else "were"
        return f"{_every(len(sent), 'request')} to it to report {verb} returned."
    of = plural(len(sent), "request")
    return f"{len(back)} of the {of} to it to report {_is(len(back))} not returned."


def _every(count: int, word: str) -> str:
    return f"The one {word}" if count == 1 else f"All {plural(count, word)}"


def _not_returned(row: Asked) -> str:
    one = row.request
    about = f" about {plural(len(row.actions), 'action')}" if row.actions else ""
    late = "not yet due"
    if row.overdue:
        late = f"{row.days_late} day{'' if row.days_late == 1 else 's'} late"
    return f"Report asked for on {one.sent_on}{about}, due back {one.due_back_on}: {late}."


def _without_answer(row: AskedRecommendation) -> str:
    made = f", {row.made_on}" if row.made_on else ""
    return f"“{beginning(row.record.statement, _QUOTED)}” ({row.source.title}{made})."


# Colours, and what was signed off


def _colours(table: Table[ColourRow] | None, most: int) -> tuple[Block, ...]:
    """The colours that were too good when they were reported; nothing, if none was."""
    challenged = [row for row in table or () if row.challenged]
    if table is None or not challenged:
        return ()
    several = len(challenged) != 1
    text = f"{len(challenged)} reported colour{'s were' if several else ' was'} better than the "
    told = summary("page-one/colours", table, challenged, f"{text}facts of that day.")
    items = listed("page-one/colours", table, challenged, map(_too_good, challenged), most)
    return _blocks([told], items)


def _too_good(row: ColourRow) -> str:
    quoted = beginning(row.record.statement, _QUOTED)
    return f"Reported {row.row.reported}, when it was {row.then.label}: “{quoted}”."


def _done(table: Table[SignedOff]) -> Paragraph:
    verb = "was" if len(table) == 1 else "were"
    text = f"{len(table)} of its actions {verb} signed off in the last 12 months."
    return Paragraph((summary("page-one/done", table, table.rows, text),))


# Sentences


def _is(count: int) -> str:
    return "is" if count <= 1 else "are"


def _blocks(summary: Sequence[Statement], listed: Sequence[Statement]) -> tuple[Block, ...]:
    return (Paragraph(tuple(summary)), *([Bullets(tuple(listed))] if listed else []))
