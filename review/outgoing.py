"""Mails that go out: proposals and those held, what waits, what went wrong, what was sent."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from starlette.responses import Response

from review.addresses import day_of, one_of
from review.export import FileForm
from review.listing import Paging, page_number
from review.outgoing_words import PARTS, TOLD, held_told
from review.table import Page
from review.visit import Visit
from rules.occasions import Occasion
from rules.roles import Role
from storage.accounts import display_names
from storage.database import snapshot
from storage.outbox_list import (
    ListedOutgoing,
    OutboxFilter,
    Part,
    outbox_list,
    outbox_parts,
    proposed_rounds,
)
from storage.pauses import pause_of
from storage.registry import provinces_by_name

NO_LETTER = "-"  # in an address: an empty value there says nothing


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the list that is one click away."""

    part: Part
    text: str
    count: int
    is_shown: bool


def show_outgoing(visit: Visit) -> Response:
    """A page of the list, one part of it at a time."""
    which = filter_of(visit)
    with snapshot(visit.site.engine) as session:
        counts = outbox_parts(session, which, visit.now)
        total = counts[which.part] if which.part else sum(counts.values())
        paging, mails = page_of(visit, session, which, total)
        rounds = proposed_rounds(session, visit.now)
        municipalities = sorted(provinces_by_name(session))
        names = display_names(session)
        pause = pause_of(session)
    return visit.show(
        "outgoing.html",
        pause=pause,
        mails=mails,
        paging=paging,
        which=which,
        tabs=[Tab(each, PARTS[each], counts[each], each is which.part) for each in Part],
        told=TOLD[which.part or Part.READY],
        rounds=rounds,
        held=held_told,
        names=names,
        occasions=list(Occasion),
        municipalities=municipalities,
        letter=letter_named,
        is_filtered=which != OutboxFilter(which.part),
        files=list(FileForm),
    )


def page_of(
    visit: Visit, session: Session, which: OutboxFilter, total: int
) -> tuple[Paging, list[ListedOutgoing]]:
    """The mails on the page that the address asks for; past the end, those of the last."""
    rows = visit.site.config.page_rows
    paging = Paging(min(page_number(visit.query), max(1, -(-total // rows))), rows, total)
    offset = (paging.number - 1) * rows
    return paging, outbox_list(session, which, visit.now, limit=rows, offset=offset)


def filter_of(visit: Visit) -> OutboxFilter:
    """The mails that the address asks for; a value that is none of ours asks for nothing."""
    letter = visit.query.get("brief", "")
    return OutboxFilter(
        part=one_of(Part, visit.query.get("stand")) or Part.READY,
        occasion=one_of(Occasion, visit.query.get("soort")),
        municipality=visit.query.get("gemeente") or None,
        letter_date=day_of(letter),
        is_without_letter=letter == NO_LETTER,
    )


def letter_named(day: date | None) -> str:
    """A day of letters as an address names it."""
    return day.isoformat() if day else NO_LETTER


PAGES = (Page("outgoing", "GET", "/uitgaand", show_outgoing, Role.READER, menu="Uitgaand"),)
