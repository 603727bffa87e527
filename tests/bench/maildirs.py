"""Maildirs of mails that are made up, made once and kept in .cache/bench."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from ibt_intake.dovecot import Dovecot
from tests.bench.row import FIGURES, told

SMALL = "Message-ID: <{number}@small.example>\r\nFrom: a@small.example\r\n\r\nEen brief.\r\n"


def small(number: int) -> bytes:
    """A mail of 80 bytes."""
    return SMALL.format(number=number).encode()


def maildir(name: str, mails: int, mail: Callable[[int], bytes]) -> Path:
    """A Maildir of so many mails of a kind."""
    folder = FIGURES / f"maildir-{name}-{mails}"
    if not folder.exists():
        told(f"making {folder}")
        making = folder.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        for part in ("cur", "new", "tmp"):
            (making / part).mkdir(parents=True)
        for number in range(mails):
            file = making / "cur" / f"{1_700_000_000 + number}.M{number}P1.bench:2,"
            file.write_bytes(mail(number))
        making.rename(folder)
    return folder


def serving(folder: Path, source: Path) -> Dovecot:
    """A server that has the mails of a Maildir in its inbox."""
    folder.mkdir()
    server = Dovecot(folder)
    server.set_up()
    copy_maildir(source, server.maildir)
    server.start()
    return server


def copy_maildir(source: Path, target: Path) -> None:
    """The same mails for a server of its own; by links, as no server changes a file of a mail."""
    target.parent.mkdir(parents=True, exist_ok=True)
    linked = subprocess.run(["cp", "-al", source, target], capture_output=True, check=False)
    if linked.returncode:  # on another file system
        shutil.rmtree(target, ignore_errors=True)
        subprocess.run(["cp", "-a", source, target], check=True)
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", "mail", str(target.parent)], check=True)
