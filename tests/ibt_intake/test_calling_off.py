"""What an officer is told of a job that was called off."""

import pytest
from procrastinate.jobs import Job

from ibt_intake.jobs.queued import told_of
from storage.jobs import IN_HAND, QUEUED

ASIDE = "1 mail is set aside, to wait for a person"


@pytest.mark.parametrize(
    ("status", "held", "is_whole", "told"),
    [
        (QUEUED, 1, True, f"job 7 is called off; {ASIDE}"),
        (QUEUED, 1, False, f"job 7 goes on without this mail; {ASIDE}"),
        (
            IN_HAND,
            1,
            True,
            f"job 7 is called off; {ASIDE}; one that is being read just now is filed yet",
        ),
        (IN_HAND, 0, True, "job 7 is called off, but what it was to read was read already"),
    ],
)
def test_what_may_be_filed_yet_is_told(status, held, is_whole, told):
    job = Job(
        id=7,
        status=status,
        queue="read",
        priority=20,
        lock=None,
        queueing_lock=None,
        task_name="read",
    )
    assert told_of(job, held, is_whole=is_whole) == told
