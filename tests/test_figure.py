"""Pictures of tables: what they show, to everybody, and what they leave alone."""

import re
import subprocess
import sys
from itertools import pairwise, product
from xml.etree import ElementTree as ET

import attrs
import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import learning_tracker as lt
from colours import contrast
from learning_tracker.errors import InvalidArgument, MissingExtra, NoChart
from learning_tracker.tables import (
    MOST_SERIES,
    Chart,
    Series,
    Shape,
    Table,
    to_figure,
    to_png,
    to_svg,
)
from learning_tracker.tables.bars import FILLS, INK, PAPER

SVG = "{http://www.w3.org/2000/svg}"
VERDICTS = (
    "signed off", "evidenced", "on time", "claimed", "at risk", "no due date", "late", "closed",
)  # fmt: skip
QUARTERS = tuple(
    f"{day} {year}"
    for year, day in product(
        range(2022, 2026), ("31 March", "30 June", "30 September", "31 December")
    )
)[:15]


def chart(shape: Shape = Shape.BARS, *series: Series, of: tuple[str, ...] = ("a", "b")) -> Chart:
    """A chart of figures that one can see in the test."""
    return Chart(
        title="Actions by agency",
        description="Ashby has most.",
        shape=shape,
        unit="actions",
        categories=of,
        series=series or (Series("to do", (3, 1)), Series("done", (0, 12))),
    )


def largest(shape: Shape) -> Chart:
    """As many series as there may be, in as many categories as years of quarters bring."""
    return chart(
        shape,
        *(
            Series(name, tuple((place * number) % 10 for place in range(len(QUARTERS))))
            for number, name in enumerate(VERDICTS, 1)
        ),
        of=QUARTERS,
    )


def written(figure: Figure) -> list[Text]:
    """What can be read in a figure, as it was put there."""
    return [one for one in figure.findobj(Text) if one.get_text()]


def texts(figure: Figure) -> list[str]:
    """What can be read in a figure."""
    return [one.get_text() for one in written(figure)]


def bars(figure: Figure) -> list[Rectangle]:
    """The bars of a figure, in the order in which they were drawn."""
    return list(figure.axes[0].patches)


# What it shows


def test_each_bar_has_its_figure() -> None:
    """Bars are as long as their figures, which stand beside them, and all is named."""
    figure = to_figure(chart())
    assert [bar.get_width() for bar in bars(figure)] == [3, 1, 0, 12]
    assert [texts(figure).count(one) for one in ("3", "1", "0", "12")] == [1, 1, 1, 1]
    assert {"a", "b", "to do", "done", "actions", "Actions by agency"} <= set(texts(figure))


def test_stacked_bars_are_parts_of_a_whole() -> None:
    """Each part begins where the one before ends, and the whole stands beside the bar."""
    figure = to_figure(chart(Shape.STACKED, Series("x", (3, 10)), Series("y", (4, 20))))
    placed = [(bar.get_x(), bar.get_width()) for bar in bars(figure)]
    assert placed == [(0, 3), (0, 10), (3, 4), (10, 20)]
    assert {"7", "30", "3", "4", "10", "20"} <= set(texts(figure))


def test_a_part_too_small_for_its_figure_has_none() -> None:
    """A figure that has no room within its part is left to the table."""
    figure = to_figure(chart(Shape.STACKED, Series("x", (1, 1)), Series("y", (99, 99))))
    assert "1" not in texts(figure)
    assert texts(figure).count("100") == 2


def test_strips_have_one_scale() -> None:
    """Bars of different strips with the same figure are equally high, and none means no bar."""
    figure = to_figure(chart(Shape.STRIPS, Series("x", (1, 4)), Series("y", (4, 0))))
    heights = [bar.get_height() for bar in bars(figure)]
    assert heights[0] * 4 == pytest.approx(heights[1])
    assert heights[1] == heights[2]
    assert heights[3] == 0
    assert [bar.get_y() for bar in bars(figure)] == [0, 0, -1, -1]
    assert {"x", "y", "a", "b", "0"} <= set(texts(figure))


