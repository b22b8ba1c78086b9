"""Pictures of tables, where they can be drawn, with what they tell for those who see none."""

from collections.abc import Iterator
from io import BytesIO
from itertools import count

from docx.oxml.shape import CT_Inline
from docx.parts.story import StoryPart
from docx.shared import Twips

from learning_tracker.errors import MissingExtra
from learning_tracker.reports.word.elements import Element, clean, element, paragraph, run
from learning_tracker.reports.word.paper import CM, Paper
from learning_tracker.tables import Chart
from learning_tracker.tables.figure import to_png

TALLEST = 14 * CM
"""No picture is taller: with its title it fits turned paper."""


class Pictures:
    """The pictures of one document.

    Attributes:
        part: the part of the file to which they belong.
    """

    def __init__(self, part: StoryPart) -> None:
        self.part = part
        self._numbers = count(1)

    def of(self, chart: Chart | None) -> Iterator[Element]:
        """The title of a chart and its picture, kept with what follows; nothing without one."""
        drawn = None if chart is None else _drawn(chart)
        if chart is None or drawn is None:
            return
        inline = self._inline(drawn)
        number = next(self._numbers)
        for name, value in (
            ("id", str(number)),
            ("name", f"Picture {number}"),
            ("descr", clean(chart.description)),
            ("title", clean(chart.title)),
        ):
            inline.docPr.set(name, value)
        yield paragraph("Caption", [run(chart.title)])
        yield paragraph("Picture", [element("r", element("drawing", inline))])

    def _inline(self, drawn: bytes) -> CT_Inline:
        """A picture as large as it was drawn, or smaller, so that it fits any page."""
        _, image = self.part.get_or_add_image(BytesIO(drawn))
        fits = min(1, Twips(Paper.UPRIGHT.room) / image.width, Twips(TALLEST) / image.height)
        return self.part.new_pic_inline(BytesIO(drawn), width=round(image.width * fits))


def _drawn(chart: Chart) -> bytes | None:
    """The picture of a chart; None where nothing that draws is installed: its table says it all."""
    try:
        return to_png(chart)
    except MissingExtra:
        return None
