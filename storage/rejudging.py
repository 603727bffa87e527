"""How cases would stand, had the program judged otherwise; nothing is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from rules.cases import Case, CaseMail, in_order
from rules.decisions import Disposition
from rules.judgement import Judgement
from storage.cases import case_of, cases_as_of
from storage.decided import held, mail_decision_rows
from storage.events import PROGRAM
from storage.links import NO_REFERENCE, Key, key_of, links_of
from storage.mail_states import links_that_follow

UNFILED = 0  # no judgement has this number


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A mail with a judgement that is not filed."""

    mail: str
    message_id: str
    received_at: datetime
    judgement: Judgement


def cases_if(session: Session, until: datetime, mails: Iterable[Rejudged]) -> list[Case]:
    """Every case as `cases_as_of`, had these mails been judged so; what officers decided stands."""
    before = {
        (case.municipality, case.reference or NO_REFERENCE): case
        for case in cases_as_of(session, until)
    }
    anew = {each.mail: each for each in mails if each.received_at <= until}
    found: dict[Key, list[CaseMail]] = {
        key: [each for each in case.mails if each.mail not in anew] for key, case in before.items()
    }
    for each in anew.values():
        mail, keys = placed(session, each)
        for key in keys:
            found.setdefault(key, []).append(mail)
    return [
        case
        for key in sorted(found)
        if (case := with_mails(key, before, found[key])).request or case.mails
    ]


def with_mails(key: Key, before: Mapping[Key, Case], mails: list[CaseMail]) -> Case:
    """A case with other mails; its request and decisions as they are."""
    known = before.get(key)
    request = known.request if known else None
    return case_of(key, request, in_order(mails), known.decisions if known else ())


def placed(session: Session, mail: Rejudged) -> tuple[CaseMail, set[Key]]:
    """What would hold of a mail, and the cases it would be in; as `file_mail` does it."""
    rows = mail_decision_rows(session, [mail.mail])[mail.mail]
    whole = held(session, UNFILED, mail.judgement, rows)
    case_mail = CaseMail(mail.mail, mail.message_id, mail.received_at, whole.holds)
    if whole.disposition is Disposition.NOT_FOR_US:
        return case_mail, set()
    links = [each for each in links_of(session, mail.mail) if each.decided_by != PROGRAM]
    decided = {key_of(each.proposal): each.belongs for each in links}
    proposed = {key_of(each) for each in links_that_follow(session, whole.holds)}
    kept = {key for key, belongs in decided.items() if belongs}
    return case_mail, (proposed - decided.keys()) | kept
