"""The parts of a drafted mapping: what each row makes, and what could not be told of it."""

import re

from learning_tracker.exchange.drafts.column_facts import Filled, several_in, some
from learning_tracker.exchange.drafts.drafted_columns import Columns, fits_template
from learning_tracker.exchange.drafts.drafted_fields import (
    DraftedPart,
    are_colours,
    colour_or_none,
    date,
    meaning,
    named,
    names,
    texts,
)
from learning_tracker.exchange.drafts.heading_words import Role
from learning_tracker.exchange.drafts.status_words import event_meant, event_reported, scope_meant

_AS_AT = "2025-03-31"
_KINDS = {
    "lcspr": r"lcspr|child safeguarding practice review|serious case review|\bscr\b",
    "rapid-review": r"rapid review",
}


def parts_of(columns: Columns) -> list[DraftedPart]:
    """The parts that the columns of a sheet suggest, those first on which others rest."""
    return _Drafting(columns).parts()


class _Drafting:
    """Takes the columns of a sheet, one role after another."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._recommendation = columns.take(Role.RECOMMENDATION)
        self._finding = columns.take(Role.FINDING)
        self._action = columns.take(Role.ACTION) or self._stand_in()
        self._lead = columns.take(Role.LEAD)
        self._several = several_in(self._lead) if self._lead else None
        self._number_of_recommendation, self._number_of_action = self._numbers()

    def parts(self) -> list[DraftedPart]:
        parts = [self._source()]
        if self._finding:
            parts.append(self._finding_part(self._finding))
        if self._recommendation:
            parts.append(self._recommendation_part(self._recommendation))
        if self._action:
            action = self._action_part(self._action)
            update = self._update()
            self._take_notes(action)
            parts += [action, *([update] if update else [])]
        return parts

    def _stand_in(self) -> Filled | None:
        """What tells of the action where no heading says "action"."""
        asked = self._recommendation
        columns = self._columns
        if asked and columns.of(Role.DUE, Role.STATUS, Role.COMPLETED, Role.PROGRESS):
            return asked
        if asked or self._finding:
            return None
        return columns.take(Role.HOW) or columns.longest()

    def _numbers(self) -> tuple[Filled | None, Filled | None]:
        """The columns of numbers of recommendations, and of actions."""
        asked = self._columns.take(Role.RECOMMENDATION_NUMBER) if self._recommendation else None
        done = self._columns.take(Role.ACTION_NUMBER)
        if (asked and done) or not (number := self._columns.take(Role.NUMBER)):
            return asked, done
        if self._recommendation and not asked and self._one_each(self._recommendation, number):
            return number, done
        return asked, done or number

    def _one_each(self, texts: Filled, numbers: Filled) -> bool:
        """Whether no text has two numbers."""
        found: dict[object, set[object]] = {}
        for text, number, _ in self._columns.beside(texts, numbers):
            if text is not None and number is not None:
                found.setdefault(text, set()).add(number)
        return all(len(one) == 1 for one in found.values())

    # The parts

    def _source(self) -> DraftedPart:
        column = self._columns.take(Role.SOURCE)
        if column and fits_template(column):
            part = DraftedPart("source", {}, [f"A review for each {named(column)}."])
            kind = _kind(column, part)
            part.fields |= {
                "kind": kind,
                "id": f"review-{{{column.heading}}}",
                "title": column.heading,
            }
            if kind != "rapid-review" and (published := self._columns.take(Role.PUBLISHED)):
                part.fields["published_on"] = date(published, part)
            return part
        asked = (self._recommendation, self._finding, self._action)
        needed = list(dict.fromkeys(one.heading for one in asked if one))
        return DraftedPart(
            "source",
            {
                "kind": "learning-review",
                "id": "the-review",
                "only_if": needed,
                "title": {"always": "The review"},
            },
            [_NO_REVIEW],
        )

    def _finding_part(self, column: Filled) -> DraftedPart:
        return DraftedPart(
            "finding",
            {
                "id": _id("finding", column),
                "sources": {"same_row": "source"},
                "judgement": {"always": "improvement"},
                "statement": column.heading,
            },
            [_ALL_IMPROVEMENTS],
        )

    def _recommendation_part(self, column: Filled) -> DraftedPart:
        part = DraftedPart("recommendation", {})
        number = self._number_of_recommendation
        part.fields |= {
            "id": _id("rec", number or column),
            "source": {"same_row": "source"},
            "statement": column.heading,
        }
        if self._action and self._action is not column:
            # An action without a recommendation is told.
            part.fields["only_if"] = [column.heading, self._action.heading]
        if not number:
            part.comments.append(_BY_WORDS)
        if self._finding:
            part.fields["findings"] = {"same_row": "finding"}
        if self._lead and self._several:
            part.fields["addressed_to"] = names(self._lead, part, told=True)
        self._add_theme(part)
        if scope := self._columns.take(Role.SCOPE):
            part.fields["scope"] = meaning(scope, part, scope_meant)
        return part

    def _action_part(self, column: Filled) -> DraftedPart:
        part = DraftedPart("action", {})
        same = column is self._recommendation
        part.fields["id"] = self._id_of_action(column, part)
        above = "recommendation" if self._recommendation else "finding" if self._finding else ""
        part.fields["answers"] = {"same_row": above or "source"}
        part.fields["statement"] = column.heading
        if same:
            part.comments.append(
                "No column tells of actions; the draft takes the words of the recommendation."
            )
        elif column.heading not in self._columns.used:
            self._columns.used.add(column.heading)
            part.comments.append(
                f"No heading tells where the action stands; {named(column)} has the longest texts."
            )
        if not self._recommendation:
            self._add_theme(part)
        self._add_lead(part)
        for role, field in ((Role.AGREED, "agreed_on"), (Role.DUE, "due_on")):
            if held := self._columns.take(role):
                part.fields[field] = date(held, part)
        if measures := self._columns.take_all(Role.SUCCESS):
            part.fields["success_measure"] = texts(measures)
        return part

    def _id_of_action(self, column: Filled, part: DraftedPart) -> str:
        if column is self._recommendation:
            return "{id of recommendation}-action"
        if number := self._number_of_action:
            return _id("action", number)
        part.comments.append(_BY_WORDS)
        if self._recommendation and fits_template(column) and len(column.spots) < column.count:
            return f"{{id of recommendation}}-{{{column.heading}}}"
        return _id("action", column)

    def _add_theme(self, part: DraftedPart) -> None:
        if theme := self._columns.take(Role.THEME):
            part.fields["themes"] = names(theme, part, told=True)

    def _add_lead(self, part: DraftedPart) -> None:
        if self._lead and self._several and self._several.split:
            cells = some(self._several.cells)
            if not self._recommendation:
                part.fields["supporting"] = names(self._lead, part, told=True)
                part.comments.append(
                    f"An action has one lead, and {cells} of {named(self._lead)} name several: "
                    "all are put down as supporting, and none as lead."
                )
                return
            # The recommendation makes the agencies; what is several here is none of them.
            part.fields["lead"] = self._lead.heading
            part.comments.append(
                f"An action has one lead, and several are named in {cells} of "
                f"{named(self._lead)}: such a row is refused until one is."
            )
        elif self._lead:
            part.fields["lead"] = names(self._lead, part, told=self._recommendation is None)
        if column := self._columns.take(Role.SUPPORTING):
            part.fields["supporting"] = names(column, part, told=True)

    def _take_notes(self, action: DraftedPart) -> None:
        """Keep what is said of the action, and of no day, as its note."""
        columns = self._columns.take_all(Role.HOW, Role.PROGRESS, Role.EVIDENCE)
        if columns:
            action.fields["note"] = texts(columns)

    # What was said of the action

    def _update(self) -> DraftedPart | None:
        """What the columns of status say has happened; None if there are none."""
        completed = self._columns.take(Role.COMPLETED)
        status = self._columns.take(Role.STATUS)
        reported = None if completed or not status else self._columns.take(Role.STATUS_DATE)
        if not (completed or status):
            return None
        part = DraftedPart("update", {"action": {"same_row": "action"}})
        if day := completed or reported:
            part.fields["on"] = date(day, part)
        else:
            part.off = True
            part.fields["on"] = {"always": _AS_AT}
            part.comments.append(
                "The sheet does not say of what day its status is. Write that day in place of "
                f"{_AS_AT}, and take away the # before each line of this part."
            )
        self._add_by(part)
        self._add_status(part, status, completed)
        said = Role.EVIDENCE if completed else Role.PROGRESS
        if day and (words := self._columns.take(said)):
            part.fields["statement"] = words.heading
        return part

    def _add_by(self, part: DraftedPart) -> None:
        if self._lead and self._several and not self._several.split:
            part.fields["by"] = {"column": self._lead.heading, "create": True}
            return
        if self._lead and self._recommendation:
            part.fields["by"] = self._lead.heading
            return
        part.off = True
        part.fields["by"] = {"always": "who-reports"}
        part.comments.append(
            "Who says so is not told for certain. Write the id of an agency or of the partnership "
            "in place of who-reports, and take away the # before each line of this part."
        )

    def _add_status(
        self, part: DraftedPart, status: Filled | None, completed: Filled | None
    ) -> None:
        if status and not are_colours(status):
            meant = event_meant if completed else event_reported
            part.fields["event"] = meaning(status, part, meant)
            part.fields["only_if"] = [one.heading for one in (status, completed) if one]
            return
        part.fields["event"] = {"always": "completed" if completed else "progress"}
        if completed:
            part.fields["only_if"] = [completed.heading]
        if status:
            part.fields["colour"] = meaning(status, part, colour_or_none)


_NO_REVIEW = (
    "The sheet does not name the review that its rows come from. Write the id and the title of "
    "that review here; two plans under one id would become one. If it is no learning review, its "
    'kind is another, such as "lcspr".'
)
_ALL_IMPROVEMENTS = (
    "Whether a finding is a strength or an improvement is not told; the draft takes all for "
    "improvements."
)
_BY_WORDS = (
    "Its id is made of its words, as no column numbers it: with other words it would be another."
)


def _id(prefix: str, column: Filled) -> str:
    """An id below that of the source, made of a column."""
    ending = f"-{{{column.heading}}}" if fits_template(column) else ""
    return f"{{id of source}}-{prefix}{ending}"


def _kind(column: Filled, part: DraftedPart) -> str:
    """The kind of review, where the words of the column tell."""
    words = " ".join([column.heading, *(text for text, _ in column.texts)]).casefold()
    found = [kind for kind, pattern in _KINDS.items() if re.search(pattern, words)]
    if len(found) == 1:
        return found[0]
    part.comments.append("What kind of review each is cannot be told; the draft takes one kind.")
    return "learning-review"
