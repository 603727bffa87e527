"""What a mail that goes out may tell: nothing else reaches a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rules.cases import Case, CaseMail
from rules.completeness import REQUIRED
from rules.deadlines import received_on
from rules.judgement import SUBSTANTIVE, Element, Kind, TimelineState
from rules.occasions import Occasion
from rules.told import stated_in


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Whom a mail goes to, about which letter, and whose name stands below it."""

    municipality: str  # its official name
    reference: str | None  # None: an article 8 notification without a letter
    letter_date: date | None  # None exactly where the reference is
    officer: str = ""  # as municipalities read it; "" nobody's


@dataclass(frozen=True, slots=True)
class AcknowledgementFacts:
    """A mail was received."""

    case: CaseFacts
    received_at: datetime  # at the ministry's own server, aware
    kinds: frozenset[Kind]
    references: tuple[str, ...]  # of the letters that the mail is about


@dataclass(frozen=True, slots=True)
class ReminderFacts:
    """The last day to answer comes near."""

    case: CaseFacts
    due: date
    is_extended: bool  # that day was granted by an officer
    notified_on: date | None  # the day of a notification that came before an answer
    missing: frozenset[Element]  # what the answer must tell, less what the notification told


@dataclass(frozen=True, slots=True)
class OverdueFacts:
    """The last day to answer has passed."""

    case: CaseFacts
    due: date
    is_extended: bool
    notified_on: date | None
    missing: frozenset[Element]
    respond_by: date | None = None  # None: as soon as can be


@dataclass(frozen=True, slots=True)
class OverdueAgainFacts:
    """The last day has passed, the municipality was told, and there is no answer still."""

    case: CaseFacts
    due: date
    is_extended: bool
    notified_on: date | None
    missing: frozenset[Element]
    noticed_on: date  # when it was told
    respond_by: date | None = None


@dataclass(frozen=True, slots=True)
class SupplementFacts:
    """An answer or a notification lacks something."""

    case: CaseFacts
    is_notification: bool
    answered_on: tuple[date, ...]  # days on which answers came, in order
    missing: frozenset[Element]
    received: frozenset[Element]  # what was asked for and is there
    no_date_given: bool  # it says that no time can be given
    due: date


@dataclass(frozen=True, slots=True)
class FollowUpFacts:
    """A day by which places were promised has passed."""

    case: CaseFacts
    said_on: date  # the day of receipt of the mail that promises
    promised: date  # the last day of what it promises
    respond_by: date | None = None


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """What waits for officers on a day: counts only."""

    day: date
    officer: str  # the name of who reads it; "" all of them
    open_mails: int
    own_mails: int  # of these, those of who reads it
    answers_due: int  # within a week
    overdue: int
    proposals: int  # mails that wait for approval
    unsettled: int  # mails of which it is not sure that they went out, or that were refused
    address: str = ""  # where the pages are: "https://ibt.example.nl"


@dataclass(frozen=True, slots=True)
class BounceFacts:
    """A mail of ours came back."""

    case: CaseFacts
    occasion: Occasion  # of the mail that came back
    sent_on: date
    bounced_on: date
    address: str = ""  # where the pages are


Facts = (
    AcknowledgementFacts
    | ReminderFacts
    | OverdueFacts
    | OverdueAgainFacts
    | SupplementFacts
    | FollowUpFacts
    | DigestFacts
    | BounceFacts
)
FACTS: dict[Occasion, type[Facts]] = {
    Occasion.ACKNOWLEDGEMENT: AcknowledgementFacts,
    Occasion.REMINDER: ReminderFacts,
    Occasion.OVERDUE: OverdueFacts,
    Occasion.OVERDUE_AGAIN: OverdueAgainFacts,
    Occasion.SUPPLEMENT: SupplementFacts,
    Occasion.FOLLOW_UP: FollowUpFacts,
    Occasion.DIGEST: DigestFacts,
    Occasion.BOUNCE_NOTICE: BounceFacts,
}


def case_facts(case: Case, officer: str = "") -> CaseFacts:
    """Whom mails about a case go to; officer: the name below them."""
    letter_date = case.request.letter_date if case.request else None
    return CaseFacts(case.municipality, case.reference, letter_date, officer)


def supplement_facts(
    case: Case, missing: frozenset[Element], due: date, officer: str
) -> SupplementFacts:
    """What a request for what lacks tells; missing: what is asked for, due: the last day."""
    answers = [each for each in case.mails if each.judgement.kinds & SUBSTANTIVE]
    kind = Kind.INFORMATION_REPLY if case.request else Kind.ARTICLE_8_NOTIFICATION
    stated = frozenset[Element]().union(*(stated_in(each.judgement) for each in answers))
    return SupplementFacts(
        case=case_facts(case, officer),
        is_notification=case.request is None,
        answered_on=days_of(answers),
        missing=missing,
        received=stated & frozenset(REQUIRED[kind]) - missing,
        no_date_given=Element.TIMELINE not in stated and says_none_can_be_given(answers),
        due=due,
    )


def says_none_can_be_given(answers: Sequence[CaseMail]) -> bool:
    """Whether an answer says that no time can be given."""
    return any(each.judgement.timeline_state is TimelineState.UNKNOWN for each in answers)


def days_of(mails: Sequence[CaseMail]) -> tuple[date, ...]:
    """The days of receipt, each once, in order."""
    return tuple(dict.fromkeys(received_on(each.received_at) for each in mails))
