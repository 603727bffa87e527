"""The reading process knows the registry as it is, and nobody reads it again where nothing came."""

from contextlib import closing
from datetime import UTC, date, datetime

import pytest

from intake.config import ReadingConfig
from intake.filing import Filer
from rules.registry import Request
from storage.database import transaction
from storage.ministry_words import keep_ministry_words
from storage.registry import import_requests
from tests.databases import asked

NOW = datetime(2026, 4, 9, 12, 0, tzinfo=UTC)
REQUEST = Request("7473202", "Ede", date(2026, 4, 9), 21, 278, 48, 0, 0)


@pytest.fixture
def filer(engine):
    with closing(Filer(engine, ReadingConfig(), roll_over=True)) as filer:
        yield filer


def test_where_nothing_happened_the_registry_is_not_read_again(engine, filer):
    reader = filer.reader()
    with asked(engine) as statements:
        assert filer.reader() is reader
    assert statements
    assert not [each for each in statements if "FROM requests" in each]


def test_a_new_request_is_known_to_the_next_reading_process(engine, filer):
    before = filer.reader()
    with transaction(engine) as session:
        import_requests(session, [REQUEST], now=NOW)
    assert before.requests == ()
    assert filer.reader().requests == (REQUEST,)


def test_the_words_of_a_new_letter_are_known_to_the_next_reading_process(engine, filer):
    before = filer.reader()
    with transaction(engine) as session:
        keep_ministry_words(session, "file:brief.txt", frozenset({"a1b2"}), NOW)
    assert filer.reader() is not before
