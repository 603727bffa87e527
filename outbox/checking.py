"""Templates tried on facts of every shape; each fault with the file and line it comes from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from outbox.errors import TemplateWrong
from outbox.faults import faults_in
from outbox.samples import samples
from outbox.templates import FOLDER, SUBJECT, Templates, parted, tidied
from rules.occasions import Occasion

# Marks of the private use area: none is in a template, none is a blank.
BEGIN, END = "\ue000", "\ue001"
MARK = re.compile(f"{BEGIN}([^{END}]*){END}")


class Lines(Extension):
    """Writes before all that a template tells which line it is of, to be taken out again."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """The tokens, with a mark at each line of text and at each value."""
        name = Path(stream.filename or stream.name or "").name
        for token in stream:
            if token.type == "variable_begin":  # an included file may begin with one
                yield Token(token.lineno, "data", mark(name, token.lineno))
            yield marked(token, name) if token.type == "data" else token


def marked(token: Token, name: str) -> Token:
    """Text with its marks."""
    lines = token.value.splitlines(keepends=True)
    told = [
        mark(name, token.lineno + at) + line if line.strip() else line
        for at, line in enumerate(lines)
    ]
    return Token(token.lineno, token.type, "".join(told))


def mark(name: str, line: int) -> str:
    """What tells a line of a file."""
    return f"{BEGIN}{name}:{line}{END}"


@dataclass(frozen=True, slots=True)
class Checked:
    """A template that was tried."""

    name: str
    samples: int
    fault: str = ""  # the first: file, line, what, and with which facts; "" none


def check(folder: Path | None) -> Iterator[Checked]:
    """Each template tried, those of a folder in place of the program's; and files of no use."""
    traced = Templates(folder, extensions=[Lines])
    plain = Templates(folder)
    for occasion in Occasion:
        yield tried(occasion, traced, plain)
    if folder is not None and folder.is_dir():
        known = {each.name for each in FOLDER.iterdir()}
        for file in sorted(folder.iterdir()):
            if file.suffix in (".txt", ".html") and file.name not in known | included(folder):
                yield Checked(file.name, 0, f"{file.name}:1: no mail uses this file; rename it")


def included(folder: Path) -> set[str]:
    """The names of files that others of a folder include."""
    files = (each for each in folder.glob("*.txt") if each.is_file())
    texts = (each.read_text(encoding="utf-8", errors="replace") for each in files)
    return set(re.findall(r"(?:include|import|extends|from)\s+[\"']([^\"']+)", "\n".join(texts)))


def tried(occasion: Occasion, traced: Templates, plain: Templates) -> Checked:
    """A template on all its samples, up to the first fault."""
    name = f"{occasion.value}.txt"
    some = samples(occasion)
    for at, sample in enumerate(some):
        try:
            told = traced.told(occasion, sample.facts)
            subject, text = parted(MARK.sub("", told), name)
            plain.words(subject, text)
        except TemplateWrong as error:
            return Checked(name, at, f"{error} (sample: {sample.name})")
        if fault := first_fault(told, name):
            return Checked(name, at, f"{fault} (sample: {sample.name})")
    return Checked(name, len(some))


def first_fault(told: str, name: str) -> str:
    """The first fault of what a template told with its marks: 'reminder.txt:7: ...'; "" none."""
    text = tidied(MARK.sub("", told).removeprefix(SUBJECT))
    for fault in faults_in(text):
        return f"{line_of(told, text, fault.start, name)}: {fault.told}"
    return ""


def line_of(told: str, text: str, start: int, name: str) -> str:
    """Where in a template the text from `start` on comes from: the last mark before it."""
    place = f"{name}:1"
    wanted = len("".join(text[: start + 1].split()))  # blanks were tidied, all else is the same
    seen = -len("".join(SUBJECT.split()))
    for part in re.split(f"({MARK.pattern.replace('(', '(?:', 1)})", told):
        if part.startswith(BEGIN):
            place = part[1:-1]
        else:
            seen += len("".join(part.split()))
        if seen >= wanted:
            break
    return place
