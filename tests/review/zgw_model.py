"""What the ZGW APIs take in the bodies of requests: each field, its form and its limits.

Written down from the descriptions that VNG-Realisatie publishes (gemma-zaken, api-specificatie:
zrc/1.5.x/1.5.1 for Zaken, drc/1.5.x/1.5.0 for Documenten), of which no package holds a copy. A
field that is read-only there, or is not there, is refused.
"""

import base64
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AnyUrl, BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from stdnum.nl import bsn


def is_rsin(value):
    assert bsn.is_valid(value)
    return value


def is_base64(value):
    base64.b64decode(value, validate=True)
    return value


def not_to_come(value):
    assert value <= datetime.now(value.tzinfo)
    return value


Url = Annotated[AnyUrl, Field(max_length=1000)]
TypeUrl = Annotated[AnyUrl, Field(max_length=200)]
Rsin = Annotated[str, Field(min_length=9, max_length=9), AfterValidator(is_rsin)]
Confidentiality = Literal[
    "openbaar",
    "beperkt_openbaar",
    "intern",
    "zaakvertrouwelijk",
    "vertrouwelijk",
    "confidentieel",
    "geheim",
    "zeer_geheim",
]


def text(most, least=0):
    return Annotated[str, Field(min_length=least, max_length=most)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=to_camel)


class ZaakKenmerk(Body):
    kenmerk: text(40, 1)
    bron: text(40, 1)


class Zaak(Body):
    identificatie: text(40)
    bronorganisatie: Rsin
    omschrijving: text(80)
    toelichting: text(1000)
    zaaktype: Url
    registratiedatum: date
    verantwoordelijke_organisatie: Rsin
    startdatum: date
    vertrouwelijkheidaanduiding: Confidentiality
    kenmerken: list[ZaakKenmerk]


class RolNietNatuurlijkPersoon(Body):
    inn_nnp_id: text(9) = ""
    ann_identificatie: text(17) = ""
    statutaire_naam: text(500) = ""


class Rol(Body):
    zaak: Url
    betrokkene_type: Literal["niet_natuurlijk_persoon"]
    roltype: Url
    roltoelichting: text(1000)
    betrokkene_identificatie: RolNietNatuurlijkPersoon


class ObjectGemeente(Body):
    gemeente_naam: text(80, 1)
    gemeente_code: Annotated[str, Field(pattern=r"^\d{4}$")]


class ZaakObject(Body):
    zaak: Url
    object_type: Literal["gemeente"]
    relatieomschrijving: text(80) = ""
    object_identificatie: ObjectGemeente


class Status(Body):
    zaak: Url
    statustype: Url
    datum_status_gezet: Annotated[datetime, AfterValidator(not_to_come)]
    statustoelichting: text(1000) = ""


class Resultaat(Body):
    zaak: Url
    resultaattype: Url
    toelichting: text(1000) = ""


class ZaakInformatieObject(Body):
    zaak: Url
    informatieobject: Url
    titel: text(200) = ""


class Integriteit(Body):
    algoritme: Literal["sha_256"]
    waarde: text(128, 1)
    datum: date


class EnkelvoudigInformatieObject(Body):
    identificatie: text(40) = ""
    bronorganisatie: Rsin
    creatiedatum: date
    titel: text(200, 1)
    vertrouwelijkheidaanduiding: Confidentiality
    auteur: text(200, 1)
    status: Literal["in_bewerking", "ter_vaststelling", "definitief", "gearchiveerd"]
    formaat: text(255)
    taal: text(3, 3)
    bestandsnaam: text(255)
    inhoud: Annotated[str, AfterValidator(is_base64)]
    bestandsomvang: Annotated[int, Field(ge=0)]
    beschrijving: text(1000) = ""
    ontvangstdatum: date | None = None
    verzenddatum: date | None = None
    indicatie_gebruiksrecht: bool | None
    integriteit: Integriteit
    informatieobjecttype: TypeUrl


MODELS = {
    "/zaken/api/v1/zaken": Zaak,
    "/zaken/api/v1/rollen": Rol,
    "/zaken/api/v1/zaakobjecten": ZaakObject,
    "/zaken/api/v1/statussen": Status,
    "/zaken/api/v1/resultaten": Resultaat,
    "/zaken/api/v1/zaakinformatieobjecten": ZaakInformatieObject,
    "/documenten/api/v1/enkelvoudiginformatieobjecten": EnkelvoudigInformatieObject,
}


def checked(path: str, body: dict) -> Body:
    """The body as the API of that path takes it. Raises where it does not."""
    return MODELS[path].model_validate(body)
