"""A round of letters in figures, on any day since it was written: by province, and day by day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session
from starlette.responses import Response

from review.addresses import NONE, YES, day_of, past_day
from review.charts import Chart, Series, drawn, drawn_by_day
from review.errors import NotFound
from review.export import Cell, FileForm, download, file_form
from review.rounds import COLUMNS, HEADS, STANDS, Column, Query, chart_of
from review.table import Page
from review.visit import Visit
from rules.calendar import HOLIDAYS
from rules.case_state import Status
from rules.roles import Role
from rules.round_days import CaseHistory, RoundCase, round_by_day, round_on
from storage.database import snapshot
from storage.links import Key
from storage.registry import provinces_by_name
from storage.round_cases import acknowledged_on, cases_of_round
from storage.rounds import Round, RoundState, rounds

ACKNOWLEDGED = Column("Ontvangst bevestigd", "acknowledged", (("bevestigd", YES),))
SENT, *OTHERS = COLUMNS
ROUND_COLUMNS = (SENT, ACKNOWLEDGED, *OTHERS)
BY_DAY = ("received", "complete", "incomplete", "late", "awaiting", "overdue")
MOST_DAYS = 63  # of a chart, from the letters' date: three terms of three weeks
UNKNOWN = "Onbekend"


@dataclass(frozen=True, slots=True)
class Standing:
    """A case of the round as it stood on a day."""

    state: RoundCase
    province: str
    is_acknowledged: bool

    def counts_as(self, name: str) -> bool:
        """Whether a figure counts this case."""
        state = self.state
        return {
            "sent": True,
            "acknowledged": self.is_acknowledged,
            "received": state.answered_at is not None,
            "complete": state.status is Status.COMPLETE,
            "incomplete": state.status is Status.INCOMPLETE,
            "late": bool(state.late),
            "awaiting": state.status is Status.AWAITING,
            "overdue": state.status is Status.OVERDUE,
        }[name]


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A row of figures, and what the list behind it is asked for."""

    name: str
    standings: tuple[Standing, ...]
    query: Query

    def count(self, name: str) -> int:
        """One of its figures."""
        return sum(each.counts_as(name) for each in self.standings)

    def asks(self, column: Column) -> dict[str, str]:
        """What the list behind a figure is asked for."""
        return dict(self.query + column.query)


@dataclass(frozen=True, slots=True)
class Known:
    """What storage knows of a round."""

    letter_date: date
    cases: list[CaseHistory]
    acknowledged: Mapping[Key, date]
    provinces: dict[str, str]
    made: list[Round]

    def standing(self, state: RoundCase, day: date) -> Standing:
        """A case with what else is told of it on a day."""
        on = self.acknowledged.get((state.municipality, state.reference))
        province = self.provinces.get(state.municipality, "")
        return Standing(state, province, on is not None and on <= day)


def known_of(visit: Visit, session: Session) -> Known:
    """The round that the address names."""
    letter_date = day_of(visit.part("ronde"))
    if letter_date is None or letter_date > visit.today:
        raise NotFound("Er is geen ronde met brieven van deze dag.")
    cases = cases_of_round(session, letter_date)
    if not cases:
        raise NotFound("Er is geen ronde met brieven van deze dag.")
    return Known(
        letter_date,
        cases,
        acknowledged_on(session, {each.case.municipality for each in cases}),
        provinces_by_name(session),
        [
            each
            for each in rounds(session)
            if each.terms.letter_date == letter_date and each.state is not RoundState.DROPPED
        ],
    )


def show_round(visit: Visit) -> Response:
    """The figures of a day, each with the way to the list behind it."""
    with snapshot(visit.site.engine) as session:
        known = known_of(visit, session)
    day = day_asked(visit, known)
    standings = tuple(standings_on(visit, known, day))
    whole = RoundLine("Samen", standings, whole_query(visit, known, day))
    provinces = province_lines(whole)
    days = days_of(visit, known, day)
    return visit.show(
        "round/cockpit.html",
        letter_date=known.letter_date,
        day=day,
        is_today=day == visit.today,
        lists="cases" if day == visit.today else "rounds.cases",
        made=known.made,
        columns=ROUND_COLUMNS,
        whole=whole,
        provinces=provinces,
        provinces_chart=drawn(chart_of("Stand per provincie", provinces)),
        stands=[HEADS[each] for each in STANDS],
        days=day_rows(days),
        day_heads=[HEADS[each] for each in BY_DAY],
        days_chart=drawn_by_day(chart_by_day(days)),
        is_cut=len(days) <= (day - known.letter_date).days,
        files=list(FileForm),
    )


