"""The tree of a message whose form is as RFC 2046 has it, without going through it line by line.

The standard library looks at each line of each file whether it parts one part from the next, and
compiles a pattern to do so; here those that may are sought. Whatever is not surely in order is left
to the library. The tests hold each tree against the library's.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Tree
from email.policy import Compat32
from itertools import pairwise

MOST_DEPTH = 5  # each keeps its text beside that of the one it is in
HEAD = re.compile(r"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*")
HEADER = re.compile(r"[^\n]+\n(?:[ \t][^\n]*\n)*")
BARE_RETURN = re.compile(rb"\r(?!\n)")
EMPTY_LINES = ("\r\n", "\n")
ENCODINGS = ("7bit", "8bit", "binary")  # that RFC 2045 section 6.4 allows of what has parts


class NotInOrderError(ValueError):
    """A form that the library knows better what to make of."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A line that parts one part from the next, or ends the last."""

    start: int
    end: int
    is_last: bool


def quick_tree(raw: bytes, policy: Compat32) -> Tree | None:
    """The parts of a message as the library gives them; None where its form is not in order."""
    if BARE_RETURN.search(raw):
        return None
    try:
        return message_in(raw.decode("ascii", "surrogateescape"), policy)
    except NotInOrderError:
        return None


def quick_head(head: bytes, policy: Compat32) -> Tree | None:
    """The headers of a message, without the empty line below them; None as of `quick_tree`."""
    text = head.decode("ascii", "surrogateescape") + "\n"
    if BARE_RETURN.search(head) or head_end(text) < len(text):
        return None
    tree = headers_in(text, policy)
    tree.set_payload("")
    return tree


def headers_in(text: str, policy: Compat32) -> Tree:
    """A message with the headers in a text that holds nothing else."""
    tree = Tree(policy=policy)
    for header in HEADER.finditer(text):
        tree.set_raw(*policy.header_source_parse([header[0]]))
    return tree


def message_in(text: str, policy: Compat32, depth: int = 0) -> Tree:
    """The message that a text is, with the parts in it; depth: in how many others it is."""
    end = head_end(text)
    tree = headers_in(text[:end], policy)
    body = text[body_start(text, end) :]
    kind = tree.get_content_maintype()
    if kind == "message" or tree.get_content_type() == "multipart/digest" or depth > MOST_DEPTH:
        raise NotInOrderError
    if kind == "multipart":
        add_parts(tree, body, policy, depth)
    else:
        # The line break before an edge belongs to the edge (RFC 2046 section 5.1.1).
        tree.set_payload(without_line_break(body) if depth else body)
    return tree


def head_end(text: str) -> int:
    """Where the headers of a text end."""
    found = HEAD.match(text)
    return found.end() if found else 0


def body_start(text: str, end: int) -> int:
    """Where the body begins; end: of the headers, behind which an empty line must stand."""
    for each in EMPTY_LINES:
        if text.startswith(each, end):
            return end + len(each)
    raise NotInOrderError


def add_parts(tree: Tree, body: str, policy: Compat32, depth: int) -> None:
    """Give a message the parts that its body holds."""
    boundary = tree.get_boundary()
    encoding = str(tree.get("content-transfer-encoding", "8bit")).lower()
    if not boundary or encoding not in ENCODINGS:
        raise NotInOrderError
    edges = list(edges_in(body, f"--{boundary}"))
    if len(edges) < 2 or not edges[-1].is_last:
        raise NotInOrderError
    if edges[0].start:
        tree.preamble = without_line_break(body[: edges[0].start])
    for edge, following in pairwise(edges):
        if edge.end == following.start:
            raise NotInOrderError  # two in a row, with no part between
        tree.attach(message_in(body[edge.end : following.start], policy, depth + 1))
    tree.epilogue = text_behind(body[edges[-1].end :], depth)


def text_behind(rest: str, depth: int) -> str | None:
    """What the library keeps of a text behind the last part; depth: as in `message_in`."""
    if not depth:
        return rest
    # Within another part its line break belongs to the edge of that, as above.
    return without_line_break(rest) if rest else None


def edges_in(body: str, mark: str) -> Iterator[Edge]:
    """The lines of a body that part its parts, up to the one that ends the last."""
    at = body.find(mark)
    while at >= 0:
        end = body.find("\n", at) + 1 or len(body)
        behind = body[at + len(mark) : end]
        is_last = behind.startswith("--")
        if (at == 0 or body[at - 1] == "\n") and not behind[2 * is_last :].strip(" \t\r\n"):
            yield Edge(at, end, is_last)
            if is_last:
                return
        at = body.find(mark, end)


def without_line_break(text: str) -> str:
    """The text without the line break at its end."""
    return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")
