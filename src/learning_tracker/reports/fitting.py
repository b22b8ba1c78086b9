"""Page one is short: how many words it has, and how much of each list it has room for."""

from collections.abc import Iterable, Iterator, Sequence

from learning_tracker.reports.document import Section, Statement

Page = tuple[Section, ...]


def fitted(pages: Iterable[Page], room: int) -> Page:
    """The first of ever shorter pages for which there is room; else the last.

    Args:
        pages: at least one.
        room: a page for which there is room has fewer words than this.
    """
    page: Page = ()
    for page in pages:
        if words(page) < room:
            break
    return page


def ever_less(lengths: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """How much of several lists to tell: all, then one less of the longest, until nothing is.

    >>> list(ever_less((1, 2)))
    [(1, 2), (1, 1), (0, 1), (0, 0)]
    """
    left = list(lengths)
    yield tuple(left)
    while any(left):
        left[left.index(max(left))] -= 1
        yield tuple(left)


def words(page: Iterable[Section]) -> int:
    """How many words the headings and sentences of sections have."""
    parts = list(page)
    told = (one for section in parts for block in section.blocks
            for one in getattr(block, "sentences", ()))  # fmt: skip
    return sum(len(section.heading.split()) for section in parts) + sum(map(length, told))


def length(one: Statement) -> int:
    """How many words a sentence has."""
    return len(one.text.split())


def beginning(text: str, most: int) -> str:
    """The first words of a text, without its full stop, to be quoted in a sentence.

    >>> beginning("Ask every father, and write down what he says.", 3)
    'Ask every father, …'
    >>> beginning("Ask every father.", 3)
    'Ask every father'
    """
    told = text.rstrip(".").split()
    return " ".join(told[:most]) + (" …" if len(told) > most else "")
