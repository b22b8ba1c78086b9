"""The rules of quality: what is whole and yet should be looked at.

Each rule is a pure function from a view to the problems it finds; most look at one record
after the other (see `looking`). Integrity (ids and links) is no rule: a network that is not
whole cannot be made.
"""

from collections.abc import Iterable, Iterator

from learning_tracker.dates import When
from learning_tracker.fields import events_of, once_per_kind
from learning_tracker.free_text import identifier_in_text
from learning_tracker.kinds import Record
from learning_tracker.links import Link, links_of
from learning_tracker.looking import Rule, of_each
from learning_tracker.nearly_identical import nearly_identical_statements
from learning_tracker.network import Network
from learning_tracker.order_of_dates import dates_out_of_order, with_updates
from learning_tracker.problems import Problem, Problems, error, warning
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    Evidence,
    Finding,
    Partnership,
    Recommendation,
    StandardsAudit,
    Update,
)
from learning_tracker.view import View, actions_resting_on, may_claim, may_rule, standing
from learning_tracker.vocabulary import RULINGS, Event, Judgement, State


@of_each(Finding)
def improvement_without_theme(_: View, finding: Finding) -> Iterator[Problem]:
    """An improvement that is coded to no theme, so that no question about themes finds it."""
    if finding.judgement is Judgement.IMPROVEMENT and not finding.themes:
        yield warning(
            "improvement-without-theme",
            finding.id,
            "themes",
            f"{finding.id} is an improvement coded to no theme; name at least one",
        )


@of_each(Recommendation)
def recommendation_to_nobody(_: View, recommendation: Recommendation) -> Iterator[Problem]:
    """A recommendation that names nobody who should answer."""
    if not recommendation.addressed_to:
        yield warning(
            "addressed-to-nobody",
            recommendation.id,
            "addressed_to",
            f"{recommendation.id} is addressed to nobody; name who should answer",
        )


@of_each(Action, actions_resting_on)
def action_without_lead(view: View, action: Action) -> Iterator[Problem]:
    """An outstanding action that nobody answers for."""
    one = standing(view, action)
    if one.outstanding and one.action.lead is None:
        yield warning(
            "action-without-lead",
            one.action.id,
            "lead",
            f"{one.action.id} has no lead; name the agency that answers for it",
        )


@of_each(Action, actions_resting_on)
def action_without_due_date(view: View, action: Action) -> Iterator[Problem]:
    """An outstanding action that can never be late."""
    one = standing(view, action)
    if one.outstanding and one.due is None:
        yield warning(
            "action-without-due-date",
            one.action.id,
            "due_on",
            f"{one.action.id} has no agreed date, so it can never be late; agree one",
        )


@of_each(Action, actions_resting_on)
def completed_without_evidence(view: View, action: Action) -> Iterator[Problem]:
    """An action that is said to be done, and nothing shows it."""
    one = standing(view, action)
    if one.state is State.COMPLETED and not one.evidenced:
        level = one.policy.sign_off_level.label
        yield warning(
            "completed-without-evidence",
            one.action.id,
            "",
            f"{one.action.id} is said to be done without evidence of {level} or above that "
            "can be looked at; ask for it",
        )


@of_each(Action, actions_resting_on)
def signed_off_below_level(view: View, action: Action) -> Iterator[Problem]:
    """An action that the partnership signed off on less than its own policy asks for."""
    one = standing(view, action)
    if one.state is State.SIGNED_OFF and not one.telling_evidence:
        level = one.policy.sign_off_level.label
        yield warning(
            "signed-off-below-level",
            one.action.id,
            "",
            f"{one.action.id} was signed off without evidence of {level} or above that can "
            "be looked at; add it or look at the sign-off again",
        )


def _ruled(network: Network, record: Record) -> Iterable[str] | None:
    """Who may rule on an action or speak for it rests on its lead, and on all agencies."""
    return None if isinstance(record, Agency | Partnership) else with_updates(network, record)


