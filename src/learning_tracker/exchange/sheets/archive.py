"""The archive that an .xlsx file is, opened with care: anybody may have made it.

Nothing is unpacked onto the disk, and nothing into memory beyond the limits below, whatever
sizes the archive declares. Archives within it are not opened at all.
"""

import errno
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from learning_tracker.errors import StoreProblem
from learning_tracker.exchange.sheets.xml_events import Handler, walk
from learning_tracker.files import explained

LARGEST_FILE = 50 * 2**20
"""How large a file may be, in bytes: it is held in memory. Registers have some hundred kB."""

MOST_PARTS = 5_000
"""How many parts an archive may have: each takes memory before it is looked at."""

_CHUNK = 2**16
_ENTRY = b"PK\x01\x02"
"""With what the entry of each part begins in the list of an archive's parts."""

_ENCRYPTED = 0x1
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises on archives that are damaged, or made to do harm."""

_SAVE_AS = "open it in Excel or LibreOffice, save it as .xlsx, and bring that"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PROTECTED = "EncryptedPackage".encode("utf-16-le")

_OTHERS = {
    "content.xml": f"it is an OpenDocument file (.ods); {_SAVE_AS}",
    "Index/Document.iwa": "it is a Numbers file; in Numbers choose File, Export To, Excel",
    "Index.zip": "it is a Numbers file; in Numbers choose File, Export To, Excel",
    "xl/workbook.bin": f"it is a binary workbook (.xlsb); {_SAVE_AS}",
    "word/document.xml": "it is a Word document; copy its table into a workbook",
    "ppt/presentation.xml": "it is a presentation; copy its table into a workbook",
}


def content_of(path: Path) -> bytes:
    """The bytes of a file that is not too large.

    Raises:
        StoreProblem: it cannot be read, or is larger than LARGEST_FILE.
    """
    with explained(path, "read"):
        if path.exists() and not path.is_file():
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        why = (
            f"it has more than {LARGEST_FILE // 2**20} MB; take out pictures, or copy the sheet "
            "into a file of its own"
        )
        raise StoreProblem(path, "read", why)
    return content


class Archive:
    """The parts of an .xlsx file.

    Attributes:
        path: the file.

    Raises:
        StoreProblem: it is none, or one that is not to be trusted.
    """

    def __init__(self, path: Path, content: bytes) -> None:
        self.path = path
        if content.startswith(_OLE):
            raise self.refused(_old(content))
        if not content.startswith(b"PK"):
            why = f"it is no .xlsx workbook, whatever its name says; {_SAVE_AS}"
            raise self.refused(why if content else "it is empty; check which file it is")
        if content.count(_ENTRY) > MOST_PARTS:
            raise self.refused(
                f"it has more than {MOST_PARTS:,} parts; copy the sheet into a new workbook"
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise self.refused(_damaged()) from error
        self._check(self._zip.infolist())
        self._parts = {name.casefold(): name for name in self._zip.namelist()}
        for part, why in _OTHERS.items():
            if part in self:
                raise self.refused(why)
        if any(part.endswith("vbaproject.bin") for part in self._parts):
            raise self.refused(
                "it holds macros, which are programs; in Excel save it as a workbook without them "
                "(.xlsx), and bring that"
            )

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._parts

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        names = [info.filename for info in infos]
        if any(_leads_out(name) for name in names):
            raise self.refused(
                "parts of it have names that lead out of it, as no spreadsheet program writes "
                "them; do not open it, and ask who sent it"
            )
        if len({name.casefold() for name in names}) < len(names):
            raise self.refused(
                "several parts of it have the same name, as no spreadsheet program writes them; "
                "do not open it, and ask who sent it"
            )
        if any(info.flag_bits & _ENCRYPTED for info in infos):
            raise self.refused(f"it is encrypted; {_SAVE_AS} without a password")
        if any(info.compress_type not in _COMPRESSIONS for info in infos):
            raise self.refused(f"it is compressed as no spreadsheet program does; {_SAVE_AS}")

    def walk(self, part: str, handler: Handler, at_most: int) -> Iterator[None]:
        """Have a handler told what the XML of a part holds, bit by bit.

        Args:
            part: its name.
            handler: what is told.
            at_most: how many bytes it may have when it is unpacked, whatever it declares.

        Yields:
            nothing, after each bit, so that who asks can stop.

        Raises:
            StoreProblem: it is not there, is larger, or is no XML that can be trusted.
        """
        return walk(self._chunks(part, at_most), handler, self.refused)

    def _chunks(self, part: str, at_most: int) -> Iterator[bytes]:
        """The bytes of a part; each reading is bounded, so that no more is unpacked at a time."""
        left = at_most
        try:
            with self._zip.open(self._parts[part.casefold()]) as file:
                while chunk := file.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise self.refused(
                            f"its part {part} has more than {at_most // 2**20} MB when it is "
                            "unpacked; copy the cells that hold something into a new workbook"
                        )
                    yield chunk
        except StoreProblem:
            raise
        except KeyError as error:
            raise self.refused(f"its part {part} is missing; {_damaged()}") from error
        except _BROKEN as error:
            raise self.refused(_damaged()) from error

    def refused(self, why: str) -> StoreProblem:
        """The error that says why the file is not read."""
        return StoreProblem(self.path, "read", why)


def _old(content: bytes) -> str:
    if _PROTECTED in content:
        return (
            "it is protected by a password; in Excel choose File, Info, Protect Workbook, Encrypt "
            "with Password, empty the password, save it, and bring that"
        )
    return f"it is a workbook of the old sort (.xls); {_SAVE_AS}"


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name


def _damaged() -> str:
    return f"it is damaged; {_SAVE_AS}"
