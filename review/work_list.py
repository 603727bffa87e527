"""The work list: which mails ask for a decision, why, and by when."""

from dataclasses import dataclass

from pydantic import Field
from starlette.responses import Response

from review.addresses import one_of
from review.errors import BadRequest
from review.export import FileForm
from review.forms import Form, read_form
from review.listing import Paging, page_number, sorting
from review.table import Page
from review.visit import Visit
from rules.decisions import AssignMail, DealWith, Disposition
from rules.judgement import Flag, Kind
from rules.roles import Role
from rules.worklist import SAFE_IN_BULK, Reason, reason_of
from storage.accounts import display_names
from storage.database import snapshot, transaction
from storage.decided import held_of
from storage.failures import try_again
from storage.mail_counts import mail_counts
from storage.mail_decisions import decide_mail
from storage.mail_filter import MailFilter, Sort
from storage.registry import provinces_by_name
from storage.waiting_mails import count_wanting_ocr, set_aside_mails, wanting_ocr
from storage.worklist import list_page

KEYS = tuple(each.value for each in Sort)
NOBODY = "-"  # in an address: an empty value there says nothing
ASKED = (
    "van",
    "volgorde",
    "woorden",
    "reden",
    "soort",
    "kenmerk",
    "gemeente",
    "provincie",
    "ronde",
    "stand",
)
SHOWN_BESIDE = 25  # mails beside the list: set aside, or waiting for their scans
WORDS_CHARS = 200
NOT_SAFE = "Deze mails kunnen niet samen worden afgehandeld. Bekijk ze een voor een."


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the list that is one click away."""

    text: str
    count: int | None  # None: not counted
    officer: str | None  # as in the address; None: everyone's
    is_shown: bool


class MailForm(Form):
    """Mails of the list, each with the version that was shown: 'SHA:12'."""

    mail: str = ""
    kies: tuple[str, ...] = Field(default=(), max_length=200)


def show_work_list(visit: Visit) -> Response:
    """A page of the list with its filters, what waits for its scans, and what was set aside."""
    which = filter_of(visit)
    if which.words:
        visit.site.pace.keep(visit.officer.name, visit.now)
    order = sorting(visit.query, KEYS, Sort.DUE.value)
    rows = visit.site.config.page_rows
    with snapshot(visit.site.engine) as session:
        listed = list_page(
            session,
            which,
            sort=Sort(order.key),
            is_descending=order.is_descending,
            rows=rows,
            number=page_number(visit.query),
        )
        counts = mail_counts(session, which) if may_count(which) else None
        places = {} if counts else provinces_by_name(session)
        aside = set_aside_mails(session)
        scans_total = count_wanting_ocr(session)
        scans = wanting_ocr(session, SHOWN_BESIDE) if scans_total else []
        names = display_names(session)
    return visit.show(
        "work_list.html",
        asked=list_query(visit),
        mails=listed.mails,
        paging=Paging(listed.number, rows, listed.total),
        has_more=listed.has_more,
        order=order,
        counts=counts,
        municipalities=list(places),
        provinces=sorted(set(places.values())),
        tabs=tabs_of(visit, which, counts.officers if counts else None),
        which=which,
        aside=aside[:SHOWN_BESIDE],
        aside_total=len(aside),
        scans=scans,
        scans_total=scans_total,
        names=names,
        safe=SAFE_IN_BULK,
        reasons=list(Reason),
        kinds=list(Kind),
        flags=list(Flag),
        dispositions=list(Disposition),
        is_filtered=which != MailFilter(officer=which.officer),
        files=list(FileForm),
    )


def filter_of(visit: Visit) -> MailFilter:
    """The mails that the address asks for; a value that is none of ours asks for nothing."""
    query = visit.query
    officer = query.get("van")
    return MailFilter(
        disposition=one_of(Disposition, query.get("stand")) or Disposition.OPEN,
        reason=one_of(Reason, query.get("reden")),
        kind=one_of(Kind, query.get("soort")),
        flag=one_of(Flag, query.get("kenmerk")),
        municipality=query.get("gemeente") or None,
        province=query.get("provincie") or None,
        reference=query.get("ronde") or None,
        officer="" if officer == NOBODY else officer or None,
        words=query.get("woorden", "").strip()[:WORDS_CHARS],
    )


def list_query(visit: Visit) -> dict[str, str]:
    """What the address asks of the list, to keep on the way to a mail and back."""
    return {key: visit.query[key] for key in ASKED if visit.query.get(key)}


def may_count(which: MailFilter) -> bool:
    """Whether to tell what each other value of a filter would leave.

    Of mails that wait there are thousands, and the answer comes at once; of those that were dealt
    with there may be a hundred thousand, and words must be looked up anew for each filter.
    """
    return which.disposition is Disposition.OPEN and not which.words


def tabs_of(visit: Visit, which: MailFilter, officers: dict[str, int] | None) -> list[Tab]:
    """Everyone's mails, one's own, and those that nobody has."""
    own = visit.officer.name
    whole = sum(officers.values()) if officers is not None else None
    mine, free = (officers.get(name, 0) if officers is not None else None for name in (own, ""))
    return [
        Tab("Alle", whole, None, which.officer is None),
        Tab("Van mij", mine, own, which.officer == own),
        Tab("Van niemand", free, NOBODY, which.officer == ""),
    ]


def assign_to_me(visit: Visit) -> Response:
    """One mail becomes that of who asks."""
    mail, version = named(sent_mails(visit).mail)
    own = visit.officer.name
    with transaction(visit.site.engine) as session:
        decide_mail(session, mail, AssignMail(own), officer=own, version=version, now=visit.now)
    return back(visit, "De mail staat op uw naam.")


def deal_with(visit: Visit) -> Response:
    """Mails that ask for nothing are done with in one go: all of those chosen, or none."""
    chosen = [named(each) for each in sent_mails(visit).kies]
    if not chosen:
        return back(visit, "Kies eerst een of meer mails.", "warn")
    with transaction(visit.site.engine) as session:
        for mail, version in chosen:
            held = held_of(session, mail)
            if held is None or reason_of(held.holds) not in SAFE_IN_BULK:
                raise BadRequest(NOT_SAFE)
            decide_mail(
                session,
                mail,
                DealWith(),
                officer=visit.officer.name,
                version=version,
                now=visit.now,
            )
    count = len(chosen)
    return back(
        visit, "1 mail is afgehandeld." if count == 1 else f"{count} mails zijn afgehandeld."
    )


def retry(visit: Visit) -> Response:
    """A mail that was set aside is tried again at the daemon's next look."""
    mail, _ = named(f"{sent_mails(visit).mail}:0")
    with transaction(visit.site.engine) as session:
        try_again(session, mail, visit.officer.name, visit.now)
    return back(visit, "De mail wordt zo opnieuw geprobeerd.")


def sent_mails(visit: Visit) -> MailForm:
    """The mails that a form names."""
    filled, _ = read_form(visit.sent, MailForm)
    if filled is None:
        raise BadRequest
    return filled


def named(value: str) -> tuple[str, int]:
    """A mail and its version, of 'SHA:12'."""
    mail, _, version = value.partition(":")
    if not (mail.isascii() and mail.isalnum() and version.isdecimal() and len(version) < 19):
        raise BadRequest
    return mail, int(version)


def back(visit: Visit, done: str, tone: str = "good") -> Response:
    """To the list as it was asked for."""
    return visit.go(visit.site.table.path("work_list", **dict(visit.query)), done, tone)


PAGES = (
    Page("work_list", "GET", "/te-beoordelen", show_work_list, Role.READER, menu="Te beoordelen"),
    Page("work_list.assign", "POST", "/te-beoordelen/op-mijn-naam", assign_to_me, Role.OFFICER),
    Page("work_list.deal_with", "POST", "/te-beoordelen/afhandelen", deal_with, Role.OFFICER),
    Page("work_list.retry", "POST", "/te-beoordelen/opnieuw", retry, Role.OFFICER),
)
