"""Tries that cannot be taken back while the database is away are so once it is there."""

from contextlib import closing, contextmanager
from datetime import UTC, datetime
from threading import Event

import pytest

from intake import judged_lot, owed
from intake.config import ReadingConfig
from intake.filing import Filer
from intake.tally import Tally
from storage.database import snapshot, transaction
from storage.errors import DatabaseBusy
from storage.failures import WAITS, failures
from storage.ledger import Arrival, keep_all
from storage.turns import waiting_mail
from tests.intake.mails import numbered

NOW = datetime(2026, 4, 9, 12, 0, tzinfo=UTC)


@pytest.fixture
def filer(engine):
    with closing(Filer(engine, ReadingConfig(), roll_over=True)) as filer:
        yield filer


@pytest.fixture
def mail(engine):
    """A mail that waits, by its name."""
    with transaction(engine) as session:
        (kept,) = keep_all(session, [Arrival("ibt", "INBOX", 7, 1, numbered(1), "", NOW)], NOW)
    return kept.mail


@pytest.fixture
def outage(monkeypatch):
    """While the block runs nothing can be filed, nor a try be taken back."""

    def away(*_):
        raise DatabaseBusy("the database does not answer")

    @contextmanager
    def lasting():
        with monkeypatch.context() as patched:
            patched.setattr(judged_lot, "file_lot", away)
            patched.setattr(owed, "transaction", away)
            yield

    return lasting


def take_in(engine, filer, mail):
    """File a mail; how many were."""
    with snapshot(engine) as session:
        waiting = waiting_mail(session, mail, datetime.now(UTC))
    tally = Tally()
    filer.file([waiting], tally, Event())
    return tally.filed


def test_no_number_of_outages_of_the_database_sets_a_mail_aside(engine, filer, mail, outage):
    for _ in range(len(WAITS) + 2):
        with outage(), pytest.raises(DatabaseBusy):
            take_in(engine, filer, mail)
    assert take_in(engine, filer, mail) == 1


def test_what_is_filed_of_it_meanwhile_stays_filed(engine, filer, mail, outage):
    with outage(), pytest.raises(DatabaseBusy):
        take_in(engine, filer, mail)
    with closing(Filer(engine, ReadingConfig(), roll_over=True)) as another:
        assert take_in(engine, another, mail) == 1
    filer.file_waiting(Tally(), Event())
    with snapshot(engine) as session:
        assert failures(session) == []
        assert waiting_mail(session, mail, datetime.now(UTC)) is None
