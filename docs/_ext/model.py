"""The records, as their registry tells of them: fields, links, diagrams and the file format.

Pure functions from the registry to Markdown, and to Graphviz's DOT. A kind of record that is
entered in the registry stands in all of them, and nothing has to be added here.
"""

import json
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any, get_args, get_origin

import attrs
from _ext.docstrings import entries, told
from _ext.markdown import plain, prose, table

from learning_tracker.codec import FORMAT, VERSION
from learning_tracker.dates import When
from learning_tracker.fields import Checked, Field, event, fields_of
from learning_tracker.kinds import Record, kind_words, kinds
from learning_tracker.links import MAY_RUN_IN_CIRCLES, Link, Links, links_of

_WORDS = {str: "a text", int: "a whole number", float: "a number", When: "a date"}
_IN_JSON = {str: "text", int: "whole number", float: "number", When: "date as text"}
_EXAMPLES = {str: "in words", int: 1, float: 1, When: "2025-02-14"}


_FEW = 2  # kinds: so many stand by their names in the diagram, more by that of their class


# The registry


def in_order() -> list[type[Record]]:
    """Every kind of record, in the order in which they were declared."""
    return list(kinds().values())


def classes() -> dict[str, type[Any]]:
    """Every class of record by name: the kinds, and the classes above them."""
    return {base.__name__: base for kind in in_order() for base in kind.__mro__
            if issubclass(base, Record)}  # fmt: skip


def words(kind: type[Record]) -> str:
    """What people call a kind of record, as the beginning of a line."""
    called = kind_words(kind.kind)
    return called[0].upper() + called[1:]


def all_links() -> dict[str, Link]:
    """Every declared link by its key, once."""
    return {link.key: link for kind in in_order() for link in links_of(kind)}


