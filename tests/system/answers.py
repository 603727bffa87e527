"""Answers to the ministry's letter, and mails of ours as the other side has them."""

from dataclasses import replace
from email.message import EmailMessage

from tests.outbox.mails import letter
from tests.system.faults.letters import TEXT

OFFICER = "behandelaar@minjenv.example"


def reply_of(name, reference, sender):
    """What a municipality answers to the ministry's letter."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, "ibt@minjenv.example"
    mail["Subject"] = f"Reactie op informatieverzoek, kenmerk {reference}"
    mail["Message-ID"] = f"<brief-{reference}@{sender.partition('@')[2]}>"
    mail.set_content(TEXT.format(name=name, reference=reference))
    return mail.as_bytes().replace(b"\n", b"\r\n")


def as_outgoing(accepted):
    """A mail as the other side has it, for the reports and answers of tests."""
    mail = accepted.mail
    return replace(
        letter(),
        to=(accepted.recipients[0],),
        subject=str(mail["Subject"]),
        message_id=accepted.message_id,
    )
