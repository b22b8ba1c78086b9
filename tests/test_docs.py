"""The documents say what is so: their examples run, and they leave nothing out."""

import doctest
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Annotated, ClassVar

import attrs
import click
import pytest
from _ext import examples, generated, markdown, measures, model

import learning_tracker
from learning_tracker.cli import main
from learning_tracker.clocks import LIMITS
from learning_tracker.codec import from_text
from learning_tracker.errors import InvalidData
from learning_tracker.fields import Count, Identifier, Text, fields_of
from learning_tracker.kinds import _KINDS, Record, kinds
from learning_tracker.links import Links, Relation, links_of
from learning_tracker.reports.glossary import DEFINITIONS
from parts import needs

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(page for page in DOCS.rglob("*.md") if "_build" not in page.parts)
COMMAND_LINE = DOCS / "how-to" / "command-line.md"


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _name(page: Path) -> str:
    return page.relative_to(DOCS).as_posix()


# The examples


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_the_examples_of_a_page_print_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every example runs, one after another, and prints what the page shows below it."""
    monkeypatch.chdir(tmp_path)
    others = [
        f"{page.name}, line {example.line}: {example.code}\nprinted:\n{printed}"
        for example, printed in examples.run(_text(page), str(page))
    ]
    assert not others, "\n\n".join(others)


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_no_output_stands_without_the_code_that_prints_it(page: Path) -> None:
    """Every block of output follows a block of code, and no example is written as a dialogue."""
    text = _text(page)
    told = [one for one in examples.examples(text) if one.language == "python" and one.output]
    assert text.count("```text\n") == len(told)
    assert ">>>" not in text


def test_modules_that_the_guides_name_are_there() -> None:
    """Every file and folder of the library that CONTRIBUTING names is there."""
    project = DOCS.parent
    named = re.findall(r"`(src/[\w/.]+)`", _text(project / "CONTRIBUTING.md"))
    assert named
    assert [one for one in named if not (project / one).exists()] == []


def test_what_the_documents_say_of_files_and_notes_is_so() -> None:
    """The JSON of a report carries ids in place of numbers."""
    decision = _text(next((DOCS / "decisions").glob("0010-*.md")))
    assert "JSON, which is for programs, carries the ids" in decision


def test_an_example_that_prints_something_else_is_found() -> None:
    """A page whose example prints something else than it shows does not pass."""
    page = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    ((example, printed),) = examples.run(page, "page.md")
    assert (example.output, printed) == ("3\n", "2\n")


def test_a_command_that_ends_otherwise_is_found() -> None:
    """A page whose command ends with another code than it says does not pass."""
    page = "```console\n$ learning-tracker themes no-such-file.json\n```\n"
    ((_, printed),) = examples.run(page, "page.md")
    assert printed.startswith("it ended with 2")


@pytest.mark.parametrize("module", [examples, markdown, model], ids=lambda module: module.__name__)
def test_what_makes_the_pages_does_as_it_says(module: ModuleType) -> None:
    """The examples in the code that makes these pages hold."""
    found = doctest.testmod(module)
    assert found.attempted
    assert not found.failed


# The pages made from the registry


@pytest.fixture
def made_up() -> Iterator[type[Record]]:
    """A kind of record that no other list knows, with a link of each sort."""

    @attrs.frozen(kw_only=True)
    class Complaint(Record):
        """What somebody complained of.

        Attributes:
            seriousness: how serious it is, from 0 up.
        """

        kind: ClassVar[str] = "complaint"

        statement: Text
        seriousness: Count = 0
        of: Annotated[Identifier, Links(Relation.OF, "Agency")]
        led_to: Annotated[
            tuple[Identifier, ...], Links(Relation.ANSWERS, "Source", "Action", thread=True)
        ] = ()
        seen_with: Annotated[tuple[Identifier, ...], Links(Relation.CONCERNS, "Theme")] = ()

    yield Complaint
    del _KINDS["complaint"]


def _whole_page(name: str) -> str:
    return generated.filled(_text(DOCS / name))


def _assert_every_link_is_told() -> None:
    page, drawn = _whole_page("model.md"), model.dot()
    for kind in kinds().values():
        for link in links_of(kind):
            targets = " or ".join(link.declared.targets)
            assert f"| `{link.key}` | `{link.relation.value}` | {targets} |" in page
            for target in link.declared.targets:
                edge = f'"{link.owner}" -> "{target}" [label="{link.relation.value}"'
                assert edge.replace("_", " ") in drawn.replace("_", " ")
            tooltip = f'tooltip="{link.key}: {link.relation.value}"'
            assert drawn.count(tooltip) == len(link.declared.targets)
            assert page.count(tooltip) == len(link.declared.targets)


def test_every_link_is_listed_and_drawn_once() -> None:
    """Every link of every kind stands in the table of links and in one diagram of the page."""
    _assert_every_link_is_told()


def test_every_link_of_a_new_kind_is_listed_and_drawn(made_up: type[Record]) -> None:
    """The links of a kind that was just entered in the registry stand there too."""
    assert "Complaint.led_to" in model.all_links()
    assert made_up in model.in_order()
    _assert_every_link_is_told()


def test_a_kind_without_links_is_drawn() -> None:
    """A kind that refers to nothing, and to which nothing refers, is drawn all the same."""

    @attrs.frozen(kw_only=True)
    class Loner(Record):
        """A record that has nothing to do with any other."""

        kind: ClassVar[str] = "loner"

    try:
        assert '"Loner" [label="Loner"]' in model.dot(model.of_others)
    finally:
        del _KINDS["loner"]
    assert "Loner" not in model.dot()


def _assert_every_field_is_told() -> None:
    page, file_page = _whole_page("model.md"), _whole_page("file-format.md")
    for name, kind in kinds().items():
        assert f"(kind-{name})=" in page
        own, keys = page.partition(f"Fields of {kind.__name__}\n"), f"Keys of {name}\n"
        for field in fields_of(kind):
            shared = field.name in attrs.fields_dict(Record)
            table = page if shared else own[2].partition("\n```")[0]
            assert f"| `{field.name}` |" in table
            assert f"| `{field.name}` |" in file_page.partition(keys)[2].partition("\n```")[0]


def test_every_field_is_told_of() -> None:
    """Every field of every kind stands in the kind's tables of fields and of keys."""
    _assert_every_field_is_told()


