"""HTML as the text a reader sees: paragraphs, items, rows, and quoted mail marked by '> '."""

import re

from lxml import etree
from lxml import html as lxml_html

from intake.attachments.extract import Extract, Reason, UnreadableError

BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul "
    "html".split()
)
SPACED = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote pre dl".split())
UNSEEN = frozenset("head script style title template noscript object iframe svg math".split())
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
MAX_DEPTH = 200  # of elements; deeper is an attack on whoever walks them
QUOTE = "\x01"  # marks a quoted line until the lines are known


def read_html(data: bytes, charset: str | None = None) -> Extract:
    """The text of a page."""
    return Extract(text_of(data, charset))


def text_of(data: bytes | str, charset: str | None = None) -> str:
    """The text of HTML, in the encoding that it declares unless another is given."""
    content = data.encode("utf-8", "replace") if isinstance(data, str) else data
    if isinstance(data, str):
        charset = "utf-8"
    if not content.strip():
        return ""
    try:
        parser = lxml_html.HTMLParser(encoding=charset, huge_tree=False, no_network=True)
        root = lxml_html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
    pieces: list[str] = []
    walk(root, pieces, 0, quoted=0, in_pre=False)
    return tidy("".join(pieces))


def walk(
    element: etree._Element, pieces: list[str], depth: int, *, quoted: int, in_pre: bool
) -> None:
    """Append the text of an element and what is below it."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in UNSEEN or not tag or HIDDEN.search(element.get("style") or "") or depth > MAX_DEPTH:
        return
    if tag == "br":
        pieces.append("\n" + QUOTE * quoted)
        return
    if is_quote(element, tag):
        quoted += 1
    if tag in ("td", "th"):
        if element.getprevious() is not None:
            pieces.append("\t")
        inner: list[str] = []
        below(element, inner, depth, quoted=0, in_pre=in_pre)
        pieces.append(" ".join("".join(inner).replace(QUOTE, "").split()))
        return
    edge = "\n" + QUOTE * quoted
    if tag in BLOCKS:
        pieces.append(edge * (2 if tag in SPACED else 1))
    if tag == "li":
        pieces.append("- ")
    below(element, pieces, depth, quoted=quoted, in_pre=in_pre or tag == "pre")
    if tag in BLOCKS:
        outside = quoted - 1 if is_quote(element, tag) else quoted
        pieces.append(edge if tag in SPACED else "")
        pieces.append("\n" + QUOTE * outside)


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
