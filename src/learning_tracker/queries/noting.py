"""Notes under a table: what it left out or cannot tell, and which records those are."""

from collections.abc import Iterable

from learning_tracker.kinds import Record
from learning_tracker.queries.counting import Raised, Scope
from learning_tracker.records import Source
from learning_tracker.tables import Note
from learning_tracker.view import View, is_of_unknown_origin
from learning_tracker.vocabulary import Basis

NAMED = 3
"""How many records a note names; it holds all of them."""


def notes(*found: Note | None) -> tuple[Note, ...]:
    """Those notes that there is something to say for."""
    return tuple(note for note in found if note is not None)


def note_if(records: Iterable[Record], sentence: str) -> Note | None:
    """A note about records, if there are any; `{n}` in the sentence is their number."""
    found = {one.id: one for one in records}
    about = tuple(found[one] for one in sorted(found))
    if not about:
        return None
    return Note(f"{sentence.format(n=len(about))}: {some_of(about)}.", about)


def some_of(records: Iterable[Record]) -> str:
    """What the first few records are called, and how many more there are."""
    among = tuple(records)
    more = len(among) - NAMED
    first = "; ".join(one.label.rstrip(".") for one in among[:NAMED])
    return f"{first}; and {more} more" if more > 0 else first


def note_of_straddling(view: View, records: Iterable[Record]) -> Note | None:
    """A note about records with a date that lies partly after the view's."""
    return note_if(
        view.straddling(records),
        "Counted although a date of theirs lies partly after the date of this table ({n})",
    )


def note_of_unknown_origin(view: View, sources: Iterable[Source]) -> Note | None:
    """A note about LCSPRs of which it is not known which rapid review they arise from."""
    return note_if(
        (one for one in sources if is_of_unknown_origin(view, one)),
        "Counted as independent although it is not known which rapid review they arise from ({n})",
    )


def note_of_several(findings: Iterable[Raised]) -> Note | None:
    """A note about findings of which it is not known which of several sources raised them."""
    return note_if(
        (one.finding for one in findings if one.origin.several),
        "It is not known which of several sources raised these, so they count as one source ({n})",
    )


def note_of_undated_findings(findings: Iterable[Raised]) -> Note | None:
    """A note about findings of which it cannot be told whether they are counted in a year."""
    return note_if(
        (one.finding for one in findings),
        "Not counted, as the date of their source is not known or straddles the year ({n})",
    )


def note_of_undated_sources(scope: Scope) -> Note | None:
    """A note about sources of which it cannot be told whether they are counted in a year."""
    return note_if(
        scope.doubtful, "Left out, as their date is not known or straddles the year ({n})"
    )


def note_of_inferred_sources(sources: Iterable[Source]) -> Note | None:
    """A note about sources that were inferred, and may each stand for several."""
    return note_if(
        (one for one in sources if one.basis is Basis.INFERRED),
        "Inferred; each is counted as one source though it may stand for several ({n})",
    )
