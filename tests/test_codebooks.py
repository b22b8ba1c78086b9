"""Themes are exchanged with other programs by codebooks, and keep their identity."""

import io
import struct
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import learning_tracker as lt
from asking import UNHURRIED
from learning_tracker.cli import main
from learning_tracker.errors import InvalidArgument, InvalidData, StoreProblem, UnknownChoice
from learning_tracker.exchange.codebooks import codebook_reading
from learning_tracker.exchange.codebooks.codebook import NAMESPACE, guid_of
from learning_tracker.exchange.codebooks.codebook_reading import read_codes
from strategies import statements, texts

GUIDS = [f"6b6f6c62-1111-4a2b-8c3d-00000000000{number}" for number in range(9)]
WHOLE = f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="{NAMESPACE}" origin="QualCoder 3.6">
 <Codes>
  <Code guid="{GUIDS[1]}" name="Family" isCodable="false" color="#ff0000">
   <Description>All that lies in
the family.</Description>
   <Code guid="{{{GUIDS[2].upper()}}}" name="Fathers &amp; partners" isCodable="true"/>
  </Code>
  <Code guid="{GUIDS[3]}" name="Curiosity" isCodable="true"/>
 </Codes>
 <Sets><Set guid="{GUIDS[4]}" name="Mine"><MemberCode guid="{GUIDS[3]}"/></Set></Sets>
</CodeBook>
"""
PROJECT = f"""<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Study" origin="MAXQDA">
 <Users><User guid="{GUIDS[7]}" name="A coder"/></Users>
 <CodeBook><Codes>
  <Code guid="{GUIDS[1]}" name="Family" isCodable="true"><NoteRef targetGUID="{GUIDS[6]}"/>
   <Code guid="{GUIDS[2]}" name="Fathers" isCodable="true"/></Code>
 </Codes></CodeBook>
 <Sources><TextSource guid="{GUIDS[5]}" name="One"><Description>Not of a code</Description>
  <PlainTextContent>What somebody said</PlainTextContent></TextSource></Sources>
