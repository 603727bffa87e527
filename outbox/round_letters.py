"""The letters of a round: their words from templates, and the documents that they become."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

from outbox.documents import Block, Document, Facts, Heading, Items, Paragraph, Table, words_of
from outbox.letters import BLANK, DOTTED, NUMBERED
from outbox.templates import Templates, parted, tidied
from rules.dutch import day
from rules.fingerprints import runs_of
from rules.rounds import RoundLetter, Terms
from rules.signalling import Fulfilment
from rules.supervisor import SENDER

FOLDER = Path(__file__).parents[1] / "templates" / "letters"
OWN = "letters"  # the folder of a ministry's own, within that of its mails
HEADING = "# "
TABLE = "[tabel]"  # where the table of task and places stands


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter of a round may tell: nothing else reaches its template."""

    municipality: str
    reference: str
    letter_date: date
    due: date
    term_days: int
    mailbox: str
    decided_on: date  # the day of the distribution decision
    places_due: date  # the day on which its places must be there
    counted_on: date | None  # the peildatum
    regular_task: int
    amv_task: int
    regular_realised: int
    amv_realised: int
    is_partly: bool  # some places are there, but not all


def letter_templates(mails: Path | None) -> Templates:
    """The templates of letters; mails: a ministry's folder of mails, which may hold some."""
    own = mails / OWN if mails is not None and (mails / OWN).is_dir() else None
    return Templates(own, own=FOLDER)


def facts_of(letter: RoundLetter, terms: Terms, due: date) -> LetterFacts:
    """The facts of one letter."""
    return LetterFacts(
        municipality=letter.municipality,
        reference=letter.reference,
        letter_date=terms.letter_date,
        due=due,
        term_days=terms.term_days,
        mailbox=terms.mailbox,
        decided_on=terms.decision.decided_on,
        places_due=terms.decision.due,
        counted_on=letter.counted_on,
        regular_task=letter.regular_task,
        amv_task=letter.amv_task,
        regular_realised=letter.regular_realised,
        amv_realised=letter.amv_realised,
        is_partly=letter.fulfilment is Fulfilment.PARTLY,
    )


def words_of_letter(templates: Templates, letter: RoundLetter, terms: Terms, due: date) -> str:
    """The words of a letter, its subject on the first line. Raises TemplateWrong."""
    facts = facts_of(letter, terms, due)
    context = {each.name: getattr(facts, each.name) for each in fields(facts)}
    name = f"{letter.variant.value}.txt"
    told = templates.filled(name, context)
    parted(told, name)  # a template without a subject or without text is told now
    return tidied(told)


def document_of(letter: RoundLetter, terms: Terms, words: str) -> Document:
    """The letter as it is laid out; words: as `words_of_letter` made them."""
    title, text = parted(words, letter.variant.value)
    return Document(
        title=title,
        dated=terms.letter_date,
        sender=SENDER,
        above=(
            Paragraph(
                "Aan het college van burgemeester en wethouders\n"
                f"van de gemeente {letter.municipality}"
            ),
            Facts((("Datum", day(terms.letter_date)), ("Ons kenmerk", letter.reference))),
        ),
        blocks=tuple(blocks_of(text, table_of(letter))),
    )


def table_of(letter: RoundLetter) -> Table:
    """Task and places, by category."""
    there = f"Gerealiseerd op {day(letter.counted_on)}" if letter.counted_on else "Gerealiseerd"
    rows = (
        ("Reguliere plekken", str(letter.regular_task), str(letter.regular_realised)),
        ("Plekken voor amv", str(letter.amv_task), str(letter.amv_realised)),
    )
    caption = "Wettelijke taak en gerealiseerde plekken"
    return Table(caption, ("Soort plek", "Wettelijke taak", there), rows, frozenset({1, 2}))


def blocks_of(text: str, table: Table) -> Iterator[Block]:
    """Text as the parts of a document: blank lines part them, '# ', '1. ' and '- ' tell which."""
    for part in BLANK.split(text.strip()):
        words = part.strip()
        if words == TABLE:
            yield table
        elif words.startswith(HEADING):
            yield Heading(words.removeprefix(HEADING))
        else:
            yield from listed(words.splitlines())


def listed(lines: list[str]) -> Iterator[Block]:
    """A paragraph, with the list that follows its first lines, if any does."""
    for pattern, is_numbered in ((NUMBERED, True), (DOTTED, False)):
        first = next((at for at, line in enumerate(lines) if pattern.match(line)), None)
        if first is not None and all(pattern.match(line) for line in lines[first:]):
            if first:
                yield Paragraph("\n".join(lines[:first]))
            texts = tuple(pattern.sub("", line, count=1) for line in lines[first:])
            yield Items(texts, is_numbered)
            return
    yield Paragraph("\n".join(lines))


def runs_of_letters(documents: Iterable[Document]) -> frozenset[str]:
    """The runs of words by which quotations of these letters are known.

    Without what stands above the title: a municipality writes its own name like that, too.
    """
    quoted = (replace(each, above=()) for each in documents)
    return runs_of(words for each in quoted for words in words_of(each))
