"""The report of a talk, for those who have the right; to all others this page is not there.

Nothing of it goes into the log: neither that it was asked for, nor what came of it.
"""

from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from review.errors import Conflict, Forbidden, NotFound
from review.forms import Filled, Form, read_form
from review.table import Page
from review.talk_page import talk_asked
from review.trail import trail
from review.visit import Visit
from rules.roles import Role
from rules.talks import Talk
from storage.accounts import display_names
from storage.database import snapshot, transaction
from storage.errors import KeyUnusable
from storage.events import events_of
from storage.talk_reports import Report, report_of, subject, tell_read, write_report
from storage.talks import cases_of_talks

MOST_CHARS = 100_000
NO_KEY = (
    "De sleutel van de verslagen ontbreekt of past niet. Vraag de beheerder om de goede sleutel "
    "terug te zetten."
)
MEANWHILE = "Een ander schreef net een verslag van dit gesprek. Bewaar uw tekst en lees dat eerst."


class ReportForm(Form):
    """What was talked about."""

    tekst: str = Field(min_length=1, max_length=MOST_CHARS)
    nummer: int = Field(ge=0, lt=2**31)  # how many times it had been written


def show_report(visit: Visit) -> Response:
    """The report, and that it was read; without one, the form to write it."""
    check_right(visit)
    with transaction(visit.site.engine) as session:
        talk = talk_asked(visit, session)
        report = opened(visit, session, talk)
        if report is not None:
            tell_read(session, talk.id, officer=visit.officer.name, now=visit.now)
    return report_page(visit, talk, report, Filled())


def take_report(visit: Visit) -> Response:
    """The report is kept; what it said before stays kept too."""
    check_right(visit)
    if not visit.may(Role.OFFICER.value):
        raise Forbidden
    filled, form = read_form(visit.sent, ReportForm)
    with transaction(visit.site.engine) as session:
        talk = talk_asked(visit, session)
        is_written = filled is not None and write_report(
            session,
            talk.id,
            filled.tekst,
            key_of(visit),
            number=filled.nummer,
            officer=visit.officer.name,
            now=visit.now,
        )
        report = None if is_written else opened(visit, session, talk)
    if filled is None:
        return report_page(visit, talk, report, form, 422)
    if not is_written:
        return report_page(visit, talk, report, form.wrong("tekst", MEANWHILE), 409)
    to = visit.site.table.path("talks.report", talk=talk.id)
    return visit.go(to, "De tekst is bewaard.")


def check_right(visit: Visit) -> None:
    """Have no page here for who may not read reports."""
    if not visit.officer.reads_reports:
        raise NotFound


def key_of(visit: Visit) -> bytes:
    """The key that reports are sealed with."""
    try:
        return visit.site.report_key()
    except KeyUnusable as error:
        raise Conflict(NO_KEY) from error


def opened(visit: Visit, session: Session, talk: Talk) -> Report | None:
    """The report of a talk, None without one."""
    key = key_of(visit)
    try:
        return report_of(session, talk.id, key)
    except KeyUnusable as error:
        raise Conflict(NO_KEY) from error


def report_page(
    visit: Visit, talk: Talk, report: Report | None, form: Filled[ReportForm], status: int = 200
) -> Response:
    """The page of a report, with who wrote and who read it."""
    with snapshot(visit.site.engine) as session:
        cases = cases_of_talks(session).get(talk.id, ())
        events = events_of(session, subject(talk.id))
        names = display_names(session)
    return visit.show(
        "talk/report.html",
        status,
        talk=talk,
        cases=cases,
        report=report,
        form=form,
        names=names,
        trail=trail(reversed(events), names),
    )


ADDRESS = "/gesprekken/{talk}/verslag"
PAGES = (
    Page("talks.report", "GET", ADDRESS, show_report, Role.READER, is_silent=True),
    Page("talks.report.take", "POST", ADDRESS, take_report, Role.READER, is_silent=True),
)