</Project>
"""


def written(folder: Path, text: str | bytes, name: str = "themes.qdc") -> Path:
    """A file that holds a text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def project(folder: Path, text: str = PROJECT, part: str = "project.qde") -> Path:
    """A project whose archive holds other things too."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Sources/../../../outside.txt", "a text")
        archive.writestr(part, text)
    return written(folder, content.getvalue(), "study.qdpx")


def codes(*told: str) -> str:
    """A codebook with these codes."""
    return f'<CodeBook xmlns="{NAMESPACE}"><Codes>{"".join(told)}</Codes></CodeBook>'


def code(guid: str, name: str, inside: str = "") -> str:
    """A code."""
    return f'<Code guid="{guid}" name="{name}" isCodable="true">{inside}</Code>'


def themes(tracker: lt.Tracker) -> dict[str, lt.Theme]:
    """The themes by name."""
    return {theme.name: theme for theme in tracker.of(lt.Theme)}


# In


def test_names_descriptions_and_the_tree_come_in(tmp_path: Path) -> None:
    """Each code becomes a theme, in its place in the tree, and its guid is remembered."""
    tracker = lt.Tracker()
    lt.import_codebook(tracker, written(tmp_path, WHOLE))
    found = themes(tracker)
    assert found["Family"].definition == "All that lies in\nthe family."
    assert found["Fathers & partners"].broader == found["Family"].id == "theme-family"
    assert found["Curiosity"].broader is None
    assert [found[name].guid for name in found] == [GUIDS[3], GUIDS[1], GUIDS[2]]
    assert {theme.frame for theme in found.values()} == {"practice"}


def test_a_project_gives_its_codebook_alone(tmp_path: Path) -> None:
    """Of a project the codes come in, and no text of its sources; nothing is unpacked."""
    (tmp_path / "in").mkdir()
    found = read_codes(project(tmp_path / "in"))
    assert [(one.name, one.description, one.broader) for one in found] == [
        ("Family", "", None),
        ("Fathers", "", 0),
    ]
    assert [one.name for one in tmp_path.rglob("*")] == ["in", "study.qdpx"]


@pytest.mark.parametrize("space", [NAMESPACE, "urn:QDA-XML:codebook:1:0", ""])
def test_the_namespaces_that_programs_write(tmp_path: Path, space: str) -> None:
    """NVivo writes another namespace than the standard names, and some write none."""
    text = WHOLE.replace(f' xmlns="{NAMESPACE}"', f' xmlns="{space}"' if space else "")
    assert [one.name for one in read_codes(written(tmp_path, text))][-1] == "Curiosity"


def test_taking_it_in_twice_changes_nothing(tmp_path: Path) -> None:
    """The second time there is nothing to change."""
    tracker = lt.Tracker()
    path = written(tmp_path, WHOLE)
    assert len(lt.import_codebook(tracker, path).changes) == 3
    again = lt.import_codebook(tracker, path)
    assert (again.changes, len(again.taken)) == ((), 3)


def test_a_theme_of_that_name_is_the_code(tmp_path: Path) -> None:
    """A theme without a guid that has a code's name takes the code's guid and keeps its id."""
    mine = lt.Theme(id="dads", name="fathers &  PARTNERS", definition="Mine", aliases=("Dads",))
    tracker = lt.Tracker([mine, lt.Theme(id="sleep", name="Safer sleep")])
    found = lt.import_codebook(tracker, written(tmp_path, WHOLE))
    now = tracker.themes["dads"]
    assert (now.name, now.guid, now.definition) == ("Fathers & partners", GUIDS[2], "Mine")
    assert (now.broader, now.aliases) == ("theme-family", ("Dads",))
    assert [one.id for one in found.untouched] == ["sleep"]
    assert "left as they are (1)" in str(found.table)


def test_identity_is_the_guid(tmp_path: Path) -> None:
    """A code that was renamed and moved elsewhere is still the same theme."""
    tracker = lt.Tracker()
    lt.import_codebook(tracker, written(tmp_path, WHOLE))
    before = themes(tracker)["Fathers & partners"]
    moved = codes(code(GUIDS[3], "Curiosity", code(GUIDS[2], "Men in the home")))
    found = lt.import_codebook(tracker, written(tmp_path, moved))
    after = tracker.themes[before.id]
    assert (after.name, after.broader) == ("Men in the home", "theme-curiosity")
    assert [one.deed for one in found.changes] == ["change"]
    assert "name: Fathers & partners → Men in the home" in str(found.table)


def test_another_theme_of_the_same_name_is_told_of(tmp_path: Path) -> None:
    """A theme with another guid is another theme, whatever its name; both are kept."""
    theirs = lt.Theme(id="theme-curiosity", name="Curiosity", guid=GUIDS[8])
    tracker = lt.Tracker([theirs])
    found = lt.import_codebook(tracker, written(tmp_path, WHOLE))
    assert [one.code for one in found.problems] == ["same-name"]
    assert tracker.themes["theme-curiosity"] == theirs
    assert tracker.themes["theme-curiosity-2"].guid == GUIDS[3]


def test_codes_of_one_name_are_several_themes(tmp_path: Path) -> None:
    """Codes of one name in two places are two themes."""
    text = codes(
        code(GUIDS[1], "Home", code(GUIDS[2], "Other")),
        code(GUIDS[3], "School", code(GUIDS[4], "Other")),
    )
    tracker = lt.Tracker()
    lt.import_codebook(tracker, written(tmp_path, text))
    assert tracker.themes["theme-other"].broader == "theme-home"
    assert tracker.themes["theme-other-2"].broader == "theme-school"


# What is wrong with it


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (codes(code("7", "Fathers")), {"no-guid"}),
        (codes(code(GUIDS[1], " ")), {"no-name"}),
        (codes(code(GUIDS[1], "A"), code(GUIDS[1].upper(), "B")), {"guid-twice"}),
        (codes(), {"no-codes"}),
        (codes(code(GUIDS[1], "Del \x7f")), {"not-a-theme"}),
        (codes(code(GUIDS[1], "Sleep"), code(GUIDS[2], "Sleep")), {"name-twice"}),
        (codes(code(GUIDS[7], "Of the Panel")), {"other-frame"}),
        (codes(code(GUIDS[8], "Twice")), {"guid-twice"}),
        (codes(code(GUIDS[1], "Low"), code(GUIDS[2], "High", code(GUIDS[3], "Top"))), {"circle"}),
    ],
)
def test_what_is_wrong_is_told_and_nothing_taken(
    tmp_path: Path, text: str, found: set[str]
) -> None:
    """Whatever is wrong is told with its place, and nothing is changed."""
    held = [
        lt.Theme(id="sleep", name="Sleep"),
        lt.Theme(id="panel", name="Panel", frame="panel", guid=GUIDS[7]),
        lt.Theme(id="one", name="One", guid=GUIDS[8]),
        lt.Theme(id="two", name="Two", guid=GUIDS[8]),
        lt.Theme(id="top", name="Top", broader="between", guid=GUIDS[3]),
        lt.Theme(id="between", name="Between", broader="low"),
        lt.Theme(id="low", name="Low"),
        lt.Theme(id="high", name="High", broader="between"),
    ]
    if found == {"circle"}:  # Top goes beneath High, and Low, above both, beneath Top
        text = codes(code(GUIDS[3], "Top", code(GUIDS[1], "Low")), code(GUIDS[2], "High"))
    tracker = lt.Tracker(held)
    path = written(tmp_path, text)
    told = lt.preview_codebook(tracker, path).problems
    assert {one.code for one in told} == found
    assert all(one.place.startswith("themes.qdc") for one in told)
    with pytest.raises(InvalidData, match=next(iter(found))):
        lt.import_codebook(tracker, path)
    assert sorted(tracker.values(), key=id) == sorted(held, key=id)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('<!DOCTYPE CodeBook [<!ENTITY a "aaaa">]>' + codes(code(GUIDS[1], "&a;")), "entities"),
        ('<!DOCTYPE CodeBook SYSTEM "http://example.org/a.dtd">' + codes(), "a document type"),
        (codes(code(GUIDS[1], "&b;")), "no XML"),
        (WHOLE[:300], "no XML"),
        ("", "no XML"),
        ("Theme,Definition\nFathers,All\n", "no XML"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"/>', "XML of another sort"),
        (WHOLE.replace(NAMESPACE, "urn:other"), "XML of another sort"),
        ("<CodeBook>" * 2000, "too deep"),
        ("<CodeBook a='" + "a" * 2_000_000, "tags without end"),
    ],
)
def test_what_is_not_to_be_trusted_is_refused(tmp_path: Path, text: str, why: str) -> None:
    """What is no codebook, or was made to do harm, is refused in a sentence."""
    with pytest.raises(StoreProblem, match=why):
        read_codes(written(tmp_path, text))


def test_what_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However small an archive is, no more is read than a project may have."""
    monkeypatch.setattr(codebook_reading, "MOST_PROJECT", 2**20)
    bomb = PROJECT.replace("What somebody said", "a" * 2**21)
    path = project(tmp_path, bomb)
    assert path.stat().st_size < 2**14
    with pytest.raises(StoreProblem, match="more than 1 MB"):
        read_codes(path)
    monkeypatch.setattr(codebook_reading, "MOST_KEPT", 2**10)
    swollen = codes(*(code(guid, "a" * 200) for guid in GUIDS))
    with pytest.raises(StoreProblem, match="far more codes"):
        read_codes(written(tmp_path, swollen))


