"""The page of promises: the curve with its table, the list, its filters and files, at any day."""

import re
from datetime import date

import pytest

from review.curve_chart import ChartLine, LineChart, drawn_lines
from rules.decisions import ChooseCycle
from rules.distribution import DistributionDecision
from rules.roles import Role
from storage.case_decisions import decide_case
from storage.database import transaction
from storage.distribution import ENTERED
from storage.facts import record
from storage.links import case_number
from storage.versions import version_of_case
from tests.review.browsers import NARROW, WIDE
from tests.review.cases import words
from tests.review.mails import NOW
from tests.review.overviews import sheet
from tests.review.promises import SUMMER, fill

PAGE = "/toezeggingen"


@pytest.fixture
def reader(as_role, engine):
    fill(engine)
    return as_role(Role.READER)


def quarters(text):
    """The figures of each quarter."""
    rows = re.findall(r'<th scope="row">(\de \d{4})</th>(.*?)</tr>', text, re.DOTALL)
    return {name: [int(each) for each in re.findall(r">(\d+)</td>", row)] for name, row in rows}


def test_the_promises_add_up_by_quarter_against_the_task(reader):
    text = reader.get(PAGE).text
    found = quarters(text)
    assert found["3e 2026"] == [0, 70, 30, 100, 190]  # 9 and 1 in Ede, 20 in Delft
    assert found["4e 2026"] == [40, 70, 70, 100, 190]
    told = words(reader.get(PAGE))
    assert "taak van 190 plekken. Er zijn er 30" in told
    for each in (
        "in beide lijnen 1 40",
        "Onder een voorwaarde alleen in de optimistische lijn 1 30",
        "Niet nagekomen in geen van beide lijnen 1 40",
        "in geen van beide lijnen 1 onbekend",
    ):
        assert each in told
    assert text.count('<path class="line line-') == 3


def test_the_list_tells_what_came_of_each_promise(reader):
    told = words(reader.get(PAGE))
    assert "4 toezeggingen, de laatste eerst" in told
    assert (
        "20 juni 2026 40 regulier Niet nagekomen "
        "Op 21 juni 2026 waren er 9 plekken; het moesten er 40 zijn." in told
    )
    assert "30 september 2026 tot en met 31 december 2026 40 regulier Loopt nog" in told
    assert "hangt af van: mits de raad instemt" in told
    assert "De &lt;b&gt;40&lt;/b&gt; plekken" in told


@pytest.mark.parametrize(
    ("asked", "caption"),
    [
        ({"stand": "broken"}, "1 toezegging,"),
        ({"stand": "open"}, "3 toezeggingen,"),
        ({"provincie": "Gelderland"}, "2 toezeggingen,"),
        ({"provincie": "Gelderland", "stand": "kept"}, None),
        ({"op": "2026-06-20"}, "1 toezegging,"),
        ({"op": "2099-01-01", "stand": "x", "cyclus": "y"}, "4 toezeggingen,"),
        ({"op": "2020-01-01"}, None),
    ],
)
def test_the_list_holds_what_is_asked_for(reader, asked, caption):
    answer = reader.get(PAGE, params=asked)
    assert answer.status_code == 200
    assert (f"<caption>{caption}" if caption else "Er zijn geen toezeggingen") in answer.text


def test_a_province_has_its_own_task_and_promises(reader):
    found = quarters(reader.get(PAGE, params={"provincie": "Gelderland"}).text)
    assert found["4e 2026"] == [40, 40, 50, 50, 110]


