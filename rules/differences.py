"""Figures that a mail states, held against those in the ministry's letter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.judgement import Category, PlaceCount, PlaceRole
from rules.registry import Request


@dataclass(frozen=True, slots=True)
class Difference:
    """A stated figure that is not the one in the ministry's letter."""

    stated: PlaceCount
    registered: int


def differences(request: Request, places: Sequence[PlaceCount]) -> tuple[Difference, ...]:
    """The stated tasks and realised places that differ from those in the ministry's letter.

    A category is right where one figure, or all its parts together, make the letter's; else
    the largest is held to be the whole. 'total' counts only where its category is not told.
    """
    found = []
    for role in (PlaceRole.TASK, PlaceRole.REALISED):
        registered = registered_figures(request, role)
        of_role = [each for each in places if each.role is role]
        for category, stated in by_category(of_role):
            counts = [each.count for each in stated]
            allowed = {registered[category]}
            if category is Category.TOTAL:  # 'total' may stand for a category left unsaid
                allowed |= set(registered.values())
            if not allowed & {*counts, sum(counts)}:
                whole = max(stated, key=lambda each: each.count)
                found.append(Difference(whole, registered[category]))
    return tuple(found)


def by_category(places: Sequence[PlaceCount]) -> Iterator[tuple[Category, list[PlaceCount]]]:
    """The categories that are told, each with its counts; 'total' only where it is the sole."""
    told = {each.category for each in places}
    for category in Category:
        if category in told and (category is not Category.TOTAL or told == {Category.TOTAL}):
            yield category, [each for each in places if each.category is category]


def registered_figures(request: Request, role: PlaceRole) -> dict[Category, int]:
    """The letter's figures of a role by category."""
    if role is PlaceRole.TASK:
        regular, amv = request.regular_task, request.amv_task
    else:
        regular, amv = request.regular_realised, request.amv_realised
    return {Category.REGULAR: regular, Category.AMV: amv, Category.TOTAL: regular + amv}
