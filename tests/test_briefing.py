"""The briefing: one review or audit on one page, for a team that has seven minutes."""

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, learning
from learning_tracker.errors import AmbiguousName, NotPublic, UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    CaseFileAudit,
    Evidence,
    Finding,
    Partnership,
    Recommendation,
    Response,
    Source,
    Theme,
    Update,
)
from learning_tracker.reports import fitting
from learning_tracker.reports.briefing_page_one import WORDS
from learning_tracker.reports.discussion import NO_ACTION, QUESTIONS, SIGNED_OFF, UNDER_WAY
from learning_tracker.reports.document import Document, Section, TableBlock
from learning_tracker.vocabulary import Publication
from secrets_in import SECRET, secret_tracker, with_secrets
from strategies import networks
from without import Told, check_without, removable, told

RIVERTON = lt.sample()
SOURCES = sorted(one.id for one in RIVERTON.of(Source))
PUBLISHED = sorted(one.id for one in RIVERTON.public().of(Source))
FORMS: dict[str, Callable[[lt.Report], str]] = {
    "text": str,
    "markdown": lt.Report.to_markdown,
    "html": lt.Report.to_html,
    "json": lt.Report.to_json,
}
BASE = (
    Partnership(id="p", name="Riverton"),
    Agency(id="police", name="Rivershire Police"),
    LCSPR(id="open", title="LCSPR Open", published_on="2024-05-01", publication="published"),
)


def riverton(source: str, **more: Any) -> Document:
    """The briefing on a source of Riverton."""
    return lt.briefing(RIVERTON, source, **more).document


def briefing(*records: Record, source: str = "open", **more: Any) -> Document:
    """The briefing on a source of a tracker with these records."""
    return lt.briefing(lt.Tracker([*BASE, *records], date="2025-03-31"), source, **more).document


def section(document: Document, key: str) -> Section:
    """A section by its key."""
    return next(one for one in document.sections if one.key == key)


def sentences(document: Document, key: str) -> list[str]:
    """What the sentences of a section say, those of lists among them."""
    blocks = section(document, key).blocks
    return [one.text for block in blocks if not isinstance(block, TableBlock)
            for one in block.sentences]  # fmt: skip


def done_since(document: Document) -> list[str]:
    """What was recommended and done, without what it changed."""
    return sentences(document, "done")[:-1]


def changed_by(document: Document) -> list[str]:
    """What that changed."""
    return sentences(document, "done")[-1:]


def finding(identifier: str, *themes: str, source: str = "open", **more: Any) -> Finding:
    """An improvement of the review."""
    fields = {"judgement": "improvement", "statement": f"Found {identifier}."} | more
    return Finding(id=identifier, sources=(source,), themes=themes, **fields)


# One page


def all_words(document: Document) -> int:
    """How many words the page has, with what stands before its sections."""
    before = sum(map(fitting.length, (*document.about, *document.first)))
    return len(document.title.split()) + before + fitting.words(document.page_one)


@pytest.mark.parametrize("source", SOURCES)
def test_it_is_one_page(source: str) -> None:
    """Title, first sentences and all sections together have fewer words than fit on a sheet."""
    assert 100 < all_words(riverton(source)) < WORDS
    if source in PUBLISHED:
        assert all_words(riverton(source, audience="public")) < WORDS


def test_the_page_of_a_published_review() -> None:
    """What happened, why it matters, what was found, done and changed, and what to discuss."""
    document = riverton("LCSPR Ada")
    assert [one.heading for one in document.page_one] == [
        "What happened", "Why it matters", "What was done well", "What to improve",
        "What was done since, and what changed", "To discuss in a team",
    ]  # fmt: skip
    assert sentences(document, "happened") == [
        (
            "Ada was a baby of a few months when she was found to have broken bones. Services knew "
            "her mother well and her father hardly at all."
        )
    ]
    assert sentences(document, "matters") == [
        "“Fathers and male carers” was raised by 8 of the 35 independent sources on record.",
        "“Injuries in babies who are not mobile” was raised by 3.",
        "“Safeguarding before birth” was raised by 2.",
        "Marked * is progress (1): raised as an improvement before.",
    ]
    assert sentences(document, "strengths") == [
        (
            "Information sharing: Midwives and health visitors met weekly and knew which families "
            "the other was worried about. *"
        )
    ]
    assert sentences(document, "improvements")[0] == (
        "Fathers and male carers: Ada's father was described in the files by his first name and "
        "a telephone contact, and by nothing else."
    )
    assert done_since(document)[1] == (
        "“Know and record every father and male carer of a baby, and involve him in the …”: "
        "2 actions: 1 in progress and late, 1 signed off; how well it was done is shown."
    )
    assert changed_by(document) == [
        (
            "How well something was done is shown, and no difference for children yet. “Of 100 "
            "records of births, 91 name the father, 6 say why not, and 3 are blank”."
        )
    ]
    assert sentences(document, "discuss")[0] == (
        "Fathers and male carers. Whether fathers, partners and other men in a child's life are "
        "known, involved and assessed: how do we do this here, and what shows it? What do we "
        "notice of what was signed off on it?"
    )


