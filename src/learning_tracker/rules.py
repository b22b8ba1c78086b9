"""The rules of quality: what is whole and yet should be looked at.

Each rule is a pure function from a view to the problems it finds. Integrity (ids and
links) is no rule: a network that is not whole cannot be made.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations
from typing import TypeVar

from learning_tracker.dates import When
from learning_tracker.fields import events_of
from learning_tracker.free_text import identifier_in_text
from learning_tracker.kinds import Record, by_id
from learning_tracker.links import references
from learning_tracker.problems import Problem, Problems, error, warning
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    Evidence,
    Finding,
    Recommendation,
    Response,
    StandardsAudit,
    Update,
)
from learning_tracker.view import Standing, View, may_claim, may_rule, standing
from learning_tracker.vocabulary import RULINGS, Event, Judgement, State

R = TypeVar("R", bound=Record)
Rule = Callable[[View], Iterator[Problem]]

ORDER_OF_DATES = (
    ("incident_on", "aware_on", "notified_on", "held_on", "submitted_on"),
    ("incident_on", "initiated_on", "completed_on", "published_on"),
    ("sent_on", "returned_on"),
)
"""Dates of one record in the order in which they can only have come."""

NEARLY_IDENTICAL = 0.9
"""Statements alike to this degree (of 1) are taken for one statement entered twice."""


def dates_out_of_order(view: View) -> Iterator[Problem]:
    """A date that lies certainly before one that it can only have followed."""
    for record in _all(view, Record):
        for names in ORDER_OF_DATES:
            told = [(name, getattr(record, name, None)) for name in names]
            dated = [(name, on) for name, on in told if on is not None]
            for (earlier, first), (later, second) in combinations(dated, 2):
                yield from _order(record, earlier, first, later, second)
    for update in _all(view, Update):
        agreed = _target(view, update, "action", Action).agreed_on
        if agreed is not None:
            yield from _order(update, "the action's agreed_on", agreed, "on", update.on)
    for response in _all(view, Response):
        made = _target(view, response, "recommendation", Recommendation).made_on
        if made is not None:
            yield from _order(response, "the recommendation's made_on", made, "on", response.on)


def _order(
    record: Record, earlier: str, first: When, later: str, second: When
) -> Iterator[Problem]:
    if second.entirely_before(first):
        yield error(
            "dates-out-of-order",
            record.id,
            later,
            f"{record.id}: {later} ({second}) lies before {earlier} ({first}); mend one of them",
        )


def improvement_without_theme(view: View) -> Iterator[Problem]:
    """An improvement that is coded to no theme, so that no question about themes finds it."""
    for finding in _all(view, Finding):
        if finding.judgement is Judgement.IMPROVEMENT and not finding.themes:
            yield warning(
                "improvement-without-theme",
                finding.id,
                "themes",
                f"{finding.id} is an improvement coded to no theme; name at least one",
            )


def recommendation_to_nobody(view: View) -> Iterator[Problem]:
    """A recommendation that names nobody who should answer."""
    for recommendation in _all(view, Recommendation):
        if not recommendation.addressed_to:
            yield warning(
                "addressed-to-nobody",
                recommendation.id,
                "addressed_to",
                f"{recommendation.id} is addressed to nobody; name who should answer",
            )


def action_without_lead(view: View) -> Iterator[Problem]:
    """An outstanding action that nobody answers for."""
    for one in _standings(view):
        if one.outstanding and one.action.lead is None:
            yield warning(
                "action-without-lead",
                one.action.id,
                "lead",
                f"{one.action.id} has no lead; name the agency that answers for it",
            )


def action_without_due_date(view: View) -> Iterator[Problem]:
    """An outstanding action that can never be late."""
    for one in _standings(view):
        if one.outstanding and one.due is None:
            yield warning(
                "action-without-due-date",
                one.action.id,
                "due_on",
                f"{one.action.id} has no agreed date, so it can never be late; agree one",
            )


def completed_without_evidence(view: View) -> Iterator[Problem]:
    """An action that is said to be done, and nothing shows it."""
    for one in _standings(view):
        if one.state is State.COMPLETED and not one.evidenced:
            level = one.policy.sign_off_level.label
            yield warning(
                "completed-without-evidence",
                one.action.id,
                "",
                f"{one.action.id} is said to be done without evidence of {level} or above that "
                "can be looked at; ask for it",
            )


def signed_off_below_level(view: View) -> Iterator[Problem]:
    """An action that the partnership signed off on less than its own policy asks for."""
    for one in _standings(view):
        if one.state is State.SIGNED_OFF and not one.telling_evidence:
            level = one.policy.sign_off_level.label
            yield warning(
                "signed-off-below-level",
                one.action.id,
                "",
                f"{one.action.id} was signed off without evidence of {level} or above that can "
                "be looked at; add it or look at the sign-off again",
            )


def ruling_by_another(view: View) -> Iterator[Problem]:
    """A ruling by the action's own lead, or by one who is neither partnership nor group."""
    for update in _all(view, Update):
        if update.event not in RULINGS or may_rule(view, update):
            continue
        by_lead = _target(view, update, "action", Action).lead == update.by
        code = "signed-off-by-lead" if update.event is Event.SIGNED_OFF and by_lead else "no-ruling"
        who = "the action's own lead" if by_lead else "neither the partnership nor a group"
        yield error(
            code,
            update.id,
            "by",
            f"{update.id} says {update.event.label}, but {update.by} is {who} and cannot decide "
            "that; name who decided it, or record it as progress or a proposed date",
        )


def completed_by_another(view: View) -> Iterator[Problem]:
    """A word that an action is done, by one who does not answer for it."""
    for update in _all(view, Update):
        if update.event is Event.COMPLETED and not may_claim(view, update):
            yield warning(
                "completed-by-another",
                update.id,
                "by",
                f"{update.id} says completed, but {update.by} does not answer for the action, "
                "which another leads; name who said it, or record it as progress",
            )


