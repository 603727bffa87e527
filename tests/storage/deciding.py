"""Decisions on a mail of Ede and on its case, and what came of them."""

from datetime import date, timedelta

from rules.calendar import HOLIDAYS
from rules.case_state import case_states
from rules.judgement import Statement
from storage.case_decisions import decide_case, undo_case_decision
from storage.cases import cases_as_of
from storage.database import snapshot, transaction
from storage.decided import held_of
from storage.events import events_of
from storage.judgements import file_mail
from storage.links import links_of
from storage.mail_decisions import decide_mail, undo_mail_decision
from storage.versions import version_of_case, version_of_mail
from tests.storage.conftest import EDE, NOON

SENTENCE = Statement("De raad stemt niet in.", "body", 50, 72)
CASE = ("Ede", "7473202")
LATER = NOON + timedelta(days=1)


def decide(engine, mail, what, *, officer="jansen", reason="", now=NOON, version=None):
    with transaction(engine) as session:
        version = version_of_mail(session, mail) if version is None else version
        return decide_mail(
            session, mail, what, reason=reason, officer=officer, version=version, now=now
        )


def undo(engine, mail, decided, officer="bakker"):
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        undo_mail_decision(session, mail, decided.id, officer=officer, version=version, now=LATER)


def decide_on_case(engine, what, *, reason="zo besloten", now=NOON, officer="jansen"):
    with transaction(engine) as session:
        version = version_of_case(session, *CASE)
        return decide_case(
            session, *CASE, what, reason=reason, officer=officer, version=version, now=now
        )


def undo_on_case(engine, decided):
    with transaction(engine) as session:
        version = version_of_case(session, *CASE)
        undo_case_decision(session, *CASE, decided.id, officer="bakker", version=version, now=LATER)


def file_again(engine, mail, reading, judgement, links=(EDE,)):
    with transaction(engine) as session:
        file_mail(session, mail, reading, judgement, "2", links=links, now=LATER)


def held(engine, mail):
    with snapshot(engine) as session:
        return held_of(session, mail)


def state(engine, municipality="Ede", as_of=date(2026, 4, 20)):
    with snapshot(engine) as session:
        cases = cases_as_of(session, NOON + timedelta(days=60))
    return next(
        each for each in case_states(cases, as_of, HOLIDAYS) if each.municipality == municipality
    )


def last_event(engine, subject):
    with snapshot(engine) as session:
        return events_of(session, subject)[-1]


def belonging(engine, mail):
    with snapshot(engine) as session:
        return [
            (link.proposal.municipality, link.decided_by)
            for link in links_of(session, mail)
            if link.belongs
        ]
