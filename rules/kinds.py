"""What a mail is: notification, reply, request for more time, question, automatic, other.

What a machine sent is told by its headers (RFC 3834, RFC 3464) and by the words that such mails
use. What a person wrote is of substance where it states elements; then a small trained model
tells a notification from a reply. Without substance it asks for time, asks a question, or is
other mail.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from rules.absence import says_to_be_away
from rules.anchors import Anchored, AnchoredMany
from rules.authenticity import is_forged
from rules.deadlines import received_on
from rules.expressions import expressions_in
from rules.judgement import SUBSTANTIVE, Kind
from rules.linear import LinearModel, side_by_side
from rules.links import Links
from rules.mail import Layout, Mail, Owner
from rules.needed_words import NEEDED_WORDS
from rules.sentences import Sentence, flat, senders

CHOSEN = 0.5  # chance from which a mail of substance is a notification, or a reply
SUBSTANCE = ("facts", "current_state", "steps", "timeline", "declaration")
ENOUGH = 1.6  # summed chances of elements, from which a mail is of substance whatever it asks
LITTLE = 0.9  # from which it is where it asks nothing
TRACE = 0.6  # from which it is where nothing else explains it
FAINT = 0.3  # the same, for an answer to a mail of ours that quotes a request
LATER_DAYS = 120  # after the last day, that an answer may be announced for
OPENING = 5  # sentences
OTHERS_OUTWEIGH = 1.5  # how much oftener words of other laws must stand than those of this one
SHORT = 700  # characters of the sender's own, below which a person is not known to have written
QUESTIONS = 0.3  # share of the sentences, from which a mail is there to ask

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
ANSWERING = Anchored(
    r"\b(?:antwoord\w*|reactie|reageren|beantwoord\w*|brief|termijn|inzenden)\b", re.I
)
SPEAKER = Anchored(
    r"\b(?:namens|college|burgemeester\s+en\s+wethouders|wij|gemeente)\b", re.IGNORECASE
)
ASKS_MINISTRY = re.compile(r"\?")
MORE_TIME = Anchored(
    r"\b(?:uitstel|verlenging|extra\s+(?:tijd|week|dagen|weken)|langer\s+de\s+tijd|meer\s+tijd|"
    r"respijt|coulance|opschort\w*|nadere\s+termijn|langere\s+termijn|ruimere\s+termijn|"
    r"(?:reactie|antwoord|beantwoordings)termijn\w*\s+(?:te\s+)?verleng\w+|"
    r"(?:week|weken|dagen|maand)\s+(?:extra|langer|later|respijt)|later\s+(?:mogen\s+)?"
    r"(?:reageren|antwoorden|aanleveren|indienen|toesturen|insturen)|na\s+de\s+(?:gestelde\s+)?termijn)\b",
    re.IGNORECASE,
)
# 'redden wij niet', 'lukt niet voor 30 april': the term will not be kept
NOT_IN_TIME = Anchored(
    r"\b(?:niet|onmogelijk)\b.{0,60}\b(?:binnen\s+(?:de|drie|uw)\b.{0,20}(?:termijn|weken)|voor\s+\d|tijdig"
    r"\s+(?:te\s+)?(?:reageren|antwoorden|beantwoorden)|op\s+tijd\s+(?:te\s+)?(?:reageren|antwoorden)|"
    r"halen|redden)|\b(?:harde\s+(?:grens|deadline)|deadline)\b",
    re.IGNORECASE | re.DOTALL,
)
ASKS = Anchored(
    r"\b(?:vra(?:ag|gen)|verzoe(?:k|ken)|mogen|mag|graag|kunt\s+u|kun\s+je|krijgen|hopen|hoop|"
    r"zouden|stellen\s+wij\s+voor|akkoord|instemmen|gaat\s+u)\b",
    re.IGNORECASE,
)
# 'Mogen we er 30 juni van maken?', 'vraag ik u toe te staan dat': leave, asked for
LEAVE = Anchored(
    r"\b(?:mogen\s+(?:wij|we)|mag\s+ik|kun(?:t\s+u|nen\s+jullie|\s+je)\b.{0,40}\b(?:akkoord|instemmen)|"
    r"(?:vra(?:ag|gen)|verzoek(?:en)?)\s+(?:ik\s+|wij\s+|we\s+)?(?:u|jullie)\b.{0,60}\b(?:toe\s+te\s+staan|in\s+te\s+stemmen|akkoord|"
    r"te\s+verlengen|te\s+gunnen))\b",
    re.IGNORECASE | re.DOTALL,
)
BULK = Anchored(
    r"\b(?:afmelden|uitschrijven|uit\s+te\s+schrijven|view\s+in\s+browser)\b", re.IGNORECASE
)
# What a letter may mention as well: 'dat leest u in onze nieuwsbrief'.
NEWS = Anchored(r"\b(?:nieuwsbrief|abonnement|webinar)\b", re.IGNORECASE)
THIS_LAW = Anchored(
    r"\b(?:spreidingswet|verdeelbesluit|wettelijke\s+(?:taak|opgave)|asielopvangvoorzieningen|"
    r"interbestuurlijk\w*|opvangopgave|informatieverzoek|artikel\s+8|asielzoekers?\w*|amv\w*|coa|azc|opvangplek\w*|opvangplaats\w*|"
    r"regulier\w*)\b",
    re.IGNORECASE,
)
OTHER_MATTER = Anchored(
    r"\b(?:oekra\w+|ontheemden|spuk\w*|woo-verzoek|wet\s+open\s+overheid|factuur|bezwaarschrift|"
    r"gronden\s+van\s+bezwaar|huisvestingswet|statushouders|flexwonen|energie\w+|specifieke\s+uitkering)\b",
    re.IGNORECASE,
)
CUES = {
    "article 8": Anchored(r"\b(?:art(?:ikel|\.)?\s*8|meldplicht\w*|meldingsplicht\w*)\b", re.I),
    "notify": Anchored(
        r"\b(?:melden|meldt|meld|(?:deze|onze|bijgaande|onderstaande|formele|tevens|een)\s+melding|"
        r"melding\s+(?:doen|te\s+doen|ex|op\s+grond|van\s+het\s+college|als\s+bedoeld|in\s+de\s+zin)|"
        r"(?:doen|doet|maken)\s+(?:wij|hij|zij|het\s+college)?\s*\w*\s*melding|als\s+melding)\b",
        re.I,
    ),
    "notification": Anchored(r"\bmelding\w*\b|\bwijziging\b|\bkennisgeving\b", re.I),
    "earlier": Anchored(r"\b(?:eerdere?|onze|mijn)\s+melding\s+van\b|\bgemeld\s+op\b", re.I),
    "your letter": Anchored(
        r"\b(?:uw|jullie|je)\s+(?:\w+\s+)?(?:brief|schrijven|verzoek|informatieverzoek|vragen|kenmerk|"
        r"referentie|vraag)|\b(?:u|jullie)\s+(?:vroeg|vraagt|vragen|verzocht|verzoekt|heeft\s+ons)|"
        r"\b(?:brief|informatieverzoek|verzoek)\s+van\s+(?:\d|de\s+minister|het\s+ministerie|april|mei)",
        re.I,
    ),
    "answer": Anchored(
        r"\b(?:reactie|antwoord\w*|beantwoord\w*|reageren|reageert|informatieverzoek|"
        r"uitvraag|verzoek\s+om\s+informatie|inlichtingen)\b",
        re.I,
    ),
    "also": Anchored(r"\b(?:tevens|mede|ook|en|\+)\b.{0,30}\bmeld", re.I),
    "prompted": Anchored(r"\b(?:naar\s+aanleiding\s+van|n\.?a\.?v\.?)\b", re.I),
    "lost": Anchored(
        r"\b(?:wegvallen|weggevallen|vervallen|verlies\w*|verliest|verloren|sluit\w*|gesloten|"
        r"niet\s+meer|niet\s+langer|opgezegd|brand|beëindig\w*)\b",
        re.I,
    ),
}
ALL_CUES = AnchoredMany(CUES)
NOTIFYING = ("article 8", "notify", "notification")
WORD = re.compile(r"[a-zà-ü]{2,}")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of a mail; margin: how far the closest decision lies from its border."""

    kinds: frozenset[Kind]
    margin: float


