"""The tasks of the demo's municipalities and the places that are there, all made up.

So that 119 meet their task, 116 partly and 107 not, as Parliament was told on 26 May 2026.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ibt_intake.demo.chance import chosen, number, shuffled
from rules.judgement import Category
from rules.registry import Municipality, Request
from rules.signalling import Figures, Fulfilment, fulfilment_of

PARTLY, NOT = 116, 107  # the others meet their task
AMV_TASKS = (0, 0, 11, 16, 23, 28, 36, 48)
LARGE = {  # regular tasks that chance would make too small to be believed
    "Amsterdam": 1893,
    "Rotterdam": 1342,
    "'s-Gravenhage": 1127,
    "Utrecht": 742,
    "Eindhoven": 498,
    "Groningen": 487,
    "Almere": 455,
    "Breda": 381,
    "Nijmegen": 369,
    "Apeldoorn": 344,
    "Haarlem": 338,
    "Arnhem": 335,
    "Enschede": 331,
    "Amersfoort": 328,
    "Zaanstad": 326,
}
SMALLEST, WIDTH = 38, 210  # of the other regular tasks


@dataclass(frozen=True, slots=True)
class Places:
    """Places of both categories."""

    regular: int
    amv: int

    def of(self, category: Category) -> int:
        """Those of one category."""
        return self.regular if category is Category.REGULAR else self.amv


@dataclass(frozen=True, slots=True)
class Owed:
    """What a municipality owes, and what is there."""

    task: Places
    there: Places

    @property
    def fulfilment(self) -> Fulfilment:
        """What its figures say."""
        return fulfilment_of(
            {
                each: Figures(self.task.of(each), self.there.of(each))
                for each in (Category.REGULAR, Category.AMV)
            }
        )

    def lacks(self, category: Category) -> int:
        """How many places of a category are not there."""
        return max(self.task.of(category) - self.there.of(category), 0)


TOLD = {"Twenterand": Owed(Places(142, 23), Places(5, 0))}  # by a letter that was made public


def country(
    municipalities: Iterable[Municipality], letters: Sequence[Request]
) -> Mapping[str, Owed]:
    """What each municipality owes at the first report, by name.

    letters: those that were written elsewhere, whose figures are kept.
    """
    found = TOLD | {each.municipality: owed_by_letter(each) for each in letters}
    left = shuffled((each.name for each in municipalities if each.name not in found), "owed")
    counts = {
        outcome: wanted - sum(each.fulfilment is outcome for each in found.values())
        for outcome, wanted in ((Fulfilment.PARTLY, PARTLY), (Fulfilment.NOT, NOT))
    }
    short = [outcome for outcome, count in counts.items() for _ in range(count)]
    outcomes = [*short, *[Fulfilment.MEETS] * (len(left) - len(short))]
    found |= {name: owed_with(name, outcome) for name, outcome in zip(left, outcomes, strict=True)}
    return {name: found[name] for name in sorted(found)}


def owed_by_letter(letter: Request) -> Owed:
    """What a letter says of its municipality."""
    task = Places(letter.regular_task, letter.amv_task)
    return Owed(task, Places(letter.regular_realised, letter.amv_realised))


def task_of(name: str, cycle: int = 1) -> Places:
    """The places that a decision asks of a municipality."""
    regular = LARGE.get(name, SMALLEST + number(name, "regular") % WIDTH)
    if cycle > 1:  # the next division asks somewhat more or less
        regular = regular * (85 + number(name, cycle) % 40) // 100
    return Places(regular, chosen(AMV_TASKS, name, "amv"))


def owed_with(name: str, outcome: Fulfilment) -> Owed:
    """A municipality of which the figures say that."""
    task = task_of(name)
    if outcome is Fulfilment.NOT:
        return Owed(task, Places(0, 0))
    if outcome is Fulfilment.MEETS:
        return Owed(task, Places(task.regular + chosen((0, 0, 0, 5, 12), name, "more"), task.amv))
    some = max(task.regular * (15 + number(name, "share") % 75) // 100, 1)
    halves = [Places(some, 0), Places(some, task.amv)]
    halves += [Places(0, task.amv), Places(task.regular, 0)] if task.amv else []
    return Owed(task, chosen(halves, name, "half"))
