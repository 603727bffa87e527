"""Looks for viruses in files by clamd, over the socket that it listens on (see `man clamd`).

A small client of our own: python-clamd has had no release since 2014, and clamav-client is under
the GPL. No fault of clamd holds up a mail: what was not scanned is told as that.
"""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from intake.config import AntivirusConfig
from rules.mail import Scan, Scanned

CHUNK_BYTES = 1 << 16
MOST_ANSWER_BYTES = 4_096
NOT_SCANNED, CLEAN = Scanned(Scan.NOT_SCANNED), Scanned(Scan.CLEAN)
OFF = AntivirusConfig()

log = structlog.get_logger()


class AntivirusAway(Exception):
    """clamd cannot be asked, or gives no answer that can be read; the message says why."""


@dataclass
class Scanner:
    """Scans the files of one mail; when clamd does not answer once, it is asked no more."""

    config: AntivirusConfig
    is_away: bool = False

    def scan(self, data: bytes) -> Scanned:
        """The verdict on a file."""
        if not self.config.is_on or self.is_away or not data or len(data) > self.config.max_bytes:
            return NOT_SCANNED
        try:
            answer = ask(self.config, b"zINSTREAM\0", data)
            return verdict_of(answer)
        except AntivirusAway as error:
            self.is_away = True
            log.warning("antivirus_away", reason=str(error))
            return NOT_SCANNED


def version_of(config: AntivirusConfig) -> str:
    """What clamd says it is, with its signatures. Raises AntivirusAway."""
    return ask(config, b"zVERSION\0")


def verdict_of(answer: str) -> Scanned:
    """The verdict in an answer: 'stream: OK', 'stream: Eicar-Test FOUND'."""
    told = answer.removeprefix("stream: ")
    if told == "OK":
        return CLEAN
    if told.endswith(" FOUND"):
        return Scanned(Scan.FOUND, told.removesuffix(" FOUND"))
    raise AntivirusAway(f"it answers {answer[:80]!r}")


def ask(config: AntivirusConfig, command: bytes, data: bytes | None = None) -> str:
    """clamd's answer to a command, with the bytes to scan behind it. Raises AntivirusAway."""
    until = time.monotonic() + config.timeout_seconds
    with connected(config, until) as peer:
        peer.sendall(command)
        if data is not None:
            for at in range(0, len(data), CHUNK_BYTES):
                chunk = data[at : at + CHUNK_BYTES]
                peer.settimeout(left(until))
                peer.sendall(struct.pack("!L", len(chunk)) + chunk)
            peer.sendall(struct.pack("!L", 0))
        return answer_of(peer, until)


@contextmanager
def connected(config: AntivirusConfig, until: float) -> Iterator[socket.socket]:
    """A connection to clamd; whatever goes wrong on it becomes AntivirusAway."""
    try:
        if config.socket is not None:
            peer = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            peer.settimeout(left(until))
            with peer:
                peer.connect(str(config.socket))
                yield peer
        else:
            with socket.create_connection((config.host, config.port), left(until)) as peer:
                yield peer
    except OSError as error:
        raise AntivirusAway(error.strerror or str(error) or type(error).__name__) from error


def answer_of(peer: socket.socket, until: float) -> str:
    """One answer, which ends with a zero byte."""
    told = b""
    while not told.endswith(b"\0"):
        peer.settimeout(left(until))
        more = peer.recv(MOST_ANSWER_BYTES)
        if not more or len(told) > MOST_ANSWER_BYTES:
            raise AntivirusAway("it ends the connection without an answer")
        told += more
    return told.rstrip(b"\0").decode("utf-8", "replace").strip()


def left(until: float) -> float:
    """The seconds left; a peer that sends a byte now and then gets no more than others."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise AntivirusAway("it takes too long")
    return seconds
