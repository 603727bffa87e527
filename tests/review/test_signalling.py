"""Signalling on its page: 342 municipalities, as their figures stand on a day."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest

from rules.distribution import COUNTED, DECISIONS, Exchange, Realised, Task
from rules.roles import Role
from rules.signalling import Fulfilment, for_a_round, signals_on
from storage.database import snapshot, transaction
from storage.distribution import EXCHANGES, TASKS, distribution
from storage.facts import record
from storage.periods import PERIODS, Period
from storage.progress import COUNTS
from storage.registry import municipality_names
from tests.review.conftest import NOW

LIST = "/signalering"
JULY = date(2025, 7, 1)
PARLIAMENT = {"op": "2026-05-26"}
REGULAR, AMV = COUNTED
MEET, PARTLY = 119, 116
KNOWN = datetime(2026, 5, 20, 9, tzinfo=UTC)


def facts_of(names):
    """Tasks and counts: 119 that meet theirs, 116 that partly do, 107 that do not at all."""
    others = [name for name in names if name != "Twenterand"]
    tasks, counts = [], []
    for number, name in enumerate([*others[:MEET], "Twenterand", *others[MEET:]]):
        task = (142, 23)
        there = task if number < MEET else (5, 0) if number < MEET + PARTLY else (0, 0)
        for category, places, realised in zip(COUNTED, task, there, strict=True):
            tasks.append(Task(name, 1, category, places))
            counts.append(Realised(name, 1, category, JULY, realised))
    return tasks, counts


def put(engine, kept, *facts, now=KNOWN):
    with transaction(engine) as session:
        record(session, kept, facts, now=now)


@pytest.fixture
def country(engine):
    """The registry of 342 municipalities with their figures; the names."""
    with snapshot(engine) as session:
        names = municipality_names(session)
    tasks, counts = facts_of(names)
    put(engine, TASKS, *tasks)
    put(engine, COUNTS, *counts)
    return names


@pytest.fixture
def officer(as_role, country):
    return as_role(Role.OFFICER)


def tiles(answer):
    found = re.findall(r'<dt>([^<]+)</dt><dd><a href="([^"]+)">([\d.]+)</a>', answer.text)
    return {name: (int(count), link.replace("&amp;", "&")) for name, link, count in found}


def shown(answer):
    return re.findall(r'href="/zaken\?gemeente=[^"]+"><strong>([^<]+)', answer.text)


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_country_of_26_may_2026_is_counted_and_each_count_leads_to_its_list(officer):
    found = tiles(officer.get(LIST, params=PARLIAMENT))
    assert {name: count for name, (count, _) in found.items()} == {
        "Gemeenten": 342,
        "Voldoet": 119,
        "Voldoet gedeeltelijk": 116,
        "Voldoet niet": 107,
        "Niet bekend": 0,
        "Eerst zelf bekijken": 0,
        "Kan in een ronde": 223,
    }
    for count, link in found.values():
        file = officer.get(link.replace("/signalering?", "/signalering/lijst.csv?"))
        assert len(rows_of(file)) == count


def test_the_page_and_its_file_tell_what_the_rules_compute(officer, engine, country):
    put(engine, TASKS, Task("Urk", 1, AMV, 0))
    put(engine, COUNTS, Realised("Ede", 1, AMV, date(2026, 1, 1), 2))
    put(engine, EXCHANGES, Exchange(1, "Ede", "Urk", REGULAR, date(2026, 2, 1), 9, "brief 1"))
    on = date(2026, 5, 26)
    with snapshot(engine) as session:
        signals = signals_on(country, DECISIONS[0], distribution(session), on=on)
    words = dict(zip(Fulfilment, ("Voldoet", "Voldoet gedeeltelijk", "Voldoet niet"), strict=False))
    expected = [
        (
            each.municipality,
            words[each.fulfilment],
            *(f"{each.figures[c].task}/{each.figures[c].realised}" for c in COUNTED),
            each.counted_on.isoformat(),
            " ".join(each.doubts),
        )
        for each in signals
    ]
    rows = rows_of(
        officer.get("/signalering/lijst.csv", params={**PARLIAMENT, "volgorde": "municipality"})
    )
    assert expected == [
        (
            row["Gemeente"],
            row["Uitkomst"],
            f"{row['Taak regulier']}/{row['Gerealiseerd regulier']}",
            f"{row['Taak amv']}/{row['Gerealiseerd amv']}",
            row["Peildatum"],
            row["Eerst zelf bekijken"],
        )
        for row in rows
    ]
    urk = officer.get(LIST, params={**PARLIAMENT, "provincie": "Flevoland"}).text
    assert "kreeg 9 regulier van Ede" in urk
    clear, _ = for_a_round(signals)
    assert len(rows_of(officer.get("/signalering/lijst.csv?op=2026-05-26&ronde=ja"))) == len(clear)


def test_twenterand_meets_its_task_partly(officer):
    rows = rows_of(officer.get("/signalering/lijst.csv", params=PARLIAMENT))
    (row,) = [each for each in rows if each["Gemeente"] == "Twenterand"]
    assert [row[name] for name in list(row)[3:9]] == [
        "Voldoet gedeeltelijk",
        *("2025-07-01", "142", "5", "23", "0"),
    ]


def test_filters_narrow_and_columns_sort_on_the_page_and_in_the_sheet(officer):
    asked = {"provincie": "Overijssel", "uitkomst": "partly", "volgorde": "-municipality"}
    names = shown(officer.get(LIST, params=asked))
    assert "Twenterand" in names
    assert names == sorted(names, reverse=True)
    answer = officer.get("/signalering/lijst.xlsx", params=asked)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in cells[1:]] == names
    assert {row[1] for row in cells[1:]} == {"Overijssel"}
    assert cells[1][4] == datetime(2025, 7, 1)


def test_what_a_person_must_look_at_comes_first_and_is_not_for_a_round(officer, engine):
    put(engine, COUNTS, Realised("Zwolle", 1, REGULAR, date(2026, 1, 1), 165))
    put(engine, COUNTS, Realised("Zwolle", 1, AMV, date(2026, 1, 1), 0))
    answer = officer.get(LIST, params=PARLIAMENT)
    assert shown(answer)[0] == "Zwolle"
    assert "Samen genoeg plekken, maar te weinig voor amv." in answer.text
    assert shown(officer.get(LIST, params={**PARLIAMENT, "twijfel": "ja"})) == ["Zwolle"]
    names = {row["Gemeente"] for row in rows_of(officer.get("/signalering/lijst.csv?ronde=ja"))}
    assert len(names) == 222
    assert "Zwolle" not in names


def test_a_reader_sees_neither_doubts_nor_the_choice_for_a_round(as_role, country, engine):
    put(engine, COUNTS, Realised("Zwolle", 1, REGULAR, date(2026, 1, 1), 165))
    reader = as_role(Role.READER)
    answer = reader.get(LIST, params={"twijfel": "ja", "ronde": "ja"})
    assert len(tiles(answer)) == 5
    assert "zelf bekijken" not in answer.text
    assert "Samen genoeg" not in answer.text
    assert len(rows_of(reader.get("/signalering/lijst.csv?twijfel=ja"))) == 342
    assert "zelf bekijken" not in reader.get("/signalering/lijst.csv").text


def test_a_past_day_is_told_as_it_was_known_then_and_twice_the_same(officer, engine):
    then, later = PARLIAMENT, NOW - timedelta(days=1)
    before = officer.get("/signalering/lijst.csv", params=then).content
    put(engine, COUNTS, Realised("Twenterand", 1, REGULAR, JULY, 0), now=later)
    assert officer.get("/signalering/lijst.csv", params=then).content == before
    now = officer.get(LIST, params={**then, "bekend": "2026-06-30"})
    assert "zoals bekend op" in now.text
    counts = tiles(now)
    assert [counts[name][0] for name in ("Voldoet gedeeltelijk", "Voldoet niet")] == [115, 108]


def test_a_report_that_came_later_was_not_known_on_the_day_that_it_counts(officer):
    for day in ("2025-07-02", "2026-05-19"):
        answer = officer.get(LIST, params={"op": day})
        assert {name: count for name, (count, _) in tiles(answer).items() if count} == {
            "Gemeenten": 342,
            "Niet bekend": 342,
            "Eerst zelf bekijken": 342,
        }
        assert "Voldoet niet</dt>" not in answer.text
        assert "nog van geen gemeente bekend of zij haar taak vervult" in answer.text
    later = officer.get(LIST, params={"op": "2025-07-02", "bekend": "2026-05-20"})
    assert tiles(later)["Voldoet niet"][0] == 107


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2026-05-20", [342, 119, 116, 107, 0]),
        ("2026-12-31", [342, 119, 116, 107, 0]),
        ("2027-01-01", None),
    ],
)
def test_each_day_has_the_municipalities_and_counts_of_that_day(officer, engine, day, counts):
    put(engine, PERIODS, Period("GM1696", None, date(2026, 12, 31), "GM0402"))
    answer = officer.get(LIST, params={"op": day})
    found = [count for count, _ in tiles(answer).values()][:5]
    if counts is None:
        assert found[0] == sum(found[1:]) == 341
        page = officer.get(LIST, params={"op": day, "provincie": "Noord-Holland"}).text
        assert "met Wijdemeren, na herindeling" in page
    else:
        assert found == counts


def test_an_indicative_task_stands_beside_and_changes_no_outcome(officer, engine):
    guess = Task("Twenterand", 2, REGULAR, 300, is_indicative=True, valid_from=date(2026, 2, 27))
    before = tiles(officer.get(LIST, params=PARLIAMENT))
    put(engine, TASKS, guess, replace(guess, municipality="Zwolle", places=1))
    answer = officer.get(LIST, params={**PARLIAMENT, "provincie": "Overijssel"})
    assert "Indicatief, volgende cyclus" in answer.text
    assert "regulier 300" in answer.text
    assert tiles(officer.get(LIST, params=PARLIAMENT)) == before
    known = {"op": "2026-02-26", "bekend": "2026-06-30"}
    assert "Indicatief" not in officer.get(LIST, params=known).text


@pytest.mark.parametrize(
    "asked",
    [
        {"op": "x"},
        {"cyclus": "99"},
        {"cyclus": "²"},
        {"bekend": "9999-12-31"},
        {"op": "9999-12-31"},
    ],
)
def test_nonsense_in_the_address_asks_for_nothing(officer, asked):
    assert officer.get(LIST, params=asked).status_code == 200


def test_before_the_first_decision_there_is_no_list(officer):
    assert "nog geen verdeelbesluit" in officer.get(LIST, params={"op": "2024-12-19"}).text
