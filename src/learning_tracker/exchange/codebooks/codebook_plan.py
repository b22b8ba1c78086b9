"""What taking a codebook into a tracker changes: which code is which theme, and what differs."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import attrs

from learning_tracker.errors import InvalidField
from learning_tracker.exchange.codebooks.codebook import Code, as_guid, guid_of
from learning_tracker.integrity import circles, entry
from learning_tracker.kinds import by_id
from learning_tracker.problems import Problem, Problems, error, warning
from learning_tracker.queries.counting import plural
from learning_tracker.queries.naming import folded
from learning_tracker.records import Theme
from learning_tracker.tables import Column, Note, Table
from learning_tracker.view import View

T = TypeVar("T")

_LONGEST_SLUG = 48
_TAKEN = ("name", "definition", "broader", "guid")
"""The fields that a codebook tells of."""


@attrs.frozen
class TakenTheme:
    """A theme of a codebook, and what taking it in does.

    Attributes:
        before: the theme as the tracker has it; None where it is new.
        after: as it will be.
    """

    before: Theme | None
    after: Theme

    @property
    def record(self) -> Theme:
        """The theme as it will be."""
        return self.after

    @property
    def records(self) -> tuple[Theme, ...]:
        """The same."""
        return (self.after,)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that change; none of a new theme."""
        if self.before is None:
            return ()
        before, after = self.before, self.after
        return tuple(one for one in _TAKEN if getattr(before, one) != getattr(after, one))

    @property
    def deed(self) -> str:
        """What is done: "add", "change" or "as it is"."""
        if self.before is None:
            return "add"
        return "change" if self.fields else "as it is"


def _told(row: TakenTheme) -> str:
    if row.before is None:
        return row.after.definition
    return "\n".join(
        f"{name}: {_value(row.before, name)} → {_value(row.after, name)}" for name in row.fields
    )


def _value(theme: Theme, field: str) -> str:
    return getattr(theme, field) or "nothing"


COLUMNS: tuple[Column[TakenTheme], ...] = (
    Column("theme", "Theme", lambda row: row.after.name),
    Column("deed", "What is done", lambda row: row.deed),
    Column("told", "What it says", _told),
)

AS_DATA: tuple[Column[TakenTheme], ...] = (
    Column("theme", "Theme", lambda row: row.after.name),
    Column("deed", "What is done", lambda row: row.deed),
    Column("fields", "Fields", lambda row: row.fields),
)


@attrs.frozen
class CodebookPreview:
    """What of a codebook would be taken into a tracker.

    Attributes:
        file: the name of its file.
        taken: every theme of it, in its order.
        untouched: the themes of the frame that it does not name; they stay as they are.
        problems: what is wrong with it, or to be looked at; with an error nothing is taken.
    """

    file: str
    taken: tuple[TakenTheme, ...]
    untouched: tuple[Theme, ...]
    problems: Problems

    @property
    def changes(self) -> tuple[TakenTheme, ...]:
        """Those that are added or changed."""
        return tuple(one for one in self.taken if one.deed != "as it is")

    @property
    def table(self) -> Table[TakenTheme]:
        """The same as a table."""
        left = Note(
            "Themes of the tracker that the codebook does not name, left as they are "
            f"({len(self.untouched)})",
            self.untouched,
        )
        return Table(
            caption=f"What is taken in from {self.file}",
            rows=self.changes,
            columns=COLUMNS,
            as_data=AS_DATA,
            empty="Nothing: the tracker has all its themes as they are there.",
            denominator=f"{len(self.changes)} of the {plural(len(self.taken), 'theme')} in it",
            basis=tuple(one.after for one in self.taken),
            notes=(left,) if self.untouched else (),
        )


def plan(view: View, file: str, codes: Sequence[Code], frame: str) -> CodebookPreview:
    """What taking in codes changes; see `codebooks.preview_codebook`.

    Args:
        view: the themes as they are.
        file: the name of the codebook's file.
        codes: its codes, each after the one it lies in.
        frame: the list that new themes are added to.
    """
    return _Plan(view, file, codes, frame).preview()


