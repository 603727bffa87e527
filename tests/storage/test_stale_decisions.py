"""Nobody decides on what another changed meanwhile."""

import pytest

from rules.decisions import ConfirmComplete, DealWith, Disposition, MarkEvidence, NotForUs
from rules.judgement import Element
from storage.case_decisions import decide_case
from storage.database import snapshot, transaction
from storage.errors import Stale
from storage.events import record_event
from storage.versions import version_of_case, version_of_mail
from tests.storage.conftest import NOON
from tests.storage.deciding import CASE, LATER, SENTENCE, decide, file_again, held

pytestmark = pytest.mark.usefixtures("asked")


def test_the_second_officer_is_told_who_changed_what(engine, filed):
    with snapshot(engine) as session:
        seen = version_of_mail(session, filed)
    decide(engine, filed, DealWith(), officer="bakker", version=seen, now=LATER)
    with pytest.raises(Stale, match="bakker: decided:deal_with") as refused:
        decide(engine, filed, NotForUs(), version=seen)
    (change,) = refused.value.changes
    assert (change.officer, change.at) == ("bakker", LATER)
    assert held(engine, filed).disposition is Disposition.DEALT_WITH


def test_an_officer_is_told_that_a_mail_was_judged_again(engine, filed, reading, judgement):
    with snapshot(engine) as session:
        seen = version_of_mail(session, filed)
    file_again(engine, filed, reading, judgement(confidence=0.2))
    with pytest.raises(Stale, match="the program: filed_again"):
        decide(engine, filed, DealWith(), version=seen)


def test_a_mail_that_changed_makes_what_was_seen_of_its_case_stale(engine, filed):
    with snapshot(engine) as session:
        seen = version_of_case(session, *CASE)
    decide(engine, filed, MarkEvidence(Element.FACTS, SENTENCE), officer="bakker")
    with pytest.raises(Stale, match="bakker"), transaction(engine) as session:
        decide_case(session, *CASE, ConfirmComplete(), officer="jansen", version=seen, now=NOON)


def test_turning_overdue_makes_nothing_stale(engine, filed):
    with transaction(engine) as session:
        seen = version_of_case(session, *CASE)
        record_event(session, NOON, "overdue", "case:Ede/7473202")
        assert version_of_case(session, *CASE) == seen
        decide_case(session, *CASE, ConfirmComplete(), officer="jansen", version=seen, now=NOON)


def test_a_refused_decision_leaves_nothing_behind(engine, filed):
    with pytest.raises(Stale):
        decide(engine, filed, NotForUs(), version=0)
    assert held(engine, filed).decisions == ()
