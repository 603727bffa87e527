"""What texts add to sentences comes to what the features of each sentence weigh."""

from dataclasses import replace

import numpy as np
import pytest

from intake.models import load_meanings
from rules.contributions import AT_ONCE, Contributions
from rules.features import SIZE, features_of
from rules.kept import Kept
from rules.mail import Layout, Owner
from rules.sentences import Sentence

FOLDED = 1 << 10
MEANINGS = load_meanings()
CHANCE = np.random.default_rng(7)
TABLES = tuple(CHANCE.normal(size=shape).astype(np.float32) for shape in ((SIZE, 3), (FOLDED, 5)))
PLAIN = Sentence("", "body", 0, 0, Owner.SENDER, Layout.PROSE, "", "", 0, "")
TEXTS = (
    "Wij hebben op 14 april 2026 besloten dat er geen 60 plekken komen.",
    "Op dit moment zijn er 12 van de 80 plekken gerealiseerd.",
    "De planning is door netcongestie en een beroep bij de rechtbank vertraagd.",
    "1",
    "Op dit moment zijn er 12 van de 80 plekken gerealiseerd.",
    "Wanneer is het gereed?",
)


def mail(*sources, heading=""):
    """A sentence for each of these sources, in order."""
    said = zip(TEXTS, sources, strict=False)
    return [replace(PLAIN, text=text, source=source, heading=heading) for text, source in said]


def weighed(sentences):
    """The weights of the features of each sentence, added up one by one."""
    return [
        np.concatenate([row.values @ table[row.ids % len(table)] for table in TABLES])
        for row in features_of(sentences, MEANINGS)
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        pytest.param([], id="nothing"),
        pytest.param(mail("body"), id="a single one"),
        pytest.param(mail("body", "body"), id="two"),
        pytest.param(mail(*["body"] * 6, heading="Stand van zaken"), id="below a heading"),
        pytest.param(
            mail("subject", "body", "body", "a.pdf", "a.pdf", "b.pdf"), id="several texts"
        ),
        pytest.param(
            [replace(PLAIN, text=f"plek {'ab' * number}") for number in range(AT_ONCE + 2)],
            id="more than are gathered at once",
        ),
        pytest.param(
            [replace(PLAIN, text="a\tb", layout=Layout.ROW, header_row="a b")] * 3, id="a table"
        ),
        pytest.param([replace(PLAIN, text="...")] * 2, id="without words"),
    ],
)
def test_contributions_are_the_weights_of_all_features(sentences):
    found = Contributions(MEANINGS, TABLES).of(sentences)
    assert found.shape == (len(sentences), 8)
    for row, expected in zip(found, weighed(sentences), strict=True):
        np.testing.assert_allclose(row, expected, rtol=1e-4, atol=1e-4)


def test_what_was_seen_before_is_scored_the_same():
    contributions, sentences = Contributions(MEANINGS, TABLES), mail(*["body"] * 6)
    first = contributions.of(sentences)
    contributions.of(mail("a.pdf", "b.pdf"))
    assert (contributions.of(sentences) == first).all()


def test_things_are_worked_out_once_and_the_first_go():
    asked = []

    def doubled(keys):
        asked.extend(keys)
        assert len(keys) <= 2
        return [2 * key for key in keys]

    kept = Kept(doubled, most=2, at_once=2)
    assert kept.of([1, 2, 1]) == [2, 4, 2]
    assert kept.of([2, 1, 3]) == [4, 2, 6]
    assert asked == [1, 2, 3]
    assert kept.of([2, 1]) == [4, 2]
    assert asked == [1, 2, 3, 1]
    assert kept.of([5, 6, 7]) == [10, 12, 14]
