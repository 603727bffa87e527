"""The package for the archive on its page: for coordinators, the same as the command makes."""

import hashlib
import io
import json
import zipfile

import pytest

from rules.roles import Role
from storage.accounts import account_named
from storage.database import snapshot
from storage.events import events_by_action
from storage.versions import version_of_case
from tests.review.archives import packed
from tests.review.cases import fill_cases, words


@pytest.fixture
def cases(engine):
    return fill_cases(engine)


@pytest.fixture
def coordinator(as_role):
    return as_role(Role.COORDINATOR)


def made(engine):
    with snapshot(engine) as session:
        return events_by_action(session, "archived")


def test_a_coordinator_gets_the_package_and_the_trail_tells(coordinator, engine, cases):
    page = f"/zaken/{cases['Ede']}/archief"
    assert page in coordinator.get(f"/zaken/{cases['Ede']}").text
    told = words(coordinator.get(page))
    assert "Verslagen van gesprekken gaan niet mee" in told
    assert "Er is nog niet ingesteld of deze zaken altijd bewaard blijven en wie" in told
    assert made(engine) == []
    with snapshot(engine) as session:
        before = version_of_case(session, "Ede", "7473202")
    response = coordinator.post(page, on=page)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/zip"
    assert 'filename="Ede-7473202-2026-07-01.zip"' in response.headers["content-disposition"]
    assert zipfile.ZipFile(io.BytesIO(response.content)).testzip() is None
    (event,) = made(engine)
    assert (event.actor, event.object) == ("coordinator", "case:Ede/7473202")
    assert json.loads(event.after)["sha256"] == hashlib.sha256(response.content).hexdigest()
    with snapshot(engine) as session:  # an officer who has the case open decides on it all the same
        assert version_of_case(session, "Ede", "7473202") == before
    assert "maakte een pakket voor het archief" in coordinator.get(f"/zaken/{cases['Ede']}").text


def test_it_is_the_package_that_the_command_makes(coordinator, engine, cases):
    page = f"/zaken/{cases['Delft']}/archief"
    with snapshot(engine) as session:
        name = account_named(session, "coordinator").display_name
    answer = coordinator.post(page, on=page)
    assert answer.content == packed(engine, cases["Delft"], officer=name)


def test_others_get_none(as_role, engine, cases):
    for role in (Role.READER, Role.OFFICER):
        browser = as_role(role)
        page = f"/zaken/{cases['Ede']}/archief"
        assert page not in browser.get(f"/zaken/{cases['Ede']}").text
        assert browser.get(page).status_code == 403
        assert browser.post(page).status_code == 403
    assert made(engine) == []


def test_a_notification_that_joined_leads_to_its_letter(coordinator, engine, cases):
    page = f"/zaken/{cases['Tiel, melding']}/archief"
    answer = coordinator.get(page)
    assert answer.headers["location"] == f"/zaken/{cases['Tiel']}/archief"
    assert coordinator.post(page).status_code == 404
    assert coordinator.get("/zaken/999999/archief").status_code == 404
    assert made(engine) == []
