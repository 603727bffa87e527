"""From what an officer filled in to what is decided on a mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session

from review.dates import day
from review.errors import BadRequest
from review.mail_forms import (
    AssignForm,
    CaseForm,
    ClaimForm,
    KindsForm,
    MomentForm,
    NamesForm,
    NumberedForm,
    PlacesForm,
    SentenceForm,
    StateForm,
    UnmarkForm,
)
from review.mail_page import officers_of
from review.visit import Visit
from rules.decisions import (
    AssignMail,
    CorrectClaimsMet,
    CorrectKinds,
    CorrectMunicipalities,
    CorrectPlaces,
    CorrectReferences,
    CorrectTimeline,
    LinkToCase,
    MarkEvidence,
    OnMail,
    TakeFromCase,
    UnmarkEvidence,
)
from rules.judgement import Availability, Judgement, PlaceCount, Statement, TimelineState
from storage.accounts import accounts
from storage.decided import requests_of
from storage.judgements import reading_of
from storage.links import links_of
from storage.registry import letter_references, municipality_names

NOWHERE = Statement("", "", 0, 0)  # an officer knows it from elsewhere
MOST_CHARS = 2_000  # of one piece of evidence
T = TypeVar("T")


class Wrong(Exception):
    """What was filled in cannot be, with the field and a Dutch sentence about it."""

    def __init__(self, name: str, told: str) -> None:
        super().__init__(told)
        self.name, self.told = name, told


@dataclass(frozen=True, slots=True)
class Desk:
    """What a decision is made on: the mail as it is at this moment."""

    session: Session
    visit: Visit
    mail: str
    holds: Judgement


def kinds_of(_desk: Desk, form: KindsForm) -> list[OnMail]:
    """The kinds that were ticked."""
    return [CorrectKinds(frozenset(form.soort))]


def municipalities_of(desk: Desk, form: NamesForm) -> list[OnMail]:
    """The municipalities that were kept, with the one that was added."""
    known = {name.casefold(): name for name in municipality_names(desk.session)}
    return [CorrectMunicipalities(chosen(form, known, "Kies een gemeente uit de lijst."))]


def references_of(desk: Desk, form: NamesForm) -> list[OnMail]:
    """The letters that were kept, with the one that was added."""
    known = {name.casefold(): name for name in letter_references(desk.session)}
    known |= {name.casefold(): name for name in desk.holds.references}
    return [CorrectReferences(chosen(form, known, "Er is geen brief met dit kenmerk."))]


def chosen(form: NamesForm, known: dict[str, str], told: str) -> tuple[str, ...]:
    """The names of a form as they are written officially, each once."""
    asked = [*form.blijft, *([form.erbij] if form.erbij else [])]
    if any(each.casefold() not in known for each in asked):
        raise Wrong("erbij", told)
    return tuple(sorted({known[each.casefold()] for each in asked}))


def marked(desk: Desk, form: SentenceForm) -> list[OnMail]:
    """A sentence as it stands in the mail is evidence."""
    reading = reading_of(desk.session, desk.mail)
    number, start, end = map(int, form.zin.split(":"))
    texts = reading.texts if reading else ()
    if number >= len(texts) or end > len(texts[number].content):
        raise Wrong("zin", "Kies een zin uit de tekst.")
    words = texts[number].content[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    if not words:
        raise Wrong("zin", "Kies eerst een zin.")
    if len(words) > MOST_CHARS:
        raise Wrong("zin", "Kies een kortere tekst: een of enkele zinnen.")
    statement = Statement(words, texts[number].source, start, start + len(words))
    return [MarkEvidence(form.element, statement)]


def unmarked(desk: Desk, form: UnmarkForm) -> list[OnMail]:
    """A sentence is no evidence."""
    return [UnmarkEvidence(form.element, one_of(desk.holds.elements[form.element], form.nummer))]


def confirmed(desk: Desk, form: NumberedForm) -> list[OnMail]:
    """A sentence that may state an element does, with the times that were read in it."""
    doubtful, entries = one_of(desk.holds.doubtful, form.nummer), desk.holds.timeline
    if not doubtful.times:
        return [MarkEvidence(doubtful.element, doubtful.statement)]
    more = (each for each in doubtful.times if each not in entries)
    return [CorrectTimeline(TimelineState.STATED, (*entries, *more))]


def timeline_of(desk: Desk, form: StateForm) -> list[OnMail]:
    """Whether a time is named; where none is, no entry stays."""
    entries = desk.holds.timeline if form.stand is TimelineState.STATED else ()
    return [CorrectTimeline(form.stand, entries)]


def with_moment(desk: Desk, form: MomentForm) -> list[OnMail]:
    """One more time at which places will be there."""
    if form.vanaf is None and form.tot is None:
        raise Wrong("vanaf", "Vul ten minste een datum in.")
    if form.vanaf and form.tot and form.tot < form.vanaf:
        raise Wrong("tot", "Deze datum ligt voor de eerste.")
    ends = [each for each in dict.fromkeys((form.vanaf, form.tot)) if each]
    told = " tot en met ".join(day(each) for each in ends)
    entry = Availability(told, form.vanaf, form.tot, NOWHERE)
    return [CorrectTimeline(TimelineState.STATED, (*desk.holds.timeline, entry))]


def without_moment(desk: Desk, form: NumberedForm) -> list[OnMail]:
    """One time less; without any, none is named."""
    entries = without(desk.holds.timeline, form.nummer)
    state = TimelineState.STATED if entries else TimelineState.ABSENT
    return [CorrectTimeline(state, entries)]


def with_places(desk: Desk, form: PlacesForm) -> list[OnMail]:
    """A number of places, in place of one that was found or besides."""
    before = desk.holds.places
    if form.nummer is None:
        return [
            CorrectPlaces((*before, PlaceCount(form.categorie, form.rol, form.aantal, NOWHERE)))
        ]
    old = one_of(before, form.nummer)
    new = PlaceCount(form.categorie, form.rol, form.aantal, old.statement)
    places = (*before[: form.nummer], new, *before[form.nummer + 1 :])
    return [CorrectPlaces(places)]


def without_places(desk: Desk, form: NumberedForm) -> list[OnMail]:
    """One number of places less."""
    return [CorrectPlaces(without(desk.holds.places, form.nummer))]


def claim_of(_desk: Desk, form: ClaimForm) -> list[OnMail]:
    """Whether the task is met, as the municipality says."""
    return [CorrectClaimsMet(form.voldaan == "ja")]


def linked(desk: Desk, form: CaseForm) -> list[OnMail]:
    """The mail is in a case; where it moves there, in no other."""
    known = {name.casefold(): name for name in municipality_names(desk.session)}
    name, reference = known.get(form.gemeente.casefold()), form.kenmerk or None
    if name is None:
        raise Wrong("gemeente", "Kies een gemeente uit de lijst.")
    letters = {each.reference for each in requests_of(desk.session, [name])}
    if reference and reference not in letters:
        raise Wrong("kenmerk", f"{name} kreeg geen brief met dit kenmerk.")
    others = [
        TakeFromCase(each.proposal.municipality, each.proposal.reference)
        for each in links_of(desk.session, desk.mail)
        if each.belongs
        and (each.proposal.municipality, each.proposal.reference) != (name, reference)
    ]
    return [LinkToCase(name, reference), *(others if form.hoe == "verplaats" else [])]


def taken_out(_desk: Desk, form: CaseForm) -> list[OnMail]:
    """The mail is not in a case."""
    return [TakeFromCase(form.gemeente, form.kenmerk or None)]


def assigned(desk: Desk, form: AssignForm) -> list[OnMail]:
    """Whose mail it is."""
    known = {name for name, _ in officers_of(accounts(desk.session))}
    if form.behandelaar and form.behandelaar not in known:
        raise Wrong("behandelaar", "Kies een van de behandelaars.")
    return [AssignMail(form.behandelaar)]


def one_of(listed: Sequence[T], number: int) -> T:
    """What stands there."""
    if number >= len(listed):
        raise BadRequest
    return listed[number]


def without(listed: Sequence[T], number: int) -> tuple[T, ...]:
    """All but what stands there."""
    one_of(listed, number)
    return (*listed[:number], *listed[number + 1 :])
