"""Plain text as simple HTML: paragraphs, lists and addresses of pages; all else is escaped.

The HTML is made from the text, never written beside it: the two cannot tell different things,
and what an officer changes stands in both.
"""

import re

from markupsafe import Markup, escape

BLANK = re.compile(r"\n\s*\n")
NUMBERED = re.compile(r"\d+\. ")
DOTTED = re.compile(r"- ")
ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


def as_html(text: str) -> Markup:
    """The body of a letter: blank lines part paragraphs, '1. ' and '- ' begin items."""
    blocks = (each for each in BLANK.split(text.strip()) if each.strip())
    return Markup("\n").join(block(each.strip().splitlines()) for each in blocks)


def block(lines: list[str]) -> Markup:
    """A paragraph, with the list that follows its first lines, if any does."""
    for pattern, tag in ((NUMBERED, "ol"), (DOTTED, "ul")):
        first = next((at for at, line in enumerate(lines) if pattern.match(line)), None)
        if first is not None and all(pattern.match(line) for line in lines[first:]):
            items = [linked(pattern.sub("", line, count=1)) for line in lines[first:]]
            told = Markup("").join(Markup("<li>{}</li>\n").format(each) for each in items)
            before = Markup("{}\n").format(paragraph(lines[:first])) if first else Markup("")
            return before + Markup("<{0}>\n{1}</{0}>").format(tag, told)
    return paragraph(lines)


def paragraph(lines: list[str]) -> Markup:
    """Lines that stay lines."""
    return Markup("<p>{}</p>").format(Markup("<br>\n").join(linked(line) for line in lines))


def linked(line: str) -> Markup:
    """A line with the addresses in it as links."""
    found, last = Markup(""), 0
    for match in ADDRESS.finditer(line):
        found += escape(line[last : match.start()])
        found += Markup('<a href="{0}">{0}</a>').format(match[0])
        last = match.end()
    return found + escape(line[last:])
