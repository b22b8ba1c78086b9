"""Search: which records are found by which words, in which order, and what is shown of them."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED
from asking import trackers as dense
from learning_tracker.errors import InvalidArgument
from learning_tracker.fields import Text
from learning_tracker.kinds import _KINDS, Record
from learning_tracker.links import link_named, links_of
from learning_tracker.queries.search import EXCERPT
from learning_tracker.queries.word_index import WordIndex
from learning_tracker.queries.words import folded, terms_of, words_in
from learning_tracker.records import (
    LCSPR,
    Action,
    CaseFileAudit,
    Evidence,
    Finding,
    RapidReview,
    StandardsAudit,
    StandardsSection,
    Theme,
)
from strategies import networks


def theme(identifier: str, name: str = "Neglect", **more: Any) -> Theme:
    """A theme."""
    return Theme(id=identifier, name=name, **more)


def found(words: str, *records: Record) -> list[str]:
    """The ids of what is found, in order."""
    return [row.record.id for row in lt.Tracker(records).search(words)]


# A slow reference


CURLED = "\N{RIGHT SINGLE QUOTATION MARK}"
APOSTROPHES = ("'", CURLED, "\N{MODIFIER LETTER APOSTROPHE}")


def bare(text: str) -> str:
    """A text without capitals, marks and apostrophes, letter by letter."""
    letters = (part for one in text for part in unicodedata.normalize("NFKD", one).casefold())
    kept = (one for one in letters if not unicodedata.category(one).startswith("M"))
    return "".join(one for one in kept if one not in APOSTROPHES)


def texts(value: Any) -> Iterator[str]:
    """Every text in a record but its id, its links and words it may only choose from."""
    if attrs.has(type(value)):
        linked = {link.field for link in links_of(type(value))} if isinstance(value, Record) else ()
        for field in attrs.fields(type(value)):
            if field.name not in {"id", *linked}:
                yield from texts(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif type(value) is str:
        yield value


def beginnings(record: Record) -> set[str]:
    """Everything with which a word of a record begins."""
    words = {one for text in texts(record) for one in re.findall(r"[^\W_]+", bare(text))}
    return {word[:end] for word in words for end in range(1, len(word) + 1)}


def test_a_record_that_changes_often_leaves_nothing_behind() -> None:
    """It is found by the words that it has now, and the index of words does not grow for ever."""
    tracker = lt.Tracker([theme("a"), theme("b", "Fathers")])
    for number in range(100):
        tracker.replace(theme("a", f"Neglect {number}"))
        assert [row.record.id for row in tracker.search(f'"neglect {number}"')] == ["a"]
    assert not tracker.search("98")
    assert "98" not in tracker.view.index(WordIndex).words()
    assert len(tracker.view.index(WordIndex).records()) < 10


@UNHURRIED
@given(networks(max_size=12), st.data())
def test_every_record_with_a_word_is_found(records: list[Record], data: st.DataObject) -> None:
    """A word, or its beginning, finds the records in which it begins a word, and no others."""
    known = sorted(set().union(*map(beginnings, records)))
    assume(known)
    asked = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=2))
    rows = lt.Tracker(records).search(" ".join(asked)).rows
    assert {row.record.id for row in rows} == {
        one.id for one in records if set(asked) <= beginnings(one)
    }
    for row in rows:
        assert len(row.excerpt) <= EXCERPT + 4
        assert row.fields


@UNHURRIED
@given(dense(), st.sampled_from(["finding", "practice", "1", "rapid review", "nothing"]))
def test_only_what_is_there_is_found(tracker: lt.Tracker, words: str) -> None:
    """What is found is there on the day, and is counted among all that is."""
    table = tracker.search(words)
    assert all(tracker[row.record.id] == row.record for row in table)
    assert table.denominator.startswith(f"{len(table)} of the {len(tracker)} record")
    assert {one.id for one in table.records} == set(tracker)


@given(st.text(max_size=12), st.text(max_size=12))
def test_words_are_folded_alike(one: str, other: str) -> None:
    """Folding is what the reference does letter by letter, and folding again changes nothing."""
    assert folded(one + other) == bare(one) + bare(other)
    assert words_in(folded(one)) == words_in(one)


# What is found


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("father", "Fathers"),
        ("FATHERS", "fathers"),
        ("naive", "A naïve view"),
        ("naïve", "A naive view"),
        ("child's", f"The child{CURLED}s day"),
        ("childs", "The child's day"),
        ("multi-agency", "Multi agency work"),
        ("multi agency", "Multi-agency work"),
        ("strasse", "Straße"),
        ("file", "The ﬁles"),
        ("2024", "The plan of 2024-25"),
        ("day fathers", "Fathers by day"),
        ('"fathers by day"', "Fathers, by day"),
        ("“fathers by”", "Fathers by day"),
        ('"by da"', "Fathers by day"),
        ('fathers "by', "Fathers by day"),
    ],
)
def test_a_word_is_found(asked: str, name: str) -> None:
    """Capitals, accents and apostrophes make no difference, and a beginning is enough."""
    assert found(asked, theme("t", name)) == ["t"]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("athers", "Fathers"),
        ("fathers neglect", "Fathers"),
        ('"day by"', "Fathers by day"),
        ('"by day"', "Fathers by the day"),
        ("agency-multi", "Multi-agency"),
        ("t", "Neglect"),
    ],
)
def test_a_word_is_not_found(asked: str, name: str) -> None:
    """All words must be there, phrases in their order; the middle of a word is no word."""
    assert found(asked, theme("t", name)) == []


def test_words_may_stand_in_several_fields() -> None:
    """All words must be in a record, wherever in it, and the fields are named by weight."""
    record = theme(
        "t", "Fathers", definition="Men who matter.", note="Father of it", aliases=["Dads"]
    )
    (row,) = lt.Tracker([record]).search("father dads")
    assert row.fields == ("name", "note", "aliases")
    (row,) = lt.Tracker([record]).search("men dads")
    assert (row.fields, row.excerpt) == (("definition", "aliases"), "Men who matter.")


@pytest.mark.parametrize(
    ("record", "words", "field"),
    [
        (RapidReview(id="r", title="T", summary="An infant died."), "infant", "summary"),
        (RapidReview(id="r", title="T", attributes=(("harm type", "x"),)), "harm", "attributes"),
        (RapidReview(id="r", title="T", decision="No LCSPR follows"), "follows", "decision"),
        (Action(id="a", statement="S", success_measure="Fewer"), "fewer", "success_measure"),
        (Evidence(id="e", on="2024", statement="S", level="quality", where="Page 7"), "7", "where"),
        (Evidence(id="e", on="2024", statement="S", level="quality", url="https://riverton.example"),
         "riverton", "url"),
    ],
)  # fmt: skip
def test_every_field_of_text_is_searched(record: Record, words: str, field: str) -> None:
    """Summaries, attributes, measures of success, addresses and the rest are all looked at."""
    (row,) = lt.Tracker([record]).search(words)
    assert row.fields == (field,)


def test_texts_in_parts_are_searched() -> None:
    """So are the sections of an audit, and the words of its grades."""
    section = StandardsSection(name="Leadership", met=3, of=4)
    standards = StandardsAudit(id="s", title="S", framework="section-11", sections=(section,))
    files = CaseFileAudit(id="c", title="C", topic="t", grades=(("Outstanding", 3),))
    records = (theme("t"), standards, files)
    assert found("leadership", *records) == ["s"]
    assert found("outstanding", *records) == ["c"]
    assert found("3", *records) == []


def test_an_attribute_is_one_text() -> None:
    """Name and value of an attribute may be asked for as a phrase, and are shown together."""
    review = RapidReview(id="r", title="T", attributes=(("age band", "under 1"),))
    (row,) = lt.Tracker([review]).search('"band under"')
    assert row.excerpt == "age band: under 1"


def test_links_and_ids_are_no_texts() -> None:
    """What a record refers to, and how it is itself called in files, is not searched."""
    records = (
        theme("neglect", "Care"),
        RapidReview(id="r", title="T"),
        Finding(id="f", sources=("r",), judgement="strength", statement="S", themes=("neglect",)),
    )
    assert link_named(Finding, "themes").ids(records[2]) == ("neglect",)
    assert found("neglect", *records) == []
    assert found("strength", *records) == []


def test_a_new_kind_is_searched() -> None:
    """The registry alone says what texts there are, so that a kind just entered is found."""

    @attrs.frozen(kw_only=True)
    class Complaint(Record):
        """What somebody complained of."""

        kind: ClassVar[str] = "complaint"

        what: Text

    try:
        (row,) = lt.Tracker([Complaint(id="c", what="Nobody called")]).search("nobody")
    finally:
        del _KINDS["complaint"]
    assert (row.kind, row.fields) == ("complaint", ("what",))


def test_only_what_is_there_on_the_day() -> None:
    """As at a day, what is dated later is not found, nor counted."""
    later = LCSPR(id="l", title="Fathers", published_on="2025-02-01", initiated_on="2025-01-01")
    tracker = lt.Tracker([theme("t", "Fathers"), later])
    assert len(tracker.search("fathers")) == 2
    then = tracker.as_at("2024-12-31").search("fathers")
    assert [row.record.id for row in then] == ["t"]
    assert then.denominator == "1 of the 1 record there are"


# In which order


def test_titles_come_before_statements_and_statements_before_notes() -> None:
    """First the field counts, then whether it is a whole word, then kind and id."""
    records = (
        theme("t2", "Other", note="Father"),
        theme("t1", "Other", note="Fathers"),
        Action(id="a2", statement="Ask fathers."),
        Action(id="a3", statement="Ask the father."),
        Action(id="a1", statement="Ask the father."),
        theme("t4", "Fathers"),
        theme("t3", "The father"),
        RapidReview(id="r", title="Father"),
    )
    assert found("father", *records) == ["r", "t3", "t4", "a1", "a3", "a2", "t2", "t1"]


def test_all_words_count_for_the_order() -> None:
    """Two words in the title come before one in the title and one in a note."""
    records = (
        theme("t1", "Fathers", note="Their records"),
        theme("t2", "Fathers in records"),
    )
    assert found("fathers records", *records) == ["t2", "t1"]


# What is shown


LONG = (
    "The health visitor and the midwife each knew a part of what the father had told them, and "
    "neither knew what had become of the other part by the day on which the plan was made."
)


@pytest.mark.parametrize(
    ("words", "begins", "ends"),
    [
        ("visitor", "The health visitor", "father had told …"),
        ("father", "… midwife each knew", "neither knew what …"),
        ("plan", "… knew what had become", "the plan was made."),
    ],
)
def test_an_excerpt(words: str, begins: str, ends: str) -> None:
    """Of a long text about eighty characters are shown, from word to word around the hit."""
    (row,) = lt.Tracker([Action(id="a", statement=LONG)]).search(words)
    assert row.excerpt.strip("… ") in LONG
    assert row.excerpt.startswith(begins)
    assert row.excerpt.endswith(ends)
    assert EXCERPT - 10 < len(row.excerpt) <= EXCERPT + 4


def test_an_excerpt_is_on_one_line_and_as_it_was_written() -> None:
    """New lines become spaces; capitals and accents stay."""
    (row,) = lt.Tracker([Action(id="a", statement=f"Zoë{CURLED}s\n\n naïve\tfather")]).search(
        "zoes father"
    )
    assert row.excerpt == f"Zoë{CURLED}s naïve father"


@given(st.text(st.characters(categories=["L", "Zs", "Mn"]), min_size=1), st.integers(0, 300))
def test_an_excerpt_holds_the_word(around: str, place: int) -> None:
    """Wherever the word stands, and whatever stands around it, the excerpt shows it."""
    text = f"{(around * 300)[:place]} fäther {around * 20}"
    (row,) = lt.Tracker([Action(id="a", statement=text)]).search("father")
    assert "fäther" in row.excerpt
    assert len(row.excerpt) <= EXCERPT + 4


def test_what_is_printed_and_what_is_data() -> None:
    """People see id, kind and fields; programs get id, kind and fields each on its own."""
    table = lt.Tracker([theme("t", "Fathers", note="Fathers")]).search("fathers men")
    assert not table
    table = lt.Tracker([theme("t", "Fathers", note="Fathers")]).search("fathers")
    assert table.caption == "Records with “fathers”"
    assert table.cells(table[0]) == ("t", "theme: name; note", "Fathers")
    assert table.to_records() == [
        {"id": "t", "kind": "theme", "fields": ["name", "note"], "excerpt": "Fathers"}
    ]


# What is refused, and what is not found


@pytest.mark.parametrize("words", ["", "  ", "!?", '""', "“”", "_", None, 5, ["fathers"]])
def test_nothing_to_look_for_is_refused(words: Any) -> None:
    """What holds no letter and no digit is refused with what is expected."""
    with pytest.raises(InvalidArgument, match="words: expected at least one word with a letter"):
        lt.Tracker([]).search(words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("fathrs", "No record has “fathrs”; did you mean fathers?"),
        ("naieve fathers", "No record has “naieve”; did you mean naive?"),
        ("xyz", "No record has “xyz”."),
        ("xyz fathrs", "No record has “xyz”. No record has “fathrs”; did you mean fathers?"),
        ("fathers neglect", "No record has all of this: “fathers” and “neglect”."),
        ('"view naive"', "No record has all of this: “view naive”."),
    ],
)
def test_nothing_is_found(words: str, sentence: str) -> None:
    """Words that nobody wrote are met with those that are like them."""
    table = lt.Tracker([theme("a", "A naïve view of fathers"), theme("b")]).search(words)
    assert (table.rows, table.empty) == ((), sentence)
    assert sentence in " ".join(str(table).split())


def test_a_word_given_twice_is_looked_for_once() -> None:
    """Terms are told apart by their words."""
    assert len(terms_of("Fathers fathers FATHERS “fathers”")) == 1
