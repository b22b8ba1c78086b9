"""The agency report: what is asked of one agency, by when and why, for one of its managers."""

import json
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, deciding
from learning_tracker.errors import UnknownChoice
from learning_tracker.kinds import Record
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    CaseFileAudit,
    Evidence,
    Partnership,
    Recommendation,
    Request,
    Theme,
    Update,
)
from learning_tracker.reports import fitting
from learning_tracker.reports.agency_page_one import TOLD
from learning_tracker.reports.document import Bullets, Document, Section, TableBlock
from learning_tracker.reports.page_one import WORDS
from learning_tracker.view import standing
from secrets_in import SECRET, secret_tracker, with_secrets
from strategies import networks
from without import Told, check_without, removable, told

RIVERTON = lt.sample()
AGENCIES = sorted(one.id for one in RIVERTON.of(Agency))
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
    LCSPR(id="closed", title="LCSPR Closed", completed_on="2024-09-01"),
)


def report(*records: Record, agency: str = "police", **more: Any) -> Document:
    """The report on an agency of a tracker with these records."""
    tracker = lt.Tracker([*BASE, *records], date="2025-11-20")
    return lt.agency_report(tracker, agency, **more).document


def riverton(agency: str, **more: Any) -> Document:
    """The report on an agency of Riverton."""
    return lt.agency_report(RIVERTON, agency, **more).document


def section(document: Document, key: str) -> Section:
    """A section by its key."""
    return next(one for one in document.sections if one.key == key)


def sentences(document: Document, key: str) -> list[str]:
    """What the sentences of a section say, those of lists among them."""
    blocks = section(document, key).blocks
    return [one.text for block in blocks if not isinstance(block, TableBlock)
            for one in block.sentences]  # fmt: skip


def all_words(document: Document) -> int:
    """How many words page one has, with what stands before it."""
    before = sum(map(fitting.length, (*document.about, *document.first)))
    return len(document.title.split()) + before + fitting.words(document.page_one)


# Page one


@pytest.mark.parametrize("agency", [*AGENCIES, "riverton-scp"])
@pytest.mark.parametrize("audience", ["group", "public"])
def test_page_one_is_short(agency: str, audience: str) -> None:
    """With its title and all that stands before it, it has fewer than 350 words."""
    assert 50 < all_words(riverton(agency, audience=audience)) < WORDS


def test_page_one_tells_what_is_asked_by_when() -> None:
    """What is late and due next, each with its date, and what only waits for sign-off."""
    assert sentences(riverton("rivershire-hospitals"), "due") == [
        (
            "5 of the 5 actions led by Rivershire Hospitals NHS Foundation Trust are outstanding: "
            "4 to do and 1 said to be done."
        ),
        "2 are late.",
        "1 is evidenced and waits for sign-off.",
        (
            "143 days late, agreed for 30 June 2025: “Invite fathers by name to booking and scans, "
            "and record whether they came”."
        ),
        (
            "51 days late, agreed for September 2025: “Offer women who book late a longer first "
            "visit and a check with all agencies”."
        ),
        (
            "Due 12 December 2025, in 22 days: “Give nurses and health visitors a number for a "
            "paediatric opinion on every day of the week”."
        ),
        (
            "Due 28 February 2026, in 100 days: “Give consultants a route to challenge that ends "
            "with an answer within five working days”."
        ),
    ]


def test_page_one_tells_what_was_not_answered() -> None:
    """Requests not returned, the longest due first, then recommendations without an answer."""
    told_of = sentences(riverton("riverton-education"), "not-answered")
    assert told_of == [
        "2 of the 8 recommendations made to it have no answer.",
        "2 of the 5 requests to it to report are not returned.",
        "Report asked for on 14 July 2025 about 1 action, due back 1 August 2025: 111 days late.",
        (
            "Report asked for on 13 October 2025 about 2 actions, due back 31 October 2025: "
            "20 days late."
        ),
        (
            "“Name who holds the risk while a child waits for a specialist service” "
            "(Rapid review Aspen, February 2024)."
        ),
        (
            "“Ask why, within a week, when a child is taken out of short breaks or school” "
            "(LCSPR Nadia, 12 June 2025)."
        ),
    ]


