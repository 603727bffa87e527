"""The distribution decision of a case, chosen by an officer where two run; and mergers."""

import csv
import io
import re
from datetime import date

import pytest

from rules.distribution import DistributionDecision
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.distribution import ENTERED, distribution
from storage.facts import record
from storage.periods import PERIODS, Period
from tests.review.cases import fill_cases, words
from tests.review.deciding import send, version
from tests.review.mails import NOW

SIDE_BY_SIDE = DistributionDecision(2, date(2026, 5, 1), date(2026, 12, 1))
TO_CHOOSE = "Verdeelbesluit nog te kiezen."


@pytest.fixture
def cases(engine):
    return fill_cases(engine)


@pytest.fixture
def officer(as_role, cases):
    return as_role(Role.OFFICER)


@pytest.fixture
def side_by_side(engine):
    """A second decision of 1 May 2026: letters of 1 June do not tell under which they are."""
    with transaction(engine) as session:
        record(session, ENTERED, [SIDE_BY_SIDE], now=NOW)


def test_where_one_cycle_runs_the_case_tells_it_and_there_is_nothing_to_choose(officer, cases):
    text = words(officer.get(f"/zaken/{cases['Ede']}"))
    assert "Verdeelbesluit 1, van 20 december 2024" in text
    assert TO_CHOOSE not in text
    assert officer.get(f"/zaken/{cases['Ede']}/cyclus").status_code == 409


def test_where_two_run_an_officer_chooses_and_may_undo_it(officer, cases, engine, side_by_side):
    page, path = f"/zaken/{cases['Ede']}", f"/zaken/{cases['Ede']}/cyclus"
    assert TO_CHOOSE in words(officer.get(page))

    def tasks():
        with snapshot(engine) as session:
            return {
                each.cycle for each in distribution(session).tasks if each.municipality == "Ede"
            }

    assert tasks() == set()
    assert send(officer, path, cyclus="3", reden="x").status_code == 422
    assert "Hoort bij verdeelbesluit 2" in words(send(officer, path, cyclus="2", reden="Zie mail"))
    assert TO_CHOOSE in words(officer.get(page))
    send(officer, path, "bevestig", cyclus="2", reden="Zie mail")
    text = words(officer.get(page))
    assert "Verdeelbesluit 2, van 1 mei 2026" in text
    assert TO_CHOOSE not in text
    assert tasks() == {2}
    undo = re.search(rf'href="({page}/besluiten/\d+[^"]*)"', officer.get(page).text)[1]
    officer.post(undo, versie=version(officer, undo))
    assert TO_CHOOSE in words(officer.get(page))
    assert tasks() == set()


def test_a_mail_without_a_reference_is_told_where_two_run(officer, cases, side_by_side):
    text = words(officer.get(f"/zaken/{cases['Tiel']}"))
    assert "Verdeelbesluit 1, van 20 december 2024" in text
    assert "Kijk bij welke brief deze post hoort. Deze mail noemt geen kenmerk" in text
    page = officer.get(f"/zaken/{cases['Tiel']}").text
    mails = re.findall(r'<a href="(/mails/[0-9a-f]+)">', page.partition('id="mails"')[2])
    told = ["noemt geen kenmerk" in officer.get(each).text for each in dict.fromkeys(mails)]
    assert sorted(told) == [False, True]


def test_after_a_merger_the_successor_has_the_cases(officer, cases, engine):
    with transaction(engine) as session:
        period = Period("GM0228", None, date(2026, 6, 30), "GM0344")
        record(session, PERIODS, [period], now=NOW)
    text = words(officer.get(f"/zaken/{cases['Ede']}"))
    assert "Ede is opgegaan in Utrecht." in text
    assert "Ede" in words(officer.get("/zaken?gemeente=Utrecht"))
    assert "Geen zaken" in words(officer.get("/zaken?gemeente=Utrecht&woorden=delft"))
    assert "opgegaan" not in words(officer.get(f"/zaken/{cases['Delft']}"))


def test_the_list_of_cases_and_its_files_are_filtered_by_cycle(officer, cases, side_by_side):
    def shown(**asked):
        text = officer.get("/zaken/lijst.csv", params=asked).content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        names = {each for each in cases if f"/zaken/{cases[each]}" in page(**asked)}
        assert {each["Gemeente"] for each in rows} == names
        return {each["Gemeente"]: each["Verdeelbesluit"] for each in rows}

    def page(**asked):
        return officer.get("/zaken", params=asked).text

    whole = shown()
    assert set(whole.values()) > {""}
    for cycle in ("1", "2"):
        expected = {name: each for name, each in whole.items() if each == cycle}
        assert shown(cyclus=cycle) == expected
    assert shown(cyclus="-") == {name: each for name, each in whole.items() if not each}
    assert shown(cyclus="99") == whole
    assert "nog te kiezen" in page()
