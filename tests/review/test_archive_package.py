"""The package of a case for the archive: all of it but reports of talks, described in MDTO."""

import hashlib
from datetime import date, timedelta

import pytest
from lxml import etree

from review.archive.mdto import NAMESPACE
from review.archive.papers import MADE
from review.archive.pieces import MOST_NAME, safe_name
from rules.decisions import Note, SetLadderStep
from rules.distribution import DECISIONS
from rules.rounds import RoundLetter, Terms, Variant
from rules.talks import TalkFacts, TalkKind, held
from storage.case_decisions import undo_case_decision
from storage.database import transaction
from storage.destruction import destroy
from storage.errors import DatabaseUnusable
from storage.events import record_event
from storage.facts import record
from storage.links import case_number
from storage.periods import PERIODS, Period
from storage.retention import Expired, KeptKind
from storage.round_deeds import confirm_round, draft_round
from storage.round_files import keep_files
from storage.round_letters import WrittenLetter
from storage.talk_reports import write_report
from storage.talks import TalkDeed, change_talk, plan_talk
from storage.versions import version_of_case
from tests.outbox.accessible import unkept
from tests.review.archives import decided, members, packed, text_of, words_of_pdf
from tests.review.cases import fill_cases
from tests.review.mails import NOW, kept
from tests.review.mdto_model import faults_of
from tests.review.outbox import fill_outbox

SECRET = "Kwispelende zebravink"
EDE = ("Ede", "7473202")


@pytest.fixture
def cases(engine):
    return fill_cases(engine)


def described(data, ending):
    """The records or files of a package by name, each as its element."""
    found = {}
    for name, xml in members(data).items():
        if name.endswith(ending) and (ending != ".mdto.xml" or ".bestand." not in name):
            found[name] = etree.fromstring(xml)[0]
    return found


def told(element, *path):
    """The text at a path of elements, None where there is none."""
    return element.findtext("/".join(f"{{{NAMESPACE}}}{each}" for each in path))


def all_told(element, *path):
    found = element.findall("/".join(f"{{{NAMESPACE}}}{each}" for each in path))
    return [each.text for each in found]


def test_every_record_and_every_file_is_described_as_the_schema_wants(engine, cases):
    fill_outbox(engine)
    decided(engine, *EDE, SetLadderStep(3, "Te laat", "DOC-1"))
    found = members(packed(engine, cases["Ede"]))
    faults = {name: faults_of(xml) for name, xml in found.items() if name.endswith(".xml")}
    faults |= {name: unkept(pdf) for name, pdf in found.items() if name.endswith(".pdf")}
    assert {name: each for name, each in faults.items() if each} == {}
    top = "Ede-7473202"
    assert f"{top}/{top}.mdto.xml" in found
    for name in found:
        folder, _, file = name.rpartition("/")
        if not name.endswith(".xml"):
            assert f"{name}.bestand.mdto.xml" in found
            assert f"{folder}/{folder.rpartition('/')[2]}.mdto.xml" in found
        assert file.isascii()
        assert " " not in name


def test_a_mail_is_there_byte_for_byte_with_its_checksum(engine, cases):
    data = packed(engine, cases["Ede"])
    with transaction(engine) as session:
        mail = kept(session, 10)  # known already: its name
    (name,) = [each for each in members(data) if each.endswith(".eml")]
    raw = members(data)[name]
    assert hashlib.sha256(raw).hexdigest() == mail
    file = described(data, ".bestand.mdto.xml")[f"{name}.bestand.mdto.xml"]
    assert told(file, "checksum", "checksumWaarde") == mail
    assert told(file, "omvang") == str(len(raw))
    assert told(file, "bestandsformaat", "begripCode") == "fmt/278"
    assert told(file, "naam") == "ontvangen-mail.eml"


def test_whole_and_parts_name_each_other(engine, cases):
    fill_outbox(engine)
    data = packed(engine, cases["Ede"])
    records = described(data, ".mdto.xml")
    case = records.pop("Ede-7473202/Ede-7473202.mdto.xml")
    marks = ("verwijzingIdentificatie", "identificatieKenmerk")
    own = {told(each, "identificatie", "identificatieKenmerk"): each for each in records.values()}
    assert all_told(case, "bevatOnderdeel", *marks) == list(own)
    assert len(own) == 5  # a mail that came, one that went, decisions, course, overview
    for mark, each in own.items():
        assert told(each, "isOnderdeelVan", *marks) == "Ede/7473202"
        assert all_told(each, "heeftRepresentatie", *marks) == [f"{mark}/bestand"]
    files = described(data, ".bestand.mdto.xml").values()
    assert {told(each, "isRepresentatieVan", *marks) for each in files} == set(own)
    names = [told(each, "heeftRepresentatie", "verwijzingNaam") for each in records.values()]
    assert sorted(names) == sorted(told(each, "naam") for each in files)


