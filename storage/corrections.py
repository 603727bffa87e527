"""Mails that officers dealt with or corrected: examples of what the program should find."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from rules.decisions import Disposition
from rules.holding import CORRECTIONS
from rules.judgement import Judgement
from storage.content import judgement_of_json
from storage.decided import current_judgement, held, mail_decision_rows, standing
from storage.ledger import are_bytes_there
from storage.tables.cases import MailDecisionRow
from storage.tables.mails import MailRow


@dataclass(frozen=True, slots=True)
class Example:
    """A mail with what the program finds in it, and what holds by an officer's word."""

    mail: str
    received_at: datetime
    found: Judgement  # by the program, as it judged last
    holds: Judgement


def examples(session: Session) -> Iterator[Example]:
    """The mails that officers dealt with or corrected, in order of receipt.

    Those that are not for us are left out: nobody said what stands in them.
    """
    decided = select(MailDecisionRow.sha256).where(col(MailDecisionRow.undone_at).is_(None))
    statement = (
        select(MailRow)
        .where(col(MailRow.sha256).in_(decided), are_bytes_there())
        .order_by(col(MailRow.received_at), col(MailRow.sha256))
    )
    for mail in session.exec(statement).all():
        rows = mail_decision_rows(session, [mail.sha256])[mail.sha256]
        judged = current_judgement(session, mail.sha256)
        if judged is None:
            continue
        found = judgement_of_json(judged.content)
        whole = held(session, judged.id, found, rows)
        is_example = any(isinstance(each, CORRECTIONS) for each in standing(whole.decisions))
        if is_example and whole.disposition is not Disposition.NOT_FOR_US:
            at = mail.received_at or mail.taken_in_at
            yield Example(mail.sha256, at, found, whole.holds)
