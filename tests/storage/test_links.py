"""The program proposes cases; what an officer decided stands."""

from dataclasses import replace

import pytest

from rules.judgement import Proposal, Signal
from storage.bulk import answers_of_pairs
from storage.database import snapshot, transaction
from storage.links import (
    NUMBERED,
    Link,
    case_numbers,
    drop_decided_link,
    key_of,
    link_mail,
    links_of,
    put_decided_link,
)
from tests.storage.conftest import EDE, NOON

TIEL = Proposal("Tiel", None, 0.4, (Signal("subject", "Tiel", 1.0), Signal("domain", "", -0.5)))


def link(engine, mail, *proposals):
    with transaction(engine) as session:
        return link_mail(session, mail, proposals, NOON)


def decide(engine, mail, proposal, *, belongs):
    with transaction(engine) as session:
        key = key_of(proposal)
        put_decided_link(session, mail, key, belongs=belongs, officer="jansen", now=NOON)


def links(engine, mail):
    with snapshot(engine) as session:
        return links_of(session, mail)


def test_links_come_back_with_score_and_signals(engine, mail):
    assert link(engine, mail, TIEL, EDE)
    assert links(engine, mail) == [Link(EDE, True, ""), Link(TIEL, True, "")]


def test_the_same_links_again_are_no_change(engine, mail):
    link(engine, mail, EDE, TIEL)
    assert not link(engine, mail, TIEL, EDE)


def test_what_the_program_proposes_no_more_is_gone(engine, mail):
    link(engine, mail, EDE, TIEL)
    assert link(engine, mail, TIEL)
    assert links(engine, mail) == [Link(TIEL, True, "")]


def test_a_mail_that_an_officer_took_out_stays_out(engine, mail):
    link(engine, mail, EDE)
    decide(engine, mail, EDE, belongs=False)
    assert not link(engine, mail, replace(EDE, score=1.0))
    assert links(engine, mail) == [Link(EDE, False, "jansen")]


def test_a_mail_that_an_officer_put_in_stays_in(engine, mail):
    decide(engine, mail, TIEL, belongs=True)
    link(engine, mail, EDE)
    unscored = Proposal("Tiel", None, 0.0, ())
    assert links(engine, mail) == [Link(EDE, True, ""), Link(unscored, True, "jansen")]


def test_a_link_that_is_left_to_the_program_again_is_as_it_proposes(engine, mail):
    link(engine, mail, EDE)
    decide(engine, mail, EDE, belongs=False)
    with transaction(engine) as session:
        drop_decided_link(session, mail, key_of(EDE))
    assert link(engine, mail, EDE)
    assert links(engine, mail) == [Link(EDE, True, "")]


@pytest.mark.sqlite
def test_the_numbers_of_cases_are_looked_up_one_by_one_in_the_index(engine, mail):
    link(engine, mail, EDE, TIEL)
    keys = [key_of(each) for each in (EDE, TIEL)]
    with snapshot(engine) as session:
        plan = answers_of_pairs(session, f"EXPLAIN QUERY PLAN {NUMBERED}", keys)
        steps = [str(row[3]) for row in plan]
        assert set(case_numbers(session, [*keys, ("Ede", "none")])) == set(keys)
    assert [each for each in steps if "cases" in each and each.startswith("SCAN")] == []
    assert any("SEARCH cases" in each for each in steps)
