"""Deciding on a case: fill in, look at what follows, confirm; and find all of it in the trail."""

from datetime import date

import pytest

from rules.decisions import AskSupplement, Hold, Note
from rules.judgement import Element
from rules.roles import Role
from storage.case_decisions import decide_case
from storage.case_page import case_page
from storage.database import snapshot, transaction
from storage.versions import version_of_case
from tests.review.cases import fill_cases, words
from tests.review.deciding import send, version
from tests.review.mails import NOW

LETTERS = {"Ede": "7473202", "Delft": "7473203", "Tiel": "7470001", "Urk": None}
REASON = "De raad vergadert later."


@pytest.fixture
def cases(engine):
    return fill_cases(engine)


@pytest.fixture
def officer(as_role, cases):
    return as_role(Role.OFFICER)


@pytest.fixture
def page_of(engine):
    """A case as its page shows it."""

    def read(municipality):
        with snapshot(engine) as session:
            day = NOW.date()
            return case_page(session, municipality, LETTERS[municipality], day, with_talks=True)

    return read


def by_element(page):
    return next(each for each in page.decisions if isinstance(each.what, AskSupplement)).what


def test_an_extension_shows_the_new_day_with_its_derivation_and_then_moves_it(
    officer, cases, page_of
):
    path = f"/zaken/{cases['Delft']}/uitstel"
    asked = {"tot": "2026-07-13", "reden": REASON}
    shown = words(send(officer, path, **asked))
    assert "Uitstel tot en met maandag 13 juli 2026" in shown
    assert "De laatste dag is dan maandag 22 juni 2026." in shown
    told = (
        "De behandelaar gaf op 1 juli 2026 uitstel tot en met maandag 13 juli 2026. "
        "Reden: De raad vergadert later."
    )
    assert told in shown
    assert page_of("Delft").state.deadline.due == date(2026, 6, 22)
    answer = send(officer, path, "bevestig", **asked)
    assert answer.headers["location"] == f"/zaken/{cases['Delft']}"
    text = words(officer.get(f"/zaken/{cases['Delft']}"))
    assert "Het uitstel is gegeven." in text
    assert "Uiterste datum maandag 13 juli 2026 (nog 12 dagen)" in text
    assert told in text
    assert "De behandelaar gaf uitstel" in text
    assert f"Reden: {REASON} uiterste datum: van 22 juni 2026 → naar 13 juli 2026" in text
    assert "verzoeken om uitstel zonder besluit: van 1 → naar 0" in text


def test_the_draft_of_a_supplement_names_what_lacks_and_what_would_do(officer, cases):
    text = officer.get(f"/zaken/{cases['Ede']}/aanvulling").text
    assert "Op 21 juni 2026 ontvingen wij uw reactie op onze brief van 1 juni 2026" in text
    assert "1. De stand van zaken. Beschrijf hoe het nu staat met de opvangplekken." in text
    assert "2. De stappen. Noem wat uw gemeente al heeft gedaan" in text
    assert "3. " not in text
    assert "uiterlijk 15 juli 2026 aan ons mailen" in text
    assert "Na uw goedkeuring gaat de mail weg zodra dat kan" in text


def test_the_draft_for_a_notification_asks_for_what_is_being_done_too(officer, cases):
    text = officer.get(f"/zaken/{cases['Urk']}/aanvulling").text
    assert "ontvingen wij uw melding op grond van artikel 8" in text
    assert "wat zij nu doet of gaat doen" in text
    assert "kenmerk" not in text.partition("<textarea")[2].partition("</textarea>")[0]


def test_the_draft_is_written_anew_about_what_is_chosen(officer, cases):
    path = f"/zaken/{cases['Ede']}/aanvulling"
    fields = {"onderwerp": "Vraag", "tekst": "", "uiterlijk": "2026-07-20"}
    text = send(officer, path, "tekst", ontbreekt=["timeline"], **fields).text
    assert "1. Het moment waarop de plekken er zijn." in text
    assert "De stand van zaken." not in text
    assert "uiterlijk 20 juli 2026 aan ons" in text
    assert 'value="timeline" checked' in text
    assert 'value="steps" checked' not in text


