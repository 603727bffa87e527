"""MDTO as types, and as XML: the elements by name, in the order in which the schema wants them.

Norm: Metagegevens voor Duurzaam Toegankelijke Overheidsinformatie 1.0 of the Nationaal Archief, by
its schema MDTO-XML 1.0.1. No element is ever empty, which 1.0.2 asks besides.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, get_type_hints

from lxml import etree

from review.dates import local

NAMESPACE = "https://www.nationaalarchief.nl/mdto"
SCHEMA = f"{NAMESPACE}/MDTO-XML1.0.1.xsd"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
PREFIXES: dict[Any, str] = {None: NAMESPACE, "xsi": INSTANCE}  # None: without a prefix
# XML 1.0, section 2.2: all other characters have no place in it, however they are written.
NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UNTOLD = "(zonder naam)"


@dataclass(frozen=True, slots=True)
class Identifier:
    """What tells a thing from others (identificatieGegevens)."""

    mark: Annotated[str, "identificatieKenmerk"]
    source: Annotated[str, "identificatieBron"]


@dataclass(frozen=True, slots=True)
class Reference:
    """Another thing by its name (verwijzingGegevens)."""

    name: Annotated[str, "verwijzingNaam"]
    identifier: Annotated[Identifier | None, "verwijzingIdentificatie"] = None


@dataclass(frozen=True, slots=True)
class Concept:
    """A term of a list (begripGegevens)."""

    label: Annotated[str, "begripLabel"]
    code: Annotated[str, "begripCode"]  # "" without
    scheme: Annotated[Reference, "begripBegrippenlijst"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The days that a thing is about (dekkingInTijdGegevens)."""

    kind: Annotated[Concept, "dekkingInTijdType"]
    begins: Annotated[date, "dekkingInTijdBegindatum"]
    ends: Annotated[date | None, "dekkingInTijdEinddatum"] = None


@dataclass(frozen=True, slots=True)
class Happened:
    """What was done to a thing (eventGegevens)."""

    kind: Annotated[Concept, "eventType"]
    at: Annotated[date | datetime, "eventTijd"]
    actor: Annotated[Reference | None, "eventVerantwoordelijkeActor"] = None
    result: Annotated[str, "eventResultaat"] = ""


@dataclass(frozen=True, slots=True)
class Term:
    """How long something holds (termijnGegevens)."""

    trigger: Annotated[Concept, "termijnTriggerStartLooptijd"]
    starts: Annotated[date | None, "termijnStartdatumLooptijd"]
    length: Annotated[str, "termijnLooptijd"]  # of ISO 8601: "P10Y"
    ends: Annotated[date | None, "termijnEinddatum"]


@dataclass(frozen=True, slots=True)
class Party:
    """Who has to do with a thing (betrokkeneGegevens)."""

    relation: Annotated[Concept, "betrokkeneTypeRelatie"]
    actor: Annotated[Reference, "betrokkeneActor"]


@dataclass(frozen=True, slots=True)
class Restriction:
    """Who may use a thing (beperkingGebruikGegevens)."""

    kind: Annotated[Concept, "beperkingGebruikType"]
    told: Annotated[str, "beperkingGebruikNadereBeschrijving"] = ""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What shows that a file is as it was (checksumGegevens)."""

    algorithm: Annotated[Concept, "checksumAlgoritme"]
    value: Annotated[str, "checksumWaarde"]
    made_at: Annotated[datetime, "checksumDatum"]


@dataclass(frozen=True, slots=True)
class InformationObject:
    """A record, or several that belong together (informatieobject)."""

    identifiers: Annotated[tuple[Identifier, ...], "identificatie"]
    name: Annotated[str, "naam"]
    level: Annotated[Concept, "aggregatieniveau"]
    classification: Annotated[Concept | None, "classificatie"]
    description: Annotated[str, "omschrijving"]
    coverage: Annotated[Coverage | None, "dekkingInTijd"]
    space: Annotated[Reference | None, "dekkingInRuimte"]
    language: Annotated[str, "taal"]
    events: Annotated[tuple[Happened, ...], "event"]
    appraisal: Annotated[Concept, "waardering"]
    keep: Annotated[Term | None, "bewaartermijn"]
    category: Annotated[Concept | None, "informatiecategorie"]
    part_of: Annotated[Reference | None, "isOnderdeelVan"]
    parts: Annotated[tuple[Reference, ...], "bevatOnderdeel"]
    files: Annotated[tuple[Reference, ...], "heeftRepresentatie"]
    creator: Annotated[Reference, "archiefvormer"]
    parties: Annotated[tuple[Party, ...], "betrokkene"]
    activity: Annotated[Reference, "activiteit"]
    restriction: Annotated[Restriction, "beperkingGebruik"]


@dataclass(frozen=True, slots=True)
class File:
    """A file that shows a record (bestand)."""

    identifier: Annotated[Identifier, "identificatie"]
    name: Annotated[str, "naam"]
    size: Annotated[int, "omvang"]  # bytes
    format: Annotated[Concept, "bestandsformaat"]
    checksum: Annotated[Checksum, "checksum"]
    shows: Annotated[Reference, "isRepresentatieVan"]


def xml_of(thing: InformationObject | File) -> bytes:
    """The thing as a file of MDTO, in UTF-8; the same thing gives the same bytes."""
    root = etree.Element(f"{{{NAMESPACE}}}MDTO", nsmap=PREFIXES)
    root.set(f"{{{INSTANCE}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    put(root, "informatieobject" if isinstance(thing, InformationObject) else "bestand", thing)
    written: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return written


def put(parent: etree._Element, name: str, value: object) -> None:
    """Add an element for a value, and those of its parts in it."""
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if not is_dataclass(value) or isinstance(value, type):
        element.text = in_xml(value)
        return
    for attribute, part in names_of(type(value)):
        for each in several(getattr(value, attribute)):
            put(element, part, each)


@cache
def names_of(kind: type) -> tuple[tuple[str, str], ...]:
    """The attributes of a type with the names of their elements, in order."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple((each.name, hints[each.name].__metadata__[0]) for each in fields(kind))


def several(value: object) -> Iterator[object]:
    """The values that an attribute holds: none where nothing is told."""
    if isinstance(value, tuple):
        yield from value
    elif value is not None and value != "":
        yield value


def in_xml(value: object) -> str:
    """A value as XML Schema writes it; what XML has no place for becomes a mark of that."""
    if isinstance(value, datetime):
        return local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return NO_CHARACTER.sub("\ufffd", str(value)).strip() or UNTOLD
