"""What can go wrong, each in a sentence that says what to do about it.

A programmer's mistake is raised as one of these; a problem in a user's data
is returned as a `Problem` (see `rules`), all of them at once.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from learning_tracker.wording import each_once, either, near_misses, quoted

_PRINTED = 100
"""How many problems a message lists."""

_LISTED = 12
"""How many choices a message lists; more would not be read."""


class LearningTrackerError(Exception):
    """The base of every error that this library raises on purpose."""


class StoreWarning(UserWarning):
    """Something beside a file, or about it, to be looked at; the file itself was opened."""


class InvalidDate(LearningTrackerError, ValueError):
    """A text, or a pair of days, that is no date this library can hold.

    Attributes:
        value: what was given.
        why: what is the matter with it.
    """

    def __init__(self, value: object, why: str) -> None:
        self.value = value
        self.why = why
        super().__init__(
            f"{quoted(value)} is not a date: {why}; write a day (2025-02-14), a month "
            "(2025-02), a year (2025) or a span of them (2025-01/2025-03)"
        )


class InvalidMoment(LearningTrackerError, ValueError):
    """A text, or a time, that is no moment at which something can have been recorded."""

    def __init__(self, value: object, why: str) -> None:
        self.value = value
        super().__init__(
            f"{quoted(value)} is not a moment: {why}; write a day (2025-02-14), which means its "
            "end, or a time with Z for UTC or its distance from it (2025-02-14T09:30Z, "
            "2025-07-14T09:30+01:00)"
        )


class StillToCome(InvalidMoment):
    """A moment at which nothing can have been recorded yet."""

    def __init__(self, value: object) -> None:
        super().__init__(value, "it is still to come")
        sentence = (
            f"{quoted(value)} is still to come, and more may be recorded by then; give a moment "
            "that has passed, or a day before today"
        )
        self.args = (sentence,)


class InvalidYear(LearningTrackerError, ValueError):
    """A text that names no reporting year."""

    def __init__(self, value: object, why: str) -> None:
        self.value = value
        super().__init__(
            f"{quoted(value)} is not a reporting year: {why}; a reporting year runs "
            "from 1 April to 31 March and is written 2024-25"
        )


class UnknownLimit(LearningTrackerError, LookupError):
    """A code that names no limit in the table."""

    def __init__(self, code: object, codes: Iterable[str]) -> None:
        self.code = code
        super().__init__(f"there is no limit {quoted(code)}; the limits are: {', '.join(codes)}")


class InvalidClock(LearningTrackerError, ValueError):
    """A clock or a count of days that was asked for what it cannot do."""

    def __init__(self, value: object, expected: str) -> None:
        self.value = value
        super().__init__(f"{expected}, found {quoted(value)}")


class Misfit(LearningTrackerError, ValueError):
    """A value that does not fit: what was expected, what came, and where in the value.

    The piece from which `InvalidField` and the problems of a file are made.
    """

    def __init__(self, expected: str, value: object, place: str = "") -> None:
        self.expected = expected
        self.value = value
        self.place = place
        super().__init__(f"expected {expected}, found {quoted(value)}")

    def within(self, place: str) -> "Misfit":
        """The same misfit, seen from the value around it."""
        return Misfit(self.expected, self.value, place + self.place)


class InvalidField(LearningTrackerError, ValueError):
    """A field of a record was given a value that does not fit it."""

    def __init__(self, kind: str, field: str, misfit: Misfit) -> None:
        self.kind = kind
        self.field = field
        self.misfit = misfit
        super().__init__(f"{kind}.{field}{misfit.place}: {misfit}")


class MissingExtra(LearningTrackerError, ImportError):
    """A package that only some uses need, and that is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        self.package = package
        self.extra = extra
        super().__init__(
            f"this needs {package}, which is not installed; install it with "
            f'pip install "learning-tracker[{extra}]"'
        )


class KindClash(LearningTrackerError, TypeError):
    """Two classes of record claim one name."""

    def __init__(self, kind: str, known: str, new: str) -> None:
        super().__init__(f"the kind {quoted(kind)} is {known}'s; give {new} a kind of its own")


class UnknownId(LearningTrackerError, KeyError):
    """An id for which there is no record, or no change or whatever else was asked for."""

    def __init__(self, identifier: object, known: Iterable[str], what: str = "record") -> None:
        self.identifier = identifier
        self.sentence = f"there is no {what} {quoted(identifier)}" + near_misses(
            str(identifier), known
        )
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return self.sentence


class DuplicateId(LearningTrackerError, ValueError):
    """An id that stands for another record already."""

    def __init__(self, identifier: str, kind: str) -> None:
        self.identifier = identifier
        super().__init__(
            f"the id {quoted(identifier)} stands for a record already, of kind {kind}; "
            "give this record another id, or replace that one"
        )


