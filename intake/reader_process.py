"""Reading and judging in processes of their own, which end where a mail makes them hang or swell.

They are forked from one that has the models in memory, so that a fresh one is there at once.
"""

import gc
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

from intake.antivirus import OFF
from intake.attachments import clock
from intake.attachments.child import longest_seconds, stand_apart, stop
from intake.authentication import NOT_CHECKED, Senders
from intake.clerk import Asked, Clerk, Ended
from intake.config import AntivirusConfig, ReadingConfig
from intake.correspondence import NO_CORRESPONDENCE, Correspondence
from intake.errors import PutOff, SetAside, TryLater, unforeseen
from intake.handing_over import hand_over_quickly
from intake.made_here import NONE
from intake.noted import Noted, note_events, noted, tell
from intake.scans import Scans
from intake.taking import Promise, Taken
from rules.mail import Authentication
from rules.registry import Registry, Request, Validity

if TYPE_CHECKING:
    from intake.desk import Desk  # it loads what only the reading process needs

PLAIN_SECONDS = 2.0  # of work for a mail that is read plainly
SPARE_SECONDS = 600.0  # by the wall, for a mail whose files wait for processes and for a scanner
READERS = 2  # processes at most, where there are as many processors
PILE = 4  # mails that wait for one process, and make another worth its start
# Then a fresh one: what a library leaks ends with it, and 14 MB of words that it keeps.
MAILS_A_PROCESS = 500
# Of a process that recognises text behind the others. Ten levels below two busy processes a page of
# 2.6 seconds took 30: its time by the wall (`ocr_seconds`) would run out on a page like any other.
NICENESS = 3
END_FIRST = 10  # before multiprocessing's own, which would wait for the process that reads files
ENDED = "the reading process was ended; the mail waits for the next"
REPORT = "report it, and look at the mail yourself"