def test_archives_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive without a project, a damaged or an encrypted one is refused."""
    with pytest.raises(StoreProblem, match=r"without a project\.qde"):
        read_codes(project(tmp_path, part="data.qda"))
    whole = project(tmp_path).read_bytes()
    with pytest.raises(StoreProblem, match="damaged"):
        read_codes(written(tmp_path, whole[:-30], "cut.qdpx"))
    with pytest.raises(StoreProblem, match="damaged"):
        read_codes(written(tmp_path, whole.replace(b"PK\x03\x04", b"PK\x03\x05", 2), "bad.qdpx"))
    flags = bytearray(whole)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := flags.find(signature, start)) >= 0:
            struct.pack_into("<H", flags, start + place, 1)
            start += 4
    with pytest.raises(StoreProblem, match="encrypted"):
        read_codes(written(tmp_path, bytes(flags), "locked.qdpx"))
    monkeypatch.setattr(codebook_reading, "MOST_DIRECTORY", 20)
    with pytest.raises(StoreProblem, match="far more parts"):
        read_codes(project(tmp_path))
    hidden = whole[:-6] + b"PK\x05\x06\0\0"  # where the list begins: an end within the end
    with pytest.raises(StoreProblem, match="far more parts"):
        read_codes(written(tmp_path, hidden, "hidden.qdpx"))
    with pytest.raises(StoreProblem, match="read"):
        read_codes(tmp_path)
    with pytest.raises(StoreProblem, match="no such file"):
        read_codes(tmp_path / "missing.qdc")


# Out


SCHEMA = Path(__file__).with_name("codebook.xsd")


def standard() -> etree.XMLSchema:
    """The schema that the standard prints."""
    return etree.XMLSchema(etree.parse(SCHEMA))


def test_a_codebook_is_of_the_standard(tmp_path: Path) -> None:
    """What is written is valid by the standard's schema, and the same every time."""
    tracker = lt.sample()
    lt.write_codebook(tracker, tmp_path / "themes.qdc")
    written_tree = etree.parse(tmp_path / "themes.qdc")
    standard().assertValid(written_tree)
    found = [one.get("name") for one in written_tree.iter(f"{{{NAMESPACE}}}Code")]
    practice = [one.name for one in tracker.of(lt.Theme) if one.frame == "practice"]
    assert sorted(found) == sorted(practice)
    lt.write_codebook(tracker, tmp_path / "again.qdc")
    assert (tmp_path / "again.qdc").read_bytes() == (tmp_path / "themes.qdc").read_bytes()
    standard().assertValid(etree.fromstring(WHOLE.encode()))


