"""All that a case has on paper: mails that came and went, its letter, what was decided on it.

Reports of talks are not among it, whoever asks: reading them is a right of its own, which no file
can look after.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from rules.cycles import CaseCycle
from rules.deadlines import received_on
from rules.distribution import DistributionDecision, decision_of
from rules.mergers import heir_on
from rules.outgoing import OutgoingState
from rules.registry import Municipality
from rules.talks import Talk
from storage.accounts import display_names
from storage.case_lookup import CaseNamed, cases_joined_to
from storage.case_page import CasePage, case_page
from storage.cycles import case_cycle
from storage.distribution import all_decisions
from storage.kept_mails import KeptMail, kept_mails
from storage.outgoing import OutboxEntry, outbox
from storage.periods import all_validities
from storage.registry import municipality_named
from storage.round_letters import pdf_of_case
from storage.talks import talks_of_case

WENT = (OutgoingState.SENT, OutgoingState.BOUNCED)


@dataclass(frozen=True, slots=True)
class CasePapers:
    """A case with its papers, as it stands at a moment."""

    page: CasePage
    today: date
    municipality: Municipality | None  # None: the registry does not know it
    heir: Municipality | None  # who has the case today; the same where nothing was merged
    cycle: CaseCycle
    decision: DistributionDecision | None  # None: somebody has to choose the cycle
    letter: bytes | None  # the PDF that the case began with; None: it was made elsewhere
    sent: tuple[OutboxEntry, ...]  # in the order in which they went
    kept: Mapping[str, KeptMail]  # the mails of the case, by name
    talks: tuple[Talk, ...]
    closed_on: date | None
    officers: Mapping[str, str]  # their names, by account

    @property
    def key(self) -> str:
        """The case as the audit trail names it, without its word in front: 'Ede/7473202'."""
        return f"{self.page.case.municipality}/{self.page.case.reference or ''}"

    @property
    def title(self) -> str:
        """The case in words."""
        return " ".join(filter(None, (self.page.case.municipality, self.page.case.reference)))

    @property
    def began_on(self) -> date:
        """The day of the letter or of a mail before it; today where there is neither."""
        case = self.page.case
        days = [received_on(each.received_at) for each in case.mails]
        letter = [case.request.letter_date] if case.request else []
        return min([*letter, *days], default=self.today)

    @property
    def was_merged(self) -> bool:
        """Whether another municipality has the case today."""
        return self.heir is not None and self.heir != self.municipality


def papers_of(
    session: Session, named: CaseNamed, now: datetime, *, closed_on: date | None
) -> CasePapers | None:
    """A case with its papers, None where there is none. closed_on: None while it is not closed."""
    today = received_on(now)
    page = case_page(session, named.municipality, named.reference, today, with_talks=False)
    if page is None:
        return None
    decisions = all_decisions(session)
    cycle = case_cycle(session, page.case, decisions)
    reference = named.reference
    heir = heir_on(all_validities(session), named.municipality, today)
    return CasePapers(
        page=page,
        today=today,
        municipality=municipality_named(session, named.municipality),
        heir=municipality_named(session, heir),
        cycle=cycle,
        decision=decision_of(decisions, cycle.cycle) if cycle.cycle is not None else None,
        letter=pdf_of_case(session, named.municipality, reference) if reference else None,
        sent=sent_in(session, named),
        kept=kept_mails(session, [each.mail for each in page.mails]),
        talks=talks_in(session, page.number),
        closed_on=closed_on,
        officers=display_names(session),
    )


def talks_in(session: Session, case: int) -> tuple[Talk, ...]:
    """The talks about a case, in the order of their days."""
    found = talks_of_case(session, case)
    return tuple(sorted(found, key=lambda each: (each.facts.planned_for, each.id)))


def sent_in(session: Session, named: CaseNamed) -> tuple[OutboxEntry, ...]:
    """The mails that went out in a case, and in the notification that is part of it."""
    found = [
        entry
        for each in (named, *cases_joined_to(session, named.number))
        for entry in outbox(session, WENT, municipality=each.municipality, reference=each.reference)
    ]
    return tuple(sorted(found, key=lambda each: (each.sent_at or each.proposed_at, each.id)))
