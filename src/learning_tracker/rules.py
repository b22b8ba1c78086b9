"""The rules of quality: what is whole and yet should be looked at.

Each rule is a pure function from a view to the problems it finds; most look at one record
after the other (see `looking`). Integrity (ids and links) is no rule: a network that is not
whole cannot be made.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import chain, combinations
from typing import TypeVar

import attrs

from learning_tracker.dates import When
from learning_tracker.fields import events_of, fields_of, once_per_kind
from learning_tracker.free_text import identifier_in_text
from learning_tracker.kinds import Record, by_id
from learning_tracker.links import Link, links_of
from learning_tracker.looking import Rule, of_each
from learning_tracker.network import Network
from learning_tracker.problems import Problem, Problems, error, warning
from learning_tracker.records import (
    LCSPR,
    Action,
    Agency,
    Evidence,
    Finding,
    Partnership,
    Recommendation,
    Response,
    StandardsAudit,
    Update,
)
from learning_tracker.view import View, actions_resting_on, may_claim, may_rule, standing
from learning_tracker.vocabulary import RULINGS, Event, Judgement, State

R = TypeVar("R", bound=Record)

ORDER_OF_DATES = (
    ("incident_on", "aware_on", "notified_on", "held_on", "submitted_on"),
    ("incident_on", "initiated_on", "completed_on", "published_on"),
    ("sent_on", "returned_on"),
)
"""Dates of one record in the order in which they can only have come."""

NEARLY_IDENTICAL = 0.9
"""Statements alike to this degree (of 1) are taken for one statement entered twice."""


@of_each(Record)
def _dates_of_one_record(_: View, record: Record) -> Iterator[Problem]:
    for earlier, later in _dates_in_order(type(record)):
        first, second = getattr(record, earlier), getattr(record, later)
        if first is not None and second is not None:
            yield from _order(record, earlier, first, later, second)


@once_per_kind
def _dates_in_order(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    """The dates of a kind of record, two by two, of which the one comes before the other."""
    there = {field.name for field in fields_of(kind)}
    told = ([name for name in names if name in there] for names in ORDER_OF_DATES)
    return tuple(chain.from_iterable(combinations(names, 2) for names in told))


def _with_updates(network: Network, record: Record) -> Iterable[str]:
    """An update rests on its action."""
    return (record.id, *(one.id for one in network.incoming(Update, "action", record.id)))


@of_each(Update, _with_updates)
def _updates_before_agreed(view: View, update: Update) -> Iterator[Problem]:
    agreed = _target(view, update, "action", Action).agreed_on
    if agreed is not None:
        yield from _order(update, "the action's agreed_on", agreed, "on", update.on)


def _with_responses(network: Network, record: Record) -> Iterable[str]:
    """A response rests on its recommendation."""
    answers = network.incoming(Response, "recommendation", record.id)
    return (record.id, *(one.id for one in answers))


@of_each(Response, _with_responses)
def _responses_before_made(view: View, response: Response) -> Iterator[Problem]:
    made = _target(view, response, "recommendation", Recommendation).made_on
    if made is not None:
        yield from _order(response, "the recommendation's made_on", made, "on", response.on)


def dates_out_of_order(view: View) -> Iterator[Problem]:
    """A date that lies certainly before one that it can only have followed."""
    yield from _dates_of_one_record(view)
    yield from _updates_before_agreed(view)
    yield from _responses_before_made(view)


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
    return None if isinstance(record, Agency | Partnership) else _with_updates(network, record)


@of_each(Update, _ruled)
def ruling_by_another(view: View, update: Update) -> Iterator[Problem]:
    """A ruling by the action's own lead, or by one who is neither partnership nor group."""
    if update.event not in RULINGS or may_rule(view, update):
        return
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


def _of_one_source(network: Network, record: Record) -> Iterable[str]:
    """What is stated rests on what else its source states; it is told with the first of them."""
    match record:
        case Finding():
            among: Iterable[Record] = network.incoming(Finding, "sources", min(record.sources))
        case Recommendation():
            among = network.incoming(Recommendation, "source", record.source)
        case _:
            among = ()
    return (record.id, *(one.id for one in among))


@of_each(Finding, _of_one_source)
def _findings_alike(view: View, finding: Finding) -> Iterator[Problem]:
    among = [
        one
        for one in view.incoming(Finding, "sources", min(finding.sources, default=""))
        if one.judgement is finding.judgement and sorted(one.sources) == sorted(finding.sources)
    ]
    return _told_twice(finding, among or [finding])


@of_each(Recommendation, _of_one_source)
def _recommendations_alike(view: View, recommendation: Recommendation) -> Iterator[Problem]:
    return _told_twice(
        recommendation, view.incoming(Recommendation, "source", recommendation.source)
    )


Stated = TypeVar("Stated", Finding, Recommendation)


def _told_twice(stated: Stated, among: list[Stated]) -> Iterator[Problem]:
    """Which of some statements are alike, told once for all of them: with the first."""
    if min(map(by_id, among)) != stated.id:
        return
    read = [(one, _Read.of(one.statement)) for one in sorted(among, key=by_id)]
    for (one, text), (other, other_text) in combinations(read, 2):
        if text.alike(other_text):
            yield warning(
                "nearly-identical",
                other.id,
                "statement",
                f"{one.id} and {other.id}, of one source, say nearly the same; "
                "if one was entered twice, remove it",
            )


def nearly_identical_statements(view: View) -> Iterator[Problem]:
    """Two statements of one source that are all but the same."""
    yield from _findings_alike(view)
    yield from _recommendations_alike(view)


@attrs.frozen
class _Read:
    """A statement without capitals and stops, and how often each letter stands in it."""

    text: str
    letters: Counter[str]

    @classmethod
    def of(cls, statement: str) -> "_Read":
        """A statement, read once for all those that it is held against."""
        text = _folded(statement)
        return cls(text, Counter(text))

    def alike(self, other: "_Read") -> bool:
        """Whether two are nearly identical.

        They can only be if they have most letters in common, whatever their order: to ask
        that first spares nine tenths of the time.
        """
        if self.text == other.text:
            return True
        common = 2 * (self.letters & other.letters).total()
        if common / (len(self.text) + len(other.text)) < NEARLY_IDENTICAL:
            return False
        matcher = SequenceMatcher(None, self.text, other.text, autojunk=False)
        return matcher.ratio() >= NEARLY_IDENTICAL


def _folded(statement: str) -> str:
    letters = (one if one.isalnum() else " " for one in statement.casefold())
    return " ".join("".join(letters).split())


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


def _target(view: View, record: Record, field: str, kind: type[R]) -> R:
    (target,) = view.linked(record, field, kind)
    return target


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
