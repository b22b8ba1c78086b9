"""Page one says for each audience, in few words, what was decided, what to decide, and why."""

import re

import pytest

import learning_tracker as lt
from learning_tracker.reports import fitting, page_one
from learning_tracker.reports.document import Statement
from without import without

AUDIENCES = ["group", "executive", "public"]
SAMPLES = ["riverton", "medway"]


def all_words(report: lt.Report) -> int:
    """How many words page one has, with its title and all that stands before its sections."""
    document = report.document
    before = (*document.about, *document.first)
    told = sum(map(fitting.length, before)) + len(document.title.split())
    return told + fitting.words(document.page_one)


def sentences(report: lt.Report) -> dict[str, Statement]:
    """The sentences of page one by their keys."""
    return {
        one.key: one
        for section in report.document.page_one
        for block in section.blocks
        for one in getattr(block, "sentences", ())
    }


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("name", SAMPLES)
def test_page_one_is_short(name: str, audience: str) -> None:
    """With its title and all that stands before, it has fewer than 350 words."""
    assert 100 < all_words(lt.theme_report(lt.sample(name), audience=audience)) < 350


def test_it_opens_with_what_was_decided_and_what_to_decide() -> None:
    """The group and its executive read first of their last meeting and of today's decisions."""
    for audience in ("group", "executive"):
        page = lt.theme_report(lt.sample(), audience=audience).document.page_one
        assert [one.heading for one in page[:2]] == [
            "Decided last time, and what happened", "For decision today",
        ]  # fmt: skip


def test_the_public_is_asked_to_decide_nothing() -> None:
    """The public reads of what recurs, came back, was done and changed, and of no meeting."""
    page = lt.theme_report(lt.sample(), audience="public").document.page_one
    assert [one.key for one in page] == [
        "what-recurs", "what-returned", "late-and-claimed", "changed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("audience", "meeting"),
    [
        ("group", "Learning Lessons group, 21 August 2025"),
        ("executive", "Executive group, 17 July"),
    ],
)
def test_each_audience_reads_of_its_own_meeting(audience: str, meeting: str) -> None:
    """The last meeting is that of the body which reads the report."""
    told = sentences(lt.theme_report(lt.sample(), audience=audience))["page-one/decided"]
    assert told.text.startswith(meeting)


def test_what_the_last_meeting_decided_and_what_happened() -> None:
    """How many decisions were heard of since, which follow-ups are overdue, and their records."""
    told = sentences(lt.theme_report(lt.sample()))
    assert told["page-one/decided"].text == (
        "Learning Lessons group, 21 August 2025: 7 decisions. Heard of since: 4; not heard of: 3."
    )
    waiting = told["page-one/decided/waiting"]
    assert {one.id for one in waiting.cites} == {
        "decision-antenatal-invitations", "decision-schools-called",
    }  # fmt: skip


def test_decisions_without_overdue_follow_ups_are_named_too() -> None:
    """Where nothing is overdue, what was not heard of is named."""
    told = sentences(lt.theme_report(lt.sample(), audience="executive"))
    assert told["page-one/decided/waiting"].text.startswith("Not heard of: “")


def test_a_meeting_that_decided_nothing() -> None:
    """A meeting of which nothing is on record is told with its date."""
    tracker = lt.Tracker([lt.Meeting(id="m", body="Board", on="2025-01-10")], date="2025-03-31")
    told = sentences(lt.theme_report(tracker))["page-one/decided"]
    assert told.text == "Board, 10 January 2025: nothing that it decided is on record."


def test_the_groups_own_body_is_not_taken_for_another() -> None:
    """A body whose name only holds the word is not the group; of two, it is that which met last."""
    meetings = [
        lt.Meeting(id=f"m{n}", body=body, on=on)
        for n, (body, on) in enumerate((
            ("E-learning steering group", "2025-02-01"), ("Learning Lessons group", "2025-01-10"),
            ("Learning group", "2025-03-01"), ("Learning lessons sub-group", "2025-02-10"),
        ))
    ]  # fmt: skip
    told = sentences(lt.theme_report(lt.Tracker(meetings, date="2025-03-31")))["page-one/decided"]
    assert told.text.startswith("Learning lessons sub-group, 10 February 2025")


def test_meetings_of_which_the_last_is_not_certain() -> None:
    """Two meetings of one month are not called none."""
    meetings = [lt.Meeting(id=f"m{n}", body="Board", on="2025-02") for n in range(2)]
    told = sentences(lt.theme_report(lt.Tracker(meetings, date="2025-03-31")))["page-one/decided"]
    assert told.text.startswith("It is not certain which meeting was the last")
    assert {one.id for one in told.cites} == {"m0", "m1"}


