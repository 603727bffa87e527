"""A mail beside its judgement: what it shows, what can be corrected, and by whom."""

import re
from html import unescape

import pytest
from sqlalchemy import event

from rules.decisions import AssignMail, Disposition
from rules.judgement import Element, Kind, PlaceRole, TimelineState
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.decided import held_of
from storage.links import links_of
from storage.mail_decisions import decide_mail
from storage.versions import version_of_mail
from tests.review.mails import NOW, fill
from tests.review.sent_mails import FACTS, TIME, UNMARKED, fill_sent


@pytest.fixture
def mails(engine):
    return fill_sent(engine)


@pytest.fixture
def officer(as_role, mails):
    return as_role(Role.OFFICER)


@pytest.fixture
def rich(mails):
    return mails["rich"]


@pytest.fixture
def decide(officer, engine, rich):
    """Send one of the forms of the mail; the answer."""

    def send(path, *, list_query="", **fields):
        with snapshot(engine) as session:
            version = version_of_mail(session, rich)
        fields = {"versie": version} | fields
        return officer.post(f"/mails/{rich}/{path}{list_query}", **fields)

    return send


@pytest.fixture
def held(engine, rich):
    def now():
        with snapshot(engine) as session:
            return held_of(session, rich)

    return now


@pytest.fixture
def cases(engine, rich):
    def now():
        with snapshot(engine) as session:
            return {
                (each.proposal.municipality, each.proposal.reference)
                for each in links_of(session, rich)
                if each.belongs
            }

    return now


