"""What is fuzzed: functions of bytes that raise where something does not hold.

None needs the fuzzer, so that what it found can be run again, and stays a test.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from functools import cache
from html import unescape
from itertools import pairwise

from intake import reading
from intake.attachments.extract import Extract, Reason
from intake.config import ReadingConfig
from intake.errors import SetAside
from intake.message import head_of, read_message
from intake.plain_reading import read_plainly
from intake.reading import read_mail
from intake.second_reader import SecondReader
from outbox.compose import MOST_SUBJECT, From, composed, one_line
from outbox.errors import Rejected, TemplateWrong
from outbox.returns import report_in
from outbox.samples import samples
from outbox.templates import Templates
from rules.expressions import expressions_in
from rules.language import blank_language
from rules.mail import Layout, Line, Owner, Text
from rules.occasions import Occasion
from rules.sentences import sentences_in
from storage.content import json_of_mail, mail_of_json
from tests.fuzz.seeds import mails, times, values
from tests.intake.hostile.mutation import TOKENS
from tests.outbox.mails import LETTER

AT = datetime(2026, 4, 9, 8, tzinfo=UTC)
LIMITS = ReadingConfig(max_ocr_pages=0, max_parts=20, max_depth=5)
TAG, ITEM = re.compile(r"<[^<>]*>"), re.compile(r"-|\d+\.")
WILD = frozenset("\x00\r\n\x1b\x7f\x85\u2028\u2029")
HEADERS = frozenset(
    "date from to cc subject message-id in-reply-to references auto-submitted precedence "
    "x-auto-response-suppress mime-version content-type content-transfer-encoding".split()
)


@dataclass(frozen=True)
class Target:
    """Something to fuzz."""

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]  # inputs to begin with
    tokens: tuple[bytes, ...]  # what such inputs are made of
    most_bytes: int


def read(data: bytes) -> None:
    """A mail is read, or set aside for a reason; what it tells is tame, and can be stored."""
    report_in(data)
    assert head_of(data).message_id == read_message(data).message_id
    assert len(read_plainly(data, AT, Reason.TOO_SLOW, 500).texts) == 2
    try:
        mail = without_files(data)
    except SetAside:
        return
    told = [mail.subject, mail.message_id, *(each.source for each in mail.attachments)]
    people = (*mail.senders, *mail.to, *mail.cc, *mail.reply_to)
    told += [part for each in people for part in (each.name, each.address)]
    assert not [each for each in told if WILD & set(each)]
    for text in mail.texts:
        assert "\x00" not in text.content
        edges = [edge for line in text.lines for edge in (line.start, line.end)]
        assert edges == sorted(edges)
        assert not edges or 0 <= edges[0] <= edges[-1] <= len(text.content)
    assert json_of_mail(mail_of_json(json_of_mail(mail))) == json_of_mail(mail)
    assert SecondReader(read_message(data).tree).texts is not None


def without_files(data: bytes):
    """The mail; files are read in processes of their own, which this one does not watch."""
    kept, reading.read_file = reading.read_file, lambda file, limits: Extract()
    try:
        return read_mail(data, AT, LIMITS)
    finally:
        reading.read_file = kept


def time(data: bytes) -> None:
    """Each expression of time stands where it says, and ends no earlier than it begins."""
    text = data.decode("utf-8", "replace")
    found = expressions_in(text, date(2026, 4, 20))
    plain = re.sub(r"\s", " ", text.replace("\t", "|"))  # as they are told, on one line
    for each in found:
        assert plain[each.start : each.end] == each.text
        assert each.earliest is None or each.latest is None or each.earliest <= each.latest
    assert all(one.end <= other.end for one, other in pairwise(found))
    line = Line(0, len(text), Owner.SENDER, Layout.PROSE)
    for sentence in sentences_in(Text("body", text, (line,)), language()):
        expressions_in(sentence.text, date(2028, 2, 29), said_year=9999)


@cache
def language():
    return blank_language()


def parts(data: bytes, count: int) -> list[str]:
    """So many values of an input, whose bytes 0xff part them: no UTF-8 holds one."""
    found = [each.decode("utf-8", "surrogatepass") for each in valid(data.split(b"\xff"))]
    return (found + [""] * count)[:count]


def valid(pieces: list[bytes]) -> Iterator[bytes]:
    """The pieces with what is no UTF-8 replaced; halves of a pair stay."""
    for piece in pieces:
        try:
            piece.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            piece = piece.decode("utf-8", "replace").encode()
        yield piece


def headers(data: bytes) -> None:
    """A mail of any values has the headers meant, and reads back as it was written."""
    subject, name, text, page, address, thread = parts(data, 6)
    written = replace(
        LETTER,
        subject=subject,
        text=text,
        html=page,
        to=tuple(address.split(" ")) if address else LETTER.to,
        in_reply_to=thread,
        references=(thread, subject),
    )
    try:
        made = composed(written, From("ibt@example.nl", name), AT)
    except Rejected:
        assert address
        return
    assert made.raw.isascii()
    assert max(map(len, made.raw.split(b"\r\n"))) <= 998
    assert not set(made.raw.replace(b"\r\n", b"")) & set(b"\r\n\0")
    keys = [key.lower() for key in message_from_bytes(made.raw)]
    assert set(keys) <= HEADERS
    assert len(keys) == len(set(keys))
    own = read_message(made.raw)
    assert own.subject == " ".join(one_line(subject)[:MOST_SUBJECT].split())
    (who,) = own.addresses("from")
    assert (who.name, who.address) == (one_line(name), "ibt@example.nl")
    to = {each.lower() for each in made.recipients}
    assert {each.address for each in own.addresses("to")} == to
    body = message_from_bytes(made.raw, policy=default).get_body(("plain",))
    legible = text.replace("\0", "").encode("utf-8", "replace").decode()
    assert body.get_content().splitlines() == (legible.splitlines() or [""])


def words(data: bytes) -> None:
    """What a fact tells stands in its mail as it was written, and is run by nothing."""
    occasion = list(Occasion)[data[0] % len(Occasion)] if data else Occasion.REMINDER
    value = one_line(parts(data[1:], 1)[0])
    if not value:
        return
    try:
        made = templates().rendered(occasion, filled(samples_of(occasion), value))
    except TemplateWrong as error:
        if "the subject has more than" not in str(error):
            raise
        return
    usual = templates().rendered(occasion, filled(samples_of(occasion), "WAARDE"))
    assert made.subject == usual.subject.replace("WAARDE", value).strip()
    assert made.text.split() == usual.text.replace("WAARDE", value).split()
    assert "<script" not in made.html
    if "WAARDE" in usual.text:
        # Addresses become links, and what begins a line may make it an item.
        shown = unescape(TAG.sub("", made.html.partition("<main")[2]))
        assert all(each in shown for each in value.split() if not ITEM.fullmatch(each))


@cache
def templates() -> Templates:
    return Templates()


@cache
def samples_of(occasion: Occasion):
    return samples(occasion)[0].facts


def filled(facts, value: str):
    """The facts with a value in every text that they hold."""
    changes: dict[str, object] = {}
    for each in fields(facts):
        found = getattr(facts, each.name)
        if is_dataclass(found):
            changes[each.name] = filled(found, value)
        elif each.name == "references":
            changes[each.name] = (value,)
        elif type(found) is str and each.name != "address":
            changes[each.name] = value
    return replace(facts, **changes)


WORDS = (
    "tussen en tot t/m van vanaf voor vóór na niet eerder later dan uiterlijk binnen over begin "
    "medio half eind de het in op per dit volgend komende jaar maanden week kwartaal helft eerste "
    "tweede derde laatste 15 29 31 2027 '27 mei maart februari zomer Q1 Q4/Q1 H2 kerst zes "
    "anderhalf 2027/2028 29-2-2028 2027-02 jl. a.s. t.z.t. dat"
).split()
SIGNS = (
    "{{7*7}} {% %} {# #} ${ =?utf-8?q? ?= =?utf-8?b? =0D=0A \r\n \n \r \u2028 \x85 \u202e \xff @ "
    '< > " \\ , ; : ( ) [ ] Bcc: . .. é <script> &lt; http:// - 1. ede.nl'
).split(" ")
ALL = (
    Target("read", read, mails, TOKENS, 6_000),
    Target("time", time, times, tuple(each.encode() for each in WORDS), 400),
    Target("headers", headers, values, tuple(each.encode() for each in SIGNS), 1_500),
    Target("words", words, values, tuple(each.encode() for each in SIGNS), 600),
)
