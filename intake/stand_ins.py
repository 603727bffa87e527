"""How often a mail is called complete where a sentence stands that only resembles an element.

`python -m intake.stand_ins` takes the complete mails of the held-back sets, takes out all that
states one element, puts one sentence in its place, and judges them: most of these sentences are
another's, demanded, doubted or long past, and leave the mail incomplete; the others do state the
element, in few words. Nobody reads a held-back mail for it.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from intake.attachments.child import stop
from intake.desk import Desk
from intake.errors import Stop
from intake.judging import load_judge
from intake.labelled import PATIENT, Gold, gold_of
from intake.registry import default_registry, read_requests
from intake.training import CORPUS, HELD_BACK, REQUESTS
from rules.completeness import REQUIRED
from rules.judgement import SUBSTANTIVE, Element, Flag, Judgement

STAND_INS = CORPUS / "stand_ins"
STATES = "+"  # behind the element that the sentence does state
COPIED = ("Received", "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References")


@dataclass(frozen=True, slots=True)
class StandIn:
    """A sentence in the place of what states an element."""

    element: Element
    states: bool  # whether it states the element itself
    sentence: str


def stand_ins_in(path: Path) -> list[StandIn]:
    """The sentences of a file, `element|sentence` a line. Raises Stop where a line is none."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, bar, sentence = line.partition("|")
        if line.startswith("#") or not line.strip():
            continue
        if not bar or name.removesuffix(STATES) not in set(Element):
            raise Stop(f"{path}, line {number}: an element, a bar and a sentence are wanted")
        element = Element(name.removesuffix(STATES))
        found.append(StandIn(element, name.endswith(STATES), sentence.strip()))
    return found


def required_of(gold: Gold) -> Sequence[Element]:
    """What a complete mail of one kind must state; nothing where another sentence would not do."""
    kinds = SUBSTANTIVE & set(gold.kinds)
    if len(kinds) != 1 or gold.missing or gold.claims_met:
        return ()
    return REQUIRED[next(iter(kinds))]


def replaced(raw: bytes, evidence: Sequence[str], sentence: str) -> bytes | None:
    """A mail with a sentence in the place of the evidence, all of which goes.

    None where the mail is not one plain text without files, or evidence is not found in it.
    """
    mail = message_from_bytes(raw, policy=default)
    texts = [part for part in mail.walk() if not part.is_multipart()]
    if not evidence or [part.get_content_type() for part in texts] != ["text/plain"]:
        return None
    text = str(texts[0].get_content())
    for at, each in enumerate(evidence):
        wanted = re.compile(r"\s+".join(map(re.escape, each.split())))
        text, count = wanted.subn("" if at else "\0", text)
        if not count:
            return None
    made = EmailMessage(policy=default)
    for name in COPIED:
        if name in mail:
            made[name] = str(mail[name])
    made.set_content(text.replace("\0", sentence, 1).replace("\0", ""))
    return bytes(made)


def judged(folder: Path, stand_ins: Sequence[StandIn]) -> Iterator[tuple[StandIn, Judgement]]:
    """The judgement of each complete mail of a set with each of these in its place."""
    registry = default_registry()
    requests = read_requests(folder / REQUESTS, registry.municipalities)
    desk = Desk(load_judge(replace(registry, requests=requests)), PATIENT)
    for gold in gold_of(folder):
        raw, at = (folder / gold.file).read_bytes(), datetime.fromisoformat(gold.received)
        required = required_of(gold)
        for each in stand_ins:
            if each.element in required:
                made = replaced(raw, gold.elements[each.element], each.sentence)
                if made is not None:
                    yield each, desk.take(made, at).judgement


def main(paths: Sequence[Path]) -> None:
    """Print for each file and element how many mails there were, and how they were judged."""
    for path in paths:
        counts: Counter[tuple[Element, bool, str]] = Counter()
        stand_ins = stand_ins_in(path)
        for name in sorted(HELD_BACK):
            for each, judgement in judged(CORPUS / name, stand_ins):
                row = (each.element, each.states)
                counts[*row, "mails"] += 1
                if judgement.kinds & SUBSTANTIVE and not judgement.missing:
                    counts[*row, "complete"] += 1
                    counts[*row, "surely"] += Flag.UNCERTAIN not in judgement.flags
        print(f"{path.stem}\n\n| in the place of | mails | complete | and not uncertain |")
        print("| --- | --: | --: | --: |")
        for element, states in sorted({(each.element, each.states) for each in stand_ins}):
            told = [counts[element, states, what] for what in ("mails", "complete", "surely")]
            what = "states it" if states else "resembles it"
            print(f"| {element.value}, {what} | {told[0]} | {told[1]} | {told[2]} |")
        print()


if __name__ == "__main__":
    try:
        main([Path(each) for each in sys.argv[1:]] or sorted(STAND_INS.glob("*.txt")))
    finally:
        stop()
