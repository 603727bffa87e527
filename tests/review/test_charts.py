"""Charts: SVG that may stand in a page, with bars as long as what they tell."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from review.charts import Chart, Series, drawn, ticks

CHART = Chart("Zaken <b>", ("Ede & co", "<script>"), (Series("a", (30, 0)), Series("b", (10, 20))))


def bars(svg):
    """The width of each bar's parts, by series."""
    root = ElementTree.fromstring(svg)
    groups = [each for each in root.iter("g") if "series" in each.get("class", "").split()]
    return [[float(rect.get("width", 0)) for rect in group.iter("rect")] for group in groups]


def test_bars_are_as_long_as_what_they_tell_and_the_first_is_on_top():
    (low_a, high_a), (low_b, high_b) = bars(drawn(CHART))
    assert (low_a, high_a) == (0, pytest.approx(3 * high_b))
    assert low_b == pytest.approx(2 * high_b)
    tops = re.findall(r'<text x="-5" y="([\d.]+)"[^>]*>([^<]+)', drawn(CHART))
    assert [label for _, label in sorted((float(y), label) for y, label in tops)] == [
        "Ede &amp; co",
        "&lt;script&gt;",
    ]


def test_a_chart_holds_nothing_that_the_policy_forbids():
    svg = drawn(CHART)
    assert 'aria-label="Zaken &lt;b&gt;"' in svg
    assert not re.search(r"<(script|style|a|image|foreignObject|title|desc)\b", svg)
    assert not re.search(r'\s(style|on\w+|id|href|xlink:href)="', svg)
    assert "http" not in svg


@pytest.mark.parametrize("labels", [(), ("Ede",)])
def test_a_chart_of_nothing_is_a_chart(labels):
    svg = drawn(Chart("Leeg", labels, (Series("a", (0,) * len(labels)),)))
    assert svg.startswith("<svg")


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (6, [0, 2, 4, 6]),
        (342, [0, 100, 200, 300, 400]),
        (5000, [0, 1000, 2000, 3000, 4000, 5000]),
    ],
)
def test_an_axis_has_whole_numbers_up_to_the_longest_bar(highest, expected):
    assert ticks(highest) == expected
