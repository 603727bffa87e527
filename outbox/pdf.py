"""Documents as accessible PDF (PDF/UA-1): tags, language, title, heads of tables, own letters.

Typst lays them out and refuses what PDF/UA-1 does not allow, as a picture without its words. It
reads no file but its template and asks no network; its letters are its own, not the system's.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from outbox.documents import Block, Document, Table
from outbox.errors import NotLaidOut
from outbox.row_heads import with_row_heads

TEMPLATE = Path(__file__).parents[1] / "templates" / "letters" / "document.typ"
PDF: Final = "application/pdf"  # RFC 8118
Standard = Literal["ua-1", "a-2a"]
STANDARD: Final = "ua-1"  # ISO 14289-1
ARCHIVAL: Final = "a-2a"  # ISO 19005-2


def pdf_of(document: Document, *, standards: Sequence[Standard] = (STANDARD,)) -> bytes:
    """The document as PDF; the same document gives the same bytes. Raises NotLaidOut.

    standards: those that it has to meet, all at once.
    """
    import typst  # 35 MB, which few commands need

    check(document)
    made = datetime.combine(document.dated, time(12), UTC)
    try:
        laid_out = typst.compile(
            template(),
            ignore_system_fonts=True,
            pdf_standards=list(standards),
            sys_inputs={"document": as_json(document)},
            timestamp=made,
        )
    except typst.TypstError as error:
        raise NotLaidOut(f"{document.title}: {error.message}; report it") from error
    return with_row_heads(laid_out)


def check(document: Document) -> None:
    """Raise NotLaidOut where a table is not as wide as its heads: cells would slip."""
    for block in (*document.above, *document.blocks):
        if isinstance(block, Table) and any(len(row) != len(block.heads) for row in block.rows):
            raise NotLaidOut(f"{document.title}: a row of {block.caption!r} is not as its heads")


@lru_cache(maxsize=1)
def template() -> bytes:
    """How documents look."""
    return TEMPLATE.read_bytes()


def as_json(document: Document) -> str:
    """The document as its template reads it: words stay words, none of them is markup."""
    told = {
        "title": document.title,
        "sender": document.sender,
        "language": document.language,
        "region": document.region,
        "above": [told_block(each) for each in document.above],
        "blocks": [told_block(each) for each in document.blocks],
    }
    return json.dumps(told, ensure_ascii=False)


def told_block(block: Block) -> dict[str, object]:
    """A block with its kind, in the template's own words: 'heading', 'table'."""
    told = asdict(block)
    if isinstance(block, Table):
        told["numbers"] = sorted(block.numbers)
    return {"kind": type(block).__name__.lower(), **told}
