"""Plots in a real browser: each is drawn, of the figures in its table, at both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from archive.site.overviews import OVERVIEWS
from archive.site.plugins.words import headed
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

# What stands drawn on the page: labels, names and numbers, and whether the canvas has any ink.
DRAWN = """() => [...document.querySelectorAll("figure:not([hidden]) canvas")].map((canvas) => {
  const { labels, datasets } = Chart.getChart(canvas).data;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return {
    labels,
    series: Object.fromEntries(datasets.map((d) => [d.label, d.data])),
    colours: datasets.map((d) => d.backgroundColor),
    isInked: data.some((value, i) => i % 4 === 3 && value > 0),
    says: canvas.getAttribute("aria-label"),
  };
})"""

TWO_FRAMES = "() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))"


def answer(visitor: Visitor, column: str) -> list[str]:
    """A column of the table on the page, as a reader sees it."""
    cells = visitor.page.locator(f"table.rows td[data-label='{headed(column)}']")
    return [text.strip() for text in cells.all_text_contents()]


@pytest.mark.parametrize("name", OVERVIEWS)
def test_a_plot_says_what_its_table_says(name: str, visitor: Visitor) -> None:
    plot = OVERVIEWS[name].plot
    assert plot
    visitor.visit(f"/archive/{name}")
    visitor.ask_axe()
    visitor.keep_picture(f"plot-{name}")
    (drawn,) = visitor.page.evaluate(DRAWN)
    assert drawn["isInked"]
    assert OVERVIEWS[name].title in drawn["says"]
    labels = answer(visitor, plot.label)
    shown = labels if plot.is_lying else labels[::-1]
    if plot.label == "year":  # from the first with something in it to the last, without a gap
        columns = [answer(visitor, column) for column in plot.series]
        said = [
            int(year) for year, *row in zip(labels, *columns, strict=True) if any(map(float, row))
        ]
        shown = [str(year) for year in range(min(said), max(said) + 1)]
        assert set(shown) - set(labels), "the specimen has a gap"
    assert drawn["labels"] == shown
    for column in plot.series:
        expected = [float(text.replace(",", "")) for text in answer(visitor, column)]
        if any(expected):
            series = drawn["series"][column.replace("_", " ")]
            if plot.label == "year":
                given = dict(zip(labels, expected, strict=True))
                assert series == [given.get(year) for year in shown]
            else:
                assert series == (expected if plot.is_lying else expected[::-1]), column


def test_names_of_hosts_are_whole_on_a_phone(visitor: Visitor) -> None:
    """A label may take several lines; only what is longer than these loses its end."""
    visitor.visit("/archive/link_rot_by_host")
    shown = visitor.page.evaluate(
        "() => Chart.getChart(document.querySelector('canvas')).scales.y.ticks.map((t) => t.label)"
    )
    names = answer(visitor, "host")[: len(shown)]
    assert ["".join(label) for label in shown] == names
    assert any(isinstance(label, list) for label in shown) is (visitor.width < 480)


FOLDED = [
    ("www.example-charity.test", ["www.example-", "charity.test"]),
    ("European Spine Journal", ["European Spine", "Journal"]),
    (
        "Archives of Pediatrics & Adolescent Medicine",
        ["Archives of", "Pediatrics &", "Adolescent…"],
    ),
    ("Donaudampfschifffahrt", ["Donaudampfschifff", "ahrt"]),
    ("Spine", ["Spine"]),
    ("", [""]),
]


def test_labels_are_folded(visitor: Visitor) -> None:
    visitor.visit("/archive/link_rot_by_host")
    for label, lines in FOLDED:
        assert visitor.page.evaluate("(label) => folded(label, NARROW)", label) == lines


def test_changes_stand_in_their_months(visitor: Visitor) -> None:
    """Every day of the table is there, under its month and on its weekday."""
    visitor.visit("/archive/change_calendar")
    changed = visitor.page.locator(".calendar .few, .calendar .many")
    sums = [0] * len(answer(visitor, "day"))
    for column in OVERVIEWS["change_calendar"].plot.series:
        sums = [s + int(n) for s, n in zip(sums, answer(visitor, column), strict=True)]
    days = [
        f"{int(day[8:])}: {n} changes" for day, n in zip(answer(visitor, "day"), sums, strict=True)
    ]
    assert [day.get_attribute("title") for day in changed.all()] == days[::-1]
    names = visitor.page.locator(".calendar .name").all_text_contents()
    assert names[-1] == "June 2026"
    first = visitor.page.locator(".calendar .month").last.locator(".days span").first
    assert first.evaluate("(day) => getComputedStyle(day).gridColumnStart") == "1", "a Monday"


def test_home_shows_how_it_went_and_how_old_the_evidence_is(visitor: Visitor) -> None:
    visitor.visit("/")
    drawn = visitor.page.evaluate(DRAWN)
    assert [name for plot in drawn for name in plot["series"]] == [
        "broken",
        "ageing",
        "articles",
        "median age years",
    ]
    assert all(plot["isInked"] for plot in drawn)


def test_plots_take_the_colours_of_the_night(visitor: Visitor) -> None:
    visitor.visit("/archive/link_rot_by_host")
    by_day = visitor.page.evaluate(DRAWN)[0]["colours"]
    visitor.page.emulate_media(color_scheme="dark")
    visitor.page.evaluate(TWO_FRAMES)  # the page is told of the night before it is drawn again
    by_night = visitor.page.evaluate(DRAWN)[0]["colours"]
    assert len(by_day) == len(by_night)
    assert not set(by_day) & set(by_night)


def test_without_scripts_the_table_is_all_there_is(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/")
    assert page.locator("figure.plot table").count() >= 2
    assert page.locator("canvas").count() == 0
    context.close()