def test_agencies_that_are_silent_are_named() -> None:
    """Who was asked and has not answered stands on page one; where nobody is silent, nothing."""
    told = sentences(lt.theme_report(lt.sample()))["page-one/silent"]
    assert told.text.startswith("3 of the 10 agencies asked have not answered, and the day is past")
    assert {one.id for one in told.cites} == {
        "rivershire-hospitals", "riverton-education", "rivershire-probation",
    }  # fmt: skip
    assert "page-one/silent" not in sentences(lt.theme_report(lt.sample("medway")))


def test_the_questions_that_do_not_fit_stand_in_one_line() -> None:
    """Every question of the audience is told, each with how many call for it."""
    told = sentences(lt.theme_report(lt.sample()))["page-one/decide/more/claimed"].text
    for brief in ("claimed without evidence (3)", "silent agencies (3)", "follow-ups due (4)"):
        assert brief in told


def test_page_one_tells_what_to_decide_and_why() -> None:
    """Page one alone says what recurs, returned, is late, is claimed, and is to be decided."""
    report = lt.theme_report(lt.sample("medway"))
    page = {section.key: section for section in report.document.page_one}
    text = " ".join(str(report).partition("Who was asked, and who has not")[0].split())
    assert "was raised by 2 of the 20 independent sources on record since 2019; none of" in text
    assert "“Fathers and other significant males” was raised by 2 of 20; 1 of its 2 act" in text
    assert "No theme is known to have come back" in text
    assert "No action is known to be late" in text
    assert "18 are said to be done without enough evidence: no lead named 5" in text
    for sentence in page["to-decide"].blocks[0].sentences:
        if "/more/" in sentence.key:
            continue
        assert re.fullmatch(r".+ (\(\d+\)|“.+”): .+\.", sentence.text)


def test_page_one_stays_short_however_much_there_is() -> None:
    """With many long-named themes that recur, page one tells of fewer and stays short."""
    name = "A theme whose name has so very many words that it fills a line of its own " * 2
    reviews = [lt.LCSPR(id=f"s{n}", title=f"Review {n}", completed_on="2024-05") for n in (1, 2)]
    themes = [lt.Theme(id=f"t{n}", name=f"{name}{n}") for n in range(30)]
    ids = tuple(theme.id for theme in themes)
    findings = [
        lt.Finding(sources=(one.id,), judgement="improvement", statement="x", themes=ids)
        for one in reviews
    ]
    report = lt.theme_report(lt.Tracker([*reviews, *themes, *findings], date="2025-03-31"))
    assert all_words(report) < page_one.WORDS
    assert re.search(r"\d+ more themes recur", " ".join(str(report).split()))


def test_page_one_tells_of_what_came_back_and_of_what_is_late() -> None:
    """A theme that came back after sign-off, and late actions with their leads, are told of."""
    records = [
        lt.Partnership(id="p", name="Ashby"),
        lt.Agency(id="police", name="Ashby Police"),
        lt.Theme(id="fathers", name="Fathers"),
        lt.LCSPR(id="one", title="LCSPR One", published_on="2023-05-01"),
        lt.LCSPR(id="two", title="LCSPR Two", incident_on="2024-06-01", published_on="2024-12-01"),
        *(
            lt.Finding(
                id=f"finding-{n}", sources=(n,), judgement="improvement",
                statement=f"Fathers were not seen in {n}.", themes=("fathers",),
            )
            for n in ("one", "two")
        ),
        lt.Action(id="done", statement="See fathers.", themes=("fathers",), lead="police"),
        lt.Update(id="u", action="done", on="2024-01-10", by="p", event="signed_off"),
        *(
            lt.Action(id=f"late-{n}", statement=f"Do {n}.", lead="police", due_on="2024-09-30")
            for n in range(2)
        ),
        lt.Update(id="v", action="late-0", on="2024-09-01", by="police", event="completed",
                  colour="green"),
    ]  # fmt: skip
    text = " ".join(str(lt.theme_report(lt.Tracker(records, date="2025-03-31"))).split())
    assert (
        "“Fathers” was found again once, after an action on it was signed off; by LCSPR Two."
        in text
    )
    assert "2 are late: Ashby Police 2." in text
    assert "What to do about late actions (2): their dates have passed without evidence." in text
    assert "What else is needed on what came back after sign-off “Fathers were not seen in" in text


def test_a_cited_record_changes_what_is_said() -> None:
    """On page one, what is cited is what is counted: without it the sentence changes."""
    records = list(lt.sample("medway").as_at("2026-12-31").values())
    before = {
        one.key: one
        for one in lt.theme_report(lt.sample("medway")).document.statements()
        if one.key.startswith(("page-one/decide/", "page-one/outstanding", "page-one/claimed"))
    }
    for key, statement in before.items():
        gone = statement.cites[0].id
        left, _ = without(records, gone)
        after = lt.theme_report(lt.Tracker(left, date="2025-03-31"), year="2024-25").document
        texts = {one.key: one.text for one in after.statements()}
        assert texts.get(key) != statement.text, key
