"""What each database does by its own means, in both kinds of database."""

import multiprocessing
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from rules.case_state import Status
from rules.decisions import (
    AssignCase,
    ConfirmComplete,
    DealWith,
    Disposition,
    GrantExtension,
    Note,
    NotForUs,
)
from rules.judgement import Kind
from rules.mail import Attachment, Text
from rules.registry import Municipality, Request
from rules.roles import Role
from storage.accounts import add_account
from storage.case_decisions import decide_case
from storage.case_filter import CaseFilter, CaseSort
from storage.case_list import case_list, count_cases
from storage.case_page import case_page
from storage.config import DatabaseConfig
from storage.database import migrate, open_database, snapshot, transaction
from storage.errors import Stale
from storage.events import verify_events
from storage.judgements import file_mail
from storage.mail_counts import mail_counts
from storage.mail_decisions import decide_mail, undo_mail_decision
from storage.mail_filter import MailFilter, Sort
from storage.mail_page import mail_page
from storage.overview import overview
from storage.registry import import_municipalities, import_requests
from storage.search import SearchFilter, search_mails
from storage.signins import failed_attempts, open_web_session, record_attempt, web_session
from storage.versions import version_of_case, version_of_mail
from storage.worklist import count_mails, list_page, work_list
from tests.servers import PATIENCE
from tests.storage.conftest import EDE, NOON, keep

LETTER = Request("7473202", "Ede", date(2026, 4, 9), 21, 278, 48, 0, 0)
TODAY = date(2026, 4, 20)
RECEIVED = NOON.date()


@pytest.fixture
def config(url, tmp_path):
    return DatabaseConfig(url=url, audit_key_file=tmp_path / "audit.key")


@pytest.fixture
def engine(config):
    engine = open_database(config)
    migrate(engine)
    with transaction(engine) as session:
        import_municipalities(session, [Municipality("GM1", "Ede", "Gelderland", "", ())], now=NOON)
        import_requests(session, [LETTER], now=NOON)
    yield engine
    engine.dispose()


@pytest.fixture
def file(engine, arrival, reading, judgement):
    def make(number, body="", attachment="", subject="Reactie"):
        texts = (Text("body", body, ()), Text("brief.pdf", attachment, ()))
        files = (Attachment("brief.pdf", "application/pdf", 3, "ab" * 32, ""),)
        read = replace(
            reading,
            message_id=f"<{number}@example.nl>",
            subject=subject,
            texts=texts,
            attachments=files,
            received_at=NOON + timedelta(hours=number),
        )
        with transaction(engine) as session:
            mail = keep(session, arrival(number), NOON).mail
            file_mail(session, mail, read, judgement(), "1", links=[EDE], now=NOON)
        return mail

    return make


def search(engine, words, **page):
    with snapshot(engine) as session:
        return search_mails(session, words, **page)


# ------------------------------------------------------------------ search


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("tijdelijke", True),
        ("TIJDELIJK", True),  # the beginning of a word
        ("tijdelijke dijk", True),  # from body and attachment
        ("tijdelijke zeewier", False),  # all of the words
        ('"aan de dijk"', True),
        ('"dijk aan de"', False),
        ("brief.pdf", True),
        ("info@ede.nl", True),
        ("gemeente", True),
        ("jaarverslag", True),
        ("elijke", False),
        ("ede", True),  # of an address
        ("info@ede", True),
        ('"info ede nl"', True),
        ("7473202", True),  # of 7473202/ede-1
        ("ede-1", True),
        ("Skarsterlan", True),  # accents or none, in the mail or the question
        ("Skarsterlân", True),
        ("geënt", True),
        ("lân", False),
        ("_", False),
        ("", False),
        ('"', False),
        ("' OR 1=1 --", False),
        ("dijk'", True),
        ("dijk\\", True),
        ("(dijk", True),
        ("dijk:*", True),
        ("NEAR(dijk", False),
        ("body:dijk", False),
        ("-dijk", True),
        ("dijk\0", True),
    ],
)
def test_a_mail_is_found_by_its_words_and_by_nothing_else(engine, file, words, is_found):
    body = "Een tijdelijke locatie in Skarsterlân, 7473202/ede-1, geent."
    mail = file(1, body, "Aan de dijk 4", subject="Jaarverslag")
    found = search(engine, words)
    assert ([each.mail for each in found.hits], found.count) == (
        ([mail], 1) if is_found else ([], 0)
    )


