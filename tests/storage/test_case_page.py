"""The page of a case holds all that is known of it."""

from datetime import date

import pytest

from rules.case_state import Action
from rules.decisions import DealWith, GrantExtension, MarkEvidence, Note
from rules.judgement import Element, Kind, Proposal, Statement
from storage.case_page import case_page
from storage.database import snapshot
from storage.versions import version_of_case, version_of_mail
from tests.storage.conftest import LETTER
from tests.storage.listing import TODAY, decide, decide_on

pytestmark = pytest.mark.usefixtures("all_asked")


def page_of(engine, municipality="Ede", reference="7473202", *, with_talks=True, today=TODAY):
    with snapshot(engine) as session:
        return case_page(session, municipality, reference, today, with_talks=with_talks)


def test_the_page_of_a_case_holds_all_of_it(engine, file):
    mail = file(1)
    decide_on(engine, GrantExtension(date(2026, 5, 14)))
    decide(engine, mail, MarkEvidence(Element.FACTS, Statement("De raad.", "body", 0, 8)))
    page = page_of(engine)
    assert page.case.request == LETTER
    assert (page.state.deadline.due, page.state.deadline.nominal) == (
        date(2026, 5, 14),
        date(2026, 4, 30),
    )
    assert [each.mail for each in page.mails] == [mail]
    assert page.mails[0].promises[0].text == "per 1 juli 2027"
    facts = next(each for each in page.elements if each.element is Element.FACTS)
    assert [(each.mail, each.confirmed_by) for each in facts.found] == [(mail, "jansen")]
    timeline = next(each for each in page.elements if each.element is Element.TIMELINE)
    assert [each.confirmed_by for each in timeline.found] == [""]
    steps = next(each for each in page.elements if each.element is Element.STEPS)
    assert (steps.is_required, steps.is_missing, steps.found) == (True, True, ())
    assert [each.action for each in page.events] == [
        "filed",
        "decided:grant_extension",
        "decided:mark_evidence",
    ]
    with snapshot(engine) as session:
        assert page.version == version_of_case(session, "Ede", "7473202")
    assert page.state.next_action.kind is Action.ASK_SUPPLEMENT


def test_who_confirms_a_mail_vouches_for_its_sentences(engine, file):
    mail = file(1)
    decide(engine, mail, DealWith(), officer="bakker")
    timeline = next(each for each in page_of(engine).elements if each.element is Element.TIMELINE)
    assert [each.confirmed_by for each in timeline.found] == ["bakker"]


def test_a_report_of_a_talk_is_on_the_page_of_those_who_may_read_it(engine):
    decide_on(engine, Note("vertrouwelijk", is_talk=True))
    assert len(page_of(engine).decisions) == 1
    page = page_of(engine, with_talks=False)
    assert page.decisions == ()
    assert "vertrouwelijk" not in repr(page)


def test_a_notification_is_on_the_page_of_the_letter_that_it_is_part_of(engine, file):
    own = Proposal("Ede", None, 0.9, ())
    mail = file(1, own, kinds=frozenset({Kind.ARTICLE_8_NOTIFICATION}), references=())
    page = page_of(engine)
    assert [each.mail for each in page.mails] == [mail]
    assert page_of(engine, reference=None).joined_to == ("Ede", "7473202")
    with snapshot(engine) as session:
        assert page.version == version_of_mail(session, mail)


def test_there_is_no_page_of_a_case_that_is_not_there(engine):
    assert page_of(engine, "Ede", "1") is None
    assert page_of(engine, "Nergens", None) is None
