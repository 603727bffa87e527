"""A case as of a moment: its request, and what came and was granted until then."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.decisions import GrantExtension, TakeFromCase
from rules.judgement import Proposal
from rules.registry import Request
from storage.case_decisions import decide_case
from storage.cases import cases_as_of
from storage.database import snapshot, transaction
from storage.judgements import file_mail
from storage.mail_decisions import decide_mail
from storage.registry import import_requests
from storage.versions import version_of_case, version_of_mail
from tests.storage.conftest import EDE, NOON, keep

REQUEST = Request("7473202", "Ede", date(2026, 4, 9), 21, 278, 48, 0, 0)
TIEL = Proposal("Tiel", None, 0.8, ())
END = NOON + timedelta(days=30)


@pytest.fixture
def file_one(engine, arrival, reading, judgement):
    """Keep and file a mail, received so many hours after noon."""

    def make(number, *links, hours=0):
        read = replace(reading, received_at=NOON + timedelta(hours=hours))
        with transaction(engine) as session:
            mail = keep(session, arrival(number), NOON).mail
            file_mail(session, mail, read, judgement(), "1", links=links, now=NOON)
        return mail

    return make


def cases(engine, until=END):
    with snapshot(engine) as session:
        return cases_as_of(session, until)


def ask(engine, *requests):
    with transaction(engine) as session:
        import_requests(session, requests, now=NOON)


def test_a_request_without_mail_is_a_case(engine):
    ask(engine, REQUEST)
    (case,) = cases(engine)
    assert (case.municipality, case.reference, case.request) == ("Ede", "7473202", REQUEST)
    assert (case.mails, case.extensions, case.officer) == ((), (), "")


def test_a_mail_without_request_makes_a_case_of_its_own(engine, file_one, judgement):
    mail = file_one(1, TIEL)
    (case,) = cases(engine)
    assert (case.municipality, case.reference, case.request) == ("Tiel", None, None)
    (found,) = case.mails
    assert (found.mail, found.received_at, found.judgement) == (mail, NOON, judgement())


def test_one_mail_belongs_to_several_cases(engine, file_one):
    mail = file_one(1, EDE, TIEL)
    assert [[found.mail for found in case.mails] for case in cases(engine)] == [[mail], [mail]]


def test_one_reference_for_a_round_of_letters_is_a_case_a_municipality(engine):
    ask(engine, REQUEST, replace(REQUEST, municipality="Tiel"))
    assert [(case.municipality, case.reference) for case in cases(engine)] == [
        ("Ede", "7473202"),
        ("Tiel", "7473202"),
    ]


def test_mails_come_in_order_of_receipt_and_only_until_the_moment(engine, file_one):
    ask(engine, REQUEST)
    late, early, next_day = (
        file_one(number, EDE, hours=hours) for number, hours in ((1, 5), (2, 1), (3, 24))
    )
    (case,) = cases(engine, NOON + timedelta(hours=5))
    assert [mail.mail for mail in case.mails] == [early, late]
    assert [mail.mail for mail in cases(engine)[0].mails] == [early, late, next_day]


def test_a_case_without_request_begins_with_its_first_mail(engine, file_one):
    file_one(1, TIEL, hours=2)
    assert cases(engine, NOON) == []


def test_a_mail_that_an_officer_took_out_is_not_in_the_case(engine, file_one):
    ask(engine, REQUEST)
    mail = file_one(1, EDE)
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        out = TakeFromCase("Ede", "7473202")
        decide_mail(session, mail, out, officer="jansen", version=version, now=NOON)
    assert cases(engine)[0].mails == ()


def test_a_mail_that_is_judged_again_is_in_the_case_once(engine, file_one, reading, judgement):
    ask(engine, REQUEST)
    mail = file_one(1, EDE)
    better = judgement(confidence=0.5)
    with transaction(engine) as session:
        file_mail(session, mail, reading, better, "2", links=(EDE,), now=NOON)
    (found,) = cases(engine)[0].mails
    assert found.judgement == better


def grant(engine, due, now):
    with transaction(engine) as session:
        decide_case(
            session,
            "Ede",
            "7473202",
            GrantExtension(due),
            reason="raad in mei",
            officer="jansen",
            version=version_of_case(session, "Ede", "7473202"),
            now=now,
        )


def test_extensions_count_from_the_moment_that_they_are_granted(engine):
    ask(engine, REQUEST)
    grant(engine, date(2026, 5, 14), NOON)
    grant(engine, date(2026, 5, 28), NOON + timedelta(days=2))
    (case,) = cases(engine, NOON + timedelta(days=1))
    assert [extension.due for extension in case.extensions] == [date(2026, 5, 14)]
    assert len(cases(engine)[0].extensions) == 2


def test_an_extension_makes_no_case_where_nothing_was_asked(engine):
    grant(engine, date(2026, 5, 14), NOON)
    assert cases(engine) == []
