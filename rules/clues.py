"""The clues in a mail to whom it speaks for, and what each of them weighs."""

import re
from collections.abc import Iterator, Sequence

from rules.anchors import Anchored
from rules.domains import Domains
from rules.judgement import Signal
from rules.mail import Mail, Owner
from rules.names import Named, Names
from rules.references import References
from rules.registry import Request
from rules.sentences import Sentence

# How much each signal speaks for a municipality. One own domain outweighs what is said in the
# text; a shared service's domain names candidates, among which the text decides.
WEIGHTS = {
    "sender_domain": 5.0,
    "shared_domain": 0.8,
    "reply_to_domain": 1.0,
    "reference": 2.5,
    "thread": 3.0,  # it answers a mail of ours, whose Message-ID nobody else can make
    "subject_led": 2.2,
    "subject": 1.6,
    "speaks": 2.6,  # "namens het college van X", "B&W van X"
    "acts": 2.6,  # "de gemeente X meldt": of itself, or of its neighbour
    "subject_word": 1.0,  # a name that is an ordinary word or a surname too, without "gemeente"
    "attachment_word": 0.5,
    "letterhead": 1.8,  # in a signature, a letterhead, a page's foot
    "addressed": 1.5,  # the ministry's quoted letter, or headers below, name it
    "full_name": 1.0,  # "Bergen (NH)": not its namesake
    "text_led": 0.7,  # "de gemeente X" in the sender's sentences
    "text": 0.3,
    "attachment_name": 0.9,
    "copy_domain": 0.6,
}

SPEAKS = Anchored(
    r"\b(?:namens|mede\s+namens|colleges?\s+van|burgemeesters?\s+en\s+wethouders\s+van|b\s?&\s?w\s+van|"
    r"b\.?\s?en\s?w\.?\s+van|(?:melding|reactie|antwoord|brief)\s+(?:van\s+)?(?:de\s+)?gemeenten?|"
    r"(?:de|onze)\s+gemeenten)\b[^.]{0,80}$",
    re.IGNORECASE,
)
ACTS = Anchored(r"\bde\s+gemeente\b[^.]{0,80}$", re.IGNORECASE)


class Clues:
    """Finds the clues of mails, given the names, domains and references that there are."""

    def __init__(self, names: Names, domains: Domains, references: References) -> None:
        self._names = names
        self._domains = domains
        self._references = references

    def signals(
        self,
        mail: Mail,
        sentences: Sequence[Sentence],
        own: list[str],
        members: list[str],
        quoted: Sequence[Request],
    ) -> Iterator[tuple[str, Signal]]:
        """Each clue with the municipality it speaks for."""
        for name in own:
            yield name, signal("sender_domain", mail.sender.domain)
        for name in members:
            yield name, signal("shared_domain", mail.sender.domain)
        for address in mail.cc:
            for name in self._domains.senders(address.domain)[0]:
                yield name, signal("copy_domain", address.domain)
        for address in mail.reply_to:
            for name in self._domains.senders(address.domain)[0]:
                yield name, signal("reply_to_domain", address.domain)
        for name, reference in self._references.answered(mail):
            yield name, signal("thread", reference or name)
        for request in quoted:
            yield self._references.speaker(request, mail), signal("reference", request.reference)
        yield from self._named(mail.subject, "subject_led", "subject", "subject_word")
        for attachment in mail.attachments:
            yield from self._named(
                attachment.source, "attachment_name", "attachment_name", "attachment_word"
            )
        yield from self._named(mail.sender.name, "letterhead", "letterhead")
        for sentence in sentences:
            if sentence.source != "subject":
                yield from self._said(sentence)

    def _said(self, sentence: Sentence) -> Iterator[tuple[str, Signal]]:
        """What one sentence, by whomever, says of who speaks."""
        if sentence.owner is Owner.SENDER:
            for named in self._names.find(sentence.text):
                if named.is_full:
                    yield named.municipality, signal("full_name", sentence.source)
                before = sentence.text[: named.start]
                author = named.is_led and is_author(sentence, named)
                if author and SPEAKS.search(before):
                    yield named.municipality, signal("speaks", sentence.source)
                elif author and ACTS.search(before):
                    yield named.municipality, signal("acts", sentence.source)
                elif named.is_led or not named.is_doubtful:
                    kind = "text_led" if named.is_led else "text"
                    yield named.municipality, signal(kind, sentence.source)
        elif sentence.owner in (Owner.SIGNATURE, Owner.FURNITURE):
            yield from self._named(sentence.text, "letterhead", "letterhead")
        elif sentence.owner in (Owner.MINISTRY, Owner.EARLIER):
            for named in self._names.find(sentence.text):
                if named.is_led:
                    yield named.municipality, signal("addressed", sentence.source)

    def _named(
        self, text: str, led: str, bare: str, word: str = ""
    ) -> Iterator[tuple[str, Signal]]:
        """The names in a text: after "gemeente", bare, or bare and a word of its own."""
        for named in self._names.find(text):
            if named.is_full:
                yield named.municipality, signal("full_name", text[:60])
            kind = led if named.is_led else (word or bare) if named.is_doubtful else bare
            yield named.municipality, signal(kind, text[:60])


def signal(name: str, detail: str) -> Signal:
    """A clue with its weight."""
    return Signal(name, detail, WEIGHTS[name])


def is_author(sentence: Sentence, named: Named) -> bool:
    """Whether a name stands where authors name themselves, not where others are told of."""
    before = sentence.text[: named.start]
    return not re.search(
        r"\b(?:met|naar|door|bij|buurgemeente|buurgemeenten|omliggende|andere|samen|aan)\s+"
        r"(?:de\s+)?(?:gemeenten?|colleges?|(?:college|b\s?&\s?w|burgemeester\s+en\s+wethouders)\s+van)?"
        r"(?:\s+\w+,?)*\s*$",
        before,
        re.IGNORECASE,
    )
