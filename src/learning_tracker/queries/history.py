"""What was recorded when, by whom and why: the history of a record, and of the whole tracker."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from learning_tracker.errors import UnknownId
from learning_tracker.fields import Checked, fields_of
from learning_tracker.kinds import Record, kind_words
from learning_tracker.moments import minute_words, moment_words
from learning_tracker.queries.counting import plural
from learning_tracker.revisions import Heading, Revision
from learning_tracker.tables import Column, Note, Table, shown

THERE = "there when the history began"
ADDED = "added"
CHANGED = "changed"
REMOVED = "removed"
RESTORED = "restored"

NOTHING = "nothing"
"""How a field without a value is told."""


# Of one record


@attrs.frozen
class Difference:
    """A field whose value a change made another.

    Attributes:
        field: its name.
        before: what it held, in words.
        after: what it holds since, in words.
    """

    field: str
    before: str
    after: str

    @property
    def text(self) -> str:
        """The field, and its values before and after."""
        return f"{self.field.replace('_', ' ')}: {self.before} → {self.after}"


@attrs.frozen
class Revised:
    """A revision of a record, with what it changed.

    Attributes:
        revision: the revision.
        before: the record as it last stood before; None if it had never been there.
        deed: whether the change added, changed, removed or restored it.
        differences: the fields that it changed.
    """

    revision: Revision
    before: Record | None
    deed: str
    differences: tuple[Difference, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """The record as it stood then or, if it was removed, before."""
        return tuple(one for one in (self.revision.record or self.before,) if one is not None)

    @property
    def text(self) -> str:
        """What was changed, in words."""
        changed = "; ".join(one.text for one in self.differences)
        labels = "".join(one.label for one in self.records)
        return f"{self._told}: {changed or labels}".removesuffix(": ")

    @property
    def _told(self) -> str:
        """The deed; where the id stood for a record of another kind before, both kinds."""
        before, after = self.before, self.revision.record
        if before is None or after is None or before.kind == after.kind:
            return self.deed
        return f"removed as {kind_words(before.kind)}, added as {kind_words(after.kind)}"


REVISED_COLUMNS: tuple[Column[Revised], ...] = (
    Column("at", "Recorded", lambda row: minute_words(row.revision.at)),
    Column("by", "By", lambda row: row.revision.by),
    Column("why", "Why", lambda row: row.revision.why),
    Column("what", "What changed", lambda row: row.text),
)

REVISED_AS_DATA: tuple[Column[Revised], ...] = (
    Column("number", "Revision", lambda row: row.revision.number),
    Column("at", "Recorded", lambda row: row.revision.at.isoformat()),
    Column("by", "By", lambda row: row.revision.by),
    Column("why", "Why", lambda row: row.revision.why),
    Column("deed", "Deed", lambda row: row.deed),
    Column("fields", "Fields", lambda row: tuple(one.field for one in row.differences)),
    Column("before", "Before", lambda row: tuple(one.before for one in row.differences)),
    Column("after", "After", lambda row: tuple(one.after for one in row.differences)),
    Column("change", "Change", lambda row: row.revision.change),
)


def history(
    revisions: Iterable[Revision],
    identifier: str,
    *,
    known: Iterable[str] = (),
    limit: str = "",
) -> Table[Revised]:
    """The revisions of a record, the first first: when, by whom, why, and what changed.

    Args:
        revisions: those of the record, in their order.
        identifier: its id.
        known: the ids of all records there are or were, to name those that are like it.
        limit: what of the history is not told, as a clause; "" if all is.

    Raises:
        UnknownId: there are none.
    """
    rows = tuple(_revised(revisions))
    if not rows:
        raise UnknownId(identifier, known)
    return Table(
        caption=f"History of {identifier}, the first revision first",
        rows=rows,
        columns=REVISED_COLUMNS,
        as_data=REVISED_AS_DATA,
        empty="Nothing is recorded.",
        notes=_limit(limit),
    )


def _revised(revisions: Iterable[Revision]) -> Iterator[Revised]:
    before: Record | None = None
    last: Heading | None = None
    for one in revisions:
        differences = tuple(differences_between(before, one.record))
        yield Revised(one, before, _deed(one, last), differences)
        before, last = one.record or before, one


def _deed(one: Heading, before: Heading | None) -> str:
    """What a change did to a record, of which the revision before is known or not told."""
    if not one.change:
        return THERE
    if one.removes:
        return REMOVED
    if one.number == 1:
        return ADDED
    if before is None or not before.removes:
        return CHANGED
    return RESTORED if before.kind == one.kind else ADDED


def differences_between(before: Record | None, after: Record | None) -> Iterator[Difference]:
    """The fields in which a record differs from what it was.

    None, if it was or is not there, or is of another kind: then it is another record.
    """
    if before is None or after is None or before.kind != after.kind:
        return
    for field in fields_of(type(after)):
        was, became = (getattr(one, field.name) for one in (before, after))
        if was != became:
            yield Difference(field.name, words(was), words(became))


def words(value: object) -> str:
    """A field's value in words.

    >>> words(("police", "nhs")), words(None)
    ('police; nhs', 'nothing')
    """
    if isinstance(value, Checked):
        told = [f"{one.name} {words(getattr(value, one.name))}" for one in fields_of(type(value))]
        return ", ".join(told)
    if isinstance(value, tuple):
        return "; ".join(map(words, value)) or NOTHING
    return shown(value) or NOTHING


# Of all records


@attrs.frozen
class Logged:
    """A change, with the revisions that it made.

    Attributes:
        headings: the revisions, without what they hold.
        added: how many records it added or restored.
        changed: how many it changed.
        removed: how many it removed.
    """

    headings: tuple[Heading, ...]
    added: int
    changed: int
    removed: int

    @property
    def one(self) -> Heading:
        """Any of its revisions: all have the same moment, author and reason."""
        return self.headings[0]

    @property
    def records(self) -> tuple[Heading, ...]:
        """What it changed, by id."""
        return self.headings

    @property
    def deeds(self) -> tuple[str, ...]:
        """How many records it added, changed and removed, in words, but for none."""
        counted = {"added": self.added, "changed": self.changed, "removed": self.removed}
        return tuple(f"{count} {deed}" for deed, count in counted.items() if count)

    @property
    def kinds(self) -> tuple[str, ...]:
        """How many records of each kind it touched."""
        counted = Counter(one.kind for one in self.headings)
        return tuple(f"{kind_words(kind)}: {counted[kind]}" for kind in sorted(counted))


def _logged(name: str, heading: str, told: str) -> Column[Logged]:
    return Column(name, heading, lambda row: getattr(row, told))


_AUTHOR: tuple[Column[Logged], ...] = (
    Column("by", "By", lambda row: row.one.by),
    Column("why", "Why", lambda row: row.one.why),
)
_COUNTS = (
    _logged("added", "Added", "added"),
    _logged("changed", "Changed", "changed"),
    _logged("removed", "Removed", "removed"),
)
_KINDS = _logged("kinds", "Of which kinds", "kinds")

LOGGED_COLUMNS: tuple[Column[Logged], ...] = (
    Column("change", "Change", lambda row: row.one.change),
    Column("at", "Recorded", lambda row: minute_words(row.one.at)),
    *_AUTHOR,
    _logged("deeds", "What it did", "deeds"),
    _KINDS,
)

LOGGED_AS_DATA: tuple[Column[Logged], ...] = (
    Column("change", "Change", lambda row: row.one.change),
    Column("at", "Recorded", lambda row: row.one.at.isoformat()),
    *_AUTHOR,
    *_COUNTS,
    _KINDS,
    Column("records", "Records", lambda row: tuple(one.id for one in row.headings)),
)


def log(
    headings: Iterable[Heading],
    *,
    after: dt.datetime | None = None,
    now: dt.datetime | None = None,
    limit: str = "",
) -> Table[Logged]:
    """The changes, the newest first: when, by whom, why, and how many records of which kinds.

    Args:
        headings: all the revisions there are, in their order.
        after: from which moment on they are told; None tells all.
        now: the moment at which it is asked, to say so of one that is still to come.
        limit: what of the history is not told, as a clause; "" if all is.
    """
    every = list(changes(headings))
    rows = [one for one in every if after is None or one.one.at >= after]
    begins = f" since {moment_words(after)}" if after else ""
    return Table(
        caption=f"Changes{begins}, the newest first",
        rows=tuple(reversed(rows)),
        columns=LOGGED_COLUMNS,
        as_data=LOGGED_AS_DATA,
        empty=_to_come(after) if after and now and after > now else f"Nothing was changed{begins}.",
        denominator=f"{len(rows)} of {plural(len(every), 'change')}" if every else "",
        notes=_limit(limit),
    )


def _to_come(after: dt.datetime) -> str:
    moment = moment_words(after)
    return f"{moment[:1].upper()}{moment[1:]} is still to come: nothing can have changed since."


def changes(headings: Iterable[Heading]) -> Iterator[Logged]:
    """The changes that made these revisions, in their order.

    Args:
        headings: all the revisions there are, in their order.
    """
    last: dict[str, Heading] = {}
    made: dict[str, list[Heading]] = {}
    deeds: dict[str, Counter[str]] = {}
    for one in headings:
        if one.change:
            made.setdefault(one.change, []).append(one)
            deed = _deed(one, last.get(one.id))
            deeds.setdefault(one.change, Counter())[deed] += 1
        last[one.id] = one
    for change, those in made.items():
        did = deeds[change]
        yield Logged(tuple(those), did[ADDED] + did[RESTORED], did[CHANGED], did[REMOVED])


@attrs.frozen
class LastChanged:
    """A record, with the change that was the last to touch it.

    Attributes:
        heading: the last revision, without what it holds.
        deed: whether the change added, changed, removed or restored it.
    """

    heading: Heading
    deed: str

    @property
    def records(self) -> tuple[Heading, ...]:
        """The record, by its id."""
        return (self.heading,)

    @property
    def record(self) -> Heading:
        """The record, by its id."""
        return self.heading


def _last(name: str, heading: str, told: str) -> Column[LastChanged]:
    return Column(name, heading, lambda row: getattr(row.heading, told))


_WHO = (_last("by", "By", "by"), _last("why", "Why", "why"))

LAST_COLUMNS: tuple[Column[LastChanged], ...] = (
    _last("record", "Record", "id"),
    Column("kind", "Kind", lambda row: kind_words(row.heading.kind)),
    Column("deed", "Last", lambda row: row.deed),
    Column("at", "Recorded", lambda row: minute_words(row.heading.at)),
    *_WHO,
    _last("number", "Revisions", "number"),
)

LAST_AS_DATA: tuple[Column[LastChanged], ...] = (
    _last("kind", "Kind", "kind"),
    Column("deed", "Last", lambda row: row.deed),
    Column("at", "Recorded", lambda row: row.heading.at.isoformat()),
    *_WHO,
    _last("number", "Revisions", "number"),
    _last("change", "Change", "change"),
)


def last_changed(headings: Iterable[Heading], *, limit: str = "") -> Table[LastChanged]:
    """Every record there is or was with its last change, the newest first.

    Args:
        headings: all the revisions there are, in their order.
        limit: what of the history is not told, as a clause; "" if all is.
    """
    latest: dict[str, LastChanged] = {}
    for one in headings:
        before = latest.pop(one.id, None)
        latest[one.id] = LastChanged(one, _deed(one, before.heading if before else None))
    gone = sum(1 for one in latest.values() if one.heading.removes)
    return Table(
        caption="Records by their last change, the newest first",
        rows=tuple(reversed(latest.values())),
        columns=LAST_COLUMNS,
        as_data=LAST_AS_DATA,
        empty="Nothing was ever recorded.",
        denominator=_held(len(latest) - gone, gone),
        notes=_limit(limit),
    )


def _held(there: int, gone: int) -> str:
    counted = plural(there, "record")
    return (
        f"{counted}, and {gone} that {'was' if gone == 1 else 'were'} removed" if gone else counted
    )


def _limit(limit: str) -> tuple[Note, ...]:
    return (Note(f"{limit[0].upper()}{limit[1:]}."),) if limit else ()
