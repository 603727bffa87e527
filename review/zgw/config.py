"""Settings of the dry run for a case system: where its APIs are, and its catalogue by URL."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from storage.config import Section

LADDER_STEPS = 6
SHORT = 200  # characters of the URL of a type of documents (Documenten API)
LONG = 1000  # of any other (Zaken API)


def is_url(value: str) -> str:
    """An address of the web, or "" while nobody set it."""
    if value and not value.startswith(("https://", "http://")):
        raise ValueError("write a URL that begins with https://")
    return value.rstrip("/")


def is_rsin(value: str) -> str:
    """A number of nine digits that passes the eleven test, or "" while nobody set it."""
    from stdnum.nl import bsn  # an RSIN has the same test

    if value and not (len(value) == 9 and bsn.is_valid(value)):
        raise ValueError("write the nine digits of an RSIN")
    return value


Url = Annotated[str, AfterValidator(is_url), Field(max_length=LONG)]
TypeUrl = Annotated[str, AfterValidator(is_url), Field(max_length=SHORT)]
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


class ZgwConfig(Section):
    """A case system with the ZGW APIs (`ibt-intake zgw`, a dry run); URLs are of its catalogue."""

    zaken: Url = Field(default="", description="its Zaken API, as https://HOST/zaken/api/v1")
    documenten: Url = Field(
        default="", description="its Documenten API, as https://HOST/documenten/api/v1"
    )
    rsin: Annotated[str, AfterValidator(is_rsin)] = Field(
        default="", description="RSIN of the ministry, nine digits"
    )
    zaaktype: Url = Field(default="", description="of a municipality's case under one decision")
    statustypes: tuple[Url, ...] = Field(
        default=(), description="of the six steps of the ladder, in order"
    )
    statustype_end: Url = Field(
        default="", description="of supervision that was closed; not told unless set"
    )
    resultaattype: Url = Field(default="", description="of the same; needed with statustype_end")
    roltype_initiator: Url = Field(default="", description="of the municipality")
    roltype_successor: Url = Field(
        default="", description="of the one that it went up in; not told unless set"
    )
    informatieobjecttype: TypeUrl = Field(default="", description="of mails that came in")
    informatieobjecttype_sent: TypeUrl = Field(
        default="", description="of letters and mails that went out; as the other unless set"
    )
    confidentiality: Confidentiality = Field(
        default="zaakvertrouwelijk", description="of cases (vertrouwelijkheidaanduiding)"
    )
    confidentiality_received: Confidentiality = Field(
        default="vertrouwelijk", description="of mails that came in: they hold names and numbers"
    )
    confidentiality_sent: Confidentiality = Field(
        default="zaakvertrouwelijk", description="of letters and mails that went out"
    )

    @property
    def unset(self) -> list[str]:
        """The keys that must be set before anything can be told."""
        needed = (
            "zaken",
            "documenten",
            "rsin",
            "zaaktype",
            "roltype_initiator",
            "informatieobjecttype",
        )
        found = [name for name in needed if not getattr(self, name)]
        steps = ["statustypes"] if len(self.statustypes) != LADDER_STEPS else []
        end = bool(self.statustype_end) and not self.resultaattype
        return [*found, *steps, *(["resultaattype"] if end else [])]
