"""Fields of a drafted mapping: how their cells are read, and what could not be told of them."""

from collections.abc import Callable, Iterator

import attrs

from learning_tracker.exchange.drafts.column_facts import Dates, Filled, dates_of, several_in, some
from learning_tracker.exchange.drafts.drafted_columns import can_be_written
from learning_tracker.exchange.drafts.status_words import colour_meant, event_meant
from learning_tracker.exchange.mappings.toml_text import Plain

_SHOWN = 12


@attrs.define
class DraftedPart:
    """A part of a drafted mapping.

    Attributes:
        name: its name.
        fields: what stands in it.
        comments: what is to be said of it, a sentence or two each.
        off: whether it is switched off, as something must be written first.
    """

    name: str
    fields: dict[str, Plain]
    comments: list[str] = attrs.field(factory=list)
    off: bool = False


def named(column: Filled) -> str:
    """A column as a comment names it."""
    return f"“{column.heading}”"


def texts(columns: list[Filled]) -> Plain:
    """One text of one column or several, each after its heading."""
    if len(columns) == 1:
        return columns[0].heading
    return {"template": "\n".join(f"{one.heading}: {{{one.heading}}}" for one in columns)}


def names(column: Filled, part: DraftedPart, *, told: bool) -> dict[str, Plain]:
    """Names of agencies or themes; what is not known is made."""
    several = several_in(column)
    taken: dict[str, Plain] = {"column": column.heading, "create": True}
    if several.split:
        taken["split"] = list(several.split)
    if told and several.perhaps:
        part.comments.append(
            f"One name or several? There are commas, strokes or “and” in {named(column)}, "
            f"{some(several.perhaps)}; the draft takes each for one name."
        )
    return taken


def date(column: Filled, part: DraftedPart) -> Plain:
    """A column of dates, with what could not be told of them."""
    found = dates_of(column)
    part.comments += _told_of_dates(found, named(column))
    others = [name for name in found.formats if name != "excel date"]
    return {"column": column.heading, "dates": others} if others else column.heading


def _told_of_dates(found: Dates, name: str) -> Iterator[str]:
    if found.either:
        yield (
            f"Day first or month first? In {name}, {some(found.either)}, it could be either; add "
            '"day first" or "month first" to dates.'
        )
    if found.settled:
        yield (
            f"In {name}, {some(found.settled)}, the day or the month could stand first; that it is "
            "as stated follows from the other cells of the column."
        )
    if found.unclear:
        yield (
            f"There are two ways to read {name}, {some(found.unclear)}, as with 2011-12: a month "
            "or a reporting year? Write it otherwise."
        )
    if found.others:
        cells = some([cell for _, cell in found.others])
        yield f"No date stands in {name}, {cells}; a row with such a cell is refused."


def meaning(
    column: Filled, part: DraftedPart, meant: Callable[[str], str | list[str] | None]
) -> Plain:
    """A column of a few words with what they mean, as far as that is known."""
    words = [(text, cell) for text, cell in column.texts if can_be_written(text)]
    values: dict[str, Plain] = {}
    unknown = []
    for text, cell in words:
        found = meant(text)
        if found is None:
            unknown.append((text, cell))
        else:
            values[text] = found
    if values:
        part.comments.append(f"What the words of {named(column)} mean is proposed; look at it.")
    if unknown:
        listed = ", ".join(f"“{text}” ({cell})" for text, cell in unknown[:_SHOWN])
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        part.comments.append(f"What is meant in {named(column)} by {listed}{more}? Add it.")
    return {"column": column.heading, "values": values} if values else column.heading


def colour_or_none(text: str) -> str | list[str] | None:
    """A colour, or nothing (`[]`) for words that tell of how the action stands."""
    none: list[str] | None = None if event_meant(text) is None else []
    return colour_meant(text) or none


def are_colours(status: Filled) -> bool:
    """Whether most words of a column of status are colours."""
    colours = [text for text, _ in status.texts if colour_meant(text)]
    return len(colours) * 2 >= len(status.texts) > 0
