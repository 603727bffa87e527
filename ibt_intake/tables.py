"""Tables on standard output, for people."""

import json
import os
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from intake.tally import Tally
from rules.case_state import CaseState, Status
from rules.deadlines import received_on
from rules.dutch import day as in_words
from rules.judgement import Element

UNFOLDED = 10_000  # characters a line, where no terminal is
SIGNS = {"complete": "green", "incomplete": "yellow", "overdue": "red", "awaiting": ""}


def dutch_date(value: str | None) -> str:
    """An ISO date or moment as Dutch officers write the day, "-" without one."""
    return dutch_day(datetime.fromisoformat(value).date() if value else None)


def dutch_day(day: date | None) -> str:
    """A day as Dutch officers write it, "-" without one."""
    return in_words(day) or "-"


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> None:
    """Aligned columns; the words carry the meaning, colour is only a second sign."""
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        # As Text: a string would be read as markup, and words of a mail may look like it.
        table.add_row(*(Text(cell, style=SIGNS.get(cell, "")) for cell in row))
    console = Console(highlight=False, soft_wrap=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = UNFOLDED  # a row is a line, to be searched and counted
    console.print(table)


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


def print_cases(states: Sequence[CaseState], as_of: date) -> None:
    """Cases, a row each, and how many stand where."""
    rows = [
        [
            state.municipality,
            state.reference or "-",
            state.status.value,
            ", ".join(each.value for each in Element if each in state.missing) or "-",
            dutch_day(state.deadline.due if state.deadline else None),
            dutch_day(received_on(state.answered_at) if state.answered_at else None),
            str(len(state.mails)),
            ", ".join(sorted(state.flags)) or "-",
        ]
        for state in states
    ]
    columns = ["municipality", "reference", "status", "missing", "due", "received"]
    print_table([*columns, "mails", "flags"], rows, f"Cases on {dutch_day(as_of)}")
    counts = Counter(state.status.value for state in states)
    told = ", ".join(f"{counts[each.value]} {each.value}" for each in Status)
    print(f"{len(states)} cases: {told}; {sum(bool(state.late) for state in states)} late")


def print_tally(tally: Tally, output_format: str) -> None:
    """What a pass did."""
    counts = {
        "new": tally.kept,
        "known": tally.known,
        "filed": tally.filed,
        "set_aside": tally.set_aside,
        "wants_ocr": tally.wants_ocr,
    }
    if output_format == "jsonl":
        print(json.dumps(counts))
        return
    print(
        f"{tally.kept} new mails, {tally.known} known already, {tally.filed} judged and filed, "
        f"{tally.set_aside} set aside"
    )
    if tally.wants_ocr:
        print(f"{tally.wants_ocr} mails with scanned pages wait for the next `poll`, or for `run`")
