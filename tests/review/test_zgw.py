"""A case as requests of the ZGW APIs: each body as its API takes it, in an order that works."""

import base64
import hashlib
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from pydantic import ValidationError

from outbox.case_papers import papers_of
from review.zgw.bodies import cut
from review.zgw.config import ZgwConfig
from review.zgw.zaak import Writer, answer
from rules.decisions import CloseLadder, Note, SetLadderStep
from rules.registry import Request
from rules.talks import TalkFacts, TalkKind
from storage.case_lookup import case_numbered
from storage.database import snapshot, transaction
from storage.facts import record
from storage.links import case_number
from storage.periods import PERIODS, Period
from storage.registry import import_requests
from storage.talk_reports import write_report
from storage.talks import plan_talk
from tests.review.archives import decided
from tests.review.cases import fill_cases, proposal
from tests.review.mails import NOW, add_mail
from tests.review.outbox import fill_outbox
from tests.review.zgw_model import checked

CATALOGUE = "https://zaken.example.nl/catalogi/api/v1"
SETTINGS = {
    "zaken": "https://zaken.example.nl/zaken/api/v1",
    "documenten": "https://zaken.example.nl/documenten/api/v1",
    "rsin": "000000012",
    "zaaktype": f"{CATALOGUE}/zaaktypen/1",
    "statustypes": [f"{CATALOGUE}/statustypen/{step}" for step in range(1, 7)],
    "statustype_end": f"{CATALOGUE}/statustypen/end",
    "resultaattype": f"{CATALOGUE}/resultaattypen/1",
    "roltype_initiator": f"{CATALOGUE}/roltypen/1",
    "roltype_successor": f"{CATALOGUE}/roltypen/2",
    "informatieobjecttype": f"{CATALOGUE}/informatieobjecttypen/1",
    "informatieobjecttype_sent": f"{CATALOGUE}/informatieobjecttypen/2",
}
EDE = ("Ede", "7473202")
SECRET = "Kwispelende zebravink"


@pytest.fixture
def cases(engine):
    return fill_cases(engine)


def requests(engine, *numbers, writer=None, now=NOW, **settings):
    """The requests for cases of one municipality, with their content."""
    writer = writer or Writer(ZgwConfig(**SETTINGS | settings), with_content=True)
    with snapshot(engine) as session:
        papers = [
            papers_of(session, case_numbered(session, each), now, closed_on=None)
            for each in numbers
        ]
        return list(writer.case(session, papers))


def of(made, name):
    """The bodies of the requests to one kind of thing."""
    return [each.body for each in made if each.url.endswith(f"/{name}")]


def named_in(body):
    """The requests whose answers a body needs."""
    return [value for value in body.values() if str(value).startswith("urn:ibt-intake:")]


def test_each_body_is_as_its_api_takes_it(engine, cases):
    fill_outbox(engine)
    decided(engine, *EDE, SetLadderStep(3, "Te laat " * 300, "DOC-1"))
    made = requests(engine, cases["Ede"])
    for each in made:
        checked(urlsplit(each.url).path, dict(each.body))
        assert each.method == "POST"
    assert [each.number for each in made] == list(range(1, len(made) + 1))
    assert len(of(made, "zaken")) == 1
    assert made[0].headers["Content-Crs"] == "EPSG:4326"


def test_the_model_refuses_what_the_api_refuses(engine, cases):
    made = requests(engine, cases["Ede"])
    zaak = dict(made[0].body)
    for wrong in (
        {"omschrijving": "x" * 81},
        {"bronorganisatie": "123456789"},
        {"startdatum": "1 juni 2026"},
        {"vertrouwelijkheidaanduiding": "Geheim"},
        {"url": "https://x.nl"},
    ):
        with pytest.raises(ValidationError):
            checked("/zaken/api/v1/zaken", zaak | wrong)


def test_what_a_body_names_was_made_before(engine, cases):
    fill_outbox(engine)
    made = requests(engine, cases["Ede"])
    for each in made:
        for name in named_in(each.body):
            assert name in {answer(number) for number in range(1, each.number)}
    documents = [each for each in made if each.url.endswith("/enkelvoudiginformatieobjecten")]
    links = of(made, "zaakinformatieobjecten")
    assert [each["informatieobject"] for each in links] == [answer(d.number) for d in documents]