def test_the_first_stands_on_top() -> None:
    """Categories, and the series within each, are read from the top as in the table."""
    figure = to_figure(chart())
    bottom, top = figure.axes[0].get_ylim()
    assert bottom > top
    to_do_a, to_do_b, done_a, done_b = (bar.get_y() for bar in bars(figure))
    assert to_do_a < done_a < to_do_b < done_b


def test_nothing_counted_can_be_drawn() -> None:
    """Figures that are all 0 give a picture without bars."""
    for shape in Shape:
        figure = to_figure(chart(shape, Series("x", (0, 0))))
        assert {bar.get_width() * bar.get_height() for bar in bars(figure)} == {0}
        assert texts(figure).count("0") == 2


@pytest.mark.parametrize("shape", Shape)
def test_every_text_is_within_the_picture(shape: Shape) -> None:
    """Nothing is cut off, however much there is and however long its names are."""
    name = "A name that has a good many more words than anybody would wish to read"
    most = largest(shape)
    long = attrs.evolve(
        most,
        title=name,
        unit=name,
        categories=tuple(f"{name} {place}" for place in most.categories),
        series=tuple(Series(f"{name} {one.name}", one.values) for one in most.series),
    )
    for drawn in (most, long):
        figure = to_figure(drawn)
        figure.draw_without_rendering()
        whole = figure.bbox.padded(1)
        for one in written(figure):
            box = one.get_window_extent()
            assert whole.x0 <= box.x0 < box.x1 <= whole.x1, one
            assert whole.y0 <= box.y0 < box.y1 <= whole.y1, one


def test_more_than_can_be_told_apart_is_refused() -> None:
    """A chart has one to eight series, each with a figure from 0 up for each category."""
    with pytest.raises(InvalidArgument, match="1 to 8 of them, found a list of 9"):
        chart(Shape.BARS, *(Series(str(n), (1, 2)) for n in range(MOST_SERIES + 1)))
    with pytest.raises(InvalidArgument, match="2 figures from 0 up in x, found a list of 3"):
        chart(Shape.BARS, Series("x", (1, 2, 3)))
    with pytest.raises(InvalidArgument, match="2 figures from 0 up in x"):
        chart(Shape.BARS, Series("x", (1, -2)))
    with pytest.raises(InvalidArgument, match="1 to 8 of them, found an empty list"):
        attrs.evolve(chart(), series=())


# For everybody


def test_fills_are_told_apart_without_colour() -> None:
    """Every fill is clear of the paper, no two have one hatch, and neighbours differ in light."""
    fills = [fill for fill, _ in FILLS]
    assert len(FILLS) == MOST_SERIES == len({hatch for _, hatch in FILLS})
    assert all(contrast(fill, PAPER) >= 3 for fill in fills)
    assert all(contrast(one, other) >= 2.5 for one, other in pairwise(fills))


def test_no_fill_has_a_colour_of_action_plans() -> None:
    """No fill is green, amber or red: blue or grey is never the least of its parts."""
    for fill, _ in FILLS:
        red, green, blue = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
        assert blue >= max(red, green)


@pytest.mark.parametrize("shape", Shape)
def test_every_colour_drawn_is_one_of_those_tested(shape: Shape) -> None:
    """Text is ink on paper, which everybody can read, and nothing else is drawn but the fills."""
    assert contrast(INK, PAPER) >= 4.5
    figure = to_figure(largest(shape))
    assert {mpl.colors.to_hex(one.get_color()) for one in written(figure)} == {INK}
    drawn = set(re.findall("#[0-9a-f]{6}", to_svg(largest(shape))))
    assert drawn <= {PAPER, INK, *(fill for fill, _ in FILLS)}
    assert {PAPER, INK, FILLS[0][0]} <= drawn


