"""One talk: how it stands, what was done to it, and its calendar file."""

from sqlmodel import Session
from starlette.responses import Response

from review.addresses import number_of
from review.errors import NotFound
from review.export import named_file
from review.table import Page
from review.talk_calendar import ICALENDAR, calendar_file
from review.trail import trail
from review.visit import Visit
from rules.roles import Role
from rules.talks import Talk, TalkDeed, may
from storage.accounts import display_names
from storage.database import snapshot
from storage.events import events_of
from storage.talks import cases_of_talks, subject, talk_numbered


def show_talk(visit: Visit) -> Response:
    """The page of a talk."""
    with snapshot(visit.site.engine) as session:
        talk = talk_asked(visit, session)
        cases = cases_of_talks(session).get(talk.id, ())
        events = events_of(session, subject(talk.id))
        names = display_names(session)
    return visit.show(
        "talk/talk.html",
        talk=talk,
        facts=talk.facts,
        cases=cases,
        trail=trail(reversed(events), names),
        may={each.value for each in TalkDeed if may(talk, each)},
    )


def send_file(visit: Visit) -> Response:
    """The talk for a calendar."""
    with snapshot(visit.site.engine) as session:
        talk = talk_asked(visit, session)
        cases = cases_of_talks(session).get(talk.id, ())
    names = list(dict.fromkeys(each.municipality for each in cases))
    return named_file(calendar_file(talk, names, visit.now), f"gesprek-{talk.id}.ics", ICALENDAR)


def talk_asked(visit: Visit, session: Session) -> Talk:
    """The talk of the address."""
    number = number_of(visit.part("talk"))
    talk = talk_numbered(session, number) if number is not None else None
    if talk is None:
        raise NotFound
    return talk


PAGES = (
    Page("talks.one", "GET", "/gesprekken/{talk}", show_talk, Role.READER),
    Page(
        "talks.file",
        "GET",
        "/gesprekken/{talk}/uitnodiging.ics",
        send_file,
        Role.READER,
        is_paced=True,
    ),
)
