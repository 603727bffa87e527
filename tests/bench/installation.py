"""A mailbox with so many small mails, and a database that has taken them all in."""

import imaplib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ibt_intake.dovecot import PASSWORD, USER, Dovecot
from tests.bench.intake import settings
from tests.bench.letters import CASES
from tests.bench.maildirs import maildir, serving, small
from tests.bench.pages import filled
from tests.bench.row import FIGURES


@contextmanager
def installation(mails: int) -> Iterator[tuple[Dovecot, Path]]:
    """A server and the settings of an installation that has taken in all its mails."""
    with TemporaryDirectory(prefix="ibt-bench-") as name:
        folder = Path(name)
        server = serving(folder / "server", maildir("small", mails, small))
        try:
            config = settings(folder, server.port)
            copy_database(mails, folder / "ibt.db")
            agree(folder / "ibt.db", uidvalidity(server))
            yield server, config
        finally:
            server.stop()


def copy_database(mails: int, file: Path) -> None:
    """The database with so many mails and its key, for a run of its own."""
    filled(FIGURES, mails, CASES).dispose()
    shutil.copy(FIGURES / f"{mails}-mails-{CASES}-cases.db", file)
    shutil.copy(FIGURES / "audit.key", file.parent)


def uidvalidity(server: Dovecot) -> int:
    """How the server numbers its inbox."""
    with imaplib.IMAP4("127.0.0.1", server.port) as client:
        client.login(USER, PASSWORD)
        client.select("INBOX", readonly=True)
        told_so = client.response("UIDVALIDITY")[1][0]
    return int(told_so or 0)


def agree(file: Path, validity: int) -> None:
    """Have the database say that its mails were met in the inbox of that server."""
    with closing(sqlite3.connect(file)) as database:
        mailbox = f"imap:{USER}@127.0.0.1"
        database.execute("update arrivals set mailbox = ?, uidvalidity = ?", (mailbox, validity))
        database.commit()
