"""Flags and what an officer reads beside each, in plain Dutch."""

from rules.authenticity import is_forged, is_verified, was_checked
from rules.differences import differences
from rules.found import Found
from rules.impostors import Suspicion, Trick
from rules.judgement import (
    SUBSTANTIVE,
    UNCERTAIN,
    Flag,
    Kind,
    TimelineState,
)
from rules.links import municipalities_of
from rules.mail import Mail
from rules.reason_texts import REASONS, difference_reason, doubted_reason, missing_reason

CALL = (
    "Bel de gemeente en vraag of zij deze mail heeft gestuurd. Gebruik een telefoonnummer dat u "
    "al had, niet het nummer in deze mail."
)
MACHINES = frozenset({Kind.AUTO_REPLY, Kind.BOUNCE})
BODY_CUT = "De tekst van deze mail is te lang. Het laatste deel is niet gelezen: lees dat zelf."
BROKEN = (
    "Deze mail is beschadigd aangekomen. Misschien ontbreekt er tekst: vraag de gemeente om de "
    "mail nog een keer te sturen."
)
UNREADABLE = {
    "damaged": "het bestand is beschadigd",
    "encrypted": "het bestand is met een wachtwoord beveiligd",
    "too large": "het bestand is te groot",
    "too long a text": "de tekst is te lang, alleen de eerste {limit} tekens zijn gelezen",
    "too many pages": "het heeft te veel pagina's, er mogen er hoogstens {limit} in staan",
    "too many scanned pages": (
        "te veel pagina's zijn een scan, van één mail worden er hoogstens {limit} gelezen"
    ),
    "nested too deep": "het bestand zit te diep in andere bestanden",
    "too many files inside": "er zitten te veel bestanden in",
    "took too long": "het lezen duurde te lang",
    "no readable text": "er staat geen leesbare tekst in",
    "unknown kind of file": "dit soort bestand is niet bekend",
    "a virus was found": "er is een virus in gevonden. Open dit bestand niet",
    "text recognition is not installed": "tekstherkenning is niet geïnstalleerd",
}


def reasons_of(
    mail: Mail, found: Found, confidence: float, is_duplicate: bool
) -> list[tuple[Flag, str]]:
    """Each flag that is raised, with what an officer reads beside it."""
    told = [*reasons_of_content(found), *reasons_of_sender(mail, found)]
    for attachment in mail.attachments:
        if attachment.unreadable:
            reason = unreadable_reason(attachment.unreadable)
            told.append((Flag.UNREADABLE_ATTACHMENT, f"Bijlage {attachment.source}: {reason}."))
    if mail.is_cut("body"):
        told.append((Flag.UNCERTAIN, BODY_CUT))
    if mail.is_damaged:
        told.append((Flag.UNCERTAIN, BROKEN))
    if is_duplicate:
        told.append((Flag.DUPLICATE, REASONS[Flag.DUPLICATE]))
    if found.doubted is not None:
        # Last: the work list quotes the sentence beneath it.
        told.append((Flag.UNCERTAIN, doubted_reason(found.doubted)))
    elif confidence < UNCERTAIN:
        told.append((Flag.UNCERTAIN, REASONS[Flag.UNCERTAIN]))
    return told


def unreadable_reason(fault: str) -> str:
    """Why a file could not be read, or not to its end; the limit stands behind a colon."""
    fault, _, limit = fault.partition(": ")
    shown = f"{int(limit):,}".replace(",", ".") if limit.isdecimal() else limit
    return UNREADABLE.get(fault, "niet te lezen").format(limit=shown)


def reasons_of_content(found: Found) -> list[tuple[Flag, str]]:
    """What lacks, comes late or differs from what the ministry wrote."""
    told = []
    if found.missing:
        told.append((Flag.INCOMPLETE, missing_reason(found.missing)))
    if found.late:
        told.append((Flag.LATE, "Deze reactie kwam na de uiterste datum."))
    if found.kinds.kinds & SUBSTANTIVE and found.timeline.state is TimelineState.UNKNOWN:
        told.append((Flag.TIMELINE_UNKNOWN, REASONS[Flag.TIMELINE_UNKNOWN]))
    requests = found.links.quoted or found.links.requests
    if len(requests) == 1:  # of several municipalities it is not told whose places these are
        different = differences(requests[0], found.places)
        if different:
            told.append((Flag.NUMBERS_DIFFER, difference_reason(different)))
    return told


