"""The forms by which talks are planned and told of; days and times as in the Netherlands."""

from datetime import date, datetime, time, timedelta

from pydantic import Field

from review.forms import Form
from rules.deadlines import NETHERLANDS
from rules.talks import TalkKind

FAR = timedelta(days=3 * 366)  # a day further off is a slip of the pen
MOST_CHARS = 2000
DAY_MINUTES = 24 * 60


class TimeForm(Form):
    """When and where."""

    dag: date
    tijd: time
    minuten: int = Field(ge=5, le=DAY_MINUTES)
    plaats: str = Field(default="", max_length=400)

    @property
    def moment(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.dag, self.tijd.replace(tzinfo=None), NETHERLANDS)


class PlanForm(TimeForm):
    """A talk that will be held."""

    soort: TalkKind
    deelnemers: str = Field(min_length=1, max_length=MOST_CHARS)
    zaak: int = Field(ge=1, lt=2**53)
    gemeenten: str = Field(default="", max_length=MOST_CHARS)
    formulier: str = Field(pattern=r"^[0-9a-f]{32}$")  # sent twice, it plans one talk


class DeedForm(Form):
    """What each form about a talk carries: the talk as it was shown."""

    versie: int = Field(ge=0, lt=2**31)


class MoveForm(TimeForm, DeedForm):
    """A talk at another time or place."""

    reden: str = Field(min_length=1, max_length=MOST_CHARS)


class HeldForm(DeedForm):
    """A talk that was held."""

    gehouden: date
    deelnemers: str = Field(min_length=1, max_length=MOST_CHARS)


class CancelForm(DeedForm):
    """A talk that will not be held."""

    reden: str = Field(min_length=1, max_length=MOST_CHARS)


def wrong_day(chosen: date, today: date) -> str:
    """Why a talk cannot be planned on a day; "" where it can."""
    if chosen < today:
        return "Deze dag is voorbij. Kies een dag vanaf vandaag."
    return "Deze dag is te ver weg. Controleer het jaar." if chosen - today > FAR else ""


def wrong_past(chosen: date, today: date) -> str:
    """Why a talk cannot have been held on a day; "" where it can."""
    if chosen > today:
        return "Deze dag moet nog komen. Kies een dag tot en met vandaag."
    return "Deze dag is te lang geleden. Controleer het jaar." if today - chosen > FAR else ""