def test_what_has_no_room_stands_in_the_tables() -> None:
    """A review with much to tell is cut evenly, says how many more there are, and tells of all."""
    themes = [Theme(id=f"t{n}", name=f"Theme {n}", definition="What it is " * 8) for n in range(9)]
    found = [finding(f"f{n}", f"t{n}", statement="So it was " * 12) for n in range(9)]
    advice = [Recommendation(id=f"r{n}", source="open", statement="Do " * 20) for n in range(9)]
    document = briefing(*themes, *found, *advice)
    assert all_words(document) < WORDS
    for key, rows in (("improvements", 9), ("done", 9)):
        shown = done_since(document) if key == "done" else sentences(document, key)
        assert shown[-1] == f"The table tells of {rows - len(shown) + 1} more."
    asked = sentences(document, "discuss")
    assert 1 < len(asked) <= QUESTIONS + 1
    assert asked[-1] == (
        f"Its improvements are on {10 - len(asked)} more; the table of themes tells of them."
    )
    sizes = {
        one.key: len(block.rows)
        for one in document.behind for block in one.blocks if isinstance(block, TableBlock)
    }  # fmt: skip
    assert sizes == {"found": 9, "themes": 9, "taken-up": 9}


def test_a_long_summary_is_cut_and_stands_whole_behind() -> None:
    """The page tells its beginning; the section behind it tells all of it."""
    summary = "It was so. " * 60
    review = attrs.evolve(BASE[2], summary=summary)
    tracker = lt.Tracker([*BASE[:2], review], date="2025-03-31")
    document = lt.briefing(tracker, "open").document
    assert sentences(document, "happened")[0].endswith(" …")
    assert sentences(document, "happened-whole") == [summary]
    assert "happened-whole" not in [one.key for one in riverton("lcspr-ada").behind]


# What happened


def test_what_is_not_on_record_is_not_invented() -> None:
    """Without a summary, findings, actions or evidence the page says so, and asks nothing."""
    document = briefing()
    assert sentences(document, "happened") == ["No summary is on record."]
    assert sentences(document, "matters") == ["No improvement of it is on a practice theme."]
    assert sentences(document, "strengths") == ["No strength is on record."]
    assert sentences(document, "improvements") == ["No improvement is on record."]
    assert done_since(document) == [
        "No recommendation of LCSPR Open and no action on it is on record."
    ]
    assert changed_by(document) == ["Nothing on record shows that anything changed."]
    assert sentences(document, "discuss") == [
        "No improvement of it is on a practice theme, so that no question follows from it."
    ]


def test_what_an_audit_looked_at() -> None:
    """Its topic and the number of files are told, as far as they are on record."""
    document = riverton("case-file-audit-neglect-2024")
    assert section(document, "happened").heading == "What it looked at"
    assert sentences(document, "happened") == [
        "No summary is on record.",
        "Case files were audited on “Neglect”. 16 files were graded.",
    ]
    audit = CaseFileAudit(id="audit", title="Audit", topic="t", held_on="2024-05-01")
    bare = briefing(Theme(id="t", name="Neglect"), audit, source="audit")
    assert sentences(bare, "happened")[1] == "Case files were audited on “Neglect”."


# Why it matters, and what was found


def test_a_theme_that_nobody_else_raised() -> None:
    """It is said so; for the public, of what is published."""
    records = (
        Theme(id="t", name="Fathers"), finding("f", "t"),
        LCSPR(id="closed", title="LCSPR Closed", completed_on="2024-09-01"),
        finding("g", "t", source="closed"),
    )  # fmt: skip
    assert sentences(briefing(*records[:2]), "matters") == [
        "“Fathers” was raised by no other independent source."
    ]
    assert sentences(briefing(*records), "matters") == [
        "“Fathers” was raised by 2 of the 2 independent sources on record."
    ]
    assert sentences(briefing(*records, audience="public"), "matters") == [
        "“Fathers” was raised by no other independent source that is published."
    ]


