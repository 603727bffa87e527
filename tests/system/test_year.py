"""A year of two rounds of letters to all municipalities: exactly the mails of a table go out."""

from collections import Counter

import pytest

from intake.registry import default_registry
from rules.office_hours import is_working_day
from tests.system.year.course import Year
from tests.system.year.expected import expected
from tests.system.year.ministry import HOUR_CAP


@pytest.fixture
def year(tmp_path, smtp_server):
    municipalities = default_registry().municipalities
    assert len(municipalities) == 342
    made = Year(tmp_path, smtp_server(), municipalities)
    yield made
    made.ministry.engine.dispose()


def test_in_a_year_exactly_the_mails_of_the_table_go_out(year):
    year.goes_by()
    found, wanted = year.ministry.sent(), expected(year.parties, year.table)
    told = {
        "missing": sorted(map(str, (wanted - found).elements())),
        "too many": sorted(map(str, (found - wanted).elements())),
    }
    assert told == {"missing": [], "too many": []}
    assert_hours(year.ministry.went)
    assert_headers(year.ministry.sink.accepted)


def assert_hours(went):
    """At allowed hours, never more in one hour than may be, and none twice."""
    moments = [each.at for each in went]
    assert {at.hour for at in moments} <= set(range(9, 17))
    assert all(is_working_day(at.date()) for at in moments)
    assert max(Counter(moments).values()) == HOUR_CAP  # turns are an hour apart
    assert len({each.message_id for each in went}) == len(went)


def assert_headers(accepted):
    """No machine is asked to answer."""
    for each in accepted[:: max(1, len(accepted) // 50)]:
        mail = each.mail
        assert mail["Auto-Submitted"] in ("auto-generated", "auto-replied")
        assert "AutoReply" in mail["X-Auto-Response-Suppress"]
