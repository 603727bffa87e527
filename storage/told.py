"""What mails tell their cases, read without the judgements that it is part of."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from rules.cases import ToldMail
from rules.decisions import Disposition
from rules.told import Told, told_by
from storage.cases import DecidedRows, Where, rows_of_mails_in_cases
from storage.content import told_of_json
from storage.decided import Judged, all_held, judgements_numbered
from storage.links import Key
from storage.tables import CaseMailRow, CaseRow, JudgementRow, MailRow


def told_in_cases(session: Session, where: Where) -> defaultdict[Key, list[ToldMail]]:
    """The mails of cases, in order of receipt, by municipality and reference.

    As `storage.cases.mails_of_cases` gives them, at a fraction of the cost: a judgement is read
    whole only where an officer decided on its mail. where: which cases.
    """
    decided = rows_of_mails_in_cases(session, where)
    told: dict[str, Told] = {}
    numbers: dict[str, int] = {}  # of judgements that must be read whole
    links: list[tuple[Key, str, str, datetime]] = []
    for name, reference, mail, message_id, received, taken_in, number, text in session.execute(
        mails_that_tell(where)
    ):
        links.append(((name, reference), mail, message_id, received or taken_in))
        if text is None or mail in decided:
            numbers[mail] = number
        elif mail not in told:
            told[mail] = told_of_json(text)
    told |= told_as_held(session, numbers, decided)
    of_cases: defaultdict[Key, list[ToldMail]] = defaultdict(list)
    for key, mail, message_id, at in links:
        if found := told.get(mail):
            of_cases[key].append(ToldMail(mail, message_id, at, found))
    return of_cases


def mails_that_tell(
    where: Where,
) -> Select[str, str, str, str, datetime | None, datetime, int, str | None]:
    """The mails of cases, with the number of the judgement that holds and what that tells."""
    received_at = func.coalesce(MailRow.received_at, MailRow.taken_in_at)
    return (
        select(
            col(CaseRow.municipality),
            col(CaseRow.reference),
            col(MailRow.sha256),
            col(MailRow.message_id),
            col(MailRow.received_at),
            col(MailRow.taken_in_at),
            col(JudgementRow.id),
            col(JudgementRow.told),
        )
        .join(CaseMailRow, col(CaseMailRow.case_id) == col(CaseRow.id))
        .join(MailRow, col(MailRow.sha256) == col(CaseMailRow.sha256))
        .join(JudgementRow, col(JudgementRow.sha256) == col(MailRow.sha256))
        .where(col(CaseMailRow.belongs), col(JudgementRow.superseded_at).is_(None), *where)
        .order_by(received_at, col(MailRow.sha256))  # sha256: same second
    )


def told_as_held(
    session: Session, numbers: Mapping[str, int], decided: DecidedRows
) -> dict[str, Told]:
    """What mails tell with what was decided on them; those that are not for us tell nothing.

    numbers: of their judgements, by mail.
    """
    found = judgements_numbered(session, set(numbers.values()))
    judged = [
        Judged(number, found[number], decided.get(name, [])) for name, number in numbers.items()
    ]
    return {
        name: told_by(each.holds)
        for name, each in zip(numbers, all_held(session, judged), strict=True)
        if each.disposition is not Disposition.NOT_FOR_US
    }
