"""A sentence that may state what lacks: an officer sees it, and says in one click that it does."""

import re
from functools import partial
from html import unescape

import pytest

from review.mail_page import doubtful_of
from rules.judgement import Doubtful, Element, Statement, TimelineState
from rules.roles import Role
from storage.database import snapshot
from storage.decided import held_of
from storage.versions import version_of_mail
from tests.review.doubted import ELSEWHERE, JULY, MAY, file_doubted
from tests.review.mails import judgement
from tests.review.sent_mails import FACTS, STEPS, TIME

LIST = "/te-beoordelen"


def words(text):
    """The words of a page, as they are read."""
    told = " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())
    return re.sub(r" (?=[.,”])|(?<=“) ", "", told)


@pytest.fixture
def add(engine):
    return partial(file_doubted, engine)


@pytest.fixture
def officer(as_role):
    return as_role(Role.OFFICER)


@pytest.fixture
def confirm(engine, officer):
    """Say of a mail that the doubtful sentence in that place states it."""

    def send(mail, number=0):
        with snapshot(engine) as session:
            version = version_of_mail(session, mail)
        return officer.post(f"/mails/{mail}/bewijs/bevestigen", versie=version, nummer=number)

    return send


@pytest.fixture
def holds(engine):
    def now(mail):
        with snapshot(engine) as session:
            return held_of(session, mail).holds

    return now


def row(page, element):
    """What the page tells of an element."""
    return words(re.search(rf'<tr id="onderdeel-{element}">.*?</tr>', page, re.DOTALL)[0])


def test_the_work_list_quotes_the_sentence_that_is_doubted(add, officer):
    add(Element.STEPS, (STEPS, (), False))
    text = officer.get(LIST).text
    assert "dit noemt: de stappen. De rest staat erin. Kijk zelf. Misschien staat het hier:" in text
    assert f"<blockquote>{STEPS}</blockquote>" in text


def test_the_page_shows_it_in_its_place_and_marks_it_as_doubtful(add, officer):
    mail = add(Element.STEPS, (STEPS, (), False))
    text = officer.get(f"/mails/{mail}").text
    told = row(text, "steps")
    assert f"Stappen Ontbreekt misschien Misschien staat het hier: “{STEPS}”" in told
    assert "Ja, dit is bewijs" in told
    mark = re.search(r'<mark class="maybe"><a [^>]*id="bewijs-twijfel-1".*?</mark>', text)
    assert words(mark[0]) == f"Misschien: Stappen {STEPS}"
    assert 'id="vindplaats-twijfel-1" href="#bewijs-twijfel-1"' in text


def test_one_click_makes_it_evidence_and_ends_the_doubt(add, confirm, officer, holds):
    mail = add(Element.STEPS, (STEPS, (), False), (FACTS, (), False))
    assert confirm(mail).status_code == 303
    now = holds(mail)
    assert [each.text for each in now.elements[Element.STEPS]] == [STEPS]
    assert (now.missing, now.doubtful) == (frozenset(), ())
    text = words(officer.get(f"/mails/{mail}").text)
    assert "Stappen Gevonden" in text
    assert "weet niet zeker of de mail dit noemt: de stappen" not in text


def test_a_time_is_confirmed_with_its_days_and_the_next_stays(add, confirm, officer, holds):
    mail = add(Element.TIMELINE, (TIME, (JULY,), False), (STEPS, (MAY,), False))
    text = words(officer.get(f"/mails/{mail}").text)
    assert "Het gaat om: 1 juli 2027." in text
    assert "Geen tijdlijn genoemd Misschien: 1 juli 2027. Bekijk de zin" in text
    confirm(mail)
    now = holds(mail)
    assert (now.timeline_state, now.missing) == (TimelineState.STATED, frozenset())
    assert [each.latest for each in now.timeline] == [JULY]
    assert "Misschien staat het ook hier" in row(officer.get(f"/mails/{mail}").text, "timeline")
    confirm(mail)
    assert [each.latest for each in holds(mail).timeline] == [JULY, MAY]
    assert holds(mail).doubtful == ()


def test_a_time_of_another_municipality_is_quoted_as_such(add, confirm, officer, holds):
    mail = add(Element.TIMELINE, (ELSEWHERE, (MAY,), True), is_doubted=False)
    text = officer.get(LIST).text
    assert "Deze zin noemt een moment, maar lijkt over een andere gemeente te gaan:" in text
    assert f"<blockquote>{ELSEWHERE}</blockquote>" in text
    told = row(officer.get(f"/mails/{mail}").text, "timeline")
    assert told.startswith("Tijdlijn Ontbreekt Deze zin noemt een moment, maar lijkt over een")
    assert "Ja, dit geldt voor deze gemeente" in told
    confirm(mail)
    assert [each.latest for each in holds(mail).timeline] == [MAY]


def test_what_is_not_there_to_confirm_is_refused(add, confirm, holds):
    mail = add(Element.STEPS, (STEPS, (), False))
    assert confirm(mail, 1).status_code == 400
    assert holds(mail).elements[Element.STEPS] == ()


def test_a_reader_sees_the_sentence_and_no_button(add, as_role):
    mail = add(Element.STEPS, (STEPS, (), False))
    told = row(as_role(Role.READER).get(f"/mails/{mail}").text, "steps")
    assert f"Misschien staat het hier: “{STEPS}”" in told
    assert "Ja, dit" not in told


def test_words_that_were_destroyed_are_not_quoted():
    kept, gone = Doubtful(Element.STEPS, said(STEPS)), Doubtful(Element.STEPS, said(""))
    assert doubtful_of(judgement(doubtful=(gone, kept))) == [(1, kept)]


def said(text):
    return Statement(text, "body", 0, len(text))
