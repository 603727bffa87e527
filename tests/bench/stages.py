"""Where the CPU goes when a mailbox is taken in: milliseconds a mail of each stage.

`make bench-stages` prints the table. All runs in one process here, but for the one that reads
files, so that what it costs to hand mails between processes is not in it: that is the difference
with what `make bench` measures. First loads are left out by mails that are taken in beforehand.
"""

import argparse
import gc
import importlib
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import Config, load_config
from ibt_intake.logs import quiet_logging
from ibt_intake.posting import returns_of
from intake.attachments import child
from intake.lots import file_waiting
from intake.mailbox import open_mailbox
from intake.mailbox.watch import Watch
from intake.steps import keep_new
from intake.tally import Tally
from tests.bench.intake import settings
from tests.bench.mailbox import mail
from tests.bench.maildirs import maildir, serving

FIRST = 30  # mails taken in beforehand
REST = "the rest"
# Where a stage begins: what is called, by the name it is called by. The innermost one counts.
STAGES = (
    ("intake.steps", "keep_batch", "keep on disk"),
    ("intake.lots", "take_lot_in_hand", "take in hand"),
    ("intake.lots", "shared_message_ids", "look for copies"),
    ("intake.lots", "raws_of", "get the bytes"),
    ("intake.desk", "read_mail", "read"),
    ("intake.reading", "read_file", "hand files over"),
    ("rules.judge.Judge", "judge", "judge"),
    ("rules.judge", "sentences_of", "judge: sentences"),
    ("rules.statements.StatementModel", "score", "judge: model of statements"),
    ("rules.linker.Linker", "link", "judge: links"),
    ("rules.judge", "timeline_of", "judge: timeline"),
    ("rules.judge", "kinds_of", "judge: kinds"),
    ("rules.judge", "statements_of", "judge: statements"),
    ("rules.judge", "places_of", "judge: places"),
    ("rules.judge", "doubts_of", "judge: doubts"),
    ("intake.judged_lot", "file_lot", "file"),
    ("storage.filing", "put_readings", "file: readings"),
    ("storage.filing", "add_judgements", "file: judgements"),
    ("storage.filing", "add_states", "file: states of mails"),
    ("storage.filing", "add_texts", "file: words to search"),
    ("storage.filing", "add_links", "file: links"),
    ("storage.filing", "refresh_cases", "file: states of cases"),
    ("storage.filing", "record_events", "file: audit trail"),
    ("sqlalchemy.orm.session.SessionTransaction", "commit", "commit"),
)


@dataclass
class Clock:
    """The CPU of each stage so far, that of stages within it left out."""

    spent: Counter[str] = field(default_factory=Counter)
    within: list[str] = field(default_factory=lambda: [REST])
    since: float = field(default_factory=time.process_time)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What happens meanwhile belongs to that stage."""
        self.turn()
        self.within.append(name)
        try:
            yield
        finally:
            self.turn()
            self.within.pop()

    def turn(self) -> None:
        """Write down what was spent since the last turn."""
        now = time.process_time()
        self.spent[self.within[-1]] += now - self.since
        self.since = now

    def watch(self, owner: object, attribute: str, name: str) -> None:
        """Time what is called by that name from here on."""
        real: Callable[..., Any] = getattr(owner, attribute)

        def timed(*arguments: Any, **named: Any) -> Any:
            with self.stage(name):
                return real(*arguments, **named)

        setattr(owner, attribute, timed)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mails", type=int, default=400)
    parser.add_argument("--json", action="store_true", help="print one object instead of a table")
    asked = parser.parse_args()
    quiet_logging()
    clock = Clock()
    for place, attribute, name in STAGES:
        clock.watch(found(place), attribute, name)
    with TemporaryDirectory() as folder:
        for count in (FIRST, asked.mails):
            place = Path(folder) / str(count)
            place.mkdir()
            clock.spent.clear()
            take_in(place, count, clock)
        child.stop()
    if asked.json:
        print(json.dumps({name: 1000 * spent / asked.mails for name, spent in clock.spent.items()}))
    else:
        tell(clock.spent, asked.mails)


def found(place: str) -> Any:
    """The module or class of that name."""
    module, _, name = place.rpartition(".")
    if name[0].isupper():
        return getattr(importlib.import_module(module), name)
    return importlib.import_module(place)


def take_in(place: Path, count: int, clock: Clock) -> None:
    """One pass over a mailbox of so many mails."""
    server = serving(place / "server", maildir("mixed", count, mail))
    try:
        config = load_config(settings(place, server.port))
        files = file_seconds()
        clock.turn()
        clock.spent.clear()
        one_pass(config, clock)
        clock.spent["files, in their own process"] = file_seconds() - files
    finally:
        server.stop()


def one_pass(config: Config, clock: Clock) -> None:
    """Fetch, keep, read, judge and file all that the mailbox holds."""
    from intake.desk import Desk
    from intake.judging import load_judge
    from storage.database import snapshot
    from storage.registry import registry

    engine, tally, returns = open_storage(config), Tally(), returns_of(config)
    with snapshot(engine) as session:
        judge = load_judge(registry(session), threads=returns.case_of)
    gc.freeze()  # as the reading process does
    clock.turn()
    clock.spent.clear()
    with closing(open_mailbox(config.mailbox)) as mailbox:
        with clock.stage("fetch"):
            keep_new(mailbox, engine, Watch(), tally, Event(), whole=True)
        desk = Desk(judge, config.reading, returns)
        file_waiting(engine, desk, tally, Event(), correspondence=returns)
    clock.turn()
    engine.dispose()


def file_seconds() -> float:
    """The CPU of the process that reads files, as the kernel counts it; 0.0 before the first."""
    reader = child._reader
    if reader is None:
        return 0.0
    fields = Path(f"/proc/{reader._process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # proc(5): utime, stime


def tell(spent: Counter[str], mails: int) -> None:
    """The table as Markdown, in the order of a mail's way."""
    order = ["fetch", *(name for *_, name in STAGES), "files, in their own process", REST]
    print(f"{mails} mixed mails, CPU ms a mail\n")
    print("| stage | CPU ms |\n| --- | --: |")
    for name in dict.fromkeys(order):
        print(f"| {name} | {spent[name] * 1000 / mails:.2f} |")
    print(f"| together | {sum(spent.values()) * 1000 / mails:.2f} |")


if __name__ == "__main__":
    main()
