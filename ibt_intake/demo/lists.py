"""The demo's lists as files, brought in by the functions of `ibt-intake registry`."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from ibt_intake.demo.country import Owed, Places, task_of
from ibt_intake.demo.days import (
    COUNTED,
    COUNTED_ANEW,
    COUNTED_ANEW_IN,
    COUNTED_IN,
    ESTIMATE,
    LAST_DAY,
    LISTED,
    SECOND,
    TASKS_IN,
    at,
)
from ibt_intake.listing import decision_entered, municipalities_in, tasks_in
from ibt_intake.reporting import report_in
from rules.distribution import COUNTED as CATEGORIES
from rules.registry import Municipality
from rules.signalling import DUTCH

MERGED, INTO = "Wijdemeren", "Hilversum"
TASK_HEADS = ("Provincie", "Gemeente", "Categorie", "Taak")
ESTIMATE_HEADS = (*TASK_HEADS, "Soort", "Vanaf")
REPORT_HEADS = (*TASK_HEADS, "Gerealiseerd", "Peildatum")
MUNICIPALITY_HEADS = ("Code", "Gemeente", "Provincie", "Domein", "Tot en met", "Opvolger")
Cell = str | int


@dataclass(frozen=True, slots=True)
class Lists:
    """Where the files stand, and where they are brought in."""

    folder: Path
    engine: Engine
    municipalities: Sequence[Municipality]

    def bring_tasks(self, country: Mapping[str, Owed]) -> None:
        """The tasks under the first decision."""
        tasks = {name: each.task for name, each in country.items()}
        file = self.write("taken-1.csv", TASK_HEADS, self.tasks(tasks))
        tasks_in(file, self.engine, 1, at(TASKS_IN)).take_over()

    def bring_first_reports(self, country: Mapping[str, Owed]) -> None:
        """What each province reports of the day on which the places had to be there."""
        there = {name: each.there for name, each in country.items()}
        self.bring_reports(country, there, COUNTED, COUNTED_IN)

    def bring_second_reports(
        self, country: Mapping[str, Owed], there: Mapping[str, Places]
    ) -> None:
        """What each province reports more than a year later."""
        self.bring_reports(country, there, COUNTED_ANEW, COUNTED_ANEW_IN)

    def bring_estimate(self) -> None:
        """The next tasks as they were estimated, which are nobody's task yet."""
        rows = (
            (*row, "indicatief", f"{ESTIMATE:%d-%m-%Y}")
            for row in self.tasks(
                {each.name: task_of(each.name, 2) for each in self.municipalities}
            )
        )
        file = self.write("taken-2-indicatief.csv", ESTIMATE_HEADS, rows)
        tasks_in(file, self.engine, 2, at(ESTIMATE)).take_over()

    def bring_next_decision(self) -> None:
        """The second decision with its tasks."""
        decision_entered(self.engine, SECOND, at(SECOND.decided_on)).take_over()
        tasks = {each.name: task_of(each.name, SECOND.cycle) for each in self.municipalities}
        file = self.write("taken-2.csv", TASK_HEADS, self.tasks(tasks))
        tasks_in(file, self.engine, SECOND.cycle, at(LISTED)).take_over()

    def bring_merger(self) -> None:
        """The municipality that goes up in another."""
        by_name = {each.name: each for each in self.municipalities}
        gone, heir = by_name[MERGED], by_name[INTO]
        row = (gone.code, gone.name, gone.province, gone.domain, f"{LAST_DAY:%d-%m-%Y}", heir.code)
        file = self.write("gemeenten.csv", MUNICIPALITY_HEADS, [row])
        municipalities_in(file, self.engine, at(LISTED)).take_over()

    def bring_reports(
        self,
        country: Mapping[str, Owed],
        there: Mapping[str, Places],
        counted_on: date,
        brought_in: date,
    ) -> None:
        """A report of each province."""
        for province in sorted({each.province for each in self.municipalities}):
            rows = self.counts(province, country, there, counted_on)
            file = self.write(f"voortgang-{counted_on}-{province}.csv", REPORT_HEADS, rows)
            looked = report_in(file, self.engine, province, counted_on, 1, at(brought_in))
            looked.take_over()

    def tasks(self, tasks: Mapping[str, Places]) -> Iterator[tuple[Cell, ...]]:
        """A row for each municipality and category."""
        for each in self.municipalities:
            for category in CATEGORIES:
                places = tasks[each.name].of(category)
                yield each.province, each.name, DUTCH[category], places

    def counts(
        self,
        province: str,
        country: Mapping[str, Owed],
        there: Mapping[str, Places],
        counted_on: date,
    ) -> Iterator[tuple[Cell, ...]]:
        """A row for each municipality of a province and category."""
        for each in self.municipalities:
            for category in CATEGORIES if each.province == province else ():
                asked = country[each.name].task.of(category)
                counted = there[each.name].of(category)
                row = (province, each.name, DUTCH[category], asked, counted)
                yield *row, f"{counted_on:%d-%m-%Y}"

    def write(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
        """A list as a file that opens in a spreadsheet."""
        self.folder.mkdir(exist_ok=True)
        file = self.folder / name
        with file.open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.writer(opened, delimiter=";")
            writer.writerow(heads)
            writer.writerows(rows)
        return file
