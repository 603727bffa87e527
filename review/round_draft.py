"""Rounds of letters: the list of them, a new draft, and what has become of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from outbox.errors import TemplateWrong
from outbox.round_letters import words_of_letter
from outbox.templates import Templates
from review.addresses import number_of
from review.dates import day
from review.errors import NotFound, Unavailable
from review.export import FileForm
from review.forms import Filled, read_form
from review.outgoing_words import TEMPLATE_WRONG
from review.refusals import TOLD
from review.round_forms import RoundForm, choices_on, letters_of
from review.rounds import TallyLine, letter_days, of_round, round_line
from review.table import Page
from review.trail import trail
from review.visit import Visit
from rules.calendar import HOLIDAYS
from rules.roles import Role
from rules.rounds import TERM_DAYS, RoundLetter, Terms, Variant
from storage.accounts import display_names
from storage.database import snapshot, transaction
from storage.errors import Refusal, Refused
from storage.events import events_of
from storage.overview import round_counts
from storage.round_deeds import draft_round, drop_round
from storage.round_files import files_kept
from storage.round_letters import WrittenLetter, letters_of_round
from storage.rounds import Round, RoundState, round_numbered, rounds

LABELS = {
    "cyclus": "Verdeelbesluit",
    "briefdatum": "Datum van de brieven",
    "termijn": "Termijn in dagen",
    "kenmerk": "Kenmerk van de eerste brief",
    "adres": "E-mailadres voor reacties",
    "gemeenten": "Gemeenten",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """A round made here, with its letters."""

    round: Round
    letters: list[WrittenLetter]

    @property
    def asked(self) -> int:
        """How many letters ask for information."""
        return sum(each.letter.variant is Variant.REQUEST for each in self.letters)


@dataclass(frozen=True, slots=True)
class RoundsShown:
    """The rounds of which answers are expected, and those made here."""

    lines: list[tuple[date, TallyLine]]  # the last in front
    made: list[Round]
    names: dict[str, str]


def rounds_shown(visit: Visit) -> RoundsShown:
    """All rounds, but those that were dropped."""
    with snapshot(visit.site.engine) as session:
        counts = round_counts(session, visit.today)
        made = rounds(session)
        names = display_names(session)
    days = [each for each in letter_days(counts) if each]
    return RoundsShown(
        [(each, round_line(of_round(counts, each), each)) for each in days],
        [each for each in made if each.state is not RoundState.DROPPED],
        names,
    )


def show_rounds(visit: Visit) -> Response:
    """The rounds that went out, and those made here."""
    shown = rounds_shown(visit)
    return visit.show(
        "round/list.html",
        lines=shown.lines,
        made=shown.made,
        names=shown.names,
        files=list(FileForm),
    )


def show_new(visit: Visit) -> Response:
    """The form, with those chosen who fall short."""
    empty: Filled[RoundForm] = Filled()
    return form_page(visit, empty)


def form_page(visit: Visit, form: Filled[RoundForm], status: int = 200) -> Response:
    """The form of a new round under a decision."""
    asked = form.value("cyclus") or visit.query.get("cyclus", "")
    cycle = number_of(asked)
    with snapshot(visit.site.engine) as session:
        running, choices = choices_on(session, visit.today, cycle)
    is_new = not form.sent.fields
    chosen = set(form.sent.all("gemeenten"))
    if is_new and choices:
        chosen = {each.municipality for each in choices.short}
    return visit.show(
        "round/new.html",
        status,
        form=form,
        labels=LABELS,
        choices=choices,
        decisions=[(each.cycle, day(each.decided_on)) for each in running],
        chosen=chosen,
        term_days=TERM_DAYS,
        mailbox=visit.site.mailbox,
    )


def make_draft(visit: Visit) -> Response:
    """The letters that the form asks for, as a draft to be looked at."""
    filled, form = read_form(visit.sent, RoundForm)
    if filled is None:
        return form_page(visit, form, 422)
    with snapshot(visit.site.engine) as session:
        _, choices = choices_on(session, visit.today, filled.cyclus)
    if choices is None:
        return form_page(visit, form.wrong("cyclus", "Kies een verdeelbesluit dat geldt."), 422)
    terms, letters, form = letters_of(filled, form, choices, visit.today)
    if form.faults:
        return form_page(visit, form, 422)
    written = written_by(visit, terms, letters)
    try:
        with transaction(visit.site.engine) as session:
            number = draft_round(session, terms, written, officer=visit.officer.name, now=visit.now)
    except Refused as error:
        if error.why is not Refusal.REFERENCE_TAKEN:
            raise
        return form_page(visit, form.wrong("kenmerk", TOLD[error.why]), 422)
    page = visit.site.table.path("rounds.made", made=number)
    return visit.go(page, "Het concept is gemaakt. Bekijk de brieven voor u ze vaststelt.")


def written_by(visit: Visit, terms: Terms, letters: list[RoundLetter]) -> list[WrittenLetter]:
    """The letters with their words."""
    try:
        return written_letters(visit.site.letters, terms, letters, roll_over=visit.site.roll_over)
    except TemplateWrong as error:
        raise Unavailable(TEMPLATE_WRONG) from error


def written_letters(
    templates: Templates, terms: Terms, letters: Sequence[RoundLetter], *, roll_over: bool
) -> list[WrittenLetter]:
    """The same, by the templates given. Raises TemplateWrong."""
    due = terms.due(HOLIDAYS, roll_over=roll_over)
    return [WrittenLetter(each, words_of_letter(templates, each, terms, due)) for each in letters]


def show_made(visit: Visit) -> Response:
    """A round made here: its letters, and what may be done with them."""
    opened = opened_round(visit)
    with snapshot(visit.site.engine) as session:
        events = events_of(session, f"round:{opened.round.id}")
        kept = files_kept(session, opened.round.id)
        names = display_names(session)
    terms = opened.round.terms
    return visit.show(
        "round/made.html",
        opened=opened,
        round=opened.round,
        kept=kept,
        due=terms.due(HOLIDAYS, roll_over=visit.site.roll_over),
        states=RoundState,
        names=names,
        trail=trail(events, names),
        files=list(FileForm),
    )


def drop_draft(visit: Visit) -> Response:
    """The draft is dropped; pressed twice, it is dropped once."""
    opened = opened_round(visit)
    if opened.round.state is not RoundState.DROPPED:
        with transaction(visit.site.engine) as session:
            drop_round(session, opened.round.id, officer=visit.officer.name, now=visit.now)
    return visit.go(visit.site.table.path("rounds"), "Het concept is vervallen.")


def opened_round(visit: Visit) -> Opened:
    """The round that the address names."""
    number = number_of(visit.part("made"))
    with snapshot(visit.site.engine) as session:
        found = round_numbered(session, number) if number is not None else None
        if found is None:
            raise NotFound
        return Opened(found, letters_of_round(session, found.id))


MADE = "/rondes/brieven/{made}"
PAGES = (
    Page("rounds", "GET", "/rondes", show_rounds, Role.READER, menu="Rondes"),
    Page("rounds.new", "GET", "/rondes/nieuw", show_new, Role.OFFICER),
    Page("rounds.new.make", "POST", "/rondes/nieuw", make_draft, Role.OFFICER),
    Page("rounds.made", "GET", MADE, show_made, Role.OFFICER),
    Page("rounds.made.drop", "POST", f"{MADE}/vervallen", drop_draft, Role.OFFICER),
)
