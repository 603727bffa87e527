"""The program proposes cases; what an officer decided stands."""

from dataclasses import replace

from rules.judgement import Proposal, Signal
from storage.database import snapshot, transaction
from storage.events import events_of
from storage.links import Link, decide_link, link_mail, links_of
from tests.storage.conftest import EDE, NOON

TIEL = Proposal("Tiel", None, 0.4, (Signal("subject", "Tiel", 1.0), Signal("domain", "", -0.5)))


def link(engine, mail, *proposals):
    with transaction(engine) as session:
        return link_mail(session, mail, proposals, NOON)


def decide(engine, mail, proposal, *, belongs):
    with transaction(engine) as session:
        decide_link(session, mail, proposal, belongs=belongs, officer="jansen", now=NOON)


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
    assert links(engine, mail) == [Link(EDE, True, ""), Link(TIEL, True, "jansen")]


def test_a_decision_is_told_once_and_by_name(engine, mail):
    link(engine, mail, EDE)
    for _ in range(2):
        decide(engine, mail, EDE, belongs=False)
    with snapshot(engine) as session:
        (event,) = events_of(session, f"mail:{mail}")
    assert (event.action, event.actor, event.before) == (
        "link_decided",
        "jansen",
        '{"belongs":true}',
    )
    assert event.after == '{"belongs":false,"case":"case:Ede/7473202"}'
