"""Labelled mails: sets in the corpus format, read for training and for evaluation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from intake.attachments.child import stop
from intake.config import ReadingConfig
from intake.errors import Stop
from intake.reading import read_mail
from rules.case_state import Status
from rules.judgement import Category, Element, Kind, PlaceRole, TimelineState
from rules.language import blank_language
from rules.mail import Mail
from rules.sentences import Sentence, sentences_of

# On a busy machine too: what was not read in time would be learnt, or counted, as never written.
PATIENT = ReadingConfig(ocr_seconds=600, part_seconds=120, mail_seconds=120)
SHARE = 0.6  # of the shorter sentence's words, that both hold: then they are the same evidence


class GoldTime(BaseModel):
    """An expression of time that says when places will be there."""

    model_config = ConfigDict(extra="forbid")

    text: str
    earliest: date | None
    latest: date | None


class GoldPlaces(BaseModel):
    """A number of places as the municipality states it."""

    model_config = ConfigDict(extra="forbid")

    category: Category
    role: PlaceRole
    count: int


class Gold(BaseModel):
    """What a careful case officer notes about a mail; see the corpus's schema."""

    model_config = ConfigDict(extra="forbid")

    file: str
    received: str
    kinds: list[Kind]
    municipalities: list[str]
    references: list[str]
    elements: dict[Element, list[str]]
    timeline_state: TimelineState
    timeline: list[GoldTime]
    claims_met: bool
    places: list[GoldPlaces]
    missing: list[Element]
    late: bool | None
    tags: list[str] = []


class GoldCase(BaseModel):
    """How a case must stand on a day, after all mails received until then."""

    model_config = ConfigDict(extra="forbid")

    municipality: str
    reference: str | None
    as_of: date
    due: date | None
    status: Status
    late: bool | None
    missing: list[Element]
    mails: list[str]


Label = TypeVar("Label", Gold, GoldCase)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A mail with its labels."""

    writer: str  # who wrote it: trained and measured apart
    gold: Gold
    mail: Mail
    sentences: tuple[Sentence, ...]


def gold_of(folder: Path) -> list[Gold]:
    """The labels of a set. Raises Stop where the folder is none."""
    path = folder / "gold.jsonl"
    if not path.is_file():
        raise Stop(f"{folder} is no labelled set: {path.name} is missing; see its schema")
    return labels(path, Gold)


def gold_cases_of(folder: Path) -> list[GoldCase]:
    """The cases of a set; none where it labels mails alone."""
    path = folder / "cases.jsonl"
    return labels(path, GoldCase) if path.exists() else []


def labels(path: Path, model: type[Label]) -> list[Label]:
    """The labels in a file, one JSON object a line. Raises Stop where a line is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"{path} cannot be read as UTF-8; check the file and its rights") from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found += [model.model_validate_json(line)] if line.strip() else []
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "the line"
            raise Stop(
                f"{path}, line {number}: {where}: {first['msg']}; see the schema of the corpus"
            ) from error
    return found


def labelled_mails(folder: Path) -> Iterator[Labelled]:
    """The mails of a set in the order of its labels, read and cut into sentences."""
    language = blank_language()
    try:
        for gold in gold_of(folder):
            # As labelled: a mail that was exported may not say itself when it came.
            at = datetime.fromisoformat(gold.received)
            mail = read_mail((folder / gold.file).read_bytes(), at, PATIENT)
            sentences = tuple(sentences_of(mail, language))
            yield Labelled(writer_of(folder, gold), gold, mail, sentences)
    finally:
        stop()


def writer_of(folder: Path, gold: Gold) -> str:
    """Who wrote a mail: its set, or where a set has several writers, what its name begins with."""
    first = Path(gold.file).stem.partition("-")[0]
    return first if re.fullmatch(r"[a-z]+\d+", first) else folder.name


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return re.findall(r"\w+", text.lower())


def overlaps(one: str, other: str) -> bool:
    """Whether the shorter of two sentences shares most of its words with the other."""
    short, long = sorted((words(one), words(other)), key=len)
    if not short:
        return False
    pool = set(long)
    return sum(word in pool for word in short) >= SHARE * len(short)


def is_same(one: str, other: str) -> bool:
    """Whether two sentences overlap and neither is a mere part of the other."""
    sizes = sorted((len(words(one)), len(words(other))))
    return overlaps(one, other) and sizes[0] >= 0.5 * sizes[1]
