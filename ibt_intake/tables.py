"""Tables on standard output, for people."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
SIGNS = {"complete": "green", "incomplete": "yellow", "overdue": "red", "awaiting": ""}


def dutch_date(value: str | None) -> str:
    """An ISO date as Dutch officers write it, "-" without one."""
    if not value:
        return "-"
    day = datetime.fromisoformat(value).date() if "T" in value else date.fromisoformat(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> None:
    """Aligned columns; the words carry the meaning, colour is only a second sign."""
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(f"[{SIGNS[cell]}]{cell}[/]" if SIGNS.get(cell) else cell for cell in row))
    Console(highlight=False, soft_wrap=False).print(table)


def print_mails(mails: Sequence[dict[str, Any]]) -> None:
    """Judged mails, a row each."""
    rows = [
        [
            mail["file"].rsplit("/", 1)[-1],
            dutch_date(mail["received"]),
            ", ".join(mail["kinds"]),
            ", ".join(mail["municipalities"]) or "-",
            ", ".join(mail["missing"]) or "-",
            ", ".join(mail["flags"]) or "-",
        ]
        for mail in mails
    ]
    print_table(["mail", "received", "kinds", "municipalities", "missing", "flags"], rows)


def print_cases(cases: Sequence[dict[str, Any]], title: str = "") -> None:
    """Cases, a row each."""
    rows = [
        [
            case["municipality"],
            case["reference"] or "-",
            case["status"],
            ", ".join(case["missing"]) or "-",
            dutch_date(case["due"]),
            {True: "late", False: "in time", None: "-"}[case["late"]],
            str(len(case["mails"])),
            ", ".join(case["flags"]) or "-",
        ]
        for case in cases
    ]
    columns = [
        "municipality",
        "reference",
        "status",
        "missing",
        "due",
        "received",
        "mails",
        "flags",
    ]
    print_table(columns, rows, title)