def test_marks_are_told_with_what_they_mean() -> None:
    """Findings carry their marks, and the page says how many there are of each."""
    document = riverton("case-file-audit-neglect-2024")
    assert sentences(document, "matters")[-2:] == [
        "Marked * is progress (1): raised as an improvement before.",
        "Marked ** is what an earlier independent source found too (4).",
    ]
    assert sum(text.endswith("**") for text in sentences(document, "improvements")) == 3
    assert sentences(document, "strengths")[0].endswith("it shaped the plan. * **")
    (statement,) = (
        one for one in document.statements() if one.key == "page-one/again"
    )  # fmt: skip
    assert len(statement.cites) == 4


# What was done, and what changed


def evidence(identifier: str, level: str, **more: Any) -> Evidence:
    """Evidence for the action that can be looked at."""
    fields = {"on": "2024-12-01", "supports": ("a",), "url": "https://example.org"} | more
    return Evidence(id=identifier, statement=f"Shown {identifier}.", level=level, **fields)


DONE = (
    Recommendation(id="r", source="open", statement="Ask every father."),
    Action(id="a", statement="Ask.", answers=("r",), lead="police", due_on="2024-09-30"),
)


@pytest.mark.parametrize(
    ("said", "shown", "done", "changed"),
    [
        ((), (), "1 action, agreed and late; nothing shows it yet",
         "Nothing on record shows that anything changed."),
        (("completed",), (("e", "activity"),),
         "1 action, said to be done and late; only activity is shown",
         "Nothing yet shows a change for children: only activity is shown."),
        (("completed",), (("e", "activity"), ("f", "quality")),
         "1 action, said to be done; how well it was done is shown",
         "How well something was done is shown, and no difference for children yet. “Shown f”."),
        (("signed_off",), (("e", "quality"), ("f", "difference")),
         "1 action, signed off; a difference for children is shown",
         "A difference for children is shown. “Shown f”."),
        (("withdrawn",), (), "1 action, withdrawn; nothing shows it yet",
         "Nothing on record shows that anything changed."),
    ],
)  # fmt: skip
def test_what_was_done_and_what_it_changed(
    said: tuple[str, ...], shown: tuple[tuple[str, str], ...], done: str, changed: str
) -> None:
    """The state of each action in words, and what the evidence shows at its highest level."""
    updates = [Update(action="a", on="2024-11-01", by="p", event=event) for event in said]
    document = briefing(*DONE, *updates, *(evidence(*one) for one in shown))
    assert done_since(document) == [f"“Ask every father”: {done}."]
    assert changed_by(document) == [changed]


def test_actions_that_stand_alike_are_told_together() -> None:
    """Several actions are counted by how they stand; findings and the whole are named as such."""
    document = briefing(
        *DONE,
        Action(id="b", statement="Tell.", answers=("r",), due_on="2024-10-31"),
        finding("f"),
        Action(id="c", statement="Do.", answers=("f", "open")),
        Recommendation(id="s", source="open", statement="Do more."),
        Recommendation(id="t", source="open", statement="Do less."),
        Response(recommendation="t", agency="police", on="2024-06-01", decision="not_accepted"),
    )
    assert done_since(document) == [
        "“Ask every father”: 2 actions, all agreed and late; nothing shows it yet.",
        "“Do more”: no action is on record; nothing shows it yet.",
        "“Do less”: not accepted; no action is on record; nothing shows it yet.",
        "On “Found f”: 1 action, agreed; nothing shows it yet.",
        "On the whole of it: 1 action, agreed; nothing shows it yet.",
    ]


def test_what_shows_a_change_may_not_be_published() -> None:
    """The public is told at which level it is shown, and not by what."""
    records = (
        *DONE, Theme(id="t", name="Fathers"),
        CaseFileAudit(id="audit", title="Hidden", topic="t", held_on="2024-12-01"),
        evidence("e", "difference", url="", drawn_from="audit"),
    )  # fmt: skip
    assert changed_by(briefing(*records)) == ["A difference for children is shown. “Shown e”."]
    assert changed_by(briefing(*records, audience="public")) == [
        "A difference for children is shown. What shows it is not published."
    ]


# Questions


