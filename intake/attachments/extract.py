"""What comes out of a file: its text, the files inside it, or the reason that neither does."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why no text could be had of a file."""

    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too large"
    TOO_LONG = "too long a text"
    TOO_MANY_PAGES = "too many pages"
    TOO_MANY_SCANS = "too many scanned pages"
    TOO_DEEP = "nested too deep"
    TOO_MANY = "too many files inside"
    TOO_SLOW = "took too long"
    NO_TEXT = "no readable text"
    UNKNOWN_KIND = "unknown kind of file"
    VIRUS = "a virus was found"
    NO_OCR = "text recognition is not installed"


class UnreadableError(Exception):
    """No text can be had of a file; the others of the mail are read on."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Inner:
    """A file inside another."""

    name: str
    media_type: str  # as declared, "" where nothing is
    data: bytes
    refused: Reason | None = None  # why its bytes could not be had


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file and the files inside it.

    furniture_start: from this character on, heads and feet of pages that were moved behind
    the text so that no sentence is broken by them; None where there are none.
    partly: why this is not all that the file holds; None where it is; seconds: of work that
    it took, text recognition apart.
    """

    content: str = ""
    furniture_start: int | None = None
    inner: tuple[Inner, ...] = ()
    ocr_pages: int = 0
    partly: Reason | None = None
    seconds: float = 0.0


def with_furniture(content: str, furniture: list[str]) -> Extract:
    """The text with heads and feet behind it."""
    content = content.strip("\n")
    if not furniture:
        return Extract(content)
    return Extract(f"{content}\n\n" + "\n".join(furniture), len(content) + 2)