def shown(answer):
    """The words of a page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


# ------------------------------------------------------------------ what it shows


def test_evidence_is_marked_in_its_place_and_points_both_ways(officer, rich):
    text = officer.get(f"/mails/{rich}").text
    marked = re.search(r'<mark><a [^>]*id="bewijs-facts-1"[^>]*>[^<]*</a>([^<]*)</mark>', text)
    assert marked[1] == FACTS
    assert 'href="#vindplaats-facts-1"' in text
    assert 'id="vindplaats-facts-1" href="#bewijs-facts-1"' in text


def test_lines_tell_where_they_begin_in_the_text(officer, rich, engine, held):
    text = officer.get(f"/mails/{rich}").text
    start = held().holds.elements[Element.TIMELINE][0].start
    line = re.search(rf'data-start="{start}">(.*?)</p>', text)[1]
    assert re.sub(r"<a .*?</a>|<[^>]+>", "", line) == TIME


def test_the_page_tells_what_was_found_and_why(officer, rich):
    text = shown(officer.get(f"/mails/{rich}"))
    for told in (
        "Lijkt volledig",
        "Stand van zaken Ontbreekt",
        "Vanaf 1 juli 2027",
        "36 gerealiseerd, regulier",
        "in brief.pdf",
        "Ede, brief 7473202 Voorstel: in deze zaak zekerheid 90%",
        "Adres van de afzender hoort bij deze gemeente: ede.nl",
        "Delft (pleit ertegen)",
        "Hoog (90%)",
    ):
        assert told in text


def test_a_pdf_is_one_click_away(officer, rich):
    text = officer.get(f"/mails/{rich}").text
    assert f'href="/mails/{rich}?toon=0#weergave"' in text
    text = officer.get(f"/mails/{rich}?toon=0").text
    assert f'<iframe src="/mails/{rich}/bijlagen/0/pdf" title="PDF: brief.pdf"></iframe>' in text


def test_lines_of_the_ministry_are_folded_and_told_apart_when_asked(officer, rich):
    text = officer.get(f"/mails/{rich}").text
    assert "Van het ministerie, geciteerd: 5 regels" in text
    text = shown(officer.get(f"/mails/{rich}?regels=ja"))
    assert "Van het ministerie, geciteerd" in text
    assert "Van de afzender" in text
    assert "Ondertekening" in text


def test_words_of_a_stranger_are_text(as_role, engine):
    mail = fill(engine)["hostile"]
    text = as_role(Role.OFFICER).get(f"/mails/{mail}").text
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;\u202egpj.exe</bdi>" in text


def test_a_mail_that_was_set_aside_tells_the_fault(as_role, engine):
    mail = fill(engine)["aside"]
    text = as_role(Role.OFFICER).get(f"/mails/{mail}").text
    assert "the attachment &lt;b&gt;x&lt;/b&gt; is damaged" in text
    assert "Opnieuw proberen" in text
    assert "Akkoord" not in text


def test_an_unknown_mail_is_not_found(officer):
    assert officer.get(f"/mails/{'0' * 64}").status_code == 404
    for path in ("weergave", "bron", "bijlagen/0", "bijlagen/0/pdf"):
        assert officer.get(f"/mails/{'0' * 64}/{path}").status_code == 404


@pytest.mark.parametrize(
    "query", ["", "?kies=ja", "?regels=ja&alles=ja", "?toon=0&volgorde=-received"]
)
def test_the_page_asks_the_database_few_questions(officer, rich, engine, query):
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    officer.get(f"/mails/{rich}{query}")
    questions = [each for each in asked if each.startswith(("SELECT", "WITH"))]
    assert 0 < len(questions) <= 15


def test_the_page_tells_what_each_decision_changed_before_and_after(decide, officer, rich):
    decide("soort", soort=["information_reply", "question"])
    decide("toewijzen", behandelaar="coordinator")
    told = shown(officer.get(f"/mails/{rich}")).partition("Alles wat er met deze mail gebeurde")[2]
    assert "De behandelaar wees de mail toe" in told
    assert "behandelaar: van niemand → naar De coordinator" in told
    kinds = "Reactie op informatieverzoek"
    assert f"soort mail: van {kinds} → naar {kinds}, Vraag" in told


# ------------------------------------------------------------------ roles


def test_a_reader_sees_all_and_decides_nothing(as_role, mails, rich):
    answer = as_role(Role.READER).get(f"/mails/{rich}?kies=ja")
    assert "36 gerealiseerd" in shown(answer)
    main = answer.text.partition("<main")[2]
    assert "<form" not in main
    assert "<button" not in main
    assert "mark." not in answer.text


def test_an_officer_finds_every_form(officer, rich):
    text = officer.get(f"/mails/{rich}").text
    for path in (
        "akkoord",
        "niet-voor-ons",
        "toewijzen",
        "soort",
        "gemeente",
        "kenmerk",
        "taak",
        "bewijs",
        "bewijs/weg",
        "tijdlijn",
        "tijdlijn/erbij",
        "tijdlijn/weg",
        "plekken",
        "plekken/weg",
        "koppelen",
        "ontkoppelen",
    ):
        assert f'action="/mails/{rich}/{path}"' in text


# ------------------------------------------------------------------ corrections


CORRECTIONS = [
    pytest.param(
        "soort",
        {"soort": ["question", "other"]},
        lambda j: j.kinds == {Kind.QUESTION, Kind.OTHER},
        id="kinds",
    ),
    pytest.param(
        "gemeente",
        {"blijft": "Ede", "erbij": "delft"},
        lambda j: j.municipalities == ("Delft", "Ede"),
        id="municipalities",
    ),
    pytest.param("gemeente", {}, lambda j: j.municipalities == (), id="no municipality"),
    pytest.param(
        "kenmerk", {"erbij": "7400001"}, lambda j: j.references == ("7400001",), id="references"
    ),
    pytest.param(
        "bewijs/weg",
        {"element": "facts", "nummer": 0},
        lambda j: j.elements[Element.FACTS] == () and Element.FACTS in j.missing,
        id="unmark",
    ),
    pytest.param(
        "tijdlijn",
        {"stand": "unknown"},
        lambda j: j.timeline_state is TimelineState.UNKNOWN and j.timeline == (),
        id="no time",
    ),
    pytest.param(
        "tijdlijn/erbij",
        {"vanaf": "2027-09-01", "tot": ""},
        lambda j: str(j.timeline[-1].earliest) == "2027-09-01" and len(j.timeline) == 2,
        id="a moment",
    ),
    pytest.param("tijdlijn/weg", {"nummer": 0}, lambda j: j.timeline == (), id="no moment"),
    pytest.param(
        "plekken",
        {"categorie": "amv", "rol": "planned", "aantal": 4},
        lambda j: [each.count for each in j.places] == [36, 4],
        id="more places",
    ),
    pytest.param(
        "plekken",
        {"nummer": 0, "categorie": "amv", "rol": "task", "aantal": 37},
        lambda j: (
            [(each.count, each.role) for each in j.places] == [(37, PlaceRole.TASK)]
            and j.places[0].statement.source == "brief.pdf"
        ),
        id="other places",
    ),
    pytest.param("plekken/weg", {"nummer": 0}, lambda j: j.places == (), id="no places"),
    pytest.param("taak", {"voldaan": "ja"}, lambda j: j.claims_met, id="claim"),
]


@pytest.mark.parametrize(("path", "fields", "holds"), CORRECTIONS)
def test_a_correction_holds_stands_in_the_list_and_can_be_undone(
    decide, held, officer, rich, path, fields, holds
):
    before = held().holds
    assert not holds(before)
    answer = decide(path, **fields)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/mails/{rich}#")
    assert holds(held().holds)
    (decided,) = held().decisions
    assert decided.officer == "behandelaar"
    assert "De behandelaar" in officer.get(f"/mails/{rich}").text.partition('id="besluiten"')[2]
    assert decide("ongedaan", nummer=decided.id).status_code == 303
    assert held().holds == before
    assert "Ongedaan gemaakt door De behandelaar" in shown(officer.get(f"/mails/{rich}"))


def test_a_sentence_is_marked_by_its_place_with_white_space_left_out(decide, held, officer, rich):
    text = officer.get(f"/mails/{rich}?kies=ja&element=current_state").text
    place, words = re.search(
        r'value="(1:\d+:\d+)">\s*<label[^>]*>.*?<bdi>(Er zijn.*?)</bdi>', text
    ).groups()
    assert words == UNMARKED
    assert '<option value="current_state" selected>' in text
    number, start, end = place.split(":")
    answer = decide(
        "bewijs", element="current_state", zin=f"{number}:{int(start) - 1}:{int(end) + 1}"
    )
    assert answer.status_code == 303
    (statement,) = held().holds.elements[Element.CURRENT_STATE]
    assert (statement.text, statement.start, statement.end) == (UNMARKED, int(start), int(end))


@pytest.mark.parametrize(
    ("path", "fields", "told"),
    [
        ("soort", {}, "Kies ten minste een soort."),
        ("gemeente", {"erbij": "Atlantis"}, "Kies een gemeente uit de lijst."),
        ("kenmerk", {"erbij": "999"}, "Er is geen brief met dit kenmerk."),
        ("bewijs", {"element": "facts"}, "Kies eerst een zin."),
        ("bewijs", {"element": "facts", "zin": "1:x:9"}, "Kies een zin uit de tekst."),
        ("bewijs", {"element": "facts", "zin": "1:0:999999"}, "Kies een zin uit de tekst."),
        ("bewijs", {"element": "facts", "zin": "99:0:9"}, "Kies een zin uit de tekst."),
        ("tijdlijn/erbij", {}, "Vul ten minste een datum in."),
        ("tijdlijn/erbij", {"vanaf": "31-31-2026"}, "Vul een datum in"),
        ("tijdlijn/erbij", {"vanaf": "2027-02-01", "tot": "2027-01-01"}, "ligt voor de eerste"),
        ("koppelen", {"gemeente": "Atlantis"}, "Kies een gemeente uit de lijst."),
        ("koppelen", {"gemeente": "Ede", "kenmerk": "9"}, "Ede kreeg geen brief met dit kenmerk."),
        ("toewijzen", {"behandelaar": "lezer"}, "Kies een van de behandelaars."),
        ("niet-voor-ons", {}, "Vul dit veld in."),
    ],
)
def test_what_cannot_be_is_told_at_the_form(decide, held, path, fields, told):
    answer = decide(path, **fields)
    assert answer.status_code == 422
    assert told in shown(answer)
    assert held().decisions == ()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("akkoord", {"versie": "x"}),
        ("soort", {"versie": "", "soort": "other"}),
        ("bewijs/weg", {"element": "facts", "nummer": 7}),
        ("plekken/weg", {"nummer": 7}),
        ("taak", {"voldaan": "ja", "rol": "beheerder"}),
    ],
)
def test_a_form_that_is_not_ours_is_refused(decide, held, path, fields):
    assert decide(path, **fields).status_code == 400
    assert held().decisions == ()


# ------------------------------------------------------------------ cases, and being done


def test_a_mail_moves_to_another_case_and_back(decide, cases, held):
    assert cases() == {("Ede", "7473202")}
    decide("koppelen", gemeente="Ede", kenmerk="7400001", hoe="verplaats")
    assert cases() == {("Ede", "7400001")}
    for each in held().decisions:
        decide("ongedaan", nummer=each.id)
    assert cases() == {("Ede", "7473202")}


def test_a_mail_is_put_in_a_second_case_and_taken_out(decide, cases):
    decide("koppelen", gemeente="delft", kenmerk="7473202", hoe="erbij")
    assert cases() == {("Ede", "7473202"), ("Delft", "7473202")}
    decide("ontkoppelen", gemeente="Delft", kenmerk="7473202")
    assert cases() == {("Ede", "7473202")}


def test_a_proposal_is_accepted_by_one_button(decide, officer, rich):
    assert "Klopt" in shown(officer.get(f"/mails/{rich}"))
    decide("koppelen", gemeente="Ede", kenmerk="7473202")
    text = shown(officer.get(f"/mails/{rich}"))
    assert "In deze zaak volgens De behandelaar" in text
    assert "Klopt" not in text


def test_who_agrees_goes_on_to_the_next_mail_of_the_list(decide, held, mails):
    answer = decide("akkoord", list_query="?volgorde=-received")
    assert held().disposition is Disposition.DEALT_WITH
    assert answer.headers["location"] == f"/mails/{mails['plain 2']}?volgorde=-received"


def test_behind_the_last_mail_one_is_back_at_the_list(decide, rich):
    answer = decide("akkoord", list_query="?soort=information_reply&volgorde=received")
    assert answer.headers["location"] == "/te-beoordelen?volgorde=received&soort=information_reply"


def test_a_mail_is_put_away_for_a_reason_and_opened_again(decide, held, officer, rich):
    decide("niet-voor-ons", reden="Reclame")
    assert held().disposition is Disposition.NOT_FOR_US
    text = shown(officer.get(f"/mails/{rich}"))
    assert "omdat: Reclame" in text
    assert "Opnieuw beoordelen" in text
    decide("heropenen")
    assert held().disposition is Disposition.OPEN


def test_a_mail_is_assigned(decide, officer, rich):
    decide("toewijzen", behandelaar="coordinator")
    assert "Behandelaar De coordinator" in shown(officer.get(f"/mails/{rich}"))
    decide("toewijzen", behandelaar="")
    assert "Behandelaar niemand" in shown(officer.get(f"/mails/{rich}"))


def test_who_is_second_is_told_who_changed_what(decide, engine, rich, held):
    with transaction(engine) as session:
        seen = version_of_mail(session, rich)
        what = AssignMail("coordinator")
        decide_mail(session, rich, what, officer="coordinator", version=seen, now=NOW)
    for path, fields in (
        ("akkoord", {}),
        ("taak", {"voldaan": "ja"}),
        ("plekken/weg", {"nummer": 99}),
        ("ongedaan", {"nummer": 1}),
    ):
        answer = decide(path, versie=seen, **fields)
        assert answer.status_code == 409
        assert "coordinator wees de mail toe" in answer.text
    assert len(held().decisions) == 1


def test_the_list_and_the_mail_keep_what_the_list_was_asked(officer, mails, rich):
    text = officer.get("/te-beoordelen?volgorde=-received&soort=information_reply").text
    assert f'href="/mails/{rich}?volgorde=-received&amp;soort=information_reply"' in text
    text = officer.get(f"/mails/{rich}?volgorde=-received&soort=information_reply").text
    assert (
        f'rel="next" accesskey="k" href="/mails/{mails["plain 2"]}?volgorde=-received&amp;soort'
        in text
    )
    assert 'rel="prev"' not in text
