"""Step 1 of the ladder: whether a municipality meets its task, by the figures alone.

What comes out is a proposal. A person decides, with all facts and circumstances of the
municipality; a surplus of one category against a shortfall of the other is a person's to weigh.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules.case_standing import ASKED_STEP, FIRST_STEP
from rules.distribution import (
    COUNTED,
    DistributionDecision,
    Realised,
    Task,
    realised_on,
    tasks_of,
)
from rules.judgement import Category
from rules.mergers import exists_on
from rules.owed import Distribution, owed_on, there_on

DUTCH = {Category.REGULAR: "regulier", Category.AMV: "amv"}


class Fulfilment(StrEnum):
    """How far a municipality meets its task."""

    MEETS = "meets"  # each category has as many places as the task, or more
    PARTLY = "partly"  # some places, but not all of each category
    NOT = "not"  # not one single place
    UNKNOWN = "unknown"  # a figure is missing


@dataclass(frozen=True, slots=True)
class Figures:
    """The task and what was realised of a category; None where no figure is known."""

    task: int | None
    realised: int | None


@dataclass(frozen=True, slots=True)
class Signal:
    """What the figures say of a municipality, and why a person must look."""

    municipality: str
    cycle: int
    figures: Mapping[Category, Figures]
    fulfilment: Fulfilment
    doubts: tuple[str, ...]  # in Dutch; empty where the figures leave none
    proposed_step: int  # of the intervention ladder; a person takes it, or does not
    counted_on: date | None = None  # the earliest peildatum among the figures


def fulfilment_of(figures: Mapping[Category, Figures]) -> Fulfilment:
    """Meets, partly or not; unknown as soon as a figure is missing. A task of 0 is met."""
    known = known_figures(figures)
    if known is None:
        return Fulfilment.UNKNOWN
    if all(realised >= task for task, realised in known.values()):
        return Fulfilment.MEETS
    return Fulfilment.PARTLY if any(realised for _, realised in known.values()) else Fulfilment.NOT


def known_figures(figures: Mapping[Category, Figures]) -> dict[Category, tuple[int, int]] | None:
    """Task and realised of each category, None where one of them is missing."""
    found = {}
    for category in COUNTED:
        of_one = figures.get(category)
        if of_one is None or of_one.task is None or of_one.realised is None:
            return None
        found[category] = (of_one.task, of_one.realised)
    return found


def doubts_of(
    figures: Mapping[Category, Figures], decision: DistributionDecision, counted_on: date | None
) -> tuple[str, ...]:
    """Why a person must look at the figures, in Dutch; empty where nothing asks for it.

    counted_on: the earliest peildatum among the figures, None where nothing was reported.
    """
    found = [
        f"Het aantal {what} voor {DUTCH[category]} is niet bekend."
        for category in COUNTED
        for what, value in (
            ("plekken van de taak", figures.get(category, Figures(None, None)).task),
            ("gerealiseerde plekken", figures.get(category, Figures(None, None)).realised),
        )
        if value is None
    ]
    if counted_on is not None and counted_on < decision.due:
        found.append("De peildatum ligt voor de dag waarop de plekken er moesten zijn.")
    return (*found, *doubts_of_sums(figures))


def doubts_of_sums(figures: Mapping[Category, Figures]) -> tuple[str, ...]:
    """The doubts that lie in what the law does not say of the figures."""
    known = known_figures(figures)
    if known is None:
        return ()
    if any(task < 0 for task, _ in known.values()):
        return ("De gemeente droeg meer plekken over dan haar taak.",)
    task = sum(task for task, _ in known.values())
    realised = sum(realised for _, realised in known.values())
    short = [DUTCH[category] for category, (asked, there) in known.items() if there < asked]
    if task == 0:
        return ("De gemeente heeft geen taak.",)
    if short and realised >= task:
        return (f"Samen genoeg plekken, maar te weinig voor {short[0]}.",)
    if short and realised and all(asked == 0 for asked, there in known.values() if there):
        return ("De gemeente heeft alleen plekken in een categorie zonder taak.",)
    return ()


def signal(
    municipality: str,
    decision: DistributionDecision,
    tasks: Iterable[Task],
    reported: Iterable[Realised],
    *,
    on: date,
) -> Signal:
    """What the figures known for a day say of a municipality."""
    asked = tasks_of(tasks, municipality, decision.cycle)
    there = realised_on(reported, municipality, decision.cycle, on)
    figures = {
        category: Figures(
            asked.get(category), there[category].places if category in there else None
        )
        for category in COUNTED
    }
    fulfilment = fulfilment_of(figures)
    counted_on = min((each.counted_on for each in there.values()), default=None)
    return Signal(
        municipality=municipality,
        cycle=decision.cycle,
        figures=figures,
        fulfilment=fulfilment,
        doubts=doubts_of(figures, decision, counted_on),
        proposed_step=ASKED_STEP if falls_short(fulfilment) else FIRST_STEP,
        counted_on=counted_on,
    )


def signals_on(
    municipalities: Iterable[str], decision: DistributionDecision, facts: Distribution, *, on: date
) -> list[Signal]:
    """What the figures known for a day say of each municipality that exists on it, by name."""
    tasks: defaultdict[str, list[Task]] = defaultdict(list)
    reported: defaultdict[str, list[Realised]] = defaultdict(list)
    for task in owed_on(facts, on):
        tasks[task.municipality].append(task)
    for count in there_on(facts, on):
        reported[count.municipality].append(count)
    return [
        signal(name, decision, tasks[name], reported[name], on=on)
        for name in sorted(municipalities)
        if exists_on(facts.validities, name, on)
    ]


def is_nothing_known(signals: Iterable[Signal]) -> bool:
    """Whether the figures say of no municipality whether it meets its task."""
    return all(each.fulfilment is Fulfilment.UNKNOWN for each in signals)


def falls_short(fulfilment: Fulfilment) -> bool:
    """Whether the figures say that the task is not, or not fully, met."""
    return fulfilment in (Fulfilment.PARTLY, Fulfilment.NOT)


def for_a_round(signals: Sequence[Signal]) -> tuple[list[Signal], list[Signal]]:
    """Whom a round of letters may go to, and who must be looked at first, each by name."""
    ordered = sorted(signals, key=lambda each: each.municipality)
    doubtful = [each for each in ordered if each.doubts]
    return [each for each in ordered if falls_short(each.fulfilment) and not each.doubts], doubtful


def count_by_fulfilment(signals: Iterable[Signal]) -> dict[Fulfilment, int]:
    """How many municipalities stand how, in the order of `Fulfilment`, zeros included."""
    found = dict.fromkeys(Fulfilment, 0)
    for each in signals:
        found[each.fulfilment] += 1
    return found