class OtherKind(LearningTrackerError, TypeError):
    """A record was to be replaced by one of another kind."""

    def __init__(self, identifier: str, before: str, after: str) -> None:
        super().__init__(
            f"{quoted(identifier)} is of kind {before} and cannot become of kind {after}; "
            "remove it and add the new record under an id of its own"
        )


class ChangeWithinChange(LearningTrackerError, RuntimeError):
    """Something was asked for that must wait for the end of the change under way."""

    def __init__(self) -> None:
        super().__init__("a change is under way already; finish it first")


class BrokenNetwork(LearningTrackerError, ValueError):
    """Records whose links would not be whole.

    Attributes:
        problems: all of them.
    """

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class ReadOnly(LearningTrackerError, TypeError):
    """Something that may only be read was to be changed."""

    def __init__(self, what: str, instead: str) -> None:
        super().__init__(f"{what} can only be read; {instead}")


class Unseen(UnknownId):
    """A record that is not there yet on the date as at which one looks."""

    def __init__(self, identifier: str, date: str) -> None:
        super().__init__(identifier, ())
        self.sentence = (
            f"{quoted(identifier)} is dated after {date}, the date as at which you look; "
            "look as at a later date"
        )


class NotPublic(UnknownId):
    """A record that may not be shown to the public."""

    def __init__(self, identifier: str) -> None:
        super().__init__(identifier, ())
        self.sentence = (
            f"{quoted(identifier)} may not be shown to the public: it is not published, or rests "
            "only on what is not; leave it out, or ask for the group"
        )


def _choices(words: list[str]) -> str:
    """The words to choose from; of many, the first few."""
    if not words:
        return "; there is none to choose from"
    if len(words) <= _LISTED:
        return f"; choose from {either(words)}"
    return f"; there are {len(words)} to choose from, such as {either(words[:3])}"


class UnknownChoice(LearningTrackerError, ValueError):
    """A question was asked with a word that it does not know."""

    def __init__(self, what: str, value: object, known: Iterable[str]) -> None:
        self.value = value
        words = each_once(known)
        hint = near_misses(str(value), words) or _choices(words)
        super().__init__(f"{quoted(value)} is no {what}{hint}")


class UnknownHeading(UnknownChoice):
    """A sheet has no column of the heading that was asked for."""

    def __init__(self, file: str, option: str, value: str, known: Iterable[str]) -> None:
        super().__init__("heading", value, known)
        say = f"say which column has the {option}, by {option}=… or on the command line --{option}"
        self.args = (f"{file}: {self}; {say}",)


class InvalidData(LearningTrackerError, ValueError):
    """A file, or its content, that is not as it must be; nothing of it was taken.

    Attributes:
        problems: all of them.
    """

    def __init__(self, problems: Sequence[Any], deed: str = "loaded") -> None:
        self.problems = problems
        lines = [str(one) for one in problems[:_PRINTED]]
        if left := len(problems) - len(lines):
            lines.append(f"and {left} more")
        super().__init__("\n".join([f"nothing was {deed}:", *lines]))


class StoreProblem(LearningTrackerError, OSError):
    """A file or database that could not be read or written.

    Attributes:
        where: which one.
    """

    def __init__(self, where: object, deed: str, why: str) -> None:
        self.where = where
        super().__init__(f"{where} cannot be {deed}: {why}")


class OneWriter(StoreProblem):
    """A file that others may have open on other computers, and that another holds to write it.

    Attributes:
        holder: who holds it, where and since when, as far as it is told.
    """

    def __init__(self, where: object, folder: object, holder: object, marker: str) -> None:
        self.holder = holder
        why = (
            f"it lies in {folder}, where one at a time can change it, and it is held by {holder}. "
            "You can go on reading it; ask them to close it, and try again. If that program or "
            f"computer has crashed, delete {marker} beside the file"
        )
        super().__init__(where, "written", why)


class WouldOverwrite(LearningTrackerError, FileExistsError):
    """A file was to be written over that must stay.

    Attributes:
        where: which one.
    """

    def __init__(self, where: object) -> None:
        self.where = where
        super().__init__(f"{where} is there already and is not written over; choose another name")


class TooLongForSheet(LearningTrackerError, ValueError):
    """Something was to be written into a workbook that it cannot hold whole; nothing is written.

    Attributes:
        what: each text, by record and field, or sheet.
    """

    def __init__(self, what: Sequence[str]) -> None:
        self.what = tuple(what)
        super().__init__(
            f"nothing was written, as a cell holds at most 32,767 characters: {'; '.join(what)}. "
            "Shorten it, or write tables (export --tables), which have no such limit"
        )


class AmbiguousName(LearningTrackerError, LookupError):
    """A name by which several records go."""

    def __init__(self, what: str, name: str, ids: Sequence[str]) -> None:
        self.ids = ids
        super().__init__(
            f"{quoted(name)} is the name of more than one {what}; give the id: {either(ids)}"
        )