def reasons_of_sender(mail: Mail, found: Found) -> list[tuple[Flag, str]]:
    """Whom the mail speaks for is not clear, or not who it seems to be."""
    told = []
    links = found.links
    municipalities = municipalities_of(found.kinds.kinds, links)
    if not municipalities:
        told.append((Flag.UNLINKED, REASONS[Flag.UNLINKED]))
    if links.is_ambiguous:
        told.append((Flag.AMBIGUOUS_MUNICIPALITY, REASONS[Flag.AMBIGUOUS_MUNICIPALITY]))
    told += [(Flag.SENDER_UNVERIFIED, each) for each in doubts_of_sender(mail, found)]
    for quoted, request in links.mistyped:
        told.append(
            (
                Flag.UNCERTAIN,
                f"Kenmerk {quoted} bestaat niet; bedoeld is misschien {request.reference} "
                f"({request.municipality}).",
            )
        )
    for request in links.elsewhere:
        told.append(
            (
                Flag.UNCERTAIN,
                f"Kenmerk {request.reference} hoort bij {request.municipality}, niet bij "
                f"{' of '.join(municipalities) or 'de afzender'}.",
            )
        )
    return told


def doubts_of_sender(mail: Mail, found: Found) -> list[str]:
    """Why it is not sure that the municipality wrote a mail, the worst first."""
    links = found.links
    is_machine = bool(found.kinds.kinds & MACHINES)  # a report of a server has no author
    municipalities = municipalities_of(found.kinds.kinds, links)
    # Services write under a municipality's name, too: that alone does not make one an impostor.
    is_bare = not municipalities and not was_checked(mail)
    harmless = {Trick.NO_ADDRESS: is_machine, Trick.MUNICIPALITY_IN_NAME: is_bare}
    told = [suspicion_reason(each) for each in links.suspicions if not harmless.get(each.trick)]
    if is_forged(mail):
        told.append(forged_reason(mail))
    elif municipalities and not links.is_sender_known:
        told.append(foreign_reason(mail.sender.domain))
    elif municipalities and was_checked(mail) and not is_verified(mail):
        told.append(unverified_reason(mail.sender.domain))
    return told


def forged_reason(mail: Mail) -> str:
    """That a mail may not be from its sender, which checks said so, and what an officer can do."""
    results = mail.authentication
    named = {"SPF": results.spf, "DKIM": results.dkim, "DMARC": results.dmarc}
    failed = " en ".join(name for name, result in named.items() if result == "fail")
    sender = mail.sender.domain or "de genoemde afzender"
    return (
        f"Misschien komt deze mail niet echt van {sender}: de controle van de afzender ({failed}) "
        f"is mislukt. {CALL}"
    )


def suspicion_reason(found: Suspicion) -> str:
    """How a sender passes for another, and what an officer can do."""
    shown, meant = found.shown or "niets", found.meant
    told = {
        Trick.LOOK_ALIKE: f"Het adres eindigt op {shown}. Dat lijkt op {meant}, maar het is iets "
        "anders.",
        Trick.ADDRESS_IN_NAME: f"Als naam van de afzender staat er een adres van {meant}, maar de "
        f"mail komt van {shown}.",
        Trick.AUTHORITY_IN_NAME: f"Als naam van de afzender staat er ‘{meant}’, maar het adres is "
        f"van {shown}.",
        Trick.MUNICIPALITY_IN_NAME: f"Als naam van de afzender staat er ‘{meant}’, maar het adres "
        f"is van {shown}.",
        Trick.SEVERAL_AUTHORS: f"Deze mail noemt meer dan één afzender: {shown}.",
        Trick.NO_ADDRESS: f"Deze mail noemt geen adres van een afzender. Er staat: {shown}.",
        Trick.ANSWERS_ELSEWHERE: f"Een antwoord op deze mail gaat naar {shown}, niet naar {meant}.",
    }
    return f"{told[found.trick]} {CALL}"


def unverified_reason(domain: str) -> str:
    """That nothing shows that a mail is from its sender, and what an officer can do."""
    return f"Er is niet vastgesteld dat deze mail echt van {domain} komt. {CALL}"


def foreign_reason(domain: str) -> str:
    """That a mail comes from elsewhere than its municipality, and what an officer can do."""
    if not domain:
        return "Deze mail noemt geen adres van een afzender. Zoek uit van wie deze mail komt."
    return (
        f"{domain} is geen adres van deze gemeente. Zoek uit of de afzender voor deze gemeente "
        "mag spreken."
    )
