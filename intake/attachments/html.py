"""HTML as the text a reader sees: paragraphs, items, rows, and quoted mail marked by '> '."""

import re
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from intake.attachments.extract import Extract, Reason, UnreadableError
from intake.attachments.plain import decoded

BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul "
    "html".split()
)
SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre dl".split())
UNSEEN = frozenset("head script style title template noscript object iframe svg math".split())
HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*(?:hidden|collapse)|"
    r"font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
MOST_BYTES = 1_000_000  # of a page that are laid out
WRITTEN_OUT = re.compile(rb"data:[\w/+.;=-]{0,100},[\w+/=%\s]{1000,}", re.IGNORECASE)
END = re.compile(r"</(?:body|html)\s{0,20}>", re.IGNORECASE)
LAYOUT = frozenset("table blockquote ul ol hr".split())  # no cell of figures holds one
LINES = frozenset("p div br h1 h2 h3 h4".split())
MAX_FRAME_CELLS = 20  # on either side that are looked at for text
MAX_DEPTH = 200  # of elements; what is deeper comes out as one run of text
FIRST_TAG = re.compile(r"\s*(?:<!doctype[^<>]*>\s*)?<[a-z][^<>]*>")  # of lower case, as below
STYLE = re.compile(r"<style\b[^<>]*>(?:\s*<!--)?[^<]*</style>")
TAG = re.compile(r"</?[a-z][^<>]*>")  # other angle brackets may be text
HOLD_TAGS = ("<blockquote", "<textarea", "<xmp", "<plaintext", "<noembed", "<noframes")
MOST_TAGS = 2_000  # the parser gives up on more that are within one another
EDGES = 8  # characters at most that a tag gives: those of a paragraph, and of one that it begins
QUOTE = "\x01"  # marks a quoted line until the lines are known


def read_html(data: bytes) -> Extract:
    """The text of a page."""
    content = text_of(data)
    return Extract(content, partly=Reason.TOO_LONG if is_too_long(data) else None)


def is_too_long(data: bytes) -> bool:
    """Whether only the beginning of a page is laid out."""
    return len(data) > MOST_BYTES and len(bare(data)) > MOST_BYTES


def bare(data: bytes) -> bytes:
    """A page without the pictures that are written out in it."""
    return WRITTEN_OUT.sub(b"data:", data)


def text_of(data: bytes | str, charset: str | None = None) -> str:
    """The text of HTML, in the encoding that fits; one that is given is tried before its own."""
    page = data if isinstance(data, str) else page_of(data, charset)
    content = with_its_end(page.replace("\x00", "")).encode("utf-8", "replace")
    if not content.strip():
        return ""
    try:
        parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
        root = lxml_html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    if any("xcessive depth" in each.message for each in parser.error_log):
        raise UnreadableError(Reason.TOO_DEEP)  # the parser left out the rest
    pieces: list[str] = []
    walk(root, pieces, 0, quoted=0, in_pre=False)
    return tidy("".join(pieces))


def page_of(data: bytes, charset: str | None = None) -> str:
    """The characters of HTML, as far as it is laid out; charset: as in `text_of`."""
    if len(data) > MOST_BYTES:
        data = bare(data)[:MOST_BYTES]
    declared = DECLARED.search(data[:4096])
    return decoded(data, charset or (declared[1].decode() if declared else None))


def is_surely_within(page: str, most: int) -> bool:
    """Whether the text of a page has at most so many characters, told without laying it out."""
    lower = page.replace("\x00", "").lower()
    tags = lower.count("<")
    # Quotes get a mark a line, a few elements hold tags as text, and a page without an element, or
    # with too many within one another, is not laid out at all.
    if tags > MOST_TAGS or not FIRST_TAG.match(lower) or any(each in lower for each in HOLD_TAGS):
        return False
    return len(TAG.sub("", STYLE.sub("", lower))) + EDGES * (tags + 2) <= most


def with_its_end(page: str) -> str:
    """The page, with what gateways write behind its end as part of it: the parser drops that."""
    found = END.search(page)
    if not found or not END.sub("", page[found.end() :]).strip():
        return page
    return END.sub("", page)