def meanings(kind: type[Any]) -> dict[str, str]:
    """What the docstrings of a class, and of the classes above it, say of its fields."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        found |= entries(base, "Attributes")
    return found


def parts() -> list[type[Any]]:
    """The small records that stand within records, such as a policy, each once."""
    found: dict[str, type[Any]] = {}
    for kind in in_order():
        for field in fields_of(kind):
            for held in _classes_in(field.annotation):
                if issubclass(held, Checked):
                    found.setdefault(held.__name__, held)
    return list(found.values())


def _classes_in(annotation: Any) -> Iterator[type[Any]]:
    if isinstance(annotation, type):
        yield annotation
    for inner in get_args(annotation):
        yield from _classes_in(inner)


# What a field holds, in words


def holds(annotation: Any) -> str:
    """What a field may hold, in words.

    >>> from learning_tracker.fields import Count
    >>> holds(tuple[Count, ...])
    'a list, each a whole number from 0 up'
    """
    rules = [one.expected for one in getattr(annotation, "__metadata__", ())
             if hasattr(one, "expected")]  # fmt: skip
    if rules:
        return " and ".join(rules)
    if hasattr(annotation, "__metadata__"):
        return holds(get_args(annotation)[0])
    if get_origin(annotation) is tuple:
        first, second = get_args(annotation)
        if second is Ellipsis:
            return f"a list, each {holds(first)}"
        return f"a pair: {holds(first)}, then {holds(second)}"
    held = [one for one in get_args(annotation) if one is not type(None)]
    return holds(held[0]) if held else _plain_type(annotation)


def _plain_type(held: type[Any]) -> str:
    if issubclass(held, Enum):
        return "one of " + ", ".join(f"`{one.value}`" for one in held)
    if issubclass(held, Checked):
        return f"{held.__name__} (see below)"
    return _WORDS[held]


def _field_holds(field: Field, link: Link | None) -> str:
    if link is not None:
        return f"{'ids' if link.many else 'an id'}: {' or '.join(link.declared.targets)}"
    mark = field.mark(event)
    if mark is None:
        return holds(field.annotation)
    return f"{holds(field.annotation)} on which something happened"


def _needed(kind: type[Any], name: str, link: Link | None) -> str:
    default = attrs.fields_dict(kind)[name].default
    if default is attrs.NOTHING:
        return f"yes, at least {link.declared.at_least}" if link and link.many else "yes"
    if name == "id":
        return "made if not given"
    return "no"


# The page of the model


def records() -> str:
    """A heading and a table of fields for every kind of record, then for their parts."""
    shared = "### Every record\n\nWhatever its kind, a record has these fields.\n\n" + _fields(
        Record, "Fields of every record", all_of_them=True
    )
    return "\n".join([shared, *map(_record, in_order()), *map(_part, parts())])


def _record(kind: type[Record]) -> str:
    return (
        f"(kind-{kind.kind})=\n### {plain(words(kind))}\n\n"
        f"{prose_paragraphs(told(kind))}\n\n"
        f"In Python `lt.{kind.__name__}`, in a file the kind `{kind.kind}`.\n\n"
        f"{_fields(kind, f'Fields of {kind.__name__}')}"
    )


def _part(part: type[Any]) -> str:
    return (
        f"### {part.__name__}: part of a record\n\n{prose_paragraphs(told(part))}\n\n"
        f"{_fields(part, f'Fields of {part.__name__}')}"
    )


def prose_paragraphs(text: str) -> str:
    """Paragraphs of a docstring as Markdown."""
    return "\n\n".join(prose(paragraph) for paragraph in text.split("\n\n"))


def _fields(kind: type[Any], caption: str, *, all_of_them: bool = False) -> str:
    shared = set() if all_of_them else {one.name for one in fields_of(Record)}
    meaning = meanings(kind)
    links = {link.field: link for link in links_of(kind)}
    rows = []
    for field in fields_of(kind):
        if field.name not in shared:
            link = links.get(field.name)
            relation = f"`{link.relation.value}`" if link else ""
            rows.append(
                (
                    f"`{field.name}`",
                    prose(meaning.get(field.name, "")),
                    _cell(_field_holds(field, link)),
                    _needed(kind, field.name, link),
                    relation,
                )
            )
    return table(caption, ("Field", "What it is", "Holds", "Needed", "Link"), rows)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def links() -> str:
    """A table of every link: what declares it, what it says, and where it may lead."""
    rows = [
        (
            f"`{link.key}`",
            f"`{link.relation.value}`",
            " or ".join(link.declared.targets),
            "several" if link.many else "one",
            "yes" if link.declared.thread else "no",
            "yes" if link.declared.hangs else "no",
        )
        for link in all_links().values()
    ]
    return table(
        "Every link between records",
        ("Link", "Says", "Leads to", "How many", "Part of a thread", "Dates the record"),
        rows,
    )


def rests() -> str:
    """A table of the links by which a record rests on others and is kept back with them."""
    rows = [
        (words(classes()[link.owner]), f"`{link.field}`", " or ".join(link.declared.targets))
        for link in all_links().values()
        if link.declared.rests
    ]
    return table("What rests on what", ("Record", "Rests by", "On"), rows)


def circles() -> str:
    """The relations in which a chain may come back to where it began."""
    return ", ".join(f"`{one.value}`" for one in sorted(MAY_RUN_IN_CIRCLES, key=lambda r: r.value))


# The diagrams


def of_threads(link: Link) -> bool:
    """Whether a link is part of a thread."""
    return link.declared.thread


def of_people(link: Link) -> bool:
    """Whether a link leads to those who work together, and is part of no thread."""
    return not of_threads(link) and set(link.declared.targets) <= {"Agency", "Partnership"}


def of_others(link: Link) -> bool:
    """Whether a link is drawn in neither of the other diagrams."""
    return not of_threads(link) and not of_people(link)


def dot(drawn: Callable[[Link], bool] = lambda _: True) -> str:
    """The classes of record and the links between them, as Graphviz's DOT.

    Each link is drawn from the class that declares it. The kinds below a class that is drawn
    hang from it by dashed lines where threads are drawn; a kind that has no link at all stands
    alone beside the links that are in no thread and lead to nobody.

    Args:
        drawn: whether a link is drawn; all are if it is left out.
    """
    shown = [link for link in all_links().values() if drawn(link)]
    known = classes()
    ends = {end for link in shown for end in (link.owner, *link.declared.targets)}
    if any(link.declared.thread for link in shown):
        ends |= {one.__name__ for one in in_order() if _above(one, ends - {"Record"})}
    if any(map(of_others, shown)):
        ends |= {one.__name__ for one in in_order()} - _drawn_for_their_links()
    classes_shown = [known[name] for name in known if name in ends]
    nodes = map(_node, classes_shown)
    edges = [line for link in shown for line in _edges(link)]
    hanging = [line for one in classes_shown for line in _is_a(one, ends - {"Record"})]
    return "\n".join(["digraph records {", *_STYLE, *nodes, *edges, *hanging, "}"])


def _drawn_for_their_links() -> set[str]:
    """The kinds that a link leads from or to, or from or to a class above them."""
    ends = {end for link in all_links().values() for end in (link.owner, *link.declared.targets)}
    ends.discard("Record")
    return {one.__name__ for one in in_order() if one.__name__ in ends or _above(one, ends)}


_STYLE = (
    '  graph [rankdir="LR", bgcolor="white", nodesep="0.2", ranksep="0.4"];',
    '  graph [fontname="sans-serif"];',
    '  node [shape="box", style="rounded,filled", fillcolor="#eef3f8"];',
    '  node [fontname="sans-serif", fontsize="14"];',
    '  edge [fontname="sans-serif", fontsize="12", color="#44546a", fontcolor="#222222"];',
)


def _above(kind: type[Any], names: set[str]) -> list[str]:
    """Those of the names that are of classes above a kind, nearest first."""
    return [base.__name__ for base in kind.__mro__[1:] if base.__name__ in names]


def _node(kind: type[Any]) -> str:
    if kind in in_order():
        return f"  {_quoted(kind.__name__)} [label={_quoted(words(kind))}];"
    below = [kind_words(one.kind) for one in in_order() if issubclass(one, kind)]
    label = " or\n".join(below) if len(below) <= _FEW else f"any {kind.__name__.lower()}"
    return (
        f"  {_quoted(kind.__name__)} [label={_quoted(label)}, "
        'style="rounded,dashed,filled", fillcolor="white"];'
    )


def _edges(link: Link) -> Iterator[str]:
    for target in link.declared.targets:
        yield (
            f"  {_quoted(link.owner)} -> {_quoted(target)} "
            f"[label={_quoted(link.relation.value.replace('_', ' '))}, "
            f"tooltip={_quoted(f'{link.key}: {link.relation.value}')}];"
        )


def _is_a(kind: type[Any], names: set[str]) -> Iterator[str]:
    for base in _above(kind, names)[:1]:
        yield (
            f"  {_quoted(kind.__name__)} -> {_quoted(base)} "
            '[style="dashed", arrowhead="empty", color="#6b7a8c", tooltip="is a"];'
        )


def _quoted(text: str) -> str:
    r"""A text as DOT holds it.

    >>> _quoted('a "b"')
    '"a \\"b\\""'
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _figure(caption: str, drawn: str) -> str:
    alt = f"{caption} The table of links says the same in words."
    return f"```{{graphviz}}\n:alt: {alt}\n:caption: {caption}\n\n{drawn}\n```\n"


