"""The overview: how the rounds of letters stand, the ladder, and what is due this week."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from starlette.responses import Response

from review.addresses import NONE, day_of
from review.charts import Chart, Series, drawn
from review.due_list import DAYS_AHEAD
from review.export import FileForm, download, file_form
from review.ladder import STEPS, step
from review.rounds import (
    COLUMNS,
    HEADS,
    STANDS,
    TallyLine,
    chart_of,
    letter_days,
    of_round,
    province_lines,
    round_key,
    round_line,
    round_name,
    total,
)
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.accounts import display_names
from storage.case_states import Due
from storage.database import snapshot
from storage.overview import DueCase, RoundCount, overview, round_counts

CHARTED = 8  # rounds; older ones are in the table
DUE_SHOWN = 10


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day of this week, and how many cases ask for each thing on it."""

    day: date
    counts: tuple[tuple[Due, int], ...]


def show_overview(visit: Visit) -> Response:
    """The figures of today, each with the way to the list behind it."""
    until = visit.today + timedelta(days=DAYS_AHEAD)
    with snapshot(visit.site.engine) as session:
        found = overview(session, visit.today, until)
        names = display_names(session)
    rounds = [round_line(found.rounds, each) for each in letter_days(found.rounds)]
    chosen = chosen_round(visit, found.rounds)
    provinces = province_lines(found.rounds, chosen)
    ladder = [(number, step(number), dict(found.ladder).get(number, 0)) for number in STEPS]
    return visit.show(
        "overview.html",
        columns=COLUMNS,
        whole=TallyLine("Alle zaken", total(found.rounds), ()),
        rounds=rounds,
        rounds_chart=drawn(chart_of("Stand per ronde van brieven", rounds[:CHARTED])),
        charted=CHARTED,
        choices=[(round_key(each), round_name(each)) for each in letter_days(found.rounds)],
        chosen=round_key(chosen),
        chosen_name=round_name(chosen),
        chosen_line=replace(round_line(found.rounds, chosen), name="Samen"),
        provinces=provinces,
        provinces_chart=drawn(chart_of("Stand per provincie", provinces)),
        ladder=ladder,
        ladder_chart=drawn(ladder_chart([count for _, _, count in ladder])),
        officers=[(each or NONE, names.get(each, each), count) for each, count in found.officers],
        week=week(found.due, visit.today),
        due=found.due[:DUE_SHOWN],
        due_total=len(found.due),
        until=until,
        whats=list(Due),
        stands=[HEADS[each] for each in STANDS],
        files=list(FileForm),
    )


def send_rounds(visit: Visit) -> Response:
    """Each round in each province, as a file."""
    form = file_form(visit)
    with snapshot(visit.site.engine) as session:
        counts = round_counts(session, visit.today)
    rows = [
        [each, line.name, *(line.count(column.name) for column in COLUMNS)]
        for each in letter_days(counts)
        for line in province_lines(counts, each)
    ]
    heads = ["Datum brief", "Provincie", *(column.head for column in COLUMNS)]
    return download(form, f"rondes-{visit.today.isoformat()}", heads, rows)


def chosen_round(visit: Visit, counts: Sequence[RoundCount]) -> date | None:
    """The round whose provinces are shown: the one asked for, else the last."""
    asked = visit.query.get("ronde", "")
    wanted = None if asked == NONE else day_of(asked)
    if (wanted or asked == NONE) and of_round(counts, wanted):
        return wanted
    return next(iter(letter_days(counts)), None)


def ladder_chart(counts: Sequence[int]) -> Chart:
    """How many cases stand on each step."""
    labels = tuple(f"Trede {number}" for number in STEPS)
    return Chart("Zaken per trede van de ladder", labels, (Series("Zaken", tuple(counts)),))


def week(due: Sequence[DueCase], today: date) -> list[DueDay]:
    """What is due on each of the coming days."""
    found = Counter((each.day, each.what) for each in due)
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD + 1)]
    return [DueDay(each, tuple((what, found[each, what]) for what in Due)) for each in days]


PAGES = (
    Page("overview", "GET", "/overzicht", show_overview, Role.READER, menu="Overzicht"),
    Page(
        "overview.file", "GET", "/overzicht/rondes.{vorm}", send_rounds, Role.READER, is_paced=True
    ),
)
