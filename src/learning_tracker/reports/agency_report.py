"""The agency report: what is asked of one agency, by when and why, for one of its managers."""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from learning_tracker.kinds import Record
from learning_tracker.queries import asked_of, found, made_to, sent_to, signed_off
from learning_tracker.queries.asked_of import AskedAction, Whom
from learning_tracker.queries.colours import COLOUR_COLUMNS, ColourRow, colour_challenges
from learning_tracker.records import Evidence
from learning_tracker.reports import agency_page_one
from learning_tracker.reports.document import Block, Bullets, Paragraph, Section, Statement
from learning_tracker.reports.frame import (
    READERS,
    Viewed,
    audience_named,
    frame_of,
    seen_by,
)
from learning_tracker.reports.report import Report
from learning_tracker.reports.sections import tables
from learning_tracker.tables import ROWS, Table, in_cell, more, shown
from learning_tracker.view import View
from learning_tracker.vocabulary import Audience


def agency_report(
    tracker: Viewed,
    agency: str,
    *,
    audience: Audience | str = Audience.GROUP,
    rows: int | None = ROWS,
) -> Report:
    """What is asked of one agency, by when and why, in the words of the reviews.

    It holds also what is asked of those that the agency succeeded and of its parts. Of an
    agency that was itself succeeded, it says who answers for it today.

    Args:
        tracker: the tracker, as at its date.
        agency: an agency's id, name or alias, or the partnership's own.
        audience: "group" or "executive", which read the same; or "public", from which requests
            and reported colours are kept, and everything that rests only on what is not
            published.
        rows: how many rows of each table are shown at most, with how many more there are; None
            for all. Figures are always those of the whole.

    Raises:
        UnknownChoice: there is no such agency, or no such audience.
        AmbiguousName: several agencies go by that name.
        InvalidArgument: `rows` is neither a whole number from 1 up nor None.
    """
    view, reads = seen_by(tracker, audience), audience_named(audience)
    who = asked_of.whom(view, agency)
    framed = frame_of(
        view,
        reads,
        f"Agency report on {who.name}",
        readers=_readers(who, reads),
        warns=tuple(_answering(who)),
        rows=rows,
    )
    return framed.report(
        agency_page_one.sections(view, who, framed.before), tuple(_behind(view, who, rows))
    )


def _readers(who: Whom, reads: Audience) -> str:
    others = READERS[reads]
    if reads is Audience.PUBLIC or who.name.casefold() in others.casefold():
        return others
    return f"{who.name} and {others}"


def _answering(who: Whom) -> Iterator[Statement]:
    """Who answers for whom, where that is not the agency alone."""
    if who.today.id != who.agency.id:
        yield Statement(
            "first/today",
            f"{who.today.name} answers today for what is asked here of {who.name}; the report on "
            "it holds this and more.",
            (who.agency, who.today),
            who.records,
        )
    if who.others:
        names = ", ".join(one.name for one in who.others)
        text = f"This holds also what is asked of {names}, for which it answers."
        yield Statement("first/others", text, who.others, who.records)


def _behind(view: View, who: Whom, rows: int | None) -> Iterator[Section]:
    identifier = who.agency.id
    outstanding = asked_of.outstanding(view, identifier)
    colours = () if view.public else (_colours(view, identifier),)
    if view.public:
        outstanding = _without_colours(outstanding)
    yield tables("actions", "Its outstanding actions, the most urgent first", outstanding, *colours)
    if outstanding:
        blocks = tuple(_all_reasons(outstanding, rows))
        yield Section("reasons", "Why each is asked, and what would be enough", blocks)
    yield tables(
        "recommendations", "Recommendations made to it, and its answers",
        made_to.recommendations(view, identifier),
    )  # fmt: skip
    if not view.public:
        yield tables("requests", "Requests to report", sent_to.requests(view, identifier))
    yield tables("signed-off", "What was signed off", signed_off.signed_off(view, identifier))
    yield tables("found", "What was found of its practice", found.about_agency(view, identifier))


def _colours(view: View, agency: str) -> Table[ColourRow]:
    """The colours that are too good, without the column that would name the agency."""
    table = colour_challenges(view, agency=agency)
    return attrs.evolve(table, columns=COLOUR_COLUMNS[1:])


def _without_colours(table: Table[AskedAction]) -> Table[AskedAction]:
    columns = tuple(one for one in table.columns if one.name != "reported")
    return attrs.evolve(table, columns=columns)


def _all_reasons(table: Table[AskedAction], rows: int | None) -> Iterator[Block]:
    told = table.rows[:rows]
    for row in told:
        yield from _reasons(row, in_cell(rows))
    if left := more(len(told), len(table), "action"):
        yield Paragraph((Statement("reasons/more", left),))


def _reasons(row: AskedAction, most: int | None) -> Iterator[Block]:
    """An action with why it is asked, the last word on it, and what would be enough."""
    key = f"reasons/{row.record.id}"
    yield Paragraph((_rests_on(row, f"{key}/action", row.record.statement, [row.record]),))
    yield Bullets(tuple(_rests_on(row, f"{key}/{part}", text, cites)
                        for part, text, cites in _told(row, most)))  # fmt: skip


def _rests_on(row: AskedAction, key: str, text: str, cites: Iterable[Record]) -> Statement:
    return Statement(key, text, cites, row.records)


def _told(row: AskedAction, most: int | None) -> Iterator[tuple[str, str, Sequence[Record]]]:
    """What is said of an action: a key, a sentence and the records that it tells of.

    Of many reasons and of much evidence the first are told, and how many more there are.
    """
    standing = row.now.standing
    reasons = [record for reason, sources in row.reasons for record in (reason, *sources)]
    asked_by = "; and by ".join(row.asked_by[:most])
    others = f"; and by {left} more" if (left := len(row.asked_by[most:]) if most else 0) else ""
    yield "why", f"Asked for by {asked_by}{others}.", reasons
    yield "last", f"Last word: {row.now.last_word.rstrip('.')}.", standing.last_words
    if measure := row.record.success_measure:
        yield "measure", f"It will have worked when: {measure.rstrip('.')}.", [row.record]
    enough = "There is enough evidence; it waits for the partnership to sign it off."
    if not standing.evidenced:
        enough = f"Enough to sign it off: {row.enough}."
    yield "enough", enough, []
    yield "evidence", _so_far(row, most), standing.evidence


def _so_far(row: AskedAction, most: int | None) -> str:
    standing = row.now.standing
    if standing.evidence:
        return f"Evidence so far: {shown(tuple(map(_piece, standing.evidence)), most)}."
    if standing.unshown:
        return "Evidence so far is not published."
    return "Evidence so far: none on record."


def _piece(evidence: Evidence) -> str:
    stated = "" if evidence.counts_as is evidence.level else ", stated and not shown"
    return f"“{evidence.statement.rstrip('.')}” ({evidence.counts_as.label}{stated})"
