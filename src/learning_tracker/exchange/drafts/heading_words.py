"""What headings of action plans and registers mean, by the words of many partnerships."""

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from learning_tracker.exchange.folding import folded


class Role(Enum):
    """What a column holds, in words for people."""

    SOURCE = "the review or audit"
    PUBLISHED = "when the review was published"
    RECOMMENDATION_NUMBER = "the number of the recommendation"
    ACTION_NUMBER = "the number of the action"
    NUMBER = "a number"
    DUE = "the date agreed"
    COMPLETED = "when it was completed"
    STATUS_DATE = "of what day its status is"
    AGREED = "when the action was agreed"
    STATUS = "how it stands"
    SUCCESS = "how one will know that it worked"
    PROGRESS = "what was done"
    EVIDENCE = "what shows it"
    OFFICER = "a person"
    SUPPORTING = "who helps"
    LEAD = "the agency"
    SCOPE = "how far it reaches"
    THEME = "the theme"
    HOW = "how it is to be done"
    FINDING = "what was found"
    RECOMMENDATION = "the recommendation"
    ACTION = "the action"


# Words that mean a role wherever they stand in a heading; those after "=" only as the whole of it.
# Of two that stand in one heading the longer counts, and of two as long the one further up here.
_WORDS: Mapping[Role, str] = {
    Role.SOURCE: "review title, title of review, review name, name of review, case review, "
    "name of audit, =review, =inquiry, =scr, =lcspr, =serious case review, =learning review, "
    "=rapid review, =audit, =source, =source of recommendation, =case, =case ref, =child",
    Role.PUBLISHED: "date published, published, date of publication, publication date",
    Role.RECOMMENDATION_NUMBER: "recommendation number, recommendation no, recommendation ref, "
    "recommendation id, recommendation reference, rec number, rec no, rec ref, rec id, =rec, "
    "=rec #",
    Role.ACTION_NUMBER: "action number, action no, action ref, action id, action reference",
    Role.NUMBER: "=ref, =ref no, =reference, =reference number, =no, =number, =#, =id, =item, "
    "=item no, =unique id",
    Role.DUE: "target date, target completion date, due date, date due, due, deadline, timescale, "
    "timescales, time scale, timeframe, time frame, timeline, by when, to be completed by, "
    "completion target, expected completion date, planned completion date, "
    "expected date of completion, planned date of completion, =when, =target",
    Role.COMPLETED: "date completed, completed on, date of completion, completion date, "
    "actual completion date, date closed, closed on, closure date, date achieved, completed, "
    "date signed off, =completion",
    Role.STATUS_DATE: "date of update, update date, date of last update, date updated, "
    "last updated, updated on, status date, date of status, position as at, "
    "position as of, =as of, =as at, =date of progress",
    Role.AGREED: "date agreed, agreed on, start date, date raised, date added",
    Role.STATUS: "rag, rag rating, rag status, brag, brag rating, status, current status, "
    "action status, state, progress status, progress rating, =complete, =complete y n, =closed",
    Role.SUCCESS: "outcome measurement, outcome measure, desired outcome, intended outcome, "
    "expected outcome, success measure, success criteria, measure of success, how measured, "
    "measure success, outcome measures, how will we know, what will the impact be, "
    "what will success look like, intended impact",
    Role.PROGRESS: "progress, progress update, update, latest update, comments, comment, "
    "agency response, response, notes, note, what has been done, "
    "current position, latest position, commentary",
    Role.EVIDENCE: "evidence, evidence of outcome, evidence of outcomes, evidence of impact, "
    "evidence of completion, outcome, outcomes, impact, difference made, assurance",
    Role.OFFICER: "lead officer, named officer, responsible officer, officer, named lead, "
    "lead person, responsible person, person responsible, lead professional, contact, author, "
    "email, =name, "
    "child s name, name of child",
    Role.SUPPORTING: "supporting agency, supporting agencies, support from, partner agencies, "
    "other agencies",
    Role.LEAD: "lead agency, lead agencies, lead organisation, agency, agencies, organisation, "
    "organisations, owner, action owner, action lead, lead, leads, responsible agency, "
    "responsible, responsibility, by whom, addressed to, for whom, accountable, =who, =action by, "
    "=for, =partner",
    Role.SCOPE: "scope, local or national, =level, =reach",
    Role.THEME: "theme, themes, practice theme, priority area, topic, =area, =category",
    Role.HOW: "key milestones, milestones, milestone, method, =how, =steps, how will this be done",
    Role.FINDING: "finding, findings, learning, learning point, key learning, issue, "
    "what we found, lesson, lessons",
    Role.RECOMMENDATION: "recommendation, recommendations, recommendation text, =rec text",
    Role.ACTION: "action, actions, specific action, action required, agreed action, action needed, "
    "action to be taken, what will we do, what will be done, what is being done, "
    "what needs to be done, task, =what, =activity",
}


def _plain(text: str) -> tuple[str, ...]:
    """The words of a heading, without punctuation; "#" is a word."""
    return tuple(re.findall(r"\w+|#", folded(text)))


_WHOLE = {
    _plain(one): role
    for role, words in _WORDS.items()
    for one in words.replace("=", "").split(", ")
}
_WITHIN = [
    (_plain(one), role)
    for role, words in _WORDS.items()
    for one in words.split(", ")
    if not one.startswith("=")
]


def role_of(heading: str) -> Role | None:
    """What the column beneath a heading holds; None where its words tell of none.

    >>> role_of("Lead agency/agencies"), role_of("Date of completion and outcome")
    (<Role.LEAD: 'the agency'>, <Role.COMPLETED: 'when it was completed'>)
    >>> role_of("Shoe size") is None
    True
    """
    words = _plain(heading)
    if words in _WHOLE:
        return _WHOLE[words]
    found = [(len(one), role) for one, role in _WITHIN if _stands_in(one, words)]
    # Of those as long, max gives the first.
    return max(found, key=lambda each: each[0])[1] if found else None


def _stands_in(part: Sequence[str], whole: Sequence[str]) -> bool:
    ends = range(len(whole) - len(part) + 1)
    return any(whole[start : start + len(part)] == part for start in ends)


def roles_of(headings: Iterable[str]) -> dict[Role, list[int]]:
    """The places of the columns that hold each thing, in order."""
    found: dict[Role, list[int]] = {}
    for place, heading in enumerate(headings):
        if role := role_of(heading):
            found.setdefault(role, []).append(place)
    return found
