"""Workers are killed and their database restarts: every mail is filed once, every reminder sent."""

import signal
from datetime import UTC, datetime, timedelta

import pytest

from rules.contacts import Contact, ContactRole
from rules.occasions import Occasion
from rules.office_hours import OfficeHours, working_days_after
from rules.outgoing import OutgoingState
from rules.registry import Request
from storage.contacts import import_contacts
from storage.database import snapshot, transaction
from storage.ledger import State, mails_by_state
from storage.registry import import_requests
from tests.system.faults.house import message_id_in, opened_house
from tests.system.faults.letters import letters
from tests.system.office import opens
from tests.system.programs import until
from tests.system.workers.office import LATER, OFFICE, START

LATE = ("Assen", "Borne", "Delft", "Epe", "Heerde")  # they have not answered, and are reminded
LONG = 600
WORKERS = 4
TERM, REMINDER_DAYS = 21, 5


@pytest.fixture
def later(tmp_path):
    """The file that tells how many seconds later it is."""
    file = tmp_path / "later"
    file.write_text("0")
    return file


@pytest.fixture
def busy_house(shared, dovecot, smtp_peer, monkeypatch, later):
    """A house whose work several workers do, in contact with ten municipalities and five late."""
    start = datetime.now(UTC)
    monkeypatch.setenv(START, start.isoformat())
    monkeypatch.setenv(LATER, str(later))
    with opened_house(shared, dovecot, smtp_peer(), start, **shared.settings["smtp"]) as house:
        # The first day of their reminder is the one on which the office opens.
        due = working_days_after(opens(start).date(), REMINDER_DAYS, OfficeHours().closed)
        day = due - timedelta(days=TERM)
        late = [
            Request(f"75000{at:02}", name, day, TERM, 160, 20, 40, 0)
            for at, name in enumerate(LATE)
        ]
        contacts = [
            Contact(ContactRole.MUNICIPALITY, name, f"ibt@{name.lower()}.nl") for name in LATE
        ]
        with transaction(house.engine) as session:
            import_requests(session, late, now=start)
            import_contacts(session, contacts, now=start)
        yield house


def test_what_killed_workers_and_a_restarted_database_leave_is_done_by_the_others(
    busy_house, shared, postgresql, later, length
):
    count = length.of("mails of a busy day", whole=400, short=80)
    busy_house.deliver(letters(count // 2))
    workers = [shared.start("worker", command=OFFICE) for _ in range(WORKERS)]
    for worker, share in zip(workers[:2], (8, 4), strict=True):
        until(
            lambda share=share: filed(busy_house) >= count // share, "mails filed", LONG, every=0.25
        )
        worker.end(signal.SIGKILL)
    busy_house.deliver(letters(count - count // 2, first=count // 2))
    until(lambda: filed(busy_house) >= count // 2, "half of the mails", LONG, every=0.25)
    postgresql.restart()
    until(lambda: filed(busy_house) == count, "all filed", LONG, every=0.25)
    later.write_text("7200")  # reminders wait for a while, as there were mails to read
    until(lambda: is_done(busy_house, count), "all filed, all sent", LONG, every=0.25)
    assert [each.end(signal.SIGTERM) for each in workers[2:]] == [0, 0]
    busy_house.check()
    answered = [each.mail["In-Reply-To"] for each in busy_house.sink.accepted]
    owed = sorted(map(message_id_in, busy_house.delivered))
    assert sorted(each for each in answered if each) == owed  # a receipt for each letter
    assert sent(busy_house, Occasion.REMINDER) == sorted(LATE)


def filed(house):
    """How many mails have come to their end."""
    with snapshot(house.engine) as session:
        return mails_by_state(session)[State.FILED]


def is_done(house, count):
    """Whether every mail is filed and had its receipt, every late one its reminder."""
    house.officer_settles()
    receipts = len(sent(house, Occasion.ACKNOWLEDGEMENT))
    reminders = len(sent(house, Occasion.REMINDER))
    return (filed(house), receipts, reminders) == (count, count, len(LATE))


def sent(house, occasion):
    """The municipalities that a mail on that occasion went to, once for each, sorted."""
    return sorted(
        each.outgoing.municipality
        for each in house.entries(OutgoingState.SENT)
        if each.outgoing.occasion is occasion
    )
