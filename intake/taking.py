"""A mail read and judged, as it is filed: in full, or plainly where that did not come to an end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rules.judgement import Judgement
from rules.mail import Authentication, Mail
from rules.registry import Request, Validity


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail as it is filed."""

    mail: Mail
    judgement: Judgement
    version: str  # of the program that read and judged
    report: object = None  # what the correspondence saw in its bytes
    plainly: str = ""  # why it was read plainly, "" where it was read in full


Promise = Callable[[], Taken]  # waits for it, and raises what went wrong


class Taker(Protocol):
    """Reads and judges mails."""

    @property
    def requests(self) -> Sequence[Request]:
        """The requests that mails may belong to."""

    @property
    def validities(self) -> Sequence[Validity]:
        """The days of municipalities, and who went up in whom."""

    def take(
        self,
        raw: bytes,
        received_at: datetime | None,
        *,
        is_duplicate: bool = False,
        earlier: Authentication | None = None,
    ) -> Taken:
        """The mail in those bytes, read and judged. Raises SetAside where it cannot be.

        Raises PutOff where it holds pages to recognise and the taker leaves those to another.

        earlier: what was found of its sender, where it was looked into before.
        """

    def begin(
        self, raw: bytes, received_at: datetime | None, *, is_duplicate: bool = False
    ) -> Promise:
        """See `take`; what is asked for now, and waited for when others before it are done."""

    def rest(self) -> None:
        """End what was started because many mails waited."""

    def close(self) -> None:
        """End what was started for it."""
