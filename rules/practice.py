"""The ministry's practice with mails that go out: what of it is a choice, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from rules.occasions import TO_OFFICERS, Occasion, Policy
from rules.office_hours import OfficeHours

# A receipt is owed to who sends something (Awb, section 2.3) and says nothing of its contents;
# mails to officers stay in the house. All else is an officer's to send.
AT_ONCE = TO_OFFICERS | {Occasion.ACKNOWLEDGEMENT}
DEFAULTS: Mapping[Occasion, Policy] = MappingProxyType(
    {each: Policy.SEND if each in AT_ONCE else Policy.PROPOSE for each in Occasion}
)


@dataclass(frozen=True, slots=True)
class Practice:
    """When mails go out, to whom besides the municipality, and how many at the most."""

    policies: Mapping[Occasion, Policy] = field(default_factory=lambda: DEFAULTS)
    reminder_days: int = 5  # working days before the last day to answer
    overdue_days: int = 1  # working days after it
    overdue_again_days: int = 10  # working days after the first notice
    follow_up_days: int = 1  # working days after a promised day
    supplement_days: int = 14  # calendar days from the request on, moved off days without a term
    remind_extended: bool = False  # also before a last day that was granted as an extension
    officers: tuple[str, ...] = ()  # addresses for what goes to officers
    cc_commissioner: frozenset[Occasion] = frozenset()  # what the King's Commissioner gets too
    address_day_cap: int = 5  # mails to one address on one day
    hour_cap: int = 60  # mails in an hour
    hours: OfficeHours = field(default_factory=OfficeHours)

    def policy(self, occasion: Occasion) -> Policy:
        """What the program does of itself."""
        return self.policies.get(occasion, DEFAULTS[occasion])
