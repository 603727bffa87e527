"""Bounces and automatic replies, told by their headers and by the words that machines use."""

import re
from collections.abc import Sequence

from rules.absence import says_to_be_away
from rules.anchors import Anchored
from rules.joined import joined
from rules.judgement import Kind
from rules.mail import Mail
from rules.sentences import Sentence, flat, senders
from rules.stated import Stated

SHORT = 700  # characters of the sender's own, below which a person is not known to have written
BOUNCE_SENDER = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon)@", re.I)
BOUNCE_SUBJECT = re.compile(
    r"^\s*(?:undeliver(?:ed|able)|onbestelbaar|niet\s+(?:bezorgd|besteld|afgeleverd)|delivery\s+"
    r"(?:status|failure|has\s+failed)|mail\s+delivery|returned\s+mail|failure\s+notice|"
    r"(?:uw\s+)?bericht\s+(?:niet\s+afgeleverd|kon\s+niet)|kan\s+niet\s+worden\s+(?:bezorgd|afgeleverd))",
    re.IGNORECASE,
)
AUTO_SUBJECT = re.compile(
    r"^\s*(?:automati(?:sch|c)\s*(?:e|ed)?\s*(?:antwoord|reply|beantwoording|bericht|reactie)|"
    r"auto(?:\s*-?\s*reply|matische\s+reactie)|out\s+of\s+(?:the\s+)?office|afwezig(?:heid|heidsbericht)?\b|"
    r"niet\s+aanwezig|ontvangstbevestiging|ontvangstbericht|bevestiging\s+(?:van\s+)?ontvangst|"
    r"(?:hartelijk\s+)?(?:bedankt|dank)\s+voor\s+uw\s+(?:bericht|mail|e-?mail)|ik\s+ben\s+(?:er\s+)?"
    r"(?:even\s+)?niet|.{0,20}\bafwezig\b|niet\s+(?:meer\s+)?(?:werkzaam|in\s+dienst)|"
    r"uw\s+bericht\s+is\s+ontvangen|we\s+hebben\s+uw\s+(?:bericht|mail|e-mail))",
    re.IGNORECASE,
)
AUTO_BODY = Anchored(
    r"\b(?:dit\s+is\s+een\s+automati\w+|automatisch\s+(?:gegenereerd|verzonden|antwoord|bericht)|"
    r"wij\s+hebben\s+uw\s+(?:bericht|e-?mail|mail)\s+(?:in\s+goede\s+orde\s+)?ontvangen|"
    r"uw\s+(?:bericht|e-?mail|mail|brief)\b.{0,80}\bis\s+(?:door\s+ons\s+|in\s+goede\s+orde\s+)?"
    r"(?:ontvangen|geregistreerd)|mijn\s+mail\s+wordt\s+niet\s+gelezen)",
    re.IGNORECASE | re.DOTALL,
)


def machine_kind(mail: Mail, sentences: Sequence[Sentence], stated: Stated) -> Kind | None:
    """Bounce or automatic reply, where the form says so; None for what a person wrote."""
    report = (mail.header("content-type") or "").lower()
    if BOUNCE_SENDER.match(mail.sender.address) or BOUNCE_SUBJECT.match(mail.subject):
        return Kind.BOUNCE
    if "multipart/report" in report and "delivery-status" in report:
        return Kind.BOUNCE
    # RFC 3834 section 5; an absent header or "no" is a person's.
    automatic = (mail.header("auto-submitted") or "no").lower().partition(";")[0].strip() != "no"
    automatic = automatic or mail.header("x-autoreply") is not None
    if not (automatic or AUTO_SUBJECT.match(mail.subject) or speaks_as_machine(sentences)):
        return None
    chances = stated.chances
    has_substance = max(chances.get("facts", 0.0), chances.get("current_state", 0.0)) > 0.6
    return None if has_substance else Kind.AUTO_REPLY


def speaks_as_machine(sentences: Sequence[Sentence]) -> bool:
    """Whether a short mail reads like an automatic reply."""
    if len(" ".join(flat(each.text) for each in senders(sentences))) >= SHORT:
        return False
    everything = joined(sentences)
    text, held = everything.text, everything.held
    return AUTO_BODY.search(text, held) is not None or says_to_be_away(text)
