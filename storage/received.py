"""Mails that came in, each with the cases that it belongs to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from rules.cases import CaseMail
from rules.decisions import Disposition
from rules.outgoing_facts import CaseFacts
from rules.proposals import Received
from storage.content import judgement_of_json
from storage.decided import Held, Judged, all_held, mail_decision_rows, requests_of
from storage.links import Key
from storage.tables.cases import CaseMailRow, CaseRow
from storage.tables.judgements import JudgementRow
from storage.tables.mails import MailRow

AT_ONCE = 500  # mails
Letters = Mapping[Key, date]  # of requests, by municipality and reference


def received(session: Session, mails: Sequence[str]) -> list[Received]:
    """These mails with their cases, in the order given; six statements for each lot of them.

    What is not judged yet, or is not for us, is left out.
    """
    lots = [mails[at : at + AT_ONCE] for at in range(0, len(mails), AT_ONCE)]
    return [each for lot in lots for each in lot_received(session, lot)]


def lot_received(session: Session, mails: Sequence[str]) -> Iterator[Received]:
    """The same of one lot."""
    judged = judged_mails(session, mails)
    keys = keys_of_mails(session, mails)
    names = {municipality for some in keys.values() for municipality, _ in some}
    letters = {
        (each.municipality, each.reference): each.letter_date
        for each in requests_of(session, names)
    }
    for mail in mails:
        row, held = judged.get(mail, (None, None))
        if row is None or held is None or held.disposition is Disposition.NOT_FOR_US:
            continue
        at = row.received_at or row.taken_in_at
        whole = CaseMail(mail, row.message_id, at, held.holds)
        yield Received(whole, case_facts(keys[mail], letters))


def judged_mails(session: Session, mails: Sequence[str]) -> dict[str, tuple[MailRow, Held]]:
    """The judgements that hold, by mail; of a mail without one, nothing."""
    statement = (
        select(MailRow, JudgementRow)
        .join(JudgementRow, col(JudgementRow.sha256) == col(MailRow.sha256))
        .where(col(MailRow.sha256).in_(mails), col(JudgementRow.superseded_at).is_(None))
    )
    decided = mail_decision_rows(session, mails)
    rows, judged = [], []
    for mail, row in session.exec(statement):
        rows.append(mail)
        judged.append(Judged(row.id, judgement_of_json(row.content), decided[mail.sha256]))
    held = all_held(session, judged)
    return {row.sha256: (row, each) for row, each in zip(rows, held, strict=True)}


def keys_of_mails(session: Session, mails: Sequence[str]) -> defaultdict[str, list[Key]]:
    """The cases that each of these mails belongs to."""
    statement = (
        select(CaseMailRow.sha256, CaseRow.municipality, CaseRow.reference)
        .join(CaseRow, col(CaseRow.id) == col(CaseMailRow.case_id))
        .where(col(CaseMailRow.sha256).in_(mails), col(CaseMailRow.belongs))
        .order_by(col(CaseRow.municipality), col(CaseRow.reference))
    )
    found: defaultdict[str, list[Key]] = defaultdict(list)
    for mail, municipality, reference in session.exec(statement):
        found[mail].append((municipality, reference))
    return found


def case_facts(keys: Sequence[Key], letters: Letters) -> tuple[CaseFacts, ...]:
    """Cases as a mail of ours tells of them, by municipality and the newest letter in front."""
    facts = [CaseFacts(key[0], key[1] or None, letters.get(key), "") for key in keys]
    facts.sort(key=lambda each: (each.municipality, -(each.letter_date or date.min).toordinal()))
    return tuple(facts)
