"""How many mails a second, from mailbox to judgement, beside programs that only store them.

getmail6 puts each mail in a Maildir; django-mailbox parses it, stores it by the ORM and its files
beside it, and removes it from the server, which is why it gets a server of its own each time. Both
stand in an environment of their own. What the start and one mail take is taken off. Eight minutes.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import count as numbers
from pathlib import Path
from tempfile import TemporaryDirectory

from ibt_intake.dovecot import PASSWORD, USER
from tests.bench.costs import Cost, cost_of, in_turns, middle
from tests.bench.intake import poll
from tests.bench.mailbox import mail
from tests.bench.maildirs import maildir, serving
from tests.bench.row import FIGURES, Row, run

MAILS = 1000
PROGRAMS = FIGURES.absolute() / "peers" / "bin"
GETMAIL = """
[retriever]
type = SimpleIMAPRetriever
server = 127.0.0.1
port = {port}
username = {user}
password = {password}
mailboxes = ("INBOX",)
[destination]
type = Maildir
path = {place}/mails/
{owner}
[options]
read_all = true
delete = false
verbose = 0
"""
places = numbers()


def rows(times: int) -> list[Row]:
    """The rows of peers."""
    ways = {"ibt-intake": poll, "django-mailbox": django_mailbox, "getmail6": getmail}
    with TemporaryDirectory(prefix="ibt-bench-") as name:
        costs = {
            count: in_turns(
                {each: partial(once, way, Path(name), count) for each, way in ways.items()}, times
            )
            for count in (1, MAILS)
        }
    rate = {
        name: (MAILS - 1) / (middle(costs[MAILS][name], "wall") - middle(costs[1][name], "wall"))
        for name in ways
    }
    ours, what = rate["ibt-intake"], "mails a second from end to end, one worker"
    return [
        Row(what, f"{name}, which only stores", ours, rate[name], "/s", gate, is_least=True)
        for name, gate in (("django-mailbox", 1.2), ("getmail6", 1.5))
    ]


def once(way: Callable[[Path, int], list[str]], folder: Path, mails: int) -> Cost:
    """What it costs to take in so many mails from a server that nobody asked before."""
    place = folder / str(next(places))
    place.mkdir()
    server = serving(place / "server", maildir("mixed", mails, mail))
    try:
        return cost_of(way(place, server.port))
    finally:
        server.stop()


def django_mailbox(place: Path, port: int) -> list[str]:
    """The command of django-mailbox."""
    script = Path(__file__).with_name("peer_django.py")
    uri = f"imap://{USER}:{PASSWORD}@127.0.0.1:{port}"
    # -P: else our own mailbox.py beside the script would hide that of Python.
    return [str(PROGRAMS / "python"), "-P", str(script), uri, str(place)]


def getmail(place: Path, port: int) -> list[str]:
    """The command of getmail6."""
    for part in ("cur", "new", "tmp"):
        (place / "mails" / part).mkdir(parents=True)
    is_root = os.getuid() == 0  # as which it delivers nothing
    if is_root:
        subprocess.run(["chown", "-R", "mail", str(place / "mails")], check=True)
        for each in (place, *place.parents[:1]):
            each.chmod(0o711)
    rc = place / "getmailrc"
    owner = "user = mail" if is_root else ""
    rc.write_text(GETMAIL.format(port=port, user=USER, password=PASSWORD, place=place, owner=owner))
    return [str(PROGRAMS / "getmail"), "--getmaildir", str(place), "--rcfile", str(rc)]


if __name__ == "__main__":
    sys.exit(run("peers", rows))
