"""Which receipts are owed, and what officers are told."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.judgement import Flag, Kind
from rules.occasions import Occasion
from rules.outgoing_facts import CaseFacts, DigestFacts
from rules.practice import Practice
from rules.proposals import (
    CameBack,
    Received,
    acknowledgements,
    bounce_notices,
    digest,
)
from tests.rules.cases import EXTENSION, NOTIFICATION, QUESTION, REPLY, WHOLE, mail

EDE = CaseFacts("Ede", "7473202", date(2026, 4, 9))


@pytest.mark.parametrize(
    ("kinds", "is_owed"),
    [
        ({REPLY}, True),
        ({NOTIFICATION}, True),
        ({REPLY, NOTIFICATION}, True),
        ({EXTENSION}, True),
        ({QUESTION}, False),
        ({Kind.OTHER}, False),
        ({Kind.AUTO_REPLY}, False),
        ({Kind.BOUNCE}, False),
        ({REPLY, Kind.AUTO_REPLY}, False),
    ],
)
def test_who_gets_a_receipt(kinds, is_owed):
    received = Received(mail(1, 20, kinds), (EDE,))
    assert bool(acknowledgements([received])) is is_owed


def test_a_mail_of_several_municipalities_gets_one_receipt():
    tiel = CaseFacts("Tiel", "7473299", date(2026, 4, 9))
    (found,) = acknowledgements([Received(mail(1, 20, [REPLY], *WHOLE), (EDE, tiel))])
    assert (found.municipality, found.trigger) == ("Ede", "m1")
    assert found.addressees == ("Ede", "Tiel")
    assert found.facts.case.municipality == "Ede en Tiel"
    assert found.facts.references == ("7473202", "7473299")


def test_a_mail_that_came_before_gets_no_second_receipt():
    again = mail(1, 20, [REPLY], flags=frozenset({Flag.DUPLICATE}))
    assert acknowledgements([Received(again, (EDE,))]) == []


@pytest.mark.parametrize(
    ("day", "officers", "triggers"),
    [
        pytest.param(date(2026, 4, 24), ("a@example.nl",), ["2026-04-24"], id="Friday"),
        pytest.param(date(2026, 4, 25), ("a@example.nl",), [], id="Saturday"),
        pytest.param(date(2026, 4, 24), (), [], id="nobody to read it"),
    ],
)
def test_a_digest_comes_on_working_days(day, officers, triggers):
    counts = DigestFacts(day, "", 1, 0, 2, 3, 4, 5)
    found = digest(counts, Practice(officers=officers))
    assert [each.trigger for each in found] == triggers


def test_officers_hear_of_what_came_back_but_not_of_their_own_mails():
    practice = Practice(officers=("a@example.nl",))
    sent_on, came = date(2026, 4, 22), datetime(2026, 4, 22, 12, tzinfo=UTC)
    report = CameBack(Occasion.REMINDER, EDE, sent_on, "sha", came)
    own = replace(report, occasion=Occasion.DIGEST, case=CaseFacts("", None, None))
    notice = replace(report, occasion=Occasion.BOUNCE_NOTICE)  # it names the case it is about
    (found,) = bounce_notices([report, own, notice], practice, "https://ibt.example.nl")
    assert (found.municipality, found.trigger, found.facts.occasion) == (
        "Ede",
        "sha",
        Occasion.REMINDER,
    )
