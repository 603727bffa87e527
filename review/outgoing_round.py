"""Proposals of one sort about the letters of one day: read them together, send them at once."""

from starlette.responses import Response

from review.addresses import day_of, one_of
from review.errors import BadRequest, Conflict
from review.forms import read_form
from review.outgoing import letter_named
from review.outgoing_forms import MOST_MAILS, RoundForm
from review.table import Page
from review.visit import Visit
from rules.occasions import Occasion
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.outbox_list import ListedOutgoing, OutboxFilter, Part, outbox_list
from storage.sending import queue

CHANGED = (
    "Een of meer van deze mails zijn intussen gewijzigd. Er is niets verstuurd. Bekijk de ronde "
    "opnieuw."
)


def show_round(visit: Visit) -> Response:
    """All proposals of a round, with their words."""
    which = round_of(visit)
    with snapshot(visit.site.engine) as session:
        mails = outbox_list(session, which, visit.now, limit=MOST_MAILS + 1)
    return visit.show(
        "outgoing/round.html",
        mails=mails[:MOST_MAILS],
        most=MOST_MAILS,
        has_more=len(mails) > MOST_MAILS,
        which=which,
        same=in_common(mails[:MOST_MAILS]),
        letter=letter_named(which.letter_date),
    )


def send_round(visit: Visit) -> Response:
    """The chosen mails go out, all of them or none; where one changed since, none."""
    which = round_of(visit)
    filled, _ = read_form(visit.sent, RoundForm)
    if filled is None:
        raise BadRequest
    chosen = {int(entry): int(version) for entry, version in map(parted, filled.kies)}
    page = visit.site.table.path("outgoing.round", **dict(visit.query))
    if not chosen:
        return visit.go(page, "Kies eerst een of meer mails.", "warn")
    with transaction(visit.site.engine) as session:
        there = outbox_list(session, which, visit.now, limit=None)
        versions = {each.entry.id: each.version for each in there}
        if any(versions.get(entry) != version for entry, version in chosen.items()):
            raise Conflict(CHANGED)
        for entry in sorted(chosen):
            queue(session, entry, visit.now, officer=visit.officer.name)
    told = "1 mail staat" if len(chosen) == 1 else f"{len(chosen)} mails staan"
    done = f"{told} in de wachtrij. Ze gaan weg op werkdagen, in kantooruren."
    return visit.go(visit.site.table.path("outgoing", stand=Part.QUEUED.value), done)


def parted(value: str) -> tuple[str, str]:
    """A mail and its version, of '12:340'."""
    entry, _, version = value.partition(":")
    return entry, version


def round_of(visit: Visit) -> OutboxFilter:
    """The round that the address names; without an occasion there is none."""
    occasion = one_of(Occasion, visit.query.get("soort"))
    if occasion is None:
        raise BadRequest("Kies eerst een soort mail bij Uitgaand.")
    day = day_of(visit.query.get("brief", ""))
    return OutboxFilter(Part.READY, occasion, None, day, is_without_letter=day is None)


def in_common(mails: list[ListedOutgoing]) -> bool:
    """Whether all mails have the same words, so that reading one is reading all."""
    return len({each.entry.outgoing.text for each in mails}) == 1


PAGES = (
    Page("outgoing.round", "GET", "/uitgaand/ronde", show_round, Role.OFFICER),
    Page("outgoing.round.send", "POST", "/uitgaand/ronde", send_round, Role.OFFICER),
)
