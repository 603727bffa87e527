"""Labelled short mails: to learn kinds from, and what sentences state.

Mails are parted by a line `====`. Of each mail the first lines give, as `K: A8+IR`, its kinds
(`KINDS`); `R`, whether a request of the ministry is open; `Q`, whether the mail quotes its
reference; `M`, the municipality that sends it, `-` for someone else; `S`, the subject. The rest
are sentences with labels, as in `intake.passages`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from spacy.language import Language

from intake.config import ReadingConfig
from intake.errors import Stop
from intake.labelled import Gold, Labelled
from intake.passages import LETTERS, labelled_line
from intake.reading import read_mail
from rules.judgement import Element, Kind, TimelineState
from rules.language import blank_language
from rules.registry import Registry, Request
from rules.sentences import sentences_of

KINDS = {
    "A8": Kind.ARTICLE_8_NOTIFICATION,
    "IR": Kind.INFORMATION_REPLY,
    "EX": Kind.EXTENSION_REQUEST,
    "Q": Kind.QUESTION,
    "OT": Kind.OTHER,
}
END = re.compile(r"^====$", re.MULTILINE)
REFERENCE = re.compile(r"\b74\d{5}\b")
UNQUOTED = "7400000"  # the reference of a request that the mail does not name
LETTER_DATE = date(2026, 4, 9)
TERM_DAYS = 21
ANSWERED = timedelta(days=14)
UNASKED = timedelta(days=-30)  # before there was a letter


@dataclass(frozen=True, slots=True)
class ShortMail:
    """A labelled mail and the request that it may answer."""

    labelled: Labelled
    request: Request | None


def short_mails(path: Path, registry: Registry) -> Iterator[ShortMail]:
    """The mails of a file. Raises Stop where one is not as described above."""
    domains = {each.name: each.domain for each in registry.municipalities}
    language = blank_language()
    blocks = [block.strip() for block in END.split(path.read_text(encoding="utf-8"))]
    for number, block in enumerate(filter(None, blocks), 1):
        try:
            yield short_mail(block.splitlines(), path.stem, number, domains, language)
        except (KeyError, ValueError) as error:
            raise Stop(f"{path}, mail {number}: {error!r}; see intake.short_mails") from error


def short_mail(
    lines: list[str], writer: str, number: int, domains: Mapping[str, str], language: Language
) -> ShortMail:
    """One mail of its lines."""
    head = dict(line.split(": ", 1) for line in lines[:5])
    said = [labelled_line(line) for line in lines[5:] if line.strip()]
    quoted = REFERENCE.findall("\n".join(lines))
    is_asked = head["R"].strip() == "yes" and head["M"] in domains
    reference = quoted[0] if quoted else UNQUOTED
    asked = Request(reference, head["M"], LETTER_DATE, TERM_DAYS, 100, 0, 0, 0)
    message = EmailMessage()
    message["From"] = f"gemeente@{domains[head['M']]}" if head["M"] in domains else "a@example.nl"
    message["To"] = "ibtspreidingswet@minjenv.nl"
    message["Subject"] = head["S"]
    message.set_content("\n\n".join(text for _, text in said))
    received = datetime(LETTER_DATE.year, LETTER_DATE.month, LETTER_DATE.day, 9, tzinfo=UTC)
    received += ANSWERED if is_asked else UNASKED
    mail = read_mail(bytes(message), received, ReadingConfig())
    gold = Gold(
        file=f"{writer}-{number}",
        received=received.isoformat(),
        kinds=[KINDS[name] for name in head["K"].strip().split("+")],
        municipalities=[],
        references=[],
        elements={
            element: [text for marks, text in said if letter in marks]
            for element, letter in zip(Element, LETTERS, strict=False)
        },
        timeline_state=TimelineState.STATED,
        timeline=[],
        claims_met=any("M" in marks for marks, _ in said),
        places=[],
        missing=[],
        late=None,
    )
    sentences = tuple(sentences_of(mail, language))
    return ShortMail(Labelled(writer, gold, mail, sentences), asked if is_asked else None)
