"""The bodies of requests to the ZGW APIs: Zaken API 1.5.1 and Documenten API 1.5.0.

Each field and limit is that of the published descriptions (VNG-Realisatie/gemma-zaken,
api-specificatie/zrc/1.5.x/1.5.1 and drc/1.5.x/1.5.0).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from review.archive.pieces import Piece, safe_name
from review.dates import local
from review.zgw.config import ZgwConfig
from rules.registry import Municipality
from rules.supervisor import SENDER

Value = str | int | bool | Mapping[str, str] | Sequence[Mapping[str, str]]
Body = Mapping[str, Value]

PROGRAM: Final = "ibt-intake"
DUTCH: Final = "dut"  # ISO 639-2/B
SHORT, NAME, MARK, WORDS, PERSON = 80, 200, 40, 1000, 500
CODE = 4  # digits of a municipality's code, without "GM"
MEDIA = {"eml": "message/rfc822", "pdf": "application/pdf"}  # RFC 5322, RFC 8118
SENT_KINDS = ("Brief", "Verstuurde mail")


def cut(text: str, most: int) -> str:
    """A text that is not longer than it may be, on one line; where it was cut, it says so."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def zaak(
    config: ZgwConfig,
    who: Municipality,
    cycle: int,
    references: Sequence[str],
    begins: date,
    today: date,
) -> Body:
    """The case of a municipality under one distribution decision; references: of its letters."""
    told = f"Toezicht op de taak onder de Spreidingswet, verdeelbesluit {cycle}: {who.name}"
    letters = f"Brieven: {', '.join(references)}" if references else "Melding zonder brief"
    marks = [{"kenmerk": cut(each, MARK), "bron": PROGRAM} for each in references]
    return {
        "identificatie": f"SPW-{cycle}-{who.code}",
        "bronorganisatie": config.rsin,
        "omschrijving": cut(told, SHORT),
        "toelichting": cut(letters, WORDS),
        "zaaktype": config.zaaktype,
        "registratiedatum": today.isoformat(),
        "verantwoordelijkeOrganisatie": config.rsin,
        "startdatum": begins.isoformat(),
        "vertrouwelijkheidaanduiding": config.confidentiality,
        "kenmerken": marks,
    }


def rol(zaak: str, roltype: str, who: Municipality, told: str) -> Body:
    """A municipality in a case, by its code of Statistics Netherlands: we know no RSIN of it."""
    return {
        "zaak": zaak,
        "betrokkeneType": "niet_natuurlijk_persoon",
        "roltype": roltype,
        "roltoelichting": cut(told, WORDS),
        "betrokkeneIdentificatie": {
            "annIdentificatie": who.code,
            "statutaireNaam": cut(f"Gemeente {who.name}", PERSON),
        },
    }


def zaakobject(zaak: str, who: Municipality) -> Body:
    """The municipality that a case is about, by the digits of its code."""
    return {
        "zaak": zaak,
        "objectType": "gemeente",
        "relatieomschrijving": "Gemeente onder toezicht",
        "objectIdentificatie": {
            "gemeenteNaam": cut(who.name, SHORT),
            "gemeenteCode": who.code.removeprefix("GM")[-CODE:],
        },
    }


def status(zaak: str, statustype: str, at: datetime, told: str) -> Body:
    """A step of the ladder."""
    return {
        "zaak": zaak,
        "statustype": statustype,
        "datumStatusGezet": local(at).isoformat(timespec="seconds"),
        "statustoelichting": cut(told, WORDS),
    }


def resultaat(zaak: str, resultaattype: str, told: str) -> Body:
    """That the supervision ended; before the last status, which closes the case."""
    return {"zaak": zaak, "resultaattype": resultaattype, "toelichting": cut(told, WORDS)}


def zaakinformatieobject(zaak: str, document: str, title: str) -> Body:
    """That a document belongs to a case."""
    return {"zaak": zaak, "informatieobject": document, "titel": cut(title, NAME)}


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a document, as they are told."""

    told: str  # base64, or in their place what they are
    size: int
    sha256: str


def document(config: ZgwConfig, piece: Piece, author: str, content: Content) -> Body:
    """A mail or a letter."""
    is_sent = piece.kind in SENT_KINDS
    kind = config.informatieobjecttype_sent if is_sent else ""
    day = local(piece.at).date() if isinstance(piece.at, datetime) else piece.at
    confidentiality = config.confidentiality_sent if is_sent else config.confidentiality_received
    return {
        "identificatie": identification(content.sha256),
        "bronorganisatie": config.rsin,
        "creatiedatum": day.isoformat(),
        "titel": cut(piece.title, NAME),
        "vertrouwelijkheidaanduiding": confidentiality,
        "auteur": cut(author, NAME) or SENDER,
        "status": "definitief",
        "formaat": MEDIA[piece.format.suffix],
        "taal": DUTCH,
        "bestandsnaam": f"{safe_name(piece.title)}.{piece.format.suffix}",
        "inhoud": content.told,
        "bestandsomvang": content.size,
        "beschrijving": cut(f"{piece.kind} {piece.message_id}", WORDS),
        "verzenddatum" if is_sent else "ontvangstdatum": day.isoformat(),
        # While it is not known, a case with the document cannot be closed.
        "indicatieGebruiksrecht": False,
        "integriteit": {
            "algoritme": "sha_256",
            "waarde": content.sha256,
            "datum": local(piece.hashed_at).date().isoformat(),
        },
        "informatieobjecttype": kind or config.informatieobjecttype,
    }


def identification(sha256: str) -> str:
    """What tells a document from all others of the ministry: forty characters may do so."""
    return f"ibt-{sha256}"[:MARK]