def test_a_request_that_is_not_due_is_told_as_such() -> None:
    """It waits, and is not late."""
    assert (
        "Report asked for on 17 November 2025 about 1 action, due back 5 December 2025: "
        "not yet due."
    ) in sentences(riverton("nhs-rivershire-icb"), "not-answered")


def test_a_colour_that_was_too_good_is_told() -> None:
    """With the colour, its date and what was so on that day; without one there is no section."""
    assert sentences(riverton("rivershire-police"), "colours") == [
        "1 reported colour was better than the facts of that day.",
        (
            "Reported green, 30 July 2025, when it was claimed: “Give response officers a prompt "
            "card on where babies sleep, and brief every shift”."
        ),
    ]
    keys = [one.key for one in riverton("riverton-education").page_one]
    assert keys == ["due", "not-answered", "done"]


def test_a_claim_without_evidence_says_what_it_lacks() -> None:
    """An action that is said to be done stands among what is due until it is shown."""
    document = report(
        Action(id="a", statement="Ask.", lead="police", due_on="2025-12-31"),
        Update(action="a", on="2025-10-01", by="police", event="completed"),
        Action(id="b", statement="Tell.", lead="police"),
        Action(id="c", statement="Show.", lead="police", due_on="2025-11-20"),
        Action(id="d", statement="Write.", lead="police", due_on="2025-11-19"),
    )
    assert sentences(document, "due")[2:] == [
        "1 day late, agreed for 19 November 2025: “Write”.",
        "Due 20 November 2025: “Show”.",
        "Due 31 December 2025, in 41 days, said to be done without enough evidence: “Ask”.",
        "No agreed date: “Tell”.",
    ]


def test_an_agency_of_which_nothing_is_asked() -> None:
    """Its report says so, and has every section all the same."""
    document = report()
    assert sentences(document, "nothing") == [
        "Rivershire Police has nothing outstanding and owes no answer."
    ]
    assert sentences(document, "due") == ["No action led by Rivershire Police is outstanding."]
    assert sentences(document, "not-answered") == [
        "No recommendation made to Rivershire Police is on record.",
        "No request to Rivershire Police is on record.",
    ]
    assert [one.key for one in document.behind] == [
        "actions", "recommendations", "requests", "signed-off", "found", "definitions",
    ]  # fmt: skip
    assert "nothing" not in [one.key for one in riverton("riverton-education").page_one]


@pytest.mark.parametrize(
    "asked",
    [
        Action(id="a", statement="Ask.", lead="police"),
        Recommendation(id="r", source="open", statement="Do.", addressed_to=("police",)),
        Request(id="q", agency="police", sent_on="2025-11-17", due_back_on="2025-12-05"),
    ],
    ids=lambda one: type(one).kind,
)
def test_an_agency_of_which_something_is_asked(asked: Record) -> None:
    """An action, a recommendation or a request is enough for something to be asked."""
    assert "nothing" not in [one.key for one in report(asked).page_one]


def test_page_one_stays_short_however_much_is_asked() -> None:
    """It tells of what is most urgent and says how many more the table holds; the table has all."""
    many = [
        Action(id=f"a{n:02}", statement=f"Number {n} " + "and so on " * 20, lead="police",
               due_on=f"2025-{n % 9 + 1:02}-01")
        for n in range(40)
    ]  # fmt: skip
    advice = [
        Recommendation(id=f"r{n}", source="open", statement="Do " * 30, addressed_to=("police",))
        for n in range(12)
    ]
    document = report(*many, *advice)
    assert all_words(document) < WORDS
    due = sentences(document, "due")
    told_of = len(due) - 3
    assert 0 < told_of <= TOLD
    assert due[-1] == f"The table tells of {40 - told_of} more."
    assert due[2].startswith("323 days late, agreed for 1 January 2025")
    (table,) = (b for b in section(document, "actions").blocks[:1] if isinstance(b, TableBlock))
    assert len(table.rows) == 40


# Behind page one


