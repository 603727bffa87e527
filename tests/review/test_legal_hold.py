"""A coordinator holds a case: nothing of it is destroyed, and the case says why."""

import pytest

from rules.roles import Role
from storage.database import snapshot
from storage.holds import legal_hold_of
from tests.review.cases import fill_cases


@pytest.fixture
def ede(engine):
    return fill_cases(engine)["Ede"]


def hold_on(engine, case):
    with snapshot(engine) as session:
        return legal_hold_of(session, case)


def test_a_coordinator_holds_a_case_and_lifts_the_hold(as_role, engine, ede):
    browser = as_role(Role.COORDINATOR)
    page = f"/zaken/{ede}/bewaren"
    assert page in browser.get(f"/zaken/{ede}").text
    browser.post(page, on=page, stand="aan", reden="Woo-verzoek 12")
    assert hold_on(engine, ede).reason == "Woo-verzoek 12"
    shown = browser.get(f"/zaken/{ede}").text
    assert "niets wordt vernietigd" in shown
    assert "bepaalde dat niets van de zaak wordt vernietigd" in shown
    browser.post(page, on=page, stand="af", reden="afgerond")
    assert hold_on(engine, ede) is None


def test_without_a_reason_nothing_is_held(as_role, engine, ede):
    page = f"/zaken/{ede}/bewaren"
    response = as_role(Role.COORDINATOR).post(page, on=page, stand="aan", reden=" ")
    assert response.status_code == 422
    assert hold_on(engine, ede) is None


def test_what_another_changed_meanwhile_is_told(as_role, engine, ede):
    page = f"/zaken/{ede}/bewaren"
    browser = as_role(Role.COORDINATOR)
    browser.post(page, on=page, stand="aan", reden="Woo-verzoek 12")
    assert browser.post(page, on=page, stand="aan", reden="nog eens").status_code == 409
    assert hold_on(engine, ede).reason == "Woo-verzoek 12"


def test_an_officer_sees_the_hold_and_cannot_change_it(as_role, engine, ede):
    page = f"/zaken/{ede}/bewaren"
    as_role(Role.COORDINATOR).post(page, on=page, stand="aan", reden="Woo-verzoek 12")
    officer = as_role(Role.OFFICER)
    assert "Woo-verzoek 12" in officer.get(f"/zaken/{ede}").text
    assert officer.get(page).status_code == 403
