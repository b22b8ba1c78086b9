"""The parts of an .xlsx file beside its worksheets: what sheets there are, texts and styles."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

import attrs

from learning_tracker.exchange.sheets.archive import Archive
from learning_tracker.exchange.sheets.cells import is_empty
from learning_tracker.exchange.sheets.worksheet import LONGEST_TEXT, Meaning, Worksheet, unescaped
from learning_tracker.exchange.sheets.xml_events import Handler

if TYPE_CHECKING:
    import datetime as dt

LARGEST_PART = 32 * 2**20
"""How many bytes a part may have when it is unpacked: the list of sheets or the styles."""

LARGEST_TEXTS = 100 * 2**20
"""The same for the texts that cells share: a hundred for each of a million cells."""

LARGEST_SHEET = 400 * 2**20
"""The same for a worksheet. It is read bit by bit, so this bounds the time, some 30 seconds;
a million empty rows that are formatted have some 60 MB."""

MOST_TEXTS = 1_000_000
"""How many texts cells may share: no more than there may be cells."""

MOST_NAMED = 100_000
"""How many relations, sheets, formats or styles there may be; Excel keeps 65,490 styles."""

_ROOT = "_rels/.rels"


@attrs.frozen
class Leaf:
    """A worksheet as the workbook names it.

    Attributes:
        name: its name.
        part: the part of the archive in which it stands.
        hidden: whether Excel shows it.
    """

    name: str
    part: str
    hidden: bool


class _Collector:
    """Keeps the attributes of the elements asked for, in order; a handler of XML.

    Args:
        archive: where they stand.
        wanted: their tags, each with the tag of what they must lie in, "" for anything.
    """

    def __init__(self, archive: Archive, wanted: Mapping[str, str]) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []
        self._archive = archive
        self._wanted = wanted
        self._around = {""}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in self._wanted.values():
            self._around.add(tag)
        elif self._wanted.get(tag) in self._around:
            self.found.append((tag, attributes))
            if len(self.found) > MOST_NAMED:
                raise self._archive.refused(
                    f"it has more than {MOST_NAMED:,} sheets, formats or styles; copy the cells "
                    "that are needed into a new workbook"
                )

    def end(self, tag: str) -> None:
        self._around.discard(tag)

    def text(self, _: str) -> None:
        """Nothing that is asked for stands in texts."""


class _Texts:
    """The texts that cells share; a handler of XML."""

    def __init__(self, archive: Archive) -> None:
        self.found: list[str] = []
        self._archive = archive
        self._pieces: list[str] = []
        self._phonetic = self._collecting = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        if tag == "si":
            self._pieces = []
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "t":
            self._collecting = not self._phonetic

    def text(self, text: str) -> None:
        if self._collecting:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        if tag == "t":
            self._collecting = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "si":
            self._keep(unescaped("".join(self._pieces)))

    def _keep(self, text: str) -> None:
        self.found.append(text)
        if len(self.found) > MOST_TEXTS or len(text) > LONGEST_TEXT:
            raise self._archive.refused(
                "its cells hold more text than a spreadsheet can; copy what is needed into a new "
                "workbook"
            )


class Book:
    """A workbook: its worksheets, and what their cells refer to.

    Attributes:
        archive: the archive that it is.
        leaves: its worksheets, in order; sheets that are a chart are none.
        from_1904: whether it counts dates from 1904, as Macintoshes did.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._part = self._main()
        self._related = self._relations(self._part)
        found = self._collect(self._part, {"sheet": "", "workbookPr": "", "calcPr": ""})
        properties = {tag: attributes for tag, attributes in found if tag != "sheet"}
        self.from_1904 = _true(properties.get("workbookPr", {}).get("date1904"))
        self._calculated = not _true(properties.get("calcPr", {}).get("fullCalcOnLoad"))
        self.leaves = tuple(
            self._leaves([attributes for tag, attributes in found if tag == "sheet"])
        )

    def read(self, leaf: Leaf) -> Worksheet:
        """What stands in a worksheet."""
        page = Worksheet(self._meaning, self.archive.refused)
        self._finish(leaf.part, page, LARGEST_SHEET)
        return page

    def holds_something(self, leaf: Leaf) -> bool:
        """Whether any cell of a worksheet holds something."""
        page = Worksheet(self._meaning, self.archive.refused)
        for _ in self.archive.walk(leaf.part, page, LARGEST_SHEET):
            if not all(is_empty(value) for _, cells in page.rows for value in cells.values()):
                return True
            page.rows.clear()
        return False

    def has_comments(self, leaf: Leaf) -> bool:
        """Whether comments are attached to cells of a worksheet."""
        return any(sort == "comments" for sort, _ in self._relations(leaf.part).values())

    @cached_property
    def _meaning(self) -> Meaning:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH  # noqa: PLC0415 - as needed

        epoch: dt.datetime = MAC_EPOCH if self.from_1904 else WINDOWS_EPOCH
        texts = _Texts(self.archive)
        for part in self._parts("sharedStrings"):
            self._finish(part, texts, LARGEST_TEXTS)
        return Meaning(texts.found, *self._styles(), epoch, self._calculated)

    def _styles(self) -> tuple[list[bool | None], list[bool]]:
        """For each style: whether it shows dates or (None) lengths of time; whether a colour."""
        from openpyxl.styles.numbers import (  # noqa: PLC0415 - only who reads workbooks needs it
            BUILTIN_FORMATS,
            is_date_format,
            is_timedelta_format,
        )

        codes = {str(number): code for number, code in BUILTIN_FORMATS.items()}
        styles: list[dict[str, str]] = []
        fills: list[str] = []
        wanted = {"numFmt": "", "xf": "cellXfs", "patternFill": "fills", "gradientFill": "fills"}
        for part in self._parts("styles"):
            for tag, attributes in self._collect(part, wanted):
                if tag == "xf":
                    styles.append(attributes)
                elif tag == "numFmt":
                    codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
                else:
                    fills.append(attributes.get("patternType", "none"))
        numbers = [style.get("numFmtId", "0") for style in styles]
        shows = {
            number: None if is_timedelta_format(code) else bool(is_date_format(code))
            for number in set(numbers)
            for code in [codes.get(number, "General")]
        }
        solid = {str(place) for place, pattern in enumerate(fills) if pattern == "solid"}
        return [shows[number] for number in numbers], [one.get("fillId") in solid for one in styles]

    def _main(self) -> str:
        """The part that names the sheets."""
        for sort, target in self._relations("").values():
            if sort == "officeDocument":
                return target
        raise self.archive.refused("it is an archive, but no .xlsx workbook")

    def _leaves(self, sheets: list[dict[str, str]]) -> Iterator[Leaf]:
        for attributes in sheets:
            link = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            sort, part = self._related.get(link, ("", ""))
            if sort == "worksheet":
                shown = attributes.get("state", "visible") == "visible"
                yield Leaf(attributes.get("name", ""), part, not shown)

    def _parts(self, sort: str) -> Iterator[str]:
        return (target for found, target in self._related.values() if found == sort)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """To what a part is related, by id: the last word of the sort, and the other part."""
        folder = dirname(part)
        path = join(folder, "_rels", f"{part.removeprefix(folder).lstrip('/')}.rels")
        if path not in self.archive:
            return {}
        return {
            attributes.get("Id", ""): (
                attributes.get("Type", "").rpartition("/")[2],
                normpath(join("/", folder, attributes.get("Target", ""))).lstrip("/"),
            )
            for _, attributes in self._collect(path, {"Relationship": ""})
            if attributes.get("TargetMode") != "External"
        }

    def _collect(self, part: str, wanted: Mapping[str, str]) -> list[tuple[str, dict[str, str]]]:
        collector = _Collector(self.archive, wanted)
        self._finish(part, collector, LARGEST_PART)
        return collector.found

    def _finish(self, part: str, handler: Handler, at_most: int) -> None:
        for _ in self.archive.walk(part, handler, at_most):
            pass


def _true(value: str | None) -> bool:
    return value in ("1", "true")
