"""Where a message is taken apart quickly, its tree is the one that the library gives."""

import email
import random
from email.parser import BytesHeaderParser
from pathlib import Path

import pytest

from intake.message import Bounded
from intake.message_head import split_head
from intake.message_limits import within_limits
from intake.quick_tree import quick_head, quick_tree
from tests.intake.hostile.mutation import mutated
from tests.intake.hostile.odd_mails import ALL

SEED = 20261122
WHOLE = 20_000
MAILS = sorted((Path(__file__).parents[2] / "corpus/data/dev/mails").glob("*.eml"))
POOL = [each.raw for each in ALL if len(each.raw) < 60_000]
PARTED = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
LEAF = b"\r\nEen.\r\n"


def shape(tree):
    """All that a tree holds."""
    inner = tree._payload
    return (
        tree._headers,
        tree.preamble,
        tree.epilogue,
        [type(each) for each in tree.defects],
        (tree.get_default_type(), tree.get_unixfrom(), type(tree.policy)),
        [shape(each) for each in inner] if isinstance(inner, list) else inner,
    )


def quick_shape(raw):
    """That of its tree as it is taken quickly, None where it is not."""
    tree = quick_tree(within_limits(raw)[0], Bounded())
    return None if tree is None else shape(tree)


def library_shape(raw):
    """That of its tree as the library gives it."""
    return shape(email.message_from_bytes(within_limits(raw)[0], policy=Bounded()))


def taken_quickly(raw):
    """Whether it was, with the same outcome."""
    quick = quick_shape(raw)
    assert quick is None or quick == library_shape(raw)
    return quick is not None


@pytest.mark.parametrize("odd", ALL, ids=lambda odd: odd.name)
def test_the_tree_of_an_odd_mail_is_the_librarys(odd):
    quick = quick_shape(odd.raw)
    assert quick is None or quick == library_shape(odd.raw)


def test_the_tree_of_a_mail_changed_at_random_is_the_librarys(length):
    chance = random.Random(SEED)
    count = length.of("changed mails", whole=WHOLE, short=1_000)
    quick = sum(taken_quickly(mutated(chance.choice(POOL), chance)) for _ in range(count))
    assert 0.1 * count < quick < 0.9 * count


def head_taken_quickly(raw):
    """Whether the head of a mail was, with the same outcome."""
    head = within_limits(split_head(raw)[0])[0]
    quick = quick_head(head, Bounded())
    library = BytesHeaderParser(policy=Bounded()).parsebytes(head)
    assert quick is None or shape(quick) == shape(library)
    return quick is not None


def test_the_head_of_a_mail_is_the_librarys():
    chance = random.Random(SEED)
    quick = [head_taken_quickly(mutated(chance.choice(POOL), chance)) for _ in range(1_000)]
    assert {head_taken_quickly(odd.raw) for odd in ALL} == {*quick} == {True, False}
    assert all(head_taken_quickly(path.read_bytes()) for path in MAILS)


def test_nearly_all_mails_of_municipalities_are_taken_apart_quickly():
    assert sum(taken_quickly(each.read_bytes()) for each in MAILS) > 0.9 * len(MAILS)


@pytest.mark.parametrize(
    ("body", "quickly"),
    [
        pytest.param(b"--b\r\n" + LEAF + b"--b--\r\n", True, id="one part"),
        pytest.param(b"--b\r\n" + LEAF + b"--b--", True, id="no line break at the end"),
        pytest.param(
            b"Vooraf.\r\n--b\r\n" + LEAF + b"--b-- \t\r\nErna.\r\n", True, id="text around"
        ),
        pytest.param(b"--b\r\n" + LEAF + b"--b2\r\n-- --b\r\n--b--\r\n", True, id="no edges"),
        pytest.param(b"--b\r\n\r\n\r\n--b\r\n\r\n--b--\r\n", True, id="parts that hold nothing"),
        pytest.param(
            b"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n"
            + LEAF
            + b"--c--\r\n\r\n--b--\r\n",
            True,
            id="parts within a part",
        ),
        pytest.param(b"--b\r\n" + LEAF, False, id="it never ends"),
        pytest.param(b"--b\r\n--b\r\n" + LEAF + b"--b--\r\n", False, id="two edges in a row"),
        pytest.param(b"--b\r\nEen.\r\n--b--\r\n", False, id="a part without an empty line"),
        pytest.param(b"--b\r\n" + LEAF + b"E\rn.\r\n--b--\r\n", False, id="a bare line break"),
        pytest.param(
            b"--b\r\nContent-Type: message/rfc822\r\n\r\nTo: a@b.nl\r\n\r\nEen.\r\n--b--\r\n",
            False,
            id="a mail within",
        ),
        pytest.param(b"--b--\r\n", False, id="an end alone"),
    ],
)
def test_forms_that_are_in_order_are_taken_apart_quickly(body, quickly):
    assert taken_quickly(PARTED + body) is quickly


def test_parts_deep_within_others_are_left_to_the_library():
    raw = b"\r\nEen.\r\n"
    for depth in range(9):
        mark = b"b%d" % depth
        head = b"Content-Type: multipart/mixed; boundary=" + mark
        raw = head + b"\r\n\r\n--" + mark + b"\r\n" + raw + b"\r\n--" + mark + b"--\r\n"
        assert taken_quickly(raw) is (depth < 5)
