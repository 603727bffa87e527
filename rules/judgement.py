"""What is found in a mail: kinds, elements with their evidence, times, places, links, flags."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What a mail is to the supervisor; a mail may be several things at once."""

    ARTICLE_8_NOTIFICATION = "article_8_notification"
    INFORMATION_REPLY = "information_reply"
    EXTENSION_REQUEST = "extension_request"
    QUESTION = "question"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    OTHER = "other"


SUBSTANTIVE = frozenset({Kind.ARTICLE_8_NOTIFICATION, Kind.INFORMATION_REPLY})
UNCERTAIN = 0.88  # confidence below which a person must look


class Element(StrEnum):
    """What the ministry asks a notification or a reply to state."""

    DECLARATION = "declaration"
    FACTS = "facts"
    CURRENT_STATE = "current_state"
    STEPS = "steps"
    TIMELINE = "timeline"
    DOCUMENTS = "documents"


class TimelineState(StrEnum):
    """Whether the mail says when the places will be there."""

    STATED = "stated"
    UNKNOWN = "unknown"  # it says that no time can be given
    ABSENT = "absent"


class Category(StrEnum):
    """The kinds of places that the distribution decision counts apart."""

    REGULAR = "regular"
    AMV = "amv"
    TOTAL = "total"


class PlaceRole(StrEnum):
    """What a number of places stands for."""

    TASK = "task"
    REALISED = "realised"
    PLANNED = "planned"
    LOST = "lost"


class Flag(StrEnum):
    """Why a person should look at a mail."""

    INCOMPLETE = "incomplete"
    LATE = "late"
    UNLINKED = "unlinked"
    AMBIGUOUS_MUNICIPALITY = "ambiguous_municipality"
    SENDER_UNVERIFIED = "sender_unverified"
    TIMELINE_UNKNOWN = "timeline_unknown"
    NUMBERS_DIFFER = "numbers_differ"
    UNREADABLE_ATTACHMENT = "unreadable_attachment"
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that states an element, and where it stands."""

    text: str  # verbatim, as the municipality wrote it
    source: str  # "body", "subject", or the attachment's path: "stukken.zip/brief.pdf"
    start: int  # in characters of the extracted text, from 0
    end: int  # just past the last character


@dataclass(frozen=True, slots=True)
class Availability:
    """When places will be there: the expression, as a span of days in the Netherlands."""

    text: str
    earliest: date | None  # None: open towards the past
    latest: date | None  # None: open towards the future
    statement: Statement
    condition: str = ""  # what it hangs on, in the sender's words ("na vergunning")


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A sentence that may state an element which a mail is held to lack, for a person to read.

    times: what it would say of a timeline; is_of_others: it gives a time, but names other
    municipalities alone.
    """

    element: Element
    statement: Statement
    times: tuple[Availability, ...] = ()
    is_of_others: bool = False


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A number of places as the municipality states it."""

    category: Category
    role: PlaceRole
    count: int
    statement: Statement


@dataclass(frozen=True, slots=True)
class Signal:
    """One clue that ties a mail to a municipality or request; weight below 0 speaks against."""

    name: str  # "reference", "sender_domain", "letterhead", ...
    detail: str
    weight: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A municipality, with its request if one is known, that a mail may belong to."""

    municipality: str
    reference: str | None
    score: float  # 0 to 1
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that is found in one mail, each finding with the sentence that proves it."""

    kinds: frozenset[Kind]
    municipalities: tuple[str, ...]  # official names, sorted
    references: tuple[str, ...]  # sorted
    elements: Mapping[Element, tuple[Statement, ...]]  # every element, in order of text
    timeline_state: TimelineState
    timeline: tuple[Availability, ...]
    claims_met: bool
    places: tuple[PlaceCount, ...]
    missing: frozenset[Element]
    late: bool | None  # None: no term runs
    flags: frozenset[Flag]
    confidence: float  # 0 to 1, of the judgement as a whole
    proposals: tuple[Proposal, ...]  # best first
    reasons: tuple[tuple[Flag, str], ...]  # each flag's explanation, in Dutch
    # Belongs to no case until an officer agrees: its sender was looked at and not confirmed.
    waits: bool = False
    doubtful: tuple[Doubtful, ...] = ()  # of an element in `missing`; the surest first
