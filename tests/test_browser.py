"""The HTML of a report in a real browser: for everybody, on any screen, and on paper."""

import datetime as dt
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import learning_tracker as lt
from colours import contrast
from learning_tracker.stores.json_file import JsonFile
from parts import needs, needs_module

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

RIVERTON = Path(lt.__file__).parent / "samples" / "riverton.json"
WIDTHS = (320, 1280)
MEDIA = (
    {"media": "screen", "color_scheme": "light"},
    {"media": "screen", "color_scheme": "dark"},
    {"media": "print", "color_scheme": "light"},
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ABOUT_LOOKS = ("color-contrast", "link-in-text-block", "target-size")
"""Rules that measure every piece of text: on a whole report they take minutes."""

UPRIGHT, ACROSS = 688, 1016
"""How wide the print is on A4 with margins of 14 mm, in the pixels of a style sheet."""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium, as the computer has it; no browser is fetched."""
    start = needs_module("playwright.sync_api", "browser").sync_playwright
    chromium = needs("chromium", "chromium")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with start() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield launched
        launched.close()


@pytest.fixture(scope="module", params=["medway", "riverton"])
def report(request: pytest.FixtureRequest) -> lt.Report:
    """The theme report of each example."""
    if request.param == "medway":
        return lt.theme_report(lt.sample("medway"))
    return lt.theme_report(lt.Tracker(JsonFile(RIVERTON).load(), date=dt.date(2025, 11, 20)))


@pytest.fixture(scope="module")
def html(report: lt.Report) -> str:
    """The report as HTML."""
    return report.to_html()


@pytest.fixture(scope="module")
def page(browser: "Browser", html: str) -> Iterator["Page"]:
    """The report in a window, the same one for every test that changes nothing in it."""
    with opened(browser, html) as page:
        yield page


@pytest.fixture(scope="module")
def sheets(page: "Page") -> list[str]:
    """The report in print."""
    return printed(page)


@contextmanager
def opened(browser: "Browser", html: str) -> Iterator["Page"]:
    """A page in a window of its own."""
    page = browser.new_page()
    page.set_default_timeout(300_000)  # a busy machine is slow, not wrong
    try:
        page.set_content(html)
        yield page
    finally:
        page.close()


def show(page: "Page", width: int, **media: str) -> None:
    """Show a page at a width: on a light screen unless told otherwise."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(**{**MEDIA[0], **media})


def made_up(name: str = "Ashby") -> lt.Report:
    """A report on a handful of records."""
    records = [
        lt.Partnership(id="p", name=name),
        lt.Agency(id="police", name="Ashby Police"),
        lt.Theme(id="fathers", name="Fathers"),
        lt.LCSPR(id="one", title="LCSPR One", published_on="2024-05-01"),
        lt.LCSPR(id="two", title="LCSPR Two", published_on="2024-12-01"),
        *(
            lt.Finding(
                id=f"finding-{n}", sources=(n,), judgement="improvement",
                statement=f"Fathers were not seen in {n}.", themes=("fathers",),
            )
            for n in ("one", "two")
        ),
        lt.Action(id="a", statement="See fathers.", themes=("fathers",), lead="police"),
        lt.Evidence(id="e", on="2025-01-01", statement="They are seen.", level="activity",
                    supports=("a",)),
    ]  # fmt: skip
    return lt.theme_report(lt.Tracker(records, date="2025-03-31"))


# Rules of accessibility


def violations(page: "Page", *without: str) -> list[str]:
    """What axe finds wrong with a page, each with the first place of it."""
    axe = needs_module("axe_playwright_python.sync_playwright", "browser").Axe()
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found = axe.run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


def thin_out(page: "Page") -> None:
    """Leave one row of each table and two items of each list: all are made alike."""
    page.evaluate(
        "document.querySelectorAll('tbody tr:nth-child(n+2), li:nth-child(n+3)')"
        ".forEach(one => one.remove())"
    )


def test_every_sort_of_part_is_accessible(browser: "Browser", html: str) -> None:
    """On wide and narrow screens, light and dark, and in print no part of a page breaks a rule."""
    with opened(browser, html) as page:
        thin_out(page)
        for width, media in product(WIDTHS, MEDIA):
            show(page, width, **media)
            nobody_points = ("target-size",) if media["media"] == "print" else ()
            assert violations(page, *nobody_points) == [], (width, media)


def test_a_page_without_figures_is_accessible(browser: "Browser", report: lt.Report) -> None:
    """Nor does any part where tables stand alone."""
    with opened(browser, report.to_html(figures=False)) as page:
        thin_out(page)
        show(page, WIDTHS[0])
        assert violations(page) == []


def test_a_whole_page_is_accessible(page: "Page") -> None:
    """A whole report breaks no rule, those on the looks of each text apart."""
    show(page, WIDTHS[-1])
    assert violations(page, *ABOUT_LOOKS) == []


def test_axe_finds_what_is_wrong(browser: "Browser") -> None:
    """A picture without words for it is found: the rules are looked at."""
    html = "<html lang='en-GB'><title>x</title><main><h1>x</h1><img src=''></main>"
    with opened(browser, html) as page:
        assert [one.partition(":")[0] for one in violations(page)] == ["image-alt"]


# Narrow screens


def test_a_narrow_screen_shows_the_whole_width(page: "Page") -> None:
    """At 320 pixels nothing is wider than the screen but tables, each in a part that scrolls."""
    show(page, WIDTHS[0])
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(one => one.getBoundingClientRect().right > innerWidth)
            .filter(one => !one.closest('.scroll > table'))
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS[0]
    assert page.evaluate(
        "[...document.querySelectorAll('.scroll')].every("
        "one => getComputedStyle(one).overflowX == 'auto')"
    )


# Links and keys


def test_every_link_leads_to_one_place(page: "Page") -> None:
    """Every link leads to a place of the page, and no two places have one name."""
    links = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    names = page.evaluate("[...document.querySelectorAll('[id]')].map(one => one.id)")
    assert len(names) == len(set(names))
    assert {link.removeprefix("#") for link in links} <= set(names)
    assert len(links) > 1000


def test_every_note_leads_back(page: "Page") -> None:
    """Every note has a link to the first place that cites it, and that place one to the note."""
    wrong = page.evaluate(
        """() => [...document.querySelectorAll('[id^=note-]')].filter(note => {
            const cited = document.querySelector(note.querySelector('.back').hash);
            const first = document.querySelector(`a.note[href="#${note.id}"]`);
            return cited !== first;
        }).map(note => note.id)"""
    )
    assert wrong == []


def test_every_link_can_be_reached_and_is_seen_when_it_is(page: "Page") -> None:
    """Whatever leads somewhere, or scrolls, takes the focus and then has an outline and a size."""
    show(page, WIDTHS[-1])
    page.keyboard.press("Tab")
    missed = page.evaluate(
        """() => [...document.querySelectorAll('a[href], .scroll')].filter(one => {
            one.focus({preventScroll: true});
            const box = one.getBoundingClientRect(), style = getComputedStyle(one);
            const seen = box.width > 0 && box.height > 0 && box.left >= 0;
            return document.activeElement !== one || one.tabIndex !== 0 || !seen
                || style.outlineStyle === 'none' || style.visibility !== 'visible';
        }).map(one => one.outerHTML.slice(0, 80))"""
    )
    assert missed == []


def test_the_tab_key_passes_every_link(browser: "Browser") -> None:
    """Pressed again and again, the key goes through all that can be used, in order."""
    with opened(browser, made_up().to_html()) as page:
        there = page.evaluate(
            "[...document.querySelectorAll('a[href], .scroll')].map(one => one.outerHTML)"
        )
        passed = []
        for _ in there:
            page.keyboard.press("Tab")
            passed.append(page.evaluate("document.activeElement.outerHTML"))
    assert passed == there
    assert 'class="skip"' in passed[0]


# Figures


def test_figures_stay_on_white_paper(page: "Page") -> None:
    """On a dark screen too, a figure has a white card, on which its text can be read."""
    for media in MEDIA:
        show(page, WIDTHS[-1], **media)
        cards, inks = page.evaluate(
            """() => {
                const told = (found, style) => [...new Set([...document.querySelectorAll(found)]
                    .map(one => getComputedStyle(one)[style]))];
                return [told('figure svg', 'backgroundColor'), told('figure use', 'fill')];
            }"""
        )
        assert [as_hex(card) for card in cards] == ["#ffffff"]
        assert inks
        assert all(contrast(as_hex(ink), "#ffffff") >= 4.5 for ink in inks)


def as_hex(colour: str) -> str:
    """A colour as style sheets write it.

    >>> as_hex("rgb(255, 0, 16)")
    '#ff0010'
    """
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour))


