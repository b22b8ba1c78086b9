"""Sheets in text files, a row to a line: .csv and .tsv."""

import csv
import io
from pathlib import Path

from learning_tracker.errors import InvalidData
from learning_tracker.exchange.headings import headings_of
from learning_tracker.exchange.sheet import Row, Sheet
from learning_tracker.problems import error

_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


def read_delimited(path: Path, content: bytes, header_row: int) -> Sheet:
    """Read the sheet that a text file is; see `reading.read_sheet`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    top = text.splitlines()[header_row - 1]
    separator = max(_SEPARATORS, key=top.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[tuple[int, list[str]]] = []
    before = 0
    for values in reader:
        lines.append((before + 1, values))
        before = reader.line_num
    records = [one for one in lines if one[0] >= header_row]
    headings = headings_of(path, header_row, records[0][1])
    rows, problems = [], []
    for number, values in records[1:]:
        if not any(values):
            continue
        if len(values) != len(headings):
            sentence = f"it has {len(values)} values where there are {len(headings)} headings"
            problems.append(error("ragged-row", "", f"{path.name}, row {number}", sentence))
        rows.append(Row(number, tuple(value or None for value in values)))
    if problems:
        raise InvalidData(problems)
    return Sheet(path.name, "", headings, tuple(rows))
