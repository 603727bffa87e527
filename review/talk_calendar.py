"""A talk as a calendar file (iCalendar, RFC 5545), for whoever is invited.

It tells when and where, with whom in general, and nothing else: files travel.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from rules.deadlines import NETHERLANDS
from rules.talks import Talk, TalkDeed, TalkKind, TalkState

if TYPE_CHECKING:
    from icalendar import Calendar, Event

ICALENDAR = "text/calendar; charset=utf-8"
PRODUCT = "-//IBT-intake//Gesprekken//NL"
# RFC 5545 section 3.8.7.4: a revision counts where it changes what is agreed.
REVISES = (TalkDeed.MOVED, TalkDeed.CANCELLED, TalkDeed.UNDONE)
TITLES = {TalkKind.OFFICIAL: "Ambtelijk gesprek", TalkKind.ADMINISTRATIVE: "Bestuurlijk gesprek"}


def calendar_file(talk: Talk, municipalities: list[str], made_at: datetime) -> bytes:
    """The file; municipalities: by name, whom the talk is with."""
    calendar = new_calendar()
    calendar.add_component(event_of(talk, municipalities, made_at))
    return finished(calendar, talk.facts.planned_for.date())


def new_calendar() -> "Calendar":
    """A calendar of this program, with nothing in it."""
    from icalendar import Calendar  # slow to import, and few ask for it

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def finished(calendar: "Calendar", around: date) -> bytes:
    """The calendar as a file, with the hours of summer and winter around a day."""
    calendar.add_missing_timezones(date(around.year - 1, 1, 1), date(around.year + 2, 1, 1))
    return bytes(calendar.to_ical())


def event_of(talk: Talk, municipalities: list[str], made_at: datetime) -> "Event":
    """A talk as it stands in a calendar."""
    from icalendar import Event

    facts = talk.facts
    event = Event()
    event.add("uid", talk.uid)
    event.add("dtstamp", made_at)
    event.add("sequence", sum(each.deed in REVISES for each in talk.versions))
    event.add("dtstart", facts.planned_for.astimezone(NETHERLANDS))
    event.add("dtend", facts.ends_at.astimezone(NETHERLANDS))
    event.add("summary", text_of(f"{TITLES[facts.kind]} met {', '.join(municipalities)}"))
    if facts.place:
        event.add("location", text_of(facts.place))
    event.add("status", "CANCELLED" if talk.state is TalkState.CANCELLED else "CONFIRMED")
    return event


def text_of(words: str) -> str:
    """Words as a calendar may hold them: control characters are none (RFC 5545 section 3.3.11).

    Programs that take one for the end of a line would read what follows as a property.
    """
    return "".join(each if each.isprintable() or each in "\r\n" else " " for each in words)
