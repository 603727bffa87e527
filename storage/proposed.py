"""Mails that wait to be sent: proposed once, reworded, held and put off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from rules.outgoing import UNTRIED, Outgoing, OutgoingState
from storage.columns import storable
from storage.errors import Refused
from storage.events import PROGRAM, events_of, record_event
from storage.outgoing import entry_for, object_of
from storage.tables.outgoing import OutgoingRow

REWORDABLE = (OutgoingState.PROPOSED.value, OutgoingState.REFUSED.value)
REWORDED = "mail_reworded"  # in the audit trail


def propose(
    session: Session,
    outgoing: Outgoing,
    now: datetime,
    *,
    held_because: Sequence[str] = (),
) -> int | None:
    """Write down a mail that an officer may send; its id, or None where the same stands already.

    The same is: the same occasion, case and trigger, whatever became of it.
    """
    if entry_for(session, outgoing) is not None:
        return None
    row = row_of(outgoing, now, held_because)
    session.add(row)
    session.flush()
    record_event(session, now, "mail_proposed", object_of(row.id), after=facts_of(outgoing))
    return row.id


def row_of(outgoing: Outgoing, now: datetime, held_because: Sequence[str]) -> OutgoingRow:
    """The row of a mail that is proposed."""
    return OutgoingRow(
        occasion=outgoing.occasion.value,
        municipality=outgoing.municipality,
        reference=outgoing.reference or "",
        trigger=outgoing.trigger,
        state=OutgoingState.PROPOSED.value,
        message_id=outgoing.message_id,
        in_reply_to=outgoing.in_reply_to,
        thread=list(outgoing.references),
        proposed_at=now,
        approved_by=PROGRAM,
        held_because=" ".join(held_because),
        tries=0,
        last_error="",
        **written(outgoing),
    )


def reword(
    session: Session, entry: int, outgoing: Outgoing, now: datetime, *, officer: str = PROGRAM
) -> None:
    """Change words and addresses of a mail that waits for an officer, or that was refused."""
    row = session.get(OutgoingRow, entry, with_for_update=True)
    if row is None or row.state not in REWORDABLE:
        raise Refused("this mail waits for nobody any more; look at the list anew")
    new = written(outgoing)
    if all(getattr(row, name) == value for name, value in new.items()):
        return
    row.sqlmodel_update(new)
    session.flush()
    record_event(session, now, REWORDED, object_of(entry), actor=officer)


def rewrite(session: Session, entry: int, outgoing: Outgoing, now: datetime) -> None:
    """Bring words and addresses up to date until a mail went out: the program's own doing."""
    row = session.get(OutgoingRow, entry, with_for_update=True)
    if row is None or row.state not in UNTRIED:
        return
    row.sqlmodel_update(written(outgoing))
    session.flush()
    record_event(session, now, REWORDED, object_of(entry))


def is_reworded(session: Session, entry: int) -> bool:
    """Whether an officer chose the words of a mail."""
    return any(
        each.action == REWORDED and each.actor != PROGRAM
        for each in events_of(session, object_of(entry))
    )


def hold(session: Session, entry: int, because: Sequence[str]) -> None:
    """Say why a mail that was not sent yet waits; no reasons where nothing holds it."""
    row = session.get(OutgoingRow, entry)
    if row is not None and row.held_because != " ".join(because):
        row.held_because = " ".join(because)
        session.flush()


def put_off(session: Session, entry: int, until: datetime, now: datetime, *, officer: str) -> None:
    """Have a proposed mail wait: nobody is asked about it before a moment."""
    row = session.get(OutgoingRow, entry, with_for_update=True)
    if row is None or row.state != OutgoingState.PROPOSED.value:
        raise Refused("this mail waits for nobody any more; look at the list anew")
    row.next_try_at = until
    session.flush()
    after = {"until": until.isoformat()}
    record_event(session, now, "mail_put_off", object_of(entry), actor=officer, after=after)


def written(outgoing: Outgoing) -> dict[str, Any]:
    """The columns that an officer may change."""
    return {
        "to_addresses": list(outgoing.to),
        "cc_addresses": list(outgoing.cc),
        "subject": storable(outgoing.subject),
        "text": storable(outgoing.text),
        "html": storable(outgoing.html),
    }


def facts_of(outgoing: Outgoing) -> dict[str, str | None]:
    """What the audit trail keeps of a mail; its words stand in the outbox."""
    return {
        "occasion": outgoing.occasion.value,
        "municipality": outgoing.municipality,
        "reference": outgoing.reference,
        "trigger": outgoing.trigger,
        "message_id": outgoing.message_id,
    }
