"""Mails and sentences as the rules see them, made in one line for a test."""

from datetime import UTC, datetime

from rules.judgement import Element, Judgement, Kind, TimelineState
from rules.language import blank_language
from rules.mail import Address, Attachment, Authentication, Layout, Line, Mail, Owner, Text
from rules.sentences import Sentence, sentences_of

LANGUAGE = blank_language()
NOON = datetime(2026, 4, 20, 10, 0, tzinfo=UTC)  # in the Netherlands


def text_of(content, *, source="body", owner=Owner.SENDER, layout=Layout.PROSE):
    """A text whose lines all have one owner."""
    lines, at = [], 0
    for line in content.split("\n"):
        lines.append(Line(at, at + len(line), owner, layout))
        at += len(line) + 1
    return Text(source, content, tuple(lines))


def mail_of(
    body="",
    *,
    sender="info@example.org",
    name="",
    subject="",
    received_at=NOON,
    texts=(),
    attachments=(),
    cc=(),
    reply_to=(),
    headers=(),
    authentication=None,
):
    """A mail with a body by its sender; further texts come behind the body."""
    return Mail(
        message_id="<1@example.org>",
        received_at=received_at,
        sent_at=None,
        subject=subject,
        senders=(Address(name, sender),),
        reply_to=tuple(Address("", each) for each in reply_to),
        to=(Address("", "ibtspreidingswet@minjenv.nl"),),
        cc=tuple(Address("", each) for each in cc),
        return_path=None,
        in_reply_to=(),
        references=(),
        headers=headers,
        authentication=authentication or Authentication(),
        texts=(text_of(subject, source="subject"), text_of(body), *texts),
        attachments=tuple(Attachment(each, "application/pdf", 1, "", "") for each in attachments),
        defects=(),
    )


def sentences(mail):
    """The sentences of a mail."""
    return sentences_of(mail, LANGUAGE)


def sentence(text, *, owner=Owner.SENDER, layout=Layout.PROSE, heading="", question="", **more):
    """One sentence that stands on its own."""
    given = {"source": "body", "start": 0, "paragraph": 0, "header_row": ""} | more
    return Sentence(
        text=text,
        end=given["start"] + len(text),
        owner=owner,
        layout=layout,
        heading=heading,
        question=question,
        **given,
    )


def judgement_of(*kinds, **more):
    """A judgement that found nothing but what is given."""
    given = {
        "kinds": frozenset(kinds or {Kind.OTHER}),
        "municipalities": (),
        "references": (),
        "elements": dict.fromkeys(Element, ()),
        "timeline_state": TimelineState.ABSENT,
        "timeline": (),
        "claims_met": False,
        "places": (),
        "missing": frozenset(),
        "late": None,
        "flags": frozenset(),
        "confidence": 1.0,
        "proposals": (),
        "reasons": (),
    }
    return Judgement(**given | more)
