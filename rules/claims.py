"""Whether a municipality says that it meets its whole task now.

A sentence alone rarely tells: 'de 86 plekken zijn in gebruik' may be half of the task. So the
sentence's score is weighed together with the figures stated, those of the ministry's letter, and
what else the mail says: who names a cause or a date for places does not have them all.
"""

from collections.abc import Iterator, Sequence

from rules.differences import registered_figures
from rules.judgement import Category, Element, PlaceCount, PlaceRole
from rules.registry import Request
from rules.statements import Scores, chances_of
from rules.timeline import Timeline

MET = 0.5  # chance from which the claim is made
STEPS = (0.1, 0.25, 0.5, 0.75, 0.9)  # into which chances are cut


def features(
    scores: Sequence[Scores],
    timeline: Timeline,
    places: Sequence[PlaceCount],
    requests: Sequence[Request],
) -> list[str]:
    """What speaks for or against the claim, each as a word."""
    claims = sorted((score.claims_met for score in scores), reverse=True)
    stated = chances_of(scores)
    found = [
        f"claim {step_of(claims[0] if claims else 0.0)}",
        f"claims {min(3, sum(claim >= STEPS[2] for claim in claims))}",
        f"timeline {timeline.state}",
        *(
            f"{element} {step_of(stated[element])}"
            for element in (Element.DECLARATION, Element.FACTS, Element.STEPS)
        ),
        *(f"{role} {any(each.role is role for each in places)}" for role in PlaceRole),
        *reached(places, requests),
    ]
    return found + [f"{one} & {other}" for one in found for other in found if one < other]


def step_of(chance: float) -> int:
    """A chance as the number of steps that it has passed."""
    return sum(chance >= step for step in STEPS)


def reached(places: Sequence[PlaceCount], requests: Sequence[Request]) -> Iterator[str]:
    """For each category whether the places that are there make the task of the letter."""
    if len(requests) != 1:
        yield f"requests {min(2, len(requests))}"
        return
    task = registered_figures(requests[0], PlaceRole.TASK)
    said = set()
    for category in Category:
        there = [
            each.count
            for each in places
            if each.role is PlaceRole.REALISED and each.category is category
        ]
        if not there:
            state = "nothing asked" if task[category] == 0 else "not said"
        elif max(sum(there), max(there)) >= task[category]:
            state = "reached"
        else:
            state = "short"
        said.add(state)
        yield f"{category} {state}"
    yield f"short of any {'short' in said}"
