"""What officers decide on a mail, each by a small form of its own; all of it can be undone."""

from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session
from starlette.responses import Response

from review import mail_corrections as made_of
from review.errors import BadRequest
from review.forms import read_form
from review.listing import sorting
from review.mail_corrections import Desk, Wrong
from review.mail_forms import (
    AssignForm,
    CaseForm,
    ClaimForm,
    KindsForm,
    MomentForm,
    NamesForm,
    NumberedForm,
    PlacesForm,
    ReasonForm,
    SentenceForm,
    StateForm,
    UnmarkForm,
    Versioned,
)
from review.mail_page import Faults, mail_shown, next_mail
from review.table import Page
from review.visit import Visit
from review.work_list import KEYS, filter_of, list_query
from rules.decisions import DealWith, NotForUs, OnMail, Reopen
from rules.roles import Role
from storage.database import transaction
from storage.decided import held_of
from storage.mail_decisions import decide_mail, undo_mail_decision
from storage.mail_filter import Sort
from storage.neighbours import neighbours
from storage.versions import check_mail, version_of_mail

F = TypeVar("F", bound=Versioned)


def deciding(
    name: str, form: type[F], made: Callable[[Desk, F], list[OnMail]], done: str
) -> Callable[[Visit], Response]:
    """The handler of a form: it decides, tells so, and goes back to the mail.

    name: of the form on the page, to come back to.
    """

    def handle(visit: Visit) -> Response:
        filled, shown = read_form(visit.sent, form)
        if filled is None:
            if "versie" in shown.faults:
                raise BadRequest
            return mail_shown(visit, Faults(name, shown.faults, dict(visit.sent.fields)))
        try:
            with transaction(visit.site.engine) as session:
                decide(session, visit, filled, made)
        except Wrong as wrong:
            told = {wrong.name: wrong.told}
            return mail_shown(visit, Faults(name, told, dict(visit.sent.fields)))
        return visit.go(f"{address(visit)}#{name}", done)

    return handle


def decide(
    session: Session, visit: Visit, form: F, made: Callable[[Desk, F], list[OnMail]], why: str = ""
) -> None:
    """Write what a form decides; `Stale` where the mail has changed since it was shown."""
    mail, version = visit.part("mail"), form.versie
    check_mail(session, mail, version)
    held = held_of(session, mail)
    if held is None:
        raise BadRequest("Deze mail is nog niet beoordeeld door de computer.")
    for what in made(Desk(session, visit, mail, held.holds), form):
        decide_mail(
            session,
            mail,
            what,
            reason=why,
            officer=visit.officer.name,
            version=version,
            now=visit.now,
        )
        version = version_of_mail(session, mail)


def settle(visit: Visit) -> Response:
    """The judgement is right: on to the next mail of the list."""
    return finish(visit, Versioned, DealWith(), "De mail is afgehandeld.")


def put_away(visit: Visit) -> Response:
    """The mail is none of ours, for a reason: on to the next."""
    return finish(visit, ReasonForm, NotForUs(), "De mail is weggelegd als niet voor ons.")


def finish(visit: Visit, form: type[F], what: OnMail, done: str) -> Response:
    """Decide that a mail is done with, and go on to the next of the list."""
    filled, shown = read_form(visit.sent, form)
    if filled is None:
        if "versie" in shown.faults:
            raise BadRequest
        return mail_shown(visit, Faults("niet-voor-ons", shown.faults, dict(visit.sent.fields)))
    order = sorting(visit.query, KEYS, Sort.DUE.value)
    why = filled.reden if isinstance(filled, ReasonForm) else ""
    with transaction(visit.site.engine) as session:
        beside = neighbours(
            session,
            filter_of(visit),
            visit.part("mail"),
            sort=Sort(order.key),
            is_descending=order.is_descending,
        )
        decide(session, visit, filled, lambda _desk, _form: [what], why)
    return visit.go(next_mail(visit, beside), done)


def undo(visit: Visit) -> Response:
    """A decision no longer stands."""
    filled, _ = read_form(visit.sent, NumberedForm)
    if filled is None:
        raise BadRequest
    with transaction(visit.site.engine) as session:
        undo_mail_decision(
            session,
            visit.part("mail"),
            filled.nummer,
            officer=visit.officer.name,
            version=filled.versie,
            now=visit.now,
        )
    return visit.go(f"{address(visit)}#besluiten", "Dit is ongedaan gemaakt.")


def address(visit: Visit) -> str:
    """The mail as one came to it from the list."""
    return visit.site.table.path("mail", **(list_query(visit) | {"mail": visit.part("mail")}))


def page(word: str, path: str, handler: Callable[[Visit], Response]) -> Page:
    """A form of a mail."""
    return Page(f"mail.{word}", "POST", f"/mails/{{mail}}/{path}", handler, Role.OFFICER)


PAGES = (
    page("settle", "akkoord", settle),
    page("put_away", "niet-voor-ons", put_away),
    page(
        "reopen",
        "heropenen",
        deciding("gevraagd", Versioned, lambda _desk, _form: [Reopen()], "De mail is weer open."),
    ),
    page("undo", "ongedaan", undo),
    page(
        "kinds", "soort", deciding("soort", KindsForm, made_of.kinds_of, "De soort is gewijzigd.")
    ),
    page(
        "municipalities",
        "gemeente",
        deciding("gemeente", NamesForm, made_of.municipalities_of, "De gemeente is gewijzigd."),
    ),
    page(
        "references",
        "kenmerk",
        deciding("kenmerk", NamesForm, made_of.references_of, "Het kenmerk is gewijzigd."),
    ),
    page(
        "mark",
        "bewijs",
        deciding("onderdelen", SentenceForm, made_of.marked, "De zin is aangemerkt."),
    ),
    page(
        "unmark",
        "bewijs/weg",
        deciding("onderdelen", UnmarkForm, made_of.unmarked, "De zin is weggehaald."),
    ),
    page(
        "confirm",
        "bewijs/bevestigen",
        deciding("onderdelen", NumberedForm, made_of.confirmed, "De zin is bevestigd."),
    ),
    page(
        "timeline",
        "tijdlijn",
        deciding("tijdlijn", StateForm, made_of.timeline_of, "De tijdlijn is gewijzigd."),
    ),
    page(
        "moment",
        "tijdlijn/erbij",
        deciding("tijdlijn", MomentForm, made_of.with_moment, "Het moment is toegevoegd."),
    ),
    page(
        "no_moment",
        "tijdlijn/weg",
        deciding("tijdlijn", NumberedForm, made_of.without_moment, "Het moment is weggehaald."),
    ),
    page(
        "places",
        "plekken",
        deciding("plekken", PlacesForm, made_of.with_places, "Het aantal is opgeslagen."),
    ),
    page(
        "no_places",
        "plekken/weg",
        deciding("plekken", NumberedForm, made_of.without_places, "Het aantal is weggehaald."),
    ),
    page(
        "claim",
        "taak",
        deciding("taak", ClaimForm, made_of.claim_of, "De wijziging is opgeslagen."),
    ),
    page("link", "koppelen", deciding("zaken", CaseForm, made_of.linked, "De mail is gekoppeld.")),
    page(
        "take_out",
        "ontkoppelen",
        deciding("zaken", CaseForm, made_of.taken_out, "De mail is uit de zaak gehaald."),
    ),
    page(
        "assign",
        "toewijzen",
        deciding("behandelaar", AssignForm, made_of.assigned, "De behandelaar is gewijzigd."),
    ),
)
