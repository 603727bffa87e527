"""Lines over time as SVG that is part of a page: colours, letters and dashes come from our CSS."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from markupsafe import Markup

from review.charts import ticks
from review.dates import amount

WIDTH, HEIGHT = 460, 260
# Room around the drawing for the words of the axes, in the large letters of a narrow screen.
LEFT, RIGHT, TOP, BOTTOM = 84, 30, 14, 40
MOST_LABELS = 4  # below the axis
Place = tuple[float, float]  # across and down


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line; it is drawn in the manner of its place among the lines, see promises.css."""

    name: str
    values: tuple[int, ...]  # as many as there are labels


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over the same moments, from left to right."""

    title: str
    labels: tuple[str, ...]  # two at least
    lines: tuple[ChartLine, ...]

    @property
    def highest(self) -> int:
        """The highest value of all."""
        return max((value for line in self.lines for value in line.values), default=0)


@lru_cache(maxsize=64)
def drawn_lines(chart: LineChart) -> Markup:
    """The chart as SVG; what it tells must stand in a table beside it too."""
    box = f"0 0 {WIDTH} {HEIGHT}"
    svg = etree.Element("svg", {"role": "img", "aria-label": chart.title, "viewBox": box})
    steps = ticks(chart.highest)
    for each in steps:
        down = height_of(each, steps[-1])
        svg.append(stroke([(LEFT, down), (WIDTH - RIGHT, down)], "guide"))
        svg.append(text(amount(each), (LEFT - 6, down + 5), "axis-value"))
    svg.extend(labels(chart))
    for number, line in enumerate(chart.lines):
        places = [
            (across(at, len(line.values)), height_of(value, steps[-1]))
            for at, value in enumerate(line.values)
        ]
        svg.append(stroke(places, f"line line-{number}"))
    return Markup(etree.tostring(svg, encoding="unicode"))  # noqa: S704 - escaped by lxml


def labels(chart: LineChart) -> Iterator[etree._Element]:
    """The words below the axis: some of them where there are too many to read."""
    every = -(-len(chart.labels) // MOST_LABELS)
    for at in range(0, len(chart.labels), every):
        yield text(chart.labels[at], (across(at, len(chart.labels)), HEIGHT - 14), "axis-label")


def across(at: int, count: int) -> float:
    """How far to the right a moment stands."""
    return LEFT + (WIDTH - RIGHT - LEFT) * (at + 0.5) / count


def height_of(value: int, most: int) -> float:
    """How far down a value stands."""
    return TOP + (HEIGHT - BOTTOM - TOP) * (1 - value / most)


def stroke(places: Sequence[Place], kind: str) -> etree._Element:
    """A line through places."""
    path = " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    return etree.Element("path", {"class": kind, "d": f"M{path}"})


def text(words: str, place: Place, kind: str) -> etree._Element:
    """Words at a place."""
    x, y = place
    made = etree.Element("text", {"class": kind, "x": f"{x:.1f}", "y": f"{y:.1f}"})
    made.text = words
    return made
