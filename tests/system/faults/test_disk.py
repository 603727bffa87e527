"""R14: a disk that is full. All that is kept stands in the database; there are no other files."""

import pytest

from storage.ledger import State
from tests.system.filled_disk import MAILS, all_come_in, line_of, mounted, told
from tests.system.mails import with_attachment
from tests.system.programs import PATIENCE

pytestmark = pytest.mark.sqlite

TRIES = 4  # one more than a mail may be in hand when the program ends


def large(count):
    """Mails of which a few fill the disk."""
    return [with_attachment(n) + b"regel\r\n" * 30_000 for n in range(count)]


@pytest.fixture
def cramped(installation, dovecot):
    """An installation whose mailbox holds more than its disk will."""
    (installation.folder / "data").mkdir()
    dovecot.append(large(MAILS))
    installation.settings["log"]["level"] = "error"
    installation.settings["mailbox"] |= {"batch_mails": 2, "mark": "keyword"}
    return installation


def on_a_small_disk(installation, then):
    """A command that starts another with its data on a disk of 1.6 MB, that only it sees."""
    where, mount = mounted(installation.folder / "data", "size=1600k")
    return [*where, "sh", "-c", f"{mount}; {then}", "sh"]


@pytest.mark.parametrize("command", ["poll", "run"])
def test_r14_a_full_disk_is_told_and_the_mails_stay_on_the_server(cramped, dovecot, command):
    before = dovecot.flags()
    line = line_of(cramped.run(command, before=on_a_small_disk(cramped, 'exec "$@"')))
    assert told(line, "data/intake.db has no room left on its disk", "free some space") == []
    assert dovecot.flags() == before
    assert all_come_in(cramped)


def test_r14_once_there_is_room_all_goes_on_however_often_it_was_started(cramped):
    data, saved = cramped.folder / "data", cramped.folder / "saved"
    begun = f'for i in $(seq {TRIES}); do "$@"; done'
    freed = f'mount -o remount,size=60m "{data}" && "$@" && cp -a "{data}" "{saved}"'
    before = on_a_small_disk(cramped, f"{begun}; {freed}")
    done = cramped.run("poll", before=before, seconds=TRIES * 2 * PATIENCE)
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert len([line for line in lines if "has no room left" in line]) == TRIES
    cramped.settings["database"]["url"] = f"sqlite:///{saved}/intake.db"
    assert cramped.counts() == {
        State.FILED: MAILS,
        State.KEPT: 0,
        State.WANTS_OCR: 0,
        State.SET_ASIDE: 0,
    }
    assert cramped.raws() == sorted(large(MAILS))
