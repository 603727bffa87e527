"""The promises of municipalities: what they add up to, and each with what came of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from starlette.responses import Response

from review.addresses import decision_asked, one_of, past_day
from review.curve_chart import ChartLine, LineChart, drawn_lines
from review.export import Cell, FileForm, download, file_form
from review.listing import one_page
from review.promise_words import moment_of, places_of, told_of_course, told_of_sums
from review.table import Page
from review.visit import Visit
from review.words import word
from rules.distribution import last_due_on
from rules.outcomes import Course, Outcome
from rules.promise_curve import Curve, curve_of
from rules.roles import Role
from storage.case_lookup import newest_cases
from storage.database import snapshot
from storage.promises import Promised, promises_on
from storage.registry import provinces_by_name

QUARTER_MONTHS = 3
NO_CYCLE = "geen"  # in an address


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    on: date
    cycle: int | None  # None: those of which nobody can tell it
    province: str  # "" all
    outcome: Outcome | None  # None: whatever came of them


@dataclass(frozen=True, slots=True)
class Looked:
    """The promises of a cycle and province on a day."""

    asked: Asked
    cycles: tuple[int, ...]
    provinces: Mapping[str, str]  # by municipality
    courses: tuple[Course, ...]  # of every outcome
    unchosen: int  # promises of which nobody can tell the cycle
    curve: Curve

    @property
    def listed(self) -> list[Course]:
        """Those of the outcome asked for, the last that were made in front."""
        wanted = self.asked.outcome
        return [each for each in reversed(self.courses) if wanted in (None, each.outcome)]


def show_promises(visit: Visit) -> Response:
    """The curve, and a page of the list."""
    with snapshot(visit.site.engine) as session:
        looked = looked_at(visit, session)
        shown, paging = one_page(visit.query, looked.listed, visit.site.config.page_rows)
        names = {each.promise.municipality for each in shown}
        cases = newest_cases(session, visit.today, names)
    return visit.show(
        "promises.html",
        asked=looked.asked,
        cycles=[
            *((str(each), str(each)) for each in looked.cycles),
            *([(NO_CYCLE, "nog niet gekozen")] if looked.unchosen else []),
        ],
        unchosen=looked.unchosen,
        no_cycle=NO_CYCLE,
        provinces=sorted(set(looked.provinces.values())),
        curve=looked.curve,
        chart=drawn_lines(chart_of(looked.curve)) if looked.curve.is_told else None,
        lines=LINES,
        quarter=quarter,
        counts=Counter(each.outcome.value for each in looked.courses),
        outcomes=list(Outcome),
        shown=shown,
        cases={name: each.number for name, each in cases.items()},
        paging=paging,
        moment=moment_of,
        places=places_of,
        told=told_of_course,
        told_of_sums=told_of_sums,
        files=list(FileForm),
    )


def send_promises(visit: Visit) -> Response:
    """The whole list as it is filtered, as a file."""
    form = file_form(visit)
    with snapshot(visit.site.engine) as session:
        looked = looked_at(visit, session)
    rows = [cells(each, looked.provinces) for each in looked.listed]
    return download(form, f"toezeggingen-{looked.asked.on.isoformat()}", HEADS, rows)


def send_curve(visit: Visit) -> Response:
    """The figures of the curve, as a file."""
    form = file_form(visit)
    with snapshot(visit.site.engine) as session:
        looked = looked_at(visit, session)
    curve = looked.curve
    rows: list[Sequence[Cell]] = [
        [
            each.until,
            each.cautious,
            each.optimistic,
            curve.with_realised(each.cautious),
            curve.with_realised(each.optimistic),
            curve.task,
        ]
        for each in curve.points
    ]
    name = f"toezeggingen-per-kwartaal-{looked.asked.on.isoformat()}"
    return download(form, name, CURVE_HEADS, rows)


# ------------------------------------------------------------------ what is looked at


def looked_at(visit: Visit, session: Session) -> Looked:
    """The promises that the address asks for."""
    on = past_day(visit)
    promised = promises_on(session, on)
    provinces = provinces_by_name(session)
    taken = [each for each in promised.decisions if each.decided_on <= on]
    usual = last_due_on(promised.decisions, on) or promised.decisions[0]
    chosen = (decision_asked(visit, taken) or usual).cycle
    asked = Asked(
        on=on,
        cycle=None if visit.query.get("cyclus") == NO_CYCLE else chosen,
        province=visit.query.get("provincie", ""),
        outcome=one_of(Outcome, visit.query.get("stand")),
    )
    return narrowed(asked, tuple(each.cycle for each in taken), promised, provinces)


def narrowed(
    asked: Asked, cycles: tuple[int, ...], promised: Promised, provinces: Mapping[str, str]
) -> Looked:
    """The promises and figures of one cycle, and of one province where one is asked for."""

    def is_asked(municipality: str, cycle: int | None) -> bool:
        of_province = asked.province in ("", provinces.get(municipality))
        return cycle == asked.cycle and of_province

    courses = tuple(
        each for each in promised.courses if is_asked(each.promise.municipality, each.promise.cycle)
    )
    tasks = [each for each in promised.tasks if is_asked(each.municipality, each.cycle)]
    realised = [each for each in promised.realised if is_asked(each.municipality, each.cycle)]
    curve = curve_of(courses, tasks, realised, on=asked.on)
    unchosen = sum(each.promise.cycle is None for each in promised.courses)
    return Looked(asked, cycles, provinces, courses, unchosen, curve)


# ------------------------------------------------------------------ the curve

LINES = ("Taak", "Optimistisch", "Voorzichtig")


def chart_of(curve: Curve) -> LineChart:
    """The places that are there with those promised, against the task, where both are known."""
    points, task, there = curve.points, curve.task or 0, curve.realised or 0
    values = (
        tuple(task for _ in points),
        tuple(there + each.optimistic for each in points),
        tuple(there + each.cautious for each in points),
    )
    lines = tuple(ChartLine(*each) for each in zip(LINES, values, strict=True))
    title = "Plekken per kwartaal: de taak, en wat er is met wat is toegezegd"
    return LineChart(title, tuple(quarter(each.until) for each in points), lines)


def quarter(day: date) -> str:
    """The quarter of a day: '3e 2027'."""
    return f"{(day.month - 1) // QUARTER_MONTHS + 1}e {day.year}"


# ------------------------------------------------------------------ the files

HEADS = (
    "Gemeente",
    "Provincie",
    "Cyclus",
    "Ontvangen",
    "Soort",
    "Plekken",
    "Niet eerder dan",
    "Uiterlijk",
    "Hangt af van",
    "Stand",
    "Toelichting",
    "Wat de gemeente schrijft",
    "Toegezegd door, voor de herindeling",
)
CURVE_HEADS = (
    "Einde kwartaal",
    "Voorzichtig toegezegd",
    "Optimistisch toegezegd",
    "Voorzichtig met wat er is",
    "Optimistisch met wat er is",
    "Taak",
)


def cells(course: Course, provinces: Mapping[str, str]) -> Sequence[Cell]:
    """A row of the file."""
    promise = course.promise
    return (
        promise.municipality,
        provinces.get(promise.municipality, ""),
        promise.cycle,
        promise.stated_on,
        word(promise.category).text,
        promise.places,
        promise.earliest,
        promise.latest,
        promise.condition,
        word(course.outcome).text,
        told_of_course(course),
        promise.statement.text,
        promise.said_by,
    )


PAGES = (
    Page("promises", "GET", "/toezeggingen", show_promises, Role.READER, menu="Toezeggingen"),
    Page(
        "promises.curve_file",
        "GET",
        "/toezeggingen/kwartalen.{vorm}",
        send_curve,
        Role.READER,
        is_paced=True,
    ),
    Page(
        "promises.file",
        "GET",
        "/toezeggingen/lijst.{vorm}",
        send_promises,
        Role.READER,
        is_paced=True,
    ),
)
