"""The rules of quality: for each, records that break it and records that do not."""

from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given

import learning_tracker as lt
from asking import UNHURRIED, trackers
from learning_tracker import rules
from learning_tracker.free_text import identifier_in_text
from learning_tracker.kinds import Record
from learning_tracker.policy import Policy
from learning_tracker.problems import Problem, error, warning
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    Evidence,
    Finding,
    LearningReview,
    Partnership,
    RapidReview,
    Recommendation,
    Request,
    Response,
    StandardsAudit,
    StandardsSection,
    Theme,
    Update,
)
from learning_tracker.view import View
from learning_tracker.vocabulary import Severity

PARTNERSHIP = Partnership(id="p", name="Riverton")
POLICE = Agency(id="police", name="Kent Police")
GROUP = Agency(id="group", name="Learning Lessons group", role="group")
ICB = Agency(id="icb", name="ICB")
CCG = Agency(id="ccg", name="CCG", succeeded_by="icb", succeeded_on="2024-07")
REVIEW = RapidReview(id="r", title="R", held_on="2024-01-10")
FATHERS = Theme(id="fathers", name="Fathers")
ACTION = Action(id="a", statement="Train.", lead="police", due_on="2025-06", agreed_on="2024-02")
RECOMMENDATION = Recommendation(
    id="m", source="r", statement="Train.", addressed_to=("police",), made_on="2024-02"
)
EVIDENCE = Evidence(
    id="e", on="2025-01", statement="Seen.", level="quality", supports=("a",), drawn_from="r"
)
WORLD = (PARTNERSHIP, POLICE, GROUP, ICB, CCG, REVIEW, FATHERS)


def said(event: str, by: str = "police", on: str = "2024-03", **more: Any) -> Update:
    """What was said of the action."""
    return Update(id="u", action="a", on=on, by=by, event=event, **more)


def finding(identifier: str = "f", statement: str = "Fathers.", **more: Any) -> Finding:
    """An improvement on fathers that the review raised."""
    fields = {"sources": ("r",), "judgement": "improvement", "themes": ("fathers",)}
    return Finding(id=identifier, statement=statement, **(fields | more))


def audit(**section: Any) -> StandardsAudit:
    """An audit of standards with one section of 24 returns after another that agrees."""
    fields = {"name": "Section 2", "met": 17, "of": 24}
    return StandardsAudit(
        id="s",
        title="S",
        framework="section-11",
        sections=(
            StandardsSection(name="Section 1", met=18, of=24, reported_percent=75),
            StandardsSection(**(fields | section)),
        ),
    )


@attrs.frozen
class Example:
    """Records that break a rule, the one problem it finds there, and records that do not."""

    rule: rules.Rule
    breaks: tuple[Record, ...]
    problem: Problem
    keeps: tuple[tuple[Record, ...], ...]


