"""Times that count from what an earlier sentence names: each asks of the others what it needs."""

from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.expressions import expressions_in
from rules.spans import Span
from rules.times_before import COUNTS_ON, Times

DAY = date(2026, 4, 20)
WORDS = (
    "een twee anderhalf half jaar maanden maand week weken kwartaal dagen later dan daarna nadien "
    "erna hierna na die deze dat dit datzelfde hetzelfde diezelfde dezelfde datum dag moment het "
    "de in op van daarop erop kalenderjaar volgend vorig zomer najaar winter mei juli begin eind "
    "eerste helft binnen uiterlijk over precies ruim circa , 12 2027".split()
)
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


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=7).map(" ".join))
def test_a_text_whose_times_hang_on_what_was_named_before_it_says_so(text):
    said = Span(date(2031, 7, 1), date(2031, 9, 30))
    if expressions_in(text, DAY) != expressions_in(text, DAY, said_year=2031, said=said):
        assert COUNTS_ON.search(text)