def test_a_legend_names_every_series_with_its_hatch() -> None:
    """With eight series in fifteen quarters the legend shows each as it is drawn."""
    figure = to_figure(largest(Shape.STACKED))
    (legend,) = figure.legends
    looks = [(mpl.colors.to_hex(one.get_facecolor()), one.get_hatch() or "")
             for one in legend.get_patches()]  # fmt: skip
    assert looks == list(FILLS)
    assert [one.get_text() for one in legend.get_texts()] == list(VERDICTS)
    assert len(bars(figure)) == 8 * 15


@pytest.mark.parametrize("shape", [Shape.BARS, Shape.STACKED])
def test_one_series_needs_no_legend(shape: Shape) -> None:
    """What is alone is named by the words along the axis."""
    assert to_figure(chart(shape, Series("x", (1, 2)))).legends == []


def test_those_who_cannot_see_it_are_told() -> None:
    """The picture of a page is an image with a title and a description, which name it."""
    svg = ET.fromstring(to_svg(chart(), "one"))  # noqa: S314 - it was just made
    title, told, *_ = svg
    assert svg.get("role") == "img"
    assert (title.tag, title.text) == (f"{SVG}title", "Actions by agency")
    assert (told.tag, told.text) == (f"{SVG}desc", "Ashby has most.")
    assert svg.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"


# In a page


def test_the_picture_of_a_page_is_an_element_of_it() -> None:
    """It has no prologue, style sheet, comment or size, and asks for nothing from elsewhere."""
    svg = to_svg(largest(Shape.STACKED))
    assert svg.startswith("<svg ")
    assert svg.endswith("</svg>")
    assert not re.search("<!|<style|<script|<[?]", svg)
    assert not re.search("(width|height)=", svg.partition(">")[0])
    assert set(re.findall('https?://[^"]*', svg)) == {SVG[1:-1], "http://www.w3.org/1999/xlink"}


def test_pictures_of_one_page_share_no_id() -> None:
    """The ids of two figures differ, and each refers only to its own."""
    one, other = (to_svg(largest(Shape.STACKED), key) for key in ("one", "other"))
    for svg, key in ((one, "one"), (other, "other")):
        ids = re.findall(r'\bid="([^"]*)"', svg)
        used = re.findall(r'href="#([^"]*)"|url\(#([^)]*)\)', svg)
        assert len(ids) == len(set(ids))
        assert {"".join(two) for two in used} <= set(ids)
        assert all(name.startswith(f"{key}-") for name in ids)


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=60)


@given(name=TEXT)
@settings(max_examples=25)
def test_whatever_people_write_is_drawn_as_it_is(name: str) -> None:
    """Signs of formulas, of markup, and those that the font lacks are text without a warning."""
    drawn = attrs.evolve(
        chart(Shape.BARS, Series(name, (1, 2)), Series("y", (1, 2)), of=(name, "b")),
        title=name, description=name, unit=name,
    )  # fmt: skip
    svg = ET.fromstring(to_svg(drawn))  # noqa: S314 - it was just made
    assert [one.text for one in svg[:2]] == [name, name]


def test_formulas_and_markup_are_text() -> None:
    """Two dollars make no formula, and an end of a comment ends nothing."""
    nasty = "$x^2$ --> <script>"
    figure = to_figure(chart(Shape.BARS, Series("x", (1, 2)), of=(nasty, "b")))
    assert nasty in texts(figure)
    assert "script" not in to_svg(chart(Shape.BARS, Series("x", (1, 2)), of=(nasty, "b")))


# The same for everybody, and nothing changed


@pytest.mark.parametrize("shape", Shape)
def test_the_same_chart_gives_the_same_bytes(shape: Shape) -> None:
    """Neither the time nor the user's own style is in a picture, and no setting is changed."""
    one = chart(shape)
    before = (to_svg(one), to_png(one))
    mine = {"font.size": 30, "axes.facecolor": "black", "hatch.linewidth": 9, "savefig.dpi": 20}
    with mpl.rc_context(mine):
        held = dict(mpl.rcParams)
        assert (to_svg(one), to_png(one)) == before
        assert dict(mpl.rcParams) == held


