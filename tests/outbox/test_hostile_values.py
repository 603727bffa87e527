"""B11, B17: whatever stands in the values of a mail, it goes out as it was meant.

Values come from people who may write to us what they like: names of files, subjects, references;
and from officers and registries, who paste. Each ends up in headers, a text and a page.
"""

import html
import re
from dataclasses import fields, is_dataclass, replace
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.message import read_message
from outbox.compose import MOST_SUBJECT, composed, one_line
from outbox.errors import Rejected, TemplateWrong
from outbox.samples import samples
from outbox.templates import Templates
from rules.occasions import Occasion
from tests.outbox.mails import IDS, LETTER, NOON, US

SOME = settings(deadline=None, derandomize=True, max_examples=80)
TEMPLATES = Templates()
HEADERS = [
    "date",
    "from",
    "to",
    "cc",
    "subject",
    "message-id",
    "in-reply-to",
    "references",
    "auto-submitted",
    "x-auto-response-suppress",
    "mime-version",
    "content-type",
]
NASTY = [
    "{{7*7}}",
    "{{ 7*7 }}",
    "{% include 'frame.html' %}",
    "{% if x %}",
    "{#",
    "#}",
    "${7*7}",
    "<script>alert(7*7)</script>",
    "&amp;&lt;",
    "\r\nBcc: x@evil.example",
    "\r\n\r\n.\r\n",
    "\nX: y",
    "\r",
    "\0",
    "\x1b[2J",
    "\x85",
    "\u2028Bcc: a",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ud800",
    "\ufeff",
    "=?utf-8?q?a=0D=0AB:_c?=",
    "=?utf-8?b?",
    "?=",
    '"',
    "\\",
    ",",
    ";",
    ":",
    "<x@evil.example>",
    "(",
    ")",
    "@",
    ".",
    "é",
    "日本語",
    "👩‍👩‍👧",
    "e\u0301",
    "a" * 90,
    "é" * 60,
    " ",
    "\t",
]
anything = st.lists(st.sampled_from(NASTY) | st.text(st.characters(), max_size=40), max_size=6).map(
    "".join
)
LOCALS = st.from_regex(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\.[a-z0-9_-]{1,10}){0,2}", fullmatch=True
)
DOMAINS = st.from_regex(r"([a-zé]([a-z0-9é-]{0,12}[a-z0-9])?\.){1,4}(nl|eu)", fullmatch=True)
ADDRESSES = st.builds("{}@{}".format, LOCALS, DOMAINS)
IDS_OF_OTHERS = st.from_regex(r"<[!-;=?-~]{3,250}>", fullmatch=True)


def parsed(raw):
    return message_from_bytes(raw, policy=default)


def made_of(occasion, value):
    """The facts of an occasion with a value in every text that they hold."""

    def filled(part):
        changes = {}
        for each in fields(part):
            found = getattr(part, each.name)
            if is_dataclass(found):
                changes[each.name] = filled(found)
            elif type(found) is str and each.name != "address":
                changes[each.name] = value
            elif each.name == "references":
                changes[each.name] = (value,)
        return replace(part, **changes)

    return filled(samples(occasion)[0].facts)


@SOME
@given(anything, anything, anything, anything)
def test_b11_a_mail_has_the_headers_meant_and_reads_back_as_it_was_written(
    subject, name, text, page
):
    outgoing = replace(
        LETTER,
        subject=subject,
        text=text,
        html=page,
        cc=("griffier@súdwest.nl",),
        in_reply_to="<a@ede.nl>",
        references=("<b@ede.nl>",),
    )
    raw = composed(outgoing, replace(US, name=name), NOON).raw
    mail = parsed(raw)
    single = ["content-transfer-encoding"] * (not page)
    assert sorted(key.lower() for key in mail) == sorted([*HEADERS, *single])
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()
    assert not raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r")
    wanted = one_line(subject)[:MOST_SUBJECT].rstrip()
    assert str(mail["Subject"]) == wanted
    (who,) = mail["From"].addresses
    assert who.addr_spec == US.address
    assert [each.addr_spec for each in mail["To"].addresses] == ["griffie@ede.nl"]
    assert [each.addr_spec for each in mail["Cc"].addresses] == ["griffier@xn--sdwest-pya.nl"]
    assert (mail["In-Reply-To"], mail["References"]) == ("<a@ede.nl>", "<b@ede.nl> <a@ede.nl>")
    # And so our own reader sees it, in a copy to ourselves.
    own = read_message(raw)
    assert own.subject == " ".join(wanted.split())
    assert [(each.name, each.address) for each in own.addresses("from")] == [
        (one_line(name), US.address)
    ]


@SOME
@given(anything, anything)
def test_b11_words_read_back_as_they_were_written(text, page):
    mail = parsed(composed(replace(LETTER, text=text, html=page or "x"), US, NOON).raw)
    for part, written in zip(mail.iter_parts(), (text, page or "x"), strict=True):
        legible = written.replace("\0", "").encode("utf-8", "replace").decode()
        assert part.get_content() == "".join(f"{each}\r\n" for each in legible.splitlines() or [""])


