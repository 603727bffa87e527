"""What the demo's officers decide on mails and cases, and when."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from ibt_intake.demo.chance import chosen
from ibt_intake.demo.days import MORE_TIME, at
from ibt_intake.demo.plan import Course, PlannedMail, Sort
from ibt_intake.demo.steps import steps_of
from rules.deadlines import received_on
from rules.decisions import AssignCase, ConfirmComplete, DealWith, GrantExtension, OnCase
from rules.judgement import Flag
from rules.office_hours import working_days_after
from rules.roles import Role
from storage.accounts import add_account
from storage.case_decisions import decide_case
from storage.database import snapshot, transaction
from storage.mail_decisions import decide_mail
from storage.mail_filter import MailFilter
from storage.versions import version_of_case
from storage.worklist import ListedMail, work_list

OFFICERS = {
    "jansen": ("M. Jansen", Role.OFFICER),
    "bakker": ("S. Bakker", Role.COORDINATOR),
    "yilmaz": ("E. Yilmaz", Role.OFFICER),
}
PLAIN = frozenset({Flag.INCOMPLETE, Flag.LATE})  # a mail with another flag is left to be looked at
FIRST_DAY = date(2024, 9, 2)  # of the officers in this program


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision on a case."""

    decided_at: datetime
    municipality: str
    what: OnCase
    reason: str = ""


def hire(engine: Engine) -> None:
    """Accounts of officers; nobody has their passwords."""
    with transaction(engine) as session:
        for name, (shown, role) in OFFICERS.items():
            add_account(session, name, shown, role, now=at(FIRST_DAY))


def officer_of(municipality: str) -> str:
    """Whose case it is."""
    return chosen(sorted(OFFICERS), municipality, "officer")


def deeds(plan: Sequence[Course]) -> list[Deed]:
    """All that is decided on the cases of the round, in order of time."""
    found = [deed for each in plan for deed in deeds_on(each)]
    found += [Deed(at(day, 11), name, what) for day, name, what in steps_of(plan)]
    return sorted(found, key=lambda each: (each.decided_at, each.municipality))


def deeds_on(course: Course) -> Iterator[Deed]:
    """What is decided on one case, but for the ladder."""
    name = course.municipality
    for mail in course.mails:
        if mail.sort is Sort.EXTENSION:
            reason = "De gemeente heeft het college nodig voor haar antwoord."
            yield Deed(soon_after(mail), name, GrantExtension(MORE_TIME), reason)
    if course.is_whole:
        yield Deed(soon_after(course.mails[-1]), name, ConfirmComplete())
    elif course.mails:
        yield Deed(soon_after(course.mails[0]), name, AssignCase(officer_of(name)))


def soon_after(mail: PlannedMail) -> datetime:
    """An afternoon, two working days after a mail."""
    return at(working_days_after(received_on(mail.received_at), 2), 15)


def decide(
    engine: Engine,
    plan: Sequence[Course],
    references: Mapping[str, str],
    each_done: Callable[[], None],
) -> None:
    """Have the officers decide all that."""
    with transaction(engine) as session:
        for deed in deeds(plan):
            decide_one(session, deed, references[deed.municipality])
            each_done()


def decide_one(session: Session, deed: Deed, reference: str) -> None:
    """One decision, by whose case it is."""
    decide_case(
        session,
        deed.municipality,
        reference,
        deed.what,
        reason=deed.reason,
        officer=officer_of(deed.municipality),
        version=version_of_case(session, deed.municipality, reference),
        now=deed.decided_at,
    )


def mails_to_deal_with(engine: Engine) -> list[ListedMail]:
    """The mails that ask nothing but a look."""
    with snapshot(engine) as session:
        found = work_list(session, MailFilter(), limit=None)
    return [each for each in found if each.flags <= PLAIN and each.municipalities]


def deal_with(engine: Engine, mails: Sequence[ListedMail], each_done: Callable[[], None]) -> None:
    """Have the officers look at these."""
    with transaction(engine) as session:
        for each in mails:
            looked_at = at(working_days_after(received_on(each.received_at), 3), 10)
            officer = officer_of(each.municipalities[0])
            decide_mail(
                session,
                each.mail,
                DealWith(),
                officer=officer,
                version=each.version,
                now=looked_at,
            )
            each_done()
