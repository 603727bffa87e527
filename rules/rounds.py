"""Rounds of letters: who gets one, under which reference, and what follows from it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.deadlines import deadline
from rules.distribution import DistributionDecision
from rules.judgement import Category
from rules.registry import Request
from rules.signalling import (
    Figures,
    Fulfilment,
    Signal,
    falls_short,
    fulfilment_of,
    known_figures,
)

TERM_DAYS = 21  # three weeks from the letter's date, as the ministry's letters have it
LAST_NUMBER = re.compile(r"\d+(?=\D*$)")


class Variant(StrEnum):
    """What a letter asks."""

    REQUEST = "request"  # information, of who falls short
    NOTICE = "notice"  # nothing: who meets its task is told so


@dataclass(frozen=True, slots=True)
class Terms:
    """What all letters of a round have in common."""

    letter_date: date
    term_days: int  # calendar days after that date
    decision: DistributionDecision  # under which the places are owed
    mailbox: str  # where answers go

    def due(self, holidays: Mapping[date, str], *, roll_over: bool = True) -> date:
        """The last day on which an answer is in time."""
        return deadline(self.letter_date, self.term_days, holidays, roll_over=roll_over).due


@dataclass(frozen=True, slots=True)
class RoundLetter:
    """A letter of a round: to whom, under which reference, with which figures."""

    municipality: str  # official name
    reference: str
    variant: Variant
    regular_task: int
    amv_task: int
    regular_realised: int
    amv_realised: int
    counted_on: date | None  # the peildatum of what is realised, None where it is not known

    @property
    def fulfilment(self) -> Fulfilment:
        """What the figures of the letter say."""
        return fulfilment_of(
            {
                Category.REGULAR: Figures(self.regular_task, self.regular_realised),
                Category.AMV: Figures(self.amv_task, self.amv_realised),
            }
        )


def can_have_letter(signal: Signal) -> bool:
    """Whether all figures are there that a letter names; none of them is below zero."""
    known = known_figures(signal.figures)
    return known is not None and all(task >= 0 for task, _ in known.values())


def variant_for(signal: Signal) -> Variant:
    """Who falls short is asked; who does not is told."""
    return Variant.REQUEST if falls_short(signal.fulfilment) else Variant.NOTICE


def letters_for(signals: Sequence[Signal], first_reference: str) -> list[RoundLetter]:
    """A letter for each of these, by name, their references counted up from the first.

    Raises ValueError where a figure is missing, or the reference has no number to count up from.
    """
    chosen = sorted(signals, key=lambda each: each.municipality)
    references = references_from(first_reference, len(chosen))
    return [letter_for(*each) for each in zip(chosen, references, strict=True)]


def letter_for(signal: Signal, reference: str) -> RoundLetter:
    """The letter to one municipality."""
    known = known_figures(signal.figures)
    if known is None:
        raise ValueError(f"a figure of {signal.municipality} is missing")
    regular, amv = known[Category.REGULAR], known[Category.AMV]
    return RoundLetter(
        municipality=signal.municipality,
        reference=reference,
        variant=variant_for(signal),
        regular_task=regular[0],
        amv_task=amv[0],
        regular_realised=regular[1],
        amv_realised=amv[1],
        counted_on=signal.counted_on,
    )


def references_from(first: str, count: int) -> list[str]:
    """So many references: the last number in the first one counts up, as wide as it is."""
    found = LAST_NUMBER.search(first)
    if found is None:
        raise ValueError("a reference must hold a number")
    start, width = int(found[0]), len(found[0])
    return [
        f"{first[: found.start()]}{start + at:0{width}d}{first[found.end() :]}"
        for at in range(count)
    ]


def request_of(letter: RoundLetter, terms: Terms) -> Request | None:
    """The request for information that a letter is, None where it asks nothing."""
    if letter.variant is not Variant.REQUEST:
        return None
    return request_at(letter, terms.letter_date, terms.term_days)


def request_at(letter: RoundLetter, letter_date: date, term_days: int) -> Request:
    """The request for information of a letter that asks for some, whatever its figures say."""
    return Request(
        reference=letter.reference,
        municipality=letter.municipality,
        letter_date=letter_date,
        term_days=term_days,
        regular_task=letter.regular_task,
        amv_task=letter.amv_task,
        regular_realised=letter.regular_realised,
        amv_realised=letter.amv_realised,
    )