@SOME
@given(st.lists(ADDRESSES, min_size=1, max_size=6, unique=True), st.lists(ADDRESSES, max_size=2))
def test_b11_every_address_goes_out_as_it_is(to, cc):
    try:
        made = composed(replace(LETTER, to=tuple(to), cc=tuple(cc)), US, NOON)
    except Rejected:
        return  # not every such name is one in the DNS
    mail = parsed(made.raw)
    found = [each.addr_spec for key in ("To", "Cc") if mail[key] for each in mail[key].addresses]
    assert tuple(dict.fromkeys(found)) == made.recipients
    assert not mail["To"].defects
    assert max(map(len, made.raw.split(b"\r\n"))) <= 998


@SOME
@given(IDS_OF_OTHERS, st.lists(IDS_OF_OTHERS, max_size=25))
def test_b11_every_message_id_goes_out_as_it_is(answered, thread):
    outgoing = replace(LETTER, in_reply_to=answered, references=tuple(thread))
    raw = composed(outgoing, US, NOON).raw
    own = read_message(raw)
    assert own.ids("in-reply-to") == (answered,)
    references = own.ids("references")
    assert references[-1] in (answered, *thread)
    assert set(references) <= {answered, *thread}
    assert max(map(len, raw.split(b"\r\n"))) <= 998


@SOME
@given(st.text(max_size=40), st.text(max_size=40) | st.none(), anything, anything)
def test_b11_a_message_id_holds_any_case_and_is_one(municipality, reference, occasion, trigger):
    try:
        made = IDS.made_for(municipality, reference, occasion, trigger)
    except UnicodeEncodeError:
        return
    assert re.fullmatch(r"<[a-z0-9.]+@example\.nl>", made)
    thread = IDS.thread_of(made)
    known = f"{municipality}/{reference or ''}".partition("/")
    assert thread is None or (thread.municipality, thread.reference or "") == known[::2]


@pytest.mark.parametrize("occasion", Occasion)
@settings(deadline=None, derandomize=True, max_examples=25)
@given(value=anything)
def test_b11_b17_whatever_a_fact_tells_stands_in_the_mail_and_is_run_by_nothing(occasion, value):
    try:
        words = TEMPLATES.rendered(occasion, made_of(occasion, value))
    except TemplateWrong as error:
        told = str(error)
    else:
        told = ""
    if told:  # a subject that the value makes too long: it is not sent
        assert "the subject has more than" in told
        return
    outgoing = replace(LETTER, occasion=occasion, subject=words.subject, text=words.text)
    mail = parsed(composed(replace(outgoing, html=words.html), US, NOON).raw)
    assert {key.lower() for key in mail} <= {*HEADERS, "precedence"}
    plain, page = (part.get_content() for part in mail.iter_parts())
    for sign in ("{{7*7}}", "{% if x %}", "${7*7}"):
        if sign in value:
            assert sign in words.text + words.subject or occasion not in TOLD
            assert sign not in words.text or (sign in plain and sign in html.unescape(page))
    assert "<script" not in page
    assert page.count("<!doctype") == 1  # no template was taken in


TOLD = {Occasion.REMINDER, Occasion.OVERDUE, Occasion.FOLLOW_UP}  # tell the reference in each shape


@pytest.mark.parametrize(
    "sign",
    [
        "{{7*7}}",
        "{% include 'closing.txt' %}",
        "{{ case.__class__.__mro__ }}",
        "{# weg #}",
        "${7*7}",
        "<%= 7*7 %>",
    ],
)
@pytest.mark.parametrize("occasion", Occasion)
def test_b17_a_template_in_a_fact_stands_in_the_mail_as_it_was_written(occasion, sign):
    facts = made_of(occasion, sign)
    words = TEMPLATES.rendered(occasion, facts)
    plain = TEMPLATES.rendered(occasion, made_of(occasion, "WAARDE"))
    assert words.text == plain.text.replace("WAARDE", sign)
    assert words.subject == plain.subject.replace("WAARDE", sign)
    told = html.unescape(words.html)
    assert told == html.unescape(plain.html).replace("WAARDE", sign)


@pytest.mark.parametrize("sign", ["{{7*7}}", "{% include 'closing.txt' %}", "{{ letter }}"])
def test_b17_a_template_in_an_officers_own_words_stands_there_as_it_was_written(sign):
    words = TEMPLATES.words(f"Vraag {sign}", f"Wat is {sign}?\n")
    assert words.text == f"Wat is {sign}?\n"
    assert f"<p>Wat is {html.escape(sign)}?</p>".replace("&#x27;", "&#39;") in words.html
    assert f"<title>Vraag {html.escape(sign)}</title>".replace("&#x27;", "&#39;") in words.html
