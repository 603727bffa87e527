"""The way in: mailbox, reading, the steps from mail to flagged case, the daemon."""
