"""Times that count from what an earlier sentence names: each asks of the others what it needs."""

from datetime import date
from time import process_time

import pytest

from rules.expressions import expressions_in
from rules.spans import Span
from rules.times_before import Times

DAY = date(2026, 4, 20)
SOON = 2.0  # seconds; in proportion to the square it takes minutes
MANY = 5_000


def last_of(*texts):
    """The span of the last sentence's first time, when it alone is asked for its times."""
    found = Times(texts, DAY).of(len(texts) - 1)
    return [(str(each.earliest), str(each.latest)) for each in found][:1]


@pytest.mark.parametrize(
    ("texts", "span"),
    [
        pytest.param(
            ["De bouw begint op 1 mei 2027.", "Een jaar later zijn de plekken er."],
            ("2028-05-01", "2028-05-01"),
            id="a length counts from the time named last",
        ),
        pytest.param(
            ["Wij bouwen in 2029.", "Eerst spreken wij de buurt.", "In die zomer is alles klaar."],
            ("2029-06-01", "2029-08-31"),
            id="over a sentence without a time",
        ),
        pytest.param(
            ["Wij bouwen in 2029.", "Op 3 mei is er overleg.", "In het najaar van dat jaar."],
            ("2029-09-01", "2029-11-30"),
            id="over a day that names no year",
        ),
        pytest.param(
            ["De sloop is op 1 mei 2027.", "Een jaar later de bouw.", "Twee jaar later de rest."],
            ("2030-05-01", "2030-05-01"),
            id="from a time that itself counts from another",
        ),
        pytest.param(
            ["Wij bouwen in 2029.", "Het is in mei 2028 klaar."],
            ("2028-05-01", "2028-05-31"),
            id="a time that needs no other stands alone",
        ),
    ],
)
def test_a_sentence_takes_what_it_counts_from_out_of_those_before_it(texts, span):
    assert last_of(*texts) == [span]


def test_each_sentence_finds_what_it_finds_where_all_are_asked():
    texts = ["Wij bouwen in 2029.", "In dat jaar.", "Een jaar later.", "In het jaar daarop.", "Nu."]
    year, said, apart = None, None, []
    for text in texts:
        found = expressions_in(text, DAY, said_year=year, said=said)
        apart.append(found)
        year = next((each.latest.year for each in found if each.has_year), year)
        said = Span(found[-1].earliest, found[-1].latest) if found else said
    assert [Times(texts, DAY).of(at) for at in range(len(texts))] == apart
    together = Times(texts, DAY)
    assert [together.of(at) for at in range(len(texts))] == apart


@pytest.mark.parametrize("text", ["Een jaar later.", "Over een jaar, daarna.", "Dat is later."])
def test_many_sentences_that_count_on_take_no_time_by_the_square(text):
    times = Times([f"{text} {number}" for number in range(MANY)], DAY)
    begin = process_time()
    for at in range(MANY):
        times.of(at)
    assert process_time() - begin < SOON