def test_every_field_of_a_new_kind_is_told_of(made_up: type[Record]) -> None:
    """So does every field of a kind just entered, with what its docstring says of it."""
    _assert_every_field_is_told()
    assert "how serious it is, from 0 up" in model.records()
    assert made_up.kind in kinds()


def test_what_a_field_holds_is_told_in_words() -> None:
    """A field is described by its type, its rules, its words and where its ids lead."""
    page = model.records()
    told = "a strength, or an improvement."
    assert f"| `judgement` | {told} | one of `strength`, `improvement` | yes |" in page
    assert "| ids: Source | yes, at least 1 | `raised_by` |" in page
    assert "a list, each a pair: a text that is not blank, then a whole number from 0 up" in page


def test_the_example_file_can_be_read() -> None:
    """The example of the file format is a whole file with one record of every kind."""
    page = _whole_page("file-format.md")
    block = page.partition("```json\n")[2].partition("```")[0]
    assert sorted(one.kind for one in from_text(block)) == sorted(kinds())


@pytest.mark.parametrize("kind", kinds())
def test_what_the_page_says_is_refused_is_refused(kind: str) -> None:
    """Leaving out a key is refused where the page says so, and only there."""
    page = _whole_page("file-format.md").partition(f"Keys of {kind}\n")[2].partition("\n```")[0]
    refused = set(re.findall(r"^\| `(\w+)` \|.*\| refused \|$", page, re.MULTILINE))
    whole = model.example_file()
    smallest = next(one for one in whole["records"] if one["kind"] == kind)
    assert refused == set(smallest)
    for key in smallest:
        short = {name: value for name, value in smallest.items() if name != key}
        others = [one for one in whole["records"] if one is not smallest]
        with pytest.raises(InvalidData, match=key):
            from_text(json.dumps(whole | {"records": [*others, short]}))


def test_the_example_file_holds_a_new_kind(made_up: type[Record]) -> None:
    """With one of a kind just entered too."""
    records = from_text(json.dumps(model.example_file()))
    assert any(isinstance(one, made_up) for one in records)


