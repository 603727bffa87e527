"""Where a mail is read and judged, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.antivirus import OFF
from intake.attachments import clock
from intake.attachments.extract import Reason
from intake.authentication import NOT_CHECKED, Senders
from intake.config import AntivirusConfig, ReadingConfig
from intake.correspondence import NO_CORRESPONDENCE, Correspondence
from intake.excerpt import excerpt
from intake.judging import VERSION
from intake.made_here import NONE
from intake.plain_reading import read_plainly
from intake.reading import read_mail
from intake.scans import Scans
from intake.taking import Promise, Taken
from rules.judge import Judge
from rules.mail import Authentication
from rules.registry import Request, Validity

PLAIN_CHARS = 20_000  # of a mail that is read plainly: enough to judge what it is about


@dataclass(frozen=True, slots=True)
class Desk:
    """Reads and judges where it is asked to: nothing guards it against a mail that hangs."""

    judge: Judge
    limits: ReadingConfig
    correspondence: Correspondence = NO_CORRESPONDENCE
    senders: Senders = NOT_CHECKED
    antivirus: AntivirusConfig = OFF
    made_here: frozenset[str] = NONE  # the runs of words of letters that this installation made
    scans: Scans = Scans.AT_ONCE

    @property
    def requests(self) -> Sequence[Request]:
        """The requests that mails may belong to."""
        return self.judge.linker.registry.requests

    @property
    def validities(self) -> Sequence[Validity]:
        """The days of municipalities, and who went up in whom."""
        return self.judge.linker.registry.validities

    def take(
        self,
        raw: bytes,
        received_at: datetime | None,
        *,
        is_duplicate: bool = False,
        earlier: Authentication | None = None,
    ) -> Taken:
        """See `Taker.take`."""
        mail = read_mail(
            raw,
            received_at,
            self.limits,
            self.antivirus,
            made_here=self.made_here,
            puts_off_scans=self.scans is Scans.LATER,
        )
        with clock.held():  # the DNS is given a time of its own
            mail = self.senders.checked(mail, raw, earlier)
        judged = excerpt(mail, self.limits.max_judged_chars)
        judgement = self.judge.judge(judged, is_duplicate=is_duplicate)
        return Taken(mail, judgement, VERSION, self.correspondence.seen_in(raw, judgement))

    def begin(
        self, raw: bytes, received_at: datetime | None, *, is_duplicate: bool = False
    ) -> Promise:
        """See `Taker.begin`; it is read when it is waited for."""
        return lambda: self.take(raw, received_at, is_duplicate=is_duplicate)

    def take_plainly(
        self, raw: bytes, received_at: datetime | None, reason: str, *, is_duplicate: bool = False
    ) -> Taken:
        """The mail by its plain text alone, with no file opened. reason: why."""
        mail = read_plainly(raw, received_at, Reason.TOO_SLOW, PLAIN_CHARS)
        mail = self.senders.by_server_alone().checked(mail, raw)
        judgement = self.judge.judge(mail, is_duplicate=is_duplicate)
        return Taken(mail, judgement, VERSION, plainly=reason)

    def rest(self) -> None:
        """Nothing was started."""

    def close(self) -> None:
        """Nothing was started."""