def test_a_past_day_is_told_with_what_had_come_by_then(reader):
    asked = {"op": SUMMER.isoformat()}
    first = reader.get(PAGE, params=asked)
    assert quarters(first.text)["2e 2026"] == [40, 40, 66, 66, 190]  # the letters: 6 and 20
    assert words(reader.get(PAGE, params=asked)) == words(first)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_files_hold_what_the_page_shows(reader, form):
    heads, *rows = sheet(reader.get(f"{PAGE}/lijst.{form}", params={"stand": "broken"}))
    assert heads[:4] == ["Gemeente", "Provincie", "Cyclus", "Ontvangen"]
    assert [row[:8] for row in rows] == [
        ["Ede", "Gelderland", "1", "2026-05-22", "regulier", "40", "2026-06-20", "2026-06-20"]
    ]
    _, *points = sheet(reader.get(f"{PAGE}/kwartalen.{form}"))
    assert points[0] == ["2026-09-30", "0", "70", "30", "100", "190"]


def test_nothing_promised_is_told(as_role):
    assert "Een toezegging ontstaat als" in as_role(Role.READER).get(PAGE).text


def test_lines_are_drawn_from_left_to_right_and_more_is_higher():
    svg = drawn_lines(LineChart("Plekken <b>", ("a", "<b>"), (ChartLine("x", (0, 10)),)))
    (path,) = re.findall(r'class="line line-0" d="M([\d.]+) ([\d.]+) L([\d.]+) ([\d.]+)"', svg)
    x1, y1, x2, y2 = map(float, path)
    assert (x1 < x2, y1 > y2) == (True, True)
    assert 'aria-label="Plekken &lt;b&gt;"' in svg
    assert not re.search(r'<(script|style|b)\b|\s(style|on\w+|id|href)="', svg)


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", WIDE), ("dark", NARROW)], ids=["wide", "narrow, dark"]
)
def test_the_page_is_accessible_and_fits(visitor, served_promises, scheme, size):
    someone = visitor(Role.READER, scheme=scheme, size=size)
    page = someone.open(PAGE)
    assert page.locator(".curve path.line").count() == 3
    assert page.locator("td q").count() == 4
    cut = """svg => [...svg.querySelectorAll('text')].filter(each => {
        const [box, edge] = [each.getBoundingClientRect(), svg.getBoundingClientRect()]
        return box.left < edge.left || box.right > edge.right || box.bottom > edge.bottom
    }).map(each => each.textContent)"""
    assert page.locator(".curve > svg").evaluate(cut) == []
    assert someone.violations() == []
    assert not someone.overflows()


def test_a_case_tells_how_its_promises_moved_the_oldest_first(reader, engine):
    with transaction(engine) as session:
        number = case_number(session, ("Ede", "7473202"))
    told = words(reader.get(f"/zaken/{number}")).partition("Toegezegde momenten")[2]
    first, last = (told.find(each) for each in ("20 juni 2026 40", "30 september 2026 tot en met"))
    assert 0 < first < last
    assert "40 regulier Niet nagekomen Op 21 juni 2026 waren er 9 plekken" in told
    assert "mail van 22 mei 2026" in told


def test_a_promise_of_no_known_cycle_counts_nowhere_until_somebody_chooses(as_role, engine, clock):
    fill(engine)
    with transaction(engine) as session:
        decided = DistributionDecision(2, date(2026, 4, 1), date(2026, 12, 1))
        record(session, ENTERED, [decided], now=NOW)
    reader = as_role(Role.READER)
    told = words(reader.get(PAGE))
    assert "Van 4 toezeggingen is niet te zeggen bij welk verdeelbesluit zij horen." in told
    assert "Er zijn geen toezeggingen" in told
    asked = {"cyclus": "geen"}
    assert "<caption>4 toezeggingen," in reader.get(PAGE, params=asked).text
    _, *rows = sheet(reader.get(f"{PAGE}/lijst.csv", params=asked))
    assert [row[2] for row in rows] == [""] * 4
    with transaction(engine) as session:
        case = ("Delft", "7473203")
        version = version_of_case(session, *case)
        decide_case(
            session, *case, ChooseCycle(1), reason="x", officer="jansen", version=version, now=NOW
        )
    assert "<caption>1 toezegging," in reader.get(PAGE, params={"cyclus": "1"}).text
    assert "<caption>3 toezeggingen," in reader.get(PAGE, params=asked).text
