"""Pieces of a text are cut as spaCy cuts the whole text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.language import ABBREVIATIONS, blank_language
from rules.pieces import LONGEST_CUT, LONGEST_KEPT, PLAIN, Pieces, kept_tokens, tokens_of

LANGUAGE = blank_language()
WRITTEN = st.sampled_from(
    [*sorted(ABBREVIATIONS), *"a B 3 . ? ! ) ( ' “ : - …".split(), "klaar.Daarna", "e-mail", "12.5"]
)
SPACE = st.sampled_from([" ", " ", "", "\n", "  ", " \n", "\t", "\u00a0"])


@given(st.lists(st.one_of(WRITTEN, SPACE), max_size=12))
def test_tokens_and_those_beside_them_are_spacys(written):
    content = "".join(written)
    doc = [(token.text, token.idx) for token in LANGUAGE.make_doc(content)]
    texts = [text for text, _ in doc]
    pieces = Pieces(content, LANGUAGE)
    words = [number for number, text in enumerate(texts) if not text.isspace()]
    found = [(at, k) for at in range(len(pieces.texts)) for k in range(len(pieces.tokens(at)))]
    for number, (at, k) in zip(words, found, strict=True):
        assert pieces.tokens(at)[k] == texts[number]
        assert pieces.token_starts(at)[k] == doc[number][1]
        assert pieces.before(at, k) == texts[max(0, number - 2) : number][::-1]
        assert pieces.after(at, k) == "".join(texts[number + 1 : number + 2])


@given(st.from_regex(PLAIN, fullmatch=True))
def test_what_is_plain_needs_no_spacy(piece):
    assert tokens_of(piece, LANGUAGE) == tuple(token.text for token in LANGUAGE.make_doc(piece))


@pytest.mark.parametrize("piece", ["klaar.", "12.500,", "2026-03-04", "Z/26/295224.", "D-2026/17"])
def test_words_numbers_and_case_numbers_are_plain(piece):
    assert PLAIN.fullmatch(piece)


@pytest.mark.parametrize("piece", ["blz.", "Mrt.", "z.s.m.", "p.", "ja", "Ja.", "(nee)", "3.", "a"])
def test_what_spacy_makes_an_exception_for_is_one_here(piece):
    assert tokens_of(piece, LANGUAGE) == tuple(token.text for token in LANGUAGE.make_doc(piece))


def test_a_long_piece_is_cut_but_not_kept():
    kept_tokens.cache_clear()
    pieces = Pieces("(" * (LONGEST_KEPT + 1) + " (ja)", LANGUAGE)
    assert len(pieces.tokens(0)) == LONGEST_KEPT + 1
    assert pieces.tokens(1) == ("(", "ja", ")")
    assert kept_tokens.cache_info().currsize == 1


def test_a_line_without_white_space_takes_no_time():
    closing = "ja." + ")" * 100 * LONGEST_CUT
    assert tokens_of(closing, LANGUAGE) == (closing,)
