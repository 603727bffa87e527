"""A mail that goes out: its words, how far it has come, and what officers can do with it."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from sqlmodel import Session
from starlette.responses import HTMLResponse, Response

from review.addresses import number_of
from review.case_choices import working_day
from review.errors import BadRequest, Conflict, NotFound
from review.forms import Filled, read_form
from review.headers import framed
from review.outgoing_deeds import DEEDS, Deed, open_deeds
from review.outgoing_forms import WordsForm
from review.outgoing_words import DOUBTS, PARTS, held_told
from review.sent import Sent
from review.table import Page
from review.trail import trail
from review.visit import Visit
from rules.outgoing import repeated_by
from rules.roles import Role
from storage.accounts import display_names
from storage.database import snapshot, transaction
from storage.errors import Change, Stale
from storage.events import events_of
from storage.outbox_list import ListedOutgoing, Part, listed_entry
from storage.repeats import addresses_kept, repeat_of
from storage.returns import returns_on

LATER_DAYS = 7  # what the form proposes
# Its own style stands in it; nothing is fetched, and nothing runs.
FRAME = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
SHOWN = 600  # characters of what came back
NOT_NOW = "Dit kan nu niet met deze mail. Bekijk hoe de mail ervoor staat."


def show_mail(visit: Visit) -> Response:
    """The page of one mail."""
    return mail_page(visit, {})


def mail_page(visit: Visit, forms: Mapping[str, Filled[Any]], status: int = 200) -> Response:
    """The page of one mail; forms: those sent with a fault, by deed."""
    with snapshot(visit.site.engine) as session:
        mail = opened(visit, session)
        events = events_of(session, mail.entry.subject)
        back = returns_on(session, mail.entry.id)
        once_more = repeat_of(session, mail.entry.id)
        kept = addresses_kept(session, mail.entry.id)
        names = display_names(session)
    later = working_day(visit.today + timedelta(days=LATER_DAYS)).isoformat()
    return visit.show(
        "outgoing/mail.html",
        status,
        mail=mail,
        entry=mail.entry,
        words=mail.entry.outgoing,
        part=PARTS[mail.part],
        held=held_told(mail.entry.held_because),
        doubt=DOUBTS.get(mail.entry.state, "") if mail.part is Part.DOUBTFUL else "",
        can=open_deeds(visit, mail),
        came_back=[(each, beginning(each.body)) for each in back],
        once_more=once_more,
        repeats=repeated_by(mail.entry.outgoing.trigger),
        kept=kept,
        names=names,
        later=forms.get("later", Filled(Sent((("tot", later),)))),
        cancel=forms.get("cancel", Filled()),
        faults=[each for each in forms.values() if each.faults],
        trail=trail(reversed(events), names),
    )


def beginning(text: str) -> str:
    """The first words of a mail, whole lines as far as they go."""
    told = "\n".join(line for each in text.splitlines() if (line := each.strip()))
    return told if len(told) <= SHOWN else told[:SHOWN].rpartition(" ")[0] + " …"


def show_words(visit: Visit) -> Response:
    """The form for other words."""
    with snapshot(visit.site.engine) as session:
        mail = opened(visit, session)
    if "words" not in open_deeds(visit, mail):
        raise Conflict(NOT_NOW)
    words = mail.entry.outgoing
    start = (("onderwerp", words.subject), ("tekst", words.text.rstrip("\n")))
    return words_page(visit, mail, Filled(Sent((("versie", str(mail.version)), *start))))


def words_page(
    visit: Visit, mail: ListedOutgoing, form: Filled[WordsForm], status: int = 200
) -> Response:
    """The form for other words, as it is filled in."""
    return visit.show("outgoing/words.html", status, mail=mail, form=form)


def show_html(visit: Visit) -> Response:
    """The mail as a mail program shows it."""
    with snapshot(visit.site.engine) as session:
        mail = opened(visit, session)
    return HTMLResponse(mail.entry.outgoing.html, headers=framed(FRAME))


def take(deed: Deed, visit: Visit) -> Response:
    """Do what a form asks; nothing where the mail changed since the form was made."""
    filled, form = read_form(visit.sent, deed.form)
    if "versie" in form.faults:
        raise BadRequest
    if filled is not None and (wrong := deed.fault(visit, filled)):
        filled, form = None, form.wrong(wrong.field, wrong.told)
    if filled is None:
        return shown_again(visit, deed, form)
    with transaction(visit.site.engine) as session:
        mail = opened(visit, session)
        check_version(session, mail, filled.versie)
        if not deed.can(mail):
            raise Conflict(NOT_NOW)
        deed.do(visit, session, mail, filled)
    return visit.go(visit.site.table.path("outgoing.mail", entry=mail.entry.id), deed.done)


def shown_again(visit: Visit, deed: Deed, form: Filled[Any]) -> Response:
    """The form with its faults, where it stands."""
    if deed.form is not WordsForm:
        return mail_page(visit, {deed.name: form}, 422)
    with snapshot(visit.site.engine) as session:
        mail = opened(visit, session)
    return words_page(visit, mail, form, 422)


def opened(visit: Visit, session: Session) -> ListedOutgoing:
    """The mail of the address."""
    number = number_of(visit.part("entry"))
    mail = listed_entry(session, number, visit.now) if number is not None else None
    if mail is None:
        raise NotFound
    return mail


def check_version(session: Session, mail: ListedOutgoing, version: int) -> None:
    """Tell who changed what since the form was made."""
    later = [
        Change(each.actor, each.action, each.at, each.object)
        for each in events_of(session, mail.entry.subject)
        if each.seq > version
    ]
    if later:
        raise Stale(later)


PAGES = (
    Page("outgoing.mail", "GET", "/uitgaand/{entry}", show_mail, Role.READER),
    Page("outgoing.html", "GET", "/uitgaand/{entry}/weergave", show_html, Role.READER),
    Page("outgoing.change", "GET", "/uitgaand/{entry}/wijzigen", show_words, Role.OFFICER),
    *(
        Page(
            each.page, "POST", f"/uitgaand/{{entry}}/{each.path}", partial(take, each), Role.OFFICER
        )
        for each in DEEDS
    ),
)
