"""Charts as SVG that is part of a page: its colours and letters come from our style sheets."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from lxml import etree
from markupsafe import Markup
from pygal import Config, HorizontalStackedBar, PluginImportFixer, StackedBar
from pygal.style import Style

from review.dates import amount

# Pygal hooks into every import, for maps that we do not draw; Python 3.11 warns at each of them.
sys.meta_path[:] = [each for each in sys.meta_path if not isinstance(each, PluginImportFixer)]
WIDTH = 460
ROW_HEIGHT = 34
AXIS_HEIGHT = 44
MOST_TICKS = 6
WIDE, HIGH = 920, 300  # of a chart by day
DAYS_A_LABEL = 7
# Room for the letters of a narrow screen, which are larger in the chart's own measure.
LABEL_SIZE = 18
# All that a bar chart needs. Pygal adds styles, scripts and tooltips, which our policy forbids.
KEPT = frozenset({"svg", "g", "rect", "path", "text"})
ATTRIBUTES = frozenset({"class", "x", "y", "width", "height", "d", "transform", "viewBox"})
LEFT_OUT = frozenset({"background", "titles", "legends", "overlay"})


@dataclass(frozen=True, slots=True)
class Series:
    """One part of each bar."""

    name: str
    values: tuple[int, ...]  # as many as the chart has bars


@dataclass(frozen=True, slots=True)
class Chart:
    """Lying bars, the first on top; each is made of the values of all series."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def highest(self) -> int:
        """What the longest bar comes to."""
        bars = zip(*(each.values for each in self.series), strict=True)
        return max(map(sum, bars), default=0)


@lru_cache(maxsize=64)  # figures change a few times a day, and are looked at far more often
def drawn(chart: Chart) -> Markup:
    """The chart as SVG; what it tells must stand in a table beside it too."""
    steps = ticks(chart.highest)
    config = Config(
        width=WIDTH,
        height=AXIS_HEIGHT + ROW_HEIGHT * len(chart.labels),
        js=(),
        show_legend=False,
        margin=4,
        margin_right=28,  # half of the last figure below the axis
        spacing=6,
        truncate_label=-1,
        value_formatter=lambda value: amount(round(value)),
        style=Style(label_font_size=LABEL_SIZE),
    )
    plot = HorizontalStackedBar(config, x_labels=chart.labels[::-1], range=(0, steps[-1]))
    plot.y_labels = steps
    for each in chart.series:
        plot.add(each.name, list(each.values[::-1]))
    svg = etree.tostring(cleaned(plot.render_tree(), chart.title), encoding="unicode")
    return Markup(svg)  # noqa: S704 - of known elements alone, and escaped by lxml


@lru_cache(maxsize=16)
def drawn_by_day(chart: Chart) -> Markup:
    """The chart with its bars on end, one a day, and a label below each seventh."""
    steps = ticks(chart.highest)
    config = Config(
        width=WIDE,
        height=HIGH,
        js=(),
        show_legend=False,
        margin=4,
        margin_right=28,
        spacing=2,
        truncate_label=-1,
        x_labels_major_every=DAYS_A_LABEL,
        show_minor_x_labels=False,
        value_formatter=lambda value: amount(round(value)),
        style=Style(label_font_size=LABEL_SIZE),
    )
    plot = StackedBar(config, x_labels=chart.labels, range=(0, steps[-1]))
    plot.y_labels = steps
    for each in chart.series:
        plot.add(each.name, list(each.values))
    svg = etree.tostring(cleaned(plot.render_tree(), chart.title), encoding="unicode")
    return Markup(svg)  # noqa: S704 - of known elements alone, and escaped by lxml


def ticks(highest: int) -> list[int]:
    """Whole numbers from 0 to just past the longest bar, at even steps of 1, 2 or 5 tens."""
    steps = (base * 10**power for power in count() for base in (1, 2, 5))
    step = next(each for each in steps if highest <= each * (MOST_TICKS - 1))
    return list(range(0, max(highest, 1) + step, step))


def cleaned(tree: etree._Element, title: str) -> etree._Element:
    """The same drawing, of known elements and attributes alone."""
    made = etree.Element("svg", {"role": "img", "aria-label": title, **told(tree)})
    made.extend(kept(tree))
    return made


def kept(parent: etree._Element) -> Iterator[etree._Element]:
    """What is shown of an element's children."""
    for child in parent:
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name not in KEPT or LEFT_OUT & words(child):
            continue
        made = etree.Element(name, told(child))
        made.text = child.text if name == "text" else None
        made.extend(kept(child))
        yield made


def told(element: etree._Element) -> dict[str, str]:
    """The attributes that say where and of which class something is."""
    return {str(key): str(value) for key, value in element.attrib.items() if key in ATTRIBUTES}


def words(element: etree._Element) -> set[str]:
    """The classes of an element, and what their names end with."""
    classes = element.get("class", "").split()
    return {each.rpartition("-")[2] for each in classes}
