"""The IMAP folder that holds what was sent: looked into by Message-ID, added to by APPEND."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from outbox.compose import Composed
from outbox.errors import Later, OutboxError, without_addresses

IN_CONFIG = "sent_folder under [smtp] in config.toml"


class SentFolder:
    """A folder of the mailbox, over a connection for each question."""

    def __init__(self, connect: Callable[[], IMAPClient], folder: str, *, is_ours: bool) -> None:
        """connect: gives a client that has signed in; is_ours: whether we put the copies there."""
        self._connect = connect
        self._folder = folder
        self._is_ours = is_ours

    def holds(self, message_id: str) -> bool | None:
        """True where a mail of that Message-ID stands there; None: that says nothing.

        The copy is made after the mail was sent, so a mail without one may be sent all the same.
        Raises Later where the folder cannot be looked into.
        """
        with self._open(readonly=True) as client:
            return is_there(client, message_id) or None

    def keep(self, mail: Composed) -> None:
        """Put a copy there, unless one stands there already. Raises Later."""
        if not self._is_ours:
            return
        with self._open(readonly=False) as client:
            # A crash after the last copy was made may have kept us from noting it.
            if not is_there(client, mail.message_id):
                client.append(self._folder, mail.raw, flags=[rb"\Seen"])

    @contextmanager
    def _open(self, *, readonly: bool) -> Iterator[IMAPClient]:
        with self._faults():
            client = self._connect()
            try:
                if not client.folder_exists(self._folder):
                    raise Later(f"the mailbox has no folder {self._folder!r}; check {IN_CONFIG}")
                client.select_folder(self._folder, readonly=readonly)
                yield client
            finally:
                with contextlib.suppress(OSError, IMAPClientError):
                    client.shutdown()  # CLOSE would expunge what officers deleted

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except OutboxError:
            raise
        # ValueError, TypeError, IndexError: imapclient on an answer that is no IMAP.
        except (OSError, IMAPClientError, ValueError, TypeError, IndexError) as error:
            raise Later(
                f"folder {self._folder!r} of what was sent cannot be reached "
                f"({type(error).__name__}: {without_addresses(str(error))}); it is tried again"
            ) from error


def is_there(client: IMAPClient, message_id: str) -> bool:
    """Whether the open folder holds it; servers look for a part of the header's value."""
    return bool(client.search(["HEADER", "Message-ID", message_id.strip("<>")]))
