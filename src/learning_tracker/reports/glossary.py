"""What the words of a report mean: the one place from which reports and documents take them."""

from learning_tracker.policy import Policy
from learning_tracker.queries.audits import SLIGHT_CHANGE

DEFINITIONS: dict[str, str] = {
    "source": "A review, an audit or an inspection from which learning comes.",
    "finding": "What a source found of practice: a strength, or an improvement "
    "(an area for improvement).",
    "independent": "Sources that share no incident. A rapid review and the LCSPR that arises "
    "from it count once. In order of date, a source counts if it shares no incident with one "
    "already counted. An LCSPR whose origin is unknown counts, and a note names it.",
    "recurring": "Findings of one judgement on one theme, raised by two or more independent "
    "sources.",
    "marked *": "Marked as progress: a strength on a coded theme that an earlier independent "
    "source raised as an improvement, or that repeats such a finding.",
    "marked **": "Marked as recurring: a finding of the same judgement on the same coded theme "
    "by an earlier independent source, or one that it repeats. Reviews are compared with "
    "reviews, case-file audits with case-file audits and reviews. Where the order is not "
    "certain there is no mark, and a note says so.",
    "theme": "What a finding is about. It counts at the theme that it is coded to, unless a table "
    "says that it groups by the broadest themes.",
    "completed": "The agency that leads an action says that it is done.",
    "signed off": "The partnership accepted that an action is done. The lead can never sign "
    "off its own action.",
    "evidence": "What shows that something was done. Activity: how much did we do? Quality: how "
    "well did we do it? Difference: what difference did it make? Evidence above activity that "
    "cannot be looked at is stated, not shown, and counts as activity.",
    "enough evidence": "Evidence at the partnership's level or above that can be looked at, "
    "and that is not from before the action was last reopened.",
    "evidenced": "Completed, with enough evidence.",
    "ruling": "What only the partnership or one of its groups decides of an action: a sign-off, a "
    "new date, sending it back, reopening, superseding or withdrawing it.",
    "sent back, reopened": "Not accepted as done, or taken up again after it was: to do again.",
    "superseded": "By a ruling, another action took its place.",
    "withdrawn": "By a ruling, given up.",
    "outstanding": "Neither signed off, superseded nor withdrawn: to do, or said to be done.",
    "late": "Outstanding, its agreed date wholly past, and not evidenced. A bare claim does not "
    "stop the clock.",
    "claimed": "Completed, not evidenced, and not late.",
    "at risk": "Outstanding, and due soon or not heard of for long; the policy below says how "
    "soon and how long.",
    "no due date": "Outstanding, and without an agreed date, so that it can never be late.",
    "on time": "Outstanding, and none of these.",
    "slippage": "From the last day of the first agreed date to that of the current one. It "
    "starts again when an action is reopened, and cannot be told where the two overlap.",
    "returned": "An improvement on a theme, or on one narrower, from a source whose incident or "
    "audited period began after an action on that theme was signed off.",
    "training only": "Answered by actions that are training, and by no others. What was "
    "superseded or withdrawn does not count.",
    "due for another look": "Signed off, and for a year, or as long as is asked, neither ruled on "
    "again nor shown by evidence above activity or from an audit.",
    "heard since": "Anything said, decided, found or shown, and dated after a meeting, of what "
    "the meeting decided about. It does not say that the decision was carried out.",
    "follow-up": "The day on which a meeting wants to hear of a decision again.",
    "follow-up overdue": "The date on which a meeting wanted to hear of a decision again is "
    "wholly past, and nothing was heard since.",
    "request": "What an agency was asked to report on, and by when.",
    "silent": "An agency that has not returned a request although its date is wholly past. An "
    "agency answers for what was asked of those that it succeeded.",
    "thread": "From a source to a finding, a recommendation, an action, its updates and "
    "evidence, and a later finding.",
    "gap": "Where a thread stops before evidence of a difference for children.",
    "slight": f"A change of an audit's mean grade by less than {SLIGHT_CHANGE} of a grade.",
    "reporting year": "From 1 April to 31 March.",
    "cannot tell": "What is on record leaves more than one answer. Nothing is guessed.",
    "as at": "Dated by that day. A date that is only known as a month, or wider, is shown as "
    "wide as it is known.",
    "colour challenge": "A reported colour that was better than the verdict's on the day it was "
    "reported. Where only today's differs, the colour is out of date.",
    "audience": "Whom a report is for: the group, the executive or the public.",
    "published": "The public may read it. Not so what is unpublished, withheld or embargoed; an "
    "embargo ends only by a change to published.",
    "left out": "Not published, or resting only on what is not. The public is told how much is "
    "left out, and nothing more of it.",
    "not shown": "Of a figure for the public: a small count of children, or one that would give "
    "such a count away.",
}


def verdicts(policy: Policy) -> str:
    """The policy by which verdicts and their colours are given, in a sentence."""
    colours = ", ".join(f"{verdict.label} {colour.label}" for verdict, colour in policy.colours)
    return (
        f"At risk: due within {policy.amber_days} days, or nothing heard for "
        f"{policy.stale_days} days. Colours of the verdicts: {colours}; a closed action has none."
    )