def test_questions_state_only_what_is_on_record() -> None:
    """One for each theme, with its definition if it has one, and what became of actions on it."""
    themes = (
        Theme(id="signed", name="Fathers", definition="Whether fathers are known."),
        Theme(id="under-way", name="Neglect"), Theme(id="none", name="Curiosity"),
    )  # fmt: skip
    found = [finding(one.id.upper(), one.id) for one in themes]
    asked = sentences(
        briefing(
            *themes, *found, finding("again", "signed"),
            Action(id="a", statement="Ask.", answers=("SIGNED",)),
            Update(action="a", on="2024-11-01", by="p", event="signed_off"),
            Action(id="b", statement="Do.", answers=("open",), themes=("under-way",)),
            Action(id="c", statement="No.", answers=("NONE",)),
            Update(action="c", on="2024-11-01", by="p", event="withdrawn"),
        ),
        "discuss",
    )  # fmt: skip
    assert asked == [
        (
            f"Fathers. Whether fathers are known: how do we do this here, and what shows it? "
            f"{SIGNED_OFF}"
        ),
        f"Curiosity: how do we do this here, and what shows it? {NO_ACTION}",
        f"Neglect: how do we do this here, and what shows it? {UNDER_WAY}",
    ]


@pytest.mark.parametrize("source", SOURCES)
def test_a_team_is_asked_at_most_five_questions(source: str) -> None:
    """Each on another theme of the improvements of the review."""
    asked = [
        one for one in riverton(source).statements()
        if one.key.startswith("page-one/discuss/") and not one.key.endswith("/more")
    ]  # fmt: skip
    assert len(asked) <= QUESTIONS
    on = {theme.id for one in asked for theme in one.cites}
    improved = [
        one for one in RIVERTON.of(Finding)
        if source in one.sources and one.judgement.value == "improvement"
    ]  # fmt: skip
    assert len(on) == len(asked)
    assert on <= {theme for one in improved for theme in one.themes}


# Who may read it


@pytest.mark.parametrize(
    ("source", "first"),
    [
        ("rapid-review-poplar", "Not published: for the partnership's own teams only."),
        ("lcspr-joel", "Withheld from publication: for the partnership's own teams only."),
        (
            "lcspr-nadia",
            "Under embargo (expected until March 2026): for the partnership's own teams only.",
        ),
    ],
)
def test_what_is_not_published_says_so_first(source: str, first: str) -> None:
    """On the page and on every page; and the public is refused it, by id and by title."""
    document = riverton(source)
    assert document.first[0].text == first
    assert "For the partnership's own teams only. " in document.running
    title = RIVERTON[source].label
    for word in (source, title):
        with pytest.raises(NotPublic, match="may not be shown to the public") as refused:
            lt.briefing(RIVERTON, word, audience="public")
        assert title not in str(refused.value)
        with pytest.raises(NotPublic):
            lt.briefing(RIVERTON.public(), word)


def test_an_embargo_without_a_date() -> None:
    """It is told as such; the date that is expected does not end it."""
    embargoed = LCSPR(id="e", title="LCSPR E", publication="embargoed")
    assert briefing(embargoed, source="e").first[0].text == (
        "Under embargo: for the partnership's own teams only."
    )


@pytest.mark.parametrize("publication", list(Publication))
def test_only_what_is_published_is_for_the_public(publication: Publication) -> None:
    """Each other word keeps a review back, and says so to the partnership's teams."""
    review = LCSPR(id="one", title="LCSPR One", publication=publication)
    document = briefing(review, source="one")
    if publication is Publication.PUBLISHED:
        assert document.about[0].text == "For the partnership's teams."
        assert document.first == ()
        assert briefing(review, source="one", audience="public").about[0].text == "For the public."
    else:
        assert document.first[0].cites == (review,)
        with pytest.raises(NotPublic):
            briefing(review, source="one", audience="public")


def test_an_unknown_source_or_audience_is_refused() -> None:
    """With those that may have been meant, of what its readers may see."""
    with pytest.raises(UnknownChoice, match="did you mean LCSPR Ada"):
        lt.briefing(RIVERTON, "LCSPR Adda")
    with pytest.raises(UnknownChoice) as refused:
        lt.briefing(RIVERTON, "LCSPR Joe", audience="public")
    assert "Joel" not in str(refused.value)
    with pytest.raises(UnknownChoice, match="executive, group or public"):
        lt.briefing(RIVERTON, "lcspr-ada", audience="press")
    twins = [LCSPR(id=one, title="LCSPR Twin") for one in ("a", "b")]
    with pytest.raises(AmbiguousName, match="a or b"):
        briefing(*twins, source="LCSPR Twin")


def test_the_executive_reads_what_teams_read() -> None:
    """The page is the same; only its readers are called otherwise."""
    teams, executive = riverton("lcspr-ada"), riverton("lcspr-ada", audience="executive")
    assert executive.about[0].text == "For the executive."
    assert [*teams.statements()][1:] == [*executive.statements()][1:]


# The public


@pytest.fixture(scope="module")
def secret() -> lt.Tracker:
    """Riverton, with the secret word wherever the public may not read."""
    return secret_tracker(RIVERTON)


