"""How much each page asks of the database, whatever was decided before."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from review.pages import PAGES
from rules.decisions import CorrectPlaces, DealWith, Note
from rules.judgement import Category, PlaceCount, PlaceRole
from rules.registry import Request
from rules.roles import Role
from storage.case_decisions import decide_case
from storage.database import transaction
from storage.judgements import file_mail
from storage.links import case_number
from storage.mail_decisions import decide_mail
from storage.registry import import_requests
from storage.versions import version_of_case, version_of_mail
from tests.review.cases import said
from tests.review.conftest import NOW
from tests.review.mails import add_mail, judgement, reading

MOST = 17
# The figures of a municipality: one question for each table of the register, however much it holds.
REGISTER = 10
WITH_REGISTER = {"case", "case.steps", "case.woo", "promises"}
# Letters, mails, judgements, decisions and links as they were known on a past day.
AS_KNOWN = 11
WITH_PAST = {"case.steps"}
CASE = ("Ede", "7473202")
MAILS = range(30, 38)
PLACES = (PlaceCount(Category.REGULAR, PlaceRole.REALISED, 7, said("Er zijn 7 plekken.")),)


@pytest.fixture
def decided(engine):
    """Mails of one case, each corrected, confirmed and judged otherwise since; and a talk."""
    found = {}
    with transaction(engine) as session:
        letter = Request(CASE[1], CASE[0], date(2026, 4, 9), 21, 100, 10, 5, 1)
        import_requests(session, [letter], now=NOW)
        for number in MAILS:
            mail = add_mail(session, number)
            for what in (CorrectPlaces(PLACES), DealWith()):
                decide_mail(
                    session,
                    mail,
                    what,
                    officer="behandelaar",
                    version=version_of_mail(session, mail),
                    now=NOW,
                )
            anew = judgement(confidence=0.5)
            read = reading(number, "Reactie op uw brief", "Gemeente")
            later = NOW + timedelta(days=1)
            file_mail(session, mail, read, anew, "2", links=anew.proposals, now=later)
        version = version_of_case(session, *CASE)
        talk = Note("Gebeld met de wethouder.", is_talk=True)
        decide_case(session, *CASE, talk, officer="coordinator", version=version, now=NOW)
        found = {"mail": mail, "case": str(case_number(session, CASE))}
    return found | {"number": "0", "name": "behandelaar", "vorm": "csv"}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_no_page_asks_too_many_questions(as_role, engine, clock, decided, role):
    browser, asked = as_role(role), []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    over, seen = {}, set()
    for page in PAGES:
        if page.method != "GET":
            continue
        clock.forward(minutes=2)  # so that the session is noted as in use, too
        asked.clear()
        path = re.sub(r"\{(\w+)\}", lambda part: decided.get(part[1], "1"), page.path)
        if browser.get(path, params={"woorden": "reactie"}).status_code == 200:
            seen.add(page.name)
        # The note that a session is in use counts too; only where transactions begin does not.
        questions = [each for each in asked if not each.startswith(("BEGIN", "PRAGMA"))]
        most = MOST + REGISTER * (page.name in WITH_REGISTER) + AS_KNOWN * (page.name in WITH_PAST)
        if len(questions) > most:
            over[page.name] = questions
    assert {name: len(some) for name, some in over.items()} == {}
    assert seen >= {"work_list", "mail", "cases", "case", "case.note", "overview", "search"}
