"""A mail's way through the house, step by step; each may be killed and run again.

fetch and keep, read and judge and file, mark: `keep_new`, `take_in` and `mark_filed`. The second
is that of `intake.lots`, of which this holds what it does with one mail.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from threading import Event

import structlog
from sqlalchemy import Engine

from intake.copies import is_copy
from intake.errors import IntakeError, SetAside, unforeseen
from intake.mailbox.protocol import Mailbox
from intake.mailbox.watch import Unknown, Watch
from intake.noted import NAME_CHARS
from intake.taking import Promise, Taken, Taker
from intake.tally import Tally
from storage.database import snapshot, transaction
from storage.failures import put_off, set_aside
from storage.ledger import (
    Arrival,
    Step,
    Waiting,
    filed_uids,
    keep_all,
    known_uids,
    reconcile,
)

AT_ONCE = 100  # UIDs told in a line of the log

log = structlog.get_logger()


def now() -> datetime:
    """The moment, aware and in UTC: the one clock of the way in."""
    return datetime.now(UTC)


def keep_new(
    mailbox: Mailbox, engine: Engine, watch: Watch, tally: Tally, stop: Event, *, whole: bool
) -> None:
    """Fetch what the ledger lacks, and keep it; a folder that fails does not hold up the others.

    whole: compare all of each folder with the ledger, and write down what left it.
    """
    for folder in mailbox.folders:
        try:
            keep_folder(mailbox, engine, watch, folder, tally, stop, whole=whole)
        except IntakeError as error:
            tally.faults.append(error)


def keep_folder(
    mailbox: Mailbox,
    engine: Engine,
    watch: Watch,
    folder: str,
    tally: Tally,
    stop: Event,
    *,
    whole: bool,
) -> None:
    """Fetch and keep the new mails of one folder, batch by batch."""

    def known(uidvalidity: int) -> Collection[int]:
        with snapshot(engine) as session:
            return known_uids(session, mailbox.name, folder, uidvalidity)

    unknown = watch.unknown(mailbox, folder, known, whole=whole)
    missing = set(unknown.uids)
    if unknown.uids:
        for batch in mailbox.fetch(folder, unknown.uids):
            keep_batch(engine, batch, tally)
            missing -= {arrival.uid for arrival in batch}
            batch.clear()  # else these bytes stay in memory while the next are fetched
            if stop.is_set():
                return
    if missing:  # somebody removed them meanwhile, or the server could not give them
        log.warning("not_given", folder=folder, uids=sorted(missing)[:AT_ONCE])
    watch.done(unknown, missing)
    if unknown.present is not None:
        compare(engine, mailbox, unknown, unknown.present)


def keep_batch(engine: Engine, batch: Sequence[Arrival], tally: Tally) -> None:
    """Keep mails in one commit; from here on none can be lost."""
    with transaction(engine) as session:
        kept = keep_all(session, batch, now())
    new = sum(each.is_new for each in kept)
    tally.kept += new
    tally.known += len(kept) - new
    log.info(
        "kept",
        folder=batch[0].folder if batch else "",
        new=new,
        known=len(kept) - new,
        mails=[each.mail[:NAME_CHARS] for each in kept if each.is_new],
    )


def compare(engine: Engine, mailbox: Mailbox, unknown: Unknown, present: Collection[int]) -> None:
    """Hold the ledger beside the folder; a mail without a row is an alarm."""
    state = unknown.state
    with transaction(engine) as session:
        found = reconcile(session, mailbox.name, state.folder, state.uidvalidity, present, now())
    if found.not_taken_in and state.uidvalidity:
        log.error("not_taken_in", folder=state.folder, uids=sorted(found.not_taken_in)[:AT_ONCE])
    if found.gone:
        log.info("gone", folder=state.folder, mails=len(found.gone))


def leave_for_ocr(engine: Engine, mail: Waiting, tally: Tally) -> None:
    """Put off a mail with scanned pages, so that it holds up no other."""
    with transaction(engine) as session:
        put_off(session, mail.mail)
    tally.put_off += 1
    log.info("put_off", reason="scanned pages")


def put_aside(
    engine: Engine, mail: Waiting, error: Exception, tally: Tally, *, step: Step = Step.READ
) -> None:
    """Set aside a mail that failed by this error. step: in which."""
    reason = str(error) if isinstance(error, SetAside) else unforeseen(error)
    with transaction(engine) as session:
        failure = set_aside(session, mail.mail, step, reason, now())
    if failure is not None:
        tally.set_aside += 1
        log.warning("set_aside", reason=reason, tries=failure.tries)


def tell_filed(taken: Taken, seconds: float) -> None:
    """Log that a mail was filed; seconds: that it took."""
    if taken.plainly:
        log.warning("read_plainly", reason=taken.plainly)
    log.info(
        "filed",
        kinds=sorted(kind.value for kind in taken.judgement.kinds),
        flags=sorted(flag.value for flag in taken.judgement.flags),
        seconds=round(seconds, 3),
    )


def take_once(
    taker: Taker,
    mail: Waiting,
    raw: bytes,
    taken: Promise,
    is_second_by: Callable[[str], bool],
    *,
    is_duplicate: bool,
) -> Taken:
    """The mail read and judged, with whether it is a copy of one that came before it.

    taken: what the taker makes of it, begun as if it were one or not (is_duplicate) when those
    before it were not all read; is_second_by: whether it is one by that Message-ID.
    """
    found = taken()
    is_second = is_second_by(found.mail.message_id)  # of all its headers, unlike the ledger's
    if is_second == is_duplicate:
        return found
    return taker.begin(raw, mail.received_at, is_duplicate=is_second)()


def is_second(engine: Engine, mail: Waiting, raw: bytes, message_id: str) -> bool:
    """See `is_copy`."""
    with snapshot(engine) as session:
        return is_copy(session, mail.mail, raw, message_id)


def mark_filed(mailbox: Mailbox, engine: Engine, marked: dict[str, set[int]]) -> None:
    """Give filed mails the keyword of the settings, last of all: after a crash they get it again.

    marked: the UIDs that this process has marked already, by folder and UIDVALIDITY.
    """
    for folder in mailbox.folders:
        state = mailbox.state(folder)
        done = marked.setdefault(f"{folder} {state.uidvalidity}", set())
        with snapshot(engine) as session:
            filed = filed_uids(session, mailbox.name, folder, state.uidvalidity)
        if new := [uid for uid in filed if uid not in done]:
            mailbox.mark(folder, state.uidvalidity, new)
            done.update(new)
