"""What officers decide on a mail and on a case. Officers decide, the program only proposes.

A decision says what holds from then on; it is never changed, only undone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from rules.judgement import Availability, Element, Kind, PlaceCount, Statement, TimelineState

# ------------------------------------------------------------------ on a mail


@dataclass(frozen=True, slots=True)
class CorrectKinds:
    """What the mail is."""

    kinds: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class CorrectMunicipalities:
    """Whom the mail speaks for."""

    municipalities: tuple[str, ...]  # official names


@dataclass(frozen=True, slots=True)
class CorrectReferences:
    """Which requests the mail is about."""

    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkEvidence:
    """A sentence states an element."""

    element: Element
    statement: Statement


@dataclass(frozen=True, slots=True)
class UnmarkEvidence:
    """A sentence does not state an element."""

    element: Element
    statement: Statement


@dataclass(frozen=True, slots=True)
class CorrectTimeline:
    """When the places will be there: all of it, in place of what was found."""

    state: TimelineState
    entries: tuple[Availability, ...]


@dataclass(frozen=True, slots=True)
class CorrectPlaces:
    """The numbers of places: all of them, in place of what was found."""

    places: tuple[PlaceCount, ...]


@dataclass(frozen=True, slots=True)
class CorrectClaimsMet:
    """Whether the municipality says that it meets its whole task."""

    claims_met: bool


@dataclass(frozen=True, slots=True)
class LinkToCase:
    """The mail belongs to a case."""

    municipality: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class TakeFromCase:
    """The mail does not belong to a case."""

    municipality: str
    reference: str | None


@dataclass(frozen=True, slots=True)
class AssignMail:
    """Who looks at the mail."""

    officer: str  # "": nobody


@dataclass(frozen=True, slots=True)
class DealWith:
    """The judgement is right as it stands: the mail is done."""


@dataclass(frozen=True, slots=True)
class NotForUs:
    """The mail is no business of the supervisor. It stays, outside all cases."""


@dataclass(frozen=True, slots=True)
class Reopen:
    """The mail needs a look once more."""


OnMail = (
    CorrectKinds
    | CorrectMunicipalities
    | CorrectReferences
    | MarkEvidence
    | UnmarkEvidence
    | CorrectTimeline
    | CorrectPlaces
    | CorrectClaimsMet
    | LinkToCase
    | TakeFromCase
    | AssignMail
    | DealWith
    | NotForUs
    | Reopen
)

# ------------------------------------------------------------------ on a case


@dataclass(frozen=True, slots=True)
class ConfirmComplete:
    """The answer is complete, whatever the program misses in it."""


@dataclass(frozen=True, slots=True)
class AskSupplement:
    """The municipality is asked for what lacks, in these words."""

    subject: str
    text: str
    missing: frozenset[Element]  # what is asked for
    due: date  # the last day for it


@dataclass(frozen=True, slots=True)
class GrantExtension:
    """More time to answer."""

    due: date


@dataclass(frozen=True, slots=True)
class RefuseExtension:
    """No more time, though it was asked for."""


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be remembered about a case."""

    text: str
    is_talk: bool = False  # a report of a talk: not for every reader


@dataclass(frozen=True, slots=True)
class SetLadderStep:
    """A step of the intervention ladder, with what it rests on."""

    step: int  # 1 to 6, up or down
    ground: str
    document: str  # the reference of the document that sets it, or the name of a kept file
    decided_by: str = ""  # who took it, in words; "": the officer who wrote it down
    taken_on: date | None = None  # None: on the day that it was written down
    is_jump_meant: bool = False  # a person says so where it passes a step over


@dataclass(frozen=True, slots=True)
class CloseLadder:
    """The supervision of a case ends, at the step where it stands, with what that rests on."""

    ground: str
    document: str  # as of a step
    decided_by: str = ""
    taken_on: date | None = None


@dataclass(frozen=True, slots=True)
class AssignCase:
    """Whose case it is."""

    officer: str  # "": nobody's


@dataclass(frozen=True, slots=True)
class ChooseCycle:
    """Under which distribution decision the case is, where its days do not tell."""

    cycle: int


@dataclass(frozen=True, slots=True)
class Hold:
    """Nothing is to be done for a while."""

    until: date | None  # that day included; None: until it is undone


OnCase = (
    ConfirmComplete
    | AskSupplement
    | GrantExtension
    | RefuseExtension
    | Note
    | SetLadderStep
    | CloseLadder
    | AssignCase
    | ChooseCycle
    | Hold
)

# ------------------------------------------------------------------ who, when, why

What = TypeVar("What", OnMail, OnCase, covariant=True)
LADDER_STEPS = range(1, 7)


@dataclass(frozen=True, slots=True)
class Decided(Generic[What]):
    """A decision with who took it, when and why, and whether it still stands."""

    id: int
    what: What
    reason: str
    officer: str
    at: datetime
    undone_at: datetime | None = None
    undone_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether nobody has undone it."""
        return self.undone_at is None


class Disposition(StrEnum):
    """Whether anybody still has to look at a mail."""

    OPEN = "open"
    DEALT_WITH = "dealt_with"
    NOT_FOR_US = "not_for_us"
