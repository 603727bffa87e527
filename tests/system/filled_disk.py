"""What a command that failed told, and a disk of its own to fail on."""

from storage.ledger import State
from tests.disks import own_mounts

MAILS = 5


def line_of(done):
    """The one line on standard error of a command that failed, without its name."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("ibt-intake: ")
    return line.removeprefix("ibt-intake: ")


def all_come_in(installation):
    """Whether the mails are there once nothing is wrong any more."""
    done = installation.run("poll")
    assert done.returncode == 0, done.stderr
    return installation.counts() == {
        State.FILED: MAILS,
        State.KEPT: 0,
        State.WANTS_OCR: 0,
        State.SET_ASIDE: 0,
    }


def told(line, *parts):
    """The parts that a line lacks."""
    return [part for part in parts if part not in line]


def mounted(folder, options):
    """A command that starts another with a disk of its own at that folder, which only it sees."""
    return own_mounts(), f'mount -t tmpfs -o {options} disk "{folder}"'
