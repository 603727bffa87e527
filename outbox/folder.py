"""A folder of .eml files in place of a server: what an installation without one sends to."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from outbox.compose import Composed
from outbox.errors import ServerAway

ENDING = ".eml"


class MailFolder:
    """Each mail as a file of its own, there wholly or not at all, and never twice."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, mail: Composed, hand_over: Callable[[], None]) -> None:
        """Write a mail; one that is there already stays as it is. Raises ServerAway."""
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.holds(mail.message_id):
                hand_over()
                return
            draft = self._path / f".{name_of(mail.message_id)}.{os.getpid()}"
            try:
                write(draft, mail.raw)
                hand_over()
                draft.replace(self._path / name_of(mail.message_id))
            finally:
                draft.unlink(missing_ok=True)
            sync(self._path)
        except OSError as error:
            raise ServerAway(
                f"{self._path} cannot be written to ({error.strerror}); check folder under "
                "[outbox] in config.toml, and the space on the disk"
            ) from error

    def holds(self, message_id: str) -> bool:
        """Whether a mail was written: a file is there or not, there is no doubt."""
        return (self._path / name_of(message_id)).exists()

    def keep(self, mail: Composed) -> None:
        """Nothing: the file is the copy."""

    def try_out(self) -> str:
        """Where mails go; raises ServerAway where none can be written."""
        probe = self._path / f".probe.{os.getpid()}"
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            write(probe, b"")
        except OSError as error:
            raise ServerAway(
                f"{self._path} cannot be written to ({error.strerror}); check folder under [outbox]"
            ) from error
        finally:
            with contextlib.suppress(OSError):
                probe.unlink()
        return f"mails are written to {self._path}, none is sent"


def name_of(message_id: str) -> str:
    """A file's name that follows from the mail's; no path can be in it."""
    plain = "".join(each if each.isalnum() or each in ".-@" else "_" for each in message_id)
    return plain.strip("_.").rpartition("@")[0][:200] + ENDING


def write(path: Path, raw: bytes) -> None:
    """A file that is on the disk when this returns; mail is confidential."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
