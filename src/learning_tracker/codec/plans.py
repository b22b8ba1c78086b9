"""How a record of each kind is made from an object of a file without any detour.

The constructor of a record takes what scripts give it, and cattrs gathers all that is wrong
with an object of a file: both are exact, and too slow for a million records. A plan is a
function written out once for a kind, field by field, as attrs and cattrs write theirs. It
takes what is sound, by the same converters, and refuses the rest without saying why: then
the exact way is gone, which says it.
"""

from collections.abc import Callable, Iterator
from enum import Enum
from types import MemberDescriptorType
from typing import Any, get_args, get_origin

import attrs

from learning_tracker.codec.one_record import structure
from learning_tracker.dates import When, when_written
from learning_tracker.fields import (
    Checked,
    Field,
    Identifier,
    Rule,
    fields_of,
    held_by,
    once_per_kind,
)
from learning_tracker.kinds import Record
from learning_tracker.links import Links

((_is_identifier, _),) = (attrs.astuple(rule, recurse=False) for rule in held_by(Identifier)[1])


class Ids(dict[str, str]):
    """The ids of a file, each checked once and kept once, wherever it stands.

    This makes the records weigh a quarter less: an id stands in several of them.
    """

    def __missing__(self, given: str) -> str:
        if type(given) is not str or not _is_identifier(given):
            raise Refused
        self[given] = given
        return given


Plan = Callable[[dict[str, Any], Ids], Record]
"""Called with an object, whose kind was taken out and whose keys the plan takes out, and ids."""


class Refused(Exception):
    """The object is not sound, or only the exact way can tell that it is."""


@once_per_kind
def plan_of(kind: type[Record]) -> Plan:
    """What makes a record of a kind from an object of a file whose texts hold no controls.

    Where the object is not sound it raises Refused, KeyError, TypeError, ValueError or
    cattrs' ClassValidationError.
    """
    if _takes_anything(kind):
        return _never  # what may be anything may look like a record
    return _written_out(kind) if _is_plain(kind) else _constructed(kind)


def _takes_anything(held: Any) -> bool:
    """Whether there is a place in a value of this type where anything may stand."""
    if isinstance(held, type) and issubclass(held, Checked):
        return any(_takes_anything(field.annotation) for field in fields_of(held))
    return held is object or any(map(_takes_anything, get_args(held)))


def _is_plain(kind: type[Record]) -> bool:
    """Whether its constructor does no more than every record's, and its fields lie in slots."""
    return (
        kind.__attrs_post_init__ is Record.__attrs_post_init__
        and not hasattr(kind, "__attrs_pre_init__")
        and not hasattr(kind, "__attrs_init__")  # it has a constructor of its own
        and "__slots__" in vars(kind)
        and all(_is_plain_field(kind, one) for one in attrs.fields(kind))
    )


def _is_plain_field(kind: type[Record], field: "attrs.Attribute[Any]") -> bool:
    return (
        field.init
        and field.alias == field.name
        and field.validator is None
        and field.converter is None
        and isinstance(getattr(kind, field.name), MemberDescriptorType)
        and (field.name == "id" or not getattr(field.default, "takes_self", False))
    )


def _never(_: dict[str, Any], __: Ids) -> Record:
    raise Refused


def _constructed(kind: type[Record]) -> Plan:
    def plan(raw: dict[str, Any], _: Ids) -> Record:
        if "id" not in raw:  # the constructor would mint one
            raise Refused
        record: Record = structure(kind)(raw, kind)
        return record

    return plan


