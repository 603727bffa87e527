"""The outbox, as a table for people and as lines for programs."""

import json
from collections.abc import Sequence
from datetime import datetime

from ibt_intake.tables import dutch_date, print_table
from storage.outgoing import OutboxEntry


def print_outbox(entries: Sequence[OutboxEntry], output_format: str) -> None:
    """Mails that go out, a row each; no words of theirs and no addresses."""
    if output_format == "jsonl":
        for entry in entries:
            print(json.dumps(line_of(entry), ensure_ascii=False))
        return
    rows = [
        [
            str(entry.id),
            entry.state.value,
            entry.outgoing.occasion.value,
            entry.outgoing.municipality or "-",
            entry.outgoing.reference or "-",
            dutch_date(iso(entry.sent_at)),
            str(entry.tries),
            "; ".join([*entry.held_because, *filter(None, [entry.last_error])]) or "-",
        ]
        for entry in entries
    ]
    columns = ["number", "state", "occasion", "municipality", "reference", "sent", "tries", "why"]
    print_table(columns, rows)


def line_of(entry: OutboxEntry) -> dict[str, str | int | list[str] | None]:
    """A mail for programs."""
    return {
        "number": entry.id,
        "state": entry.state.value,
        "occasion": entry.outgoing.occasion.value,
        "municipality": entry.outgoing.municipality or None,
        "reference": entry.outgoing.reference,
        "trigger": entry.outgoing.trigger,
        "message_id": entry.outgoing.message_id,
        "proposed_at": iso(entry.proposed_at),
        "sent_at": iso(entry.sent_at),
        "next_try_at": iso(entry.next_try_at),
        "tries": entry.tries,
        "held_because": list(entry.held_because),
        "last_error": entry.last_error,
    }


def iso(moment: datetime | None) -> str | None:
    """A moment as programs read it."""
    return moment.isoformat() if moment else None
