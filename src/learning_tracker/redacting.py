"""Redacting: a text goes from every revision, and what may still hold it is told.

Neither the result nor any error repeats the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

import attrs

from learning_tracker.errors import (
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
    WHY,
    Redaction,
    may_be_redacted,
    must_be_redactable,
    repeats,
    texts_in,
)
from learning_tracker.revisions import Revision
from learning_tracker.stores.store import Copy


@attrs.frozen
class Place:
    """Where a redacted text stands still.

    Attributes:
        id: the record's id; that of a change, where the field is "why".
        field: the field; "why" is the reason of a change.
        now: whether it stands in the record as it is now, and not only in earlier revisions.
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
        return "\n".join(
            [
                f"{done.field} of {done.id} was redacted in {many}.",
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
    """Take a text out of every revision of a record, or the reason out of a change.

    Asked for once more, it only looks after what could not be overwritten the first time.

    Raises:
        UnknownId: there never was such a record, or such a change.
        CannotBeRedacted: the field holds no text of its own.
        NothingToRedact: no revision has a text there.
        RepeatsTheText: `by` or `why` repeats it.
        NoAuthor: `by` is blank.
        InvalidArgument: `why` is blank, or one of them is no text.
        ChangeWithinChange: a change is under way.
        StoreProblem: it cannot be kept; nothing is changed.
    """
    _must_be_said(by, why)
    keeper.refresh()
    revisions = _revisions_meant(keeper, identifier, field)
    texts = {text for one in revisions for text in _texts(one, field)}
    if not texts:
        return _once_more(keeper, identifier, field)
    for name, said in (("by", by), ("why", why)):
        if repeats(said, texts):
            raise RepeatsTheText(name)
    first = min(one.at for one in revisions if any(_texts(one, field)))
    done = keeper.store.redact(identifier, field, by.strip(), why.strip())
    keeper.refresh()
    left = keeper.store.scrub()
    elsewhere = _standing(keeper.store.revisions(), keeper.store.redactions(), texts)
    copies = tuple(one for one in keeper.store.copies() if first <= one.at <= done.at)
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


def _revisions_meant(keeper: Keeper, identifier: str, field: str) -> Sequence[Revision]:
    store = keeper.store
    if field == WHY:
        revisions = store.revisions(change=identifier) if identifier else ()
    else:
        revisions = store.revisions(record=identifier)
    if not revisions:
        raise UnknownId(identifier, keeper.network)
    if field != WHY:
        kinds = [type(one.record) for one in revisions if one.record is not None]
        if not any(field in may_be_redacted(kind) for kind in kinds):
            must_be_redactable(kinds[-1], field)
    return revisions


def _texts(revision: Revision, field: str) -> Iterator[str]:
    if field == WHY:
        yield from texts_in(revision.why)
    elif revision.record is not None and field in may_be_redacted(type(revision.record)):
        yield from texts_in(getattr(revision.record, field))


def _once_more(keeper: Keeper, identifier: str, field: str) -> Redacted:
    """What is to be done again where a text was redacted before.

    Raises:
        NothingToRedact: none was.
    """
    before = [
        one for one in keeper.store.redactions() if (one.id, one.field) == (identifier, field)
    ]
    if not before:
        raise NothingToRedact(identifier, field)
    copies = tuple(one for one in keeper.store.copies() if one.at <= before[-1].at)
    return Redacted(before[-1], (), copies, keeper.store.scrub())


def _standing(
    revisions: Sequence[Revision], redactions: Iterable[Redaction], texts: Iterable[str]
) -> Iterator[Place]:
    """Where texts stand in the revisions of all records, and in reasons.

    The reason of a redaction is told as that of the change that tells of it; or of the change
    out of which it took a reason.
    """
    sought = tuple(texts)
    latest = {one.id: one.sequence for one in revisions}
    found: dict[tuple[str, str], bool] = {}
    for one in revisions:
        if repeats(one.why, sought):
            found[one.change, WHY] = True
        for field in _fields_with(one.record, sought):
            now = latest[one.id] == one.sequence
            found[one.id, field] = found.get((one.id, field), False) or now
    telling = {(one.at, one.id): one.change for one in revisions}
    for done in redactions:
        if repeats(done.why, sought):
            found[telling.get((done.at, done.id), done.id), WHY] = True
    places = (Place(*where, now) for where, now in found.items())
    yield from sorted(places, key=attrgetter("id", "field"))


def _fields_with(record: Record | None, texts: Sequence[str]) -> Iterator[str]:
    if record is not None:
        for field in may_be_redacted(type(record)):
            if any(repeats(text, texts) for text in texts_in(getattr(record, field))):
                yield field
