"""Lists as files: mails that came and go, rounds and their letters, steps, accounts."""

from collections.abc import Sequence

from starlette.responses import Response

from review.case_opened import case_named, decisions_of, open_case
from review.dates import local
from review.export import Cell, download, file_form
from review.ladder_page import moves_told
from review.listing import sorting
from review.outgoing import filter_of as outgoing_filter_of
from review.outgoing_words import held_told
from review.round_draft import MADE, opened_round, rounds_shown
from review.table import Page
from review.visit import Visit
from review.words import word
from review.work_list import KEYS, filter_of
from rules.deadlines import received_on
from rules.ladder import moves_on
from rules.roles import Role
from storage.accounts import accounts, display_names
from storage.database import snapshot
from storage.mail_filter import Sort
from storage.outbox_list import ListedOutgoing, outbox_list
from storage.worklist import ListedMail, list_page

MOST = 1_000_000  # mails: a sheet has room for a few more rows

MAIL_HEADS = (
    "Gemeente",
    "Onderwerp",
    "Afzender",
    "Brief",
    "Waarom",
    "Toelichting",
    "Uiterlijk",
    "Ontvangen",
    "Zekerheid",
    "Behandelaar",
)
OUTGOING_HEADS = (
    "Gemeente",
    "Onderwerp",
    "Aan",
    "Soort",
    "Stand",
    "Waarom vastgehouden",
    "Voorgesteld op",
    "Verstuurd op",
    "Door",
)
ROUND_HEADS = ("Brieven van", "Zaken", "Beantwoord", "Volledig", "Termijn voorbij")
MADE_HEADS = ("Brieven van", "Stand", "Gemaakt door", "Gemaakt op", "Verstuurd op")
LETTER_HEADS = (
    "Gemeente",
    "Kenmerk",
    "Soort",
    "Taak regulier",
    "Gerealiseerd regulier",
    "Taak amv",
    "Gerealiseerd amv",
)
STEP_HEADS = (
    "Besluit",
    "Genomen op",
    "Waarop het rust",
    "Vastgelegd door",
    "Vastgelegd op",
    "Stand",
)
ACCOUNT_HEADS = ("Account", "Naam", "Rol", "Meldt zich aan", "Leest verslagen", "Toegang")
YES_NO = {True: "ja", False: "nee"}


def send_mails(visit: Visit) -> Response:
    """The mails of the work list as it is filtered and sorted."""
    form, which = file_form(visit), filter_of(visit)
    order = sorting(visit.query, KEYS, Sort.DUE.value)
    sort, is_descending = Sort(order.key), order.is_descending
    with snapshot(visit.site.engine) as session:
        listed = list_page(
            session, which, sort=sort, is_descending=is_descending, rows=MOST, number=1
        )
        names = display_names(session)
    rows = [mail_cells(each, names.get(each.officer, each.officer)) for each in listed.mails]
    return download(form, f"te-beoordelen-{visit.today.isoformat()}", MAIL_HEADS, rows)


def mail_cells(mail: ListedMail, officer: str) -> Sequence[Cell]:
    """A mail as a row of the file."""
    return (
        ", ".join(mail.municipalities),
        mail.subject,
        mail.sender,
        (mail.case[1] or "") if mail.case else "",
        word(mail.reason).text,
        mail.told,
        mail.due,
        received_on(mail.received_at),
        mail.confidence,
        officer,
    )


def send_outgoing(visit: Visit) -> Response:
    """The part of the outbox that is asked for."""
    form, which = file_form(visit), outgoing_filter_of(visit)
    with snapshot(visit.site.engine) as session:
        mails = outbox_list(session, which, visit.now, limit=None)
        names = display_names(session)
    rows = [outgoing_cells(each, names) for each in mails]
    part = which.part.value if which.part else "alle"
    return download(form, f"uitgaand-{part}-{visit.today.isoformat()}", OUTGOING_HEADS, rows)


