"""The briefing: one review or audit on one page, for a team that has seven minutes."""

from collections.abc import Iterator

from learning_tracker.queries.naming import source_named
from learning_tracker.records import Source
from learning_tracker.reports import briefing_page_one
from learning_tracker.reports.document import Paragraph, Section, Statement
from learning_tracker.reports.frame import Viewed, audience_named, frame_of, seen_by
from learning_tracker.reports.learning_of import LearningOf, learning_of
from learning_tracker.reports.report import Report
from learning_tracker.reports.sections import tables
from learning_tracker.tables import ROWS
from learning_tracker.vocabulary import Audience, Publication

_TEAMS = "the partnership's teams"
_OWN_TEAMS = "the partnership's own teams only"


def briefing(
    tracker: Viewed,
    source: str,
    *,
    audience: Audience | str = Audience.GROUP,
    rows: int | None = ROWS,
) -> Report:
    """One review or audit on one page: what it found, what was done since, what to discuss.

    Args:
        tracker: the tracker, as at its date.
        source: the review or audit: an id or a title.
        audience: "group", for the partnership's teams; "executive", which reads the same; or
            "public", for which the review must be published.
        rows: how many rows of each table are shown at most, with how many more there are; None
            for all. Figures are always those of the whole.

    Raises:
        UnknownChoice: there is no such review or audit, or no such audience.
        NotPublic: the public may not read it.
        AmbiguousName: several go by that title.
        InvalidArgument: `rows` is neither a whole number from 1 up nor None.
    """
    view, reads = seen_by(tracker, audience), audience_named(audience)
    about = source_named(view, source)
    framed = frame_of(
        view,
        reads,
        f"Briefing on “{about.title}”",
        readers=_readers(about, reads),
        warns=tuple(_not_published(about)),
        rows=rows,
    )
    told = learning_of(view, about.id)
    page = briefing_page_one.sections(view, told, framed.before)
    return framed.report(page, tuple(_behind(told)))


def _readers(about: Source, reads: Audience) -> str:
    if reads is not Audience.GROUP:
        return ""
    return _TEAMS if about.publication is Publication.PUBLISHED else _OWN_TEAMS


def _not_published(about: Source) -> Iterator[Statement]:
    """What must be known first of a source that the public may not read."""
    until = f" (expected until {about.embargoed_until})" if about.embargoed_until else ""
    words = {
        Publication.UNPUBLISHED: "Not published",
        Publication.WITHHELD: "Withheld from publication",
        Publication.EMBARGOED: f"Under embargo{until}",
    }
    if about.publication in words:
        text = f"{words[about.publication]}: for {_OWN_TEAMS}."
        yield Statement("first/publication", text, (about,))


def _behind(told: LearningOf) -> Iterator[Section]:
    if len(told.source.summary) > len(briefing_page_one.short(told.source.summary)):
        whole = Statement("happened/whole", told.source.summary, (told.source,))
        yield Section("happened-whole", "What happened, in full", (Paragraph((whole,)),))
    yield tables("found", "What was found", told.found)
    yield tables("themes", "Its themes, and who else raised them", told.themes)
    yield tables("taken-up", "What was recommended, and what was done since", told.done)
