"""The states kept for lists are what the rules say, whatever happened before."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, update
from sqlmodel import col, select

from rules.calendar import HOLIDAYS
from rules.case_state import case_states
from rules.decisions import (
    AssignCase,
    ChooseCycle,
    CloseLadder,
    ConfirmComplete,
    CorrectKinds,
    CorrectMunicipalities,
    DealWith,
    GrantExtension,
    Hold,
    LinkToCase,
    NotForUs,
    RefuseExtension,
    SetLadderStep,
)
from rules.judgement import Kind, Proposal
from rules.registry import Municipality
from storage.case_decisions import decide_case, undo_case_decision
from storage.case_states import refresh_joined
from storage.cases import cases_as_of
from storage.database import snapshot, transaction
from storage.decided import held_of, requests_of
from storage.judgements import file_mail
from storage.mail_decisions import decide_mail, undo_mail_decision
from storage.rebuilding import rebuild
from storage.registry import import_municipalities, import_requests
from storage.settings import is_basis
from storage.tables.cases import CaseRow
from storage.tables.states import CaseDayRow, CaseStateRow, MailFacetRow, MailStateRow, MailTextRow
from storage.versions import version_of_case, version_of_mail
from tests.storage.conftest import NOON, keep
from tests.storage.judged import NAMES, REQUESTS, some_judgement

ON_CASE = (
    ConfirmComplete(),
    GrantExtension(date(2026, 6, 1)),
    RefuseExtension(),
    SetLadderStep(4, "art. 8", "1", is_jump_meant=True),
    CloseLadder("voldoet", "2"),
    AssignCase("bakker"),
    ChooseCycle(1),
    Hold(date(2026, 5, 20)),
)
ON_MAIL = (
    CorrectKinds(frozenset({Kind.INFORMATION_REPLY})),
    CorrectKinds(frozenset({Kind.EXTENSION_REQUEST})),
    CorrectMunicipalities(("Tiel",)),
    NotForUs(),
    DealWith(),
)


def agreed(engine, today):
    """What the rules say of each case, and what is kept of it, side by side."""
    with snapshot(engine) as session:
        told = {
            (each.municipality, each.reference or ""): (
                each.deadline.due if each.deadline else None,
                each.answered_at,
                each.late,
                " ".join(sorted(each.missing)),
                " ".join(sorted(each.flags)),
                each.ladder_step,
                each.is_ladder_closed,
                each.officer,
                len(each.mails),
            )
            for each in case_states(
                cases_as_of(session, NOON + timedelta(days=999)), today, HOLIDAYS
            )
        }
        rows = session.exec(
            select(CaseStateRow).where(
                col(CaseStateRow.joined_to).is_(None),
                col(CaseStateRow.letter_date).is_(None) | (CaseStateRow.letter_date <= today),
            )
        ).all()
        kept = {
            (row.municipality, row.reference): (
                row.due,
                row.answered_at,
                row.answered_at >= row.due_ends_at if row.answered_at and row.due else None,
                row.missing,
                row.flags,
                row.ladder_step,
                row.is_ladder_closed,
                row.officer,
                row.mails,
            )
            for row in rows
        }
    return told, kept


@pytest.mark.parametrize("seed", range(6))
def test_states_agree_with_the_rules_after_any_course_of_events(
    engine, arrival, reading, judgement, seed
):
    chance = random.Random(seed)
    mails, cases, done = [], [], []
    with transaction(engine) as session:
        entries = [Municipality(name, name, f"P {name}", "", ()) for name in NAMES]
        import_municipalities(session, entries, now=NOON)
    for number in range(1, 40):
        now = NOON + timedelta(hours=number)
        with transaction(engine) as session:
            deed = chance.choice(["file", "file", "ask", "mail", "case", "undo", "again"])
            if deed == "file":
                name = chance.choice(NAMES)
                mail = keep(session, arrival(number), now).mail
                mails.append((mail, name))
                file_some(session, mail, name, number, now, chance, judgement, reading)
            elif deed == "again" and mails:
                mail, name = chance.choice(mails)
                file_some(session, mail, name, number, now, chance, judgement, reading)
            elif deed == "ask":
                request = chance.choice(REQUESTS)
                import_requests(session, [request], now=now)
                cases.append((request.municipality, request.reference))
            elif deed == "mail" and mails:
                mail, _ = chance.choice(mails)
                version = version_of_mail(session, mail)
                what = chance.choice(ON_MAIL)
                found = decide_mail(session, mail, what, officer="jansen", version=version, now=now)
                done.append((undo_mail_decision, (mail,), found.id, version_of_mail))
            elif deed == "case" and cases:
                key = chance.choice(cases)
                version = version_of_case(session, *key)
                found = decide_case(
                    session,
                    *key,
                    chance.choice(ON_CASE),
                    reason="zo",
                    officer="jansen",
                    version=version,
                    now=now,
                )
                done.append((undo_case_decision, key, found.id, version_of_case))
            elif deed == "undo" and done:
                undo, key, decision, version_of = done.pop()
                version = version_of(session, *key)
                undo(session, *key, decision, officer="bakker", version=version, now=now)
        told, kept = agreed(engine, date(2026, 4, 30))
        assert kept == told, f"after {number} deeds, the last: {deed}"
    assert told


def file_some(session, mail, name, number, now, chance, judgement, reading):
    own = [each.reference for each in requests_of(session, [name])]
    reference = chance.choice([None, *own])
    found = some_judgement(chance, judgement, name)
    found = replace(found, references=(reference,) if reference else ())
    read = replace(reading, received_at=now)
    links = [Proposal(name, reference, 0.5, ())]
    file_mail(session, mail, read, found, str(number), links=links, now=now)


def test_a_notification_joins_a_letter_on_its_day_and_not_before(
    engine, arrival, reading, judgement
):
    notification = judgement(kinds=frozenset({Kind.ARTICLE_8_NOTIFICATION}), references=())
    request = replace(REQUESTS[0], letter_date=date(2026, 5, 1))
    with transaction(engine) as session:
        import_requests(session, [request], now=NOON)
        mail = keep(session, arrival(1), NOON).mail
        links = [Proposal("Ede", None, 0.5, ())]
        file_mail(session, mail, reading, notification, "1", links=links, now=NOON)
    told, kept = agreed(engine, date(2026, 4, 30))
    assert kept == told
    assert list(kept) == [("Ede", "")]
    with transaction(engine) as session:
        assert refresh_joined(session, NOON) == 0
        assert refresh_joined(session, NOON + timedelta(days=30)) == 1
        assert refresh_joined(session, NOON + timedelta(days=30)) == 0
    told, kept = agreed(engine, date(2026, 5, 9))
    assert kept == told
    assert list(kept) == [("Ede", "7473202")]


def test_a_case_in_which_a_mail_was_put_by_mistake_waits_for_its_answer_again(
    engine, arrival, reading, judgement
):
    with transaction(engine) as session:
        entries = [Municipality(name, name, f"P {name}", "", ()) for name in NAMES]
        import_municipalities(session, entries, now=NOON)
        import_requests(session, REQUESTS, now=NOON)
        mail = keep(session, arrival(1), NOON).mail
        links = [Proposal("Ede", "7473202", 0.5, ())]
        file_mail(session, mail, reading, judgement(), "1", links=links, now=NOON)
    before = agreed(engine, date(2026, 4, 30))
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        what = LinkToCase("Tiel", "7473202")
        done = decide_mail(session, mail, what, officer="a", version=version, now=NOON)
    told, kept = agreed(engine, date(2026, 4, 30))
    assert kept == told != before[0]
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        undo_mail_decision(session, mail, done.id, officer="a", version=version, now=NOON)
    assert agreed(engine, date(2026, 4, 30)) == before


def test_a_case_of_a_notification_is_gone_when_its_mail_leaves(engine, arrival, reading, judgement):
    with transaction(engine) as session:
        mail = keep(session, arrival(1), NOON).mail
        links = [Proposal("Zeist", None, 0.5, ())]
        file_mail(session, mail, reading, judgement(), "1", links=links, now=NOON)
        version = version_of_mail(session, mail)
        decide_mail(session, mail, NotForUs(), officer="a", version=version, now=NOON)
        assert held_of(session, mail) is not None
        assert session.exec(select(CaseRow.municipality)).all() == ["Zeist"]
    assert agreed(engine, date(2026, 4, 30)) == ({}, {})


def rows_of(engine, *types):
    with snapshot(engine) as session:
        return [
            sorted(str(row.model_dump()) for row in session.exec(select(each)).all())
            for each in types
        ]


def test_states_made_anew_are_those_that_grew(engine, arrival, reading, judgement):
    chance = random.Random(7)
    with transaction(engine) as session:
        import_requests(session, REQUESTS, now=NOON)
        for number in range(1, 15):
            mail = keep(session, arrival(number), NOON).mail
            name = chance.choice(NAMES)
            file_some(session, mail, name, number, NOON, chance, judgement, reading)
            if chance.random() < 0.5:
                what, version = chance.choice(ON_MAIL), version_of_mail(session, mail)
                decide_mail(session, mail, what, officer="a", version=version, now=NOON)
    types = (CaseStateRow, CaseDayRow, MailStateRow, MailFacetRow, MailTextRow)
    before = rows_of(engine, *types)
    with engine.begin() as connection:
        for each in (CaseStateRow, CaseDayRow, MailFacetRow):
            connection.execute(delete(each))
        connection.execute(update(MailStateRow).values(case_id=None, reason="", subject="?"))
    with transaction(engine) as session:
        rebuild(session, roll_over=True, now=NOON)
    assert rows_of(engine, *types) == before


def test_the_last_day_of_lists_follows_the_setting(engine):
    sunday = replace(REQUESTS[0], letter_date=date(2026, 4, 5))  # 26 April 2026 is a Sunday
    with transaction(engine) as session:
        import_requests(session, [sunday], now=NOON)
        assert session.exec(select(CaseStateRow.due)).one() == date(2026, 4, 28)
        assert not is_basis(session, roll_over=True)
        rebuild(session, roll_over=False, now=NOON)
        session.flush()
        assert session.exec(select(CaseStateRow.due)).one() == date(2026, 4, 26)
        assert is_basis(session, roll_over=False)
        assert not is_basis(session, roll_over=True)
