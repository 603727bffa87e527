"""What mails tell their cases, kept and read without the judgements that it is part of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session, col

from rules.cases import ToldMail
from rules.decisions import CorrectPlaces, Disposition
from rules.told import Told, told_by
from storage.bulk import answers
from storage.content import json_of_told, told_of_json
from storage.decided import (
    Held,
    Judged,
    all_held,
    judgements_numbered,
    mail_decision_rows,
    standing,
)
from storage.links import Key
from storage.lots import lots_of
from storage.tables.cases import CaseMailRow, CaseRow
from storage.tables.judgements import JudgementRow
from storage.tables.mails import MailRow

NOTHING = ""  # what a mail tells that is not for us
# The mails of cases, with the number of the judgement that holds and what that tells.
TELLING = (
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
    .where(
        col(CaseMailRow.belongs),
        col(JudgementRow.superseded_at).is_(None),
        col(CaseRow.id).in_(bindparam("cases", expanding=True)),
    )
    # sha256: same second
    .order_by(func.coalesce(MailRow.received_at, MailRow.taken_in_at), col(MailRow.sha256))
)


def told_in_cases(session: Session, cases: Collection[int]) -> defaultdict[Key, list[ToldMail]]:
    """The mails of cases, in order of receipt, by municipality and reference.

    As `storage.cases.mails_of_cases` gives them, at a fraction of the cost: a judgement is read
    whole only where what it tells is not kept yet, as an earlier version left it, and then it is
    kept. cases: their numbers.
    """
    told: dict[str, Told] = {}
    numbers: dict[str, int] = {}  # of judgements that are to be read whole
    links: list[tuple[Key, str, str, datetime]] = []
    rows = (row for some in lots_of(cases) for row in answers(session, TELLING, cases=some))
    for name, reference, mail, message_id, received, taken_in, number, text in rows:
        links.append(((name, reference), mail, message_id, received or taken_in))
        if text is None:
            numbers[mail] = number
        elif text != NOTHING and mail not in told:
            told[mail] = told_of_json(text)
    if numbers:
        told |= told_as_held(session, numbers)
    of_cases: defaultdict[Key, list[ToldMail]] = defaultdict(list)
    for key, mail, message_id, at in links:
        if found := told.get(mail):
            of_cases[key].append(ToldMail(mail, message_id, at, found))
    return of_cases


def told_as_held(session: Session, numbers: Mapping[str, int]) -> dict[str, Told]:
    """What mails tell with what was decided on them, kept for the next time it is asked.

    numbers: of their judgements, by mail. Those that are not for us tell nothing.
    """
    found = judgements_numbered(session, set(numbers.values()))
    decided = mail_decision_rows(session, set(numbers))
    judged = [Judged(number, found[number], decided[name]) for name, number in numbers.items()]
    held = dict(zip(numbers, all_held(session, judged), strict=True))
    # By the judgement that is the program's own now: an officer may have confirmed an earlier one.
    texts = [(numbers[name], text_told(each)) for name, each in held.items()]
    if kept := [{"id": number, "told": text} for number, text in texts if text is not None]:
        session.execute(update(JudgementRow), kept)
    return {
        name: told_by(each.holds)
        for name, each in held.items()
        if each.disposition is not Disposition.NOT_FOR_US
    }


def keep_told(session: Session, mail: str, held: Held) -> None:
    """Keep what a mail tells with what was decided on it, for all that its cases do after.

    Where something was decided, undone too: then it tells again what the program found.
    """
    if not held.decisions:
        return
    holds = col(JudgementRow.superseded_at).is_(None)
    current = update(JudgementRow).where(col(JudgementRow.sha256) == mail, holds)
    session.exec(current.values(told=text_told(held)))


def text_told(held: Held) -> str | None:
    """What a mail tells as it is kept; None where a letter yet to come could change it."""
    if held.disposition is Disposition.NOT_FOR_US:
        return NOTHING
    if any(isinstance(each, CorrectPlaces) for each in standing(held.decisions)):
        return None
    return json_of_told(told_by(held.holds))
