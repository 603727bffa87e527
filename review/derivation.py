"""How a last day comes about, told in words: start, term, days skipped and why, extensions."""

from collections.abc import Mapping

from review.dates import day, days, weekday
from rules.calendar import HOLIDAYS
from rules.deadlines import Deadline, Extension, Skipped, reason_to_skip
from rules.dutch import listed

WEEK = 7


def derivation(deadline: Deadline, names: Mapping[str, str]) -> list[str]:
    """The steps to the last day, each a sentence or two; names: of officers, by account."""
    told = [
        f"De brief is van {weekday(deadline.start)}. Die dag telt niet mee.",
        f"De termijn is {term(deadline.term_days)}. De laatste dag is dan "
        f"{weekday(deadline.nominal)}.",
    ]
    if deadline.skipped:
        told.append(rolled(deadline))
    elif reason := reason_to_skip(deadline.nominal, HOLIDAYS):
        told.append(f"Dat is een dag waarop niet wordt gewerkt ({reason}). De dag schuift niet op.")
    if deadline.caveat:
        told.append(deadline.caveat)
    told += [extended(each, names) for each in deadline.extensions]
    if len(deadline.extensions) > 1:
        told.append("Het laatste uitstel telt.")
    return told


def term(count: int) -> str:
    """'21 dagen (3 weken)'."""
    weeks, left = divmod(count, WEEK)
    if left or not weeks:
        return days(count)
    return f"{days(count)} ({weeks} {'week' if weeks == 1 else 'weken'})"


def rolled(deadline: Deadline) -> str:
    """Which days the end moves over, and where it comes."""
    last = deadline.skipped[-1].day
    end = weekday(last.fromordinal(last.toordinal() + 1))
    return (
        f"Op {listed([skipped(each) for each in deadline.skipped])} eindigt geen termijn. "
        f"De laatste dag schuift op naar {end}."
    )


def skipped(each: Skipped) -> str:
    """A day and why no term ends on it: 'zaterdag 16 mei 2026', '14 mei 2026 (Hemelvaartsdag)'."""
    named = weekday(each.day)
    return named if named.startswith(each.reason) else f"{named} ({each.reason})"


def extended(each: Extension, names: Mapping[str, str]) -> str:
    """An extension with who, when and why."""
    who = names.get(each.officer, each.officer)
    return (
        f"{who} gaf op {day(each.granted_at)} uitstel tot en met {weekday(each.due)}. "
        f"Reden: {ended(each.reason)}"
    )


def ended(text: str) -> str:
    """A sentence with its full stop."""
    return text if text.endswith((".", "!", "?")) else f"{text}."