def test_the_same_case_on_the_same_day_is_the_same_bytes(engine, cases):
    fill_outbox(engine)
    first = packed(engine, cases["Ede"])
    with transaction(engine) as session:
        record_event(session, NOW, MADE, "case:Ede/7473202", actor="beheer")
    assert packed(engine, cases["Ede"], now=NOW + timedelta(hours=9)) == first
    assert packed(engine, cases["Ede"], now=NOW + timedelta(days=1)) != first


def test_what_was_decided_and_sent_can_be_read(engine, cases):
    fill_outbox(engine)
    decided(engine, *EDE, SetLadderStep(3, "Te laat met de taak", "DOC-1"))
    note = decided(engine, *EDE, Note("Gebeld met de gemeente \U0001f600."))
    with transaction(engine) as session:
        version = version_of_case(session, *EDE)
        undo_case_decision(session, *EDE, note.id, officer="coordinator", version=version, now=NOW)
    found = members(packed(engine, cases["Ede"]))
    words = {
        name.rpartition("/")[2]: words_of_pdf(each)
        for name, each in found.items()
        if name.endswith(".pdf")
    }
    decisions = words["besluiten-en-treden.pdf"]
    for each in ("Trede 3: Actief toezicht", "Te laat met de taak", "DOC-1", "Zo is het."):
        assert each in decisions
    assert "Gebeld met de gemeente" in decisions
    assert "Ongedaan gemaakt" in decisions
    assert "wijzigde de trede van de ladder" in words["verloop.pdf"]
    for each in ("Stand van het antwoord: Onvolledig", "Trede 3", "vergunning nog niet verleend"):
        assert each in words["overzicht.pdf"]
    sent = words["verstuurde-mail.pdf"]
    assert "Aan: post@ede.nl" in sent
    assert "Message-ID: <Ede.acknowledgement.a@ibt.example>" in sent


def test_no_report_of_a_talk_is_in_it_nor_who_took_part(engine, cases):
    decided(engine, *EDE, Note(SECRET, is_talk=True))
    facts = TalkFacts(TalkKind.OFFICIAL, NOW, 60, "Ede", f"wethouder {SECRET}")
    with transaction(engine) as session:
        talk = plan_talk(session, facts, [cases["Ede"]], uid="x", officer="a", now=NOW)
        change_talk(
            session, talk, TalkDeed.HELD, held(facts, NOW.date(), SECRET), officer="a", now=NOW
        )
        write_report(session, talk.id, SECRET, b"k" * 32, number=0, officer="a", now=NOW)
    text = text_of(packed(engine, cases["Ede"]))
    assert "Gesprekken" in text
    for each in ("zebravink", "Zebravink", "Gespreksverslag", "report_written", "las het verslag"):
        assert each not in text


def test_a_letter_made_here_goes_along_as_it_was_sent(engine):
    terms = Terms(date(2026, 4, 9), 21, DECISIONS[0], "ibt@minjenv.example")
    letter = RoundLetter("Ede", "7468001", Variant.REQUEST, 142, 23, 5, 0, date(2025, 7, 1))
    with transaction(engine) as session:
        number = draft_round(
            session, terms, [WrittenLetter(letter, "Onderwerp: x\n\nDag.\n")], officer="a", now=NOW
        )
        keep_files(session, number, {"Ede": b"%PDF-ede"})
        confirm_round(session, number, frozenset(), officer="b", now=NOW)
        case = case_number(session, ("Ede", "7468001"))
    found = members(packed(engine, case))
    assert found["Ede-7468001/001-brief-2026-04-09/brief.pdf"] == b"%PDF-ede"


def test_a_notification_goes_with_the_case_that_it_joined(engine, cases):
    found = members(packed(engine, cases["Tiel"]))
    assert sum(name.endswith(".eml") for name in found) == 2
    record = described(packed(engine, cases["Tiel"]), ".mdto.xml")[
        "Tiel-7470001/Tiel-7470001.mdto.xml"
    ]
    began = told(record, "dekkingInTijd", "dekkingInTijdBegindatum")
    assert began == "2026-04-23"  # of the letter, with the notification after it


