"""The figures of the demo's cycle: pages, files, reports, API and plan agree, today and before."""

import csv
import io
import re
from collections import Counter
from datetime import timedelta

import openpyxl
import pypdf
import pytest
from starlette.testclient import TestClient

from ibt_intake.demo.days import DUE, LETTER, PAST, TODAY, at
from ibt_intake.demo.figures import figures_on
from ibt_intake.demo.lists import INTO
from ibt_intake.demo.talks import REPORT, talks_of
from ibt_intake.originals import Apart
from intake.config import ReadingConfig
from review.app import make_app
from review.config import ReviewConfig
from rules.roles import Role
from rules.scopes import Scope
from storage.access_tokens import add_access_token
from storage.accounts import account_named, add_account
from storage.config import DatabaseConfig
from storage.database import open_database, snapshot, transaction
from storage.signins import open_web_session
from tests.ibt_intake import demo_count

pytestmark = pytest.mark.sqlite  # the demo has a file of its own
PORT, TOKEN = 8740, "ibt_demo"
NOW = at(TODAY)
DAYS = [*PAST, TODAY]
STATUSES = ("awaiting", "overdue", "incomplete", "complete")
STANDS = ("Wacht op antwoord", "Termijn voorbij", "Onvolledig", "Volledig")
LETTERS = ("2026-04-09", "2026-05-26")
MIDNIGHT = " 00:00:00"  # what openpyxl makes of a day
TILES = re.compile(r"<dt>([^<]+)</dt>\s*<dd>\s*(?:<[^>]+>\s*)*(\d+)")
TOLD = {"meets": "Voldoet", "partly": "Voldoet gedeeltelijk", "not": "Voldoet niet"}
OUTCOMES = {
    "open": "Loopt nog",
    "kept": "Nagekomen",
    "broken": "Niet nagekomen",
    "unknown": "Nog niet bekend",
}


@pytest.fixture(scope="module")
def engine(demo):
    engine = open_database(DatabaseConfig(url=f"sqlite:///{demo.folder}/intake.db"))
    with transaction(engine) as session:
        add_account(session, "lezer", "De lezer", Role.READER, now=NOW)
        lasts = timedelta(hours=8)
        reader = account_named(session, "lezer")
        open_web_session(session, reader, TOKEN, "c" * 43, lasts=lasts, now=NOW)
        until = NOW + timedelta(days=9)
        add_access_token(session, "toets", TOKEN, list(Scope), expires_at=until, now=NOW)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def client(engine):
    apart = Apart(ReadingConfig())
    config = ReviewConfig(paced_per_minute=1_000)
    app = make_app(engine, config, originals=apart, port=PORT, now=lambda: NOW)
    client = TestClient(app, f"http://127.0.0.1:{PORT}")
    client.cookies.set("ibt-sessie", TOKEN)
    yield client
    apart.close()


@pytest.fixture(scope="module")
def page(client):
    """The text of a page on a day."""

    def get(path, day=TODAY):
        answer = client.get(path, params={"op": day.isoformat()})
        assert answer.status_code == 200, path
        return answer

    return get


@pytest.fixture(scope="module")
def rows(page):
    """The rows of a file, after seeing that it says the same as CSV and as XLSX."""

    def get(path, day=TODAY):
        text = page(f"{path}.csv", day).content.decode("utf-8-sig")
        found = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        sheet = openpyxl.load_workbook(io.BytesIO(page(f"{path}.xlsx", day).content)).active
        cells = [str(row[0].value).removesuffix(MIDNIGHT) for row in sheet.iter_rows(min_row=2)]
        assert [plain(each) for each in cells] == [plain(*[*each.values()][:1]) for each in found]
        return found

    return get


