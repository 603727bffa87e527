"""The program as an administrator starts it: processes of its own, settings in a file."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from storage.config import DatabaseConfig
from storage.database import migrate, open_database, snapshot
from storage.events import events_by_action
from storage.heartbeats import last_beats
from storage.ledger import State, mails_by_state
from storage.tables.mails import ArrivalRow, FailureRow, RawMailRow
from tests.databases import settings_of
from tests.servers import PASSWORD, PATIENCE, USER, Dovecot

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "ibt_intake")


def until(
    condition: Callable[[], Any], what: str, seconds: float = PATIENCE, *, every: float = 0.02
) -> Any:
    """What the condition gives once it holds; every: seconds between two looks."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(every)
    raise AssertionError(f"not within {seconds} seconds: {what}")


class Program:
    """A running program; what it writes to standard error is read as it comes."""

    def __init__(self, command: Sequence[str], **options: Any) -> None:
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **options
        )
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._is_over = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stderr:
            with self._news:
                self.lines.append(line.rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._is_over = True
            self._news.notify_all()

    def wait_for(self, event: str, *, times: int = 1, seconds: float = PATIENCE) -> dict[str, Any]:
        """The event of that name in the log, once it was written so many times."""

        def found() -> bool:
            return len(self.events(event)) >= times or self._is_over

        with self._news:
            self._news.wait_for(found, seconds)
        events = self.events(event)
        assert len(events) >= times, f"no {event} within {seconds} seconds: {self.lines[-5:]}"
        return events[times - 1]

    def events(self, name: str) -> list[dict[str, Any]]:
        """What was logged under a name so far."""
        return [each for each in map(as_event, list(self.lines)) if each.get("event") == name]

    def told(self) -> list[str]:
        """The lines that are no event of the log."""
        return [line for line in self.lines if not as_event(line)]

    def end(self, signal: int | None = None, seconds: float = PATIENCE) -> int:
        """Wait for its end, after a signal if one is given; its exit status."""
        if signal is not None:
            self.process.send_signal(signal)
        status = self.process.wait(seconds)
        self._reader.join(seconds)
        self.process.stderr.close()
        return status


def as_event(line: str) -> dict[str, Any]:
    """A line of the log, empty where it is none."""
    with suppress(ValueError):
        event = json.loads(line)
        return event if isinstance(event, dict) else {}
    return {}


@dataclass
class Installation:
    """Settings, password and database in a folder, and the programs that use them."""

    folder: Path
    settings: dict[str, dict[str, Any]]
    programs: list[Program] = field(default_factory=list)

    @property
    def config(self) -> Path:
        """The file with the settings as they are now."""
        lines = []
        for section, keys in (self.settings | {"smtp": self.smtp}).items():
            lines.append(f"[{section}]")
            lines += [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
        path, written = self.folder / "config.toml", self.folder / "config.written"
        written.write_text("\n".join(lines), encoding="utf-8")
        return written.replace(path)  # whole at any time: a program just started may read it

    @property
    def smtp(self) -> dict[str, Any]:
        """The settings of what goes out; its key stands with the data, on a server too."""
        key = str(self.folder / "data" / "message-id.key")
        return {"message_id_key_file": key} | self.settings.get("smtp", {})

    @property
    def engine(self) -> Engine:
        """Its database, to look into."""
        engine = open_database(DatabaseConfig(**self.settings["database"]))
        migrate(engine)
        return engine

    def start(self, *arguments: str, command: Sequence[str] = COMMAND, **options: Any) -> Program:
        """Start a command that goes on; without arguments the daemon."""
        arguments = (*(arguments or ("run",)), "--config", str(self.config))
        program = Program((*command, *arguments), cwd=ROOT, **options)
        self.programs.append(program)
        return program

    def run(
        self,
        *arguments: str,
        before: Sequence[str] = (),
        seconds: float = PATIENCE * 2,
        **environment: str,
    ) -> subprocess.CompletedProcess[str]:
        """A command from start to end; before: a program that starts it."""
        return subprocess.run(
            [*before, *COMMAND, *arguments, "--config", str(self.config)],
            cwd=ROOT,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    def close(self) -> None:
        """End what still runs."""
        for program in self.programs:
            if program.process.poll() is None:
                program.process.kill()
                program.end()

    def wait_until_idle(self) -> None:
        """Return once a daemon has ended its first pass, and waits for mail."""
        until(lambda: "deadlines" in self.look(last_beats), "the end of the first pass")

    def look(self, question: Callable[..., Any], *arguments: Any) -> Any:
        """What a storage function answers now."""
        engine = self.engine
        try:
            with snapshot(engine) as session:
                return question(session, *arguments)
        finally:
            engine.dispose()

    def counts(self) -> dict[State, int]:
        """How many mails stand where."""
        return self.look(mails_by_state)

    def filed(self) -> int:
        """How many mails have come to their end."""
        return self.counts()[State.FILED]

    def raws(self) -> list[bytes]:
        """The bytes of every mail that is kept, sorted."""
        return self.look(lambda session: sorted(session.exec(select(RawMailRow.raw))))

    def places(self) -> list[tuple[str, int, int]]:
        """Folder, UIDVALIDITY and UID of every place in the ledger, sorted."""
        columns = (ArrivalRow.folder, ArrivalRow.uidvalidity, ArrivalRow.uid)
        return self.look(lambda session: sorted(map(tuple, session.exec(select(*columns)))))

    def events(self, action: str) -> list[str]:
        """What the events of a sort in the audit trail are about, sorted."""
        return self.look(
            lambda session: sorted(event.object for event in events_by_action(session, action))
        )

    def failures(self) -> dict[str, tuple[int, str]]:
        """Tries and reason of every mail that failed, or is in hand."""
        rows = self.look(lambda session: list(session.exec(select(FailureRow))))
        return {row.sha256: (row.tries, row.reason) for row in rows}


def installation_at(folder: Path, server: Dovecot, **mailbox: Any) -> Installation:
    """An installation that takes mail from that server; mailbox: settings of its own."""
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    common: dict[str, Any] = {
        "kind": "imap",
        "host": "127.0.0.1",
        "port": server.port,
        "security": "plain",
        "user": USER,
        "password_file": str(secret),
    }
    return Installation(
        folder,
        {
            "mailbox": common | mailbox,
            "database": settings_of(folder / "data"),
            "log": {"format": "json"},
        },
    )
