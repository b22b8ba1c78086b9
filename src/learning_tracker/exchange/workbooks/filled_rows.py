"""The rows of a filled-in template, and what they say put together as records.

Records get ids that follow from what the rows say, so that the same workbook always gives the
same records. What the tracker holds already is met again by its name or its words.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from learning_tracker.errors import Misfit
from learning_tracker.exchange.folding import folded, slug
from learning_tracker.exchange.rows.known_names import KnownNames, Trouble
from learning_tracker.exchange.sheets.day_formats import by_hand
from learning_tracker.exchange.sheets.sheet import Row, Sheet, Unreadable, Value
from learning_tracker.exchange.workbooks.edited_workbook import EditedRecord
from learning_tracker.exchange.workbooks.export_mark import fingerprint
from learning_tracker.exchange.workbooks.field_cells import told_text
from learning_tracker.exchange.workbooks.template import is_example
from learning_tracker.kinds import Record
from learning_tracker.links import link_named
from learning_tracker.problems import Problem, error, warning
from learning_tracker.records import Action, Agency, Finding, Recommendation
from learning_tracker.wording import quoted


@attrs.frozen
class Line:
    """A row of a sheet, by its headings.

    Attributes:
        sheet: the sheet.
        row: the row.
    """

    sheet: Sheet
    row: Row

    def place(self, heading: str = "") -> str:
        """Where the cell under a heading stands; the row, if there is no such heading."""
        names = [one.text for one in self.sheet.headings]
        column = names.index(heading) if heading in names else None
        return self.sheet.place(self.row.number, column)

    def cell(self, heading: str) -> Value:
        """What stands under a heading; None where nothing does."""
        for one, value in zip(self.sheet.headings, self.row.values, strict=True):
            if one.text == heading:
                return value
        return None


class FilledRows:
    """What rows say, put together as records.

    Attributes:
        records: the records that rows make, by id.
        problems: what is wrong with cells.
        held: the records of the tracker, by id.
        names: who and what names in cells can mean.
    """

    def __init__(self, held: tuple[Record, ...]) -> None:
        self.records: dict[str, EditedRecord] = {}
        self.problems: list[Problem] = []
        self.held = {one.id: one for one in held}
        self.names = KnownNames(held)
        self._listed: dict[str, tuple[type[Record], str, str]] = {}
        self._said = {_words(one): one.id for one in held if isinstance(one, _WORDED)}

    # What stands in cells

    def told(self, line: Line, heading: str, *, date: bool = False) -> str:
        """What a cell says; "" where it says nothing or cannot be read, which is told."""
        cell = line.cell(heading)
        if cell is None:
            return ""
        if isinstance(cell, Unreadable):
            self.wrong(line, heading, "unreadable-cell", f"the cell cannot be read: {cell.why}")
            return ""
        try:
            return by_hand(cell).iso if date else told_text(cell).strip()
        except Misfit as misfit:
            self.wrong(line, heading, "wrong-value", f"{misfit}; correct it")
            return ""

    def wrong(self, line: Line, heading: str, code: str, sentence: str) -> None:
        """Tell what is wrong with the cell under a heading."""
        self.problems.append(error(code, "", line.place(heading), sentence))

    def lines(self, sheet: Sheet | None, first: str) -> Iterator[Line]:
        """The rows that are filled in: an example is told, and a number alone is nothing."""
        for row in sheet.rows if sheet else ():
            line = Line(sheet, row)  # type: ignore[arg-type] # there are rows, so there is a sheet
            filled = [one for one in row.values if one is not None and not isinstance(one, int)]
            if is_example([line.cell(first)]):
                sentence = "this row is an example and is not taken; delete it"
                self.problems.append(warning("example", "", line.place(), sentence))
            elif filled:
                yield line

    def find(self, line: Line, heading: str, owner: type[Record], field: str) -> list[str]:
        """The ids that are meant by the names in a cell, one to a line; others are told."""
        find = self.names.finder(link_named(owner, field))
        ids = []
        for name in filter(None, map(str.strip, self.told(line, heading).split("\n"))):
            found = find(name)
            if isinstance(found, Trouble):
                self.wrong(line, heading, found.code, found.sentence)
                continue
            ids.append(found)
            self._take_listed(found)
        return list(dict.fromkeys(ids))

    # What is made of them

    def make(
        self,
        line: Line,
        kind: type[Record],
        identifier: str,
        body: Mapping[str, Any],
        headings: Mapping[str, str],
    ) -> str:
        """Enter a record; where two rows make it, they must agree, and add up what they list."""
        whole = {name: value for name, value in body.items() if value not in ("", [], None)}
        whole["id"] = identifier
        held = getattr(self.held.get(identifier), "statement", "")
        if folded(held) == folded(str(whole.get("statement", ""))) != "":
            whole["statement"] = held  # the same words in other capitals are no change
        cells = {name: line.place(heading) for name, heading in headings.items()}
        made = EditedRecord(kind, identifier, whole, frozenset(whole), line.place(), cells)
        first = self.records.setdefault(identifier, made)
        for name, value in whole.items() if first is not made else ():
            there = first.body.setdefault(name, value)
            if isinstance(there, list):
                first.body[name] = list(dict.fromkeys([*there, *value]))
            elif there != value:
                sentence = (
                    f"{quoted(value)} here and {quoted(there)} in {first.place_of(name)}, and both "
                    "rows speak of the same; make them agree"
                )
                self.wrong(line, headings.get(name, ""), "rows-disagree", sentence)
        first.given |= whole.keys()
        return identifier

    def id_for(self, kind: type[Record], *words: str) -> str:
        """The id of what is said in these words: that of the record that says it already."""
        key = (kind.kind, *map(folded, words))
        return self._said.setdefault(key, f"{kind.kind}-{fingerprint(list(key))}")

    def kind_of(self, identifier: str) -> type[Record] | None:
        """The kind of a record that rows make or the tracker holds; None if there is none."""
        if identifier in self.records:
            return self.records[identifier].kind
        return type(self.held[identifier]) if identifier in self.held else None

    # Agencies and themes

    def read_list(self, kind: type[Record], sheet: Sheet) -> None:
        """Know the names on a list; those that rows use and the tracker lacks are added."""
        owner, field = (Action, "lead") if kind is Agency else (Finding, "themes")
        find = self.names.finder(link_named(owner, field))
        for row in sheet.rows:
            line = Line(sheet, row)
            name, identifier = self.told(line, "Name"), self.told(line, "Id")
            meant = [find(one) for one in (identifier, name) if one]
            if name and all(isinstance(one, Trouble) for one in meant):
                identifier = identifier or slug(name)
                self.names.add(kind, identifier, [name])
                self._listed[identifier] = (kind, name, line.place())

    def _take_listed(self, identifier: str) -> None:
        if identifier in self._listed:
            kind, name, place = self._listed.pop(identifier)
            body = {"id": identifier, "name": name}
            self.records[identifier] = EditedRecord(
                kind, identifier, body, frozenset(body), place, {}
            )


_WORDED = (Finding, Recommendation, Action)


def _words(record: Record) -> tuple[str, ...]:
    """What tells a record that is held from others, in the words that rows would say it in."""
    match record:
        case Finding(sources=(source, *_)):
            words: tuple[str, ...] = (source, record.statement)
        case Recommendation():
            words = (record.source, record.statement)
        case Action():
            words = (next(iter(record.answers), ""), record.lead or "", record.statement)
        case _:
            words = (record.id,)
    return (record.kind, *map(folded, words))
