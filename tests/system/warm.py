"""The command with everything it imports already in memory, for tests that start it many times.

A fork of a process that has loaded the program begins where a new one comes to after seconds.
"""

import os
import signal
import sys
from pathlib import Path

from ibt_intake.cli import main
from intake.judging import load_models
from tests.system import at_hand
from tests.system.forked import forked

load_models()


class Warm:
    """A running command, in a fork; what it writes to standard error goes to a file."""

    def __init__(self, arguments: list[str], errors: Path, environment: dict[str, str]) -> None:
        self.process = forked(command, arguments, str(errors), **environment)

    def kill(self) -> int:
        """End it at once; its exit status, which is another where it had ended by itself."""
        self.process.kill()
        self.process.join()
        return self.process.exitcode


def command(arguments: list[str], errors: str) -> None:
    """Run the command in this process."""
    os.dup2(os.open(errors, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600), sys.stderr.fileno())
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["ibt-intake", *arguments]
    at_hand.use()
    main()
