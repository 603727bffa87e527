"""The form of a new round of letters, and what it becomes."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import Field, field_validator
from sqlmodel import Session

from review.forms import Filled, Form
from rules.distribution import DistributionDecision, decision_of, running_on
from rules.owed import Distribution
from rules.rounds import RoundLetter, Terms, can_have_letter, letters_for
from rules.signalling import Signal, for_a_round, signals_on
from storage.distribution import distribution
from storage.registry import provinces_by_name

MOST_DAYS = 366
FAR = timedelta(days=366)  # a day further off is a slip of the pen
MAIL_ADDRESS = r"^[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+$"  # as letters print it: ASCII
# The letters of a PDF are few, and a reference is typed over by hand.
REFERENCE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./_-]*[A-Za-z0-9])?")


class RoundForm(Form):
    """What all letters have in common, and who gets one."""

    cyclus: int = Field(ge=1, le=999)
    briefdatum: date
    termijn: int = Field(ge=1, le=MOST_DAYS)
    kenmerk: str = Field(min_length=1, max_length=40)  # of the first letter
    adres: str = Field(max_length=200, pattern=MAIL_ADDRESS)
    gemeenten: tuple[str, ...] = ()

    @field_validator("kenmerk")
    @classmethod
    def plain(cls, value: str) -> str:
        """Every letter can print it, and everybody can type it."""
        if not REFERENCE.fullmatch(value):
            raise ValueError("Gebruik alleen letters, cijfers, spaties en de tekens . / _ -")
        return value


@dataclass(frozen=True, slots=True)
class Choices:
    """Whom the letters of a decision may go to, each group by name."""

    decision: DistributionDecision
    short: tuple[Signal, ...]  # fall short: chosen unless taken out
    doubtful: tuple[Signal, ...]  # a person looks first
    meeting: tuple[Signal, ...]  # meet their task: a letter that asks nothing
    without: tuple[Signal, ...]  # a figure is missing: no letter can name it
    provinces: dict[str, str]

    @property
    def by_name(self) -> dict[str, Signal]:
        """All who may get a letter."""
        return {each.municipality: each for each in (*self.short, *self.doubtful, *self.meeting)}


def choices_on(
    session: Session, day: date, cycle: int | None
) -> tuple[list[DistributionDecision], Choices | None]:
    """The decisions whose places may be asked after, and the choices under one of them.

    cycle: None for the last of these whose places are due.
    """
    facts = distribution(session)
    cycles = running_on(facts.decisions, day)
    running = [each for each in facts.decisions if each.cycle in cycles]
    due = [each for each in running if each.due <= day] or running
    last = due[-1] if due else None
    wanted = last if cycle is None else decision_of(running, cycle)
    if wanted is None:
        return running, None
    return running, choices_of(facts, wanted, provinces_by_name(session), day)


def choices_of(
    facts: Distribution, decision: DistributionDecision, provinces: dict[str, str], day: date
) -> Choices:
    """Whom letters may go to, by what is known on a day."""
    signals = signals_on(provinces, decision, facts, on=day)
    whole = [each for each in signals if can_have_letter(each)]
    short, doubtful = for_a_round(whole)
    told = {each.municipality for each in (*short, *doubtful)}
    return Choices(
        decision=decision,
        short=tuple(short),
        doubtful=tuple(doubtful),
        meeting=tuple(each for each in whole if each.municipality not in told),
        without=tuple(each for each in signals if not can_have_letter(each)),
        provinces=provinces,
    )


def letters_of(
    form: RoundForm, filled: Filled[RoundForm], choices: Choices, today: date
) -> tuple[Terms, list[RoundLetter], Filled[RoundForm]]:
    """The letters that a form asks for, with its faults."""
    known = choices.by_name
    chosen = [known[each] for each in dict.fromkeys(form.gemeenten) if each in known]
    if len(chosen) < len(set(form.gemeenten)):
        filled = filled.wrong("gemeenten", "Een gemeente kan geen brief krijgen. Kies opnieuw.")
    elif not chosen:
        filled = filled.wrong("gemeenten", "Kies ten minste een gemeente.")
    if not choices.decision.due <= form.briefdatum <= today + FAR:
        told = "Kies een dag na de dag waarop de plekken klaar moesten zijn, en niet ver vooruit."
        filled = filled.wrong("briefdatum", told)
    terms = Terms(form.briefdatum, form.termijn, choices.decision, form.adres)
    try:
        return terms, letters_for(chosen, form.kenmerk), filled
    except ValueError:
        return (
            terms,
            [],
            filled.wrong("kenmerk", "In een kenmerk staat een getal, om door te tellen."),
        )
