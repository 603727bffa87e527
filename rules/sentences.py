"""The sentences of a mail, each with what surrounds it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language

from rules.judgement import Statement
from rules.language import ABBREVIATIONS
from rules.mail import Layout, Line, Mail, Owner, Text
from rules.pieces import Pieces, Tokens

END_MARKS = frozenset({".", "!", "?", "...", "…", ".."})
LAST_MARKS = frozenset(".!?…")  # with one of which each token ends that may end a sentence
FROM_MARK = re.compile(rf"[{''.join(sorted(LAST_MARKS))}]\S*")
CLOSING = frozenset({'"', "'", "”", "’", "»", ")", "]"})
OPENING = frozenset({'"', "'", "“", "‘", "„", "«", "(", "["})
INITIALS = re.compile(
    r"(?!(?:B\.V|N\.V|C\.V)\.)(?:[A-Z]\.){2,}"
)  # a firm's form may end a sentence
# Abbreviations that may end a sentence, and words that then begin the next: behind 'a.s.' a
# capital may as well be a name's.
MAY_END = frozenset("a.s. jl. etc. enz. e.d. e.a. e.v. o.i.d. z.s.m. zsm. nov. dec. okt.".split())
BEGINNERS = frozenset(
    "Aan Als Behalve Binnen Daar Daarna Daarnaast Dan Dat De Deze Die Dit Door Een Er Gelet Het "
    "Hierdoor Hiermee Hiervoor Hij In Met Momenteel Na Naast Omdat Onze Ons Ook Op Over Per Tot U "
    "Uit Uw Van Vanaf Verder Voor We Wij Ze Zij Zodra".split()
)
MAX_SENTENCE_CHARS = 1_500  # the longest of thousands that municipalities wrote has 532
FLAT_KEPT = 1_000  # sentences of which the text is kept with single spaces
MAX_QUESTION_CHARS = 300  # what is longer is the ministry's letter, not one of its questions
WRAP_QUANTILE = 0.9
SHORT_LINE = 0.6  # of that width: nobody wraps there
# Words that a heading holds where it repeats what the ministry asked for.
QUESTION = re.compile(
    r"\?\s*$|^\W*(?:\w[.)]\s*)?(?:wat|welke?|waarom|hoe|wanneer|op welke)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a mail with what surrounds it."""

    text: str  # verbatim: content[start:end] of its source
    source: str
    start: int
    end: int
    owner: Owner
    layout: Layout
    heading: str  # the heading or lead-in it stands under, "" without
    question: str  # the ministry's question it answers, "" without
    paragraph: int  # number of its paragraph in its source, from 0
    header_row: str  # of a table's row: the table's first row, "" without


class FlatTexts(dict[str, str]):
    """Texts with white space as single spaces, those of sentences kept."""

    def __missing__(self, text: str) -> str:
        found = " ".join(text.split())
        if len(text) <= MAX_SENTENCE_CHARS:
            if len(self) >= FLAT_KEPT:
                self.clear()
            self[text] = found
        return found


# The text with white space as single spaces. Every rule asks for it, 450 times a mail.
flat = FlatTexts().__getitem__


def statement(sentence: Sentence) -> Statement:
    """Where the sentence stands, as evidence."""
    return Statement(sentence.text, sentence.source, sentence.start, sentence.end)


def sentences_of(mail: Mail, language: Language) -> list[Sentence]:
    """All sentences of all texts and owners, in order: subject, body, attachments."""
    return [sentence for text in mail.texts for sentence in sentences_in(text, language)]


def sentences_in(text: Text, language: Language) -> Iterator[Sentence]:
    """The sentences of one text; none crosses an owner, an item, a row or a blank line."""
    heading = question = header_row = ""
    for number, block in enumerate(blocks(text)):
        first = block[0]
        content = text.content[first.start : block[-1].end]
        if first.layout is not Layout.ROW:
            header_row = ""
        for start, end in spans(content, first.layout, language):
            yield Sentence(
                text=content[start:end],
                source=text.source,
                start=first.start + start,
                end=first.start + end,
                owner=first.owner,
                layout=first.layout,
                heading=heading if first.layout is not Layout.HEADING else "",
                question=question if first.owner is Owner.SENDER else "",
                paragraph=number,
                header_row=header_row,
            )
        if first.layout is Layout.ROW and not header_row:
            header_row = content.strip()[:MAX_SENTENCE_CHARS]
        if first.owner is Owner.MINISTRY:
            question = flat(content) if len(content) < MAX_QUESTION_CHARS else question
        elif first.layout is Layout.HEADING:
            heading = flat(content)
            question = heading if QUESTION.search(heading) else ""
        elif content.rstrip().endswith(":"):
            heading = last_sentence(content)


def last_sentence(content: str) -> str:
    """The lead-in of a list: what stands behind the last full stop of a block."""
    return re.split(r"(?<=[.!?])\s+", flat(content))[-1][-MAX_SENTENCE_CHARS:]


def blocks(text: Text) -> Iterator[list[Line]]:
    """Runs of lines that one sentence may run over."""
    run: list[Line] = []
    width = wrap_width(text)
    for line in text.lines:
        content = text.content[line.start : line.end]
        if not content.strip():
            if run:
                yield run
            run = []
            continue
        if run and not runs_on(text, run[-1], line, width):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def wrap_width(text: Text) -> int:
    """How wide the lines of a text run, in characters; a few longer ones do not count.

    Nor do lines of one word: an address on the web is not wrapped.
    """
    lengths = sorted(
        line.end - line.start
        for line in text.lines
        if line.layout is not Layout.ROW and " " in text.content[line.start : line.end].strip()
    )
    return lengths[round(WRAP_QUANTILE * (len(lengths) - 1))] if lengths else 0


