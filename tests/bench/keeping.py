"""How long fetching a mailbox and keeping it durably takes, beside mbsync with fsync.

Both fetch the mixed mailbox from the same Dovecot; this program keeps it in its ledger, mbsync in a
Maildir. What the start and one mail take is taken off, of both. A minute.
"""

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import load_config
from ibt_intake.dovecot import PASSWORD, USER
from ibt_intake.logs import quiet_logging
from intake.mailbox import open_mailbox
from intake.mailbox.watch import Watch
from intake.steps import keep_new
from intake.tally import Tally
from tests.bench.intake import MAILS, settings
from tests.bench.mailbox import mail
from tests.bench.maildirs import maildir, serving
from tests.bench.row import Row, run, told

MBSYNC = """
FSync yes

IMAPAccount bench
Host 127.0.0.1
Port {port}
User {user}
Pass {password}
SSLType None
AuthMechs LOGIN

IMAPStore far
Account bench

MaildirStore near
Path {place}/
Inbox {place}/inbox

Channel all
Far :far:
Near :near:
Patterns INBOX
Create Near
Sync Pull
SyncState *
"""


def rows(times: int) -> list[Row]:
    """The row of keeping."""
    quiet_logging()
    seconds: dict[int, tuple[list[float], list[float]]] = {}
    with TemporaryDirectory(prefix="ibt-bench-") as name:
        for count in (1, MAILS):
            server = serving(Path(name) / f"server-{count}", maildir("mixed", count, mail))
            seconds[count] = ([], [])
            try:
                for turn in range(times):
                    place = Path(name) / f"{count}-{turn}"
                    place.mkdir()
                    seconds[count][0].append(kept(place, server.port, count))
                    seconds[count][1].append(synced(place, server.port, count))
                    told(f"{count} mails: {[each[-1] for each in seconds[count]]} s")
            finally:
                server.stop()
    ours, floor = (
        1000 * (median(seconds[MAILS][at]) - median(seconds[1][at])) / (MAILS - 1) for at in (0, 1)
    )
    return [
        Row("fetch and durable keep, wall a mail", "mbsync with fsync", ours, floor, "ms", 0.75)
    ]


def kept(place: Path, port: int, mails: int) -> float:
    """The seconds in which this program fetches and keeps the mailbox."""
    config, tally = load_config(settings(place, port)), Tally()
    engine = open_storage(config)
    start = time.monotonic()
    with closing(open_mailbox(config.mailbox)) as mailbox:
        keep_new(mailbox, engine, Watch(), tally, Event(), whole=True)
    seconds = time.monotonic() - start
    engine.dispose()
    if tally.kept != mails:
        raise RuntimeError(f"not all mails were kept: {tally}")
    return seconds


def synced(place: Path, port: int, mails: int) -> float:
    """The seconds in which mbsync does."""
    rc = place / "mbsyncrc"
    rc.write_text(MBSYNC.format(port=port, user=USER, password=PASSWORD, place=place))
    start = time.monotonic()
    subprocess.run(["mbsync", "-q", "-c", str(rc), "all"], check=True)
    seconds = time.monotonic() - start
    if len(list((place / "inbox").glob("*/*"))) < mails:
        raise RuntimeError("mbsync did not fetch all mails")
    return seconds


if __name__ == "__main__":
    sys.exit(run("keeping", rows))
