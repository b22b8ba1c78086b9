"""A mapping: how the rows of a sheet become records.

A person writes it in TOML; `mapping_files` reads it:

    [sheet]
    heading_row = 3

    [make.review]
    kind = "lcspr"
    id = "{Review}"
    title = "Review"
    published_on = { column = "Published", dates = ["month year"] }
"""

from collections.abc import Mapping
from typing import ClassVar

import attrs

from learning_tracker.exchange.mappings.templates import Template
from learning_tracker.fields import Checked, Count, Text
from learning_tracker.kinds import Record

NEW_LINE = "new line"


@attrs.frozen(kw_only=True)
class TheSheet(Checked):
    """Which sheet is read, and what holds for all its cells.

    Attributes:
        name: the worksheet; left out, the only one.
        heading_row: the row in which the headings stand.
        empty: what says as much as an empty cell, such as "n/a" and "TBC".
        fill_down: the columns whose empty and merged cells mean what stands above them.
        leave_out: the columns that are not to be taken.
    """

    kind: ClassVar[str] = "[sheet]"

    name: str = ""
    heading_row: Count = 1
    empty: tuple[Text, ...] = ()
    fill_down: tuple[Text, ...] = ()
    leave_out: tuple[Text, ...] = ()


@attrs.frozen(kw_only=True)
class Taken(Checked):
    """Where the value of a field comes from: one of the first four, and how it is read.

    Attributes:
        column: the heading of the column whose cells hold it.
        template: a text made of several columns, `"{Finding}: {Detail}"`.
        always: the value itself, the same in every row.
        same_row: the records that it leads to, by the names of the parts that the same row makes.
        split: what stands between several values in a cell; "new line" for a line break.
        values: what the words of the sheet mean, each with a value of the field or several.
        dates: how dates are written in it.
        create: whether an agency or a theme that is not there yet is added.
        clear: whether an empty cell empties the field; else it leaves what is there.
    """

    kind: ClassVar[str] = "a field"

    column: Text | None = None
    template: Text | None = None
    always: object = None
    same_row: tuple[Text, ...] = ()
    split: tuple[str, ...] = ()
    values: tuple[tuple[Text, object], ...] = ()
    dates: tuple[Text, ...] = ()
    create: bool = False
    clear: bool = False

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the columns that are read for it."""
        if self.column is not None:
            return (self.column,)
        return Template.parse(self.template).headings if self.template else ()

    @property
    def meanings(self) -> dict[str, tuple[object, ...]]:
        """What each word of the sheet means: one value, several or none."""
        return {
            word: tuple(meant) if isinstance(meant, list) else (meant,)
            for word, meant in self.values
        }


@attrs.frozen(kw_only=True)
class Part:
    """A record that a row makes.

    Attributes:
        name: what the mapping calls it.
        makes: the kind of record.
        id: how its id is made; None where it follows from what the record belongs to.
        only_if: the columns of which one at least must be filled for a row to make it; none
            where those that this part alone reads decide.
        attributes: the columns that become attributes of a source.
        fields: where the value of each field comes from.
    """

    name: str
    makes: type[Record]
    id: Template | None
    only_if: tuple[str, ...]
    attributes: tuple[str, ...]
    fields: Mapping[str, Taken]

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that it reads, but for those that only make its id."""
        of_fields = [one for taken in self.fields.values() for one in taken.headings]
        return tuple(dict.fromkeys((*of_fields, *self.attributes)))


@attrs.frozen(kw_only=True)
class SheetMapping:
    """How the rows of a sheet become records.

    Attributes:
        file: the name of the file in which it is written, without its folder.
        about: what it is for, in the words of who wrote it.
        sheet: which sheet is read, and what holds for all its cells.
        parts: the records that a row makes; each may refer to those before it.
    """

    file: str
    about: str
    sheet: TheSheet
    parts: tuple[Part, ...]
