"""The page of a mail holds all that is known of it."""

from dataclasses import replace
from datetime import date

import pytest

from rules.case_state import Status
from rules.decisions import DealWith, MarkEvidence
from rules.judgement import Element, Statement
from rules.mail import Text
from rules.worklist import Reason
from storage.database import snapshot, transaction
from storage.failures import set_aside
from storage.judgements import file_mail
from storage.mail_page import mail_page
from storage.versions import version_of_mail
from tests.storage.conftest import EDE, NOON
from tests.storage.listing import TIEL, TODAY, decide

pytestmark = pytest.mark.usefixtures("all_asked")


def test_the_page_of_a_mail_holds_all_of_it(engine, file):
    mail = file(1, EDE, proposals=(EDE, TIEL))
    decide(engine, mail, MarkEvidence(Element.FACTS, Statement("De raad.", "body", 0, 8)))
    with snapshot(engine) as session:
        page = mail_page(session, mail, TODAY)
        assert page.version == version_of_mail(session, mail)
    assert page.reading.subject == "Reactie"
    assert page.held.holds.elements[Element.FACTS]
    assert page.held.found.elements[Element.FACTS] == ()
    assert [
        (each.proposal.municipality, each.belongs, each.proposal.score, each.case.status)
        for each in page.candidates
    ] == [("Ede", True, 0.9, Status.INCOMPLETE), ("Tiel", False, 0.6, Status.AWAITING)]
    assert [each.action for each in page.events] == ["filed", "decided:mark_evidence"]
    assert (page.due, page.reason) == (date(2026, 4, 30), Reason.INCOMPLETE)


def test_a_mail_that_waits_has_a_page_too(engine, mail):
    with transaction(engine) as session:
        set_aside(session, mail, "read", "damaged", NOON)
    with snapshot(engine) as session:
        page = mail_page(session, mail, TODAY)
        assert mail_page(session, "ab", TODAY) is None
    assert (page.held, page.reading, page.failure.reason) == (None, None, "damaged")


def test_the_page_of_a_confirmed_mail_shows_the_text_that_was_confirmed(
    engine, file, reading, judgement
):
    mail = file(1)
    decide(engine, mail, DealWith())
    again = replace(reading, texts=(Text("body", "anders gelezen", ()),))
    with transaction(engine) as session:
        file_mail(session, mail, again, judgement(), "2", links=[EDE], now=NOON)
    with snapshot(engine) as session:
        assert mail_page(session, mail, TODAY).reading.texts[0].content == "Geachte"
