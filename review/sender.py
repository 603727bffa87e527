"""What is known of who sent a mail, in words for who never heard of SPF, DKIM or DMARC."""

from dataclasses import dataclass

from rules.authenticity import is_aligned, is_forged, is_verified
from rules.mail import Authentication, Checker, Mail

BY = {
    Checker.ANYONE: "Er is niet ingesteld welke mailserver van het ministerie afzenders "
    "controleert. Wat hieronder staat, kan van een ander komen.",
    Checker.NOBODY: "De mailserver van het ministerie heeft de afzender niet gecontroleerd.",
    Checker.SERVER: "De mailserver van het ministerie heeft de afzender gecontroleerd.",
    Checker.PROGRAM: "Dit programma heeft de digitale handtekening gecontroleerd.",
}
SPF = {
    "pass": "de mail kwam van een server die mail mag versturen voor {domain}.",
    "fail": "de mail kwam van een server die géén mail mag versturen voor {domain}.",
    "softfail": "de mail kwam van een server die waarschijnlijk geen mail mag versturen voor "
    "{domain}.",
    "neutral": "{domain} zegt niet welke servers mail mogen versturen.",
    "none": "er is niets bekend over de server waar de mail vandaan kwam.",
}
DKIM = {
    "pass": "de digitale handtekening klopt. Getekend door {domain}.",
    "fail": "de digitale handtekening klopt niet. De mail is veranderd of niet van de afzender.",
    "none": "er is geen digitale handtekening bekend.",
    "policy": "de digitale handtekening geldt maar voor een deel van de mail en telt daarom niet.",
    "temperror": "de sleutel van de digitale handtekening was niet op te halen.",
}
DMARC = {
    "pass": "de mail voldoet aan de regels die {domain} zelf stelt.",
    "fail": "de mail voldoet niet aan de regels die {domain} zelf stelt.",
    "none": "er is niets bekend over regels die de afzender zelf stelt.",
}
UNKNOWN = "de controle is niet gelukt."


@dataclass(frozen=True, slots=True)
class ToldSender:
    """Whether a mail is from its sender: a badge, a sentence, and what was checked."""

    badge: str
    tone: str
    told: str
    checks: tuple[str, ...]


def told_sender(mail: Mail) -> ToldSender:
    """What an officer reads about the sender of a mail."""
    domain, checks = mail.sender.domain or "de afzender", tuple(checks_of(mail))
    if is_forged(mail):
        told = f"Deze mail komt misschien niet echt van {domain}."
        return ToldSender("Controle mislukt", "bad", told, checks)
    if is_verified(mail):
        told = f"Deze mail komt echt van {domain}."
        return ToldSender("Bevestigd", "good", told, checks)
    if mail.authentication.checker is Checker.ANYONE:
        return ToldSender("Niet gecontroleerd", "calm", "Kijk zelf of de afzender klopt.", checks)
    told = f"Het is niet zeker dat deze mail echt van {domain} komt."
    return ToldSender("Niet bevestigd", "warn", told, checks)


def checks_of(mail: Mail) -> list[str]:
    """Who checked, and what came of each check."""
    found = mail.authentication
    told = [BY[found.checker]]
    if found.checker is Checker.NOBODY:
        return told
    signed_by = ", ".join(found.signed_by) or "een onbekend domein"
    spf_domain = found.spf_domain or "de afzender"
    dmarc_domain = found.dmarc_domain or mail.sender.domain or "de afzender"
    if found.checker is not Checker.PROGRAM:
        told.append(f"SPF: {SPF.get(found.spf, UNKNOWN).format(domain=spf_domain)}")
    told.append(f"DKIM: {DKIM.get(found.dkim, UNKNOWN).format(domain=signed_by)}")
    if found.checker is not Checker.PROGRAM:
        told.append(f"DMARC: {DMARC.get(found.dmarc, UNKNOWN).format(domain=dmarc_domain)}")
    return [*told, *alignment(found, mail.sender.domain)]


def alignment(found: Authentication, author: str) -> list[str]:
    """Whether what was checked is the domain that the mail shows as its sender's."""
    passed = [*found.signed_by, *([found.spf_domain] if found.spf == "pass" else [])]
    others = [each for each in dict.fromkeys(passed) if each and not is_aligned(each, author)]
    if not passed:
        return []
    if len(others) < len({each for each in passed if each}):
        return [f"Het gecontroleerde domein hoort bij de afzender: {author}."]
    return [
        f"Het gecontroleerde domein ({', '.join(others)}) is een ander dan dat van de afzender "
        f"({author or 'geen'}). De controle zegt dus niets over de afzender."
    ]
