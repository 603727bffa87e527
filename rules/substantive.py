"""Whether a mail of substance is a notification, a reply, or both: what a model sees of it."""

import re
from collections.abc import Mapping, Sequence

from rules.anchors import Anchored, AnchoredMany
from rules.deadlines import received_on
from rules.joined import Joined, joined
from rules.judgement import SUBSTANTIVE, Kind
from rules.linear import LinearModel, side_by_side
from rules.links import Links
from rules.mail import Mail, Owner
from rules.sentences import Sentence, flat
from rules.stated import Kinds

CHOSEN = 0.5  # chance from which a mail of substance is a notification, or a reply
OPENING = 5  # sentences
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
    return found + pairs + [f"notifying {word}" for word in notifying_words(where["text"])]


def notifying_words(own: Joined) -> list[str]:
    """The words around a notification: 'hierbij', 'vorig jaar', 'geen', in order of alphabet."""
    near = own.that_hold(*(CUES[name] for name in NOTIFYING))
    return sorted({word for each in near for word in WORD.findall(flat(each.text).lower())})


def request_state(mail: Mail, links: Links) -> str:
    """Whether the ministry had asked the municipality anything when the mail came."""
    if not links.requests:
        return "none"
    day = received_on(mail.received_at)
    return "open" if any(each.letter_date <= day for each in links.requests) else "later"
