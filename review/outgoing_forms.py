"""The forms about a mail that goes out; each quotes the version of the mail that was shown."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from outbox.templates import SUBJECT_CHARS
from review.case_forms import LETTER_CHARS, MOST_CHARS
from review.forms import Form

MOST_MAILS = 900  # of one round; a form of ours holds at most a thousand fields


class EntryForm(Form):
    """What each form about one mail carries."""

    versie: int = Field(ge=0, lt=2**53)


class WordsForm(EntryForm):
    """Other words."""

    onderwerp: str = Field(min_length=1, max_length=SUBJECT_CHARS)
    tekst: str = Field(min_length=1, max_length=LETTER_CHARS)


class LaterForm(EntryForm):
    """Not before a day."""

    tot: date


class NeverForm(EntryForm):
    """Not at all, and why."""

    reden: str = Field(min_length=1, max_length=MOST_CHARS)


Chosen = Annotated[str, StringConstraints(pattern=r"^\d{1,15}:\d{1,15}$")]


class RoundForm(Form):
    """The mails of a round that were chosen, each with the version that was shown: '12:340'."""

    kies: tuple[Chosen, ...] = Field(default=(), max_length=MOST_MAILS)
