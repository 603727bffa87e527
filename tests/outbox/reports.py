"""Reports of failure as mail servers write them, in our own words."""

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

EXCHANGE_TEXT = """\
Your message

  To:      Griffie
  Subject: {subject}
  Sent:    Thu, 9 Apr 2026 12:00:00 +0200

did not reach the following recipient(s):

{address} on Thu, 9 Apr 2026 12:00:05 +0200
    The e-mail account does not exist at the organization this message was sent to.
        MSEXCH:MSExchangeMTA:EDE:MAIL01
"""
OFFICE_365_TEXT = """\
Uw bericht aan {address} kan niet worden bezorgd.

griffie is niet gevonden bij ede.nl.

Diagnostische gegevens voor beheerders:

Oorspronkelijke berichtkoppen:

From: Interbestuurlijk toezicht <ibt@example.nl>
To: {address}
Subject: {subject}
Message-ID: {message_id}
"""


def dsn(outgoing, *, action="failed", returned=True) -> bytes:
    """A report by RFC 3464, with or without the headers of the mail that it returns."""
    envelope = outgoing.message_id.strip("<>")
    parts = [
        "Content-Type: text/plain\n\nYour mail was not delivered.\n",
        "Content-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.ede.nl\n"
        f"Original-Envelope-Id: {envelope}\n\n"
        f"Final-Recipient: rfc822; {outgoing.to[0]}\nAction: {action}\nStatus: 5.1.1\n",
    ]
    if returned:
        parts.append(
            "Content-Type: text/rfc822-headers\n\n"
            f"References: <older@example.nl>\nMessage-ID: {outgoing.message_id}\n"
        )
    head = (
        "Return-Path: <>\n"
        "Received: from mx.ede.nl by mx.example.nl; Thu, 9 Apr 2026 12:00:05 +0200\n"
        "From: Mail Delivery System <MAILER-DAEMON@mx.ede.nl>\n"
        "To: ibt@example.nl\n"
        "Subject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\n"
        "Message-ID: <report-1@mx.ede.nl>\n"
        "MIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="grens"\n\n'
    )
    body = "".join(f"--grens\n{part}\n" for part in parts)
    return f"{head}{body}--grens--\n".replace("\n", "\r\n").encode()


def free_form(text, outgoing, *, subject, sender="postmaster@ede.nl", base64=False) -> bytes:
    """A report in words of its own."""
    mail = EmailMessage()
    mail["Received"] = "from mx.ede.nl by mx.example.nl; Thu, 9 Apr 2026 12:00:05 +0200"
    mail["From"] = sender
    mail["To"] = "ibt@example.nl"
    mail["Subject"] = subject
    mail["Message-ID"] = "<report-2@ede.nl>"
    words = text.format(
        address=outgoing.to[0], subject=outgoing.subject, message_id=outgoing.message_id
    )
    mail.set_content(words, cte="base64" if base64 else "8bit")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def postfix_free_form(outgoing) -> bytes:
    """As Postfix wrote before RFC 3464, and programs after it: in parts, without a status."""
    mail = MIMEMultipart("mixed")
    mail["Received"] = "from mx.ede.nl by mx.example.nl; Thu, 9 Apr 2026 12:00:05 +0200"
    mail["From"] = "MAILER-DAEMON@mx.ede.nl"
    mail["To"] = "ibt@example.nl"
    mail["Subject"] = "Undelivered Mail Returned to Sender"
    mail["Message-ID"] = "<report-3@mx.ede.nl>"
    part = MIMEText(f"  The Postfix program\n\n<{outgoing.to[0]}>: unknown user\n")
    part["Content-Description"] = "Notification"
    mail.attach(part)
    return mail.as_bytes().replace(b"\n", b"\r\n")


def answer(outgoing, *, subject=None, threaded=True, automatic=False, sender=None) -> bytes:
    """What a person or a machine answers."""
    mail = EmailMessage()
    mail["Received"] = "from mail.ede.nl by mx.example.nl; Thu, 9 Apr 2026 12:30:00 +0200"
    mail["From"] = sender or outgoing.to[0]
    mail["To"] = "ibt@example.nl"
    mail["Subject"] = subject or f"RE: {outgoing.subject}"
    mail["Message-ID"] = "<answer-1@ede.nl>"
    if threaded:
        mail["In-Reply-To"] = outgoing.message_id
        mail["References"] = outgoing.message_id
    if automatic:
        mail["Auto-Submitted"] = "auto-replied"
        mail.set_content("Ik ben afwezig tot en met 20 april 2026.\n")
    else:
        mail.set_content("Dank voor uw brief. Wij sturen onze reactie volgende week.\n")
    return mail.as_bytes().replace(b"\n", b"\r\n")
