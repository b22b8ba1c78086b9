"""Mappings are read from TOML, and whatever is wrong with one is told at once."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import attrs
from cattrs.errors import ClassValidationError

from learning_tracker.codec.one_record import explained as told_of
from learning_tracker.codec.one_record import structure
from learning_tracker.codec.sentences import (
    hint,
    joined,
    missing_key,
    shown,
    unknown_key,
    wrong_value,
)
from learning_tracker.errors import InvalidData, Misfit
from learning_tracker.exchange.holding import fillable
from learning_tracker.exchange.mappings.fitting_fields import Earlier, misuses
from learning_tracker.exchange.mappings.mapping import Part, SheetMapping, Taken, TheSheet
from learning_tracker.exchange.mappings.templates import Template
from learning_tracker.files import explained
from learning_tracker.kinds import Record, kinds
from learning_tracker.problems import Problem, Problems, error
from learning_tracker.wording import quoted

T = TypeVar("T")

TOP = ("about", "sheet", "make")
OWN = ("kind", "id", "only_if", "attributes")
"""The keys of a part that are no fields of its record."""

# What may be one text where a list of them is meant.
_LISTS = ("same_row", "split", "dates", "empty", "fill_down", "leave_out")


def read_mapping(path: str | Path) -> SheetMapping:
    """The mapping in a file.

    Raises:
        StoreProblem: it cannot be read.
        InvalidData: something is wrong with it; the error holds all that is.
    """
    with explained(Path(path), "read"):
        content = Path(path).read_bytes()
    return mapping_of(content, Path(path).name)


def mapping_of(content: bytes, file: str) -> SheetMapping:
    """The mapping in the content of a file, under the file's name.

    Raises:
        InvalidData: something is wrong with it; the error holds all that is.
    """
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        sentence = "it is not in UTF-8; save it again as UTF-8"
        raise InvalidData(Problems([error("not-utf-8", "", file, sentence)])) from None
    except tomllib.TOMLDecodeError as found:
        sentence = f"it is not TOML as it should be: {found}; mend it there"
        raise InvalidData(Problems([error("not-toml", "", file, sentence)])) from None
    reader = _Reader()
    mapping = reader.mapping(raw, file)
    if reader.problems:
        placed = (attrs.evolve(one, place=_in(file, one.place)) for one in reader.problems)
        raise InvalidData(Problems(placed))
    return mapping


def _in(file: str, place: str) -> str:
    return f"{file}: {place}" if place else file


class _Reader:
    """Reads what a mapping holds and gathers what is wrong with it."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def mapping(self, raw: Mapping[str, Any], file: str) -> SheetMapping:
        for key in raw:
            if key not in TOP:
                self.problems.append(unknown_key("", "", key, "a mapping", TOP))
        about = raw.get("about", "")
        if not isinstance(about, str):
            self._wrong("about", "a text", about)
        about_sheet = _with_lists(self._table(raw.get("sheet", {}), "sheet"))
        sheet = self._structured(TheSheet, about_sheet, "sheet")
        if sheet is not None and sheet.heading_row < 1:
            self._wrong("sheet.heading_row", "the number of a row, from 1 up", sheet.heading_row)
        return SheetMapping(
            file=file, about=str(about), sheet=sheet or TheSheet(), parts=self._parts(raw)
        )

    def _parts(self, raw: Mapping[str, Any]) -> tuple[Part, ...]:
        made = self._table(raw.get("make", {}), "make")
        if not made and isinstance(raw.get("make", {}), dict):
            expected = "at least one part, such as [make.action], that says what a row makes"
            self.problems.append(error("missing-key", "", "make", f"there must be {expected}"))
        parts: Earlier = {}
        for name, one in made.items():
            parts[name] = self._part(name, self._table(one, f"make.{name}"), parts)
        return tuple(part for part in parts.values() if part is not None)

    def _part(self, name: str, raw: Mapping[str, Any], earlier: Earlier) -> Part | None:
        place = f"make.{name}"
        kind = self._kind(raw.get("kind", name), place)
        if kind is None:
            return None
        known = fillable(kind)
        fields = {}
        for key, value in raw.items():
            if key in OWN:
                continue
            if key not in known:
                self.problems.append(unknown_key("", place, key, kind.kind, (*OWN, *known)))
            elif (taken := self._taken(value, joined(place, key))) is not None:
                fields[key] = taken
                self.problems += misuses(known[key], taken, earlier, joined(place, key))
        self.problems += _lacking(kind, raw, place)
        attributes = self._texts(raw, "attributes", place)
        if attributes and "attributes" not in known:
            names = (*OWN[:-1], *known)
            self.problems.append(unknown_key("", place, "attributes", kind.kind, names))
        return Part(
            name=name,
            makes=kind,
            id=self._id(raw.get("id"), earlier, joined(place, "id")),
            only_if=self._texts(raw, "only_if", place),
            attributes=attributes,
            fields=fields,
        )

    def _kind(self, name: object, place: str) -> type[Record] | None:
        if isinstance(name, str) and name in kinds():
            return kinds()[name]
        if not isinstance(name, str):
            self._wrong(joined(place, "kind"), "the name of a kind of record", name)
            return None
        near = hint(name, tuple(kinds()), "the kinds")
        sentence = f"{quoted(name)} is not a kind of record{near}"
        self.problems.append(error("unknown-kind", "", joined(place, "kind"), sentence))
        return None

    def _id(self, raw: object, earlier: Earlier, place: str) -> Template | None:
        if raw is None:
            return None
        try:
            if not isinstance(raw, str) or not raw.strip():
                raise Misfit('a text with headings in braces, such as "{Inquiry}-{Number}"', raw)  # noqa: TRY301 - told like the others
            template = Template.parse(raw)
        except Misfit as found:
            self.problems.append(wrong_value("", place, found))
            return None
        for part in template.parts:
            if part not in earlier:
                near = hint(part, tuple(earlier), "the parts above it") if earlier else ""
                sentence = f"no part above this one is called {quoted(part)}{near}"
                self.problems.append(error("unknown-part", "", place, sentence))
        return template

    def _taken(self, raw: object, place: str) -> Taken | None:
        if isinstance(raw, str):
            raw = {"column": raw}
        if not isinstance(raw, dict):
            self._wrong(place, 'a heading, or a table such as { column = "Heading" }', raw)
            return None
        plain = _with_lists(raw)
        if "values" in plain:
            values = self._table(plain["values"], joined(place, "values"))
            plain["values"] = [(word, meant) for word, meant in values.items()]
        return self._structured(Taken, plain, place)

    def _texts(self, raw: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
        held = raw.get(key, [])
        listed = [held] if isinstance(held, str) else held
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            self._wrong(joined(place, key), "a heading, or a list of headings", held)
            return ()
        return tuple(listed)

    def _table(self, raw: object, place: str) -> Mapping[str, Any]:
        if isinstance(raw, dict):
            return raw
        self._wrong(place, "a table", raw)
        return {}

    def _structured(self, kind: type[T], raw: Mapping[str, Any], place: str) -> T | None:
        try:
            made: T = structure(kind)(raw, kind)
        except ClassValidationError as found:
            self.problems += told_of(found, kind, raw, "", place)
            return None
        return made

    def _wrong(self, place: str, expected: str, value: object) -> None:
        sentence = f"expected {expected}, found {shown(value)}; correct it"
        self.problems.append(error("wrong-value", "", place, sentence))


def _with_lists(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The same, with a list of one where one text stands for it."""
    return {
        key: [value] if key in _LISTS and isinstance(value, str) else value
        for key, value in raw.items()
    }


def _lacking(kind: type[Record], raw: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """What every record of the kind needs, and nothing says where to take it from."""
    for field in attrs.fields(kind):
        if field.default is attrs.NOTHING and field.name not in raw:
            yield missing_key("", place, field.name, kind.kind)
    belongs = any(isinstance(one, dict) and "same_row" in one for one in raw.values())
    if "id" not in raw and not (belongs and "on" in raw):
        yield missing_key("", place, "id", "part without a date of its own")