def test_what_was_found_is_marked_in_its_passage(engine, file):
    file(1, "De raad stemt in met opvang & wonen aan de dijk.")
    (hit,) = search(engine, "opvang").hits
    assert ("opvang", True) in hit.passage
    assert "opvang & wonen" in "".join(piece for piece, _ in hit.passage)
    assert (hit.municipality, hit.disposition) == ("Ede", Disposition.OPEN)


def test_a_mail_that_is_read_again_is_found_by_its_new_words(engine, file, reading, judgement):
    mail = file(1, "zeewier")
    with transaction(engine) as session:
        again = replace(reading, texts=(Text("body", "kelp", ()),))
        file_mail(session, mail, again, judgement(), "2", links=[EDE], now=NOON)
    assert search(engine, "zeewier").count == 0
    assert [each.mail for each in search(engine, "kelp").hits] == [mail]


def test_what_was_filed_last_is_found_first_page_by_page(engine, file):
    mails = [file(number, "zeewier") for number in range(1, 4)]
    pages = [search(engine, "zeewier", limit=2, offset=at) for at in (0, 2)]
    assert [each.mail for page in pages for each in page.hits] == mails[::-1]
    assert [page.count for page in pages] == [3, 3]


@pytest.mark.parametrize(
    ("among", "is_found"),
    [
        (SearchFilter(disposition=Disposition.OPEN), True),
        (SearchFilter(disposition=Disposition.DEALT_WITH), False),
        (SearchFilter(kind=Kind.INFORMATION_REPLY), True),
        (SearchFilter(kind=Kind.BOUNCE), False),
        (SearchFilter(municipality="Ede", province="Gelderland"), True),
        (SearchFilter(municipality="Tiel"), False),
        (SearchFilter(province="Drenthe"), False),
        (SearchFilter(first=RECEIVED, last=RECEIVED), True),
        (SearchFilter(first=RECEIVED + timedelta(days=1)), False),
        (SearchFilter(last=RECEIVED - timedelta(days=1)), False),
    ],
    ids=str,
)
def test_the_search_is_among_the_mails_that_are_asked_for(engine, file, among, is_found):
    mail = file(1, "zeewier")
    file(2, "kelp")
    with snapshot(engine) as session:
        found = search_mails(session, "zeewier", among)
    assert [each.mail for each in found.hits] == ([mail] if is_found else [])
    assert found.count == int(is_found)


def test_of_more_mails_than_anyone_reads_the_last_ones_are_shown(engine, file, monkeypatch):
    monkeypatch.setattr("storage.search.MOST_COUNTED", 2)
    mails = [file(number, "zeewier") for number in range(1, 5)]
    pages = [search(engine, "zeewier", limit=1, offset=at) for at in range(3)]
    assert [each.mail for page in pages for each in page.hits] == mails[:1:-1]
    assert [page.count for page in pages] == [3, 3, 3]


def test_megabytes_of_text_are_stored_and_found_by_their_beginning(engine, file):
    body = "zeewier " + " ".join(f"woord{number}" for number in range(400_000))
    mail = file(1, body, body)
    assert [each.mail for each in search(engine, "zeewier woord7").hits] == [mail]


# ------------------------------------------------------------------ a day's work


