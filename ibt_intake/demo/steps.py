"""The steps of the ladder that the demo's officers write down."""

from collections.abc import Iterator, Sequence
from datetime import date

from ibt_intake.demo.chance import shuffled
from ibt_intake.demo.plan import Course, Fate, Way
from rules.decisions import CloseLadder, SetLadderStep

DIRECTOR = "de directeur Regie Migratieketen"
NO_REPLY_ON, BROKEN_ON, ANNOUNCED_ON, CLOSED_ON = (
    date(2026, 6, 8),
    date(2026, 11, 9),
    date(2026, 11, 16),
    date(2026, 11, 2),
)
NO_REPLY, BROKEN, ANNOUNCED, CLOSED = 14, 6, 3, 18  # how many


def silent(plan: Sequence[Course]) -> list[str]:
    """Who did not answer and is on the third step since."""
    names = (each.municipality for each in plan if each.way is Way.SILENT)
    return shuffled(names, "step")[:NO_REPLY]


def announced(plan: Sequence[Course]) -> list[str]:
    """Those of them to whom an intervention was announced."""
    return silent(plan)[:ANNOUNCED]


def broken(plan: Sequence[Course]) -> list[str]:
    """Who broke a promise and is on the third step since."""
    names = (
        each.municipality for each in plan if each.is_whole and each.promised.fate is Fate.BROKEN
    )
    return shuffled(names, "step")[:BROKEN]


def closed(plan: Sequence[Course]) -> list[str]:
    """Who kept a promise and meets its task, so that its supervision ended."""
    names = (each.municipality for each in plan if each.keeps and each.is_whole)
    return shuffled(names, "step")[:CLOSED]


def steps_of(plan: Sequence[Course]) -> Iterator[tuple[date, str, SetLadderStep | CloseLadder]]:
    """Each step with its day and municipality."""
    for name in silent(plan):
        ground = "Geen reactie op de brief van 9 april 2026"
        yield NO_REPLY_ON, name, SetLadderStep(3, ground, "Brief 7481190", DIRECTOR, NO_REPLY_ON)
    for name in broken(plan):
        ground = "De toegezegde plekken zijn er niet volgens de opgave van 1 oktober 2026"
        yield BROKEN_ON, name, SetLadderStep(3, ground, "Brief 7496405", DIRECTOR, BROKEN_ON)
    for name in announced(plan):
        ground = "Geen reactie, en geen afspraken na het gesprek"
        yield ANNOUNCED_ON, name, SetLadderStep(4, ground, "Brief 7497012", DIRECTOR, ANNOUNCED_ON)
    for name in closed(plan):
        ground = "De gemeente voldoet volgens de opgave van 1 oktober 2026"
        yield CLOSED_ON, name, CloseLadder(ground, "Opgave 1 oktober 2026", DIRECTOR, CLOSED_ON)