class InvalidArgument(LearningTrackerError, ValueError):
    """A function was given something that it cannot take."""

    def __init__(self, name: str, expected: str, value: object) -> None:
        self.name = name
        self.value = value
        super().__init__(f"{name}: expected {expected}, found {quoted(value)}")


class InvalidSince(InvalidDate):
    """A text from which nothing can be counted: it is no date and names no reporting year."""

    def __init__(self, value: object) -> None:
        super().__init__(value, "nor does it name a reporting year")
        sentence = (
            f"{quoted(value)} is neither a date (2025-02-14, 2025-02, 2025) "
            "nor a reporting year (2021-22)"
        )
        self.args = (sentence,)


class NothingToChange(UnknownId):
    """An id for which there is no record that could be replaced or removed."""

    def __init__(
        self, identifier: object, known: Iterable[str], *, deed: str, instead: str
    ) -> None:
        super().__init__(identifier, ())
        hint = near_misses(str(identifier), known)
        self.sentence = f"there is no record {quoted(identifier)} to {deed}; {instead}{hint}"


class YearNotBegun(LearningTrackerError, ValueError):
    """A report was asked for on a year that begins after the tracker's date."""

    def __init__(self, year: str, date: str, current: str) -> None:
        super().__init__(
            f"the reporting year {year} has not begun as at {date}; "
            f"the year of that date is {current}"
        )


class NoChart(LearningTrackerError, ValueError):
    """A table was to be drawn that has no chart."""

    def __init__(self, caption: str) -> None:
        super().__init__(
            f"the table {quoted(caption)} has no chart; read it as a table, or draw it from "
            "its to_frame()"
        )


class NoAuthor(LearningTrackerError, ValueError):
    """A change was to be kept in a store that keeps a history, and nobody was named."""

    def __init__(self) -> None:
        super().__init__(
            "this tracker keeps who changes it; say who makes the change, a role or a group and "
            'never a person\'s name: tracker.change(by="business-unit", why="…") or, on the '
            "command line, --by business-unit (or LEARNING_TRACKER_BY)"
        )


class NoHistory(LearningTrackerError, LookupError):
    """A history was asked for that is not kept, or that may not be told."""

    def __init__(self, why: str, instead: str) -> None:
        super().__init__(f"{why}; {instead}")


class KeptBack(LearningTrackerError, ValueError):
    """What was asked of a tracker for the public tells more than the public may read."""

    def __init__(self, why: str, instead: str) -> None:
        super().__init__(f"{why}; {instead}")


class UndoRefused(LearningTrackerError, RuntimeError):
    """A change could not be undone; nothing is changed.

    Attributes:
        change: its id.
    """

    def __init__(self, change: str, reasons: Sequence[str]) -> None:
        self.change = change
        super().__init__(f"{change} is not undone: {'; '.join(reasons)}")


class ConflictError(LearningTrackerError, RuntimeError):
    """A change was to be made to what somebody else has changed meanwhile; nothing of it stands.

    The tracker now holds what the others made of it: look at it, and make the change again.

    Attributes:
        records: the ids of the records in conflict.
    """

    def __init__(self, records: Sequence[str], conflicts: Sequence[str]) -> None:
        self.records = tuple(records)
        sentences = "; ".join(conflicts)
        super().__init__(
            f"nothing was changed, as others changed the same meanwhile: {sentences}. The tracker "
            "now holds what they made of it; look at it, and make your change again"
        )


class ClashingIds(LearningTrackerError, ValueError):
    """Ids that stand for one record in one tracker and for another in the other.

    Attributes:
        clashes: both sides of each; `regional.clash_table` shows them.
    """

    def __init__(self, clashes: Sequence[Any], told: Iterable[str]) -> None:
        self.clashes = tuple(clashes)
        lines = list(told)[:_PRINTED]
        if left := len(self.clashes) - len(lines):
            lines.append(f"  and {left} more")
        what = "nothing was merged, as ids stand for one record in A and another in B:"
        do = "give the records of B a prefix, or, where they are meant to be the same, make them so"
        super().__init__("\n".join((what, *lines, do)))


class CannotBeRedacted(LearningTrackerError, ValueError):
    """A redaction was asked for that cannot be made."""

    def __init__(self, what: str, instead: Iterable[str]) -> None:
        super().__init__(
            f"{what} cannot be redacted: only texts can, and an id or a link is none; "
            f"what can be is {either(instead)}"
        )


class NothingToRedact(LearningTrackerError, ValueError):
    """A redaction was asked for where no text stands."""

    def __init__(self, identifier: str, field: str) -> None:
        super().__init__(
            f"no revision of {quoted(identifier)} has a text in {field}, or all were redacted "
            "before; nothing was changed"
        )


class RepeatsTheText(LearningTrackerError, ValueError):
    """What is said of a redaction repeats the very text that is to go."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} repeats the text that is to be redacted, and would keep it; say it in "
            "general terms, such as: a name stood there"
        )