def test_a_supplement_is_kept_as_the_officer_wrote_it_and_says_that_it_goes_out(
    officer, cases, page_of
):
    path = f"/zaken/{cases['Ede']}/aanvulling"
    fields = {
        "ontbreekt": ["steps", "current_state"],
        "uiterlijk": "2026-07-15",
        "onderwerp": "Nog een vraag",
        "tekst": "Geacht college,\n\nGraag <b>meer</b>, uiterlijk 15 juli 2026.",
    }
    shown = send(officer, path, **fields)
    assert "Met uw goedkeuring gaat deze mail naar de gemeente" in shown.text
    assert "&lt;b&gt;meer&lt;/b&gt;" in shown.text
    assert page_of("Ede").decisions == ()
    send(officer, path, "bevestig", **fields)
    kept = by_element(page_of("Ede"))
    assert kept.text == fields["tekst"]
    assert kept.missing == {Element.STEPS, Element.CURRENT_STATE}
    text = words(officer.get(f"/zaken/{cases['Ede']}"))
    assert "Goedgekeurd, nog niet verstuurd Nog een vraag" in text
    assert "De behandelaar stelde een verzoek om aanvulling op" in text
    assert "aanvulling uiterlijk: van geen → naar 15 juli 2026" in text


def test_a_text_that_does_not_name_the_last_day_is_warned_about(officer, cases):
    fields = {"ontbreekt": ["steps"], "onderwerp": "Vraag", "tekst": "Graag meer."}
    answer = send(officer, f"/zaken/{cases['Ede']}/aanvulling", uiterlijk="2026-07-15", **fields)
    assert "De tekst noemt 15 juli 2026 niet." in answer.text


SUPPLEMENT = {
    "ontbreekt": ["steps"],
    "uiterlijk": "2026-07-15",
    "onderwerp": "Vraag",
    "tekst": "Graag meer, uiterlijk 15 juli 2026.",
}
MOVE = {
    "grond": "Te weinig voortgang",
    "document": "7480000",
    "besluit_door": "De directeur",
    "genomen": "2026-06-30",
}
LADDER = {"trede": "3", **MOVE}


@pytest.mark.parametrize(
    ("name", "form", "fields", "told"),
    [
        ("Delft", "uitstel", {"tot": "2026-06-22", "reden": "x"}, "Kies een dag na de uiterste"),
        ("Delft", "uitstel", {"tot": "2026-07-12", "reden": "x"}, "Kies maandag 13 juli 2026."),
        ("Delft", "uitstel", {"tot": "2026-12-25", "reden": "x"}, "(Eerste Kerstdag)"),
        ("Delft", "uitstel", {"tot": "2206-07-13", "reden": "x"}, "Controleer het jaar."),
        ("Delft", "uitstel", {"tot": "2026-07-13", "reden": " "}, "Vul dit veld in."),
        ("Delft", "uitstel", {"tot": "morgen", "reden": "x"}, "Vul een datum in"),
        ("Delft", "uitstel-weigeren", {"reden": ""}, "Vul dit veld in."),
        ("Ede", "volledig", {"reden": ""}, "Leg uit waarom de reactie toch volledig is."),
        ("Ede", "notitie", {"tekst": ""}, "Vul dit veld in."),
        ("Ede", "notitie", {"tekst": "x" * 20_001}, "Gebruik ten hoogste 20000 tekens."),
        ("Ede", "aanhouden", {"tot": "2026-06-30", "reden": "x"}, "Deze dag is voorbij."),
        ("Ede", "toewijzen", {"behandelaar": "lezer"}, "Kies een van de mogelijkheden."),
        ("Ede", "toewijzen", {"behandelaar": ""}, "De zaak staat al op deze naam."),
        ("Ede", "trede", LADDER | {"trede": "2"}, "De zaak staat al op deze trede."),
        ("Ede", "trede", LADDER | {"trede": "7"}, "Controleer wat u invulde."),
        ("Ede", "trede", LADDER | {"document": ""}, "Vul dit veld in."),
        ("Ede", "trede", LADDER | {"grond": ""}, "Vul dit veld in."),
        ("Ede", "trede", LADDER | {"besluit_door": ""}, "Vul dit veld in."),
        ("Ede", "trede", LADDER | {"genomen": "2026-07-02"}, "Deze dag moet nog komen."),
        ("Ede", "trede", LADDER | {"genomen": "0026-06-30"}, "Controleer het jaar."),
        ("Ede", "trede", LADDER | {"trede": "4"}, "slaat u een trede over"),
        ("Ede", "trede", LADDER | {"trede": "1", "genomen": ""}, "Vul een datum in"),
        ("Ede", "ladder-sluiten", MOVE | {"document": ""}, "Vul dit veld in."),
        ("Ede", "aanvulling", SUPPLEMENT | {"ontbreekt": []}, "Kies ten minste één onderdeel."),
        ("Ede", "aanvulling", SUPPLEMENT | {"tekst": ""}, "Vul dit veld in."),
        ("Ede", "aanvulling", SUPPLEMENT | {"onderwerp": "a\nBcc: x"}, "Gebruik één regel"),
        ("Ede", "aanvulling", SUPPLEMENT | {"uiterlijk": "2026-06-01"}, "Deze dag is voorbij."),
    ],
)
@pytest.mark.parametrize("step", ["", "bevestig"])
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_decided(
    as_role, cases, page_of, name, form, fields, told, step
):
    answer = send(as_role(Role.COORDINATOR), f"/zaken/{cases[name]}/{form}", step, **fields)
    assert answer.status_code == 422
    assert told in words(answer)
    assert page_of(name).decisions == ()