def test_a_case_has_its_municipality_as_initiator_by_its_code(engine, cases):
    made = requests(engine, cases["Ede"])
    (rol,) = of(made, "rollen")
    assert rol["roltype"].endswith("/roltypen/1")
    assert rol["betrokkeneIdentificatie"] == {
        "annIdentificatie": "GM0228",
        "statutaireNaam": "Gemeente Ede",
    }
    (about,) = of(made, "zaakobjecten")
    assert about["objectIdentificatie"] == {"gemeenteNaam": "Ede", "gemeenteCode": "0228"}
    assert made[0].body["identificatie"] == "SPW-1-GM0228"
    assert made[0].body["kenmerken"] == [{"kenmerk": "7473202", "bron": "ibt-intake"}]


def test_after_a_merger_the_successor_is_told_beside_it(engine, cases):
    with transaction(engine) as session:
        period = Period("GM0228", None, date(2026, 6, 30), "GM0344")
        record(session, PERIODS, [period], now=NOW)
    made = requests(engine, cases["Ede"])
    told = [
        (each["roltype"][-1], each["betrokkeneIdentificatie"]["annIdentificatie"])
        for each in of(made, "rollen")
    ]
    assert told == [("1", "GM0228"), ("2", "GM0344")]
    assert of(made, "rollen")[1]["roltoelichting"] == "Rechtsopvolger van Ede"
    assert len(of(requests(engine, cases["Ede"], roltype_successor=""), "rollen")) == 1
    assert len(of(requests(engine, cases["Delft"]), "rollen")) == 1


def test_the_steps_of_the_ladder_are_statuses_each_at_its_own_moment(engine, cases):
    day = date(2026, 6, 20)
    decided(engine, *EDE, SetLadderStep(3, "Te laat", "D-1", taken_on=day))
    decided(engine, *EDE, SetLadderStep(4, "Nog te laat", "D-2", taken_on=day))
    statuses = of(requests(engine, cases["Ede"]), "statussen")
    assert [each["statustype"][-1] for each in statuses] == ["1", "2", "3", "4"]
    moments = [datetime.fromisoformat(each["datumStatusGezet"]) for each in statuses]
    assert moments == sorted(set(moments))
    assert moments[2].date() == moments[3].date() == day
    assert statuses[2]["statustoelichting"] == "Trede 3: Actief toezicht. Te laat (D-1)"


def test_supervision_that_was_closed_closes_the_case_last(engine, cases):
    decided(engine, *EDE, SetLadderStep(3, "Te laat", "D-1"))
    decided(engine, *EDE, CloseLadder("Taak vervuld", "D-9"))
    made = requests(engine, cases["Ede"])
    names = [each.url.rpartition("/")[2] for each in made]
    assert names[-2:] == ["resultaten", "statussen"]
    assert made[-1].body["statustype"].endswith("/end")
    for each in made[-2:]:
        checked(urlsplit(each.url).path, dict(each.body))
    moments = [each["datumStatusGezet"] for each in of(made, "statussen")]
    assert len(set(moments)) == len(moments)
    untold = requests(engine, cases["Ede"], statustype_end="")
    assert "resultaten" not in [each.url.rpartition("/")[2] for each in untold]
    decided(engine, *EDE, SetLadderStep(3, "Toch niet", "D-10"))
    again = requests(engine, cases["Ede"])
    assert of(again, "resultaten") == []


