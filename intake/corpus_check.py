"""Faults of the labelled corpus: `python -m intake.corpus_check [FOLDER]` prints them.

Evidence must stand verbatim in the mails, labels must agree with tests/corpus/SCHEMA.md, and no
near-duplicate of a held-back mail may be learnt from. Of held-back sets only ids and the broken
rule are printed: who works on the rules must not read them.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from intake.attachments.child import stop
from intake.attachments.extract import Reason
from intake.bodies import body_of
from intake.header_values import header_text
from intake.label_faults import (
    LabelFault,
    faults_of_cases,
    faults_of_files,
    faults_of_mail,
    id_of,
)
from intake.labelled import PATIENT, Gold, gold_cases_of, gold_of, words
from intake.message import Message, read_message
from intake.near_duplicates import near_duplicates
from intake.owners import label
from intake.reading import Reader, read_mail
from intake.registry import default_registry, read_requests
from intake.training import CORPUS, HELD_BACK
from rules.mail import Mail, Owner

WITHOUT_OCR = PATIENT.model_copy(update={"max_ocr_pages": 0})

SAME_MOMENT = timedelta(minutes=10)  # a mailbox may note its own, a little after the server
RECOGNISED = 0.6  # of a sentence's words, that text recognition must find in a scan


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a set."""

    name: str  # of the set
    fault: LabelFault

    def __str__(self) -> str:
        told = "" if self.name in HELD_BACK else f": {self.fault.told}"
        return f"{self.name} {self.fault.where} {self.fault.rule}{told}"


def sets(corpus: Path) -> list[Path]:
    """The folders of labelled mails, held-back ones too, in order of name."""
    return sorted(each.parent for each in corpus.glob("*/gold.jsonl"))


def label_faults(folder: Path) -> Iterator[Fault]:
    """What is wrong with the labels of a set, without reading its mails."""
    registry = default_registry()
    golds = gold_of(folder)
    requests = read_requests(folder / "requests.csv", registry.municipalities)
    names = {each.name for each in registry.municipalities}
    files = [f"mails/{each.name}" for each in (folder / "mails").glob("*.eml")]
    found = [*faults_of_files(golds, files)]
    for gold in golds:
        found += faults_of_mail(gold, requests, names)
    found += faults_of_cases(golds, gold_cases_of(folder), requests)
    return (Fault(folder.name, each) for each in found)


def evidence_faults(folder: Path) -> Iterator[Fault]:
    """What the labels quote and the mails do not hold, and moments of receipt that differ."""
    try:
        for gold in gold_of(folder):
            path = folder / gold.file
            if path.is_file():  # else told of by the labels
                found = faults_of_evidence(gold, path.read_bytes())
                yield from (Fault(folder.name, each) for each in found)
    finally:
        stop()


def faults_of_evidence(gold: Gold, raw: bytes) -> Iterator[LabelFault]:
    """The quotations of a mail's labels that do not stand in it, white space apart."""
    at = datetime.fromisoformat(gold.received)
    mail = read_mail(raw, at, WITHOUT_OCR)
    written = read_message(raw).received_at
    if written and abs(written - at) > SAME_MOMENT:
        yield LabelFault(id_of(gold), "received", "its topmost Received header says otherwise")
    absent = [each for each in quotations(gold) if not is_verbatim(each, mail)]
    if absent and has_scans(mail):
        mail = read_mail(raw, at, PATIENT)
        absent = [each for each in absent if not is_recognised(each, mail)]
    for text in absent:
        yield LabelFault(id_of(gold), "evidence", f"{text!r} does not stand in it")


def has_scans(mail: Mail) -> bool:
    """Whether a mail, read without text recognition, holds pages that need it."""
    return any(each.unreadable.startswith(Reason.TOO_MANY_SCANS) for each in mail.attachments)


def quotations(gold: Gold) -> list[str]:
    """What the labels quote: the evidence of elements, and expressions of time."""
    evidence = [text for texts in gold.elements.values() for text in texts]
    return [*evidence, *(each.text for each in gold.timeline)]


def is_verbatim(text: str, mail: Mail) -> bool:
    """Whether a quotation stands in one of the texts, white space apart."""
    texts = [each.content for each in mail.texts]
    own = "".join(mail.text_of(Owner.SENDER))  # a running head may part a sentence
    return any(squeezed(text) in squeezed(each) for each in (*texts, own))


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def is_recognised(text: str, mail: Mail) -> bool:
    """Whether text recognition found most words of a quotation in a scan."""
    pool = {word for each in mail.texts for word in words(each.content)}
    wanted = words(text)
    return sum(word in pool for word in wanted) >= RECOGNISED * len(wanted)


# ------------------------------------------------------------------ across sets


def duplicate_faults(folders: Sequence[Path]) -> Iterator[Fault]:
    """Mails of held-back sets that are nearly the same as one that is learnt from."""
    held = bodies(each for each in folders if each.name in HELD_BACK)
    learnt = bodies(each for each in folders if each.name not in HELD_BACK)
    for pair in near_duplicates(held, learnt):
        name, _, where = pair.one.partition(" ")
        told = f"{pair.likeness:.0%} the same as {pair.other}"
        yield Fault(name, LabelFault(where, f"near_duplicate of {pair.other}", told))


def bodies(folders: Iterable[Path]) -> dict[str, str]:
    """The sender's own words in the body of each labelled mail, by set and id."""
    return {
        f"{folder.name} {id_of(gold)}": own_words((folder / gold.file).read_bytes())
        for folder in folders
        for gold in gold_of(folder)
        if (folder / gold.file).is_file()
    }


def own_words(raw: bytes) -> str:
    """What the sender wrote in the body of a mail."""
    tree = message_from_bytes(raw)  # not by read_message: its care takes most of the time
    subject = header_text(str(tree["Subject"] or ""))
    parts, _ = Reader(WITHOUT_OCR, subject).bodies_and_files(Message(tree, (), ()))
    content = body_of(parts)
    lines = label("body", content, subject=subject)
    return "\n".join(content[each.start : each.end] for each in lines if each.owner is Owner.SENDER)


def faults_of(folders: Sequence[Path]) -> Iterator[Fault]:
    """Every fault of some sets, each told once."""
    for folder in folders:
        yield from label_faults(folder)
        yield from evidence_faults(folder)
    yield from duplicate_faults(folders)


def main() -> int:
    """Print the faults and their number by set; 1 where there are any."""
    folders = sets(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
    counts = dict.fromkeys((each.name for each in folders), 0)
    for fault in faults_of(folders):
        counts[fault.name] += 1
        print(fault, flush=True)
    for folder in folders:
        held = " (held back)" if folder.name in HELD_BACK else ""
        print(f"{folder.name}{held}: {len(gold_of(folder))} mails, {counts[folder.name]} faults")
    return 1 if any(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
