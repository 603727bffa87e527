"""Export of a case for a Woo request: a person confirms what is proposed, and then it is gone."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field, field_validator
from sqlmodel import Session
from starlette.responses import Response

from outbox.round_letters import document_of
from review.case_opened import case_named, open_case
from review.errors import Conflict
from review.export import named_file
from review.forms import Filled, Form, read_form
from review.personal_data import DataKind, Found, found_in
from review.redacting import Redactor, StillThere
from review.table import Page
from review.visit import Visit
from review.woo_package import Document, documents_of, letter_sent, package, redacted
from rules.outgoing import OutgoingState
from rules.roles import Role
from rules.supervisor import PUBLIC
from storage.case_page import CasePage
from storage.database import snapshot, transaction
from storage.events import Facts, record_event
from storage.judgements import readings_of
from storage.links import case_subject
from storage.outgoing import outbox
from storage.registry import municipality_names
from storage.round_letters import letter_of_case

AWAY, STAYS = "weg", "blijft"
LOOK, MAKE = "bekijk", "maak"
LEAST_CHARS = 2  # of a word that somebody adds
NAMES = {
    DataKind.NAME: "Namen",
    DataKind.EMAIL: "E-mailadressen",
    DataKind.PHONE: "Telefoonnummers",
    DataKind.BSN: "Burgerservicenummers",
    DataKind.IBAN: "Rekeningnummers",
}


class WooForm(Form):
    """What is to go, piece by piece or by group."""

    lijst: str = Field(max_length=64)  # what was proposed: something may have come in since
    stap: str = Field(pattern=f"^({LOOK}|{MAKE})$")
    verzoek: str = Field(min_length=1, max_length=200)
    keuze: tuple[str, ...] = ()  # "ID:weg" or "ID:blijft"; ":": not chosen
    groep: tuple[str, ...] = ()  # "name:weg"; holds for what was not chosen by itself
    ook: str = Field(default="", max_length=10_000)  # other words, one a line

    @field_validator("ook")
    @classmethod
    def long_enough(cls, value: str) -> str:
        """Words of one letter would take it out of every word that it is."""
        if any(len(each.strip()) < LEAST_CHARS for each in value.splitlines() if each.strip()):
            raise ValueError("Zet op elke regel ten minste twee tekens.")
        return value


@dataclass(frozen=True, slots=True)
class Held:
    """A case with all that would leave, and what is proposed to be taken out of it."""

    page: CasePage
    documents: tuple[Document, ...]
    found: tuple[Found, ...]
    left_out: int  # mails whose text was destroyed or could not be read

    @property
    def fingerprint(self) -> str:
        """What tells this list from another."""
        told = " ".join([*(each.id for each in self.found), *words_hash(self.documents)])
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def title(self) -> str:
        """The case in words."""
        return " ".join(filter(None, (self.page.case.municipality, self.page.case.reference)))


def words_hash(documents: Sequence[Document]) -> list[str]:
    """A hash of each document's words."""
    return [hashlib.sha256("\0".join(each.words).encode()).hexdigest() for each in documents]


def show_woo(visit: Visit) -> Response:
    """What is proposed, each to be decided on."""
    held = held_by(visit)
    empty: Filled[WooForm] = Filled()
    return form_page(visit, held, empty)


def take_woo(visit: Visit) -> Response:
    """What would leave, to be looked at; once that is confirmed, the package."""
    held = held_by(visit)
    filled, form = read_form(visit.sent, WooForm)
    if filled is None:
        return form_page(visit, held, form, 422)
    if filled.lijst != held.fingerprint:
        raise Conflict("Er is intussen iets in de zaak veranderd. Loop de lijst opnieuw na.")
    chosen = choices(filled, held.found)
    if undecided := [each for each in held.found if not each.is_public and each.id not in chosen]:
        told = f"Kies nog bij {len(undecided)}: weglaten of laten staan."
        return form_page(visit, held, form.wrong("", told), 422)
    gone = tuple(each for each in held.found if chosen.get(each.id) == AWAY)
    own = tuple(each.strip() for each in filled.ook.splitlines() if each.strip())
    redactor = Redactor(gone, own)
    if filled.stap == LOOK:
        shown = [redacted(each, redactor) for each in held.documents]
        return visit.show("case/woo_look.html", held=held, shown=shown, form=filled, gone=gone)
    return made(visit, held, redactor, filled)


