"""Cells made clean, garbled letters told, and what counts as empty."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning_tracker.exchange.sheets.cells import clean, garbled, is_empty
from learning_tracker.exchange.sheets.sheet import Unreadable, Value

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text("_x000dD_ \n\r\t\u00a0\u200b-é")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a_x000D_\nb", "a\nb"),
        ("a_x000d_b_x000A_c", "a\nb\nc"),
        ("a\r\nb\rc\vd\u2028e", "a\nb\nc\nd\ne"),
        ("\u00a0a\u202fb ", "a b"),
        ("a\u200bb\u2060c\ufeffd\u00ade\u200ef", "abcdef"),
        ("a  \nb\t\n", "a\nb"),
        ("e\u0301", "\u00e9"),
        ("  a  b", "a  b"),
        ("a_x0041_", "a_x0041_"),
        ("\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f467"),
    ],
)
def test_clean(text: str, left: str) -> None:
    """What nobody sees goes; what somebody wrote stays."""
    assert clean(text) == left


@given(TEXTS)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    """What is clean is left as it is, composed, and without space around it."""
    once = clean(text)
    assert clean(once) == once == once.strip()
    assert unicodedata.is_normalized("NFC", once)


# The letters and marks that people write in England, and in names from elsewhere.
WRITTEN = "£€§°½éèêëàâäçñöüßøåšžőłćğ\u2018\u2019\u201c\u201d\u2013—…•éÉ"


@pytest.mark.parametrize("letter", WRITTEN)
def test_utf_8_read_as_windows_1252_is_told(letter: str) -> None:
    """Every letter that one program wrote and another misread is found."""
    wrong = "".join(
        bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in letter.encode()
    )
    assert garbled(f"The {wrong} of it") == wrong


@given(st.text(st.sampled_from(f"{WRITTEN} abcAB,.'()-/0159")))
def test_what_people_write_is_not_garbled(text: str) -> None:
    """Letters with accents, quotation marks and pounds are themselves, in whatever order."""
    assert garbled(text) is None


@pytest.mark.parametrize(
    "text", ["\u201a\u00c4\u00f4s", "\u00ac\u00a35", "caf\ufffd", "ï»¿Ref", "ðŸ\u02dc€"]
)
def test_other_ways_of_being_garbled(text: str) -> None:
    """An old Macintosh, a lost letter, the mark of byte order and emoji are told too."""
    assert garbled(text) is not None


@pytest.mark.parametrize("value", [None, "", " ", "\u00a0", "_x000D_", "\u200b\n"])
def test_empty(value: Value) -> None:
    """No value is empty, and what nobody sees is."""
    assert is_empty(value)


@pytest.mark.parametrize("value", [0, False, "0", "-", "n/a", dt.date(2025, 1, 1), Unreadable("x")])
def test_not_empty(value: Value) -> None:
    """Nought, a hyphen and what cannot be read are something, unless somebody says otherwise."""
    assert not is_empty(value)


def test_words_for_nothing() -> None:
    """Only the words stated mean nothing, whatever their capitals."""
    words = ("n/a", "-", "TBC")
    assert all(is_empty(value, words) for value in ("N/A ", "-", "tbc", "", None))
    assert not any(is_empty(value, words) for value in ("n/a yet", 0, "none"))