@dataclass(frozen=True, slots=True)
class Known:
    """What a reading process must know before any mail."""

    registry: Registry
    limits: ReadingConfig
    roll_over: bool = True
    correspondence: Correspondence = NO_CORRESPONDENCE
    senders: Senders = NOT_CHECKED
    antivirus: AntivirusConfig = OFF
    made_here: frozenset[str] = NONE  # the runs of words of letters that this installation made
    scans: Scans = Scans.AT_ONCE


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a mail was not read."""

    reason: str
    is_of_the_mail: bool = False  # another way would not do either
    is_put_off: bool = False  # it holds scanned pages, which are left to another process


Work = Callable[..., Taken | Fault]
Found = tuple[Taken | Fault, tuple[Noted, ...]]


class ReaderProcess:
    """A `Taker` whose mails can do it no harm."""

    def __init__(self, known: Known) -> None:
        self._known = known
        number = min(READERS, len(os.sched_getaffinity(0)))
        self._clerks = [Clerk(["intake.preloaded"], begin, known) for _ in range(number)]

    @property
    def requests(self) -> Sequence[Request]:
        """The requests that mails may belong to."""
        return self._known.registry.requests

    @property
    def validities(self) -> Sequence[Validity]:
        """The days of municipalities, and who went up in whom."""
        return self._known.registry.validities

    def warm(self) -> None:
        """Have a process load what it needs, while there are other things to do."""
        first = self._clerks[0]
        # Once: nobody waits for the answer, and mails would not go behind a pile of those.
        if first.is_idle and not first.things:
            first.ask(ready)

    def take(
        self,
        raw: bytes,
        received_at: datetime | None,
        *,
        is_duplicate: bool = False,
        earlier: Authentication | None = None,
    ) -> Taken:
        """The mail, read in full; else plainly. Raises SetAside where neither can be had.

        Raises PutOff as `Taker.take` does, and TryLater where another thread closed this meanwhile.
        """
        return self._promise(raw, received_at, is_duplicate, earlier)()

    def begin(
        self, raw: bytes, received_at: datetime | None, *, is_duplicate: bool = False
    ) -> Promise:
        """See `take`. What is begun sooner is read sooner, or beside it by another process."""
        return self._promise(raw, received_at, is_duplicate, None)

    def _promise(
        self,
        raw: bytes,
        received_at: datetime | None,
        is_duplicate: bool,
        earlier: Authentication | None,
    ) -> Promise:
        """What `take` gives, asked for already."""
        clerk = self._at_hand()
        asked = clerk.ask(with_notes, taken, raw, received_at, is_duplicate, earlier)

        def awaited() -> Taken:
            found = self._answer(clerk, asked, raw)
            if isinstance(found, Fault) and not found.is_of_the_mail:
                plainly = (taken_plainly, raw, received_at, is_duplicate, found.reason)
                found = self._answer(clerk, clerk.ask(with_notes, *plainly), raw)
            if not isinstance(found, Fault):
                return found
            if found.is_put_off:
                raise PutOff(found.reason)
            raise SetAside(found.reason)

        return awaited

    def rest(self) -> None:
        """End the processes that were started for a pile of mails; one stays for the next."""
        for clerk in self._clerks[1:]:
            clerk.close()

    def close(self) -> None:
        """End the processes, and what they have in hand; the next mail starts another."""
        for clerk in self._clerks:
            clerk.close()

    def _at_hand(self) -> Clerk:
        """Who reads the next mail: the first, unless mails pile up there."""
        for clerk in self._clerks:
            if clerk.things >= MAILS_A_PROCESS and clerk.is_idle:
                clerk.close()
        first, *others = self._clerks
        if first.waiting < PILE and not any(each.things for each in others):
            return first
        return min(self._clerks, key=lambda clerk: clerk.waiting)

    def _answer(self, clerk: Clerk, asked: Asked, raw: bytes) -> Taken | Fault:
        """What the process makes of a mail. Raises SetAside where there is no process."""
        told: Found | Ended = clerk.answer(asked, longest_of_mail(self._known.limits))
        if not isinstance(told, Ended):
            found, events = told
            tell(events, raw)
            return found
        if told.is_closed:
            raise TryLater(ENDED)
        if not told.is_begun:
            raise SetAside(
                "no reading process could be kept alive; see whether memory or processes of the "
                "machine run out, then try again"
            )
        if told.exitcode is None or told.exitcode in clock.ENDED_BY:
            return self._too_long()
        return Fault(f"reading the mail ended the reading process ({told.exitcode}); {REPORT}")

    def _too_long(self) -> Fault:
        return Fault(
            f"reading and judging took more than {self._known.limits.mail_seconds:g} seconds; look "
            "at the mail yourself, or raise mail_seconds under [reading] in config.toml"
        )


def longest_of_mail(limits: ReadingConfig) -> float:
    """By the wall, for a mail with all the pages that may be recognised: longer than for a file."""
    files = longest_seconds(limits, limits.max_ocr_pages)
    return files + limits.mail_seconds * clock.SLACK + SPARE_SECONDS


# ------------------------------------------------------------------ in the process

_known: Known | None = None


def begin(known: Known) -> None:
    """Make this a reading process that knows so much."""
    global _known
    stand_apart()
    note_events()
    hand_over_quickly()
    if known.scans is Scans.BEHIND:
        os.nice(NICENESS)
    # It ends with the pipe to it; a signal to all processes of the program is for that to heed.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Finalize(None, stop, exitpriority=END_FIRST)  # no atexit in processes of multiprocessing
    _known = known


@lru_cache(maxsize=1)
def desk() -> "Desk":
    """What reads and judges here, made with the first mail so that a fault of it is told."""
    if _known is None:
        raise RuntimeError("begin() comes first")
    from intake.desk import Desk
    from intake.judging import load_judge

    judge = load_judge(
        _known.registry, roll_over=_known.roll_over, threads=_known.correspondence.case_of
    )
    gc.freeze()  # to look through all that it knows for garbage takes a tenth of a second
    return Desk(
        judge,
        _known.limits,
        _known.correspondence,
        _known.senders,
        _known.antivirus,
        _known.made_here,
        _known.scans,
    )


def ready() -> None:
    """Load what the first mail would wait for; what goes wrong is told with that mail."""
    desk()


def with_notes(work: Work, *arguments: object) -> Found:
    """What the work comes to, with the events on the way."""
    noted()  # those of a mail that came to no end
    return work(*arguments), noted()


def taken(
    raw: bytes,
    received_at: datetime | None,
    is_duplicate: bool,
    earlier: Authentication | None,
) -> Taken | Fault:
    """See `Desk.take`; the clock runs."""
    at_work = desk()
    return timed(
        at_work.limits.mail_seconds,
        lambda: at_work.take(raw, received_at, is_duplicate=is_duplicate, earlier=earlier),
    )


def taken_plainly(
    raw: bytes, received_at: datetime | None, is_duplicate: bool, reason: str
) -> Taken | Fault:
    """See `Desk.take_plainly`; the clock runs."""
    at_work = desk()
    return timed(
        PLAIN_SECONDS,
        lambda: at_work.take_plainly(raw, received_at, reason, is_duplicate=is_duplicate),
    )


def timed(seconds: float, work: Callable[[], Taken]) -> Taken | Fault:
    """What comes of the work, or why nothing does; the process ends with the time."""
    clock.start(seconds)
    try:
        return work()
    except SetAside as error:
        return Fault(str(error), is_of_the_mail=True)
    except PutOff as error:
        return Fault(str(error), is_of_the_mail=True, is_put_off=True)
    except Exception as error:
        # Whatever a mail makes a library raise; a plain reading comes next.
        return Fault(unforeseen(error))
    finally:
        clock.stop()
