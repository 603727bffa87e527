"""Sending taken up again after a restore: what went out meanwhile is found first."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.posting import outbox_of
from ibt_intake.progress import progress
from ibt_intake.reminding import proposer_of
from outbox.errors import Stop
from outbox.sending import NoCopies
from storage.database import snapshot, transaction
from storage.pauses import pause_of, resume
from storage.sending import found_sent, recover

NO_COPIES = (
    "there is no folder to see in which mails went out since the back-up; name sent_folder under "
    "[smtp] in config.toml, or add --without-copies: what was called for before now then never "
    "goes out by itself"
)


def resumed(config: Config, engine: Engine, officer: str, *, is_blind: bool) -> str:
    """Let mails go out again; what was found, for people. Raises Stop where it may not be."""
    with snapshot(engine) as session:
        if pause_of(session) is None:
            raise Stop("sending is not paused; see `ibt-intake outbox list`")
    way_out = outbox_of(config, engine)
    is_compared = not isinstance(way_out.copies, NoCopies)
    if not is_compared and not is_blind:
        raise Stop(NO_COPIES)
    with transaction(engine) as session:
        recover(session, datetime.now(UTC))
    # What the cases call for stands in the outbox before it is compared with what was sent.
    proposer_of(config).prepare(engine, datetime.now(UTC))
    found = []
    if is_compared:
        with progress("Looking up what was sent") as advance:
            found = way_out.compare(advance)
    now = datetime.now(UTC)
    with transaction(engine) as session:
        for entry in found:
            found_sent(session, entry.id, now, officer=officer)
        resume(session, now, officer=officer, is_compared=is_compared, sent=len(found))
    if not is_compared:
        return "mails go out again; what was called for before now does not go out by itself"
    return f"mails go out again; {len(found)} of those that waited had gone out already"
