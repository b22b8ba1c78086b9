"""What the public may read: nothing that rests only on what is not published, and no false word."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import learning_tracker as lt
from asking import UNHURRIED, learning
from learning_tracker.errors import NotPublic, ReadOnly, Unseen
from learning_tracker.kinds import Record
from learning_tracker.links import references
from learning_tracker.records import Evidence, Source
from learning_tracker.reports.document import TableBlock
from learning_tracker.view import View, standing
from learning_tracker.vocabulary import Publication, Verdict
from secrets_in import SECRET, is_secret, secret_tracker, with_secrets
from strategies import networks

SAMPLES = ["riverton", "medway"]


@st.composite
def published_in_part(draw: st.DrawFn) -> list[Record]:
    """Records of which some sources are published and others are not."""
    records = draw(st.one_of(learning(), networks(max_size=20)))
    return [
        attrs.evolve(one, publication=draw(st.sampled_from(list(Publication))))
        if isinstance(one, Source)
        else one
        for one in records
    ]


# What is seen


@given(published_in_part(), st.sampled_from((None, "2024-03-31", "2024-06-15")))
@UNHURRIED
def test_nothing_secret_is_seen(records: list[Record], date: str | None) -> None:
    """No record that rests only on unpublished sources is seen, and nothing seen refers to one."""
    public = lt.Tracker(records, date=date).public()
    held = {one.id: one for one in records}
    secret = {one.id for one in records if is_secret(one, held)}
    assert secret.isdisjoint(public)
    for record in public.values():
        assert secret.isdisjoint(target for _, target in references(record))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_rests_on_published_sources_is_seen(name: str) -> None:
    """Every record whose sources are all published is there, as are themes and agencies."""
    tracker = lt.sample(name)
    public = tracker.public()
    published = {one.id for one in tracker.of(Source) if one.publication is Publication.PUBLISHED}
    findings = {f.id for f in tracker.of(lt.Finding) if published.issuperset(f.sources)}
    assert findings <= public.keys()
    assert {one.id for one in (*tracker.of(lt.Theme), *tracker.of(lt.Agency))} <= public.keys()


def test_each_sort_of_publication() -> None:
    """Only "published" opens a source: an embargo ends by that word, and not by its date."""
    sources = [
        lt.LCSPR(
            id=f"lcspr-{word.value}", title="A", publication=word, embargoed_until="2020-01-01"
        )
        for word in Publication
    ]
    public = lt.Tracker(sources, date="2025-03-31").public()
    assert list(public) == ["lcspr-published"]


def test_a_source_is_not_read_before_it_is_published() -> None:
    """A review that is marked as published, and was so only later, is kept back until then."""
    review = lt.LCSPR(
        id="l", title="L", completed_on="2025-02", published_on="2025-06-01",
        publication="published",
    )  # fmt: skip
    tracker = lt.Tracker([review], date="2025-03-31")
    assert list(tracker) == ["l"]
    assert not tracker.public()
    assert list(tracker.as_at("2025-06-01").public()) == ["l"]


def test_what_rests_on_published_and_unpublished_is_seen() -> None:
    """A finding of a published or an unpublished review is seen, and names the published one."""
    public = _two_reviews().public()
    (finding,) = public.of(lt.Finding)
    assert finding.sources == ("lcspr-open",)


def test_a_published_source_that_is_not_there_yet_opens_nothing() -> None:
    """As at a day before the published review, the finding rests on the unpublished one alone."""
    assert not _two_reviews().as_at("2024-06-30").public().of(lt.Finding)
    assert _two_reviews().as_at("2024-06-30").of(lt.Finding)


def test_an_unpublished_source_that_is_not_there_yet_keeps_back() -> None:
    """Evidence drawn from an audit that is dated later is no less taken from it."""
    audit = lt.CaseFileAudit(id="closed", title="Hidden", topic="theme", held_on="2025-01")
    evidence = lt.Evidence(
        id="e", on="2024-10", statement="x", level="quality", drawn_from="closed"
    )
    tracker = lt.Tracker([lt.Theme(id="theme", name="Fathers"), audit, evidence], date="2024-12-31")
    assert "e" in tracker
    assert "e" not in tracker.public()


def test_evidence_from_an_unpublished_audit_is_kept_back() -> None:
    """Although the action that it supports may be read."""
    public = _evidenced().public()
    assert "action" in public
    assert "evidence" not in public


def test_asking_for_what_is_kept_back_says_why() -> None:
    """The message does not tell what it is, and an unseen record is told as before."""
    public = _two_reviews().public()
    with pytest.raises(NotPublic, match="may not be shown to the public") as found:
        public["rapid-closed"]
    assert "Hidden title" not in str(found.value)
    with pytest.raises(Unseen):
        _two_reviews().as_at("2023-01-01").public()["lcspr-open"]


def test_a_change_is_seen_at_once() -> None:
    """A review that becomes published opens what rests on it in a view that is open already."""
    tracker = _two_reviews()
    public = View(tracker.view.network, public=True)
    assert "rapid-closed" not in public
    tracker.replace(attrs.evolve(tracker["rapid-closed"], publication="published"))
    assert "rapid-closed" in public


def test_the_public_tracker_is_read_only_and_stays_public(tmp_path: Path) -> None:
    """It cannot be changed, an earlier date does not open it, and a copy holds no more."""
    public = secret_tracker(lt.sample()).public()
    with pytest.raises(ReadOnly, match="for the public"):
        public.add(lt.Theme(name="New"))
    assert public.as_at("2025-03-31").view.public
    public.save(tmp_path / "copy.json")
    assert SECRET not in (tmp_path / "copy.json").read_text(encoding="utf-8")
    assert len(lt.open(tmp_path / "copy.json")) == len(public)


def test_a_copy_for_the_public_has_no_small_counts_of_children(tmp_path: Path) -> None:
    """A small count goes, with those that would give it away; the group's own copy keeps all."""
    published: dict[str, Any] = {"publication": "published"}
    tracker = lt.Tracker([
        lt.Theme(id="t", name="Neglect"),
        lt.RapidReview(id="few", title="Few", children=2,
                       attributes=(("age band", "under 1"),), **published),
        lt.RapidReview(id="many", title="Many", children=9, **published),
        lt.CaseFileAudit(id="c", title="C", topic="t", grades=(("good", 14), ("poor", 2)),
                         **published),
        *(
            lt.Finding(id=name, sources=("c",), judgement="improvement", statement=name,
                       seen_in=seen_in, out_of=16)
            for name, seen_in in (("nearly-all", 14), ("half", 8))
        ),
    ])  # fmt: skip
    tracker.public().save(tmp_path / "public.json")
    tracker.save(tmp_path / "whole.json")
    public = lt.open(tmp_path / "public.json")
    assert {one.id: one.children for one in public.of(lt.RapidReview)} == {"few": None, "many": 9}
    assert {one.id: (one.seen_in, one.out_of) for one in public.of(lt.Finding)} == {
        "nearly-all": (None, None), "half": (8, 16),
    }  # fmt: skip
    assert public.of(lt.CaseFileAudit)[0].grades == ()
    assert not any(one.attributes for one in public.of(Source))
    assert dict(lt.open(tmp_path / "whole.json")) == dict(tracker)


