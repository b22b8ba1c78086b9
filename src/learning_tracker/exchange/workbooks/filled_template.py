"""What a filled-in template says: an action plan, and one review with what it found and asks."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from learning_tracker.exchange.folding import folded, slug
from learning_tracker.exchange.rows.known_names import UNKNOWN, Trouble
from learning_tracker.exchange.sheets.marked_sheets import MarkedBook
from learning_tracker.exchange.sheets.sheet import Sheet
from learning_tracker.exchange.workbooks.edited_workbook import EditedWorkbook
from learning_tracker.exchange.workbooks.export_mark import Exported
from learning_tracker.exchange.workbooks.filled_rows import FilledRows, Line
from learning_tracker.exchange.workbooks.template import (
    AGENCIES,
    FINDINGS,
    PLAN,
    RECOMMENDATIONS,
    REVIEW,
    SORTS,
    THEMES,
    VERSION,
)
from learning_tracker.kinds import Record
from learning_tracker.links import link_named
from learning_tracker.records import (
    Action,
    Agency,
    Evidence,
    Finding,
    RapidReview,
    Recommendation,
    Review,
    Theme,
    Update,
)
from learning_tracker.vocabulary import Event, Level
from learning_tracker.wording import either, quoted

_SHEETS = (PLAN, REVIEW, FINDINGS, RECOMMENDATIONS, AGENCIES, THEMES)


def filled_template(book: MarkedBook, held: Iterable[Record]) -> EditedWorkbook:
    """Read a filled-in template.

    Args:
        book: the workbook.
        held: the records of the tracker, which rows may speak of by name.

    Raises:
        StoreProblem: a sheet cannot be read.
        InvalidData: its headings are not whole, or it is of a later version.
    """
    book.must_be(VERSION, columns=2)
    sheets = book.read(_SHEETS)
    rows = FilledRows(tuple(held))
    reader = _Reader(rows)
    for name, kind in ((AGENCIES, Agency), (THEMES, Theme)):
        if name in sheets:
            rows.read_list(kind, sheets[name])
    if REVIEW in sheets:
        reader.read_review(sheets[REVIEW], sheets.get(FINDINGS), sheets.get(RECOMMENDATIONS))
    if PLAN in sheets:
        reader.read_plan(sheets[PLAN])
    return EditedWorkbook(
        Exported({}, {}), tuple(rows.records.values()), frozenset(), tuple(rows.problems)
    )


class _Reader:
    """Reads the sheets one after another."""

    def __init__(self, rows: FilledRows) -> None:
        self._rows = rows

    # One review

    def read_review(
        self, sheet: Sheet, findings: Sheet | None, recommendations: Sheet | None
    ) -> None:
        """Read a review with its findings and recommendations."""
        review = ""
        for number, line in enumerate(self._rows.lines(sheet, "Title")):
            if number:
                sentence = "this workbook takes one review; fill in another for the next one"
                self._rows.wrong(line, "Title", "second-review", sentence)
            else:
                review = self._review(line)
        by_number = {}
        for line in self._rows.lines(findings, "Finding"):
            if finding := self._of_the_review(line, review) and self._finding(line, review):
                by_number[self._rows.told(line, "Number")] = finding
        for line in self._rows.lines(recommendations, "Recommendation"):
            if self._of_the_review(line, review):
                self._recommended(line, review, by_number)

    def _of_the_review(self, line: Line, review: str) -> bool:
        if not review:
            sentence = "it belongs to a review, and none is filled in on the sheet Review"
            self._rows.wrong(line, "", "no-review", sentence)
        return bool(review)

    def _review(self, line: Line) -> str:
        review = self._source(line, "Title")
        kind = self._rows.kind_of(review)
        if kind is None or not issubclass(kind, Review):
            return review
        headings = {
            "summary": "Summary",
            "incident_on": "Incident on",
            "held_on" if kind is RapidReview else "completed_on": "Held or completed on",
            "published_on": "Published on",
        }
        body = {
            name: self._rows.told(line, heading, date=name.endswith("_on"))
            for name, heading in headings.items()
        }
        return self._rows.make(line, kind, review, body, headings)

    def _finding(self, line: Line, review: str) -> str:
        headings = {
            "statement": "Finding", "judgement": "Strength or improvement", "themes": "Themes",
            "agencies": "Agencies",
        }  # fmt: skip
        statement = self._rows.told(line, "Finding")
        body = {
            "sources": [review],
            "statement": statement,
            "judgement": self._rows.told(line, "Strength or improvement").casefold(),
            "themes": self._rows.find(line, "Themes", Finding, "themes"),
            "agencies": self._rows.find(line, "Agencies", Finding, "agencies"),
        }
        identifier = self._rows.id_for(Finding, review, statement)
        return self._rows.make(line, Finding, identifier, body, headings)

    def _recommended(self, line: Line, review: str, by_number: Mapping[str, str]) -> None:
        headings = {
            "statement": "Recommendation", "addressed_to": "Agencies", "themes": "Themes",
            "findings": "Rests on findings",
        }  # fmt: skip
        statement = self._rows.told(line, "Recommendation")
        body = {
            "source": review,
            "statement": statement,
            "addressed_to": self._rows.find(line, "Agencies", Recommendation, "addressed_to"),
            "themes": self._rows.find(line, "Themes", Recommendation, "themes"),
            "findings": [*self._numbered(line, by_number)],
        }
        identifier = self._rows.id_for(Recommendation, review, statement)
        self._rows.make(line, Recommendation, identifier, body, headings)

    def _numbered(self, line: Line, by_number: Mapping[str, str]) -> Iterator[str]:
        heading = "Rests on findings"
        for number in self._rows.told(line, heading).replace(",", "\n").split():
            if number in by_number:
                yield by_number[number]
            else:
                sentence = f"no finding that is filled in has the number {quoted(number)}"
                self._rows.wrong(line, heading, "unknown-number", sentence)

    # The action plan

    def read_plan(self, sheet: Sheet) -> None:
        """Read an action plan, a row for each action."""
        for line in self._rows.lines(sheet, "Source"):
            source = self._source(line, "Source")
            if not source:
                continue
            agencies = self._rows.find(line, "Agency", Action, "lead")
            if len(agencies) > 1:
                sentence = "one agency to a row: repeat the row for each of the others"
                self._rows.wrong(line, "Agency", "several-agencies", sentence)
            asked = self._rows.told(line, "Recommendation")
            answers = self._asked(line, source, asked, agencies) if asked else source
            self._action(line, answers, agencies[0] if agencies else "")

    def _source(self, line: Line, heading: str) -> str:
        """The id of the source that a cell names: one that is held, or a review that is new."""
        title = self._rows.told(line, heading)
        if not title:
            self._rows.wrong(line, heading, "missing-key", "write the title of the review here")
            return ""
        found = self._rows.names.finder(link_named(Recommendation, "source"))(title)
        if not isinstance(found, Trouble):
            return found
        sort = self._rows.told(line, "Sort of review")
        kind = {folded(word): kind for word, kind in SORTS.items()}.get(folded(sort))
        if found.code == UNKNOWN and kind is not None:
            return self._new_review(line, heading, kind, title)
        sentence = found.sentence
        if found.code == UNKNOWN:
            sentence = (
                f"the tracker has no source called {quoted(title)}; if it is new, say under Sort "
                f"of review which sort it is: {either(SORTS)}"
            )
        self._rows.wrong(line, heading, found.code, sentence)
        return ""

    def _new_review(self, line: Line, heading: str, kind: type[Review], title: str) -> str:
        identifier = slug(title)
        if not identifier or identifier in self._rows.held or identifier in self._rows.records:
            identifier = self._rows.id_for(kind, title)
        self._rows.names.add(kind, identifier, [title])
        return self._rows.make(line, kind, identifier, {"title": title}, {"title": heading})

    def _asked(self, line: Line, source: str, asked: str, agencies: list[str]) -> str:
        identifier = self._rows.id_for(Recommendation, source, asked)
        there = self._rows.held.get(identifier)
        known = list(there.addressed_to) if isinstance(there, Recommendation) else []
        body = {
            "source": source,
            "statement": asked,
            "addressed_to": list(dict.fromkeys([*known, *agencies])),
        }
        headings = {"source": "Source", "statement": "Recommendation", "addressed_to": "Agency"}
        return self._rows.make(line, Recommendation, identifier, body, headings)

    def _action(self, line: Line, answers: str, lead: str) -> None:
        statement = self._rows.told(line, "Action")
        if not statement:
            for heading in ("Due date", "Progress", "Evidence"):
                if line.cell(heading) is not None:
                    sentence = "there is no action in this row that it could be about"
                    self._rows.wrong(line, heading, "no-action", sentence)
            return
        headings = {"statement": "Action", "lead": "Agency", "due_on": "Due date"}
        body = {
            "statement": statement,
            "answers": [answers],
            "lead": lead,
            "due_on": self._rows.told(line, "Due date", date=True),
        }
        action = self._rows.id_for(Action, answers, lead, statement)
        self._rows.make(line, Action, action, body, headings)
        self._said_of(line, action, lead)

    def _has(self, line: Line, cells: Mapping[str, str]) -> bool:
        """Whether cells say what progress needs; of one that does not, that is told once."""
        told = {one.place for one in self._rows.problems}
        for heading, said in cells.items():
            if not said and line.place(heading) not in told:
                sentence = f"Progress is filled in, and {heading} must be too; fill it in"
                self._rows.wrong(line, heading, "missing-key", sentence)
        return all(cells.values())

    def _said_of(self, line: Line, action: str, lead: str) -> None:
        """Enter what was said of an action, and what shows it."""
        on = self._rows.told(line, "As at", date=True)
        progress = self._rows.told(line, "Progress")
        if progress and self._has(line, {"As at": on, "Agency": lead}):
            said: dict[str, Any] = {
                "action": action,
                "on": on,
                "by": lead,
                "event": Event.PROGRESS.value,
                "statement": progress,
            }
            headings = {"on": "As at", "by": "Agency", "statement": "Progress"}
            update = self._rows.id_for(Update, action, on, progress)
            self._rows.make(line, Update, update, said, headings)
        if shown := self._rows.told(line, "Evidence"):
            shows: dict[str, Any] = {
                "supports": [action],
                "on": on,
                "statement": shown,
                "level": Level.ACTIVITY.value,
            }
            headings = {"on": "As at", "statement": "Evidence"}
            evidence = self._rows.id_for(Evidence, action, on, shown)
            self._rows.make(line, Evidence, evidence, shows, headings)