def test_a_days_work_goes_alike_in_each_database(engine, file):
    first, second = file(1, "zeewier"), file(2)
    with transaction(engine) as session:
        jansen = add_account(session, "jansen", "J. Jansen", Role.OFFICER, now=NOON)
        open_web_session(session, jansen, "token", "csrf", lasts=timedelta(days=1), now=NOON)
        record_attempt(session, "jansen", "::1", succeeded=False, now=NOON)
    for mail, what in ((first, DealWith()), (second, NotForUs())):
        with transaction(engine) as session:
            version = version_of_mail(session, mail)
            decided = decide_mail(session, mail, what, officer="jansen", version=version, now=NOON)
    for what in (
        AssignCase("jansen"),
        GrantExtension(date(2026, 5, 14)),
        ConfirmComplete(),
        Note("gebeld"),
    ):
        with transaction(engine) as session:
            version = version_of_case(session, "Ede", "7473202")
            decide_case(
                session, "Ede", "7473202", what, officer="jansen", version=version, now=NOON
            )
    with transaction(engine) as session:
        version = version_of_mail(session, second)
        undo_mail_decision(session, second, decided.id, officer="jansen", version=version, now=NOON)
    with snapshot(engine) as session:
        assert web_session(session, "token", idle=timedelta(hours=1), now=NOON).account == jansen
        assert failed_attempts(session, "jansen", "::1", NOON).of_address == 1
        for sort in Sort:
            for is_descending in (False, True):
                found = work_list(session, MailFilter(), sort=sort, is_descending=is_descending)
                assert [(each.mail, each.officer, each.due) for each in found] == [
                    (second, "jansen", date(2026, 5, 14))
                ]
        done = MailFilter(
            disposition=Disposition.DEALT_WITH, words="zeewier", province="Gelderland"
        )
        assert count_mails(session, done) == 1
        assert mail_counts(session, done).municipalities == {"Ede": 1}
        for words, count in (("zeewier", 1), ("gemeente", 1), ("kelp", 0), ("?", 1)):
            some = MailFilter(disposition=Disposition.DEALT_WITH, words=words)
            assert count_mails(session, some) == len(work_list(session, some)) == count
            page = list_page(session, some, sort=Sort.DUE, is_descending=False, rows=25, number=9)
            assert (len(page.mails), page.number, page.total) == (count, 1, count)
        for sort in CaseSort:
            (case,) = case_list(session, CaseFilter(is_late=False), TODAY, sort=sort)
        assert (case.status, case.due) == (Status.COMPLETE, date(2026, 5, 14))
        assert count_cases(session, CaseFilter(status=Status.COMPLETE), TODAY) == 1
        (each,) = overview(session, TODAY, TODAY).rounds
        assert (each.sent, each.received, each.complete, each.late) == (1, 1, 1, 0)
        page = case_page(session, "Ede", "7473202", TODAY, with_talks=True)
        assert [mail.mail for mail in page.mails] == [first, second]
        assert mail_page(session, first, TODAY).candidates[0].belongs
        assert verify_events(session) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET actor = 'x'",
        "DELETE FROM events",
        "UPDATE raw_mails SET size = 0",
        "DELETE FROM raw_mails",
        "DELETE FROM mail_decisions",
        "DELETE FROM case_decisions",
    ],
)
def test_what_is_evidence_is_refused_to_change(engine, file, statement):
    mail = file(1)
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        decide_mail(session, mail, DealWith(), officer="a", version=version, now=NOON)
        version = version_of_case(session, "Ede", "7473202")
        decide_case(session, "Ede", "7473202", Note("x"), officer="a", version=version, now=NOON)
    refused = pytest.raises(DBAPIError, match="never")
    with refused, engine.begin() as connection:
        connection.execute(text(statement))


def test_a_snapshot_stays_as_it_was_and_refuses_to_be_written(engine, file):
    with snapshot(engine) as session:
        assert count_mails(session, MailFilter()) == 0
        file(1)
        assert count_mails(session, MailFilter()) == 0
        with pytest.raises(DBAPIError, match=r"read-?only"):
            session.connection().execute(text("DELETE FROM mail_facets"))
    with snapshot(engine) as session:
        assert count_mails(session, MailFilter()) == 1


def decide_after(config, seen, done):
    """Decide in a process of its own on what was seen before."""
    engine = open_database(config)
    try:
        with transaction(engine) as session:
            decide_case(session, "Ede", "7473202", Note("x"), officer="a", version=seen, now=NOON)
        done.put("decided")
    except Stale:
        done.put("stale")
    engine.dispose()


def test_of_two_officers_at_the_same_moment_one_is_told(engine, config):
    with snapshot(engine) as session:
        seen = version_of_case(session, "Ede", "7473202")
    fresh = multiprocessing.get_context("spawn")  # forking would share the connections
    done = fresh.Queue()
    officers = [fresh.Process(target=decide_after, args=(config, seen, done)) for _ in range(4)]
    for officer in officers:
        officer.start()
    told = sorted(done.get(timeout=PATIENCE) for _ in officers)
    for officer in officers:
        officer.join(PATIENCE)
    assert told == ["decided", "stale", "stale", "stale"]
