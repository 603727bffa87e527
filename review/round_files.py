"""The letters of a round as files, and the deeds that need them: confirming, and what was sent."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlalchemy import Engine
from starlette.responses import Response

from outbox.documents import Document
from outbox.pdf import PDF, pdf_of
from outbox.round_letters import document_of, runs_of_letters
from review.errors import Conflict, NotFound
from review.export import named_file
from review.forms import Filled, Form, read_form
from review.round_draft import MADE, Opened, opened_round
from review.table import Page
from review.visit import Visit
from rules.calendar import HOLIDAYS
from rules.deadlines import deadline, received_on
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.errors import Refused
from storage.round_deeds import confirm_round, record_sending
from storage.round_files import keep_files, letters_without_file
from storage.round_letters import WrittenLetter, pdf_of_letter
from storage.rounds import RoundState

AT_ONCE = 20  # letters: half a second of laying out
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9.-]+")
CONFIRMED = "De ronde is al vastgesteld."
NO_DRAFT = "Deze ronde is geen concept meer. Bekijk de ronde opnieuw."


class ConfirmForm(Form):
    """That the letters were looked at."""

    gezien: str = ""


class SentForm(Form):
    """The day on which the letters went out."""

    verzonden: date


def send_letter(visit: Visit) -> Response:
    """One letter as PDF."""
    opened = opened_round(visit)
    wanted = visit.part("kenmerk")
    letter = next((each for each in opened.letters if each.letter.reference == wanted), None)
    if letter is None:
        raise NotFound
    return named_file(file_of(visit, opened, letter), name_of(letter), PDF)


def send_letters(visit: Visit) -> Response:
    """All letters in one file; the same letters give the same bytes."""
    opened = opened_round(visit)
    terms = opened.round.terms
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in opened.letters:
            entry = zipfile.ZipInfo(name_of(each), (*terms.letter_date.timetuple()[:3], 12, 0, 0))
            archive.writestr(entry, file_of(visit, opened, each), zipfile.ZIP_DEFLATED)
    what = "concept-brieven" if opened.round.state is RoundState.DRAFT else "brieven"
    name = f"{what}-{terms.letter_date.isoformat()}.zip"
    return named_file(made.getvalue(), name, "application/zip")


def file_of(visit: Visit, opened: Opened, written: WrittenLetter) -> bytes:
    """A letter as it was confirmed, or as the draft has it."""
    with snapshot(visit.site.engine) as session:
        kept = pdf_of_letter(session, opened.round.id, written.letter.municipality)
    return kept or pdf_of(laid_out(opened, written))


def laid_out(opened: Opened, written: WrittenLetter) -> Document:
    """A letter of a round as a document."""
    return document_of(written.letter, opened.round.terms, written.words)


def name_of(written: WrittenLetter) -> str:
    """What the file of a letter is called."""
    told = f"brief-{written.letter.reference}-{written.letter.municipality}"
    return f"{NOT_IN_NAMES.sub('-', told).strip('-')}.pdf"


def show_confirm(visit: Visit) -> Response:
    """What follows from confirming, to be looked at once more."""
    empty: Filled[ConfirmForm] = Filled()
    return confirm_page(visit, empty)


def confirm_page(visit: Visit, form: Filled[ConfirmForm], status: int = 200) -> Response:
    """The second look."""
    opened = opened_round(visit)
    if opened.round.state is not RoundState.DRAFT:
        raise Conflict(NO_DRAFT)
    terms = opened.round.terms
    term = deadline(terms.letter_date, terms.term_days, HOLIDAYS, roll_over=visit.site.roll_over)
    return visit.show(
        "round/confirm.html", status, opened=opened, round=opened.round, term=term, form=form
    )


def confirm(visit: Visit) -> Response:
    """The round counts from now on; pressed twice, it does so once."""
    opened = opened_round(visit)
    page = visit.site.table.path("rounds.made", made=opened.round.id)
    if opened.round.confirmed_at is not None:
        return visit.go(page, CONFIRMED)
    filled, form = read_form(visit.sent, ConfirmForm)
    if filled is None or not filled.gezien:
        return confirm_page(visit, form.wrong("gezien", "Bekijk de brieven eerst."), 422)
    try:
        confirm_opened(visit.site.engine, opened, officer=visit.officer.name, now=visit.now)
    except Refused:
        # Laying out many letters takes a while: pressed again meanwhile, it is done all the same.
        if opened_round(visit).round.confirmed_at is None:
            raise
        return visit.go(page, CONFIRMED)
    return visit.go(page, "De ronde is vastgesteld. Download de brieven en verstuur ze.")


def confirm_opened(
    engine: Engine,
    opened: Opened,
    *,
    officer: str,
    now: datetime,
    each_laid_out: Callable[[], None] = lambda: None,
) -> None:
    """Lay the letters of a draft out, and have the round count. Raises Refused, NotLaidOut."""
    documents = {each.letter.municipality: laid_out(opened, each) for each in opened.letters}
    runs = runs_of_letters(documents.values())
    make_files(engine, opened.round.id, documents, each_laid_out)
    with transaction(engine) as session:
        confirm_round(session, opened.round.id, runs, officer=officer, now=now)


def make_files(
    engine: Engine,
    number: int,
    documents: Mapping[str, Document],
    each_laid_out: Callable[[], None],
) -> None:
    """Give each letter that has none its file, some at a time.

    Hundreds take half a minute. Where the server ends meanwhile, the round is still a draft, and
    who confirms it anew goes on from what is kept.
    """
    with snapshot(engine) as session:
        lacking = letters_without_file(session, number)
    for at in range(0, len(lacking), AT_ONCE):
        files = {}
        for name in lacking[at : at + AT_ONCE]:
            # Laid out before the transaction: others would wait for it.
            files[name] = pdf_of(documents[name])
            each_laid_out()
        with transaction(engine) as session:
            keep_files(session, number, files)


def register_sent(visit: Visit) -> Response:
    """The day on which the letters went out is written down, or corrected."""
    opened = opened_round(visit)
    page = visit.site.table.path("rounds.made", made=opened.round.id)
    filled, _ = read_form(visit.sent, SentForm)
    if filled is None or not received_on(opened.round.made_at) <= filled.verzonden <= visit.today:
        return visit.go(page, "Vul een dag in die geweest is, na het maken van de ronde.", "warn")
    with transaction(visit.site.engine) as session:
        record_sending(
            session, opened.round.id, filled.verzonden, officer=visit.officer.name, now=visit.now
        )
    return visit.go(page, "De dag van versturen is vastgelegd.")


PAGES = (
    Page("rounds.letters", "GET", f"{MADE}/brieven.zip", send_letters, Role.OFFICER, is_paced=True),
    Page(
        "rounds.letter",
        "GET",
        f"{MADE}/brief/{{kenmerk:path}}",
        send_letter,
        Role.OFFICER,
        is_paced=True,
    ),
    Page("rounds.confirm", "GET", f"{MADE}/vaststellen", show_confirm, Role.COORDINATOR),
    Page(
        "rounds.confirm.take",
        "POST",
        f"{MADE}/vaststellen",
        confirm,
        Role.COORDINATOR,
        is_paced=True,
    ),
    Page("rounds.sent", "POST", f"{MADE}/verzonden", register_sent, Role.OFFICER),
)