class Stated:
    """What a mail states, asked only where the answer matters: to weigh its sentences takes long.

    Of what is plainly a stranger's, or about another law, nobody asks.
    """

    def __init__(self, ask: Callable[[], Mapping[str, float]]) -> None:
        """ask: for each element how probable it is that the mail states it."""
        self._ask = ask

    @cached_property
    def chances(self) -> Mapping[str, float]:
        """For each element how probable it is that the mail states it."""
        return self._ask()

    @cached_property
    def substance(self) -> float:
        """How much it states of what the ministry asks for."""
        return sum(self.chances.get(name, 0.0) for name in SUBSTANCE)


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
    substance = stated.substance
    asks_time = (
        asks_more_time(own)
        or names_later_day([each for each in own if LEAVE.search(flat(each.text))], mail, due)
        or (substance < ENOUGH and names_later_day(answering(own), mail, due))
    )
    if substance >= ENOUGH or (substance >= LITTLE and not asks_time and not asks(own)):
        found = substantive_kinds(mail, sentences, stated.chances, links, model)
        if asks_time and found.kinds == {Kind.INFORMATION_REPLY}:
            return Kinds(found.kinds | {Kind.EXTENSION_REQUEST}, 0.1)
        return found
    if asks_time:
        return Kinds(frozenset({Kind.EXTENSION_REQUEST}), 0.3)
    if asks(own):
        return Kinds(frozenset({Kind.QUESTION}), 0.3)
    answers = ANSWER_SUBJECT.match(mail.subject) is not None and bool(links.quoted)
    if substance >= (FAINT if answers else TRACE) or announces_reply(own):
        found = substantive_kinds(mail, sentences, stated.chances, links, model)
        return Kinds(found.kinds, min(found.margin, 0.1))
    return Kinds(frozenset({Kind.OTHER}), 0.2)


