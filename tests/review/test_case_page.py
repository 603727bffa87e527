"""The page of a case: how it stands and how that comes about, and who may read what of it."""

from datetime import date

import pytest
from sqlalchemy import event

from review.derivation import derivation
from review.trail import FACTS
from rules.calendar import HOLIDAYS
from rules.deadlines import Extension, deadline
from rules.decisions import AssignCase, ConfirmComplete, DealWith, Note
from rules.roles import Role
from storage.accounts import change_account
from storage.case_decisions import decide_case, facts_of_case
from storage.case_page import case_page
from storage.database import snapshot, transaction
from storage.mail_decisions import decide_mail, facts_of_mail
from storage.versions import version_of_case, version_of_mail
from tests.review.cases import fill_cases, words
from tests.review.conftest import NAMES
from tests.review.mails import NOW

SECRET = "De wethouder noemde in vertrouwen een locatie."
FORMS = "volledig aanvulling uitstel uitstel-weigeren notitie toewijzen aanhouden trede".split()


@pytest.fixture
def cases(engine):
    return fill_cases(engine)


@pytest.fixture
def reader(as_role, cases):
    return as_role(Role.READER)


@pytest.fixture
def decide(engine):
    """Have somebody decide on a case."""

    def make(municipality, reference, what, officer="coordinator", reason=""):
        with transaction(engine) as session:
            version = version_of_case(session, municipality, reference)
            decided = decide_case(
                session,
                municipality,
                reference,
                what,
                officer=officer,
                reason=reason,
                version=version,
                now=NOW,
            )
        return decided.id

    return make


def test_a_deadline_tells_start_term_days_skipped_and_why(reader, cases):
    text = words(reader.get(f"/zaken/{cases['Tiel']}"))
    assert "De brief is van donderdag 23 april 2026. Die dag telt niet mee." in text
    assert "De termijn is 21 dagen (3 weken). De laatste dag is dan donderdag 14 mei 2026." in text
    assert (
        "Op donderdag 14 mei 2026 (Hemelvaartsdag), vrijdag 15 mei 2026 (aangewezen dag), "
        "zaterdag 16 mei 2026 en zondag 17 mei 2026 eindigt geen termijn. "
        "De laatste dag schuift op naar maandag 18 mei 2026." in text
    )
    assert "De eerste reactie kwam op 11 juni 2026, 12.00 uur: te laat." in text


def test_a_deadline_tells_each_extension_and_that_the_last_one_counts():
    extensions = [
        Extension(date(2026, 7, day), "Vakantie", "jansen", NOW.replace(hour=day)) for day in (6, 9)
    ]
    found = deadline(date(2026, 6, 1), 21, HOLIDAYS, extensions)
    told = derivation(found, {"jansen": "Jo Jansen"})
    assert told[2] == (
        "Jo Jansen gaf op 1 juli 2026 uitstel tot en met maandag 6 juli 2026. Reden: Vakantie."
    )
    assert told[-1] == "Het laatste uitstel telt."


def test_a_last_day_past_the_known_holidays_says_what_to_check():
    told = derivation(deadline(date(2028, 12, 11), 21, HOLIDAYS), {})
    assert told[-1].endswith("Controleer zelf of deze dag een feestdag is.")


def test_a_term_that_does_not_roll_over_says_so():
    found = deadline(date(2026, 6, 6), 21, HOLIDAYS, roll_over=False)
    told = derivation(found, {})
    assert told[-1] == (
        "Dat is een dag waarop niet wordt gewerkt (zaterdag). De dag schuift niet op."
    )


def test_the_elements_tell_where_they_stand_and_who_confirmed(reader, cases, engine):
    path = f"/zaken/{cases['Ede']}"
    text = words(reader.get(path))
    assert "De provincie heeft de vergunning nog niet verleend. mail van 21 juni 2026" in text
    assert "gevonden door de computer" in text
    assert "Ontbreekt stand van zaken, stappen" in text
    with transaction(engine) as session:
        page = case_page(session, "Ede", "7473202", NOW.date(), with_talks=False)
        mail = page.mails[0].mail
        version = version_of_mail(session, mail)
        decide_mail(session, mail, DealWith(), officer="behandelaar", version=version, now=NOW)
    assert "bevestigd door De behandelaar" in words(reader.get(path))


def test_the_page_tells_places_promises_flags_and_the_mail_of_each(reader, cases):
    answer = reader.get(f"/zaken/{cases['Ede']}")
    text = words(answer)
    assert "regulier 100 5 amv 10 1 totaal 110 6" in text
    assert "gerealiseerd regulier: 7 (mail van 21 juni 2026)" in text
    assert "1 juli 2027" in text
    assert "hangt af van: na vergunning" in text
    assert "Cijfers verschillen: 7 in plaats van 5." in text
    assert "Er ontbreekt: stand van zaken, stappen." in text


