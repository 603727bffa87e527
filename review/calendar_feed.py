"""A calendar by a secret link: last days, promises and talks, for programs that send no headers.

RFC 5545. It holds no confidential word: feeds are copied to telephones.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from review.api import Fault, answering, opening
from review.dates import local
from review.talk_calendar import ICALENDAR, event_of, finished, new_calendar, text_of
from review.visit import Site
from rules.deadlines import NETHERLANDS
from rules.scopes import Scope
from rules.talks import TalkState
from storage.case_states import Due
from storage.database import snapshot
from storage.overview import DueCase, due_between
from storage.talks import all_talks, cases_of_talks

if TYPE_CHECKING:
    from icalendar import Event

PATH = "/agenda/{token}.ics"
NAME = "calendar"
BEHIND, AHEAD = timedelta(days=31), timedelta(days=731)
TITLES = {
    Due.REPLY: "Laatste dag voor antwoord",
    Due.PROMISE: "Toezegging nagaan",
    Due.SUPPLEMENT: "Laatste dag voor aanvulling",
}


def feed(site: Site) -> Route:
    """What Starlette serves."""

    def send(request: Request) -> Response:
        now = site.now()
        with snapshot(site.engine) as session:
            let_in(session, str(request.path_params["token"]), now)
            made = calendar_of(session, now)
        return Response(made, media_type=ICALENDAR)

    return Route(PATH, answering(site, NAME, send), name=NAME)


def let_in(session: Session, token: str, now: datetime) -> None:
    """Raise Fault unless the link is one of ours; to all others there is no such page."""
    known = opening(session, token, now)
    if known is None or Scope.CALENDAR not in known.scopes:
        raise Fault(404, "Not found", "there is nothing here")


def calendar_of(session: Session, now: datetime) -> bytes:
    """All that a calendar shows of the last month and the next two years."""
    today = local(now).date()
    calendar = new_calendar()
    for due in due_between(session, today - BEHIND, today + AHEAD, today):
        calendar.add_component(event_of_due(due, today))
    for event in events_of_talks(session, today):
        calendar.add_component(event)
    return finished(calendar, today)


def event_of_due(due: DueCase, today: date) -> "Event":
    """A day on which a case asks for something: the whole day, and nobody is busy by it."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"case-{due.case.number}-{due.what.value}-{due.day.isoformat()}@ibt-intake")
    event.add("dtstamp", stamp(today))
    event.add("dtstart", due.day)
    event.add("summary", text_of(f"{TITLES[due.what]}: {due.case.municipality}"))
    event.add("transp", "TRANSPARENT")
    if due.case.reference:
        event.add("description", text_of(f"Kenmerk {due.case.reference}"))
    return event


def events_of_talks(session: Session, today: date) -> Iterator["Event"]:
    """The talks that are planned or were held."""
    cases = cases_of_talks(session)
    for talk in all_talks(session):
        day = local(talk.facts.planned_for).date()
        if talk.state is TalkState.CANCELLED or not today - BEHIND <= day <= today + AHEAD:
            continue
        names = sorted({each.municipality for each in cases.get(talk.id, ())})
        yield event_of(talk, names, stamp(today))


def stamp(today: date) -> datetime:
    """When the feed was made, by the day: asked twice, it is the same."""
    return datetime.combine(today, time(), NETHERLANDS)