@pytest.fixture(scope="module")
def api(client):
    def ask(path, day):
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = client.get(f"/api/v1{path}", params={"as_of": day.isoformat()}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


@pytest.fixture(scope="module")
def printed(engine):
    """The figures that the demo prints of a day."""

    def of(day):
        with snapshot(engine) as session:
            return figures_on(session, day).rows()

    return of


def plain(cell):
    """A cell without what keeps a spreadsheet from reckoning with it."""
    return cell.lstrip("'")


def table(text, caption):
    """The last row of a table of a report: its numbers."""
    found = re.search(rf"<caption[^>]*>{caption}</caption>(.*?)</table>", text, re.DOTALL)[1]
    last = found.rpartition("<tr")[2]
    return [int(each.replace(".", "")) for each in re.findall(r">\s*([\d.]+)\s*<", last)]


# ------------------------------------------------------------------ the task


def test_the_country_is_that_of_which_parliament_was_told():
    day = PAST[2]
    assert day.isoformat() == "2026-05-26"
    assert demo_count.tasks_on(day) == {"meets": 119, "partly": 116, "not": 107}
    assert demo_count.letters_on(day) == 223


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_who_meets_its_task_is_told_alike_everywhere(api, page, rows, printed, day):
    expected = demo_count.tasks_on(day)
    found = Counter(each["fulfilment"] for each in api("/signals", day)["municipalities"])
    assert found == expected
    tiles = dict(
        re.findall(r"<dt>(.*?)</dt><dd><a href=[^>]*>(\d+)</a>", page("/signalering", day).text)
    )
    assert {each: int(tiles[told]) for each, told in TOLD.items()} == expected
    listed = Counter(each["Uitkomst"] for each in rows("/signalering/lijst", day))
    assert {each: listed[told] for each, told in TOLD.items()} == expected
    map_of = Counter(each["Wie de taak vervult"] for each in rows("/kaart/lijst", day))
    assert {each: map_of[told] for each, told in TOLD.items()} == expected
    for reader in ("directie", "kamer"):
        text = page(f"/verslag/{reader}", day).text
        numbers = table(text, "Gemeenten per provincie, naar uitkomst")
        assert numbers == [*expected.values(), 0, sum(expected.values())]
    assert {each: printed(day)[f"task: {each}"] for each in TOLD} == expected


def test_a_report_as_pdf_tells_the_same(page):
    pdf = page("/verslag/kamer/bestand.pdf", PAST[2]).content
    text = " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "Van de 342 gemeenten voldoen er 119, 116 voldoen gedeeltelijk en 107 niet" in " ".join(
        text.split()
    )


# ------------------------------------------------------------------ the answers


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_each_case_of_the_round_stands_as_planned(api, day):
    expected = demo_count.statuses_on(day)
    found = {
        each["municipality"]: (each["status"], bool(each["late"]))
        for each in api("/cases", day)["cases"]
        if each["municipality"] in expected
    }
    assert {
        each: (found[each], expected[each]) for each in found if found[each] != expected[each]
    } == {}
    assert len(found) == len(expected) == 186


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_answers_are_told_alike_everywhere(api, page, rows, printed, day):
    total = api("/totals", day)["total"]
    assert total["cases"] == demo_count.letters_on(day)
    for reader in ("directie", "kamer"):
        numbers = table(page(f"/verslag/{reader}", day).text, "Zaken per provincie")
        assert numbers == [total[each] for each in (*STATUSES, "cases", "late")]
    shown = printed(day)
    assert [shown["silent, in time"], shown["silent, too late"]] == [
        total["awaiting"],
        total["overdue"],
    ]
    for each in ("cases", "complete", "incomplete", "late"):
        assert shown[each] == total[each]
    of_rounds = [
        each["Stand"]
        for letters in LETTERS
        if letters <= day.isoformat()
        for each in rows(f"/rondes/{letters}/zaken", day)
    ]
    assert [of_rounds.count(told) for told in STANDS] == [total[each] for each in STATUSES]


def test_lists_of_today_hold_as_many(api, page, rows):
    total = api("/totals", TODAY)["total"]
    stands = Counter(each["Stand"] for each in rows("/zaken/lijst"))
    assert [stands[each] for each in STANDS] == [total[each] for each in STATUSES]
    tiles = dict(TILES.findall(page("/overzicht").text))
    assert int(tiles["Zaken"]) == total["cases"]
    assert [int(tiles[each]) for each in STANDS] == [total[each] for each in STATUSES]


