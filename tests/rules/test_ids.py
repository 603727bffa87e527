"""What is worked out of many texts at once is what each of them alone gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rules.ids import OfTexts, distinct, hashed, mixed, of_texts, pairs, runs

NUMBERS = st.integers(0, 2**32 - 1)
TEXTS = st.lists(st.lists(NUMBERS, max_size=6), max_size=5)


def told(found: OfTexts) -> list[tuple[int, int]]:
    """Each feature with its text, in order."""
    return sorted(zip(found.at.tolist(), found.ids.tolist(), strict=True))


def joined(one: int, other: int) -> int:
    return int(mixed(np.array([(one * 31 + other) % 2**32], dtype=np.uint32))[0])


@given(TEXTS)
def test_runs_of_tokens_stay_within_their_text(texts):
    expected = []
    for at, text in enumerate(texts):
        expected += [(at, one) for one in text]
        expected += [(at, joined(*text[i : i + 2])) for i in range(len(text) - 1)]
        expected += [
            (at, joined(joined(*text[i : i + 2]), text[i + 2])) for i in range(len(text) - 2)
        ]
    assert told(runs(of_texts(texts))) == sorted(expected)


@given(TEXTS)
def test_pairs_are_of_one_text_the_first_before_the_second(texts):
    expected = [
        (at, joined(one, other))
        for at, text in enumerate(texts)
        for i, one in enumerate(text)
        for other in text[i + 1 :]
    ]
    assert told(pairs(of_texts(texts))) == sorted(expected)


@given(TEXTS)
def test_a_feature_is_once_in_its_group_and_in_order(texts):
    found = of_texts(texts)
    groups, ids = distinct([(found.at, found.ids, 1, 0), (found.at, found.ids, 1, 0)])
    keys = list(zip(groups.tolist(), ids.tolist(), strict=True))
    assert keys == sorted(set(keys))
    assert len(keys) == sum(len(set(text)) for text in texts)


def test_blocks_and_salts_tell_the_same_feature_apart():
    at, ids = np.zeros(1, dtype=np.intp), np.array([hashed("opvang")], dtype=np.uint32)
    groups, found = distinct([(at, ids, block, salt) for block in (0, 1) for salt in (0, 9)])
    assert groups.tolist() == [0] * 4
    assert len(set(found.tolist())) == 4
