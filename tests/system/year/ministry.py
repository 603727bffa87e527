"""The ministry: the program with its database, its clock and the server that takes its mails."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import Config
from ibt_intake.posting import returns_of
from ibt_intake.reminding import turn_of
from rules.deadlines import NETHERLANDS
from rules.outgoing import OutgoingState
from storage.database import transaction
from storage.outgoing import outbox
from storage.sending import queue
from tests.databases import settings_of
from tests.outbox.world import World

OFFICER = "ibt@minjenv.example"
COPIED = ("overdue_again",)  # the King's Commissioner gets these too
HOUR_CAP = 60
SETTINGS = {
    "hour_cap": HOUR_CAP,
    "address_day_cap": 40,  # officers hear of each mail that came back
    "officers": (OFFICER,),
    "cc_commissioner": COPIED,
    "policies": dict.fromkeys(("reminder", "overdue", "overdue_again", "follow_up"), "send"),
}


def moment(day, at):
    """A moment in the Netherlands."""
    return datetime.combine(day, at, NETHERLANDS)


@dataclass(frozen=True)
class Gone:
    """A mail that the server took."""

    at: datetime
    to: tuple[str, ...]
    message_id: str


class Ministry:
    """What stands still until its clock is moved."""

    def __init__(self, folder, server, now):
        smtp = {"host": "127.0.0.1", "port": server.port, "security": "plain", "sender": OFFICER}
        config = Config.model_validate(
            {
                "database": settings_of(folder),
                "smtp": smtp,
                "outbox": SETTINGS,
            }
        )
        self.now = now
        self.sink = server.sink
        self.engine = open_storage(config)
        self.returns = returns_of(config)
        self.world = World(self.engine)
        self.went = []
        self._turn = turn_of(config, self.engine, now=lambda: self.now)

    def turns(self):
        """One turn of the program: proposing, and sending what may go."""
        before = len(self.sink.accepted)
        self._turn(Event())
        for mail in self.sink.accepted[before:]:
            self.went.append(Gone(self.now, tuple(sorted(mail.recipients)), mail.message_id))

    def has_queue(self):
        """Whether mails wait for their turn."""
        return bool(self.world.entries(OutgoingState.QUEUED))

    def approves(self):
        """An officer approves all that waits for that, but for what is held."""
        with transaction(self.engine) as session:
            for entry in outbox(session, {OutgoingState.PROPOSED}):
                if not entry.held_because:
                    queue(session, entry.id, self.now, officer="jansen")

    def sent(self):
        """The mails that the server took: day, occasion and addresses of each, and how many."""
        with transaction(self.engine) as session:
            occasions = {
                each.outgoing.message_id: each.outgoing.occasion.value for each in outbox(session)
            }
        return Counter((each.at.date(), occasions[each.message_id], each.to) for each in self.went)