def thread_diagram() -> str:
    """The links of a thread as a figure."""
    return _figure("The thread: each record points at what it rests on.", dot(of_threads))


def people_diagram() -> str:
    """The links to agencies and partnerships as a figure."""
    return _figure("Who: what leads to an agency or a partnership.", dot(of_people))


def others_diagram() -> str:
    """The other links as a figure."""
    return _figure("Everything else: themes, measures, meetings and so on.", dot(of_others))


# The page of the file format


def file_format() -> str:
    """For every kind its keys, what stands there in JSON, and what leaving one out means."""
    header = f"The value of `format` is `{FORMAT}`, that of `version` is `{VERSION}`.\n"
    every = [*in_order(), *parts()]
    return "\n".join([header, *(_keys_of(kind) for kind in every)])


def _keys_of(kind: type[Any]) -> str:
    is_record = issubclass(kind, Record)
    name = f"`{kind.kind}`" if is_record else kind.__name__
    first = [("`kind`", f"the text `{kind.kind}`", "refused")] if is_record else []
    rows = [
        (f"`{field.name}`", _cell(in_json(field.annotation)), _left_out(kind, field.name))
        for field in fields_of(kind)
    ]
    return f"### {name}\n\n" + table(
        f"Keys of {kind.kind if is_record else kind.__name__}",
        ("Key", "Holds", "Left out"),
        [*first, *rows],
    )


