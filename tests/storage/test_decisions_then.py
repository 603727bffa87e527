"""A past day keeps what was decided by then, and nothing that came later."""

from datetime import date, timedelta

import pytest

from rules.calendar import HOLIDAYS
from rules.case_state import case_states
from rules.decisions import (
    CorrectKinds,
    CorrectMunicipalities,
    GrantExtension,
    NotForUs,
    SetLadderStep,
)
from rules.judgement import Kind
from storage.cases import cases_as_of
from storage.database import snapshot, transaction
from storage.mail_decisions import undo_mail_decision
from storage.versions import version_of_mail
from tests.storage.conftest import NOON
from tests.storage.deciding import CASE, LATER, decide, decide_on_case, file_again, undo_on_case

pytestmark = pytest.mark.usefixtures("asked")


def test_a_past_day_keeps_the_step_and_the_extension_that_were_undone_later(engine):
    decided = [
        decide_on_case(engine, SetLadderStep(3, "art. 8", "2026-1")),
        decide_on_case(engine, GrantExtension(date(2026, 5, 14))),
    ]

    def told(moment):
        with snapshot(engine) as session:
            cases = cases_as_of(session, moment)
        states = case_states(cases, moment.date(), HOLIDAYS)
        found = next(each for each in states if each.municipality == CASE[0])
        return found.ladder_step, found.deadline.due

    before = told(LATER - timedelta(minutes=1))
    for each in decided:
        undo_on_case(engine, each)
    assert told(LATER - timedelta(minutes=1)) == before == (3, date(2026, 5, 14))
    assert told(LATER) == (2, date(2026, 4, 30))


def test_a_past_moment_keeps_what_held_of_a_mail_and_its_case_then(
    engine, filed, reading, judgement
):
    late = NOON + timedelta(days=2)

    def told(moment):
        with snapshot(engine) as session:
            cases = cases_as_of(session, moment)
        return [
            (each.municipality, sorted(mail.judgement.kinds), len(mail.judgement.references))
            for each in cases
            for mail in each.mails
        ]

    before = told(LATER)
    taken = [
        decide(engine, filed, CorrectKinds(frozenset({Kind.QUESTION})), now=late),
        decide(engine, filed, CorrectMunicipalities(("Tiel",)), now=late),
        decide(engine, filed, NotForUs(), now=late),
    ]
    assert told(LATER) == before != []
    assert told(late) == []
    (notforus,) = taken[2:]
    with transaction(engine) as session:
        version = version_of_mail(session, filed)
        after = late + timedelta(days=1)
        undo_mail_decision(
            session, filed, notforus.id, officer="bakker", version=version, now=after
        )
    assert told(LATER) == before
    assert told(late) == []
    assert [name for name, *_ in told(after)] == ["Tiel"]
    unread = told(NOON - timedelta(days=30))
    assert unread == []  # not received yet


def test_a_mail_judged_again_keeps_its_place_and_judgement_on_a_past_day(
    engine, filed, reading, judgement
):
    with snapshot(engine) as session:
        before = cases_as_of(session, NOON)
    other = judgement(municipalities=("Tiel",))
    file_again(engine, filed, reading, other, links=())
    with snapshot(engine) as session:
        assert cases_as_of(session, NOON) == before
        assert [each.mails for each in cases_as_of(session, LATER)] != [
            each.mails for each in before
        ]
