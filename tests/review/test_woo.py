"""A package for a Woo request: nothing leaves unconfirmed, and what is taken out is gone."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from rules.mail import Address, Attachment, Text
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.events import events_by_action
from storage.judgements import file_mail
from storage.ledger import Arrival, keep_all
from tests.review.cases import fill_cases, proposal
from tests.review.mails import NOW, judgement, reading

BODY = """\
Geachte mevrouw Van den Berg,

De heer A.B. de Vries (06-12345678) belde burgemeester J. Zwart van de gemeente Ede.
Bijzonder woord: kabouterpad.

Met vriendelijke groet,
Fatima el Amrani
"""
GONE = ("Van den Berg", "de Vries", "06-12345678", "Amrani", "fatima@ede.nl", "111222333")


@pytest.fixture
def ede(engine):
    number = fill_cases(engine)["Ede"]
    mail = replace(
        reading(30, "Brief van Fatima el Amrani", "Fatima el Amrani"),
        senders=(Address("Fatima el Amrani", "fatima@ede.nl"),),
        texts=(
            Text("body", BODY, ()),
            Text("brief A.B. de Vries.pdf", "BSN 111222333 van A.B. de Vries", ()),
        ),
        attachments=(Attachment("scan.png", "image/png", 3, "ab" * 32, ""),),
    )
    links = proposal("Ede", "7473202")
    with transaction(engine) as session:
        at = NOW - timedelta(days=3)
        arrival = Arrival("ibt", "INBOX", 9, 30, b"Fatima el Amrani", "<30@example.nl>", at)
        (kept,) = keep_all(session, [arrival], NOW)
        file_mail(session, kept.mail, mail, judgement(proposals=links), "1", links=links, now=NOW)
    return f"/zaken/{number}/woo"


@pytest.fixture
def coordinator(as_role):
    return as_role(Role.COORDINATOR)


def form_of(browser, page):
    """The fields of the form as it is shown, nothing chosen."""
    html = browser.get(page).text
    lijst = re.search(r'name="lijst" value="(\w+)"', html)[1]
    options = re.findall(r"<bdi>([^<]+)</bdi>.*?<option value=\"(\w+):", html, re.S)
    return lijst, dict(options)


def group(**choices):
    return [f"{kind}:{choice}" for kind, choice in choices.items()]


ALL_AWAY = group(name="weg", email="weg", phone="weg", bsn="weg", iban="weg")


def members(response):
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def exported(engine):
    with snapshot(engine) as session:
        return events_by_action(session, "exported")


def send(browser, page, step, **fields):
    lijst, _ = form_of(browser, page)
    return browser.post(
        page, on=page, **{"lijst": lijst, "stap": step, "verzoek": "Woo 7"} | fields
    )


def test_nothing_leaves_while_something_is_not_decided(coordinator, engine, ede):
    for fields in ({}, {"groep": group(name="weg", email="weg")}):
        response = send(coordinator, ede, "maak", **fields)
        assert response.status_code == 422
        assert "Kies nog bij" in response.text
    assert exported(engine) == []


def test_what_is_taken_out_is_gone_from_all_of_the_package(coordinator, engine, ede):
    look = send(coordinator, ede, "bekijk", groep=ALL_AWAY, ook="kabouterpad")
    assert look.status_code == 200
    assert exported(engine) == []
    response = send(coordinator, ede, "maak", groep=ALL_AWAY, ook="kabouterpad")
    assert response.headers["content-type"] == "application/zip"
    found = members(response)
    assert set(found) == {"inventaris.html", "001.html", "002.html"}
    whole = "\n".join(found.values())
    for gone in (*GONE, "kabouterpad"):
        assert gone not in whole
        assert gone.encode() not in response.content
        assert gone not in look.text.partition("<form")[0]
    for told in ("burgemeester J. Zwart", "gemeente Ede", "[naam]", "[BSN]", "[weggelaten]"):
        assert told in whole
    assert "scan.png" in whole
    (event,) = exported(engine)
    told = json.loads(event.after)
    assert (event.actor, told["why"], told["documents"]) == ("coordinator", "Woo 7", 2)
    assert "Amrani" not in event.after


def test_one_piece_may_stay_and_a_public_office_may_go(coordinator, ede):
    _, ids = form_of(coordinator, ede)
    own = [f"{ids['Van den Berg']}:blijft", f"{ids['J. Zwart']}:weg"]
    whole = "\n".join(members(send(coordinator, ede, "maak", groep=ALL_AWAY, keuze=own)).values())
    assert "Van den Berg" in whole
    assert "Zwart" not in whole


def test_a_list_that_is_no_longer_whole_is_refused(coordinator, engine, ede):
    response = coordinator.post(
        ede, on=ede, lijst="0" * 64, stap="maak", verzoek="Woo 7", groep=ALL_AWAY
    )
    assert response.status_code == 409
    assert exported(engine) == []


def test_an_officer_makes_no_package(as_role, ede):
    assert as_role(Role.OFFICER).get(ede).status_code == 403
