"""The calendar by a secret link: what is due and planned, and nothing that is confidential."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from rules.scopes import Scope
from rules.talks import TalkFacts, TalkKind
from storage.access_tokens import add_access_token, revoke_access_token
from storage.database import snapshot, transaction
from storage.overview import due_between
from storage.talks import plan_talk
from tests.review.cases import fill_cases
from tests.review.conftest import NOW, PORT

LINK = "ibt_agenda"


@pytest.fixture
def get(app, engine):
    with transaction(engine) as session:
        until = NOW + timedelta(days=30)
        for token, scope in ((LINK, Scope.CALENDAR), ("ibt_ander", Scope.CASES)):
            add_access_token(session, token, token, [scope], expires_at=until, now=NOW)
    client = TestClient(app, f"http://127.0.0.1:{PORT}")
    return lambda token=LINK: client.get(f"/agenda/{token}.ics")


def events(answer):
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).events


def test_each_day_that_is_due_stands_in_it_once(get, engine):
    fill_cases(engine)
    today = NOW.date()
    with snapshot(engine) as session:
        due = due_between(session, today - timedelta(days=31), today + timedelta(days=731), today)
    found = events(get())
    told = sorted((each.decoded("dtstart"), str(each["summary"]).split(": ")[1]) for each in found)
    assert told == sorted((each.day, each.case.municipality) for each in due) != []
    assert len({str(each["uid"]) for each in found}) == len(found)
    assert get().content == get().content


def test_a_talk_stands_in_it_at_its_hour_without_who_takes_part(get, engine):
    cases = fill_cases(engine)
    facts = TalkFacts(TalkKind.OFFICIAL, NOW, 60, "Ede", "wethouder Zebravink")
    with transaction(engine) as session:
        plan_talk(session, facts, [cases["Ede"]], uid="gesprek-1", officer="jansen", now=NOW)
    (talk,) = [each for each in events(get()) if str(each["uid"]) == "gesprek-1"]
    assert talk.decoded("dtstart") == NOW
    assert "Ede" in str(talk["summary"])
    assert b"Zebravink" not in get().content


@pytest.mark.parametrize("token", ["ibt_ander", "ibt_onbekend", "x" * 5000])
def test_another_link_leads_nowhere(get, token):
    assert get(token).status_code == 404


def test_a_link_that_was_revoked_leads_nowhere_and_no_link_is_logged(get, engine, capsys):
    assert get().status_code == 200
    with transaction(engine) as session:
        revoke_access_token(session, LINK, now=NOW)
    assert get().status_code == 404
    told = capsys.readouterr()
    assert "asked=calendar" in told.out + told.err
    assert LINK not in told.out + told.err
