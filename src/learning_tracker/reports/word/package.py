"""The file around the text: styles, what it says of itself, and bytes that stay the same."""

import datetime as dt
import zipfile
from collections.abc import Iterable
from importlib.resources import files
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.oxml import parse_xml

from learning_tracker.reports.document import Document
from learning_tracker.reports.word.elements import Element, clean, field, paragraph, run

_TEMPLATES = files("learning_tracker.reports") / "templates" / "word"

# Of python-docx's template the rest is not needed: a picture of an empty page, the name of
# a program that did not write the file, and styles for an old version of Word.
_KEPT = {
    KIND.CORE_PROPERTIES, KIND.OFFICE_DOCUMENT, KIND.FONT_TABLE,
    KIND.NUMBERING, KIND.SETTINGS, KIND.STYLES, KIND.THEME,
}  # fmt: skip

_LONGEST = 255  # characters: what a property of a file may hold


def blank(document: Document) -> WordDocument:
    """A Word document without text, with the styles of reports and what it says of itself."""
    made = docx.Document()
    for rels in (made.part.rels, made.part.package.rels):
        for name in [name for name, one in rels.items() if one.reltype not in _KEPT]:
            del rels[name]
    for root, name in (
        (made.styles.element, "styles"),
        (made.settings.element, "settings"),
        (made.part.numbering_part.element, "numbering"),
    ):
        _fill(root, parse_xml((_TEMPLATES / f"{name}.xml").read_bytes()))
    _describe(made, document)
    return made


def _fill(root: Any, content: Iterable[Element]) -> None:
    root[:] = list(content)


def _describe(made: WordDocument, document: Document) -> None:
    """Say what the file is, of which day, and nothing of who wrote it."""
    day = dt.datetime.combine(document.date, dt.time())
    told = made.core_properties
    told.title = _short(document.title)
    told.subject = _short(document.running)
    told.language = "en-GB"
    told.author = told.last_modified_by = told.comments = told.keywords = ""
    told.revision = 1
    told.created = told.modified = day


def _short(text: str) -> str:
    line = clean(" ".join(text.split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def head_and_foot(made: WordDocument, document: Document) -> tuple[str, str]:
    """Put what stands on every page into the file; the names by which sections ask for it."""
    header, head = made.part.add_header_part()  # type: ignore[no-untyped-call]
    _fill(header.element, [paragraph("Header", [run(document.running)])])
    footer, foot = made.part.add_footer_part()  # type: ignore[no-untyped-call]
    pages = [run("Page "), field("PAGE"), run(" of "), field("NUMPAGES")]
    _fill(footer.element, [paragraph("Footer", pages)])
    return head, foot


def content(made: WordDocument, body: Iterable[Element]) -> bytes:
    """The file with this body."""
    _fill(made.element.body, body)
    written = BytesIO()
    made.save(written)
    return _still(written.getvalue())


def _still(package: bytes) -> bytes:
    """A package without the time at which it was packed: the same report is the same bytes."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(package)) as parts,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        for name in parts.namelist():
            info = zipfile.ZipInfo(name)  # of 1 January 1980, the first day that it knows
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            again.writestr(info, parts.read(name))
    return packed.getvalue()