def _written_out(kind: type[Record]) -> Plan:
    """The plan of a kind; what its lines speak of stands in `names`."""
    names: dict[str, Any] = {
        "_Refused": Refused,
        "_date": when_written,
        "_kind": kind,
        "_new": object.__new__,
        "_twin": _twin(kind),
    }
    lines = ["def plan(_raw, _ids):", " _take = _raw.pop", " _record = _new(_twin)"]
    defaults = {one.name: one.default for one in attrs.fields(kind)}
    defaults["id"] = attrs.NOTHING  # the constructor would mint one
    for field in fields_of(kind):
        lines.append(f" {field.name} = {_taken(field, defaults[field.name], names)}")
        lines += (f" {line}" for line in _converted(field, names))
        lines.append(f" _record.{field.name} = {field.name}")
    lines += [" if _raw: raise _Refused", " _record.__class__ = _kind", " return _record"]
    exec("\n".join(lines), names)  # noqa: S102 - of our declarations; nothing of a file is in it
    plan: Plan = names["plan"]
    return plan


def _twin(kind: type[Record]) -> type[Any]:
    """A class like a kind of record, into whose fields can be written.

    Its objects become records once they are full. To fill one that is frozen already, by what
    attrs does, would make the reading of a record take a third longer.
    """
    own = {
        "__slots__": vars(kind)["__slots__"],
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,  # only with both of them does Python write straight
    }
    return type(kind.__name__, kind.__bases__, own)


def _taken(field: Field, default: Any, names: dict[str, Any]) -> str:
    """What takes a field out of an object; its default is as a file would have it."""
    name = field.name
    if default is attrs.NOTHING:
        return f"_take('{name}')"
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type] # it is a class
        names[f"_make_{name}"] = default.factory
        return f"_take('{name}') if '{name}' in _raw else _make_{name}()"
    names[f"_default_{name}"] = _raw(default)
    return f"_take('{name}', _default_{name})"


def _raw(default: Any) -> Any:
    match default:
        case Enum():
            return default.value
        case When():
            return default.iso
        case ():
            return []
        case _:
            return default


def _converted(field: Field, names: dict[str, Any]) -> Iterator[str]:
    """The lines that convert the value of a field."""
    held, rules = held_by(field.annotation)
    margin = ""
    if type(None) in get_args(held) and not rules:
        held, rules = held_by(next(one for one in get_args(held) if one is not type(None)))
        yield f"if {field.name} is not None:"
        margin = " "
    yield from (margin + line for line in _converted_to(field, held, rules, names))


def _converted_to(
    field: Field, held: Any, rules: tuple[Rule, ...], names: dict[str, Any]
) -> Iterator[str]:
    """The lines that convert a value which is no None."""
    name = field.name
    if (held, rules) == held_by(Identifier):
        yield f"{name} = _ids[{name}]"
    elif held is When and not rules:
        yield f"{name} = _date({name})"
    elif held is str:
        yield f"if type({name}) is not str: raise _Refused"
        for number, rule in enumerate(rules):
            names[f"_holds_{name}_{number}"] = rule.holds
            yield f"if not _holds_{name}_{number}({name}): raise _Refused"
    elif isinstance(held, type) and issubclass(held, Enum) and not rules:
        names[f"_words_{name}"] = {
            member.value: member for member in held if type(member.value) is str
        }
        yield f"{name} = _words_{name}[{name}]"
    elif held == tuple[Identifier, ...]:
        # Most links to many hold one id or none; the rest of the lines is for those that do not.
        yield f"if type({name}) is not list: raise _Refused"
        yield f"if len({name}) == 1: {name} = (_ids[{name}[0]],)"
        yield f"elif not {name}: {name} = ()"
        yield f"elif len({name}) == 2:"
        yield f" {name} = (_ids[{name}[0]], _ids[{name}[1]])"
        yield f" if {name}[0] is {name}[1]: raise _Refused"
        yield "else:"
        yield f" {name} = tuple([_ids[_one] for _one in {name}])"
        yield f" if len(set({name})) != len({name}): raise _Refused"
    else:
        names[f"_convert_{name}"] = field.convert
        yield f"{name} = _convert_{name}({name})"
        if field.mark(Links) and get_origin(held) is tuple:
            yield f"if len(set({name})) != len({name}): raise _Refused"
    if (links := field.mark(Links)) and links.at_least:
        yield f"if len({name}) < {links.at_least}: raise _Refused"