def outgoing_cells(mail: ListedOutgoing, names: dict[str, str]) -> Sequence[Cell]:
    """A mail that goes out as a row of the file."""
    entry = mail.entry
    return (
        entry.outgoing.municipality or "Voor behandelaars",
        entry.outgoing.subject,
        ", ".join(entry.outgoing.to),
        word(entry.outgoing.occasion).text,
        word(entry.state).text,
        " ".join(held_told(entry.held_because)),
        received_on(entry.proposed_at),
        received_on(entry.sent_at) if entry.sent_at else None,
        names.get(entry.approved_by, entry.approved_by),
    )


def send_rounds(visit: Visit) -> Response:
    """The rounds of which answers are expected."""
    form, shown = file_form(visit), rounds_shown(visit)
    figures = ("sent", "received", "complete", "overdue")
    rows: list[Sequence[Cell]] = [
        (day, *(line.count(each) for each in figures)) for day, line in shown.lines
    ]
    return download(form, f"rondes-{visit.today.isoformat()}", ROUND_HEADS, rows)


def send_made(visit: Visit) -> Response:
    """The rounds that were made here."""
    form, shown = file_form(visit), rounds_shown(visit)
    rows = [
        (
            each.terms.letter_date,
            word(each.state).text,
            shown.names.get(each.made_by, each.made_by),
            received_on(each.made_at),
            each.sent_on,
        )
        for each in shown.made
    ]
    return download(form, f"gemaakte-rondes-{visit.today.isoformat()}", MADE_HEADS, rows)


def send_letters(visit: Visit) -> Response:
    """The letters of a round that was made here."""
    form, opened = file_form(visit), opened_round(visit)
    rows = [
        (
            each.municipality,
            each.reference,
            word(each.variant).text,
            each.regular_task,
            each.regular_realised,
            each.amv_task,
            each.amv_realised,
        )
        for each in (written.letter for written in opened.letters)
    ]
    name = f"brieven-{opened.round.terms.letter_date.isoformat()}"
    return download(form, name, LETTER_HEADS, rows)


def send_steps(visit: Visit) -> Response:
    """The steps of a case on the ladder, all that were written down."""
    form = file_form(visit)
    with snapshot(visit.site.engine) as session:
        named = case_named(visit, session)
        opened = open_case(visit, session, named)
    names, decisions = dict(opened.names), decisions_of(opened.page)
    rows: list[Sequence[Cell]] = []
    for each in moves_told(decisions, {one.id for one in moves_on(decisions, visit.today)}, names):
        decided, told = each.decided, each.told
        rows.append(
            (
                told.title,
                each.taken_on,
                "; ".join(f"{name}: {value}" for name, value in told.facts),
                names.get(decided.officer, decided.officer),
                local(decided.at).date(),
                "geldt" if decided.stands else "ongedaan gemaakt",
            )
        )
    return download(form, f"ladder-zaak-{named.number}", STEP_HEADS, rows)


def send_accounts(visit: Visit) -> Response:
    """Who may sign in, and as what."""
    form = file_form(visit)
    with snapshot(visit.site.engine) as session:
        found = accounts(session)
    rows = [
        (
            each.name,
            each.display_name,
            word(each.role).text,
            "via de organisatie" if each.oidc_subject else "met een wachtwoord",
            YES_NO[each.reads_reports],
            YES_NO[each.is_active],
        )
        for each in found
    ]
    return download(form, f"accounts-{visit.today.isoformat()}", ACCOUNT_HEADS, rows)


FILES = (
    ("work_list.file", "/te-beoordelen/lijst.{vorm}", send_mails, Role.READER),
    ("outgoing.file", "/uitgaand.{vorm}", send_outgoing, Role.READER),
    ("rounds.list_file", "/rondes.{vorm}", send_rounds, Role.READER),
    ("rounds.made_list_file", "/gemaakte-rondes.{vorm}", send_made, Role.READER),
    ("rounds.letters_list", f"{MADE}/lijst.{{vorm}}", send_letters, Role.OFFICER),
    ("case.steps_file", "/zaken/{case}/ladder.{vorm}", send_steps, Role.READER),
    ("accounts.file", "/accounts.{vorm}", send_accounts, Role.ADMINISTRATOR),
)
PAGES = tuple(
    Page(name, "GET", path, send, needs, is_paced=True) for name, path, send, needs in FILES
)
