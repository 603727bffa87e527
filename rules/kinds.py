"""What a mail is: notification, reply, request for more time, question, automatic, other.

What a machine sent is told by its headers (RFC 3834, RFC 3464) and by the words that such mails
use. What a person wrote is of substance where it states elements; then a small trained model
tells a notification from a reply. Without substance it asks for time, asks a question, or is
other mail.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from rules.anchors import Anchored
from rules.authenticity import is_forged
from rules.joined import Joined, joined
from rules.judgement import Kind
from rules.linear import LinearModel
from rules.links import Links
from rules.machines import machine_kind
from rules.mail import Layout, Mail, Owner
from rules.more_time import LEAVE, answering, asks_more_time, names_later_day
from rules.other_matters import is_other_matter
from rules.sentences import Sentence
from rules.stated import ENOUGH, Kinds, Stated
from rules.substantive import substantive_kinds

LITTLE = 0.9  # from which it is where it asks nothing
TRACE = 0.6  # from which it is where nothing else explains it
FAINT = 0.3  # the same, for an answer to a mail of ours that quotes a request
QUESTIONS = 0.3  # share of the sentences, from which a mail is there to ask
ANSWER_SUBJECT = re.compile(r"\s*(?:re|antw)\s*:", re.IGNORECASE)
QUESTION = re.compile(r"\s*(?:\w+\s+)?(?:vraag|vragen)\b", re.IGNORECASE)
ENCLOSES = Anchored(
    r"\b(?:bijgaand|bijgevoegd|hierbij|in\s+de\s+bijlage|zie\s+(?:de\s+)?bijlage|bijlage)\b.{0,120}"
    r"\b(?:reactie|antwoord|brief|beantwoording|melding|document|stuk\w*)|"
    r"\b(?:reactie|antwoord|brief|beantwoording|melding)\b.{0,80}\b(?:bijgaand|bijgevoegd|bijlage)",
    re.IGNORECASE,
)
LATER = Anchored(
    r"\b(?:volgt|ontvangt\s+u|krijgt\s+u|sturen\s+wij|zullen\s+wij)\b.{0,60}\b(?:later|nog|uiterlijk|"
    r"volgende|binnenkort|deze\s+week|donderdag|maandag|dinsdag|woensdag|vrijdag)\b|"
    r"\bter\s+informatie\b|\braadsbrief\b",
    re.IGNORECASE,
)


def kinds_of(
    mail: Mail,
    sentences: Sequence[Sentence],
    stated: Stated,
    links: Links,
    model: Mapping[Kind, LinearModel],
    due: date | None,
) -> Kinds:
    """What the mail is.

    model: of a notification and of a reply; due: the last day for the open request, if there
    is one.
    """
    machine = machine_kind(mail, sentences, stated)
    if machine is not None:
        return Kinds(frozenset({machine}), 0.5)
    own = [each for each in sentences if each.owner is Owner.SENDER]
    text = joined(own)
    if is_forged(mail) and not links.quoted and stated.substance < ENOUGH:
        # Perhaps a municipality whose server is set up wrongly: a person must look.
        return Kinds(frozenset({Kind.OTHER}), 0.0)
    if is_other_matter(mail, text, links, stated):
        return Kinds(frozenset({Kind.OTHER}), 0.3)
    asks_time = asks_for_time(mail, text, stated.substance, due)
    substance = stated.substance
    if substance >= ENOUGH or (substance >= LITTLE and not asks_time and not asks(own)):
        found = substantive_kinds(mail, sentences, stated.chances, links, model)
        if asks_time and found.kinds == {Kind.INFORMATION_REPLY}:
            return Kinds(found.kinds | {Kind.EXTENSION_REQUEST}, 0.1)
        return found
    if asks_time:
        return Kinds(frozenset({Kind.EXTENSION_REQUEST}), 0.3)
    if asks(own):
        return Kinds(frozenset({Kind.QUESTION}), 0.3)
    if has_trace(mail, own, substance, links):
        found = substantive_kinds(mail, sentences, stated.chances, links, model)
        return Kinds(found.kinds, min(found.margin, 0.1))
    return Kinds(frozenset({Kind.OTHER}), 0.2)


def asks_for_time(mail: Mail, own: Joined, substance: float, due: date | None) -> bool:
    """Whether the sender asks for more time, or names a day after the last one."""
    return (
        asks_more_time(own)
        or names_later_day(own.that_hold(LEAVE), mail, due)
        or (substance < ENOUGH and names_later_day(answering(own.sentences), mail, due))
    )


def has_trace(mail: Mail, own: Sequence[Sentence], substance: float, links: Links) -> bool:
    """Whether a mail that nothing else explains states little, or says that it is a reply."""
    answers = ANSWER_SUBJECT.match(mail.subject) is not None and bool(links.quoted)
    return substance >= (FAINT if answers else TRACE) or announces_reply(own)


def asks(own: Sequence[Sentence]) -> bool:
    """Whether the mail is there to ask the ministry something."""
    if any(each.source == "subject" and QUESTION.match(each.text) for each in own):
        return True
    body = [each for each in own if each.source == "body" and each.layout is not Layout.HEADING]
    questions = sum(each.text.rstrip().endswith("?") for each in body)
    return questions > 0 and questions >= QUESTIONS * len(body)


def announces_reply(own: Sequence[Sentence]) -> bool:
    """Whether a mail says that it is a reply or encloses one, though it states nothing."""
    found = joined(own)
    text, held = found.text, found.held
    return bool(ENCLOSES.search(text, held) and not LATER.search(text, held))
