"""Tables as text of a line's length and as HTML: what is drawn from headings and cells."""

import html
import textwrap
from collections.abc import Iterable, Sequence
from itertools import repeat

LINE = 100  # characters: what fits a terminal and a printed page
GAP = 2  # characters between the columns of tabulate's "simple" format
PADDING = 2  # characters by which tabulate makes a column wider than its heading
NARROWEST = 8  # characters: below this a column cannot be read
SENTENCE = 40  # characters: what is longer is read as a sentence
NEEDED = (12, 20)  # characters below which a column of words, and one of sentences, tires


def drawn(headings: Sequence[str], rows: Sequence[Sequence[str]], sides: Sequence[str]) -> str:
    """Rows as a table; one below the other, cell by cell, where a table would be too narrow."""
    natural = _natural_widths(headings, rows)
    needed = sum(min(width, NEEDED[width > SENTENCE]) for width in natural)
    needed += GAP * (len(natural) - 1)
    return _listed(headings, rows) if needed > LINE else _table(headings, rows, sides)


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], sides: Sequence[str]) -> str:
    from tabulate import tabulate  # noqa: PLC0415  # only a printed table needs it

    widths = _widths(_natural_widths(headings, rows), _longest_words(headings, rows))
    titles = [
        _wrapped(heading, width - PADDING) for heading, width in zip(headings, widths, strict=True)
    ]
    cells = [list(map(_wrapped, row, widths)) for row in rows]
    return tabulate(cells, titles, "simple", disable_numparse=True, colalign=sides)


def _listed(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Each row as lines of heading and cell; what is empty is left out."""
    return "\n\n".join(
        "\n".join(
            filled(f"{heading}: {' '.join(cell.split())}", "  " if place else "", "    ")
            for place, (heading, cell) in enumerate(zip(headings, row, strict=True))
            if cell or not place
        )
        for row in rows
    )


def sentence(fragment: str) -> str:
    """A fragment as a sentence."""
    return f"{fragment[0].upper()}{fragment[1:].removesuffix('.')}." if fragment else ""


def filled(text: str, mark: str = "", later: str | None = None) -> str:
    """A paragraph; its later lines are set in as far as its first unless told otherwise."""
    if is_line(text, LINE - len(mark)):
        return f"{mark}{text}"
    return textwrap.fill(
        text,
        LINE,
        initial_indent=mark,
        subsequent_indent=" " * len(mark) if later is None else later,
        break_long_words=False,
        break_on_hyphens=False,
    )


def is_line(text: str, width: int) -> bool:
    r"""Whether a text is a line as it stands, as most are: to wrap it would take far longer.

    >>> is_line("Fathers", 20), is_line("Fathers ", 20), is_line("Fathers\tunseen", 20)
    (True, False, False)
    """
    return 0 < len(text) <= width and text.isprintable() and not text.endswith(" ")


def _wrapped(text: str, width: int) -> str:
    """A cell's text in lines of at most `width`; an id is not broken at its hyphens."""
    if is_line(text, width):
        return text
    # tabulate's own maxcolwidths fails on a cell that reads "True" (0.9).
    lines = (textwrap.wrap(line, width, break_on_hyphens=False) for line in text.splitlines())
    return "\n".join(part for line in lines for part in line)


def _natural_widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column would be if lines were as long as need be."""
    columns = zip(*rows, strict=True)
    return [
        max(len(heading) + PADDING, *(_longest_line(cell) for cell in cells))
        for heading, cells in zip(headings, columns, strict=True)
    ]


def _longest_line(text: str) -> int:
    return max((len(line.expandtabs()) for line in text.splitlines()), default=0)


def _longest_words(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """How wide each column must be so that no word, no id and no heading is broken."""
    columns = [" ".join(cells).split() for cells in zip(*rows, strict=True)]
    titles = [heading.split() for heading in headings]
    return [
        max([*(len(word) + PADDING for word in title), *map(len, words)], default=0)
        for title, words in zip(titles, columns, strict=True)
    ]


def _widths(natural: Sequence[int], words: Sequence[int]) -> list[int]:
    """Narrow columns as wide as they would be; wide ones share what they leave.

    Where there is room for the longest words of all columns, none is narrower than its own.

    >>> _widths([10, 300, 200], [10, 20, 20]), _widths([10, 300, 200], [10, 20, 60])
    ([10, 43, 43], [10, 26, 60])
    """
    room = LINE - GAP * (len(natural) - 1)
    least = words if sum(words) <= room else [0] * len(words)
    widths = list(natural)
    by_width = sorted(range(len(natural)), key=natural.__getitem__)
    for done, position in enumerate(by_width):
        left = room - sum(least[other] for other in by_width[done + 1 :])
        share = max(room // (len(natural) - done), least[position])
        widths[position] = min(natural[position], max(min(share, left), NARROWEST))
        room -= widths[position]
    return widths


def as_html(  # noqa: PLR0913, PLR0917 - the parts of a table
    caption: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    sides: Sequence[str],
    below: Iterable[str],
    notes: Iterable[str],
) -> str:
    """A table for a notebook: nothing in it but escaped text and its marking-up.

    Without headings it is a caption with what stands below.
    """
    table = _element("p", caption)
    if headings:
        body = "".join(_html_row(row, sides, "row", "") for row in rows)
        head = _html_row(headings, sides, "col", "col")
        table = (
            f"<table>{_element('caption', caption)}<thead>{head}</thead>"
            f"<tbody>{body}</tbody></table>"
        )
    after = "".join(_element("p", line) for line in below if line)
    listed = "".join(_element("li", note) for note in notes)
    return f"<div>{table}{after}{f'<ol>{listed}</ol>' if listed else ''}</div>"


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{html.escape(text)}</{tag}>"


def _html_row(texts: Sequence[str], sides: Sequence[str], first: str, other: str) -> str:
    """A row; `first` and `other` are the scopes of its cells that are headings."""
    scopes = (first, *repeat(other, len(texts) - 1))
    return f"<tr>{''.join(map(_html_cell, texts, scopes, sides))}</tr>"


def _html_cell(text: str, scope: str, side: str) -> str:
    # Notebooks align every cell to the right unless told otherwise.
    style = f'style="text-align: {side}"'
    if scope:
        return f'<th scope="{scope}" {style}>{html.escape(text)}</th>'
    return f"<td {style}>{html.escape(text)}</td>"
