"""What a cross-table may count: sources, findings, audited files or children."""

from collections.abc import Callable, Iterable, Sequence

import attrs

from learning_tracker.errors import UnknownChoice
from learning_tracker.queries.counting import Raised, plural, sources_of_year
from learning_tracker.queries.noting import note_if, note_of_unknown_origin, notes
from learning_tracker.records import RapidReview, Review, Source
from learning_tracker.tables import Note
from learning_tracker.view import View, is_of_unknown_origin, number_independent


@attrs.frozen
class Tally:
    """A way of counting findings.

    Attributes:
        name: the word by which it is asked for.
        caption: what is counted.
        counts: whether a finding tells anything of it.
        figures: how much some findings tell: one number or, of files, in how many of them
            something was seen and in how many it was not.
        among: what was counted among, from all findings that tell anything.
        notes: what is to be known, from all findings and from those counted and noted.
        is_noted: whether a note has to tell of a finding that is counted.
        key: what the figures mean, where that is not plain.
        of_files: whether it counts files, of those looked at.
        of_children: whether it counts children or their files, so that small counts are
            not published.
    """

    name: str
    caption: str
    counts: Callable[[Raised], bool]
    figures: Callable[[View, Sequence[Raised]], tuple[int, ...]]
    among: Callable[[View, Iterable[Raised]], str]
    notes: Callable[[View, Iterable[Raised], Iterable[Raised]], tuple[Note, ...]]
    is_noted: Callable[[View, Raised], bool] = lambda *_: False
    key: tuple[str, ...] = ()
    of_files: bool = False
    of_children: bool = False


def tally_named(name: str) -> Tally:
    """The tally with a name.

    Raises:
        UnknownChoice: there is none.
    """
    known = {tally.name: tally for tally in TALLIES}
    if name not in known:
        raise UnknownChoice("count", name, known)
    return known[name]


# Sources and findings


def _every(_: Raised) -> bool:
    return True


def _independent(_: View, among: Sequence[Raised]) -> tuple[int, ...]:
    return (number_independent([one.origin for one in among]),)


def _sources_on_record(view: View, _: object) -> str:
    scope = sources_of_year(view, (Source,), None)
    return f"of the {plural(scope.independent, 'independent source')} on record"


def _notes_on_sources(view: View, _: object, counted: Iterable[Raised]) -> tuple[Note, ...]:
    sources = (source for one in counted for source in one.origin.sources)
    return notes(note_of_unknown_origin(view, sources))


def _is_of_unknown_origin(view: View, one: Raised) -> bool:
    return any(is_of_unknown_origin(view, source) for source in one.origin.sources)


def _number(_: View, among: Sequence[Raised]) -> tuple[int, ...]:
    return (len(among),)


def _findings_on_record(_: View, among: Iterable[Raised]) -> str:
    return f"of the {plural(len(list(among)), 'finding')} on record"


# Files


def _tells_files(one: Raised) -> bool:
    """Whether it is told in how many files of how many a finding was seen, and can be so."""
    seen_in, out_of = one.finding.seen_in, one.finding.out_of
    return seen_in is not None and out_of is not None and seen_in <= out_of


def _files(_: View, among: Sequence[Raised]) -> tuple[int, ...]:
    seen_in = sum(one.finding.seen_in or 0 for one in among)
    return seen_in, sum(one.finding.out_of or 0 for one in among) - seen_in


def _findings_with_files(_: View, among: Iterable[Raised]) -> str:
    number = plural(len(list(among)), "finding")
    return f"of the {number} of which it is told in how many of the audited files they were seen"


def _notes_on_files(_: View, every: Iterable[Raised], __: object) -> tuple[Note, ...]:
    both = (one for one in every if None not in {one.finding.seen_in, one.finding.out_of})
    return notes(
        note_if(
            (one.finding for one in both if not _tells_files(one)),
            "Not counted, as they were seen in more files than were looked at ({n})",
        )
    )


# Children


def _tells_incident(one: Raised) -> bool:
    """Whether it is certain on which incidents a finding was made."""
    of_reviews = all(issubclass(kind, Review) for kind in one.origin.kinds)
    several = one.origin.several and (one.origin.hidden or len(one.origin.incidents) > 1)
    return of_reviews and not several


def _incidents(among: Iterable[Raised]) -> list[str]:
    return sorted({incident for one in among for incident in one.origin.incidents})


def _children_of(view: View, incident: str) -> int | None:
    """How many children an incident concerns, as its rapid review tells."""
    review = view.whole[incident]
    return review.children if isinstance(review, RapidReview) else None


def _children(view: View, among: Sequence[Raised]) -> tuple[int, ...]:
    return (sum(_children_of(view, one) or 0 for one in _incidents(among)),)


def _incidents_on_record(_: View, among: Iterable[Raised]) -> str:
    number = plural(len(_incidents(among)), "incident")
    return f"of the children of the {number} on which reviews made findings"


def _is_without_children(view: View, one: Raised) -> bool:
    """Whether it is not known of an incident how many children it concerns."""
    return any(_children_of(view, incident) is None for incident in one.origin.incidents)


def _notes_on_children(
    view: View, every: Iterable[Raised], counted: Iterable[Raised]
) -> tuple[Note, ...]:
    of_reviews = (o for o in every if any(issubclass(kind, Review) for kind in o.origin.kinds))
    unknown = (
        source
        for one in counted
        if _is_without_children(view, one)
        for source in one.origin.sources
    )
    return notes(
        note_if(
            (one.finding for one in of_reviews if not _tells_incident(one)),
            "Not counted, as it is not known on which of several incidents they were made ({n})",
        ),
        note_if(
            unknown,
            "Counted without all of their children, as it is not known how many there are ({n})",
        ),
    )


TALLIES = (
    Tally(
        "sources",
        "Independent sources",
        _every,
        _independent,
        _sources_on_record,
        _notes_on_sources,
        _is_of_unknown_origin,
    ),
    Tally("findings", "Findings", _every, _number, _findings_on_record, lambda *_: ()),
    Tally(
        "files",
        "Audited files in which something was found",
        _tells_files,
        _files,
        _findings_with_files,
        _notes_on_files,
        key=(
            "5 of 12: seen in 5 of 12 files. A file is counted for each finding it was read for.",
        ),
        of_files=True,
        of_children=True,
    ),
    Tally(
        "children",
        "Children whom the reviewed incidents concern",
        _tells_incident,
        _children,
        _incidents_on_record,
        _notes_on_children,
        _is_without_children,
        of_children=True,
    ),
)
"""What a cross-table may count."""