EXAMPLES = (
    Example(
        rules.dates_out_of_order,
        (RapidReview(id="x", title="X", incident_on="2024-05-02", submitted_on="2024-05-01"),),
        error(
            "dates-out-of-order",
            "x",
            "submitted_on",
            "x: submitted_on (1 May 2024) lies before incident_on (2 May 2024); mend one of them",
        ),
        (
            (RapidReview(id="x", title="X", incident_on="2024-05-02", submitted_on="2024-05"),),
            (RapidReview(id="x", title="X", incident_on="2024-05-01", submitted_on="2024-05-01"),),
            (LCSPR(id="x", title="X", completed_on="2024-05", published_on="2024-06"),),
        ),
    ),
    Example(
        rules.dates_out_of_order,
        (LearningReview(id="x", title="X", completed_on="2024-05", published_on="2024-04"),),
        error(
            "dates-out-of-order",
            "x",
            "published_on",
            "x: published_on (April 2024) lies before completed_on (May 2024); mend one of them",
        ),
        (),
    ),
    Example(
        rules.dates_out_of_order,
        (
            Request(
                id="q", agency="police", sent_on="2024-05", due_back_on="2024-06",
                returned_on="2024-04",
            ),
        ),
        error(
            "dates-out-of-order",
            "q",
            "returned_on",
            "q: returned_on (April 2024) lies before sent_on (May 2024); mend one of them",
        ),
        ((Request(id="q", agency="police", sent_on="2024-05", due_back_on="2024-04"),),),
    ),
    Example(
        rules.dates_out_of_order,
        (ACTION, said("progress", on="2024-01-31")),
        error(
            "dates-out-of-order",
            "u",
            "on",
            "u: on (31 January 2024) lies before the action's agreed_on (February 2024); "
            "mend one of them",
        ),
        ((ACTION, said("progress", on="2024-02-01")),
         (attrs.evolve(ACTION, agreed_on=None), said("progress", on="2020"))),
    ),
    Example(
        rules.dates_out_of_order,
        (
            RECOMMENDATION,
            Response(
                id="n", recommendation="m", agency="police", decision="accepted", on="2024-01"
            ),
        ),
        error(
            "dates-out-of-order",
            "n",
            "on",
            "n: on (January 2024) lies before the recommendation's made_on (February 2024); "
            "mend one of them",
        ),
        (
            (
                attrs.evolve(RECOMMENDATION, made_on=None),
                Response(
                    id="n", recommendation="m", agency="police", decision="accepted", on="2020"
                ),
            ),
        ),
    ),
    Example(
        rules.seen_in_above_out_of,
        (finding(seen_in=5, out_of=4),),
        error(
            "seen-in-above-out-of",
            "f",
            "seen_in",
            "f was seen in 5 of 4 files; mend one of the numbers",
        ),
        ((finding(seen_in=4, out_of=4),), (finding(seen_in=5),), (finding(out_of=4),)),
    ),
    Example(
        rules.ruling_by_another,
        (ACTION, said("signed_off")),
        error(
            "signed-off-by-lead",
            "u",
            "by",
            "u says signed off, but police is the action's own lead and cannot decide that; "
            "name who decided it, or record it as progress or a proposed date",
        ),
        (
            (ACTION, said("signed_off", "p")),
            (ACTION, said("signed_off", "group")),
            (ACTION, said("completed")),
            (ACTION, said("proposed_date", due_on="2025-09")),
        ),
    ),
    Example(
        rules.ruling_by_another,
        (attrs.evolve(ACTION, lead="group"), said("rescheduled", "group", due_on="2025-09")),
        error(
            "no-ruling",
            "u",
            "by",
            "u says rescheduled, but group is the action's own lead and cannot decide that; "
            "name who decided it, or record it as progress or a proposed date",
        ),
        (),
    ),
    Example(
        rules.ruling_by_another,
        (ACTION, said("withdrawn", "icb")),
        error(
            "no-ruling",
            "u",
            "by",
            "u says withdrawn, but icb is neither the partnership nor a group and cannot decide "
            "that; name who decided it, or record it as progress or a proposed date",
        ),
        (),
    ),
    Example(
        rules.ruling_by_another,
        (ACTION, said("signed_off", "icb")),
        error(
            "no-ruling",
            "u",
            "by",
            "u says signed off, but icb is neither the partnership nor a group and cannot decide "
            "that; name who decided it, or record it as progress or a proposed date",
        ),
        (),
    ),
    Example(
        rules.percent_disagrees,
        (audit(reported_percent=67),),
        warning(
            "percent-disagrees",
            "s",
            "sections[1].reported_percent",
            "s, Section 2: 17 of 24 is 70.8 per cent, not the 67 reported; "
            "look at the published table",
        ),
        (
            (audit(reported_percent=71),),
            (audit(reported_percent=70.5),),
            (audit(met=3, reported_percent=12),),
            (audit(met=3, reported_percent=13),),
            (audit(),),
            (audit(of=0, reported_percent=50),),
        ),
    ),
    Example(
        rules.counts_above_of,
        (audit(met=20, partly_met=3, not_met=2),),
        error(
            "counts-above-of",
            "s",
            "sections[1].of",
            "s, Section 2: 20 met + 3 partly met + 2 not met is more than the 24 returns there "
            "were; mend one of the numbers",
        ),
        (
            (audit(met=20, partly_met=3, not_met=1),),
            (audit(met=24),),
            (audit(met=1, not_met=1),),
        ),
    ),
    Example(
        rules.counts_above_of,
        (audit(met=1, not_met=25),),
        error(
            "counts-above-of",
            "s",
            "sections[1].not_met",
            "s, Section 2: 1 met + 25 not met is more than the 24 returns there were; "
            "mend one of the numbers",
        ),
        (),
    ),
    Example(
        rules.completed_by_another,
        (ACTION, said("completed", "icb")),
        warning(
            "completed-by-another",
            "u",
            "by",
            "u says completed, but icb does not answer for the action, which another leads; "
            "name who said it, or record it as progress",
        ),
        (
            (ACTION, said("completed")),
            (ACTION, said("completed", "p")),
            (ACTION, said("completed", "group")),
            (ACTION, said("progress", "icb")),
            (attrs.evolve(ACTION, lead=None), said("completed", "icb")),
            (attrs.evolve(ACTION, lead="ccg"), said("completed", "icb")),
            (attrs.evolve(ACTION, lead="icb"), said("completed", "ccg")),
            (
                Agency(id="unit", name="Unit", part_of="police"),
                *(ACTION, said("completed", "unit")),
            ),
        ),
    ),
    Example(
        rules.completed_without_evidence,
        (ACTION, said("completed")),
        warning(
            "completed-without-evidence",
            "a",
            "",
            "a is said to be done without evidence of quality or above that can be looked at; "
            "ask for it",
        ),
        ((ACTION, said("completed"), EVIDENCE), (ACTION, said("progress")),
         (ACTION, said("signed_off", "p"))),
    ),
    Example(
        rules.signed_off_below_level,
        (ACTION, said("signed_off", "p"), attrs.evolve(EVIDENCE, level="activity")),
        warning(
            "signed-off-below-level",
            "a",
            "",
            "a was signed off without evidence of quality or above that can be looked at; "
            "add it or look at the sign-off again",
        ),
        ((ACTION, said("signed_off", "p"), EVIDENCE), (ACTION, said("completed"))),
    ),
    Example(
        rules.evidence_not_shown,
        (ACTION, attrs.evolve(EVIDENCE, drawn_from=None)),
        warning(
            "evidence-not-shown",
            "e",
            "drawn_from",
            "e states quality but cannot be looked at, so it counts as activity; "
            "name what it was drawn from or its address",
        ),
        (
            (ACTION, EVIDENCE),
            (ACTION, attrs.evolve(EVIDENCE, drawn_from=None, url="https://example.org")),
            (ACTION, attrs.evolve(EVIDENCE, drawn_from=None, level="activity")),
        ),
    ),
    Example(
        rules.improvement_without_theme,
        (finding(themes=()),),
        warning(
            "improvement-without-theme",
            "f",
            "themes",
            "f is an improvement coded to no theme; name at least one",
        ),
        ((finding(),), (finding(themes=(), judgement="strength"),)),
    ),
    Example(
        rules.recommendation_to_nobody,
        (attrs.evolve(RECOMMENDATION, addressed_to=()),),
        warning(
            "addressed-to-nobody",
            "m",
            "addressed_to",
            "m is addressed to nobody; name who should answer",
        ),
        ((RECOMMENDATION,),),
    ),
    Example(
        rules.action_without_lead,
        (attrs.evolve(ACTION, lead=None),),
        warning(
            "action-without-lead",
            "a",
            "lead",
            "a has no lead; name the agency that answers for it",
        ),
        ((ACTION,), (attrs.evolve(ACTION, lead=None), said("withdrawn", "p"))),
    ),
    Example(
        rules.action_without_due_date,
        (attrs.evolve(ACTION, due_on=None),),
        warning(
            "action-without-due-date",
            "a",
            "due_on",
            "a has no agreed date, so it can never be late; agree one",
        ),
        (
            (ACTION,),
            (attrs.evolve(ACTION, due_on=None), said("signed_off", "p")),
            (attrs.evolve(ACTION, due_on=None), said("rescheduled", "p", due_on="2025-09")),
        ),
    ),
    Example(
        rules.nearly_identical_statements,
        (finding("f1", "Fathers were not seen."), finding("f2", "Fathers: were not SEEN")),
        warning(
            "nearly-identical",
            "f2",
            "statement",
            "f1 and f2, of one source, say nearly the same; if one was entered twice, remove it",
        ),
        (
            (finding("f1", "Fathers were not seen."), finding("f2", "Mothers were not heard.")),
            (finding("f1"), finding("f2", judgement="strength")),
            (finding("f1"), RapidReview(id="r2", title="R2"), finding("f2", sources=("r2",))),
        ),
    ),
    Example(
        rules.nearly_identical_statements,
        (RECOMMENDATION, attrs.evolve(RECOMMENDATION, id="m2")),
        warning(
            "nearly-identical",
            "m2",
            "statement",
            "m and m2, of one source, say nearly the same; if one was entered twice, remove it",
        ),
        ((RECOMMENDATION, finding(statement=RECOMMENDATION.statement)),),
    ),
    Example(
        rules.agency_after_succession,
        (attrs.evolve(ACTION, lead="ccg", agreed_on="2024-08"),),
        warning(
            "agency-after-succession",
            "a",
            "lead",
            "a is dated after ccg was succeeded by icb; name the successor in lead",
        ),
        (
            (attrs.evolve(ACTION, lead="ccg", agreed_on="2024-07-31"),),
            (attrs.evolve(ACTION, lead="ccg", agreed_on=None),),
            (attrs.evolve(ACTION, lead="icb", agreed_on="2024-08"),),
            (
                Agency(id="closed", name="Closed", succeeded_on="2024-07"),
                attrs.evolve(ACTION, lead="closed", agreed_on="2024-08"),
            ),
            (
                Agency(id="closed", name="Closed", succeeded_by="icb"),
                attrs.evolve(ACTION, lead="closed", agreed_on="2024-08"),
            ),
        ),
    ),
    Example(
        rules.lcspr_of_unknown_origin,
        (LCSPR(id="l", title="L"),),
        warning(
            "unknown-origin",
            "l",
            "arises_from",
            "l names no rapid review that it arises from, so that both may be counted; "
            "name it, if it is known",
        ),
        ((LCSPR(id="l", title="L", arises_from=("r",)),), (LearningReview(id="l", title="L"),)),
    ),
    Example(
        identifier_in_text,
        (
            Evidence(
                id="x", on="2025-01", statement="Seen.", level="activity", supports=("fathers",),
                note="Child A, 999 110 6847, of ME4 4TR, and Child B, 9990388547.",
            ),
        ),
        warning(
            "identifier-in-text",
            "x",
            "note",
            "x: note seems to identify a person (NHS number, postcode); take it out, and put a "
            "pseudonym or nothing in its place",
        ),
        (
            (finding("9990388547", "Section 47, 20 November 2025: 17 of 24 in Operation X 2."),),
            (LCSPR(id="x", title="X", arises_from=("r",), url="https://x.example/9990388547"),),
        ),
    ),
    Example(
        identifier_in_text,
        (audit(name="Section 2, duty@riverton.example"),),
        warning(
            "identifier-in-text",
            "s",
            "sections[1].name",
            "s: sections[1].name seems to identify a person (e-mail address); take it out, and "
            "put a pseudonym or nothing in its place",
        ),
        (),
    ),
)  # fmt: skip


