"""Mails filed in a lot stand as if each had been filed by itself."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rules.decisions import AssignCase, CorrectMunicipalities
from rules.judgement import Flag, Proposal
from rules.registry import Municipality
from storage.case_decisions import decide_case
from storage.config import DatabaseConfig
from storage.database import migrate, open_database, snapshot, transaction
from storage.errors import UnknownMail
from storage.events import verify_events
from storage.failures import set_aside
from storage.filing import Filing, file_lot
from storage.judgements import file_mail
from storage.mail_decisions import decide_mail
from storage.registry import import_municipalities, import_requests
from storage.tables.cases import CaseRow
from storage.tables.row import Row
from storage.versions import version_of_case, version_of_mail
from tests.databases import new_postgresql, on_postgresql, sqlite_url
from tests.storage.conftest import NOON, keep
from tests.storage.judged import NAMES, REQUESTS, some_judgement

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def opened(tmp_path):
    """Make a database with municipalities and letters; all share the key of the trail."""
    engines = []

    def make(name):
        url = new_postgresql() if on_postgresql() else sqlite_url(tmp_path / name)
        engine = open_database(DatabaseConfig(url=url, audit_key_file=tmp_path / "audit.key"))
        engines.append(engine)
        migrate(engine)
        entries = [Municipality(each, each, f"P {each}", "", ()) for each in NAMES]
        with transaction(engine) as session:
            import_municipalities(session, entries, now=NOON)
            import_requests(session, REQUESTS, now=NOON)
        return engine

    yield make
    for engine in engines:
        engine.dispose()


def everything(engine):
    """The rows of every table; a case under its name, as its number is chance."""
    with snapshot(engine) as session:
        cases = session.execute(select(CaseRow.id, CaseRow.municipality, CaseRow.reference))
        names = {number: (name, reference) for number, name, reference in cases}
        found = {}
        for table in Row.metadata.sorted_tables:
            rows = session.execute(select(table)).mappings()
            told = [
                {
                    key: names.get(value, value)
                    if key in ("case_id", "joined_to") or (table.name, key) == ("cases", "id")
                    else value
                    for key, value in row.items()
                }
                for row in rows
            ]
            found[table.name] = sorted(told, key=repr)
    return found


def filings(seed, arrival, reading, judgement):
    """Some mails with what is to be filed of them, the same for the same number."""
    chance, found = random.Random(seed), []
    for number in range(1, 25):
        names = chance.sample(NAMES, chance.choice((0, 1, 1, 2)))
        judged = replace(
            some_judgement(chance, judgement, NAMES[0]),
            municipalities=tuple(names),
            flags=frozenset(chance.sample(list(Flag), 2)),
            reasons=((Flag.LATE, "te laat"), (Flag.LATE, "heel laat")),
        )
        links = [
            Proposal(name, chance.choice((None, "7473202", "8473202")), chance.random(), ())
            for name in names
        ]
        received_at = NOON + timedelta(hours=chance.randrange(99))
        read = replace(reading, message_id=f"<{number}@x>", received_at=received_at)
        found.append((arrival(number), read, judged, links))
    return found


@pytest.mark.parametrize("seed", range(2))
def test_a_lot_leaves_what_mails_filed_one_by_one_leave(opened, arrival, reading, judgement, seed):
    mails = filings(seed, arrival, reading, judgement)
    alone, together = opened("alone"), opened("together")
    for engine, at_once in ((alone, 1), (together, 7)):
        with transaction(engine) as session:
            names = [keep(session, each[0], NOON).mail for each in mails]
            set_aside(session, names[3], "read", "zo", NOON)
        lot = [
            Filing(name, read, judged, "1", links)
            for name, (_, read, judged, links) in zip(names, mails, strict=True)
        ]
        for at in range(0, len(lot), at_once):
            if at == 14:
                decide(engine, lot[0].mail)
            with transaction(engine) as session:
                if engine is together:
                    file_lot(session, lot[at : at + at_once], LATER)
                else:
                    file_alone(session, lot[at])
    assert everything(together) == everything(alone)
    with snapshot(together) as session:
        assert verify_events(session) == []


def file_alone(session, one):
    file_mail(session, one.mail, one.reading, one.judgement, "1", links=one.links, now=LATER)


def decide(engine, mail):
    """What officers do between two lots."""
    with transaction(engine) as session:
        what = AssignCase("bakker")
        case = ("Ede", "7473202")
        version = version_of_case(session, *case)
        decide_case(session, *case, what, reason="zo", officer="jansen", version=version, now=LATER)
        version = version_of_mail(session, mail)
        tiel = CorrectMunicipalities(("Tiel",))
        decide_mail(session, mail, tiel, officer="jansen", version=version, now=LATER)


def test_a_lot_that_is_filed_again_keeps_what_an_officer_decided(
    opened, arrival, reading, judgement
):
    engine = opened("again")
    found = filings(1, arrival, reading, judgement)
    with transaction(engine) as session:
        lot = [
            Filing(keep(session, each[0], NOON).mail, each[1], each[2], "1", each[3])
            for each in found
        ]
        file_lot(session, lot[:10], NOON)
    decide(engine, lot[0].mail)
    before = everything(engine)
    with transaction(engine) as session:
        file_lot(session, lot[:10], LATER)
    assert everything(engine) == before


def test_a_mail_that_is_not_kept_leaves_nothing_of_its_lot(opened, arrival, reading, judgement):
    engine = opened("unknown")
    before = everything(engine)
    with pytest.raises(UnknownMail), transaction(engine) as session:
        file_lot(session, [Filing("ab" * 32, reading, judgement(), "1", ())], NOON)
    assert everything(engine) == before
