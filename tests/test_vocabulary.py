"""The closed vocabularies: exactly the design's words, and what is read of them."""

from enum import Enum

import pytest

from learning_tracker import vocabulary
from learning_tracker.vocabulary import (
    RULINGS,
    Colour,
    Event,
    Framework,
    Level,
    Outcome,
    ReviewType,
    Severity,
    Verdict,
    Word,
)

WORDS = {
    "AgencyRole": "safeguarding_partner relevant_agency group other",
    "Basis": "stated inferred",
    "Change": "training procedure system commissioning audit communication other",
    "Channel": (
        "national_repository website briefing bulletin training video conference team_meeting"
    ),
    "ClockFrom": "aware_on notified_on",
    "Colour": "blue green amber red",
    "Event": (
        "progress proposed_date rescheduled completed signed_off sent_back reopened superseded "
        "withdrawn"
    ),
    "Framework": "section-11 section-175-157 other",
    "Judgement": "strength improvement",
    "Level": "activity quality difference",
    "Publication": "unpublished published withheld embargoed",
    "ResponseDecision": "accepted accepted_in_part under_consideration not_accepted",
    "ReviewType": "national_review jtai inspection scrutiny dhr sar cdop inquiry other",
    "Scope": "local regional national",
    "State": (
        "agreed in_progress completed signed_off reopened superseded withdrawn order_not_known"
    ),
    "Verdict": "closed signed_off evidenced late claimed at_risk no_due_date on_time",
    "Outcome": "improvement slight_improvement no_change slight_decline decline first_theme",
    "Audience": "group executive public",
    "Severity": "error warning",
}


def vocabularies() -> dict[str, type[Word]]:
    """Every vocabulary of the module, by name."""
    found = {name: one for name, one in vars(vocabulary).items() if isinstance(one, type)}
    return {n: one for n, one in found.items() if issubclass(one, Word) and one is not Word}


def test_words() -> None:
    """The vocabularies hold the words of the design and no other, in its order."""
    found = {name: " ".join(word.value for word in one) for name, one in vocabularies().items()}
    assert found == WORDS


@pytest.mark.parametrize("words", vocabularies().values())
def test_words_are_no_texts(words: type[Word]) -> None:
    """A word equals no text, so that a misspelling never passes for one."""
    assert issubclass(words, Enum)
    assert not issubclass(words, str)
    for word in words:
        assert word != word.value
        assert words[word.value.upper().replace("-", "_")] is word


@pytest.mark.parametrize(
    ("word", "label"),
    [
        (ReviewType.JTAI, "JTAI"),
        (ReviewType.SAR, "SAR"),
        (ReviewType.NATIONAL_REVIEW, "national review"),
        (Verdict.NO_DUE_DATE, "no due date"),
        (Framework.SECTION_11, "section-11"),
        (Outcome.SLIGHT_DECLINE, "slight decline"),
        (Severity.ERROR, "error"),
    ],
)
def test_label(word: Word, label: str) -> None:
    """People read words without underscores, and initials in capitals."""
    assert word.label == label


def test_rulings() -> None:
    """Progress, a proposed date and a claim are everybody's; all other events are rulings."""
    assert set(Event) - RULINGS == {Event.PROGRESS, Event.PROPOSED_DATE, Event.COMPLETED}


def test_ladder() -> None:
    """Activity stands below quality, quality below difference."""
    assert [level.rung for level in Level] == [0, 1, 2]
    assert [level.value for level in Level] == ["activity", "quality", "difference"]


def test_better_colour() -> None:
    """Blue is better than green, green than amber, amber than red; none better than itself."""
    for place, colour in enumerate(Colour):
        assert [colour.better_than(other) for other in Colour] == [
            place < number for number in range(4)
        ]