def test_a_png_has_the_dots_asked_for() -> None:
    """The width of a PNG follows from its dots per inch."""
    for dpi in (50, 100):
        png = to_png(chart(), dpi)
        assert png.startswith(b"\x89PNG")
        assert int.from_bytes(png[16:20]) == int(4.2 * dpi)


def test_drawing_needs_no_screen_and_no_pyplot() -> None:
    """Nothing global is set up, and importing the library does not load matplotlib."""
    code = (
        "import sys, learning_tracker as lt\n"
        "assert 'matplotlib' not in sys.modules\n"
        "lt.sample('medway').evidence.by_level().to_figure()\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)  # noqa: S603 - our own


@pytest.mark.parametrize("draw", [to_figure, to_svg, to_png])
def test_without_matplotlib_one_is_told_what_to_install(
    draw: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing matplotlib names the extra that brings it."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtra, match=r"learning-tracker\[figures\]"):
        draw(chart())


# The charts of questions


def test_a_table_with_a_chart_is_drawn_under_its_title() -> None:
    """What a notebook shows has the table's title and figures."""
    figure = lt.sample("medway").evidence.by_level().to_figure()
    assert isinstance(figure, Figure)
    assert figure._repr_png_().startswith(b"\x89PNG")
    assert {"Evidence by level", "pieces of evidence", "16", "1", "0"} <= set(texts(figure))


def test_a_table_without_a_chart_says_so() -> None:
    """A table that is better read is not drawn, nor one without rows."""
    with pytest.raises(NoChart, match="'Late actions' has no chart"):
        lt.sample("medway").actions.late().to_figure()
    assert lt.Tracker().evidence.by_level().chart is None
    assert lt.Tracker([lt.Theme(id="t", name="T")]).themes.by_year().chart is None


def by_year(years: int, raised: dict[str, int]) -> Table:
    """The table of themes raised so often, last in 2024-25, among sources of so many years."""
    reviews = [
        lt.LCSPR(id=f"s{n}", title=f"S{n}", published_on=f"{2024 - n}-05") for n in range(years)
    ]
    findings = [
        lt.Finding(sources=(f"s{n}",), judgement="improvement", statement="x", themes=(name,))
        for name, times in raised.items()
        for n in range(times)
    ]
    themes = [lt.Theme(id=name, name=name) for name in raised]
    tracker = lt.Tracker([*reviews, *themes, *findings], date="2025-03-31")
    return tracker.themes.by_year(judgement="improvement")


def test_of_many_themes_the_most_raised_are_drawn() -> None:
    """The picture has the eight most raised, the first by name among equals, and says so."""
    raised = {"k": 1, "j": 3, "i": 1, "h": 1, "g": 2, "f": 1, "e": 1, "d": 1, "c": 1, "b": 1}
    drawn = by_year(3, raised).chart
    assert [one.name for one in drawn.series] == ["j", "g", "b", "c", "d", "e", "f", "h"]
    assert drawn.description == (
        "The 8 most raised of 10 themes, in 3 reporting years, the most raised first."
    )
    assert drawn.categories == ("2022-23 of 1", "2023-24 of 1", "2024-25 of 1")
    assert drawn.series[1].values == (0, 1, 1)


def test_of_many_years_the_last_are_drawn() -> None:
    """The picture has the last eight years, and says of how many."""
    drawn = by_year(10, {"a": 10}).chart
    assert [one[:7] for one in drawn.categories] == [f"20{n}-{n + 1}" for n in range(17, 25)]
    assert drawn.description == (
        "1 theme, in the last 8 of 10 reporting years, the most raised first."
    )


def test_the_picture_of_evidence_tells_its_figures() -> None:
    """Its description holds the figures of the picture."""
    drawn = lt.sample("medway").evidence.by_level().chart
    assert drawn.description == (
        "Of the 17 pieces of evidence on record: activity 16, quality 1, difference 0."
    )
    assert drawn.series[0].values == (16, 1, 0)