def test_words_of_a_mail_are_text(reader, cases):
    text = reader.get(f"/zaken/{cases['Ede']}").text
    assert "<b>alle</b>" not in text
    assert "&lt;b&gt;alle&lt;/b&gt;" in text
    assert "<i>Ede</i>" not in text


def test_a_notification_that_is_part_of_a_letter_is_shown_with_the_letter(reader, cases):
    answer = reader.get(f"/zaken/{cases['Tiel, melding']}")
    assert answer.headers["location"] == f"/zaken/{cases['Tiel']}"
    assert "Melding" in words(reader.get(f"/zaken/{cases['Tiel']}"))


def test_a_notification_alone_has_no_term(reader, cases):
    text = words(reader.get(f"/zaken/{cases['Urk']}"))
    assert "Voor deze zaak loopt geen termijn" in text
    assert "Verklaring Ontbreekt" in text


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 30, "²", "1.0"])
@pytest.mark.parametrize("form", ["", "/uitstel", "/besluiten/1/ongedaan"])
def test_a_case_that_is_none_is_not_there(as_role, cases, number, form):
    assert as_role(Role.OFFICER).get(f"/zaken/{number}{form}").status_code == 404


def test_all_that_the_trail_can_tell_has_words(engine, cases):
    with snapshot(engine) as session:
        page = case_page(session, "Ede", "7473202", NOW.date(), with_talks=False)
        facts = {**facts_of_case(session, ("Ede", "7473202"))}
        facts |= facts_of_mail(session, page.mails[0].mail)
    assert set(facts) <= set(FACTS)


@pytest.mark.parametrize("path", ["", *(f"/{form}" for form in FORMS)])
def test_a_page_asks_the_database_few_questions(as_role, cases, decide, engine, path):
    decide("Tiel", None, Note(SECRET, is_talk=True))
    decide("Tiel", "7470001", ConfirmComplete())
    officer = as_role(Role.OFFICER)
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    officer.get(f"/zaken/{cases['Tiel']}{path}")
    questions = [each for each in asked if each.startswith(("SELECT", "WITH"))]
    # The page itself asks the register what the figures say, who merged, and for talks.
    assert 0 < len(questions) <= (15 if path else 23)


# ------------------------------------------------------------------ who may do and read what


def test_a_reader_sees_the_case_and_nothing_to_do(reader, cases):
    text = reader.get(f"/zaken/{cases['Ede']}").text
    assert "Interventieladder" in text
    assert 'id="doen"' not in text
    for form in FORMS:
        assert f"/{form}" not in text


def test_an_officer_is_not_offered_the_ladder_and_a_coordinator_is(as_role, cases):
    path = f"/zaken/{cases['Ede']}"
    assert f"{path}/trede" not in as_role(Role.OFFICER).get(path).text
    assert f"{path}/trede" in as_role(Role.COORDINATOR).get(path).text


@pytest.mark.parametrize(("role", "forms"), [(Role.READER, FORMS), (Role.OFFICER, ["trede"])])
def test_a_form_without_its_right_tells_nothing_of_the_case(as_role, cases, role, forms):
    browser = as_role(role)
    for form in forms:
        path = f"/zaken/{cases['Ede']}/{form}"
        for answer in (browser.get(path), browser.post(path, versie="1", stap="bevestig")):
            assert answer.status_code == 403
            assert "Ede" not in answer.text


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("letter", [("Ede", "7473202"), ("Tiel", None)], ids=["own", "joined"])
def test_a_note_that_reports_a_talk_is_for_those_with_that_right_alone(
    as_role, engine, cases, decide, role, letter
):
    number = decide(*letter, Note(SECRET, is_talk=True))
    decide(letter[0], letter[1] or "7470001", AssignCase("behandelaar"))
    browser = as_role(role)
    path = f"/zaken/{cases[letter[0]]}"
    without = browser.get(path).text
    assert "maakte een notitie" not in without
    assert not any(each in without for each in (SECRET, "Gespreksverslag"))
    undo = browser.get(f"{path}/besluiten/{number}/ongedaan")
    assert undo.status_code == (403 if role is Role.READER else 404)
    with transaction(engine) as session:
        change_account(session, NAMES[role], reads_reports=True, now=NOW)  # and signs out
    assert SECRET in as_role(role).get(path).text


def test_an_officer_does_not_take_a_case_from_another_nor_undoes_that_it_was_given(
    as_role, cases, decide
):
    decide("Ede", "7473202", AssignCase("behandelaar"))
    number = decide("Ede", "7473202", AssignCase("coordinator"))
    officer = as_role(Role.OFFICER)
    path = f"/zaken/{cases['Ede']}"
    assert officer.get(f"{path}/toewijzen").status_code == 409
    assert officer.get(f"{path}/besluiten/{number}/ongedaan").status_code == 403
    assert as_role(Role.COORDINATOR).get(f"{path}/toewijzen").status_code == 200