def test_the_diagrams_can_be_drawn() -> None:
    """Graphviz understands every diagram."""
    dot = needs("dot", "graphviz")
    for drawn in (model.of_threads, model.of_people, model.of_others, lambda _: True):
        done = subprocess.run(  # noqa: S603 - it was found above
            [dot, "-Tsvg"],
            input=model.dot(drawn),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        assert done.stderr == ""
        assert "<svg" in done.stdout


# The pages made from tables and questions


def test_every_word_of_the_reports_is_defined() -> None:
    """The glossary gives every word of the reports with its definition, and measures lead to it."""
    page = _whole_page("glossary.md").replace("\\", "")
    for word, meaning in DEFINITIONS.items():
        assert f"\n{word}\n: {meaning}\n" in page
    assert "(glossary.md)" in _text(DOCS / "measures.md")


def test_what_may_be_kept_back_is_told() -> None:
    """The guide on publishing names every link by which a record rests on others."""
    page = _whole_page("how-to/what-may-we-publish.md")
    table = page.partition("What rests on what\n")[2].partition("```")[0]
    told = re.findall(r"^\| [\w ]+ \| `(\w+)` \| ([\w ]+) \|$", table, re.MULTILINE)
    links = [one for one in model.all_links().values() if one.declared.rests]
    assert told == [(one.field, " or ".join(one.declared.targets)) for one in links]


def test_every_question_is_told_of() -> None:
    """The page of measures tells of every question of every noun, and what it returns."""
    page = _whole_page("measures.md")
    asked = [(noun, name) for noun, held in measures.nouns().items()
             for name, _ in measures.questions_of(held)]  # fmt: skip
    assert ("themes", "recurring") in asked
    for noun, name in asked:
        told = page.partition(f"#### `tracker.{noun}.{name}`\n")[2].partition("\n####")[0]
        assert "Returns " in told


def test_every_limit_is_told_of() -> None:
    """The page of limits gives each limit with its source and its standing."""
    page = _whole_page("limits.md")
    for limit in LIMITS:
        row = next(line for line in page.splitlines() if f"| `{limit.code}` |" in line)
        assert limit.sentence in row
        assert f"| {limit.source} | {limit.standing.value} |" in row


def test_every_part_is_asked_for_and_every_part_asked_for_is_there() -> None:
    """The pages ask for all the parts that are made, and for no others."""
    asked = {one for page in PAGES for one in re.findall(r"<!-- generated: (.*?) -->", _text(page))}
    assert asked == set(generated.PARTS)
    with pytest.raises(KeyError, match="nothing"):
        generated.filled("<!-- generated: nothing -->")


# The command line


def _sections_about(command: str) -> str:
    sections = re.split(r"^## ", _text(COMMAND_LINE), flags=re.MULTILINE)
    return "\n".join(one for one in sections if f"learning-tracker {command}" in one)


def _commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and the commands beneath it, by what one types."""
    for name, command in main.commands.items():
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {one}", each) for one, each in command.commands.items())


def _undocumented(name: str, command: click.Command) -> list[str]:
    """The options of a command, and the choices of an option, that its section leaves out."""
    told = _sections_about(name)
    options = [one for one in command.params if isinstance(one, click.Option)]
    choices = [f"{choice}`" for one in options if isinstance(one.type, click.Choice)
               for choice in one.type.choices]  # fmt: skip
    names = [name for one in options for name in one.opts]
    return [one for one in (*names, *choices) if f"`{one}" not in told]


@pytest.mark.parametrize(("name", "command"), list(_commands()))
def test_every_command_and_option_is_in_the_documents(name: str, command: click.Command) -> None:
    """Every command, every option of it and every choice that an option offers is documented."""
    assert _sections_about(name)
    assert _undocumented(name, command) == []


def test_the_options_of_the_command_itself_are_in_the_documents() -> None:
    """So are the options that come before any command, and the ways to ask for help."""
    names = [name for one in main.params for name in one.opts]
    page = _text(COMMAND_LINE)
    assert [one for one in (*names, "-h", "--help") if one not in page] == []


def test_an_option_that_is_not_documented_is_found() -> None:
    """An option or a choice that no document mentions is found."""
    month = click.Option(["--month"], type=click.Choice(["may"]))
    command = click.Command("themes", params=[month])
    assert _undocumented("themes", command) == ["--month", "may`"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_documented_for_every_shell(shell: str) -> None:
    """How the shell completes commands is documented for bash, zsh and fish."""
    assert f"_LEARNING_TRACKER_COMPLETE={shell}_source learning-tracker" in _text(COMMAND_LINE)


# The reference, and links between pages


def test_every_public_name_is_in_the_reference() -> None:
    """Whatever the package offers by name is described in the reference."""
    reference = "\n".join(map(_text, (DOCS / "reference").glob("*.md")))
    directives = re.findall(r"^\.\. auto\w+:: learning_tracker\.(\w+)$", reference, re.MULTILINE)
    described = set(directives)
    assert sorted(set(learning_tracker.__all__) - described) == []


def test_every_module_of_questions_and_reports_is_in_the_reference() -> None:
    """The modules behind the questions are all described."""
    questions = _text(DOCS / "reference" / "questions.md")
    package = Path(learning_tracker.__file__).parent / "queries"
    names = sorted({path.stem for path in package.glob("*.py")} - {"__init__"})
    assert [one for one in names if f"learning_tracker.queries.{one}\n" not in questions] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    """Every link from a page to another leads to a page that is there."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", _text(page)):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("0*.md")), ids=_name)
def test_a_decision_has_its_three_parts(page: Path) -> None:
    """A decision tells its context, what was decided and the consequence, and is listed."""
    text = _text(page)
    for part in ("Context", "Decision", "Consequence"):
        assert f"**{part}.**" in text
    assert page.stem in _text(page.parent / "index.md")
