"""The rule that one source does not state the same twice: one of the two was entered by mistake."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations
from typing import TypeVar

import attrs

from learning_tracker.kinds import Record, by_id
from learning_tracker.looking import of_each
from learning_tracker.network import Network
from learning_tracker.problems import Problem, warning
from learning_tracker.records import Finding, Recommendation
from learning_tracker.view import View

_BETWEEN_WORDS = re.compile(r"[\W_]+")

NEARLY_IDENTICAL = 0.9
"""Statements alike to this degree (of 1) are taken for one statement entered twice."""


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
    return _BETWEEN_WORDS.sub(" ", statement.casefold()).strip()