def test_figures_fit_the_page(page: "Page") -> None:
    """A figure is never wider than what holds it, and stands before its table."""
    for width in WIDTHS:
        show(page, width)
        fits = page.evaluate(
            """() => [...document.querySelectorAll('figure')].map(one =>
                one.querySelector('svg').clientWidth <= one.clientWidth
                && one.nextElementSibling.matches('.scroll'))"""
        )
        assert len(fits) >= 2
        assert all(fits)


# Paper


def printed(page: "Page") -> list[str]:
    """The text of each printed page, every space the same."""
    page.emulate_media(media="print")
    paper = page.pdf(prefer_css_page_size=True)
    to_text = [needs("pdftotext", "poppler-utils"), "-layout", "-", "-"]
    done = subprocess.run(to_text, input=paper, capture_output=True, check=True)  # noqa: S603 - found above
    pages = done.stdout.decode("utf-8").removesuffix("\f").split("\f")
    return [" ".join(one.split()) for one in pages]


def test_every_printed_page_says_what_it_is_of(report: lt.Report, sheets: list[str]) -> None:
    """Each begins with the report's running line and ends with its number of how many."""
    for number, sheet in enumerate(sheets, 1):
        assert sheet.startswith(report.document.running)
        assert sheet.endswith(f"Page {number} of {len(sheets)}")


