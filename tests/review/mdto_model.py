"""What the schema of MDTO asks of a file: which elements, in which order, how often, of what form.

Written down from MDTO-XML1.0.1.xsd of the Nationaal Archief (namespace and address as in
`review.archive.mdto`), which may not be copied here; 1.0.2 asks besides that no text is empty.
"""

import re

from lxml import etree

from review.archive.mdto import INSTANCE, NAMESPACE, SCHEMA

# Each element as NAME:FORM, with ? for at most one, * for any number, + for at least one.
MODEL = {
    "MDTO": "informatieobject:informatieobject? bestand:bestand?",
    "informatieobject": """
        identificatie:identificatie+ naam:text aggregatieniveau:begrip? classificatie:begrip*
        trefwoord:text* omschrijving:text* raadpleeglocatie:raadpleeglocatie?
        dekkingInTijd:dekkingInTijd* dekkingInRuimte:verwijzing* taal:language* event:event*
        waardering:begrip bewaartermijn:termijn? informatiecategorie:begrip?
        isOnderdeelVan:verwijzing* bevatOnderdeel:verwijzing* heeftRepresentatie:verwijzing*
        aanvullendeMetagegevens:verwijzing* gerelateerdInformatieobject:gerelateerd*
        archiefvormer:verwijzing+ betrokkene:betrokkene* activiteit:verwijzing?
        beperkingGebruik:beperkingGebruik+""",
    "bestand": """
        identificatie:identificatie+ naam:text omvang:whole bestandsformaat:begrip
        checksum:checksum+ URLBestand:text? isRepresentatieVan:verwijzing""",
    "identificatie": "identificatieKenmerk:text identificatieBron:text",
    "verwijzing": "verwijzingNaam:text verwijzingIdentificatie:identificatie?",
    "begrip": "begripLabel:text begripCode:text? begripBegrippenlijst:verwijzing",
    "dekkingInTijd": """
        dekkingInTijdType:begrip dekkingInTijdBegindatum:day dekkingInTijdEinddatum:day?""",
    "event": """
        eventType:begrip eventTijd:time? eventVerantwoordelijkeActor:verwijzing?
        eventResultaat:text?""",
    "betrokkene": "betrokkeneTypeRelatie:begrip betrokkeneActor:verwijzing",
    "beperkingGebruik": """
        beperkingGebruikType:begrip beperkingGebruikNadereBeschrijving:text?
        beperkingGebruikDocumentatie:verwijzing* beperkingGebruikTermijn:termijn?""",
    "termijn": """
        termijnTriggerStartLooptijd:begrip? termijnStartdatumLooptijd:day?
        termijnLooptijd:duration? termijnEinddatum:day?""",
    "checksum": "checksumAlgoritme:begrip checksumWaarde:text checksumDatum:moment",
    "gerelateerd": """
        gerelateerdInformatieobjectVerwijzing:verwijzing
        gerelateerdInformatieobjectTypeRelatie:begrip""",
    "raadpleeglocatie": "raadpleeglocatieFysiek:verwijzing* raadpleeglocatieOnline:text*",
}
DAY = r"\d{4}-\d{2}-\d{2}"
MOMENT = rf"{DAY}T\d{{2}}:\d{{2}}:\d{{2}}([+-]\d{{2}}:\d{{2}}|Z)"
FORMS = {
    "text": r"(?s).*\S.*",
    "whole": r"\d+",
    "language": r"[a-z]{2,3}",
    "day": DAY,
    "time": rf"{DAY}|{MOMENT}",
    "moment": MOMENT,
    "duration": r"P\d+Y",
}


def faults_of(xml: bytes) -> list[str]:
    """What is wrong with a file of MDTO; an empty list: nothing."""
    root = etree.fromstring(xml)
    told = root.get(f"{{{INSTANCE}}}schemaLocation")
    wrong = [] if told == f"{NAMESPACE} {SCHEMA}" else [f"schemaLocation is {told}"]
    if len(root) != 1:
        wrong.append("MDTO holds one thing")
    return wrong + faults_in(root, "MDTO", "MDTO")


def faults_in(element: etree._Element, form: str, where: str) -> list[str]:
    """What is wrong with an element of a form, and with those in it."""
    if form in FORMS:
        is_right = len(element) == 0 and re.fullmatch(FORMS[form], element.text or "")
        return [] if is_right else [f"{where}: {element.text!r} is no {form}"]
    forms, pattern = {}, ""
    for each in MODEL[form].split():
        name, kind, often = re.fullmatch(r"(\w+):(\w+)([?*+]?)", each).groups()
        forms[name] = kind
        pattern += f"(<{name}>){often}"
    names = [etree.QName(each).localname for each in element]
    if {etree.QName(each).namespace for each in element} - {NAMESPACE}:
        return [f"{where}: an element of another namespace"]
    if not re.fullmatch(pattern, "".join(f"<{name}>" for name in names)):
        return [f"{where}: {names} are not as {form} wants them"]
    pairs = zip(element, names, strict=True)
    return [f for each, name in pairs for f in faults_in(each, forms[name], f"{where}/{name}")]
