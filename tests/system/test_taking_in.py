"""200 mails over two folders, taken in by the daemon from a real server."""

import json
import re
import signal
from dataclasses import dataclass

import pytest

from storage.ledger import State
from tests.servers import Dovecot, running
from tests.system.mails import some
from tests.system.programs import Installation, installation_at, until

FOLDERS = ("INBOX", '"Wob &- Woo"')  # on the wire (RFC 3501 section 5.1.3)


@dataclass
class History:
    """What there was before the daemon ran, and after."""

    server: Dovecot
    installation: Installation
    mails: list[bytes]
    flags_before: list[list[bytes]]
    flags_after: list[list[bytes]]
    status: int
    complaints: list[str]


def flags(server):
    return [server.flags(folder) for folder in FOLDERS]


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """One life of the daemon, which every test here looks back on."""
    for server in running():
        mails = some(200)
        server.append(mails[:60], flags=r"(\Seen \Flagged)")
        server.append(mails[60:120])
        server.append(mails[120:], folder=FOLDERS[1])
        before = flags(server)
        folder = tmp_path_factory.mktemp("installation")
        installation = installation_at(folder, server, folders=["INBOX", "Wob & Woo"])
        program = installation.start()
        program.wait_for("pass")
        status = program.end(signal.SIGTERM)
        yield History(server, installation, mails, before, flags(server), status, program.told())
        installation.close()


def test_each_mail_is_kept_once_with_its_bytes(history):
    assert history.installation.raws() == sorted(history.mails)


def test_each_mail_is_judged_and_filed_once(history):
    filed = history.installation.events("filed")
    assert history.installation.counts() == {
        State.FILED: 200,
        State.KEPT: 0,
        State.WANTS_OCR: 0,
        State.SET_ASIDE: 0,
    }
    assert len(filed) == len(set(filed)) == 200
    assert history.installation.events("filed_again") == []


def test_the_flags_in_the_mailbox_are_as_before_not_seen_included(history):
    assert history.flags_after == history.flags_before
    assert b"Seen" in b"".join(history.flags_before[0])
    assert b"Seen" not in b"".join(history.flags_before[1])


def test_it_ends_well_and_without_a_complaint(history):
    assert (history.status, history.complaints) == (0, [])


def test_a_second_run_fetches_no_body(history):
    until(lambda: have_ended(history.server.log), "the sessions of the first run ended")
    seen = len(history.server.log)
    done = history.installation.run("poll", "--format", "jsonl")
    assert set(json.loads(done.stdout).values()) == {0}, done.stderr
    ended = until(
        lambda: have_ended(history.server.log) and bodies_read(history.server.log[seen:]),
        "the sessions of the second run ended",
    )
    assert ended == [0, 0]


def bodies_read(log):
    """How many bodies each session fetched that has ended, by the server's own log."""
    return [int(count) for count in re.findall(r"Disconnected: .*body_count=(\d+)", log)]


def have_ended(log):
    """Whether each session that began has ended, by the server's own log."""
    return len(bodies_read(log)) == len(re.findall(r"imap-login: .*Login: user=", log))