def test_page_one_is_one_printed_page(report: lt.Report, sheets: list[str]) -> None:
    """All of page one stands on the first sheet, and what is behind begins on the second."""
    first, second, *_ = sheets
    document = report.document
    assert all(section.heading in first for section in document.page_one)
    assert second.removeprefix(document.running).strip().startswith(document.behind[0].heading)


def test_a_table_over_several_sheets_repeats_its_headings(page: "Page", sheets: list[str]) -> None:
    """Every sheet with rows of a table has its headings, and each row is whole on one sheet."""
    table = page.locator("table", has=page.get_by_text("Outstanding actions", exact=True))
    notes = table.locator("tbody .note").all_inner_texts()
    headed = [sheet for sheet in sheets if re.search(r"Slippage .* Verdict Note", sheet)]
    assert len(headed) > 1
    assert [note for note in notes if not any(note in sheet for sheet in headed)] == []
    breaks = "one => getComputedStyle(one).breakInside"
    assert set(table.locator("tr").evaluate_all(f"rows => rows.map({breaks})")) == {"avoid"}


def test_no_printed_table_is_cut_at_the_edge(page: "Page") -> None:
    """On upright sheets, and across where a section has a wide table, every table fits."""
    for width, where in ((UPRIGHT, "section:not(.wide)"), (ACROSS, "section.wide")):
        show(page, width, media="print")
        page.add_style_tag(content="@media print { body { margin: 0; padding: 0; } }")
        cut = page.evaluate(
            """where => [...document.querySelectorAll(`${where} .scroll`)]
                .filter(one => one.firstElementChild.offsetWidth > one.clientWidth)
                .map(one => one.innerText.slice(0, 80))""",
            where,
        )
        assert cut == []


def test_printed_text_is_large_enough(page: "Page") -> None:
    """On paper nothing is smaller than 8 points."""
    show(page, UPRIGHT, media="print")
    small = page.evaluate(
        """() => [...document.querySelectorAll('body *:not(svg *)')]
            .filter(one => one.checkVisibility() && one.innerText?.trim())
            .filter(one => parseFloat(getComputedStyle(one).fontSize) < 8 * 96 / 72 - 0.01)
            .map(one => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


# What people write


def test_no_name_breaks_out_of_the_page(browser: "Browser") -> None:
    """A name that looks like the end of a style sheet or of a text stays a name, in print too."""
    nasty = """</style><script>broken = 1</script>"} body { display: none } \\' \\22 /* <!-- $x$"""
    with opened(browser, made_up(nasty).to_html()) as page:
        assert page.evaluate("typeof broken") == "undefined"
        assert page.evaluate("getComputedStyle(document.body).display") == "block"
        assert page.evaluate("document.styleSheets.length") == 1
        assert page.evaluate("document.title").endswith(nasty)
        assert all(nasty in sheet for sheet in printed(page))
