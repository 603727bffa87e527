"""What the pages ask of mails as they were sent. Hostile bytes: whoever answers stands apart."""

from typing import Protocol

from review.errors import ReviewError
from rules.mail import Attachment


class CannotShow(ReviewError):
    """A mail that is too large, too broken or too slow to be taken apart for a page."""


class Originals(Protocol):
    """Takes a mail apart."""

    def page(self, raw: bytes) -> str:
        """The HTML of the body, safe to show; "" where it has none. Raises CannotShow."""

    def file(self, raw: bytes, attachment: Attachment) -> bytes | None:
        """The bytes of an attachment, None where they cannot be had. Raises CannotShow."""
