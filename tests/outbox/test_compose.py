"""A mail as it goes over the wire: what is in it, and what cannot get in."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.message import read_message
from outbox.addresses import wire_address
from outbox.compose import composed
from outbox.errors import Rejected
from rules.occasions import Occasion
from tests.outbox.mails import LETTER, NOON, US

HEADERS = {
    "date",
    "from",
    "to",
    "subject",
    "message-id",
    "auto-submitted",
    "x-auto-response-suppress",
    "mime-version",
    "content-type",
}
long_id = "<" + "A" * 60 + "@" + "b" * 60 + ".outlook.com>"


def parsed(outgoing):
    return message_from_bytes(composed(outgoing, US, NOON).raw, policy=default)


def test_a_letter_is_read_back_as_it_was_written():
    mail = parsed(LETTER)
    assert {name.lower() for name in mail} == HEADERS
    assert mail["Subject"] == LETTER.subject
    assert mail["From"] == "Interbestuurlijk toezicht <ibt@example.nl>"
    assert mail["Date"] == "Thu, 09 Apr 2026 10:00:00 +0000"
    assert mail["Message-ID"] == LETTER.message_id
    text, html = mail.iter_parts()
    assert text.get_content().splitlines() == LETTER.text.splitlines()
    assert html.get_content().strip() == LETTER.html


def test_the_same_letter_gives_the_same_bytes():
    assert composed(LETTER, US, NOON) == composed(LETTER, US, NOON)


def test_an_answer_names_what_it_answers_however_long_its_name():
    answer = replace(LETTER, in_reply_to=long_id, references=("<a@ede.nl>", "not an id"))
    raw = composed(answer, US, NOON).raw
    assert b"In-Reply-To: " + long_id.encode() + b"\r\n" in raw
    assert parsed(answer)["References"].split() == ["<a@ede.nl>", long_id]


def test_a_long_thread_keeps_its_first_and_last_mails():
    thread = tuple(f"<{n}@ede.nl>" for n in range(50))
    kept = parsed(replace(LETTER, references=thread))["References"].split()
    assert kept == [thread[0], *thread[-19:]]


@pytest.mark.parametrize("occasion", list(Occasion))
def test_b13_every_mail_tells_machines_not_to_answer(occasion):
    mail = parsed(replace(LETTER, occasion=occasion))
    is_thanks = occasion is Occasion.ACKNOWLEDGEMENT
    assert mail["Auto-Submitted"] == ("auto-replied" if is_thanks else "auto-generated")
    assert "AutoReply" in mail["X-Auto-Response-Suppress"]
    assert ("OOF" in mail["X-Auto-Response-Suppress"]) == is_thanks
    is_letter = occasion not in {Occasion.ACKNOWLEDGEMENT, Occasion.DIGEST, Occasion.BOUNCE_NOTICE}
    assert mail["Precedence"] == (None if is_letter else "bulk")


def test_nothing_in_it_tells_us_whether_it_was_opened():
    mail = parsed(LETTER)
    assert mail["Disposition-Notification-To"] is None
    assert mail["Return-Receipt-To"] is None
    assert "http" not in mail.as_string()


anything = st.text(st.characters(), max_size=300)
nasty = st.sampled_from(["\r\nBcc: x@evil.example", "\nX: y", "\r", "\0", "\u2028Bcc: a", "\x85b"])
hostile = st.lists(anything | nasty, max_size=4).map("".join)


@settings(deadline=None)  # other programs use the machine too
@given(hostile, hostile, hostile, hostile, hostile, hostile)
def test_b11_no_value_makes_a_header_or_ends_the_mail(subject, text, html, name, answered, thread):
    outgoing = replace(
        LETTER, subject=subject, text=text, html=html, in_reply_to=answered, references=(thread,)
    )
    made = composed(outgoing, replace(US, name=name), NOON)
    mail = message_from_bytes(made.raw, policy=default)
    extra = {"in-reply-to", "references", "content-transfer-encoding"}
    assert {key.lower() for key in mail} - extra <= HEADERS
    assert len(mail.keys()) == len({key.lower() for key in mail})
    assert mail["To"] == "griffie@ede.nl"
    assert made.recipients == ("griffie@ede.nl",)
    assert made.raw.isascii()
    assert max(map(len, made.raw.split(b"\r\n"))) <= 998
    bare = made.raw.replace(b"\r\n", b"")
    assert b"\r" not in bare
    assert b"\n" not in bare


@settings(deadline=None)  # other programs use the machine too
@given(hostile)
def test_b11_an_address_is_an_address_or_is_refused(address):
    try:
        made = composed(replace(LETTER, to=(address,)), US, NOON)
    except Rejected:
        with pytest.raises(ValueError, match="no mail address"):
            wire_address(address)
        return
    assert made.recipients == (wire_address(address),)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "griffie",
        "@ede.nl",
        "griffie@",
        "a b@ede.nl",
        "griffie@ede.nl\r\nRCPT TO:<x@evil.example>",
        "griffie@ede.nl>",
        "<griffie@ede.nl>",
        "griffie@ede.nl, x@evil.example",
        '"a@b"@ede.nl',
        "griffie@[127.0.0.1]",
        "griffie@-ede.nl",
        "é@ede.nl",
        "=?utf-8?q?a=0D=0ABcc?=@ede.nl",
        "a" * 65 + "@ede.nl",
        "a@" + "b" * 250 + ".nl",
    ],
)
def test_b11_what_is_no_plain_address_is_refused(address):
    with pytest.raises(Rejected, match="address of the mail is none"):
        composed(replace(LETTER, cc=(address,)), US, NOON)


def test_a_domain_with_letters_beyond_ascii_goes_out_as_dns_knows_it():
    made = composed(replace(LETTER, to=("info@súdwest-fryslân.nl",)), US, NOON)
    assert made.recipients == ("info@xn--sdwest-frysln-teb26a.nl",)


def test_a_mail_to_nobody_is_refused():
    with pytest.raises(Rejected, match="no address to go to"):
        composed(replace(LETTER, to=()), US, NOON)


@pytest.mark.parametrize(
    "name",
    [
        "'s-Gravenhage",
        "Súdwest-Fryslân",
        "Bergen (NH.)",
        "Nuenen, Gerwen en Nederwetten",
        "Hendrik-Ido-Ambacht",
    ],
)
def test_a_name_in_a_subject_is_read_back_as_it_is(name):
    subject = f"Herinnering voor {name}: uw reactie (kenmerk 7473202)"
    raw = composed(replace(LETTER, subject=subject), US, NOON).raw
    assert message_from_bytes(raw, policy=default)["Subject"] == subject
    # Its first line holds some of it: RFC 5322 section 3.2.2.
    assert b"\r\nSubject: " in raw


def test_b11_what_is_encoded_in_a_subject_or_a_name_makes_no_header_and_stays_as_it_is():
    told = "=?utf-8?q?a=0D=0ABcc=3A_iemand@ede.nl?= b"
    raw = composed(replace(LETTER, subject=told), replace(US, name=told), NOON).raw
    assert message_from_bytes(raw)["Bcc"] is None
    assert read_message(raw).subject == told
    assert [each.name for each in read_message(raw).addresses("from")] == [told]