def problems_of(rule: rules.Rule, *records: Record, **policy: Any) -> list[Problem]:
    """What a rule finds among the records, with what they refer to."""
    partnership = attrs.evolve(PARTNERSHIP, policy=Policy(**policy))
    return list(rule(lt.Tracker([partnership, *WORLD[1:], *records], date="2025-03-31").view))


def named(example: Example) -> str:
    """What to call an example."""
    return f"{example.rule.__name__}-{example.problem.code}"


@pytest.mark.parametrize("rule", rules.RULES)
def test_every_rule_has_an_example(rule: rules.Rule) -> None:
    """Each rule has records that break it and records that do not, and finds nothing in none."""
    examples = [one for one in EXAMPLES if one.rule is rule]
    assert examples
    assert any(one.keeps for one in examples)
    assert problems_of(rule) == []


def test_every_rule_is_among_the_rules() -> None:
    """No example is of a rule that nobody asks, and no rule stands there twice."""
    assert {one.rule for one in EXAMPLES} == set(rules.RULES)
    assert len(set(rules.RULES)) == len(rules.RULES)


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_what_breaks_a_rule(example: Example) -> None:
    """The rule finds the one problem, with its code, record, place and what to do about it."""
    assert problems_of(example.rule, *example.breaks) == [example.problem]


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_what_keeps_a_rule(example: Example) -> None:
    """The rule finds nothing where it is kept."""
    for records in example.keeps:
        assert problems_of(example.rule, *records) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=named)
