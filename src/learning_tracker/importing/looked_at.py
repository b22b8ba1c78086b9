"""What should be looked at in a sheet that can be taken: its texts, and names that it brings."""

from collections.abc import Iterator
from difflib import get_close_matches

from learning_tracker.exchange.folding import folded
from learning_tracker.exchange.rows.cell_readers import text_of, unreadable
from learning_tracker.exchange.rows.gathering import Gathered
from learning_tracker.exchange.rows.known_names import names_of
from learning_tracker.exchange.sheets.cells import garbled
from learning_tracker.identifiers import find
from learning_tracker.kinds import kind_words
from learning_tracker.network import Network
from learning_tracker.problems import Problem, warning
from learning_tracker.records import Source
from learning_tracker.wording import quoted

_ALIKE = 0.85
_COMPARED = 100_000
"""How many pairs of names are compared: it is slow, and no register has so many."""

_VERY_MANY = "{} new records of kind {} are made; see whether the column is the right one"
_NEARLY = (
    "a new {} called {} is made, and {} is nearly the same; if they are one, mend the name or add "
    "it to the other's aliases"
)
_SEVERAL = (
    "a new {} called {} is made, and it seems to be several; have the mapping split the cells, "
    "with split = [{}], or leave one name in the cell where only one can be taken"
)
_BETWEEN = {";": ";", "|": "|", "\n": "new line"}
"""What stands between several names in a cell, and what a mapping calls it."""

_BARE = (
    "of the {} {} no row says anything more; if this is a line of totals or a title, take it away"
)
_PERSON = (
    "it seems to identify a person ({}); take it out, and put a pseudonym or nothing in its place"
)
_GARBLED = (
    "letters seem to be garbled ({}), as when a file was opened or saved wrongly; write what stood "
    "there"
)


def looked_at(gathered: Gathered, network: Network) -> Iterator[Problem]:
    """Warnings: of texts about people or garbled, cells not taken, and new names like old ones."""
    sheet = gathered.sheet
    for column in sorted(gathered.text_columns):
        heading = sheet.headings[column].text
        told: dict[str, list[tuple[str, str]]] = {"": []}  # many cells say the same
        for row, values in enumerate(gathered.rows):
            text = text_of(values[column])
            if text not in told:
                told[text] = [*_of_text(heading, text)]
            for code, sentence in told[text]:
                yield warning(code, "", sheet.place(sheet.rows[row].number, column), sentence)
    for column in gathered.kept:
        for row, values in enumerate(gathered.rows):
            if trouble := unreadable(values[column]):
                place = sheet.place(sheet.rows[row].number, column)
                yield warning(trouble.code, "", place, f"it is not taken: {trouble.sentence}")
    for row, column, what in gathered.untaken:
        sentence = f"nothing takes this cell: the row makes no {what} by this mapping"
        place = sheet.place(sheet.rows[row].number, column)
        yield warning("cell-not-taken", "", place, sentence)
    yield from _bare_sources(gathered)
    yield from _new_names(gathered, network)


def _bare_sources(gathered: Gathered) -> Iterator[Problem]:
    """The reviews of which the sheet says no more, as a line of totals seems to be one."""
    if not gathered.makes_more_than_sources:
        return
    bad = {one.row for one in gathered.blames}
    bare = {row for row, ids in enumerate(gathered.ids) if len(ids) == 1} - bad
    for identifier, pieces in gathered.pieces.items():
        kind, row = pieces[0].kind, pieces[0].row
        if issubclass(kind, Source) and bare.issuperset(one.row for one in pieces):
            place = gathered.sheet.place(gathered.sheet.rows[row].number)
            sentence = _BARE.format(kind_words(kind.kind), identifier)
            yield warning("bare-source", identifier, place, sentence)


def _of_text(heading: str, text: str) -> Iterator[tuple[str, str]]:
    # Only with its heading, "date of birth", does a date tell what it is.
    if sorts := dict.fromkeys(one.sort.label for one in find(f"{heading}: {text}")):
        yield "identifier-in-text", _PERSON.format(", ".join(sorts))
    if not text.isascii() and (piece := garbled(text)):
        yield "garbled-text", _GARBLED.format(quoted(piece))


def _new_names(gathered: Gathered, network: Network) -> Iterator[Problem]:
    """The agencies and themes that are made, and seem to be several, or nearly another one."""
    for identifier, (kind, name) in gathered.created.items():
        if identifier in gathered.pieces and (marks := [one for one in _BETWEEN if one in name]):
            split = ", ".join(f'"{_BETWEEN[one]}"' for one in marks)
            sentence = _SEVERAL.format(kind_words(kind.kind), quoted(name), split)
            yield warning("several-names", identifier, _first_place(gathered, identifier), sentence)
    for kind in dict.fromkeys(kind for kind, _ in gathered.created.values()):
        made = {one: name for one, (its, name) in gathered.created.items() if its is kind}
        held = (name for record in network.of(kind) for name in names_of(record))
        known = {folded(name): name for name in (*held, *made.values())}
        what = kind_words(kind.kind)
        if len(made) * len(known) > _COMPARED:
            sentence = _VERY_MANY.format(len(made), what)
            yield warning("many-new-names", "", gathered.sheet.file, sentence)
            continue
        for identifier, name in made.items():
            others = known.keys() - {folded(name)}
            near = get_close_matches(folded(name), sorted(others), n=1, cutoff=_ALIKE)
            if near and identifier in gathered.pieces:
                sentence = _NEARLY.format(what, quoted(name), quoted(known[near[0]]))
                place = _first_place(gathered, identifier)
                yield warning("new-name", identifier, place, sentence)


def _first_place(gathered: Gathered, identifier: str) -> str:
    """The first cell that makes a record of a name."""
    first = gathered.pieces[identifier][0]
    number = gathered.sheet.rows[first.row].number
    return gathered.sheet.place(number, first.columns.get("name"))
