"""The demo's answers as mails, with the headers that the ministry's own server writes."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import blake2b

from ibt_intake.demo.plan import Course, PlannedMail
from ibt_intake.demo.words import Writer
from rules.deadlines import NETHERLANDS

TO = "ibtspreidingswet@minjenv.nl"
SERVER = "mx1.minjenv.nl"


def raw_mail(course: Course, mail: PlannedMail, reference: str, domain: str) -> bytes:
    """The bytes of a mail, as the ministry's server received it."""
    writer = Writer(course, mail, reference)
    sender, token = f"gemeente@{domain}", token_of(course, mail)
    received = format_datetime(mail.received_at.astimezone(NETHERLANDS))
    made = EmailMessage(policy=SMTP)
    made["Return-Path"] = f"<{sender}>"
    made["Received"] = (
        f"from mail.{domain} (mail.{domain} [192.0.2.{int(token[:2], 16)}]) by {SERVER} with "
        f"ESMTPS id {token[:10]}; {received}"
    )
    made["Authentication-Results"] = (
        f"{SERVER}; dkim=pass header.d={domain}; spf=pass smtp.mailfrom={domain}; "
        f"dmarc=pass header.from={domain}"
    )
    made["From"] = f"Gemeente {course.municipality} <{sender}>"
    made["To"] = TO
    made["Subject"] = writer.subject()
    made["Date"] = received
    made["Message-ID"] = f"<{token}@{domain}>"
    made.set_content(writer.text(), cte="quoted-printable")
    return made.as_bytes()


def token_of(course: Course, mail: PlannedMail) -> str:
    """What tells a mail from the others, in 16 hexadecimal digits."""
    told = f"{course.municipality}/{mail.sort.value}"
    return blake2b(told.encode(), digest_size=8).hexdigest()