@st.composite
def trees(draw: st.DrawFn) -> list[lt.Theme]:
    """Themes of which each may lie in one before it."""
    made: list[lt.Theme] = []
    for number in range(draw(st.integers(1, 8))):
        broader = draw(st.none() | st.sampled_from([one.id for one in made])) if made else None
        guid = draw(st.sampled_from(["", GUIDS[number], GUIDS[number].upper(), f"old {number}"]))
        name, definition = draw(statements()), draw(texts())
        theme = lt.Theme(id=f"t{number}", name=name, definition=definition)
        made.append(attrs.evolve(theme, broader=broader, guid=guid))
    return made


@given(trees())
@UNHURRIED
def test_a_round_trip_keeps_everything(made: list[lt.Theme]) -> None:
    """Themes that go out and come back are the same; in another tracker they keep their guids."""
    mine, theirs = lt.Tracker(made), lt.Tracker()
    with TemporaryDirectory() as folder:
        there, back = Path(folder) / "there.qdc", Path(folder) / "back.qdc"
        if any("\ufffe" in one.name + one.definition or "\uffff" in one.name + one.definition
               for one in made):  # fmt: skip
            with pytest.raises(InvalidArgument, match="XML cannot hold"):
                lt.write_codebook(mine, there)
            return
        lt.write_codebook(mine, there)
        standard().assertValid(etree.parse(there))
        assert lt.import_codebook(mine, there).changes == ()
        lt.import_codebook(theirs, there)
        lt.write_codebook(theirs, back)
        assert lt.import_codebook(mine, back).changes == ()
    assert {one.id: one for one in made} == dict(mine)
    assert sorted(map(guid_of, theirs.of(lt.Theme))) == sorted(map(guid_of, made))


