"""The small forms on the page of a mail; each asks no more than its decision must hold."""

from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from review.forms import Form
from rules.judgement import Category, Element, Kind, PlaceRole, TimelineState

MOST_PLACES = 100_000


class Versioned(Form):
    """The version of the mail that the officer saw."""

    versie: int = Field(ge=0, lt=2**62)


class KindsForm(Versioned):
    """What the mail is."""

    soort: tuple[Kind, ...] = Field(default=(), validate_default=True)

    @field_validator("soort")
    @classmethod
    def _some(cls, kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
        """Every mail is something."""
        if not kinds:
            raise ValueError("Kies ten minste een soort.")
        return kinds


class NamesForm(Versioned):
    """Names that are kept, and one more."""

    blijft: tuple[str, ...] = ()
    erbij: str = Field(default="", max_length=200)


class SentenceForm(Versioned):
    """A sentence that proves an element: 'text:first character:one past the last'."""

    element: Element
    zin: str = Field(default="", max_length=60, validate_default=True)

    @field_validator("zin")
    @classmethod
    def _chosen(cls, place: str) -> str:
        """A place of that form."""
        if not place:
            raise ValueError("Kies eerst een zin.")
        if not all(each.isdecimal() and len(each) < 12 for each in place.split(":")):
            raise ValueError("Kies een zin uit de tekst.")
        if place.count(":") != 2:
            raise ValueError("Kies een zin uit de tekst.")
        return place


class NumberedForm(Versioned):
    """One of what the page lists, by its place from 0."""

    nummer: int = Field(ge=0, lt=2**31)


class UnmarkForm(NumberedForm):
    """One of the sentences that prove an element."""

    element: Element


class StateForm(Versioned):
    """Whether the mail says when the places will be there."""

    stand: TimelineState


class MomentForm(Versioned):
    """From when to when places will come to be there; one of both will do."""

    vanaf: date | None = None
    tot: date | None = None

    @field_validator("vanaf", "tot", mode="before")
    @classmethod
    def _empty(cls, value: object) -> object:
        """Nothing filled in is no day."""
        return None if value == "" else value


class PlacesForm(Versioned):
    """A number of places; nummer: of the one in whose place it comes, else one more."""

    nummer: int | None = Field(default=None, ge=0, lt=2**31)
    categorie: Category
    rol: PlaceRole
    aantal: int = Field(ge=0, le=MOST_PLACES)


class ClaimForm(Versioned):
    """Whether the municipality says that it meets its whole task."""

    voldaan: Literal["ja", "nee"]


class CaseForm(Versioned):
    """A case, and whether the mail leaves the cases that it is in."""

    gemeente: str = Field(min_length=1, max_length=200)
    kenmerk: str = Field(default="", max_length=100)
    hoe: Literal["erbij", "verplaats"] = "erbij"


class AssignForm(Versioned):
    """Whose mail it is; empty for nobody's."""

    behandelaar: str = Field(default="", max_length=200)


class ReasonForm(Versioned):
    """Why."""

    reden: str = Field(min_length=1, max_length=1000)
