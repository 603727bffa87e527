"""The forms by which a case is decided on; each quotes the version of the case that was shown."""

from datetime import date

from pydantic import Field, field_validator

from review.forms import Form
from rules.judgement import Element

CONFIRM = "bevestig"  # the step of a form that has been looked over
BACK = "terug"
MOST_CHARS = 4000
LETTER_CHARS = 20_000


class CaseForm(Form):
    """What each form on a case carries."""

    versie: int = Field(ge=0, lt=2**53)
    stap: str = Field(default="", max_length=20)


class ReasonForm(CaseForm):
    """A decision that needs no more than its reason."""

    reden: str = Field(min_length=1, max_length=MOST_CHARS)


class CompleteForm(CaseForm):
    """That the answer is complete; why, where the program misses something in it."""

    reden: str = Field(default="", max_length=MOST_CHARS)


class UntilForm(ReasonForm):
    """A day, and why."""

    tot: date


class NoteForm(CaseForm):
    """What is to be remembered."""

    tekst: str = Field(min_length=1, max_length=LETTER_CHARS)


class MoveForm(CaseForm):
    """What a step of the ladder rests on, who took it, and when."""

    grond: str = Field(min_length=1, max_length=MOST_CHARS)
    document: str = Field(min_length=1, max_length=400)
    besluit_door: str = Field(min_length=1, max_length=200)
    genomen: date


class LadderForm(MoveForm):
    """A step of the ladder."""

    trede: int = Field(ge=1, le=6)
    sprong: bool = False  # it passes another over, and that is meant


class AssignForm(CaseForm):
    """Whose case it is, and why."""

    behandelaar: str = Field(max_length=200)
    reden: str = Field(default="", max_length=MOST_CHARS)


class CycleForm(ReasonForm):
    """Under which distribution decision the case is, and why."""

    cyclus: int = Field(ge=1, le=999)


class SupplementForm(CaseForm):
    """The letter that asks for what lacks."""

    ontbreekt: tuple[Element, ...] = Field(default=(), max_length=len(Element))
    uiterlijk: date
    onderwerp: str = Field(min_length=1, max_length=200)
    tekst: str = Field(default="", max_length=LETTER_CHARS)

    @field_validator("onderwerp")
    @classmethod
    def one_line(cls, value: str) -> str:
        """The subject of a mail has one line."""
        if not value.isprintable():
            raise ValueError("Gebruik één regel, zonder bijzondere tekens.")
        return value
