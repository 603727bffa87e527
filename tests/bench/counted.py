"""What a command and all processes below it cost, also those that nobody waited for.

`python -m tests.bench.counted COMMAND...` runs it and prints one line of JSON. With `--samples`
in front it looks ten times a second at the memory of all of them together.
"""

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

from tests.bench.processes import below

PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>: orphans below become children of this process
SAMPLE_SECONDS = 0.1


class Sampler(Thread):
    """The most memory that all processes below this one hold at once."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most_mb = 0.0
        self.ended = Event()

    def run(self) -> None:
        """Look until told to end."""
        while not self.ended.wait(SAMPLE_SECONDS):
            self.most_mb = max(self.most_mb, sum(map(held_mb, below(os.getpid()))))


def held_mb(pid: int) -> float:
    """The proportional set of a process: what it shares with others is divided among them."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Run, wait for every process, and tell."""
    command, sampler = sys.argv[1:], Sampler()
    if command[0] == "--samples":
        del command[0]
        sampler.start()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    wall = time.monotonic() - start
    sampler.ended.set()
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "status": done.returncode,
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peak_mb": used.ru_maxrss / 1024,  # of the largest process
        "together_mb": sampler.most_mb,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
