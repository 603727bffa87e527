"""Rounds of letters on the pages: from the choice of municipalities to the answers."""

import io
import json
import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pypdf
import pytest

from rules.roles import Role
from storage.database import snapshot
from storage.events import events_of
from storage.registry import registry
from storage.rounds import rounds
from tests.review.rounds import FIELDS, LIST, NEW, PLACES, checked, confirm, fill, made

STAYS = [f"{kind}:blijft" for kind in ("name", "email", "phone", "bsn", "iban")]


@pytest.fixture
def officer(as_role, engine):
    fill(engine)
    return as_role(Role.OFFICER)


def make(browser, *names, **changes):
    """Send the form of a new round."""
    return browser.post(NEW, on=NEW, **(FIELDS | changes), gemeenten=list(names))


def test_those_who_fall_short_are_chosen_and_the_doubtful_only_by_hand(officer):
    text = officer.get(NEW).text
    assert checked(text) == ["Ede", "Twenterand"]
    assert "Samen genoeg plekken, maar te weinig voor amv." in text
    assert set(re.findall(r'name="gemeenten" value="([^"]+)"', text)) == set(PLACES)


def test_a_draft_shows_its_letters_and_makes_nothing_else(officer, engine):
    page = made(make(officer, "Twenterand", "Ede", "Urk"))
    text = officer.get(page).text
    for told in ("7468089", "7468090", "7468091", "2 met een vraag, 1 zonder vraag"):
        assert told in text
    assert "uiterlijk donderdag 23 juli 2026" in text
    with snapshot(engine) as session:
        assert registry(session).requests == ()


def test_a_letter_is_one_pdf_and_all_of_them_are_one_file_the_same_each_time(officer, as_role):
    page = made(make(officer, "Twenterand", "Ede", "Urk"))
    one = officer.get(f"{page}/brief/7468090")
    assert one.headers["content-type"] == "application/pdf"
    assert one.headers["content-disposition"] == (
        'attachment; filename="brief-7468090-Twenterand.pdf"'
    )
    text = pypdf.PdfReader(io.BytesIO(one.content)).pages[0].extract_text()
    assert "van de gemeente Twenterand" in text
    assert "donderdag 23 juli 2026" in " ".join(text.split())
    before = officer.get(f"{page}/brieven.zip").content
    confirm(as_role(Role.COORDINATOR), page)
    after = officer.get(f"{page}/brieven.zip").content
    assert before == after
    with zipfile.ZipFile(io.BytesIO(after)) as archive:
        assert archive.namelist() == [
            "brief-7468089-Ede.pdf",
            "brief-7468090-Twenterand.pdf",
            "brief-7468091-Urk.pdf",
        ]
        assert archive.read("brief-7468090-Twenterand.pdf") == one.content
    assert officer.get(f"{page}/brief/7468099").status_code == 404


def test_confirming_makes_a_case_of_each_letter_that_asks_once(officer, as_role, engine):
    page = made(make(officer, "Twenterand", "Urk"))
    coordinator = as_role(Role.COORDINATOR)
    for _ in range(2):  # pressed twice, or after the back button
        confirm(coordinator, page)
    with snapshot(engine) as session:
        (request,) = registry(session).requests
        (found,) = rounds(session)
        actions = [each.action for each in events_of(session, f"round:{found.id}")]
    assert (request.municipality, request.reference) == ("Twenterand", "7468089")
    assert (request.regular_task, request.amv_realised) == (142, 0)
    assert actions == ["round_drafted", "round_confirmed"]
    assert officer.get(f"{page}/vaststellen").status_code == 403


def test_a_coordinator_looks_before_confirming(officer, as_role, engine):
    page = made(make(officer, "Twenterand"))
    coordinator = as_role(Role.COORDINATOR)
    look = coordinator.get(f"{page}/vaststellen").text
    assert "komt 1 zaak bij, met als uiterste datum donderdag 23 juli 2026" in look
    answer = coordinator.post(f"{page}/vaststellen", on=f"{page}/vaststellen")
    assert answer.status_code == 422
    assert officer.post(f"{page}/vaststellen", gezien="ja").status_code == 403
    with snapshot(engine) as session:
        assert registry(session).requests == ()