def test_check_finds_what_each_rule_finds(example: Example) -> None:
    """`check` tells each rule's problem, in the tracker that holds it."""
    assert example.problem in lt.Tracker([*WORLD, *example.breaks], date="2025-03-31").check()


def test_the_policy_sets_the_level() -> None:
    """What is enough for a sign-off, the partnership says."""
    records = (ACTION, said("completed"), EVIDENCE)
    rule = rules.completed_without_evidence
    (problem,) = problems_of(rule, *records, sign_off_level="difference")
    assert "without evidence of difference or above" in problem.sentence
    assert problems_of(rule, *records, sign_off_level="activity") == []


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("abcdefghij", "abcdefghij", True),
        ("abcdefghij", "abcdefghix", True),
        ("abcdefghij", "abcdefghxy", False),
        ("abcdefghijklmnopqrs", "abcdefghijklmnopqxy", False),
        ("abcdefghijklmnopqrst", "abcdefghijklmnopqrxy", True),
        ("A  father's view!", "a fathers view", True),
        ("a father's view", "A FATHER S VIEW.", True),
        ("abcdefghij", "jihgfedcba", False),
    ],
)
def test_nearly_identical_from_nine_tenths(one: str, other: str, *, alike: bool) -> None:
    """Nine letters in ten the same are nearly identical, whatever the case and the stops."""
    found = problems_of(rules.nearly_identical_statements, finding("f1", one), finding("f2", other))
    assert bool(found) is alike