@dataclass(frozen=True, slots=True)
class Joined:
    """Sentences as one text, with what is known of it: see `rules.needed_words`."""

    text: str
    held: int


def joined(sentences: Sequence[Sentence]) -> Joined:
    """The sentences parted by single spaces; each was asked for its words before."""
    texts = [flat(each.text) for each in sentences]
    return Joined(" ".join(texts), NEEDED_WORDS.held_in_all(each.text for each in sentences))


def is_other_matter(mail: Mail, own: Joined, links: Links, stated: Stated) -> bool:
    """Whether a mail is of strangers, for everyone, or about another law."""
    if mail.header("list-unsubscribe") is not None:
        return True
    text, held = own.text, own.held
    if BULK.search(text, held) or (NEWS.search(text, held) and stated.substance < ENOUGH):
        return True
    if not links.is_sender_known and not (links.municipalities and SPEAKER.search(text, held)):
        return not (ASKS_MINISTRY.search(text) and links.is_public_body)
    everything = f"{mail.subject} {text}"
    held |= NEEDED_WORDS.held_in(mail.subject)
    others = len(OTHER_MATTER.findall(everything, held))
    if not others or links.quoted:
        return False
    return others > OTHERS_OUTWEIGH * len(THIS_LAW.findall(everything, held))


def asks_more_time(own: Sequence[Sentence]) -> bool:
    """Whether the sender asks for more time to answer."""
    for each in own:
        text = flat(each.text)
        if MORE_TIME.search(text) and (each.source == "subject" or ASKS.search(text)):
            return True
        if NOT_IN_TIME.search(text) and ANSWERING.search(text):
            return True
    return False


def answering(own: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that announce an answer, or ask something."""
    return [each for each in own if ANSWERING.search(each.text) or each.text.rstrip().endswith("?")]


def names_later_day(some: Sequence[Sentence], mail: Mail, due: date | None) -> bool:
    """Whether one of the sentences names a day after the last one for an answer."""
    if due is None:
        return False
    day = received_on(mail.received_at)
    for each in some:
        for found in expressions_in(each.text, day):
            end = found.latest or found.earliest
            if not found.is_past and end and due < end <= due + timedelta(days=LATER_DAYS):
                return True
    return False


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


def substantive_kinds(
    mail: Mail,
    sentences: Sequence[Sentence],
    stated: Mapping[str, float],
    links: Links,
    model: Mapping[Kind, LinearModel],
) -> Kinds:
    """Notification, reply, or both."""
    names = features(mail, sentences, stated, links)
    kinds = sorted(SUBSTANTIVE)
    both = side_by_side(*(model[kind] for kind in kinds))
    chances = dict(zip(kinds, both.chances(names), strict=True))
    best = max(chances, key=lambda kind: (chances[kind], kind))
    picked = {kind for kind in chances if chances[kind] >= CHOSEN} | {best}
    margin = min(abs(chance - CHOSEN) for chance in chances.values())
    return Kinds(frozenset(picked), margin)


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


def features(
    mail: Mail, sentences: Sequence[Sentence], stated: Mapping[str, float], links: Links
) -> list[str]:
    """What the model sees of a mail: which cues stand where, and how a notification is spoken of.

    Other words of the sender are left out: they are a writer's own.
    """
    own = [each for each in sentences if each.owner is Owner.SENDER and each.source != "subject"]
    where = {"opening": joined(own[:OPENING]), "text": joined(own)}
    found = [f"subject {name}" for name in ALL_CUES.names_in(mail.subject)]
    found += [
        f"{place} {name}"
        for place, content in where.items()
        for name in ALL_CUES.names_in(content.text, content.held)
    ]
    declared = stated.get("declaration", 0.0)
    found.append(f"declared {declared >= 0.5}")
    found.append(f"state {stated.get('current_state', 0.0) >= 0.5}")
    found.append(f"request {request_state(mail, links)}")
    found.append(f"quoted {bool(links.quoted)}")
    found.append(
        f"quoted in subject {any(each.reference in mail.subject for each in links.quoted)}"
    )
    found.append(f"ministry {any(each.owner is Owner.MINISTRY for each in sentences)}")
    found.append(f"question {any(each.question for each in own)}")
    pairs = [f"{one} & {other}" for one in found for other in found if one < other]
    return found + pairs + [f"notifying {word}" for word in notifying_words(own)]


def notifying_words(own: Sequence[Sentence]) -> list[str]:
    """The words around a notification: 'hierbij', 'vorig jaar', 'geen', in order of alphabet."""
    cues = [CUES[name] for name in NOTIFYING]
    texts = [flat(each.text) for each in own]
    near = [text.lower() for text in texts if any(cue.search(text) for cue in cues)]
    return sorted({word for text in near for word in WORD.findall(text)})


def request_state(mail: Mail, links: Links) -> str:
    """Whether the ministry had asked the municipality anything when the mail came."""
    if not links.requests:
        return "none"
    day = received_on(mail.received_at)
    return "open" if any(each.letter_date <= day for each in links.requests) else "later"