def runs_on(text: Text, before: Line, line: Line, width: int) -> bool:
    """Whether a line continues the block of the line before it."""
    if before.owner is not line.owner or before.layout is not line.layout:
        return False
    if line.layout in (Layout.ROW, Layout.HEADING):
        return False
    above, content = text.content[before.start : before.end], text.content[line.start : line.end]
    if line.layout is Layout.ITEM and starts_item(content):
        return False
    return not broken_on_purpose(above.rstrip(), content.lstrip(), width)


def broken_on_purpose(above: str, below: str, width: int) -> bool:
    """Whether the writer, not the mail program, ended a line: the next word had fitted on it."""
    first_word = below.split(maxsplit=1)[0]
    if len(above) + 1 + len(first_word) > width:
        return False
    is_short = len(above) < SHORT_LINE * width
    return is_short or above.endswith((";", ":", ".", "?", "!")) or not below[0].islower()


ITEM_MARK = re.compile(r"\s*(?:[-–—•*·▪◦o]\s+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)")


def starts_item(line: str) -> bool:
    """Whether a line begins with the mark of a list's item."""
    return ITEM_MARK.match(line) is not None


def spans(content: str, layout: Layout, language: Language) -> Iterable[tuple[int, int]]:
    """Start and end of each sentence in a block, white space and quote marks before it left out."""
    edges = [0, len(content)]
    if layout not in (Layout.HEADING, Layout.ROW) and may_hold_several(content):
        edges = [*sentence_starts(content, language), len(content)]
    cut = (
        trimmed(content, *part)
        for start, end in pairwise(edges)
        for part in parts(content, start, end)
    )
    return [(start, end) for start, end in cut if start < end]


def may_hold_several(content: str) -> bool:
    """Whether a mark that may end a sentence stands anywhere but at the end of a block."""
    inside = content.rstrip()[:-1]
    return any(mark in inside for mark in LAST_MARKS)


def parts(content: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A span in parts as long as somebody may write a sentence, parted at white space.

    What is looked for in a sentence may take time in proportion to the square of its length.
    """
    while end - start > MAX_SENTENCE_CHARS:
        most = start + MAX_SENTENCE_CHARS
        edge = max(content.rfind(mark, start + 1, most) for mark in " \t\n")
        edge = edge if edge > 0 else most
        yield start, edge
        start = edge
    yield start, end


def trimmed(content: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end and content[start].isspace():
        start += 1
    while end > start and content[end - 1].isspace():
        end -= 1
    return start, end


def sentence_starts(content: str, language: Language) -> list[int]:
    """The characters of a text at which a sentence begins."""
    found = [0]
    all_pieces = Pieces(content, language)
    careless = content[0].islower()  # writes no capitals at all
    for at in all_pieces.that_hold(FROM_MARK):
        tokens = all_pieces.tokens(at)
        starts: list[int] = []  # of its tokens, once a sentence begins within the piece
        for number, token in enumerate(tokens):
            if token[-1] not in LAST_MARKS or (starts and starts[number] < found[-1]):
                continue
            if not ends_sentence(all_pieces, at, tokens, number):
                continue
            begin = first_behind(all_pieces, at, tokens, number)
            if begin and (careless or may_begin(all_pieces, *begin)):
                starts = starts or (all_pieces.token_starts(at) if begin[0] == at else [])
                found.append(starts[begin[1]] if begin[0] == at else all_pieces.starts[at + 1])
    return found


def ends_sentence(all_pieces: Pieces, at: int, tokens: Tokens, number: int) -> bool:
    """Whether one of the tokens of a piece, that ends with a mark, is the last of a sentence."""
    text = tokens[number]
    if text.lower() in MAY_END:
        return all_pieces.after(at, number) in BEGINNERS
    if text not in END_MARKS:
        return (
            text[-1] in ".!?"
            and len(text) > 3
            and text.lower() not in ABBREVIATIONS
            and not INITIALS.fullmatch(text)
        )
    # Of most words one look tells that no full stop belongs to them.
    if text != "." or (number and not may_take_stop(tokens[number - 1])):
        return True
    return not belongs_before(all_pieces.before(at, number))


def may_take_stop(token: str) -> bool:
    """Whether a full stop may belong to a token: a number or a letter."""
    return token.isdigit() or len(token) == 1


def belongs_before(before: Sequence[str]) -> bool:
    """Whether a full stop belongs to what precedes it: "3. Planning", "J. de Wit", "a. Stand"."""
    if not before or not may_take_stop(before[0]):
        return False
    alone = len(before) == 1 or before[1].isspace() or before[1] in END_MARKS
    return alone or (len(before[0]) == 1 and before[0].isupper())


def first_behind(
    all_pieces: Pieces, at: int, tokens: Tokens, number: int
) -> tuple[int, int] | None:
    """The piece, and the token in it, behind the last token of a sentence and what closes it."""
    number += 1
    while number < len(tokens) and tokens[number] in CLOSING:
        number += 1
    if number < len(tokens):
        return at, number
    return (at + 1, 0) if at + 1 < len(all_pieces.texts) else None


def may_begin(all_pieces: Pieces, at: int, number: int) -> bool:
    """Whether a sentence can begin with a token of a piece."""
    # The first token begins as its piece does, which is cut only where a mark stands there.
    first = all_pieces.tokens(at)[number][0] if number else all_pieces.texts[at][0]
    if first in OPENING and all_pieces.tokens(at)[number] == first:
        first = (all_pieces.after(at, number) or first)[0]
    return first.isupper() or first.isdigit() or first in "-–—•'‘’" or first == "€"


def senders(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sender's own sentences."""
    return [sentence for sentence in sentences if sentence.owner is Owner.SENDER]
