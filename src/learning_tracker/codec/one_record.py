"""One record read from a mapping, or everything that is wrong with it.

cattrs sees to the keys and gathers what is wrong. Each value passes through the converter
of its own field, as in the record's constructor, so that nothing is coerced on the way.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args, get_origin

from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override

from learning_tracker.codec.sentences import joined, missing_key, unknown_key, wrong_value
from learning_tracker.codec.writing import CATTRS
from learning_tracker.errors import InvalidField, Misfit
from learning_tracker.fields import (
    Checked,
    Identifier,
    converter,
    fields_of,
    held_by,
    once_per_kind,
)
from learning_tracker.kinds import check_ids
from learning_tracker.links import links_of
from learning_tracker.problems import Problem


@once_per_kind
def structure(kind: type[Any]) -> Callable[[Any, Any], Any]:
    """What makes a record of a kind, or a part of one, from its fields in a file.

    Made once per kind, when it is first met: a kind may be defined at any time.
    """
    hooks = {
        field.name: override(struct_hook=_ignoring_type(field.convert)) for field in fields_of(kind)
    }
    return make_dict_structure_fn(
        kind,
        CATTRS,
        _cattrs_forbid_extra_keys=True,
        _cattrs_detailed_validation=True,
        **hooks,  # type: ignore[arg-type] # they are overrides, not the flags before them
    )


def _ignoring_type(convert: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda value, _: convert(value)


def explained(
    found: ClassValidationError, kind: type[Any], raw: Mapping[str, Any], record: str, place: str
) -> Iterator[Problem]:
    """The problems behind what cattrs has gathered of a record, or of a part of one."""
    annotations = {field.name: field.annotation for field in fields_of(kind)}
    of_fields, others = found.group_exceptions()
    for cause, note in of_fields:
        within = joined(place, note.name)
        if isinstance(cause, Misfit):
            yield from _misfits(annotations[note.name], raw[note.name], record, within, cause)
        else:
            yield missing_key(record, place, note.name, _name(kind))
    for other in others:
        if isinstance(other, InvalidField):
            yield wrong_value(record, joined(place, other.field), other.misfit)
        elif isinstance(other, ForbiddenExtraKeysError):
            for key in sorted(other.extra_fields):
                yield unknown_key(record, place, key, _name(kind), annotations)
        else:
            raise other
    if not any(isinstance(other, InvalidField) for other in others):
        yield from _uncounted_ids(kind, raw, record, place)


def _misfits(
    annotation: Any, value: Any, record: str, place: str, first: Misfit
) -> Iterator[Problem]:
    """Everything in a value that does not fit, where its converter stops at the first."""
    found = [*_misfits_within(held_by(annotation)[0], value, record, place)]
    yield from found or [wrong_value(record, place, first)]


def _misfits_within(bare: Any, value: Any, record: str, place: str) -> Iterator[Problem]:
    if isinstance(bare, type) and issubclass(bare, Checked) and isinstance(value, dict):
        fields = {str(key): one for key, one in value.items()}
        try:
            structure(bare)(fields, bare)
        except ClassValidationError as found:
            yield from explained(found, bare, fields, record, place)
    elif get_origin(bare) is tuple and isinstance(value, list | tuple):
        held, rest = get_args(bare)
        if rest is Ellipsis:
            for number, one in enumerate(value):
                try:
                    converter(held)(one)
                except Misfit as misfit:
                    yield from _misfits(held, one, record, f"{place}[{number}]", misfit)


def _uncounted_ids(
    kind: type[Any], raw: Mapping[str, Any], record: str, place: str
) -> Iterator[Problem]:
    """What the constructor, never reached, would have said of the number of ids in a link."""
    for link in links_of(kind):
        ids = raw.get(link.field)
        if link.many and isinstance(ids, list | tuple) and all(map(is_id, ids)):
            try:
                check_ids(kind, link, tuple(ids))
            except InvalidField as found:
                yield wrong_value(record, joined(place, link.field), found.misfit)


def _name(kind: type[Any]) -> str:
    name: str = getattr(kind, "kind", kind.__name__)
    return name


def id_of(raw: Mapping[str, Any]) -> str:
    """The id that stands there, or "" if it cannot be one."""
    identifier = raw.get("id")
    return identifier if isinstance(identifier, str) and is_id(identifier) else ""


def is_id(value: object) -> bool:
    """Whether a value can be an id."""
    try:
        converter(Identifier)(value)
    except Misfit:
        return False
    return True
