"""Page one is cut to the room there is, the longest list first."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.reports.document import Bullets, Section, Statement
from learning_tracker.reports.fitting import Page, beginning, ever_less, fitted, words


def page(sentences: int) -> Page:
    """A page of so many sentences of three words, under a heading of one."""
    told = tuple(Statement(str(n), "one two three") for n in range(sentences))
    return (Section("key", "Heading", (Bullets(told),)),)


@given(st.integers(0, 10), st.integers(1, 40))
def test_the_longest_page_with_room_is_taken(most: int, room: int) -> None:
    """It has fewer words than the room, and one sentence more would not; or it is the last."""
    taken = words(fitted(map(page, range(most, -1, -1)), room))
    longest = [words(page(told)) for told in range(most + 1) if words(page(told)) < room]
    assert taken == max(longest, default=words(page(0)))


@given(st.lists(st.integers(0, 6), max_size=4))
def test_lists_are_cut_evenly(lengths: list[int]) -> None:
    """Each step tells one thing less, and never cuts a list while another is longer."""
    steps = list(ever_less(lengths))
    assert [sum(step) for step in steps] == list(range(sum(lengths), -1, -1))
    for before, after in pairwise(steps):
        (cut,) = (b for b, a in zip(before, after, strict=True) if b > a)
        assert cut == max(before)


@pytest.mark.parametrize(
    ("text", "most", "quoted"),
    [
        ("Ask every father.", 3, "Ask every father"),
        ("Ask every father.", 2, "Ask every …"),
        ("Ask\n  every father", 9, "Ask every father"),
        ("", 3, ""),
    ],
)
def test_a_text_is_quoted_without_its_full_stop(text: str, most: int, quoted: str) -> None:
    """What is cut says so, and a quotation can stand within a sentence."""
    assert beginning(text, most) == quoted
