"""Text mails of some 3 kB that answer letters of the filled database, the same for a number."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from random import Random

from tests.bench.mailbox import paragraphs
from tests.storage.many import FIRST_LETTER

MUNICIPALITIES = 342
CASES = 5_000  # letters that municipalities were sent
PARAGRAPHS = 9


def letter(number: int) -> bytes:
    """One mail that a municipality sends in reply to a letter."""
    random = Random(number)
    case = random.randrange(CASES)
    name = f"Gemeente {case % MUNICIPALITIES + 1}"
    at = datetime.combine(FIRST_LETTER, datetime.min.time(), UTC) + timedelta(minutes=17 * number)
    domain = name.replace(" ", "").lower()
    message = EmailMessage(policy=SMTP)
    message["Received"] = f"from mx.example by mail.example; {format_datetime(at)}"
    message["From"] = f"{name} <info@{domain}.nl>"
    message["To"] = "ibt@minjenv.example"
    reference = 7_000_000 + case // MUNICIPALITIES
    message["Subject"] = f"Reactie van {name} op uw brief {reference} ({number})"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<bench-{number}@{domain}.nl>"
    body = paragraphs(random, name, PARAGRAPHS)
    message.set_content("\n\n".join([*body, f"Met vriendelijke groet,\nJ. Jansen\n{name}\n"]))
    return message.as_bytes()