# What is told stays true


def test_an_action_evidenced_by_what_is_kept_back_is_not_called_late() -> None:
    """The verdict rests on all the evidence; what the public may not read is not cited."""
    tracker = _evidenced()
    for view in (tracker.view, tracker.public().view):
        (action,) = view.of(lt.Action)
        assert standing(view, action).verdict is Verdict.EVIDENCED
    public = tracker.public()
    assert not public.actions.late()
    (row,) = public.actions.awaiting_sign_off()
    assert not any(isinstance(one, Evidence) for one in row.records)


@given(published_in_part())
@UNHURRIED
def test_verdicts_are_those_of_the_whole(records: list[Record]) -> None:
    """Each action that the public may read of has the verdict that it has for the group."""
    tracker = lt.Tracker(records, date="2025-03-31")
    public = tracker.public()
    for action in public.of(lt.Action):
        whole = standing(tracker.view, tracker[action.id])  # type: ignore[arg-type]
        assert standing(public.view, action).verdict is whole.verdict


def test_two_reviews_of_one_unpublished_rapid_review_count_once() -> None:
    """That they share an incident is counted, although the rapid review is not shown."""
    rapid = lt.RapidReview(id="rapid", title="Rapid", incident_on="2024-01")
    both = [
        lt.LCSPR(
            id=one, title=one, arises_from=("rapid",), published_on=on, publication="published"
        )
        for one, on in (("one", "2024-09"), ("other", "2024-10"))
    ]
    theme = lt.Theme(id="theme", name="Fathers")
    found = [
        lt.Finding(sources=(one.id,), judgement="improvement", statement="x", themes=("theme",))
        for one in both
    ]
    tracker = lt.Tracker([rapid, theme, *both, *found], date="2025-03-31")
    assert not tracker.themes.recurring()
    assert not tracker.public().themes.recurring()
    notes = [one.text for one in tracker.public().themes.recurring(at_least=1).notes]
    assert not any("not known which rapid review" in one for one in notes)