@pytest.mark.parametrize("source", PUBLISHED)
def test_no_secret_is_told_to_the_public(secret: lt.Tracker, source: str) -> None:
    """No form of a briefing for the public holds the secret word, nor an id kept from it."""
    made = lt.briefing(secret, source, audience="public")
    for name, form in FORMS.items():
        assert SECRET not in form(made), name
    public = secret.public()
    assert {one["id"] for one in json.loads(made.to_json())["records"]} <= public.keys()


@pytest.mark.parametrize("source", sorted(set(SOURCES) - set(PUBLISHED)))
def test_no_secret_is_told_by_a_refusal(secret: lt.Tracker, source: str) -> None:
    """Asked for by its secret title, a review is refused without it."""
    for word in (source, secret[source].label):
        with pytest.raises(NotPublic) as refused:
            lt.briefing(secret, word, audience="public")
        assert SECRET not in str(refused.value)


def test_the_secret_is_told_to_teams(secret: lt.Tracker) -> None:
    """The teams' briefing holds it, so that its absence elsewhere means something."""
    assert SECRET in str(lt.briefing(secret, "lcspr-nadia"))


@given(records=learning() | networks(max_size=20), data=st.data())
@UNHURRIED
def test_no_secret_of_any_network_is_told(records: list[Record], data: st.DataObject) -> None:
    """Whatever is published and whatever is not, the public is told no secret of any source."""
    published = data.draw(st.sets(st.sampled_from([one.id for one in records])))
    marked = [
        attrs.evolve(one, publication="published")
        if isinstance(one, Source) and one.id in published
        else one
        for one in records
    ]
    tracker = lt.Tracker(with_secrets(marked), date="2025-03-31")
    for source in tracker.public().of(Source):
        assert SECRET not in lt.briefing(tracker, source.id, audience="public").to_json()


# What it rests on, and its forms


def stating(source: str, date: str) -> Callable[[list[Record]], Told]:
    """What the briefing on a source states of records as at a date; nothing, without it."""

    def stated(records: list[Record]) -> Told:
        tracker = lt.Tracker(records, date=date)
        if source not in tracker:
            return {}
        return told(lt.briefing(tracker, source).document.statements())

    return stated


@given(records=learning(), data=st.data())
@UNHURRIED
def test_a_figure_rests_on_what_it_cites(records: list[Record], data: st.DataObject) -> None:
    """Without a record, what cites it changes, and nothing else does."""
    date = "2025-03-31"
    if sources := sorted(one.id for one in lt.Tracker(records, date=date).of(Source)):
        source = data.draw(st.sampled_from(sources))
        gone, state = data.draw(removable(records, date, source)), stating(source, date)
        check_without(records, state(records), gone, state, date)


@pytest.mark.parametrize("source", ["lcspr-ada", "case-file-audit-neglect-2024"])
def test_a_figure_of_riverton_rests_on_what_it_cites(source: str) -> None:
    """The same holds for every fiftieth record of a whole partnership's four years."""
    network = RIVERTON.view.network
    date = "2025-11-20"
    records, state = [network[one] for one in network], stating(source, date)
    before = state(records)
    for gone in sorted(set(RIVERTON) - {source})[::50]:
        check_without(records, before, gone, state, date)


@given(records=networks(), data=st.data())
def test_every_form_can_be_made(records: list[Record], data: st.DataObject) -> None:
    """Whatever the records are, a source has a briefing in every form."""
    tracker = lt.Tracker(records, date="2025-03-31")
    if sources := sorted(one.id for one in tracker.of(Source)):
        made = lt.briefing(tracker, data.draw(st.sampled_from(sources)))
        assert all(form(made) for form in FORMS.values())


def test_the_same_records_give_the_same_briefing() -> None:
    """The order in which records were added changes nothing."""
    network = RIVERTON.view.network
    again = lt.Tracker(reversed([network[one] for one in network]), date=RIVERTON.date)
    for source in ("lcspr-ada", "learning-review-dylan", "case-file-audit-neglect-2024"):
        assert str(lt.briefing(again, source)) == str(lt.briefing(RIVERTON, source))


def test_no_two_sections_have_one_name() -> None:
    """Links within the page lead to one place each."""
    for document in (riverton("lcspr-ada"), briefing()):
        keys = [one.key for one in document.sections]
        assert len(keys) == len(set(keys))


def test_text_fits_a_page() -> None:
    """No line is longer than 100 characters."""
    assert max(map(len, str(lt.briefing(RIVERTON, "lcspr-theo")).splitlines())) <= 100
