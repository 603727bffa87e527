"""Which request a mail belongs to, by its kinds and its day."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.judgement import Kind
from rules.linker import Linker
from rules.links import municipalities_of, references_of
from tests.rules.linked import GOES, REGISTRY, REPLY, links_of, request_to

ROUNDS = Linker(
    replace(
        REGISTRY,
        requests=(
            request_to("Goes", "7400001"),
            request_to("Goes", "7500001", date(2026, 9, 1)),
        ),
    )
)


@pytest.mark.parametrize(
    ("received_at", "reference"),
    [
        (datetime(2026, 4, 8, 12, tzinfo=UTC), ()),
        (datetime(2026, 4, 9, 12, tzinfo=UTC), ("7400001",)),
        (datetime(2026, 8, 31, 12, tzinfo=UTC), ("7400001",)),
        # Past midnight in the Netherlands, where the letter is dated.
        (datetime(2026, 8, 31, 22, 30, tzinfo=UTC), ("7500001",)),
        (datetime(2026, 9, 20, 12, tzinfo=UTC), ("7500001",)),
    ],
)
def test_a_reply_answers_the_last_letter_sent_before_it(received_at, reference):
    links = links_of("Hallo.", sender="a@goes.nl", received_at=received_at, linker=ROUNDS)
    assert references_of(REPLY, links) == reference


def test_a_reply_answers_the_letter_that_it_quotes():
    late = datetime(2026, 9, 20, 12, tzinfo=UTC)
    links = links_of("Kenmerk 7400001", sender="a@goes.nl", received_at=late, linker=ROUNDS)
    assert references_of(REPLY, links) == ("7400001",)


@pytest.mark.parametrize(
    ("kinds", "body", "references"),
    [
        ({Kind.ARTICLE_8_NOTIFICATION}, "Wij melden dit.", ()),
        ({Kind.ARTICLE_8_NOTIFICATION}, f"Wij melden dit, kenmerk {GOES}.", (GOES,)),
        ({Kind.ARTICLE_8_NOTIFICATION, Kind.INFORMATION_REPLY}, "Wij melden dit.", (GOES,)),
        ({Kind.EXTENSION_REQUEST}, "Graag uitstel.", (GOES,)),
        ({Kind.QUESTION}, "Wat bedoelt u?", (GOES,)),
        ({Kind.OTHER}, "Nieuws van ons.", ()),
        ({Kind.OTHER}, "Over uw brief nog dit.", (GOES,)),
    ],
)
def test_the_kind_decides_whether_a_mail_belongs_to_the_request(kinds, body, references):
    assert references_of(kinds, links_of(body, sender="a@goes.nl")) == references


def test_a_stranger_with_another_matter_speaks_for_no_municipality():
    links = links_of("Namens de gemeente Goes? Nee, als inwoner.", sender="a@gmail.com")
    assert municipalities_of({Kind.OTHER}, links) == ()
    assert references_of({Kind.OTHER}, links) == ()