@pytest.mark.parametrize(
    ("name", "form", "told"),
    [
        ("Urk", "uitstel", "Voor deze zaak loopt geen termijn."),
        ("Ede", "uitstel-weigeren", "Er is geen verzoek om uitstel"),
        ("Delft", "aanvulling", "Er is nog geen antwoord."),
    ],
)
def test_what_cannot_be_done_on_a_case_is_not_offered_and_says_why(
    officer, cases, name, form, told
):
    path = f"/zaken/{cases[name]}"
    assert f'href="{path}/{form}"' not in officer.get(path).text
    for answer in (officer.get(f"{path}/{form}"), officer.post(f"{path}/{form}", versie="999")):
        assert answer.status_code == 409
        assert told in answer.text


@pytest.mark.parametrize(
    ("name", "form", "fields", "shown"),
    [
        ("Ede", "volledig", {"reden": "Telefonisch"}, "volledigheid bevestigd: van nee → naar ja"),
        ("Tiel", "volledig", {"reden": ""}, "volledigheid bevestigd: van nee → naar ja"),
        ("Delft", "uitstel-weigeren", {"reden": "Te laat gevraagd"}, "Uitstel geweigerd"),
        ("Ede", "notitie", {"tekst": "Regel een\nRegel twee"}, "Regel een Regel twee"),
        ("Ede", "toewijzen", {"behandelaar": "behandelaar"}, "van niemand → naar De behandelaar"),
        (
            "Ede",
            "aanhouden",
            {"tot": "2026-07-20", "reden": "Overleg"},
            "aangehouden tot en met: van geen → naar 20 juli 2026",
        ),
        (
            "Ede",
            "trede",
            LADDER,
            "trede: van Trede 2: Informatie opvragen en valideren → naar Trede 3: Actief toezicht",
        ),
        ("Ede", "trede", LADDER | {"trede": "5", "sprong": "true"}, "Trede overgeslagen met opzet"),
        ("Ede", "ladder-sluiten", MOVE, "toezicht gesloten: van nee → naar ja"),
    ],
)
def test_a_decision_is_looked_over_taken_and_told_on_the_case(
    as_role, cases, page_of, name, form, fields, shown
):
    browser = as_role(Role.COORDINATOR)
    path = f"/zaken/{cases[name]}/{form}"
    assert send(browser, path, **fields).status_code == 200
    assert page_of(name).decisions == ()
    assert send(browser, path, "bevestig", **fields).status_code == 303
    text = words(browser.get(f"/zaken/{cases[name]}"))
    assert shown in text
    assert "De coordinator, 1 juli 2026, 12.00 uur" in text