@pytest.mark.parametrize(
    ("changes", "names", "told"),
    [
        ({}, (), "Kies ten minste een gemeente."),
        ({}, ("Amsterdam",), "Een gemeente kan geen brief krijgen."),
        ({"kenmerk": "IBT"}, ("Ede",), "In een kenmerk staat een getal"),
        ({"briefdatum": "2024-01-01"}, ("Ede",), "Kies een dag na de dag"),
        ({"adres": "hier"}, ("Ede",), "E-mailadres voor reacties"),
        ({"termijn": "0"}, ("Ede",), "Termijn in dagen"),
        ({"cyclus": "9"}, ("Ede",), "Kies een verdeelbesluit dat geldt."),
        ({"cyclus": "1" * 5000}, ("Ede",), "Verdeelbesluit"),
        ({"kenmerk": "😀 12"}, ("Ede",), "Gebruik alleen letters, cijfers, spaties"),
        ({"kenmerk": "12\x01"}, ("Ede",), "Gebruik alleen letters, cijfers, spaties"),
        ({"adres": "brief@é.nl"}, ("Ede",), "E-mailadres voor reacties"),
    ],
)
def test_what_is_wrong_with_a_form_is_told_and_makes_no_draft(
    officer, engine, changes, names, told
):
    answer = make(officer, *names, **changes)
    assert answer.status_code == 422
    assert told in answer.text
    with snapshot(engine) as session:
        assert rounds(session) == []


def test_the_letters_of_any_reference_can_be_had(officer):
    page = made(make(officer, "Ede", "Urk", kenmerk="IBT/2026/9"))
    found = re.findall(r'href="([^"]+/brief/[^"]+)"', officer.get(page).text)
    assert found == [f"{page}/brief/IBT%2F2026%2F9", f"{page}/brief/IBT%2F2026%2F10"]
    for each in found:
        assert officer.get(each).headers["content-type"] == "application/pdf"


def test_confirming_pressed_again_while_it_is_done_is_no_fault(officer, as_role, engine):
    page = made(make(officer, "Twenterand", "Ede"))
    coordinator = as_role(Role.COORDINATOR)
    token = coordinator.csrf()

    def press(_):
        form = {"csrf": token, "gezien": "ja"}
        return coordinator.client.post(f"{page}/vaststellen", data=form).status_code

    with ThreadPoolExecutor(2) as presses:
        assert list(presses.map(press, range(2))) == [303, 303]
    with snapshot(engine) as session:
        assert len(registry(session).requests) == 2


def test_answers_are_not_led_to_before_the_date_of_the_letters(officer, as_role, clock):
    page = made(make(officer, "Ede"))
    confirm(as_role(Role.COORDINATOR), page)
    assert "Bekijk de antwoorden" not in officer.get(page).text
    clock.forward(days=1)
    assert "Bekijk de antwoorden" in as_role(Role.ADMINISTRATOR).get(page).text


def test_a_draft_made_twice_is_refused_at_its_reference_until_the_first_is_dropped(officer):
    page = made(make(officer, "Ede"))
    again = make(officer, "Ede")
    assert again.status_code == 422
    assert "Een van de kenmerken is al van een andere brief." in again.text
    assert checked(again.text) == ["Ede"]
    for _ in range(2):
        assert officer.post(f"{page}/vervallen", on=page).status_code == 303
    assert made(make(officer, "Ede")) != page


def test_the_day_of_sending_is_written_down_after_confirming_and_can_be_corrected(
    as_role, engine, clock
):
    fill(engine)
    clock.forward(days=-3)
    coordinator = as_role(Role.COORDINATOR)
    page = made(make(coordinator, "Ede"))
    coordinator.post(f"{page}/verzonden", verzonden="2026-06-28")  # not yet
    confirm(coordinator, page)
    clock.forward(days=3)
    officer = as_role(Role.OFFICER)
    for day in ("2026-06-30", "2026-07-01", "2026-07-01", "2026-08-01"):
        assert officer.post(f"{page}/verzonden", on=page, verzonden=day).status_code == 303
    with snapshot(engine) as session:
        (found,) = rounds(session)
        *_, last = events_of(session, f"round:{found.id}")
    assert [each.sent_on for each in found.sendings] == [date(2026, 6, 30), date(2026, 7, 1)]
    assert json.loads(last.after) == {"sent_on": "2026-07-01"}
    assert "Verstuurd" in officer.get(LIST).text


def test_the_letter_goes_along_in_a_package_for_a_woo_request(officer, as_role):
    page = made(make(officer, "Twenterand", briefdatum="2026-07-01"))
    coordinator = as_role(Role.COORDINATOR)
    confirm(coordinator, page)
    listed = coordinator.get("/zaken?brief=2026-07-01").text
    case = re.search(r'href="(/zaken/\d+)"', listed)[1]
    lijst = re.search(r'name="lijst" value="(\w+)"', coordinator.get(f"{case}/woo").text)[1]
    made_of = {"lijst": lijst, "verzoek": "Woo 1", "groep": STAYS}
    answer = coordinator.post(f"{case}/woo", stap="maak", **made_of)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    assert any("Wat is de reden dat uw gemeente" in each for each in texts)
    assert any("Reguliere plekken 142 5" in each for each in texts)