def test_several_sources_in_any_order_are_the_same() -> None:
    """Two findings of the same two sources are of one source, in whatever order they are named."""
    other = RapidReview(id="r2", title="R2")
    twice = (finding("f1", sources=("r", "r2")), finding("f2", sources=("r2", "r")))
    assert len(problems_of(rules.nearly_identical_statements, other, *twice)) == 1


# All together


def test_check_puts_errors_first() -> None:
    """Errors stand before warnings, each in the order of the rules."""
    tracker = lt.Tracker([*WORLD, LCSPR(id="l", title="L"), ACTION, said("signed_off"),
                          finding(seen_in=5, out_of=4, themes=())])  # fmt: skip
    assert [one.code for one in tracker.check()] == [
        "seen-in-above-out-of",
        "signed-off-by-lead",
        "completed-without-evidence",
        "improvement-without-theme",
        "unknown-origin",
    ]


def test_check_of_chosen_rules() -> None:
    """Other rules than the library's may be asked."""

    def no_reviews(view: View) -> Iterator[Problem]:
        yield from (warning("a-review", one.id, "", "A review.") for one in view.of(RapidReview))

    chosen: list[Callable[[View], Iterator[Problem]]] = [no_reviews]
    view = lt.Tracker(WORLD).view
    assert [one.record for one in rules.check(view, chosen)] == ["r"]
    assert str(rules.check(view, [])) == "No problems were found."


def test_check_as_at_a_date() -> None:
    """What is not there yet is no problem yet."""
    tracker = lt.Tracker([*WORLD, ACTION, said("signed_off")])
    assert tracker.as_at("2024-02-29").check() == ()
    assert [one.code for one in tracker.as_at("2024-03-31").check().errors] == [
        "signed-off-by-lead"
    ]


@UNHURRIED
@given(trackers())
def test_problems_of_any_network(tracker: lt.Tracker) -> None:
    """Each problem names a record that is there and a field of it, and says what to do."""
    problems = tracker.check()
    ranks = [list(Severity).index(one.severity) for one in problems]
    assert ranks == sorted(ranks)
    assert len(set(problems)) == len(problems)
    for one in problems:
        assert one.record in tracker
        assert one.record in one.sentence
        assert ";" in one.sentence
        field = one.place.partition("[")[0]
        assert not field or hasattr(tracker[one.record], field)