@of_each(Update, _ruled)
def ruling_by_another(view: View, update: Update) -> Iterator[Problem]:
    """A ruling by the action's own lead, or by one who is neither partnership nor group."""
    if update.event not in RULINGS or may_rule(view, update):
        return
    (action,) = view.linked(update, "action", Action)
    by_lead = action.lead == update.by
    code = "signed-off-by-lead" if update.event is Event.SIGNED_OFF and by_lead else "no-ruling"
    who = "the action's own lead" if by_lead else "neither the partnership nor a group"
    yield error(
        code,
        update.id,
        "by",
        f"{update.id} says {update.event.label}, but {update.by} is {who} and cannot decide "
        "that; name who decided it, or record it as progress or a proposed date",
    )


@of_each(Update, _ruled)
def completed_by_another(view: View, update: Update) -> Iterator[Problem]:
    """A word that an action is done, by one who does not answer for it."""
    if update.event is Event.COMPLETED and not may_claim(view, update):
        yield warning(
            "completed-by-another",
            update.id,
            "by",
            f"{update.id} says completed, but {update.by} does not answer for the action, "
            "which another leads; name who said it, or record it as progress",
        )


@of_each(Evidence)
def evidence_not_shown(_: View, evidence: Evidence) -> Iterator[Problem]:
    """Evidence above activity that cannot be looked at."""
    if evidence.counts_as is not evidence.level:
        yield warning(
            "evidence-not-shown",
            evidence.id,
            "drawn_from",
            f"{evidence.id} states {evidence.level.label} but cannot be looked at, so it "
            "counts as activity; name what it was drawn from or its address",
        )


@of_each(StandardsAudit)
def percent_disagrees(_: View, audit: StandardsAudit) -> Iterator[Problem]:
    """A printed per cent that the counts beside it do not give."""
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


@of_each(StandardsAudit)
def counts_above_of(_: View, audit: StandardsAudit) -> Iterator[Problem]:
    """A section of an audit of standards with more results than returns."""
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


@of_each(Finding)
def seen_in_above_out_of(_: View, finding: Finding) -> Iterator[Problem]:
    """A finding seen in more files than were audited for it."""
    if finding.seen_in is None or finding.out_of is None:
        return
    if finding.seen_in > finding.out_of:
        yield error(
            "seen-in-above-out-of",
            finding.id,
            "seen_in",
            f"{finding.id} was seen in {finding.seen_in} of {finding.out_of} files; "
            "mend one of the numbers",
        )


def _naming(network: Network, record: Record) -> Iterable[str]:
    """A record rests on the agencies that it names."""
    if isinstance(record, Agency):
        return (record.id, *(one for one, _ in network.referring(record.id)))
    return (record.id,)


@of_each(Record, _naming)
def agency_after_succession(view: View, record: Record) -> Iterator[Problem]:
    """A record dated after an agency was succeeded that still refers to the agency."""
    for link, target in _named(record):
        agency = view[target]
        if not isinstance(agency, Agency) or agency.succeeded_by is None:
            continue
        if agency.succeeded_on is None:
            continue
        known = _events(record)
        if known and all(on.entirely_after(agency.succeeded_on) for on in known):
            yield warning(
                "agency-after-succession",
                record.id,
                link.field,
                f"{record.id} is dated after {agency.id} was succeeded by "
                f"{agency.succeeded_by}; name the successor in {link.field}",
            )


def _named(record: Record) -> Iterator[tuple[Link, str]]:
    """The references of a record that may be to agencies."""
    for link in _to_agencies(type(record)):
        for target in link.ids(record):
            yield link, target


@once_per_kind
def _to_agencies(kind: type[Record]) -> tuple[Link, ...]:
    return tuple(link for link in links_of(kind) if link.admits(Agency))


def _events(record: Record) -> list[When]:
    marked = [field.name for field, mark in events_of(type(record)) if not mark.dates]
    dates = (getattr(record, name) for name in marked)
    return [on for on in dates if on is not None]


@of_each(LCSPR)
def lcspr_of_unknown_origin(_: View, review: LCSPR) -> Iterator[Problem]:
    """An LCSPR that names no rapid review, so that the two may be counted twice."""
    if not review.arises_from:
        yield warning(
            "unknown-origin",
            review.id,
            "arises_from",
            f"{review.id} names no rapid review that it arises from, so that both may be "
            "counted; name it, if it is known",
        )


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
