"""Mails of scanned pages, and what became of them."""

from datetime import UTC, datetime

from sqlmodel import select

from storage.database import snapshot
from storage.ledger import mails_by_state
from storage.tables.mails import FailureRow
from tests import files
from tests.files import File, mail_with

AT = datetime(2026, 4, 9, 8, tzinfo=UTC)
WORDS = "De gemeente heeft twaalf plaatsen."


def scan(*pages, name="scan.pdf", **headers):
    """A mail with a scan of so many pages."""
    return mail_with(File(name, files.scanned_pdf(*(pages or (WORDS,)))), **headers)


def counts(engine):
    with snapshot(engine) as session:
        return {state: count for state, count in mails_by_state(session).items() if count}


def tries(engine):
    """What was counted of tries that came to no end yet."""
    with snapshot(engine) as session:
        return session.exec(select(FailureRow.tries)).all()
