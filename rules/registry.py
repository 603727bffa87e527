"""What the ministry knows beforehand: municipalities, who mails for them, its own requests."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality under its official name, with the mail domain it is known to use."""

    code: str  # of Statistics Netherlands: "GM1700"
    name: str
    province: str
    domain: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A mail domain that does not point to one municipality by itself."""

    domain: str
    name: str
    municipality_codes: tuple[str, ...]  # empty: it speaks for no municipality


@dataclass(frozen=True, slots=True)
class Request:
    """A letter with a request for information, and what it says of the task."""

    reference: str
    municipality: str
    letter_date: date
    term_days: int  # calendar days after the letter's date
    regular_task: int
    amv_task: int
    regular_realised: int
    amv_realised: int


@dataclass(frozen=True, slots=True)
class Validity:
    """The days on which a municipality exists, and who comes after it."""

    municipality: str  # official name
    valid_from: date | None  # the first; None: it was there before all decisions
    valid_to: date | None  # the last; None: no end is known
    successor: str  # official name of who has its tasks and cases from the day after on; "" without


@dataclass(frozen=True, slots=True)
class Registry:
    """The three tables, as they stand when a mail is judged, and who went up in whom."""

    municipalities: tuple[Municipality, ...]
    organisations: tuple[Organisation, ...]
    requests: tuple[Request, ...]
    validities: tuple[Validity, ...] = ()  # of municipalities of which any days are recorded
