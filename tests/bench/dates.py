"""What finding the expressions of time of a mail costs, beside the floor from end to end.

Mails of the mixed mailbox are judged once, and what is asked of `rules.expressions` meanwhile is
written down, by whatever rule; the same is then asked again, in that order, and counted. The floor
takes in the same mails. Two minutes.
"""

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from intake.config import ReadingConfig
from intake.desk import Desk
from intake.judging import load_judge
from intake.registry import default_registry
from rules.expressions import expressions_in
from tests.bench.intake import floor, measured
from tests.bench.mailbox import mail
from tests.bench.row import Row, run, told

MAILS = 500
NAME = "expressions_in"
Asked = tuple[tuple[Any, ...], dict[str, Any]]


def rows(times: int) -> list[Row]:
    """The row of dates."""
    calls = asked(MAILS)
    ours = median(spent_ms(calls) / MAILS for _ in range(times))
    told(f"{len(calls) / MAILS:.0f} questions a mail, {ours:.2f} ms")
    least = measured({"floor": floor}, MAILS, times)["floor"].cpu_ms
    what = "CPU a mail of finding expressions of time"
    return [Row(what, "floor from end to end", ours, least, "ms", 0.15)]


def asked(mails: int) -> list[Asked]:
    """What judging so many mails asks."""
    found: list[Asked] = []

    def heard(*values: Any, **named: Any) -> Any:
        found.append((values, named))
        return expressions_in(*values, **named)

    desk = Desk(load_judge(default_registry()), ReadingConfig())
    put(heard)
    try:
        for number in range(mails):
            desk.take(mail(number), None)
    finally:
        put(expressions_in)
    return found


def put(function: Callable[..., Any]) -> None:
    """Have all rules that ask, ask this."""
    for name, module in list(sys.modules.items()):
        if name.startswith("rules.") and hasattr(module, NAME):
            setattr(module, NAME, function)


def spent_ms(calls: list[Asked]) -> float:
    """The CPU that answering takes, none of the answers being known."""
    expressions_in.cache_clear()
    begin = time.process_time()
    for values, named in calls:
        expressions_in(*values, **named)
    return 1000 * (time.process_time() - begin)


if __name__ == "__main__":
    sys.exit(run("dates", rows))
