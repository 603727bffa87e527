"""Small mails for the tests of the whole program."""

from email.message import EmailMessage
from email.policy import SMTP

from tests.intake.mails import numbered


def with_attachment(number: int) -> bytes:
    """A small mail with a file, so that the reading process is needed."""
    mail = EmailMessage()
    mail["Received"] = "from a.example by b.example; Fri, 10 Apr 2026 10:00:00 +0200"
    mail["From"] = "gemeente@example.nl"
    mail["Subject"] = f"Brief {number}"
    mail["Message-ID"] = f"<brief-{number}@example.nl>"
    mail.set_content("Zie de bijlage.\n")
    mail.add_attachment(f"Dit is brief {number}.\n", filename="brief.txt")
    mail.set_boundary("grens")  # else another one each time
    return mail.as_bytes(policy=SMTP)


def some(count: int, *, first: int = 0) -> list[bytes]:
    """Mails that differ; one in twenty has a file."""
    numbers = range(first, first + count)
    return [with_attachment(n) if n % 20 == 19 else numbered(n) for n in numbers]
