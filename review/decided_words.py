"""What was decided on a mail, in Dutch: which kinds, which case, which sentence."""

from review.dates import day
from review.deeds import DEEDS
from review.words import word
from rules.decisions import (
    AssignMail,
    CorrectClaimsMet,
    CorrectKinds,
    CorrectMunicipalities,
    CorrectPlaces,
    CorrectReferences,
    CorrectTimeline,
    Decided,
    LinkToCase,
    MarkEvidence,
    OnMail,
    TakeFromCase,
    UnmarkEvidence,
)
from rules.judgement import Availability, Kind
from storage.decided import word_of

SHOWN_CHARS = 100  # of a sentence


def decision_word(decided: Decided[OnMail]) -> str:
    """The deed: 'wijzigde de soort mail'."""
    return DEEDS[word_of(decided.what)]


def decision_told(decided: Decided[OnMail]) -> str:
    """What holds by it, "" where the deed says all."""
    match decided.what:
        case CorrectKinds(kinds):
            return ", ".join(word(each).text for each in Kind if each in kinds)
        case CorrectMunicipalities(names) | CorrectReferences(names):
            return ", ".join(names) or "geen"
        case MarkEvidence(element, statement) | UnmarkEvidence(element, statement):
            return f"{word(element).text}: “{shortened(statement.text)}”"
        case CorrectTimeline(state, entries):
            return ", ".join(span_of(each) for each in entries) or word(state).text
        case CorrectPlaces(places):
            told = [f"{each.count} {word(each.role).text}" for each in places]
            return ", ".join(told) or "geen"
        case CorrectClaimsMet(claims_met):
            return "ja" if claims_met else "nee"
        case LinkToCase(name, reference) | TakeFromCase(name, reference):
            return f"{name}, {f'brief {reference}' if reference else 'melding zonder brief'}"
        case AssignMail(officer):
            return officer or "niemand"
        case _:
            return ""


def span_of(entry: Availability) -> str:
    """The days of an entry."""
    ends = dict.fromkeys(day(each) for each in (entry.earliest, entry.latest) if each)
    return " tot en met ".join(ends)


def shortened(text: str) -> str:
    """The beginning of a sentence, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN_CHARS else f"{flat[:SHOWN_CHARS]}…"
