"""Mails that go out, for the tests of the way out."""

from dataclasses import replace
from datetime import UTC, datetime

from outbox.compose import From
from outbox.message_ids import MessageIds
from rules.occasions import Occasion
from rules.outgoing import Outgoing

NOON = datetime(2026, 4, 9, 10, 0, tzinfo=UTC)
US = From("ibt@example.nl", "Interbestuurlijk toezicht")
IDS = MessageIds(b"k" * 32, "example.nl")
LETTER = Outgoing(
    occasion=Occasion.REMINDER,
    municipality="Ede",
    reference="7473202",
    trigger="2026-04-30",
    to=("griffie@ede.nl",),
    cc=(),
    subject="Herinnering: reactie vóór 30 april",
    text="Geachte heer, mevrouw,\n\nUw reactie is er nog niet.\n.\nMet vriendelijke groet",
    html="<p>Uw reactie is er nog niet.</p>",
    message_id=IDS.made_for("Ede", "7473202", "reminder", "2026-04-30"),
)


def letter(number: int = 1, **fields: object) -> Outgoing:
    """A letter that something else set off."""
    trigger = f"trigger-{number}"
    made = IDS.made_for("Ede", "7473202", "reminder", trigger)
    return replace(LETTER, trigger=trigger, message_id=made, **fields)
