"""A case: what a municipality was asked, what it wrote, and what officers decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, TypeAlias, TypeVar

from rules.deadlines import Extension, end_of_day
from rules.decisions import AssignCase, CloseLadder, Decided, Hold, Note, OnCase, SetLadderStep
from rules.judgement import Judgement
from rules.registry import Request
from rules.told import Told, told_by

CARRIED = (AssignCase, CloseLadder, Hold, Note, SetLadderStep)


@dataclass(frozen=True, slots=True)
class CaseMail:
    """A mail that belongs to a case, as it is judged now."""

    mail: str  # the name that storage gives it
    message_id: str
    received_at: datetime
    judgement: Judgement

    @property
    def told(self) -> Told:
        """The part of its judgement that the case's state follows from."""
        return told_by(self.judgement)


@dataclass(frozen=True, slots=True)
class ToldMail:
    """The same with that part alone: a list of cases needs no sentence."""

    mail: str
    message_id: str
    received_at: datetime
    told: Told


AnyMail = TypeVar("AnyMail", bound=CaseMail | ToldMail)


@dataclass(frozen=True)  # without slots: typing notes the kind of a generic in each that it makes
class CaseOf(Generic[AnyMail]):
    """A case with all that its state follows from."""

    municipality: str
    reference: str | None  # None: an article 8 notification without a request
    request: Request | None
    officer: str  # "" while no one has it
    extensions: tuple[Extension, ...]  # in the order granted
    mails: tuple[AnyMail, ...]  # in order of receipt
    decisions: tuple[Decided[OnCase], ...] = ()  # that stand, in the order taken


Case: TypeAlias = CaseOf[CaseMail]


def merged(cases: Sequence[CaseOf[AnyMail]], as_of: date) -> list[CaseOf[AnyMail]]:
    """The cases known on a day; a notification joins the request of its municipality.

    A notification often comes before the letter, or without its reference; it stands apart
    only where the municipality was asked nothing.
    """
    known = [each for each in cases if each.request is None or each.request.letter_date <= as_of]
    asked = {each.municipality: each for each in sorted(known, key=letter_date) if each.request}
    apart = [each for each in known if each.request is None]
    joined = {each.municipality: each for each in apart if each.municipality in asked}
    found = []
    for case in known:
        if case.request is None:
            if case.municipality not in asked:
                found.append(case)
            continue
        loose = joined.get(case.municipality)
        if loose is not None and asked[case.municipality] is case:
            found.append(joined_by(case, loose))
        else:
            found.append(case)
    return sorted(found, key=lambda each: (each.municipality, each.reference or ""))


def joined_by(case: CaseOf[AnyMail], loose: CaseOf[AnyMail]) -> CaseOf[AnyMail]:
    """A case with the mails of a notification, in order of receipt, and what stays of it."""
    mails = {each.mail: each for each in (*case.mails, *loose.mails)}
    ordered = sorted(mails.values(), key=lambda each: (each.received_at, each.mail))
    return replace(case, mails=tuple(ordered), decisions=carried_over(loose, case))


def carried_over(loose: CaseOf[AnyMail], case: CaseOf[AnyMail]) -> tuple[Decided[OnCase], ...]:
    """The decisions on a case, with those on the notification that joined it.

    What was decided about the notification's answer says nothing of the answer to the letter.
    """
    kept = [each for each in loose.decisions if isinstance(each.what, CARRIED)]
    return tuple(sorted([*kept, *case.decisions], key=lambda each: (each.at, each.id)))


def in_order(mails: Iterable[CaseMail]) -> tuple[CaseMail, ...]:
    """The mails in order of receipt."""
    return tuple(sorted(mails, key=lambda each: (each.received_at, each.mail)))


def letter_date(case: CaseOf[AnyMail]) -> date:
    return case.request.letter_date if case.request else date.min


def known_on(case: Case, as_of: date) -> Case:
    """A case with what had come and was decided by the end of a day."""
    until = end_of_day(as_of)
    return replace(
        case,
        extensions=tuple(each for each in case.extensions if each.granted_at < until),
        mails=tuple(each for each in case.mails if each.received_at < until),
        decisions=tuple(each for each in case.decisions if each.at < until),
    )