def test_the_date_of_what_is_kept_back_is_told_by_the_year_alone() -> None:
    """A finding that may be of an unpublished review is dated by the reporting years."""
    (row,) = _two_reviews().public().findings.unaddressed()
    assert str(row.raised.origin.told_on) == "April 2024 to March 2025"
    (whole,) = _two_reviews().findings.unaddressed()
    assert str(whole.raised.origin.told_on) == "17 May to 9 September 2024"


def test_marks_are_those_of_the_whole() -> None:
    """Medway's tables have their marks, although four of the reviews are not published."""
    tracker = lt.sample("medway")
    tables = [one.findings.by_theme(year="2024-25") for one in (tracker, tracker.public())]
    marks = [{m.finding.id: m.mark for row in table for m in row.findings} for table in tables]
    assert marks[0] == marks[1]
    assert sum(bool(mark) for mark in marks[0].values()) == 9


# What is printed


REPORTS: dict[str, Callable[[lt.Tracker], lt.Report]] = {
    "theme": lambda tracker: lt.theme_report(tracker, audience="public"),
    "theme, of the public's tracker": lambda tracker: lt.theme_report(tracker.public()),
    "learning": lt.learning_section,
    "learning, another year": lambda tracker: lt.learning_section(tracker, "2024-25"),
    "agency": lambda tracker: lt.agency_report(
        tracker,
        next(one.lead for one in tracker.public().of(lt.Action) if one.lead in tracker.agencies),
        audience="public",
    ),
    "briefing": lambda tracker: lt.briefing(
        tracker, next(one for one in tracker.public().of(lt.LCSPR)).id, audience="public"
    ),
}
FORMS: dict[str, Callable[[lt.Report], str]] = {
    "text": str,
    "markdown": lt.Report.to_markdown,
    "html": lt.Report.to_html,
    "json": lt.Report.to_json,
    "word": lambda report: _unpacked(report.as_word()),
}


def _unpacked(content: bytes) -> str:
    """Every part of a Word file as text, its properties too."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return "\n".join(file.read(one).decode(errors="replace") for one in file.namelist())


@pytest.fixture(scope="module", params=SAMPLES)
def told(request: pytest.FixtureRequest) -> lt.Tracker:
    """An example, with the secret word wherever the public may not read."""
    return secret_tracker(lt.sample(request.param))


@pytest.mark.parametrize("report", REPORTS)
def test_no_secret_is_printed(told: lt.Tracker, report: str) -> None:
    """No form of a report for the public holds the secret word, which the group's report does."""
    made = REPORTS[report](told)
    for name, form in FORMS.items():
        assert SECRET not in form(made), name


def test_the_secret_is_printed_for_the_group(told: lt.Tracker) -> None:
    """The group's report holds the secret word, so that its absence elsewhere means something."""
    made = lt.theme_report(told)
    for name, form in FORMS.items():
        assert SECRET in form(made), name


@given(published_in_part())
@UNHURRIED
def test_no_secret_of_any_network_is_printed(records: list[Record]) -> None:
    """Whatever is published and whatever is not, no report for the public tells a secret."""
    tracker = lt.Tracker(with_secrets(records), date="2025-03-31")
    assert SECRET not in lt.theme_report(tracker, audience="public").to_json()
    assert SECRET not in lt.learning_section(tracker, "2023-24").to_json()