def test_only_one_frame_goes_out(tmp_path: Path) -> None:
    """A codebook holds the themes of one frame; one that has none is refused."""
    tracker = lt.sample()
    lt.write_codebook(tracker, tmp_path / "panel.qdc", frame="national-panel")
    names = {one.name for one in read_codes(tmp_path / "panel.qdc")}
    panel = [one for one in tracker.of(lt.Theme) if one.frame == "national-panel"]
    assert names == {one.name for one in panel}
    assert (
        lt.preview_codebook(tracker, tmp_path / "panel.qdc", frame="national-panel").changes == ()
    )
    with pytest.raises(UnknownChoice, match="national-panel"):
        lt.write_codebook(tracker, tmp_path / "x.qdc", frame="pannel")
    with pytest.raises(InvalidArgument, match="at least one"):
        lt.write_codebook(lt.Tracker(), tmp_path / "x.qdc")
    twice = [lt.Theme(id=one, name=one, guid=GUIDS[1]) for one in ("a", "b")]
    with pytest.raises(InvalidArgument, match="a and b"):
        lt.write_codebook(lt.Tracker(twice), tmp_path / "x.qdc")


def test_a_redaction_lists_the_codebook(tmp_path: Path) -> None:
    """A codebook holds texts of the tracker: a later redaction lists it among the copies."""
    with lt.open(tmp_path / "riverton.db") as tracker:
        with tracker.change(by="business-unit"):
            tracker.add(lt.Theme(id="fathers", name="Fathers", definition="A name"))
        lt.write_codebook(tracker, tmp_path / "themes.qdc")
        done = tracker.redact("fathers", "definition", by="business-unit", why="named somebody")
    assert "themes.qdc" in str(done)


# On the command line


def run(*words: str | Path) -> Result:
    """Run the command `codebook`."""
    return CliRunner().invoke(main, ["codebook", *map(str, words)])


def test_on_the_command_line(tmp_path: Path) -> None:
    """Themes are written, looked at and taken in, and only when it is said so."""
    file, path = tmp_path / "riverton.db", tmp_path / "themes.qdc"
    lt.sample().save(file, by="business-unit", why="begun")
    done = run(file, "-o", path)
    assert (done.exit_code, done.stderr) == (0, f"wrote {path}\n")
    done = run(file, "--import", path)
    assert done.exit_code == 0
    assert "the tracker has all its themes" in done.stdout
    written(tmp_path, WHOLE)
    done = run(file, "--import", path, "--format", "csv")
    assert done.stdout.splitlines()[0] == "id,theme,deed,fields"
    assert done.stderr == "nothing was changed\n"
    assert run(file, "--import", path, "--apply").exit_code == 2
    done = run(file, "--import", path, "--apply", "--by", "business-unit")
    assert (done.exit_code, done.stderr) == (0, "the tracker was changed\n")
    with lt.open(file) as tracker:
        assert "theme-family" in tracker
        assert tracker.log()[0].one.why == "a codebook was taken in"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sample",), "one of them"),
        (("--sample", "-o", "a.qdc", "--import", "b.qdc"), "one of them"),
        (("--sample", "-o", "a.qdc", "--apply"), "goes with --import"),
        (("--sample", "--import", "b.qdc", "--apply"), "an example cannot be changed"),
        (("--sample", "--import", "b.qdc"), "cannot be read"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], said: str) -> None:
    """What does not go together is refused in a line."""
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_wrong_codebook_on_the_command_line(tmp_path: Path) -> None:
    """What is wrong with it is told on standard error, and the code is 1."""
    file = tmp_path / "riverton.json"
    lt.sample().save(file)
    path = written(tmp_path, codes(code("7", "Fathers")))
    for more in ((), ("--apply",)):
        done = run(file, "--import", path, *more)
        assert done.exit_code == 1
        assert "themes.qdc, code 1: it has no guid" in done.stderr
