"""A document as its parts, before it is laid out: headings, paragraphs, lists, tables, pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title."""

    text: str
    level: int = 2  # 2 to 4; the title is 1, and none is skipped on the way down


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words on end; a newline in them stays one."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list, with dots or numbers."""

    texts: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, as at the head of a letter."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under the heads of their columns; numbers stand to the right.

    The first cell of a row is its head.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # each as wide as the heads
    numbers: frozenset[int] = frozenset()  # the columns of numbers, from 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and what it shows in words for who cannot see it."""

    svg: str
    alternative: str  # never empty
    caption: str = ""


Block = Heading | Paragraph | Items | Facts | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds. The same document gives the same bytes."""

    title: str
    dated: date  # in the file's properties: no clock is asked
    blocks: tuple[Block, ...]
    sender: str = ""  # at the top and in the file's properties
    above: tuple[Block, ...] = ()  # what stands above the title, as whom a letter is for
    language: str = "nl"
    region: str = "NL"


def words_of(document: Document) -> Iterator[str]:
    """Every text of a document, apart from one another, in the order in which it is read."""
    for block in (*document.above, Heading(document.title), *document.blocks):
        match block:
            case Heading(text) | Paragraph(text):
                yield text
            case Items(texts):
                yield from texts
            case Facts(pairs):
                yield from (f"{name}: {value}" for name, value in pairs)
            case Table(caption, heads, rows):
                yield caption
                yield " ".join(heads)
                yield from (" ".join(row) for row in rows)
            case Picture(caption=caption) if caption:
                yield caption