def in_json(annotation: Any) -> str:
    """What stands in a file for a value of a field.

    >>> in_json(tuple[When, ...])
    'list of date as text'
    """
    marks = getattr(annotation, "__metadata__", ())
    inner = get_args(annotation)[0] if marks else annotation
    if any(isinstance(one, Links) for one in marks):
        return "list of ids" if get_origin(inner) is tuple else "id"
    if marks:
        return in_json(inner)
    if get_origin(annotation) is tuple:
        first, second = get_args(annotation)
        pair = second is not Ellipsis
        return f"list of two: {in_json(first)}, {in_json(second)}" if pair else _list_of(first)
    held = [one for one in get_args(annotation) if one is not type(None)]
    return in_json(held[0]) if held else _type_in_json(annotation)


def _list_of(annotation: Any) -> str:
    return f"list of {in_json(annotation)}"


def _type_in_json(held: type[Any]) -> str:
    if issubclass(held, Enum):
        return "text: " + ", ".join(f"`{one.value}`" for one in held)
    return f"object: {held.__name__}" if issubclass(held, Checked) else _IN_JSON[held]


def _left_out(kind: type[Any], name: str) -> str:
    default = attrs.fields_dict(kind)[name].default
    if default is attrs.NOTHING:
        return "refused"
    if name == "id":
        return "refused"  # a script may have one made; a file must tell its own
    if hasattr(default, "factory") or _is_pairs(default):
        return "the defaults"
    if isinstance(default, Enum):
        return f"`{default.value}`"
    return {None: "nothing told", "": "empty", (): "none"}.get(default, f"`{default}`")


def _is_pairs(default: object) -> bool:
    return isinstance(default, tuple) and default != ()


def example(kind: type[Any]) -> dict[str, Any]:
    """The smallest record of a kind, as it stands in a file; its links lead to other examples."""
    needed = {f.name for f in attrs.fields(kind) if f.default is attrs.NOTHING}
    linked = {link.field: link for link in links_of(kind)}
    values = {
        field.name: _linked(linked[field.name])
        if field.name in linked
        else _example_value(field.annotation)
        for field in fields_of(kind)
        if field.name in needed
    }
    head = {"kind": kind.kind, "id": f"{kind.kind}-1"} if issubclass(kind, Record) else {}
    return head | values


def _linked(link: Link) -> str | list[str]:
    target = classes()[link.declared.targets[0]]
    kind = next(one for one in in_order() if issubclass(one, target))
    return [f"{kind.kind}-1"] if link.many else f"{kind.kind}-1"


def _example_value(annotation: Any) -> Any:
    if hasattr(annotation, "__metadata__"):
        return _example_value(get_args(annotation)[0])
    if issubclass(annotation, Enum):
        return next(iter(annotation)).value
    return _EXAMPLES[annotation]


def example_file() -> dict[str, Any]:
    """A whole file that holds the smallest record of every kind."""
    return {"format": FORMAT, "version": VERSION, "records": [example(one) for one in in_order()]}


def example_json() -> str:
    """The example file as a block of JSON, a record a line."""
    lines = [json.dumps(one) for one in example_file()["records"]]
    body = ",\n  ".join(lines)
    return (
        f'```json\n{{"format": "{FORMAT}", "version": {VERSION}, "records": [\n  {body}\n]}}\n```\n'
    )