def test_each_action_says_why_it_is_asked_and_what_would_be_enough() -> None:
    """In the words of the review, with the last word on it, its measure and the evidence so far."""
    told_of = sentences(riverton("rivershire-hospitals"), "reasons")
    assert told_of[:6] == [
        "Invite fathers by name to booking and scans, and record whether they came.",
        (
            "Asked for by “Know and record every father and male carer of a baby, and involve him "
            "in the assessment” (recommendation, LCSPR Ada)."
        ),
        "Last word: progress, 8 August 2025: The new trust is looking at how both hospitals book.",
        "It will have worked when: Half of all fathers come to a booking or a scan.",
        (
            "Enough to sign it off: evidence that can be looked at, of how well it was done, or "
            "what difference it made."
        ),
        "Evidence so far: none on record.",
    ]
    assert told_of[-2:] == [
        "There is enough evidence; it waits for the partnership to sign it off.",
        (
            "Evidence so far: “In six weeks 22 parents were seen, 14 of whom no service had known” "
            "(quality)."
        ),
    ]


def test_evidence_that_cannot_be_looked_at_is_told_as_such() -> None:
    """It is stated and not shown, so that it counts as activity and is not enough."""
    told_of = sentences(riverton("rivershire-mental-health"), "reasons")
    (evidence,) = (one for one in told_of if "stated and not shown" in one)
    assert evidence.startswith("Evidence so far: “")
    assert evidence.endswith("(activity, stated and not shown).")


def test_the_tables_behind_page_one() -> None:
    """Each kind of thing has a table, whose rows are those of its question."""
    document = riverton("riverton-childrens-services", rows=None)
    sizes = {
        one.key: [len(block.rows) for block in one.blocks if isinstance(block, TableBlock)]
        for one in document.behind
    }
    assert sizes.pop("definitions") == []
    assert sizes == {
        "actions": [9, 1],
        "reasons": [],
        "recommendations": [17],
        "requests": [6],
        "signed-off": [2],
        "found": [len([f for f in RIVERTON.of(lt.Finding) if {"riverton-childrens-services",
                       "riverton-youth-justice"} & set(f.agencies)])],
    }  # fmt: skip
    assert len([b for b in section(document, "reasons").blocks if isinstance(b, Bullets)]) == 9


def test_every_sentence_and_row_leads_to_its_records() -> None:
    """What page one says of an action, a recommendation or a request cites that record."""
    document = riverton("riverton-education")
    for key, prefix in (("due", "page-one/due/"), ("not-answered", "page-one/unanswered/")):
        (bullets,) = (b for b in section(document, key).blocks if isinstance(b, Bullets))
        for one in bullets.sentences:
            if one.key.startswith(prefix) and not one.key.endswith("/more"):
                assert [record.id for record in one.cites] == [one.key.split("/")[2]]
    for one in document.statements():
        if one.key.partition("/")[0] not in {"definitions", "about", "first"}:
            assert one.cites or one.among or "/key/" in one.key, one.key


# Which agency


def test_a_successor_is_asked_for_what_its_predecessor_owed() -> None:
    """Its list holds the actions of the agency that it succeeded, and says so first."""
    document = riverton("Rivershire Hospitals")
    assert document.first[0].text == (
        "This holds also what is asked of Riverton General Hospital NHS Trust, for which it "
        "answers."
    )
    rows = section(document, "actions").blocks[0]
    assert isinstance(rows, TableBlock)
    leads = {row.record.lead for row in rows.table}
    assert leads == {"rivershire-hospitals", "riverton-general-trust"}


def test_of_an_agency_that_was_succeeded_the_report_says_who_answers_today() -> None:
    """Its own list holds what it was asked alone, and its first sentence names its successor."""
    document = riverton("Riverton General")
    assert document.first[0].text == (
        "Rivershire Hospitals NHS Foundation Trust answers today for what is asked here of "
        "Riverton General Hospital NHS Trust; the report on it holds this and more."
    )
    assert [one.id for one in document.first[0].cites] == [
        "rivershire-hospitals", "riverton-general-trust",
    ]  # fmt: skip
    rows = section(document, "actions").blocks[0]
    assert isinstance(rows, TableBlock)
    assert {row.record.lead for row in rows.table} == {"riverton-general-trust"}
    before = lt.agency_report(RIVERTON.as_at("2025-03-31"), "Riverton General").document
    assert "first/today" not in {one.key for one in before.first}


