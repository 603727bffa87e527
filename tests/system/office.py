"""The program on a working day: its mails go out by a clock that begins when the office opens.

Run as `python -m tests.system.office run --config FILE`; all else goes by the real clock.
"""

import sys
from datetime import UTC, datetime, timedelta
from functools import partial

from ibt_intake import working
from ibt_intake.cli import main
from ibt_intake.reminding import turn_of
from rules.deadlines import NETHERLANDS
from rules.office_hours import OfficeHours, next_office_moment

START = datetime.now(UTC)


def opens(start: datetime) -> datetime:
    """When the office opens on the day after: what is left of a day could be over amid a test.

    The day of the Netherlands, as rules go by: of a day that began there an hour before midnight
    in UTC, reminders would have been due before the outbox was switched on.
    """
    midnight = start.astimezone(NETHERLANDS).replace(hour=0, minute=0, second=0, microsecond=0)
    return next_office_moment(midnight + timedelta(days=1), OfficeHours())


def office_time() -> datetime:
    """The clock of the outbox."""
    return opens(START) + (datetime.now(UTC) - START)


if __name__ == "__main__":
    working.turn_of = partial(turn_of, now=office_time)
    sys.exit(main())
