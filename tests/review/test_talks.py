"""Talks on their pages: planned, moved, held, cancelled, undone, and as a calendar file."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rules.roles import Role
from tests.review.cases import fill_cases, words

TIME = {"dag": "2026-07-10", "tijd": "10:00", "minuten": "60", "plaats": "Den Haag; zaal 3"}
PLAN = {"soort": "administrative", "deelnemers": "de wethouder en de directeur", **TIME}
MOVE = TIME | {"dag": "2026-07-17", "reden": "De wethouder is ziek."}
NEW = "/gesprekken/nieuw"


@pytest.fixture
def cases(engine):
    return fill_cases(engine)


@pytest.fixture
def officer(as_role, cases):
    return as_role(Role.OFFICER)


@pytest.fixture
def fields(cases):
    return PLAN | {"zaak": str(cases["Ede"]), "formulier": "a" * 32}


@pytest.fixture
def planned(officer, fields):
    return officer.post(NEW, **fields).headers["location"]


def event_in(answer):
    assert answer.headers["content-type"].startswith("text/calendar")
    return Calendar.from_ical(answer.content).events[0]


def do(browser, talk, path, **fields):
    """Send a form about a talk as it stands."""
    page = browser.get(f"{talk}/{path}")
    version = re.search(r'name="versie" value="(\d+)"', page.text)
    return browser.post(f"{talk}/{path}", versie=version[1] if version else "0", **fields)


def test_a_talk_is_planned_once_however_often_its_form_is_sent(officer, cases, fields, planned):
    assert officer.post(NEW, **fields).headers["location"] == planned
    assert words(officer.get("/gesprekken")).count("Bestuurlijk Gepland") == 1
    text = words(officer.get(f"/zaken/{cases['Ede']}"))
    assert "10 juli 2026, 10.00 uur Bestuurlijk Gepland" in text


def test_a_talk_of_several_municipalities_is_on_the_page_of_each(officer, cases, fields):
    talk = officer.post(NEW, **fields | {"gemeenten": "Delft\nTiel\n"}).headers["location"]
    for name in ("Ede", "Delft", "Tiel"):
        assert f'href="{talk}"' in officer.get(f"/zaken/{cases[name]}").text
    assert "gesprek met Delft, Ede, Tiel" in words(officer.get(talk))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"dag": "2026-06-30"}, "Deze dag is voorbij."),
        ({"dag": "2036-07-10"}, "Controleer het jaar."),
        ({"deelnemers": ""}, "Vul dit veld in."),
        ({"gemeenten": "Ede\nNergenshuizen"}, "Er is geen zaak van: Nergenshuizen."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_planned(officer, fields, change, told):
    answer = officer.post(NEW, **fields | change)
    assert answer.status_code == 422
    assert told in words(answer)
    assert "Er zijn nog geen gesprekken." in words(officer.get("/gesprekken"))


def test_a_field_that_was_emptied_stays_empty_beside_a_fault_elsewhere(officer, planned):
    wrong = do(officer, planned, "verzetten", **MOVE | {"plaats": "", "reden": ""})
    assert wrong.status_code == 422
    assert re.search(r'<input id="plaats"[^>]* value=""', wrong.text)
    assert 'value="2026-07-17"' in wrong.text


def test_a_talk_is_moved_held_and_that_is_undone_with_each_in_its_trail(officer, planned):
    assert do(officer, planned, "verzetten", **MOVE).status_code == 303
    assert "17 juli 2026, 10.00 uur, 60 minuten" in words(officer.get(planned))
    wrong = do(officer, planned, "gehouden", gehouden="2026-07-02", deelnemers="x")
    assert "Deze dag moet nog komen." in words(wrong)
    slip = do(officer, planned, "gehouden", gehouden="0026-07-01", deelnemers="x")
    assert "Controleer het jaar." in words(slip)
    held = do(officer, planned, "gehouden", gehouden="2026-07-01", deelnemers="de burgemeester")
    assert held.status_code == 303
    assert "Gehouden op 1 juli 2026" in words(officer.get(planned))
    assert officer.get(f"{planned}/verzetten").status_code == 409
    assert do(officer, planned, "ongedaan").status_code == 303
    text = words(officer.get(planned))
    assert "17 juli 2026" in text.partition("Logboek")[0]
    assert "Gehouden op" not in text.partition("Logboek")[0]
    for told in ("plande het gesprek", "verzette het gesprek", "Reden: De wethouder is ziek."):
        assert told in text
    assert "burgemeester" not in text.partition("Logboek")[2]


def test_a_form_of_before_somebody_else_s_deed_is_refused(officer, planned):
    do(officer, planned, "verzetten", **MOVE)
    answer = officer.post(f"{planned}/afzeggen", versie="0", reden="x")
    assert answer.status_code == 409
    assert "verzette het gesprek" in words(answer)
    assert "Gepland" in words(officer.get(planned))


def test_the_list_of_a_past_day_tells_what_was_known_then(as_role, planned, clock):
    clock.forward(days=2)
    later = as_role(Role.COORDINATOR)  # the session of before has ended
    do(later, planned, "afzeggen", reden="Niet nodig.")
    assert "Bestuurlijk Afgezegd" in words(later.get("/gesprekken"))
    assert "Bestuurlijk Gepland" in words(later.get("/gesprekken?op=2026-07-02"))
    assert "Er zijn nog geen gesprekken." in words(later.get("/gesprekken?op=2026-06-30"))


def test_the_list_is_had_as_a_file_without_who_takes_part(officer, planned):
    row = officer.get("/gesprekken.csv").content.decode("utf-8-sig").splitlines()[1]
    assert row == '2026-07-10;10.00;60;;Bestuurlijk;Gepland;Ede;"Den Haag; zaal 3"'
    assert officer.get("/gesprekken.xlsx").status_code == 200


def test_the_calendar_file_follows_what_was_agreed_and_tells_no_more(officer, planned):
    first = event_in(officer.get(f"{planned}/uitnodiging.ics"))
    begins = first["dtstart"].dt
    assert begins == datetime(2026, 7, 10, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert (first["dtstart"].params["tzid"], first["sequence"]) == ("Europe/Amsterdam", 0)
    assert (first["location"], first["status"]) == ("Den Haag; zaal 3", "CONFIRMED")
    assert first["summary"] == "Bestuurlijk gesprek met Ede"
    assert first["dtstamp"].dt.isoformat() == "2026-07-01T10:00:00+00:00"
    do(officer, planned, "verzetten", **MOVE)
    do(officer, planned, "afzeggen", reden="Niet nodig.")
    answer = officer.get(f"{planned}/uitnodiging.ics")
    last = event_in(answer)
    assert (last["uid"], last["sequence"], last["status"]) == (first["uid"], 2, "CANCELLED")
    for secret in ("wethouder", "directeur", "ziek", "nodig"):
        assert secret not in answer.text


def test_no_place_makes_a_line_of_its_own_in_the_calendar_file(officer, fields):
    place = "zaal\x0bX-A:1\x0cX-B:1\x1eX-C:1\x85X-D:1\u2028X-E:1\r\nX-F:1"
    talk = officer.post(NEW, **fields | {"plaats": place}).headers["location"]
    told = officer.get(f"{talk}/uitnodiging.ics").content.decode()
    assert not [each for each in told.splitlines() if each.startswith("X-")]


def test_what_held_of_a_talk_is_never_changed(engine, planned):
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as connection:
        connection.execute(text("UPDATE talk_versions SET place = 'x'"))