def day_asked(visit: Visit, known: Known) -> date:
    """The day that the address asks for, between the letters' date and today."""
    return max(known.letter_date, past_day(visit))


def whole_query(visit: Visit, known: Known, day: date) -> Query:
    """What the list behind the round as a whole is asked for."""
    if day == visit.today:
        return (("brief", known.letter_date.isoformat()),)
    return (("ronde", known.letter_date.isoformat()), ("op", day.isoformat()))


def province_lines(whole: RoundLine) -> list[RoundLine]:
    """The figures by province, by name; those without one last."""
    names = sorted({each.province for each in whole.standings}, key=lambda name: (not name, name))
    return [
        RoundLine(
            name or UNKNOWN,
            tuple(each for each in whole.standings if each.province == name),
            (*whole.query, ("provincie", name or NONE)),
        )
        for name in names
    ]


def day_rows(days: Mapping[date, Sequence[RoundCase]]) -> list[tuple[date, list[int]]]:
    """The figures of each day, the last in front."""
    return [(each, figures_of(states)) for each, states in sorted(days.items(), reverse=True)]


def figures_of(states: Iterable[RoundCase]) -> list[int]:
    """How many cases each figure of a day counts."""
    standings = [Standing(each, "", False) for each in states]
    return [sum(each.counts_as(name) for each in standings) for name in BY_DAY]


def chart_by_day(days: Mapping[date, Sequence[RoundCase]]) -> Chart:
    """Where the cases stood at the end of each day."""
    figures = [dict(zip(BY_DAY, figures_of(states), strict=True)) for states in days.values()]
    series = [Series(HEADS[name], tuple(each[name] for each in figures)) for name in STANDS]
    labels = tuple(f"{each.day}-{each.month}" for each in days)
    return Chart("Stand per dag", labels, tuple(series))


def standings_on(visit: Visit, known: Known, day: date) -> list[Standing]:
    """The cases of a round on a day."""
    states = round_on(known.cases, known.letter_date, day, HOLIDAYS, roll_over=visit.site.roll_over)
    return [known.standing(each, day) for each in states]


def send_provinces(visit: Visit) -> Response:
    """The figures of a day by province, the whole round last."""
    form = file_form(visit)
    with snapshot(visit.site.engine) as session:
        known = known_of(visit, session)
    day = day_asked(visit, known)
    whole = RoundLine("Samen", tuple(standings_on(visit, known, day)), ())
    rows: list[list[Cell]] = [
        [line.name, *(line.count(column.name) for column in ROUND_COLUMNS)]
        for line in (*province_lines(whole), whole)
    ]
    name = f"ronde-{known.letter_date.isoformat()}-per-provincie-op-{day.isoformat()}"
    return download(form, name, ["Provincie", *(each.head for each in ROUND_COLUMNS)], rows)


def send_days(visit: Visit) -> Response:
    """The figures of each day, the last in front."""
    form = file_form(visit)
    with snapshot(visit.site.engine) as session:
        known = known_of(visit, session)
    day = day_asked(visit, known)
    days = day_rows(days_of(visit, known, day))
    rows: list[list[Cell]] = [[each, *counts] for each, counts in days]
    name = f"ronde-{known.letter_date.isoformat()}-per-dag-op-{day.isoformat()}"
    return download(form, name, ["Dag", *(HEADS[each] for each in BY_DAY)], rows)


def days_of(visit: Visit, known: Known, day: date) -> dict[date, list[RoundCase]]:
    """The cases of the round at the end of each of its first days, up to a day."""
    last = min(day, known.letter_date + timedelta(days=MOST_DAYS - 1))
    return round_by_day(
        known.cases, known.letter_date, last, HOLIDAYS, roll_over=visit.site.roll_over
    )


ROUND = "/rondes/{ronde}"
PAGES = (
    Page("rounds.round", "GET", ROUND, show_round, Role.READER),
    Page(
        "rounds.provinces_file",
        "GET",
        f"{ROUND}/provincies.{{vorm}}",
        send_provinces,
        Role.READER,
        is_paced=True,
    ),
    Page(
        "rounds.days_file", "GET", f"{ROUND}/dagen.{{vorm}}", send_days, Role.READER, is_paced=True
    ),
)
