"""What is kept is what was given, in every database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from storage.columns import Moment, storable

TEXT = sqlite.DATETIME().bind_processor(sqlite.dialect())  # how SQLAlchemy writes it by itself


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 11, 1, 12, 30, 15, 7, UTC), id="a part of a second"),
        pytest.param(datetime(2026, 11, 1, tzinfo=UTC), id="a whole second"),
        pytest.param(datetime(812, 1, 2, tzinfo=UTC), id="a year of three digits"),
        pytest.param(datetime(2026, 7, 1, tzinfo=timezone(timedelta(hours=2))), id="another zone"),
    ],
)
def test_a_moment_is_written_to_sqlite_as_sqlalchemy_would(moment):
    written = Moment().bind_processor(sqlite.dialect())(moment)
    assert written == TEXT(moment.astimezone(UTC).replace(tzinfo=None))


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.psycopg.dialect()])
def test_a_moment_without_zone_is_refused(dialect):
    with pytest.raises(ValueError, match="without zone"):
        Moment().dialect_impl(dialect).bind_processor(dialect)(datetime(2026, 11, 1))


def test_no_moment_is_none():
    assert Moment().bind_processor(sqlite.dialect())(None) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("één 漢", "één 漢", id="text"),
        pytest.param("a\0b", "a�b", id="nul"),
        pytest.param("a\ud83d\0é", "a?�é", id="half a surrogate pair"),
    ],
)
def test_a_text_is_kept_without_what_no_database_takes(text, kept):
    assert storable(text) == kept
