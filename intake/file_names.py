"""The names that files of a mail are told by."""

import re

from intake.header_values import one_line
from intake.parts import Part

MAX_NAME_CHARS = 150
# Marks that make "fdp.exe" of "exe.pdf" (Unicode, UAX 9).
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def default_name(part: Part, number: int) -> str:
    """What a part without a name is called, in Dutch: officers read it."""
    return "bericht.eml" if part.media_type == "message/rfc822" else f"bijlage-{number}"


def shown(name: str) -> str:
    """A file's name as it may stand in a path of ours: on one line, no marks that turn letters
    around, and short; its ending stays."""
    name = one_line(TURNING.sub("", name))
    return name if len(name) <= MAX_NAME_CHARS else f"{name[: MAX_NAME_CHARS - 20]}…{name[-19:]}"


def unique(name: str, taken: set[str]) -> str:
    """The name, with a number where another file of this place has it already."""
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name} ({number})", number + 1
    taken.add(candidate)
    return candidate
