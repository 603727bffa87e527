"""Days, times and terms as Dutch officers read them."""

from datetime import date, datetime

from rules.dutch import day, local, moment, weekday

__all__ = [
    "age",
    "amount",
    "day",
    "days",
    "local",
    "machine",
    "moment",
    "percent",
    "until",
    "weekday",
]


def days(count: int) -> str:
    """'1 dag', '3 dagen'."""
    return f"{count} dag" if count == 1 else f"{count} dagen"


def age(value: datetime | None, now: datetime) -> str:
    """How long ago in days: 'vandaag', '1 dag', '12 dagen'."""
    if value is None:
        return ""
    passed = (local(now).date() - local(value).date()).days
    return "vandaag" if passed <= 0 else days(passed)


def until(value: date | None, today: date) -> str:
    """How far off a day is: 'vandaag', 'nog 3 dagen', '2 dagen geleden'."""
    if value is None:
        return ""
    left = (value - today).days
    if left == 0:
        return "vandaag"
    return f"nog {days(left)}" if left > 0 else f"{days(-left)} geleden"


def machine(value: date | datetime | None) -> str:
    """For the datetime attribute of <time>."""
    return (
        ""
        if value is None
        else (local(value) if isinstance(value, datetime) else value).isoformat()
    )


def amount(value: int) -> str:
    """'1.204': numbers with the Dutch sign for thousands."""
    return f"{value:,}".replace(",", ".")


def percent(value: float) -> str:
    """'87%' for 0.87."""
    return f"{round(value * 100)}%"