def made(visit: Visit, held: Held, redactor: Redactor, form: WooForm) -> Response:
    """The package, once the trail tells that it left."""
    try:
        data = package(held.title, held.documents, redactor)
    except StillThere as error:
        raise Conflict(
            "Niet alles is weg uit de tekst. Er is niets gemaakt. Meld dit aan de beheerder."
        ) from error
    removed = Counter(each.kind.value for each in redactor.found)
    facts: Facts = {
        "why": form.verzoek,
        "documents": len(held.documents),
        "taken_out": [f"{kind} {count}" for kind, count in sorted(removed.items())],
        "own_words": len(redactor.own),
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    case = held.page.case
    subject = case_subject(case.municipality, case.reference or "")
    with transaction(visit.site.engine) as session:
        record_event(session, visit.now, "exported", subject, actor=visit.officer.name, after=facts)
    return named_file(data, f"woo-zaak-{held.page.number}.zip", "application/zip")


def choices(form: WooForm, found: Sequence[Found]) -> dict[str, str]:
    """What becomes of each piece: its own choice, else that of its group."""
    own = dict(pair(each) for each in form.keuze)
    groups = dict(pair(each) for each in form.groep)
    made = {}
    for each in found:
        group = "" if each.is_public else groups.get(each.kind.value, "")
        choice = own.get(each.id, "") or group
        if choice in (AWAY, STAYS):
            made[each.id] = choice
    return made


def pair(value: str) -> tuple[str, str]:
    """Name and choice of "name:choice"."""
    name, _, choice = value.partition(":")
    return name, choice


def form_page(visit: Visit, held: Held, form: Filled[WooForm], status: int = 200) -> Response:
    """The list, by group, with who acts in a public office apart."""
    groups = [
        (
            kind,
            NAMES[kind],
            [each for each in held.found if each.kind is kind and not each.is_public],
        )
        for kind in DataKind
    ]
    return visit.show(
        "case/woo.html",
        status,
        held=held,
        groups=[each for each in groups if each[2]],
        public=[each for each in held.found if each.is_public],
        form=form,
        chosen=dict(pair(each) for each in form.sent.all("keuze")),
        by_group=dict(pair(each) for each in form.sent.all("groep")),
    )


def held_by(visit: Visit) -> Held:
    """The case of the address with all that would leave."""
    with snapshot(visit.site.engine) as session:
        named = case_named(visit, session)
        page = open_case(visit, session, named).page
        return held_in(session, page, named.municipality, named.reference)


def held_in(session: Session, page: CasePage, municipality: str, reference: str | None) -> Held:
    """A case with its mails and what is proposed."""
    read = readings_of(session, [each.mail for each in page.mails])
    mails = [read[each.mail] for each in page.mails if each.mail in read]
    went = (OutgoingState.SENT, OutgoingState.BOUNCED)
    sent = outbox(session, went, municipality=municipality, reference=reference)
    documents = (*letters_in(session, municipality, reference), *documents_of(mails, sent))
    people = [
        person.name
        for mail in mails
        for person in (*mail.senders, *mail.to, *mail.cc, *mail.reply_to)
    ]
    texts = [words for each in documents for words in each.words]
    public = [*municipality_names(session), *PUBLIC]
    found = tuple(found_in(texts, people, public))
    return Held(page, documents, found, len(page.mails) - len(mails))


def letters_in(session: Session, municipality: str, reference: str | None) -> list[Document]:
    """The letter that the case began with, where it was made here."""
    made = letter_of_case(session, municipality, reference) if reference else None
    if made is None:
        return []
    terms, written = made
    return [letter_sent(document_of(written.letter, terms, written.words))]


ADDRESS = "/zaken/{case}/woo"
PAGES = (
    Page("case.woo", "GET", ADDRESS, show_woo, Role.COORDINATOR, is_paced=True),
    Page("case.woo.take", "POST", ADDRESS, take_woo, Role.COORDINATOR, is_paced=True),
)
