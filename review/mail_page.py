"""A mail: on one side what was sent, on the other what is made of it, to agree with or correct."""

from dataclasses import dataclass, field

from starlette.responses import Response

from review.errors import NotFound
from review.evidence import Evidence, evidence_of
from review.listing import sorting
from review.mail_text import ShownText, shown_texts
from review.sender import told_sender
from review.signals import signal_word
from review.table import Page
from review.trail import trail
from review.visit import Visit
from review.work_list import KEYS, filter_of, list_query
from rules.cycles import says_no_cycle
from rules.decisions import Disposition
from rules.judgement import (
    UNCERTAIN,
    Category,
    Doubtful,
    Element,
    Judgement,
    Kind,
    PlaceRole,
    TimelineState,
)
from rules.mail import Attachment, Scan
from rules.roles import Role, may_act_as
from storage.accounts import Account, accounts
from storage.database import snapshot
from storage.destruction import destroyed_of
from storage.distribution import all_decisions
from storage.mail_filter import Sort
from storage.mail_page import Candidate, MailPage, mail_page
from storage.neighbours import Neighbours, neighbours
from storage.registry import letter_references, municipality_names

YES = "ja"
CONFIDENCE = ((UNCERTAIN, "Hoog"), (0.6, "Redelijk"), (0.0, "Laag: kijk zelf goed"))
MOST_CANDIDATES = 5
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with one of the forms, by field."""

    form: str = ""
    told: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShownFile:
    """An attachment with the ways to look at it."""

    number: int
    attachment: Attachment
    text: int | None  # the number of its text, None where it has none
    is_pdf: bool


@dataclass(frozen=True, slots=True)
class View:
    """What of the mail as it was sent is shown in a frame, and how its text is."""

    frame: str  # address; "" for none
    frame_name: str
    chooses: bool  # sentences to choose from, in place of the text
    element: str  # that a sentence is chosen for
    shows_owners: bool
    is_whole: bool


def show_mail(visit: Visit) -> Response:
    """The page of one mail."""
    return mail_shown(visit, Faults())


def mail_shown(visit: Visit, faults: Faults) -> Response:
    """The page of the mail that the address names; with a form to fill in again, 422."""
    order = sorting(visit.query, KEYS, Sort.DUE.value)
    name = visit.part("mail")
    with snapshot(visit.site.engine) as session:
        mail = mail_page(session, name, visit.today)
        if mail is None:
            raise NotFound
        beside = neighbours(
            session,
            filter_of(visit),
            name,
            sort=Sort(order.key),
            is_descending=order.is_descending,
        )
        destroyed = destroyed_of(session, name)
        known = accounts(session)
        decisions = all_decisions(session)
        names = municipality_names(session) if visit.may("officer") else []
        references = letter_references(session) if visit.may("officer") else []
    called = {each.name: each.display_name for each in known}
    return visit.show(
        "mail.html",
        422 if faults.form else 200,
        mail=mail,
        destroyed=destroyed,
        faults=faults,
        beside=beside,
        names=called,
        trail=trail(reversed(mail.events), called),
        officers=officers_of(known),
        municipalities=names,
        references=references,
        back=list_query(visit),
        says_no_cycle=mail.held is not None
        and says_no_cycle(mail.held.holds, mail.received_at, decisions),
        **text_facts(visit, mail),
        **judgement_facts(mail),
    )


def text_facts(visit: Visit, mail: MailPage) -> dict[str, object]:
    """What the left half of the page needs."""
    reading, held = mail.reading, mail.held
    view = view_of(visit, mail)
    found: list[Evidence] = evidence_of(held.holds, reading.texts) if held and reading else []
    texts: list[ShownText] = []
    if reading:
        texts = shown_texts(reading.texts, found, is_whole=view.is_whole, chooses=view.chooses)
    return {
        "view": view,
        "texts": texts,
        "files": files_of(mail),
        "has_virus": any(has_virus(each) for each in (reading.attachments if reading else ())),
        "sender": told_sender(reading) if reading else None,
        "has_page": bool(reading) and may_have_page(mail),
        "evidence": {each.name: each for each in found},
    }


def judgement_facts(mail: MailPage) -> dict[str, object]:
    """What the right half of the page needs."""
    held = mail.held
    certainty = held.holds.confidence if held else 0.0
    shown = mail.candidates[:MOST_CANDIDATES]
    return {
        "confidence": next(told for least, told in CONFIDENCE if certainty >= least),
        "candidates": shown,
        "others": mail.candidates[MOST_CANDIDATES:],
        "belonging": [each for each in mail.candidates if each.belongs],
        "doubtful": doubtful_of(held.holds) if held else [],
        "decisions": list(reversed(held.decisions)) if held else [],
        "is_open": held is not None and held.disposition is Disposition.OPEN,
        "signal_word": signal_word,
        "likely": likely(mail.candidates),
        "elements": list(Element),
        "kinds": list(Kind),
        "states": list(TimelineState),
        "categories": list(Category),
        "roles": list(PlaceRole),
    }


def doubtful_of(judgement: Judgement) -> list[tuple[int, Doubtful]]:
    """The sentences that may prove something, with their places; not those that were destroyed."""
    return [(at, each) for at, each in enumerate(judgement.doubtful) if each.statement.text]


def view_of(visit: Visit, mail: MailPage) -> View:
    """What the address asks to see."""
    asked, frame, name = visit.query.get("toon", ""), "", ""
    path = visit.site.table.path
    if asked == "origineel" and mail.reading:
        frame, name = path("mail.page", mail=mail.mail), "Originele weergave van de mail"
    for each in files_of(mail):
        is_shown = each.is_pdf and not has_virus(each.attachment)
        if is_shown and asked == str(each.number):
            frame = path("mail.pdf", mail=mail.mail, number=each.number)
            name = f"PDF: {each.attachment.source}"
    return View(
        frame=frame,
        frame_name=name,
        chooses=visit.query.get("kies") == YES and visit.may("officer"),
        element=visit.query.get("element", ""),
        shows_owners=visit.query.get("regels") == YES,
        is_whole=visit.query.get("alles") == YES,
    )


def files_of(mail: MailPage) -> list[ShownFile]:
    """The attachments in order."""
    if mail.reading is None:
        return []
    numbers = {text.source: number for number, text in enumerate(mail.reading.texts)}
    return [
        ShownFile(
            number=number,
            attachment=each,
            text=numbers.get(each.source),
            is_pdf=each.media_type == PDF or each.source.lower().endswith(".pdf"),
        )
        for number, each in enumerate(mail.reading.attachments)
    ]


def has_virus(attachment: Attachment) -> bool:
    """Whether a virus was found in an attachment."""
    return attachment.scanned.scan is Scan.FOUND


def may_have_page(mail: MailPage) -> bool:
    """Whether the mail may hold HTML, as far as its head tells."""
    declared = (mail.reading.header("content-type") if mail.reading else "") or ""
    return declared.lower().lstrip().startswith(("multipart/", "text/html"))


def likely(candidates: tuple[Candidate, ...]) -> Candidate | None:
    """The case that is proposed and not yet confirmed by an officer."""
    best = [each for each in candidates if each.belongs and not each.decided_by]
    return best[0] if best else None


def officers_of(known: list[Account]) -> list[tuple[str, str]]:
    """Who may decide on mails: name of the account, and what it is called."""
    return [
        (each.name, each.display_name)
        for each in known
        if each.is_active and may_act_as(each.role, Role.OFFICER)
    ]


def next_mail(visit: Visit, beside: Neighbours) -> str:
    """The address of the next mail of the list, of the list itself behind the last."""
    if beside.after is None:
        return visit.site.table.path("work_list", **list_query(visit))
    return visit.site.table.path("mail", **(list_query(visit) | {"mail": beside.after}))


PAGES = (Page("mail", "GET", "/mails/{mail}", show_mail, Role.READER),)