def test_of_a_destroyed_mail_its_description_is_left(engine, cases):
    with transaction(engine) as session:
        mail = kept(session, 10)
        gone = Expired(mail, NOW.date(), NOW.date(), (EDE,), (KeptKind.MAILS, KeptKind.TEXTS))
        destroy(session, [gone], "Selectielijst 7.2", "vernietiging-1.txt", NOW, by="a")
    data = packed(engine, cases["Ede"])
    assert not [name for name in members(data) if name.endswith(".eml")]
    records = described(data, ".mdto.xml").values()
    (record,) = [
        each for each in records if mail in told(each, "identificatie", "identificatieKenmerk")
    ]
    assert told(record, "naam") == "(zonder onderwerp)"
    assert told(record, "heeftRepresentatie", "verwijzingNaam") is None
    assert all_told(record, "event", "eventType", "begripLabel") == ["Ontvangst", "Vernietiging"]
    assert (
        told(record, "event", "eventResultaat")
        == "Selectielijst 7.2; verklaring vernietiging-1.txt"
    )
    assert "Mail 1 is vernietigd op 1 juli 2026: Selectielijst 7.2" in text_of(data)


def test_after_a_merger_both_municipalities_are_told_with_their_codes(engine, cases):
    with transaction(engine) as session:
        period = Period("GM0228", None, date(2026, 6, 30), "GM0344")
        record(session, PERIODS, [period], now=NOW)
    data = packed(engine, cases["Ede"])
    case = described(data, ".mdto.xml")["Ede-7473202/Ede-7473202.mdto.xml"]
    assert all_told(case, "betrokkene", "betrokkeneTypeRelatie", "begripLabel") == [
        "Gemeente onder toezicht",
        "Rechtsopvolger",
    ]
    codes = ("betrokkene", "betrokkeneActor", "verwijzingIdentificatie", "identificatieKenmerk")
    assert all_told(case, *codes) == ["GM0228", "GM0344"]
    assert "Opgegaan in: Utrecht" in text_of(data)
    before = packed(engine, cases["Delft"])
    case = described(before, ".mdto.xml")["Delft-7473203/Delft-7473203.mdto.xml"]
    assert all_told(case, *codes) == ["GM0503"]


def test_what_nobody_set_is_told_to_be_unknown(engine, cases):
    data = packed(engine, cases["Ede"])
    for each in described(data, ".mdto.xml").values():
        assert told(each, "waardering", "begripCode") == "N"
        assert told(each, "bewaartermijn", "termijnLooptijd") is None
        assert told(each, "beperkingGebruik", "beperkingGebruikType", "begripLabel") == (
            "Nader te bepalen"
        )


@pytest.mark.parametrize("closed_on", [None, date(2028, 2, 29)], ids=["open", "closed"])
def test_what_the_settings_tell_stands_in_every_record(engine, cases, closed_on):
    term = {"label": "Toezicht", "code": "7.2", "scheme": "Selectielijst JenV"}
    data = packed(
        engine,
        cases["Ede"],
        closed_on=closed_on,
        appraisal="V",
        keep_years=10,
        category=term,
        classification=term,
        restriction=term | {"label": "Beperkt openbaar"},
        restriction_told="Artikel 15 Archiefwet.",
        part_of="Spreidingswet",
        part_of_id="S-1",
        creator_id="oorg1",
    )
    records = described(data, ".mdto.xml")
    for each in records.values():
        assert told(each, "waardering", "begripCode") == "V"
        assert told(each, "bewaartermijn", "termijnLooptijd") == "P10Y"
        ends = told(each, "bewaartermijn", "termijnEinddatum")
        assert ends == ("2038-03-01" if closed_on else None)
        assert told(each, "informatiecategorie", "begripCode") == "7.2"
        assert told(each, "beperkingGebruik", "beperkingGebruikNadereBeschrijving") == (
            "Artikel 15 Archiefwet."
        )
        marks = ("verwijzingIdentificatie", "identificatieKenmerk")
        assert told(each, "archiefvormer", *marks) == "oorg1"
    case = records["Ede-7473202/Ede-7473202.mdto.xml"]
    assert told(case, "isOnderdeelVan", "verwijzingNaam") == "Spreidingswet"
    assert told(case, "dekkingInTijd", "dekkingInTijdEinddatum") == (
        closed_on.isoformat() if closed_on else None
    )
    assert [
        name for name, xml in members(data).items() if name.endswith("xml") and faults_of(xml)
    ] == []


def test_a_mail_that_is_not_what_came_is_not_passed_on(engine, cases, monkeypatch):
    monkeypatch.setattr("review.archive.pieces.raw_of", lambda session, mail: b"anders")
    with pytest.raises(DatabaseUnusable, match="are not those that came in"):
        packed(engine, cases["Ede"])


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("'s-Gravenhage 7473202", "s-Gravenhage-7473202"),
        ("Súdwest-Fryslân", "Sudwest-Fryslan"),
        ("../../etc/passwd", "etc-passwd"),
        ("a/b\\c:d\x00e\n", "a-b-c-d-e"),
        ("中文", "naamloos"),
        ("x" * 300, "x" * MOST_NAME),
        ("-- .", "naamloos"),
    ],
)
def test_a_name_of_a_file_is_safe_anywhere(words, name):
    assert safe_name(words) == name
