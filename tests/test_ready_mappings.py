"""Mappings that come with the library import a sheet of their layout, as it is."""

import re
from pathlib import Path

import pytest

import learning_tracker as lt
from learning_tracker.errors import UnknownChoice
from learning_tracker.exchange.drafts.drafting import draft_mapping
from learning_tracker.exchange.mappings.mapping_files import mapping_of
from learning_tracker.exchange.mappings.ready_mappings import mapping_at, ready_names, ready_text
from ready_sheets import READY, ready_csv, ready_sheet

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "ready-mappings.md"
MADE = {
    "norfolk": {"lcspr": 1, "recommendation": 2, "action": 3, "agency": 3},
    "slough": {"lcspr": 1, "action": 3, "agency": 3},
    "lscb-2014": {"learning-review": 1, "action": 2, "agency": 2},
    "kent": {"learning-review": 1, "action": 3, "theme": 2},
}

REVIEW = {"Review": "lcspr-ash", "Title of review": "Practice review Ash"}

each = pytest.mark.parametrize("name", sorted(READY))


def switched_on(text: str) -> str:
    """A mapping with every line that is switched off switched on."""
    return re.sub(r"^#(?! |$)", "", text, flags=re.MULTILINE)


def test_every_ready_mapping_has_its_sheet() -> None:
    """No mapping is shipped that no sheet tries."""
    assert ready_names() == tuple(sorted(READY)) == tuple(sorted(MADE))


@each
def test_its_sheet_is_imported_by_name(name: str, tmp_path: Path) -> None:
    """Into a fresh tracker the sheet of its layout goes without an error, and only once."""
    tracker = lt.Tracker()
    sheet = ready_sheet(name, tmp_path)
    done = lt.import_sheet(tracker, sheet, name, given=REVIEW)
    assert not done.problems.errors
    assert {row.kind: row.added for row in done.counts} == MADE[name]
    assert lt.preview_import(tracker, sheet, name, given=REVIEW).planned == ()
    assert not tracker.check().errors


@each
def test_it_is_short_and_says_on_what_it_was_modelled(name: str) -> None:
    """A ready mapping fits on a page, and does not claim to have been tried."""
    lines = ready_text(name).splitlines()
    comment = " ".join(line.lstrip("# ") for line in lines if line.startswith("# "))
    assert len(lines) < 60
    assert "Modelled on the headings of" in comment
    assert "not tried with an original sheet" in comment
    assert '--set "Review=' in comment


@pytest.mark.parametrize("name", ["norfolk", "slough"])
def test_its_colours_are_recorded_once_switched_on(name: str, tmp_path: Path) -> None:
    """With the lines that are switched off, each row says what colour was reported."""
    tracker = lt.Tracker()
    rules = mapping_of(switched_on(ready_text(name)).encode(), f"{name}.toml")
    lt.import_sheet(tracker, ready_sheet(name, tmp_path), rules, given=REVIEW)
    colours = sorted(one.colour.value for one in tracker.of(lt.Update) if one.colour)
    assert colours == ["amber", "green", "red"]


@each
def test_the_draft_for_its_sheet_runs(name: str, tmp_path: Path) -> None:
    """The draft of a mapping for the sheet gives a preview, without an error."""
    sheet = ready_sheet(name, tmp_path)
    rules = mapping_of(draft_mapping(sheet).encode(), "draft.toml")
    preview = lt.preview_import(lt.Tracker(), sheet, rules)
    assert not preview.problems.errors
    assert {row.kind for row in preview.counts} >= {"action", "learning-review"}


@each
def test_its_sheet_is_shown_in_the_documents(name: str) -> None:
    """The page on ready mappings shows the very sheet with which each is tried."""
    assert f".csv\n{ready_csv(name)}```" in PAGE.read_text(encoding="utf-8")


def test_a_file_comes_before_a_ready_mapping_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bare word names a file if there is one, and else a ready mapping."""
    monkeypatch.chdir(tmp_path)
    assert mapping_at("kent").about.startswith("Action plans as in Kent")
    Path("kent").write_text('about = "mine"\n[make.theme]\nid = "{T}"\nname = "T"\n')
    assert mapping_at("kent").about == "mine"


def test_a_name_that_is_none_is_told() -> None:
    """A bare word that names nothing is told, with what is like it."""
    with pytest.raises(UnknownChoice, match="is no ready mapping; did you mean norfolk"):
        mapping_at("norfolkk")