def test_the_ladder_shows_its_ground_and_document(as_role, cases):
    browser = as_role(Role.COORDINATOR)
    send(browser, f"/zaken/{cases['Ede']}/trede", "bevestig", **LADDER)
    text = words(browser.get(f"/zaken/{cases['Ede']}"))
    assert "Grond: Te weinig voortgang Document: 7480000" in text


def test_going_back_keeps_what_was_filled_in(officer, cases):
    path = f"/zaken/{cases['Delft']}/uitstel"
    answer = send(officer, path, "terug", tot="2026-07-13", reden=REASON)
    assert 'value="2026-07-13"' in answer.text
    assert REASON in answer.text


@pytest.mark.parametrize("step", ["", "bevestig"])
def test_who_is_second_is_told_what_changed_and_by_whom(officer, cases, page_of, engine, step):
    path = f"/zaken/{cases['Delft']}/uitstel"
    seen = version(officer, path)
    with transaction(engine) as session:
        decide_case(
            session,
            "Delft",
            "7473203",
            Hold(date(2026, 8, 3)),
            reason="Overleg",
            officer="coordinator",
            version=version_of_case(session, "Delft", "7473203"),
            now=NOW,
        )
    answer = officer.post(path, versie=seen, stap=step, tot="2026-07-13", reden=REASON)
    assert answer.status_code == 409
    assert "1 juli 2026, 12.00 uur: coordinator hield de zaak aan." in words(answer)
    assert len(page_of("Delft").decisions) == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "1" * 5000])
def test_a_form_without_a_version_is_refused(officer, cases, seen):
    answer = officer.post(f"/zaken/{cases['Ede']}/notitie", versie=seen, tekst="x")
    assert answer.status_code == 400


def test_an_extension_is_undone_and_stays_to_be_read(officer, cases, page_of):
    path = f"/zaken/{cases['Delft']}"
    send(officer, f"{path}/uitstel", "bevestig", tot="2026-07-13", reden=REASON)
    number = page_of("Delft").decisions[0].id
    undo = f"{path}/besluiten/{number}/ongedaan"
    assert undo in officer.get(path).text
    assert "maandag 13 juli 2026" in officer.get(undo).text
    assert send_undo(officer, undo).status_code == 303
    assert page_of("Delft").state.deadline.due == date(2026, 6, 22)
    text = words(officer.get(path))
    assert "ongedaan gemaakt door De behandelaar" in text
    assert "De behandelaar maakte ongedaan: gaf uitstel" in text
    assert "uiterste datum: van 13 juli 2026 → naar 22 juni 2026" in text
    assert officer.get(undo).status_code == 409


def send_undo(browser, path):
    return browser.post(path, versie=version(browser, path))


def test_what_was_decided_on_the_notification_is_undone_from_the_letters_case(
    officer, cases, engine, page_of
):
    with transaction(engine) as session:
        seen = version_of_case(session, "Tiel", None)
        decided = decide_case(
            session, "Tiel", None, Note("Eerder"), officer="x", version=seen, now=NOW
        )
    path = f"/zaken/{cases['Tiel']}"
    assert "Eerder" in words(officer.get(path))
    assert send_undo(officer, f"{path}/besluiten/{decided.id}/ongedaan").status_code == 303
    assert page_of("Tiel").case.decisions == ()


def test_an_officer_does_not_undo_a_step_of_the_ladder(as_role, officer, cases, page_of):
    path = f"/zaken/{cases['Ede']}"
    send(as_role(Role.COORDINATOR), f"{path}/trede", "bevestig", **LADDER)
    undo = f"{path}/besluiten/{page_of('Ede').decisions[0].id}/ongedaan"
    assert undo not in officer.get(path).text
    assert officer.get(undo).status_code == 403
    assert officer.post(undo, versie="99").status_code == 403
    assert page_of("Ede").state.ladder_step == 3


def test_a_decision_of_another_case_is_not_there(officer, cases, page_of):
    send(officer, f"/zaken/{cases['Ede']}/notitie", "bevestig", tekst="x")
    number = page_of("Ede").decisions[0].id
    assert officer.get(f"/zaken/{cases['Delft']}/besluiten/{number}/ongedaan").status_code == 404