class _Plan:
    """Works out what a codebook changes."""

    def __init__(self, view: View, file: str, codes: Sequence[Code], frame: str) -> None:
        self._view = view
        self._themes = sorted(view.of(Theme), key=by_id)
        self._file = file
        self._codes = codes
        self._frame = frame
        self._problems: list[Problem] = []

    def preview(self) -> CodebookPreview:
        self._problems = list(self._wrong_codes())
        taken: tuple[TakenTheme, ...] = ()
        if not self._problems:
            known = self._known()
            taken = tuple(self._taken(known, self._ids(known)))
            self._problems += self._circles(taken)
        return self._found(taken)

    def _found(self, taken: tuple[TakenTheme, ...]) -> CodebookPreview:
        named = {one.after.id for one in taken}
        themes = (one for one in self._themes if one.frame == self._frame)
        untouched = tuple(one for one in themes if one.id not in named)
        return CodebookPreview(self._file, taken, untouched, Problems(self._problems))

    def _place(self, place: int) -> str:
        return f"{self._file}, code {place + 1}"

    def _wrong_codes(self) -> Iterator[Problem]:
        seen: dict[str, int] = {}
        for place, code in enumerate(self._codes):
            guid = as_guid(code.guid)
            if guid is None:
                said = "it has no guid of the form 6f1c2f0e-6f0b-5d0a-9b7e-3c4e0d5a8b21"
                yield self._wrong("no-guid", place, f"{said}; export the codebook anew")
            elif seen.setdefault(guid, place) != place:
                said = f"it has the guid of code {seen[guid] + 1}; export the codebook anew"
                yield self._wrong("guid-twice", place, said)
            if not code.name.strip():
                yield self._wrong("no-name", place, "it has no name; give it one")
        if not self._codes:
            yield error("no-codes", "", self._file, "it holds no code")

    def _wrong(self, code: str, place: int, sentence: str) -> Problem:
        return error(code, "", self._place(place), sentence)

    def _known(self) -> dict[int, Theme]:
        """The themes that codes are, by their places: first by guid, then by name."""
        by_guid: dict[str, list[Theme]] = defaultdict(list)
        for theme in self._themes:
            by_guid[guid_of(theme)].append(theme)
        known: dict[int, Theme] = {}
        for place, code in enumerate(self._codes):
            themes = by_guid.get(as_guid(code.guid) or "", [])
            if len(themes) > 1:
                ids = ", ".join(one.id for one in themes)
                said = f"several themes have its guid; leave it with one of {ids}"
                self._problems.append(self._wrong("guid-twice", place, said))
            elif themes:
                known[place] = themes[0]
                if themes[0].frame != self._frame:
                    said = f"it is the theme {themes[0].id}, of the frame {themes[0].frame}"
                    said = f"{said}; take it in with that frame"
                    self._problems.append(self._wrong("other-frame", place, said))
        return known | self._known_by_name(known)

    def _known_by_name(self, known: Mapping[int, Theme]) -> dict[int, Theme]:
        themes = _grouped(
            (one for one in self._themes if one.frame == self._frame),
            lambda theme: theme.name,
        )
        left = [place for place in range(len(self._codes)) if place not in known]
        codes = _grouped(left, lambda place: self._codes[place].name)
        met = {theme.id for theme in known.values()}
        found = {}
        for name, places in codes.items():
            named = [one for one in themes.get(name, ()) if one.id not in met]
            free = [one for one in named if not one.guid]
            if len(free) == 1 == len(places):
                found[places[0]] = free[0]
            elif free:
                said = "which of the themes and codes of this name it is cannot be told"
                ids = ", ".join(one.id for one in free)
                said = f"{said}; give each another name, in the codebook or in {ids}"
                self._problems += [self._wrong("name-twice", place, said) for place in places]
            elif themes.get(name):
                said = f"another theme has its name: {themes[name][0].id}; both are kept"
                self._problems += [
                    warning("same-name", "", self._place(place), said) for place in places
                ]
        return found

    def _ids(self, known: Mapping[int, Theme]) -> list[str]:
        """The id of each code's theme; a new one's is made of its name."""
        taken = set(self._view.network)
        ids = []
        for place, code in enumerate(self._codes):
            one = known[place].id if place in known else _free(_slug(code.name), taken)
            taken.add(one)
            ids.append(one)
        return ids

    def _taken(self, known: Mapping[int, Theme], ids: Sequence[str]) -> Iterator[TakenTheme]:
        for place, code in enumerate(self._codes):
            broader = None if code.broader is None else ids[code.broader]
            before = known.get(place)
            try:
                if before is None:
                    after = _new(code, ids[place], self._frame, broader)
                else:
                    if broader is None and before.broader not in ids:
                        broader = before.broader  # of which the codebook says nothing
                    after = _changed(before, code, broader)
            except InvalidField as found:
                self._problems.append(self._wrong("not-a-theme", place, str(found)))
            else:
                yield TakenTheme(before, after)

    def _circles(self, taken: Iterable[TakenTheme]) -> Iterator[Problem]:
        """The circles in which "broader" would run."""
        themes = {one.id: one for one in self._themes} | {one.after.id: one.after for one in taken}
        return circles(entry(one, self._file) for one in themes.values())


def _new(code: Code, identifier: str, frame: str, broader: str | None) -> Theme:
    return Theme(
        id=identifier,
        name=code.name.strip(),
        definition=code.description,
        frame=frame,
        broader=broader,
        guid=as_guid(code.guid) or "",
    )


def _changed(before: Theme, code: Code, broader: str | None) -> Theme:
    """The theme with what the code says otherwise; white space around it says nothing."""
    guid = as_guid(code.guid) or ""
    name, definition = code.name.strip(), code.description or before.definition
    return attrs.evolve(
        before,
        name=before.name if before.name.strip() == name else name,
        definition=before.definition if before.definition.strip() == definition else definition,
        broader=broader,
        guid=before.guid if guid_of(before) == guid else guid,
    )


def _grouped(items: Iterable[T], name: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = defaultdict(list)
    for one in items:
        groups[folded(name(one))].append(one)
    return groups


def _slug(name: str) -> str:
    """An id made of a name.

    >>> _slug("Voice of the child (daily life)")
    'theme-voice-of-the-child-daily-life'
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9]+", letters.replace("'", ""))
    return "-".join(["theme", *words])[:_LONGEST_SLUG].strip("-")


def _free(wanted: str, taken: set[str]) -> str:
    number, one = 1, wanted
    while one in taken:
        number += 1
        one = f"{wanted}-{number}"
    return one
