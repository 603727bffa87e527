"""Whether the ministry had asked anything when a mail of substance came."""

from datetime import UTC, datetime

import pytest

from rules.substantive import request_state
from tests.rules.asked import GOES, LINKER
from tests.rules.mails import mail_of, sentences


@pytest.mark.parametrize(
    ("received_at", "state"),
    [
        (datetime(2026, 4, 8, 21, 59, tzinfo=UTC), "later"),
        (datetime(2026, 4, 8, 22, 0, tzinfo=UTC), "open"),  # 9 April in the Netherlands
        (datetime(2026, 4, 20, 12, 0, tzinfo=UTC), "open"),
    ],
)
def test_a_request_is_open_from_the_day_of_its_letter(received_at, state):
    read = mail_of("Hallo.", sender=GOES, received_at=received_at)
    assert request_state(read, LINKER.link(read, sentences(read))) == state


def test_a_municipality_that_was_asked_nothing_has_no_request():
    read = mail_of("Hallo.", sender="a@ede.nl")
    assert request_state(read, LINKER.link(read, sentences(read))) == "none"
