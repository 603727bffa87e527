"""The daemon as it lives, in a process that can be killed; its clock stands in office hours."""

import signal
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event as Flag
from pathlib import Path

from ibt_intake import working
from ibt_intake.bootstrap import open_storage
from ibt_intake.config import load_config
from ibt_intake.logs import quiet_logging
from ibt_intake.reminding import turn_of
from intake import leases, steps, worker
from intake.judging import load_models
from outbox.sender import Sender
from tests.system.forked import FORKED, forked

load_models()


def live(config_file: str, ahead: timedelta, begun: Flag) -> None:
    """Be the daemon; ahead: how far its clock is from the machine's."""
    quiet_logging()

    def clock() -> datetime:
        return datetime.now(UTC) + ahead

    for module in (steps, worker, leases):
        module.now = clock
    working.sender_of = lambda config, engine: Sender(
        turn_of(config, engine, now=clock), every_seconds=0.1
    )
    config = load_config(Path(config_file))
    engine = open_storage(config)
    with working.at_work(config, engine) as (works, mailbox):
        begun.set()
        working.daemon_of(config, engine, works, mailbox).run()


class Living:
    """A daemon in a fork that has all it imports in memory."""

    def __init__(self, config_file: Path, ahead: timedelta) -> None:
        self.begun = FORKED.Event()
        self.process = forked(live, str(config_file), ahead, self.begun)

    def kill(self) -> None:
        """End it at once. It must not have ended by itself."""
        self.process.kill()
        self.process.join()
        assert self.process.exitcode == -signal.SIGKILL, self.process.exitcode
