"""What a past day means, in the same words on every page and in every report that takes one."""

from datetime import date

from review.dates import amount, day

UNKNOWN = "niet bekend"
NOTHING_KNOWN = (
    "Op deze dag was hier nog van geen gemeente bekend of zij haar taak vervult. "
    "Daarvoor zijn de taak en een opgave van de plekken nodig."
)


def known_then(on: date) -> str:
    """That a day is told as it was known at its end."""
    return (
        f"Dit is de stand aan het einde van {day(on)}, met wat toen bekend was. "
        "Wat later is ingevoerd of verbeterd, telt niet mee."
    )


def amount_known(value: int | None) -> str:
    """A number, or that it was not known."""
    return UNKNOWN if value is None else amount(value)
