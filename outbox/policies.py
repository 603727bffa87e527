"""Settings of what goes out, when and to whom: each with its default and meaning at its field."""

from datetime import date, time
from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator

from outbox.addresses import wire_address
from rules.occasions import Occasion, Policy
from rules.office_hours import OfficeHours
from rules.practice import DEFAULTS, Practice
from storage.config import Section


class PoliciesConfig(Section):
    """What is done of itself on each occasion: send, propose (to an officer), or off."""

    acknowledgement: Policy = Field(
        default=DEFAULTS[Occasion.ACKNOWLEDGEMENT], description="a notification or answer came in"
    )
    reminder: Policy = Field(
        default=DEFAULTS[Occasion.REMINDER], description="the last day to answer comes near"
    )
    overdue: Policy = Field(
        default=DEFAULTS[Occasion.OVERDUE], description="the last day has passed"
    )
    overdue_again: Policy = Field(
        default=DEFAULTS[Occasion.OVERDUE_AGAIN], description="it was told so, and nothing came"
    )
    supplement: Policy = Field(
        default=DEFAULTS[Occasion.SUPPLEMENT],
        description="an answer lacks something; what an officer wrote goes out unless this is off",
    )
    follow_up: Policy = Field(
        default=DEFAULTS[Occasion.FOLLOW_UP], description="a promised day has passed"
    )
    digest: Policy = Field(
        default=DEFAULTS[Occasion.DIGEST], description="once a day, to officers: what waits"
    )
    bounce_notice: Policy = Field(
        default=DEFAULTS[Occasion.BOUNCE_NOTICE], description="to officers: a mail came back"
    )


class OutboxConfig(Section):
    """What goes out to municipalities, when, and where."""

    folder: Path = Field(
        default=Path("ibt-intake-data/outbox"),
        description="folder that mails are written to instead of being sent",
    )
    templates: Path | None = Field(
        default=None,
        description="folder with templates of your own for mails, as in templates/mails; what it "
        "lacks is that of the program",
    )
    officers: tuple[str, ...] = Field(
        default=(), description="addresses for the digest and for notices of mails that came back"
    )
    cc_commissioner: tuple[Occasion, ...] = Field(
        default=(),
        description="occasions on which the King's Commissioner of the province gets a copy, as "
        "overdue_again; the addresses are contacts of the registry",
    )
    reminder_days: int = Field(
        default=5, ge=1, le=60, description="working days before the last day to answer"
    )
    remind_extended: bool = Field(
        default=False, description="remind of a last day that an officer granted, too"
    )
    overdue_days: int = Field(
        default=1, ge=1, le=60, description="working days after the last day, to the first notice"
    )
    overdue_again_days: int = Field(
        default=10, ge=1, le=120, description="working days after the first notice, to the second"
    )
    follow_up_days: int = Field(
        default=1, ge=1, le=120, description="working days after a promised day"
    )
    supplement_days: int = Field(
        default=14, ge=1, le=120, description="days to send what an answer lacks"
    )
    opens: time = Field(
        default=time(8, 30), description="hour in the Netherlands from which mails go out"
    )
    closes: time = Field(default=time(17, 0), description="hour from which they wait for tomorrow")
    closed_days: tuple[date, ...] = Field(
        default=(), description="days besides weekends and holidays on which nothing goes out"
    )
    address_day_cap: int = Field(default=5, ge=1, description="mails to one address on one day")
    hour_cap: int = Field(default=60, ge=1, description="mails in an hour, all together")
    policies: PoliciesConfig = PoliciesConfig()

    @field_validator("officers")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(wire_address(each) for each in value)

    @field_validator("opens", "closes", mode="before")
    @classmethod
    def _is_of_the_clock(cls, value: object) -> object:
        # A bare number would be read as seconds: 9 as nine seconds past midnight.
        is_written_out = isinstance(value, time) or (isinstance(value, str) and ":" in value)
        if not is_written_out:
            raise ValueError("is no hour; write it as 08:30:00")
        return value

    @field_validator("opens", "closes")
    @classmethod
    def _is_local(cls, value: time) -> time:
        if value.tzinfo is not None:
            raise ValueError("has an offset; write the hour in the Netherlands, as 08:30:00")
        return value

    @model_validator(mode="after")
    def _is_open_some_time(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must be before closes")
        return self

    def practice(self) -> Practice:
        """The settings as the rules take them."""
        return Practice(
            policies={each: Policy(getattr(self.policies, each.value)) for each in Occasion},
            reminder_days=self.reminder_days,
            overdue_days=self.overdue_days,
            overdue_again_days=self.overdue_again_days,
            follow_up_days=self.follow_up_days,
            supplement_days=self.supplement_days,
            remind_extended=self.remind_extended,
            officers=self.officers,
            cc_commissioner=frozenset(self.cc_commissioner),
            address_day_cap=self.address_day_cap,
            hour_cap=self.hour_cap,
            hours=OfficeHours(self.opens, self.closes, frozenset(self.closed_days)),
        )
