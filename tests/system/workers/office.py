"""The program on a working day of many workers: one clock for all, by which their mails go out.

Run as `python -m tests.system.workers.office worker --config FILE`, with the moment at which the
day began in IBT_TEST_START, and how many seconds later it is by now in the file IBT_TEST_LATER; all
else goes by the real clock.
"""

import os
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from ibt_intake import working
from ibt_intake.cli import main
from ibt_intake.reminding import turn_of
from tests.system.office import opens

START, LATER = "IBT_TEST_START", "IBT_TEST_LATER"
OFFICE = (sys.executable, "-m", "tests.system.workers.office")


def office_time() -> datetime:
    """The clock of the outbox."""
    start = datetime.fromisoformat(os.environ[START])
    later = timedelta(seconds=float(Path(os.environ[LATER]).read_text()))
    return opens(start) + later + (datetime.now(UTC) - start)


if __name__ == "__main__":
    working.turn_of = partial(turn_of, now=office_time)
    sys.exit(main())
