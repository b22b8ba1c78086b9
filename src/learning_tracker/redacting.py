"""Redacting: a text goes from every revision, and what may still hold it is told.

Neither the result nor any error repeats the text.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

import attrs

from learning_tracker.errors import (
    CannotBeRedacted,
    InvalidArgument,
    Misfit,
    NoAuthor,
    NothingToRedact,
    RepeatsTheText,
    UnknownId,
)
from learning_tracker.fields import text as checked_text
from learning_tracker.keeping import Keeper
from learning_tracker.kinds import Record
from learning_tracker.redaction import (
    SAID,
    Of,
    Redaction,
    Target,
    may_be_redacted,
    must_be_redactable,
    repeats,
    texts_in,
)
from learning_tracker.revisions import Revision
from learning_tracker.stores.locations import is_database
from learning_tracker.stores.store import Copy, Deed


@attrs.frozen
class Place:
    """Where a redacted text stands still.

    Attributes:
        id: the id of the record or of the change; the name of the redaction.
        field: the field; of a change or a redaction, "by" is who made it and "why" the reason.
        now: whether it stands there now, and not only in earlier revisions of a record.
    """

    id: str
    field: str
    now: bool

    def __str__(self) -> str:
        """In words."""
        return f"{self.field} of {self.id}{'' if self.now else ' (in earlier revisions)'}"


@attrs.frozen
class Redacted:
    """What a redaction did, and where the text may still be.

    Attributes:
        redaction: who took the text out of what, when and why.
        elsewhere: where the whole text stands still in this tracker.
        copies: the copies made while the text was there, as far as they are known.
        left: what else may hold it, each in a sentence.
    """

    redaction: Redaction
    elsewhere: tuple[Place, ...]
    copies: tuple[Copy, ...]
    left: tuple[str, ...]

    def __str__(self) -> str:
        """In words, without the text."""
        done = self.redaction
        many = "1 revision" if done.revisions == 1 else f"{done.revisions} revisions"
        within = f" in {many}" if done.revisions else ""
        return "\n".join(
            [
                f"{done.field} of {done.id} was redacted{within} ({done.name}).",
                *_listed("The same text still stands in:", map(str, self.elsewhere)),
                *_listed("Known copies made while it was there:", map(_copy, self.copies)),
                *_listed("It may also still stand in:", self.left),
                "Reports, and copies made by other means, are not known here.",
            ]
        )


def _copy(one: Copy) -> str:
    return f"{one.what} of {one.at:%Y-%m-%d %H:%M} (UTC): {one.place}"


def _listed(heading: str, lines: Iterable[str]) -> list[str]:
    items = [f"  - {line}" for line in lines]
    return [heading, *items] if items else []


def redact(keeper: Keeper, identifier: str, field: str, by: str, why: str) -> Redacted:
    """Take a text out of every revision of a record, or out of what is said of a change.

    Of a change, and of a redaction, that is who made it or the reason. The change that tells of
    a redaction is taken for the redaction itself. Asked for once more, it only looks after what
    could not be overwritten the first time.

    Raises:
        UnknownId: there never was such a record, change or redaction.
        CannotBeRedacted: the field holds no text of its own.
        NothingToRedact: no text stands there.
        RepeatsTheText: `by` or `why` repeats it.
        NoAuthor: `by` is blank.
        InvalidArgument: `why` is blank, or one of them is no text.
        ChangeWithinChange: a change is under way.
        StoreProblem: it cannot be kept, or this login may not; nothing is changed.
    """
    keeper.store.must_let(Deed.REDACT)
    _must_be_said(by, why)
    keeper.refresh()
    meant = _meant(keeper, identifier, field)
    texts = {text for text, _ in meant.texts}
    if not texts:
        return _once_more(keeper, meant.target)
    for name, said in (("by", by), ("why", why)):
        if repeats(said, texts):
            raise RepeatsTheText(name)
    first = min(at for _, at in meant.texts)
    store = keeper.store
    done = store.redact(meant.target, by.strip(), why.strip())
    keeper.refresh()
    left = store.scrub(meant.target)
    elsewhere = _standing(store.revisions(), store.redactions(), texts)
    copies = _holding(store.copies(), meant.target, first, done.at)
    return Redacted(done, tuple(elsewhere), copies, left)


def _must_be_said(by: str, why: str) -> None:
    for name, said in (("by", by), ("why", why)):
        try:
            checked_text(said)
        except Misfit as found:
            raise InvalidArgument(name, found.expected, said) from None
    if not by.strip():
        raise NoAuthor
    if not why.strip():
        raise InvalidArgument("why", "a reason in general terms", why)


@attrs.frozen
class _Meant:
    """What is to be redacted.

    Attributes:
        target: what is to be taken out of what.
        texts: the texts that stand there, each with a moment since which it does.
    """

    target: Target
    texts: tuple[tuple[str, dt.datetime], ...]


def _meant(keeper: Keeper, identifier: str, field: str) -> _Meant:
    """What an id and a field mean: those of a record, if it has such a field, come first."""
    store = keeper.store
    of_record = store.revisions(record=identifier)
    kinds = [type(one.record) for one in of_record if one.record is not None]
    if any(field in may_be_redacted(kind) for kind in kinds):
        return _stands(Of.RECORD, identifier, field, _values(of_record, field))
    change = store.revisions(change=identifier) if identifier else ()
    for one in store.redactions():
        if identifier == one.name or any(map(one.is_told_by, change)):
            return _said(Of.REDACTION, one.name, field, [one])
    if change:
        return _said(Of.CHANGE, identifier, field, change)
    if kinds:
        must_be_redactable(kinds[-1], field)
    raise _unknown(keeper, identifier, field)


def _values(revisions: Iterable[Revision], field: str) -> Iterator[tuple[object, dt.datetime]]:
    for one in revisions:
        if one.record is not None and field in may_be_redacted(type(one.record)):
            yield getattr(one.record, field), one.at


def _said(
    of: Of, identifier: str, field: str, where: Iterable[Revision] | Iterable[Redaction]
) -> _Meant:
    if field not in SAID:
        raise CannotBeRedacted(f"{field} of a {of.value}", SAID)
    return _stands(of, identifier, field, ((getattr(one, field), one.at) for one in where))


def _stands(
    of: Of, identifier: str, field: str, values: Iterable[tuple[object, dt.datetime]]
) -> _Meant:
    texts = ((text, at) for value, at in values for text in texts_in(value))
    return _Meant(Target(of, identifier, field), tuple(texts))


def _unknown(keeper: Keeper, identifier: str, field: str) -> UnknownId:
    """That there is nothing with an id, and what it seems to be the id of."""
    if identifier.startswith(f"{Of.REDACTION.value}-"):
        names = [one.name for one in keeper.store.redactions()]
        return UnknownId(identifier, names, Of.REDACTION.value)
    if field in SAID or identifier.startswith(f"{Of.CHANGE.value}-"):
        changes = {one.change for one in keeper.store.headings() if one.change}
        return UnknownId(identifier, changes, Of.CHANGE.value)
    return UnknownId(identifier, keeper.network)


def _once_more(keeper: Keeper, target: Target) -> Redacted:
    """What is to be done again where a text was redacted before.

    Raises:
        NothingToRedact: none was.
    """
    before = [
        one for one in keeper.store.redactions() if (one.id, one.field) == (target.id, target.field)
    ]
    if not before:
        raise NothingToRedact(target.id, target.field)
    ever = keeper.store.revisions(record=target.id) if target.of is Of.RECORD else ()
    since = min((one.at for one in ever), default=None)
    copies = _holding(keeper.store.copies(), target, since, before[-1].at)
    return Redacted(before[-1], (), copies, keeper.store.scrub(target))


def _holding(
    copies: Iterable[Copy], target: Target, since: dt.datetime | None, until: dt.datetime
) -> tuple[Copy, ...]:
    """The copies made while a text was there, of those that can hold it.

    Who changed a record and why is only in a copy that has the history.
    """
    return tuple(
        one
        for one in copies
        if (since is None or since <= one.at)
        and one.at <= until
        and (target.of is Of.RECORD or (one.what != "export" and is_database(one.place)))
    )


def _standing(
    revisions: Sequence[Revision], redactions: Iterable[Redaction], texts: Iterable[str]
) -> Iterator[Place]:
    """Where texts stand in the revisions of all records, and in what is said of changes.

    What the change that tells of a redaction repeats is told once, as that of the redaction.
    """
    sought = tuple(texts)
    latest = {one.id: one.sequence for one in revisions}
    telling = {(one.at, one.id): one.name for one in redactions}
    found: dict[tuple[str, str], bool] = {}
    for one in revisions:
        place = telling.get((one.at, one.id), one.change)
        found |= dict.fromkeys(((place, field) for field in _said_with(one, sought)), True)
        for field in _fields_with(one.record, sought):
            now = latest[one.id] == one.sequence
            found[one.id, field] = found.get((one.id, field), False) or now
    for done in redactions:
        found |= dict.fromkeys(((done.name, field) for field in _said_with(done, sought)), True)
    places = (Place(*where, now) for where, now in found.items())
    yield from sorted(places, key=attrgetter("id", "field"))


def _said_with(one: Revision | Redaction, texts: Sequence[str]) -> list[str]:
    return [field for field in SAID if repeats(getattr(one, field), texts)]


def _fields_with(record: Record | None, texts: Sequence[str]) -> Iterator[str]:
    if record is not None:
        for field in may_be_redacted(type(record)):
            if any(repeats(text, texts) for text in texts_in(getattr(record, field))):
                yield field