def test_what_is_left_out_is_counted() -> None:
    """The report says how many sources of each kind, and how many records, are left out."""
    first = {
        one.key: one.text for one in lt.theme_report(lt.sample(), audience="public").document.first
    }
    assert first["first/left-out"].startswith(
        "Left out, as not published: 4 case-file audits, 1 external review, 3 LCSPRs, 1 learning "
        "review, 12 rapid reviews and 203 records taken only from what is not."
    )
    for audience in ("group", "executive"):
        document = lt.theme_report(lt.sample(), audience=audience).document
        assert "first/left-out" not in {one.key for one in document.first}


def test_each_report_says_for_whom_it_is() -> None:
    """The audience stands in the line for every page and at the beginning."""
    for audience, readers in (
        ("group", "the Learning Lessons group"),
        ("executive", "the executive"),
        ("public", "the public"),
    ):
        report = lt.theme_report(lt.sample(), audience=audience)
        assert f"For {readers}. As at 20 November 2025." in report.document.running
        assert f"\nFor {readers}.\n" in str(report)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_briefing_for_the_public_tells_a_small_count_of_files(name: str) -> None:
    """In no public review or audit is it told in how few files, or all but a few, a thing was."""
    tracker = lt.sample(name)
    for source in tracker.public().of(Source):
        report = lt.briefing(tracker, source.id, audience="public")
        told = re.findall(r"\b(\d+) of (\d+)\b(?! independent)", _tables(report))
        assert not [(seen, of) for seen, of in told if _is_small(int(seen), int(of))]
        graded = re.findall(r"(\d+) files? were graded", str(report))
        grades = [files for _, files in getattr(source, "grades", ())]
        assert not graded or not any(0 < files < 6 for files in grades)


def _tables(report: lt.Report) -> str:
    return " ".join(
        row.text
        for section in report.document.behind
        for block in section.blocks
        if isinstance(block, TableBlock) and block.table.caption.startswith("What was found")
        for row in block.rows
    )


def _is_small(seen: int, of: int) -> bool:
    return any(0 < one < 6 for one in (seen, of - seen, of))


# Made-up records


def _two_reviews() -> lt.Tracker:
    """A finding of a published LCSPR or of an unpublished rapid review, it is not known which."""
    return lt.Tracker(
        [
            lt.RapidReview(id="rapid-closed", title="Hidden title", held_on="2024-05-17"),
            lt.LCSPR(id="lcspr-open", title="Open", published_on="2024-09-09",
                     publication="published"),
            lt.Theme(id="theme", name="Fathers"),
            lt.Finding(id="f", sources=("rapid-closed", "lcspr-open"), judgement="improvement",
                       statement="Fathers were not asked.", themes=("theme",)),
        ]
    )  # fmt: skip


def _evidenced() -> lt.Tracker:
    """An action past its date, said to be done, which only an unpublished audit shows."""
    return lt.Tracker(
        [
            lt.Partnership(id="p", name="Riverton"),
            lt.Agency(id="police", name="Police"),
            lt.Theme(id="theme", name="Fathers"),
            lt.LCSPR(id="open", title="Open", published_on="2024-01", publication="published"),
            lt.CaseFileAudit(id="closed", title="Hidden", topic="theme", held_on="2024-10"),
            lt.Action(id="action", statement="Ask.", answers=("open",), lead="police",
                      agreed_on="2024-02-01", due_on="2024-09-30"),
            lt.Update(action="action", on="2024-09-20", by="police", event="completed"),
            lt.Evidence(id="evidence", on="2024-10-20", statement="In 9 of 10 files.",
                        level="quality", supports=("action",), drawn_from="closed"),
        ],
        date=dt.date(2025, 3, 31),
    )  # fmt: skip


def test_a_report_for_the_public_warns_of_identifiers() -> None:
    """It names the record and the field first of all, and not what stands there."""
    tracker = lt.sample()
    found = tracker.findings["finding-orla-records"]
    number = "07700 900123"
    tracker.replace(attrs.evolve(found, statement=f"{found.statement} Call {number}."))
    for make in (lt.learning_section, lambda held: lt.theme_report(held, audience="public")):
        report = make(tracker)
        assert report.document.first[0].key == "first/identifiers"
        assert "telephone number" in report.document.first[0].text
        assert [one.partition(":")[0] for one in report.warnings] == [f"{found.id}, statement"]
        assert not any(number in one for one in report.warnings)
    assert lt.theme_report(tracker).warnings == ()
