"""Where mail comes from: an IMAP server or mail on disk, behind one protocol.

Nothing here writes to a mailbox unless marking is switched on: officers share it, and what is
read, flagged or moved there is theirs.
"""

from intake.config import MailboxConfig
from intake.mailbox.protocol import Mailbox


def open_mailbox(config: MailboxConfig) -> Mailbox:
    """The mailbox of the settings; an IMAP server is first spoken to when asked for mail."""
    if config.kind == "imap":
        from intake.mailbox.imap import ImapMailbox

        return ImapMailbox(config)
    from intake.mailbox.disk import DiskMailbox

    return DiskMailbox(config)
