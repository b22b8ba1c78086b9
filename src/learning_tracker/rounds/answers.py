"""What an agency answers of one action: what it filled in, understood."""

import datetime as dt
from collections.abc import Iterator, Mapping

import attrs

from learning_tracker.dates import When
from learning_tracker.errors import Misfit
from learning_tracker.exchange.sheets.cells import garbled
from learning_tracker.exchange.sheets.day_formats import by_hand
from learning_tracker.exchange.sheets.sheet import Unreadable, Value
from learning_tracker.exchange.sheets.writing import LONGEST_TEXT, length
from learning_tracker.fields import text
from learning_tracker.identifiers import find
from learning_tracker.problems import Problem, error, warning
from learning_tracker.rounds import cells, form
from learning_tracker.rounds.returned import Filled
from learning_tracker.vocabulary import Colour, Event, Level
from learning_tracker.wording import either, near_misses, quoted

LEVELS: Mapping[str, Level] = dict(zip(form.TEXTS, Level, strict=True))
"""What each column of text is evidence of."""


@attrs.frozen
class Answer:
    """What an agency answers of one action.

    Attributes:
        action: the action's id.
        number: its number in the workbook.
        texts: what was written in the columns of text, by heading.
        colour: the colour that it reports.
        new_date: the date that it proposes.
        finished: whether it says that the action is done; None if it does not say.
        place: where the row stands.
    """

    action: str
    number: int
    texts: Mapping[str, str]
    colour: Colour | None
    new_date: When | None
    finished: bool | None
    place: str

    @property
    def event(self) -> Event:
        """What the answer says happened."""
        if self.finished:
            return Event.COMPLETED
        return Event.PROGRESS if self.new_date is None else Event.PROPOSED_DATE

    @property
    def evidence(self) -> tuple[tuple[Level, str], ...]:
        """What is shown: a level and a text for each column that is filled in."""
        return tuple((LEVELS[one], text) for one, text in self.texts.items())


class Understanding:
    """Understands what was filled in in one row, and notes what does not add up.

    Attributes:
        problems: what does not.
    """

    def __init__(self, filled: Filled, offered: tuple[Colour, ...], day: dt.date) -> None:
        """Take a row.

        Args:
            filled: the row.
            offered: the colours that may be chosen.
            day: the day on which it came back.
        """
        self._filled = filled
        self._offered = offered
        self._day = day
        self.problems: list[Problem] = []

    def answer(self) -> Answer:
        """What it says; what cannot be understood is left out, and is among the problems."""
        one = self._filled
        for heading, value in one.values.items():
            if isinstance(value, Unreadable):
                self._refuse("cell-unreadable", heading, value.why)
        answer = Answer(
            action=one.action,
            number=one.number,
            texts=dict(self._texts()),
            colour=self._colour(),
            new_date=self._new_date(),
            finished=self._finished(),
            place=one.place,
        )
        self._hold_together(answer)
        return answer

    def _value(self, heading: str) -> Value:
        value = self._filled.values.get(heading)
        return None if isinstance(value, Unreadable) else value

    def _refuse(self, code: str, heading: str, sentence: str) -> None:
        place = self._filled.places[heading]
        self.problems.append(error(code, self._filled.action, place, sentence))

    def _warn(self, code: str, heading: str, sentence: str) -> None:
        place = self._filled.places[heading]
        self.problems.append(warning(code, self._filled.action, place, sentence))

    def _texts(self) -> Iterator[tuple[str, str]]:
        for heading in form.TEXTS:
            written = cells.plain_text(self._value(heading))
            try:
                text(written)
            except Misfit as found:
                self._refuse("text-refused", heading, f"{found}; type the text anew")
                continue
            if length(written) > LONGEST_TEXT:
                self._refuse(
                    "text-too-long", heading,
                    f"the text has {length(written):,} characters, and a cell holds "
                    f"{LONGEST_TEXT:,}; shorten it",
                )  # fmt: skip
            elif written:
                self._look_into(heading, written)
                yield heading, written

    def _look_into(self, heading: str, written: str) -> None:
        """Warn of what a text should not hold, and do not repeat it."""
        if sorts := dict.fromkeys(found.sort.label for found in find(written)):
            self._warn(
                "identifier-in-text", heading,
                f"the text seems to identify a person ({', '.join(sorts)}); take it out, and put "
                "a pseudonym or nothing in its place",
            )  # fmt: skip
        if garbled(written):
            self._warn(
                "garbled-text", heading,
                "some letters of the text look garbled, as by a program that read them wrongly; "
                "put them right",
            )  # fmt: skip

    def _colour(self) -> Colour | None:
        said = cells.plain_text(self._value(form.COLOUR))
        known = {one.label.capitalize(): one for one in self._offered}
        if not said or said.capitalize() in known:
            return known.get(said.capitalize())
        hint = near_misses(said, known) or f"; choose {either(known)}"
        self._refuse("unknown-colour", form.COLOUR, f"{quoted(said)} is no colour to choose{hint}")
        return None

    def _finished(self) -> bool | None:
        said = cells.plain_text(self._value(form.FINISHED))
        known = {form.YES: True, form.NO: False}
        if not said or said.capitalize() in known:
            return known.get(said.capitalize())
        self._refuse(
            "unknown-answer", form.FINISHED, f"{quoted(said)} is no answer here; choose Yes or No"
        )
        return None

    def _new_date(self) -> When | None:
        value = self._value(form.NEW_DATE)
        if not cells.plain_text(value):
            return None
        try:
            day = by_hand(value)
        except Misfit as found:
            self._refuse("not-a-date", form.NEW_DATE, str(found))
            return None
        if day.entirely_before(self._day):
            self._refuse(
                "date-past", form.NEW_DATE,
                f"the date proposed, {day}, was past when the workbook came back, "
                f"{When.day(self._day)}; ask which date is meant",
            )  # fmt: skip
        return day

    def _hold_together(self, answer: Answer) -> None:
        if answer.finished and answer.new_date is not None:
            self._refuse(
                "finished-with-date", form.NEW_DATE,
                "the action is said to be finished, and yet another date is proposed; ask which is "
                "meant, and empty the other cell",
            )  # fmt: skip
        if answer.finished and not any(one in self._filled.values for one in form.TEXTS):
            self._warn(
                "finished-without-evidence", form.FINISHED,
                "the action is said to be finished, without a word of evidence; it is recorded as "
                "the agency's word, and does not stop the clock",
            )  # fmt: skip