def walk(
    element: etree._Element, pieces: list[str], depth: int, *, quoted: int, in_pre: bool
) -> None:
    """Append the text of an element and what is below it."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in UNSEEN or not tag or is_hidden(element):
        return
    if depth > MAX_DEPTH:
        etree.strip_elements(element, *UNSEEN, etree.Comment, with_tail=False)
        pieces.append(" ".join(" ".join(str(each) for each in element.itertext()).split()))
        return
    if tag == "br":
        pieces.append("\n" + QUOTE * quoted)
        return
    if is_quote(element, tag):
        quoted += 1
    if tag in ("td", "th"):
        walk_cell(element, pieces, depth, quoted=quoted, in_pre=in_pre)
        return
    edge = "\n" + QUOTE * quoted
    if tag in BLOCKS:
        pieces.append(edge * (2 if tag in SPACED else 1))
    if tag == "li":
        pieces.append("- ")
    below(element, pieces, depth, quoted=quoted, in_pre=in_pre or tag == "pre")
    if tag in BLOCKS:
        outside = quoted - 1 if is_quote(element, tag) else quoted
        if tag in SPACED:
            pieces.append(edge)
        pieces.append("\n" + QUOTE * outside)


def walk_cell(
    cell: etree._Element, pieces: list[str], depth: int, *, quoted: int, in_pre: bool
) -> None:
    """Append a cell as one line behind a tab; one that only frames a text as that text."""
    if is_layout(cell):
        below(cell, pieces, depth, quoted=quoted, in_pre=in_pre)
        pieces.append("\n" + QUOTE * quoted)
        return
    if cell.getprevious() is not None:
        pieces.append("\t")
    inner: list[str] = []
    below(cell, inner, depth, quoted=0, in_pre=in_pre)
    pieces.append(" ".join("".join(inner).replace(QUOTE, "").split()))


def below(
    element: etree._Element, pieces: list[str], depth: int, *, quoted: int, in_pre: bool
) -> None:
    """Append an element's own text and its children's."""
    pieces.append(plain(element.text, in_pre=in_pre))
    for child in element:
        walk(child, pieces, depth + 1, quoted=quoted, in_pre=in_pre)
        pieces.append(plain(child.tail, in_pre=in_pre))


def is_quote(element: etree._Element, tag: str) -> bool:
    """Whether an element holds the text of an earlier mail."""
    return tag == "blockquote" and (
        element.get("type") == "cite" or "gmail_quote" in (element.get("class") or "")
    )


def is_hidden(element: etree._Element) -> bool:
    """Whether a reader does not see an element."""
    return element.get("hidden") is not None or bool(HIDDEN.search(element.get("style") or ""))


def is_layout(cell: etree._Element) -> bool:
    """Whether a cell places a text on the page, as frames around a whole mail do."""
    if next(cell.iter(*LAYOUT), None) is not None:
        return True
    if next(cell.iter(*LINES), None) is None:
        return False
    before = islice(cell.itersiblings(preceding=True), MAX_FRAME_CELLS)
    others = [*before, *islice(cell.itersiblings(), MAX_FRAME_CELLS)]
    elements = (other for other in others if isinstance(other.tag, str))  # no remarks
    return not any(text.strip() for other in elements for text in other.itertext())


def plain(text: str | None, *, in_pre: bool) -> str:
    """Text with white space as HTML shows it."""
    if not text:
        return ""
    return text if in_pre else re.sub(r"[ \t\r\n\f]+", " ", text)


def tidy(text: str) -> str:
    """Lines without spare white space, at most one blank line between them, quotes marked."""
    lines = []
    for raw in text.replace("\u00a0", " ").split("\n"):
        depth = len(raw) - len(raw.lstrip(QUOTE))
        line = re.sub(r" *\t *", "\t", re.sub(r"  +", " ", raw.replace(QUOTE, "").strip(" ")))
        line = line.strip() if not line.strip("\t ") else line.strip(" ")
        lines.append(f"{'> ' * depth}{line}" if line and depth else line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