def evidence_not_shown(view: View) -> Iterator[Problem]:
    """Evidence above activity that cannot be looked at."""
    for evidence in _all(view, Evidence):
        if evidence.counts_as is not evidence.level:
            yield warning(
                "evidence-not-shown",
                evidence.id,
                "drawn_from",
                f"{evidence.id} states {evidence.level.label} but cannot be looked at, so it "
                "counts as activity; name what it was drawn from or its address",
            )


def percent_disagrees(view: View) -> Iterator[Problem]:
    """A printed per cent that the counts beside it do not give."""
    for audit in _all(view, StandardsAudit):
        for place, section in enumerate(audit.sections):
            if section.agrees is False:
                yield warning(
                    "percent-disagrees",
                    audit.id,
                    f"sections[{place}].reported_percent",
                    f"{audit.id}, {section.name}: {section.met} of {section.of} is "
                    f"{section.percent:.1f} per cent, not the {section.reported_percent:g} "
                    "reported; look at the published table",
                )


def counts_above_of(view: View) -> Iterator[Problem]:
    """A section of an audit of standards with more results than returns."""
    for audit in _all(view, StandardsAudit):
        for place, section in enumerate(audit.sections):
            counts = {
                name: count
                for name in ("met", "partly_met", "not_met")
                if (count := getattr(section, name)) is not None
            }
            if sum(counts.values()) <= section.of:
                continue
            above = [name for name, count in counts.items() if count > section.of]
            told = " + ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
            yield error(
                "counts-above-of",
                audit.id,
                f"sections[{place}].{above[0] if above else 'of'}",
                f"{audit.id}, {section.name}: {told} is more than the {section.of} returns "
                "there were; mend one of the numbers",
            )


def seen_in_above_out_of(view: View) -> Iterator[Problem]:
    """A finding seen in more files than were audited for it."""
    for finding in _all(view, Finding):
        if finding.seen_in is None or finding.out_of is None:
            continue
        if finding.seen_in > finding.out_of:
            yield error(
                "seen-in-above-out-of",
                finding.id,
                "seen_in",
                f"{finding.id} was seen in {finding.seen_in} of {finding.out_of} files; "
                "mend one of the numbers",
            )


def nearly_identical_statements(view: View) -> Iterator[Problem]:
    """Two statements of one source that are all but the same."""
    stated: dict[tuple[str, ...], list[Finding | Recommendation]] = defaultdict(list)
    for finding in _all(view, Finding):
        stated[*sorted(finding.sources), finding.judgement.value].append(finding)
    for recommendation in _all(view, Recommendation):
        stated[recommendation.source, "recommendation"].append(recommendation)
    for among in stated.values():
        for one, other in combinations(among, 2):
            if _alike(one.statement, other.statement):
                yield warning(
                    "nearly-identical",
                    other.id,
                    "statement",
                    f"{one.id} and {other.id}, of one source, say nearly the same; "
                    "if one was entered twice, remove it",
                )


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, _folded(one), _folded(other), autojunk=False)
    upper_bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(bound() >= NEARLY_IDENTICAL for bound in upper_bounds)


def _folded(statement: str) -> str:
    letters = (one if one.isalnum() else " " for one in statement.casefold())
    return " ".join("".join(letters).split())


def agency_after_succession(view: View) -> Iterator[Problem]:
    """A record dated after an agency was succeeded that still refers to the agency."""
    for record in _all(view, Record):
        dates = [getattr(record, field.name) for field, mark in events_of(type(record))
                 if not mark.dates]  # fmt: skip
        known = [on for on in dates if on is not None]
        for link, target in references(record):
            agency = view[target]
            if not isinstance(agency, Agency) or agency.succeeded_by is None:
                continue
            if agency.succeeded_on is None:
                continue
            if known and all(on.entirely_after(agency.succeeded_on) for on in known):
                yield warning(
                    "agency-after-succession",
                    record.id,
                    link.field,
                    f"{record.id} is dated after {agency.id} was succeeded by "
                    f"{agency.succeeded_by}; name the successor in {link.field}",
                )


def lcspr_of_unknown_origin(view: View) -> Iterator[Problem]:
    """An LCSPR that names no rapid review, so that the two may be counted twice."""
    for review in _all(view, LCSPR):
        if not review.arises_from:
            yield warning(
                "unknown-origin",
                review.id,
                "arises_from",
                f"{review.id} names no rapid review that it arises from, so that both may be "
                "counted; name it, if it is known",
            )


def _all(view: View, kind: type[R]) -> list[R]:
    return sorted(view.of(kind), key=by_id)


def _target(view: View, record: Record, field: str, kind: type[R]) -> R:
    (target,) = view.linked(record, field, kind)
    return target


def _standings(view: View) -> list[Standing]:
    return [standing(view, action) for action in _all(view, Action)]


RULES: tuple[Rule, ...] = (
    dates_out_of_order,
    seen_in_above_out_of,
    counts_above_of,
    ruling_by_another,
    percent_disagrees,
    completed_by_another,
    completed_without_evidence,
    signed_off_below_level,
    evidence_not_shown,
    improvement_without_theme,
    recommendation_to_nobody,
    action_without_lead,
    action_without_due_date,
    nearly_identical_statements,
    agency_after_succession,
    lcspr_of_unknown_origin,
    identifier_in_text,
)
"""Every rule, in the order in which problems are told."""


def check(view: View, rules: Iterable[Rule] = RULES) -> Problems:
    """All the problems that the rules find, errors first."""
    return Problems(problem for rule in rules for problem in rule(view))
