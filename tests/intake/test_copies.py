"""The words of two mails are the same or not, however their lines came to end."""

from hypothesis import given
from hypothesis import strategies as st

from intake import copies
from intake.copies import body_of
from tests.memory import MEGABYTE, measured

HEAD = b"Message-ID: <1@a.nl>\n\n"
WORDS = st.lists(st.sampled_from([b"\n", b"\n\n", b"a", b" ", b"\t", b"bb\xff"]), max_size=20)


@given(WORDS, st.integers(1, 9))
def test_a_mail_says_the_same_whatever_its_line_ends_became(words, piece):
    body = b"x" + b"".join(words)
    before, copies.PIECE_BYTES = copies.PIECE_BYTES, piece
    try:
        sent, come = body_of(HEAD + body), body_of(HEAD + body.replace(b"\n", b"\r\n") + b"\r\n")
        other = body_of(HEAD + body + b"y")
    finally:
        copies.PIECE_BYTES = before
    assert sent == come
    assert sent != other


def test_r24_a_large_mail_is_compared_without_a_copy_of_it():
    raw = HEAD + b"tekst\r\n" * 3_000_000
    with measured() as memory:
        size, _ = body_of(raw)
    assert size == 3_000_000 * len("tekst\n") - 1
    assert memory.most < 6 * MEGABYTE