def test_an_unknown_agency_or_audience_is_refused() -> None:
    """With those that may have been meant."""
    with pytest.raises(UnknownChoice, match="did you mean Rivershire Police"):
        lt.agency_report(RIVERTON, "Rivershire Polise")
    with pytest.raises(UnknownChoice, match="executive, group or public"):
        lt.agency_report(RIVERTON, "rivershire-police", audience="press")


def test_for_whom_it_is_stands_on_every_page() -> None:
    """The agency, and the group or the executive with it; or the public."""
    for audience, readers in (
        ("group", "Rivershire Police and the Learning Lessons group"),
        ("executive", "Rivershire Police and the executive"),
        ("public", "the public"),
    ):
        document = riverton("rivershire-police", audience=audience)
        assert f". For {readers}. As at 20 November 2025." in document.running
        assert document.about[0].text == f"For {readers}."
    group = riverton("learning-lessons-group")
    assert group.about[0].text == "For the Learning Lessons group."
    assert group.title.startswith("Agency report on Learning Lessons group: Riverton")


def test_the_partnership_can_be_asked_for_itself() -> None:
    """It leads actions and is recommended things, though nobody requests reports of it."""
    document = riverton("riverton-scp")
    assert sentences(document, "due")[0].startswith("3 of the 5 actions led by Riverton")


# The public


@pytest.fixture(scope="module")
def secret() -> lt.Tracker:
    """Riverton, with the secret word wherever the public may not read."""
    return secret_tracker(RIVERTON)


@pytest.mark.parametrize("agency", AGENCIES)
def test_no_secret_is_told_to_the_public(secret: lt.Tracker, agency: str) -> None:
    """No form of the report for the public holds the secret word, nor an id kept from it."""
    made = lt.agency_report(secret, agency, audience="public")
    for name, form in FORMS.items():
        assert SECRET not in form(made), name
    public = secret.public()
    assert {one["id"] for one in json.loads(made.to_json())["records"]} <= public.keys()


def test_the_secret_is_told_to_the_group(secret: lt.Tracker) -> None:
    """The group's report holds it, so that its absence elsewhere means something."""
    assert SECRET in str(lt.agency_report(secret, "riverton-education"))


@given(records=deciding() | networks(max_size=20), data=st.data())
@UNHURRIED
def test_no_secret_of_any_network_is_told(records: list[Record], data: st.DataObject) -> None:
    """Whatever is published and whatever is not, the public is told no secret of any agency."""
    tracker = lt.Tracker(with_secrets(records), date="2025-03-31")
    if agencies := sorted(one.id for one in tracker.of(Agency)):
        agency = data.draw(st.sampled_from(agencies))
        assert SECRET not in lt.agency_report(tracker, agency, audience="public").to_json()


def test_the_public_is_not_told_how_an_agency_is_chased() -> None:
    """Requests and reported colours are for the group; the executive reads what it reads."""
    public = riverton("rivershire-hospitals", audience="public")
    keys = {one.key for one in public.sections}
    assert keys.isdisjoint({"requests", "colours"})
    assert "Reported colour" not in str(lt.Report(public))
    group, executive = (
        riverton("rivershire-hospitals", audience=one) for one in ("group", "executive")
    )
    assert group.page_one == executive.page_one
    assert [*group.statements()][1:] == [*executive.statements()][1:]


