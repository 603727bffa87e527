"""Mails of strangers, for everyone, or about another law."""

import re

from rules.anchors import Anchored
from rules.joined import Joined
from rules.links import Links
from rules.mail import Mail
from rules.needed_words import NEEDED_WORDS
from rules.stated import ENOUGH, Stated

OTHERS_OUTWEIGH = 1.5  # how much oftener words of other laws must stand than those of this one
SPEAKER = Anchored(
    r"\b(?:namens|college|burgemeester\s+en\s+wethouders|wij|gemeente)\b", re.IGNORECASE
)
ASKS_MINISTRY = re.compile(r"\?")
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