def test_documents_tell_their_bytes_and_how_confidential_they_are(engine, cases):
    fill_outbox(engine)
    documents = of(requests(engine, cases["Ede"]), "enkelvoudiginformatieobjecten")
    assert len(documents) == 2
    for each in documents:
        raw = base64.b64decode(each["inhoud"])
        assert len(raw) == each["bestandsomvang"]
        assert hashlib.sha256(raw).hexdigest() == each["integriteit"]["waarde"]
        assert ("ontvangstdatum" in each) is not ("verzenddatum" in each)
    by_form = {each["formaat"]: each for each in documents}
    came, went = by_form["message/rfc822"], by_form["application/pdf"]
    assert came["vertrouwelijkheidaanduiding"] == "vertrouwelijk"
    assert went["vertrouwelijkheidaanduiding"] == "zaakvertrouwelijk"
    assert came["informatieobjecttype"][-1] == "1"
    assert went["informatieobjecttype"][-1] == "2"
    later = requests(engine, cases["Ede"], now=NOW + timedelta(days=9))
    again = of(later, "enkelvoudiginformatieobjecten")
    assert [each["identificatie"] for each in again] == [e["identificatie"] for e in documents]


def test_cases_of_one_municipality_and_decision_are_one(engine, cases):
    second = Request("7473299", "Ede", date(2026, 6, 10), 21, 100, 10, 5, 1)
    with transaction(engine) as session:
        import_requests(session, [second], now=NOW)
        add_mail(session, 70, "Tweede", proposals=proposal("Ede", "7473299"))
        other = case_number(session, ("Ede", "7473299"))
    made = requests(engine, cases["Ede"], other)
    assert len(of(made, "zaken")) == 1
    assert [each["kenmerk"] for each in made[0].body["kenmerken"]] == ["7473202", "7473299"]
    assert len(of(made, "enkelvoudiginformatieobjecten")) == 2
    moments = [each["datumStatusGezet"] for each in of(made, "statussen")]
    assert len(moments) == 4
    assert moments == sorted(set(moments))


def test_a_mail_of_two_municipalities_is_one_document(engine, cases):
    with transaction(engine) as session:
        both = (*proposal("Ede", "7473202"), *proposal("Delft", "7473203"))
        add_mail(session, 71, "Samen", proposals=both)
    writer = Writer(ZgwConfig(**SETTINGS), with_content=False)
    first = requests(engine, cases["Ede"], writer=writer)
    second = requests(engine, cases["Delft"], writer=writer)
    titles = [each["titel"] for each in of([*first, *second], "enkelvoudiginformatieobjecten")]
    assert titles.count("Samen") == 1
    links = [each["informatieobject"] for each in of([*first, *second], "zaakinformatieobjecten")]
    assert len(links) - len(set(links)) == 1


def test_no_report_of_a_talk_is_in_it(engine, cases):
    decided(engine, *EDE, Note(SECRET, is_talk=True))
    facts = TalkFacts(TalkKind.OFFICIAL, NOW, 60, SECRET, SECRET)
    with transaction(engine) as session:
        talk = plan_talk(session, facts, [cases["Ede"]], uid="x", officer="a", now=NOW)
        write_report(session, talk.id, SECRET, b"k" * 32, number=0, officer="a", now=NOW)
    assert "zebravink" not in str(requests(engine, cases["Ede"]))


@pytest.mark.parametrize(
    ("text", "most", "told"),
    [
        ("kort", 80, "kort"),
        ("x" * 80, 80, "x" * 80),
        ("x" * 81, 80, "x" * 79 + "…"),
        ("twee\nregels\t en", 80, "twee regels en"),
        ("é" * 90, 80, "é" * 79 + "…"),
    ],
)
def test_words_are_cut_to_what_fits(text, most, told):
    assert cut(text, most) == told


@pytest.mark.parametrize(
    "wrong",
    [
        {"rsin": "123456789"},
        {"rsin": "12"},
        {"zaaktype": "zaaktypen/1"},
        {"informatieobjecttype": "https://" + "x" * 200},
        {"confidentiality": "Geheim"},
    ],
)
def test_settings_that_no_case_system_takes_are_refused(wrong):
    with pytest.raises(ValidationError):
        ZgwConfig(**SETTINGS | wrong)


def test_what_lacks_in_the_settings_is_named():
    assert ZgwConfig(**SETTINGS).unset == []
    assert ZgwConfig(**SETTINGS | {"statustypes": SETTINGS["statustypes"][:5]}).unset == [
        "statustypes"
    ]
    assert ZgwConfig(**SETTINGS | {"resultaattype": ""}).unset == ["resultaattype"]
    assert "rsin" in ZgwConfig().unset