def test_evidence_that_is_not_published_is_counted_and_not_told() -> None:
    """An action that only an unpublished audit shows is evidenced for the public too."""
    records = (
        Theme(id="theme", name="Fathers"),
        CaseFileAudit(id="audit", title="Hidden", topic="theme", held_on="2025-10"),
        Action(id="a", statement="Ask.", answers=("open",), lead="police", due_on="2025-09-30"),
        Update(action="a", on="2025-09-20", by="police", event="completed"),
        Evidence(id="e", on="2025-10-20", statement="In 9 of 10 files.", level="quality",
                 supports=("a",), drawn_from="audit"),
    )  # fmt: skip
    document = report(*records, audience="public")
    assert "1 is evidenced and waits for sign-off." in sentences(document, "due")
    assert sentences(document, "reasons")[-1] == "Evidence so far is not published."


# What it rests on, and its forms


def stating(agency: str, date: str) -> Callable[[list[Record]], Told]:
    """What the report on an agency states of records as at a date; nothing, without the agency."""

    def stated(records: list[Record]) -> Told:
        tracker = lt.Tracker(records, date=date)
        if agency not in tracker:
            return {}
        return told(lt.agency_report(tracker, agency).document.statements())

    return stated


@given(records=deciding(), data=st.data())
@UNHURRIED
def test_a_figure_rests_on_what_it_cites(records: list[Record], data: st.DataObject) -> None:
    """Without a record, what cites it changes, and nothing else does."""
    date = "2025-03-31"
    tracker = lt.Tracker(records, date=date)
    agency = data.draw(st.sampled_from(sorted(one.id for one in tracker.of(Agency))))
    gone, state = data.draw(removable(records, date, agency)), stating(agency, date)
    check_without(records, state(records), gone, state, date)


def test_a_figure_of_riverton_rests_on_what_it_cites() -> None:
    """The same holds for every fiftieth record of a whole partnership's four years."""
    network, date = RIVERTON.view.network, "2025-11-20"
    records = [network[one] for one in network]
    state = stating("rivershire-hospitals", date)
    before = state(records)
    for gone in sorted(set(RIVERTON) - {"rivershire-hospitals"})[::50]:
        check_without(records, before, gone, state, date)


@given(records=networks(), data=st.data())
def test_every_form_can_be_made(records: list[Record], data: st.DataObject) -> None:
    """Whatever the records are, for every audience, and page one stays short if it can."""
    tracker = lt.Tracker(records, date="2025-03-31")
    agencies = sorted(one.id for one in (*tracker.of(Agency), *tracker.of(Partnership)))
    if agencies:
        agency = data.draw(st.sampled_from(agencies))
        audience = data.draw(st.sampled_from(("group", "executive", "public")))
        made = lt.agency_report(tracker, agency, audience=audience)
        assert all(form(made) for form in FORMS.values())


def test_the_same_records_give_the_same_report() -> None:
    """The order in which records were added changes nothing."""
    network = RIVERTON.view.network
    again = lt.Tracker(reversed([network[one] for one in network]), date=RIVERTON.date)
    for agency in ("rivershire-hospitals", "riverton-education"):
        assert str(lt.agency_report(again, agency)) == str(lt.agency_report(RIVERTON, agency))


def test_no_two_sections_have_one_name() -> None:
    """Links within the page lead to one place each."""
    for agency in (*AGENCIES, "riverton-scp"):
        keys = [one.key for one in riverton(agency).sections]
        assert len(keys) == len(set(keys))


def test_text_fits_a_page() -> None:
    """No line is longer than 100 characters."""
    text = str(lt.agency_report(RIVERTON, "riverton-childrens-services"))
    assert max(map(len, text.splitlines())) <= 100


def test_what_is_late_is_what_the_actions_say() -> None:
    """The days late of the first table are those of the standing of each action."""
    data = json.loads(lt.agency_report(RIVERTON, "rivershire-hospitals").to_json())
    (actions,) = (one for one in data["behind"] if one["key"] == "actions")
    for row in actions["blocks"][0]["rows"]:
        action = RIVERTON.actions[row["values"]["id"]]
        assert row["values"]["days_late"] == standing(RIVERTON.view, action).days_late


def test_it_does_not_change_with_the_calendar() -> None:
    """A tracker without a date judges by today, one with a date by that date alone."""
    document = riverton("rivershire-police")
    assert attrs.evolve(document) == document
    assert "As at 20 November 2025." in {one.text for one in document.about}