# ------------------------------------------------------------------ promises, steps and talks


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_promises_are_told_alike_everywhere(api, page, rows, printed, day):
    # What Wijdemeren promised is told of Hilversum from the merger on.
    of_round = {each.municipality for each in demo_count.plan()[1]} | {INTO}
    promises = api("/promises", day)["promises"]
    found = Counter(each["outcome"] for each in promises if each["municipality"] in of_round)
    assert found == demo_count.outcomes_on(day)
    whole = Counter(each["outcome"] for each in promises)
    listed = Counter(each["Stand"] for each in rows("/toezeggingen/lijst", day))
    assert {each: listed[told] for each, told in OUTCOMES.items()} == {
        each: whole[each] for each in OUTCOMES
    }
    choices = dict(
        re.findall(r'<option value="(\w+)"[^>]*>[^(<]*\((\d+)\)', page("/toezeggingen", day).text)
    )
    assert {each: int(choices[each]) for each in OUTCOMES} == {
        each: whole[each] for each in OUTCOMES
    }
    assert {each: printed(day)[f"promises: {each}"] for each in OUTCOMES} == {
        each: whole[each] for each in OUTCOMES
    }


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_steps_are_told_alike_everywhere(api, page, printed, day):
    expected = demo_count.steps_on(day)
    cases = api("/cases", day)["cases"]
    found = {each["municipality"]: each["ladder_step"] for each in cases}
    assert {each: found[each] for each in expected} == expected
    counts = Counter(each["ladder_step"] for each in cases)
    assert {step: printed(day)[f"ladder: step {step}"] for step in range(1, 7)} == {
        step: counts[step] for step in range(1, 7)
    }
    text = page("/verslag/kamer", day).text
    ladder = re.search(r"Zaken per trede</caption>(.*?)</table>", text, re.DOTALL)[1]
    told = [int(each) for each in re.findall(r"<td[^>]*>\s*(\d+)\s*</td>", ladder)]
    assert told == [counts[step] for step in range(1, 7)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_talks_are_those_planned(rows, printed, day):
    talks = talks_of(demo_count.plan()[1])
    known = [each for each in talks if each.facts.planned_for - timedelta(days=18) < at(day, 23)]
    listed = Counter(each["Stand"] for each in rows("/gesprekken", day))
    assert sum(listed.values()) == len(known)
    assert listed["Gehouden"] == sum(each.is_held and each.moment < at(day) for each in known)
    words = {"planned": "Gepland", "held": "Gehouden", "cancelled": "Afgezegd"}
    assert {each: printed(day)[f"talks: {each}"] for each in words} == {
        each: listed[told] for each, told in words.items()
    }


def test_what_was_said_in_a_talk_is_nowhere_to_be_read(client, demo, page):
    words = REPORT.split(". ")[1]
    assert client.get("/gesprekken/1/verslag").status_code == 404
    for path in ("/gesprekken", "/gesprekken/1", "/zaken", "/zoeken?woorden=planning", "/rondes"):
        assert words not in client.get(path).text
    assert words.encode() not in (demo.folder / "intake.db").read_bytes()


# ------------------------------------------------------------------ one municipality


def test_twenterand_stands_as_its_letter_has_it(api):
    (signal,) = [
        each
        for each in api("/signals", PAST[2])["municipalities"]
        if each["municipality"] == "Twenterand"
    ]
    assert (signal["regular"], signal["amv"]) == (
        {"task": 142, "realised": 5},
        {"task": 23, "realised": 0},
    )
    assert signal["fulfilment"] == "partly"
    (case,) = [
        each for each in api("/cases", TODAY)["cases"] if each["municipality"] == "Twenterand"
    ]
    assert (case["due"], case["ladder_step"]) == (DUE.isoformat(), 2)
    assert DUE.isoformat() == "2026-04-30"
    assert LETTER.isoformat() == "2026-04-09"


def test_wijdemeren_went_up_in_hilversum_and_the_next_tasks_are_known(api, client):
    names = [
        {each["municipality"] for each in api("/signals", day)["municipalities"]}
        for day in (PAST[-1], TODAY)
    ]
    assert names[0] - names[1] == {"Wijdemeren"}
    assert (
        "met Wijdemeren, na herindeling" in client.get("/signalering?provincie=Noord-Holland").text
    )
    next_tasks = client.get("/signalering?cyclus=2").text
    assert "verdeelbesluit 2 van" in next_tasks
    assert "18 december 2026" in next_tasks
