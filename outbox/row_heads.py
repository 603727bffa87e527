"""The first cell of each row as the head of its row, in a tagged PDF.

Typst tags the heads of columns alone; those of rows ask for a feature that its package for Python
cannot switch on. Without them a screen reader names the column of a number, and not its row.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

CELL, HEAD, ROW, BODY = Name("/TD"), Name("/TH"), Name("/TR"), Name("/TBody")


def with_row_heads(file: bytes) -> bytes:
    """The same file, with a head for each row of its tables; the same bytes each time."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(file)) as pdf:
        for row in rows_below(pdf.Root.StructTreeRoot):
            head_row(kids_of(row))
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


def rows_below(element: Object, *, is_body: bool = False) -> Iterator[Object]:
    """The rows in the bodies of tables, from an element of the tag tree on."""
    kind = element.get("/S")
    if is_body and kind == ROW:
        yield element
        return
    for each in kids_of(element):
        yield from rows_below(each, is_body=is_body or kind == BODY)


def kids_of(element: Object) -> list[Dictionary]:
    """The elements within another; PDF lets a single one stand without a list."""
    within = element.get("/K")
    several = list(within) if isinstance(within, Array) else [within]
    return [each for each in several if isinstance(each, Dictionary) and "/S" in each]


def head_row(cells: list[Dictionary]) -> None:
    """Make the first of a row's cells the head of the others."""
    for each in cells:
        # A list of its heads goes before the scope of heads, and Typst lists those of columns.
        for attributes in several_of(each):
            if "/Headers" in attributes:
                del attributes["/Headers"]
    if cells and cells[0].S == CELL:
        cells[0].S = HEAD
        for attributes in several_of(cells[0]):
            if attributes.get("/O") == Name("/Table"):
                attributes.Scope = Name("/Row")


def several_of(cell: Dictionary) -> list[Dictionary]:
    """The attributes of a cell, each group of them by its owner."""
    return [each for each in cell.get("/A", Array()) if isinstance(each, Dictionary)]
