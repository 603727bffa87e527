"""B20: whatever bytes come, reading ends with a mail or a reason, and what it tells is tame."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.attachments.extract import Reason
from intake.config import ReadingConfig
from intake.errors import SetAside
from intake.excerpt import excerpt, weight
from intake.header_values import moment
from intake.message import head_of, read_message
from intake.plain_reading import read_plainly
from intake.reading import read_mail
from tests.intake.hostile.mutation import TOKENS

AT = datetime(2026, 4, 9, 8, tzinfo=UTC)
NO_FILES = ReadingConfig(max_ocr_pages=0, max_parts=20, max_depth=5)
SOME = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NAMES = st.sampled_from(
    [b"From", b"To", b"Subject", b"Date", b"Message-ID", b"Received", b"Reply-To", b"X-Odd"]
)
VALUES = st.one_of(
    st.binary(max_size=80),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        st.sampled_from([b"=?utf-8?q?", b"?=", b"<", b">", b"@", b'"', b"(", b"\r\n ", b"a"])
    ).map(b"".join),
)
HEADERS = st.lists(st.tuples(NAMES, VALUES).map(lambda pair: pair[0] + b": " + pair[1]), max_size=8)
KINDS = st.sampled_from(
    [
        b"text/plain",
        b"text/plain; charset=utf-8",
        b"text/plain; charset=x",
        b"text/html",
        b"text/calendar",
        b"application/octet-stream",
        b"application/pgp-encrypted",
    ]
)
ENCODINGS = st.sampled_from([b"7bit", b"base64", b"quoted-printable", b"x-uuencode", b'"8bit"'])


def leaf(kind, encoding, body):
    """A part of one kind."""
    head = b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: " + encoding
    return head + b"\r\n\r\n" + body


def joined(inner):
    """Parts beside each other, or a mail in a mail."""
    parts = b"".join(b"--b\r\n" + each + b"\r\n" for each in inner)
    return b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--"


BODIES = st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(TOKENS)).map(b"".join))
PARTS = st.recursive(
    st.builds(leaf, KINDS, ENCODINGS, BODIES),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(joined),
        inner.map(lambda each: b"Content-Type: message/rfc822\r\n\r\n" + each),
    ),
    max_leaves=8,
)
MAILS = st.one_of(
    st.binary(max_size=400),
    st.builds(lambda heads, part: b"\r\n".join([*heads, part]), HEADERS, PARTS),
)
WILD = {"\x00", "\r", "\n", "\x1b", "\x7f", "\x85", "\u2028"}


@SOME
@given(MAILS)
def test_b20_reading_ends_with_a_mail_or_a_reason(raw):
    try:
        mail = read_mail(raw, AT, NO_FILES)
    except SetAside:
        return
    told = [mail.subject, mail.message_id, *(each.source for each in mail.attachments)]
    told += [each.address for each in (*mail.senders, *mail.to, *mail.reply_to)]
    assert not [each for each in told if set(each) & WILD]
    for text in mail.texts:
        text.content.encode()
        assert "\x00" not in text.content
        assert all(0 <= line.start <= line.end <= len(text.content) for line in text.lines)


@SOME
@given(MAILS)
def test_b20_the_plain_reading_ends_with_a_mail(raw):
    mail = read_plainly(raw, AT, Reason.TOO_SLOW, 500)
    assert [each.source for each in mail.texts] == ["subject", "body"]
    assert len(mail.texts[1].content) <= 500


@SOME
@given(MAILS)
def test_b20_a_first_look_tells_the_message_id_that_reading_tells(raw):
    assert head_of(raw).message_id == read_message(raw).message_id


@SOME
@given(st.text(max_size=80))
def test_b20_a_date_is_a_moment_or_none(value):
    found = moment(value)
    assert found is None or found.tzinfo is UTC


@SOME
@given(st.lists(st.text(alphabet="ab \n", max_size=300), max_size=4), st.integers(1, 500))
def test_b20_an_excerpt_is_a_beginning_and_no_longer_than_allowed(contents, most):
    body = "\n".join(contents).encode()
    mail = read_mail(b"Subject: x\n\n" + body, AT, NO_FILES)
    shorter = excerpt(mail, most)
    for before, after in zip(mail.texts, shorter.texts, strict=True):
        assert before.content.startswith(after.content)
        assert all(line.end <= len(after.content) for line in after.lines)
    assert sum(weight(each.content) for each in shorter.texts) <= max(most, 0) + 25
