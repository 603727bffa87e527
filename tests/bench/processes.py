"""What a process and those below it have used so far, as the kernel counts it."""

import os
import time
from contextlib import suppress
from pathlib import Path

CPUCLOCK_SCHED = 2  # <linux/posix-timers.h>: the clock of a process, all its threads together


def cpu_of(pid: int) -> float:
    """The seconds of CPU of a process and those below it that live; 0.0 where it has ended."""
    return sum(map(own_cpu, (pid, *below(pid))))


def own_cpu(pid: int) -> float:
    """The seconds of CPU of one process, to the nanosecond; 0.0 where it has ended."""
    with suppress(OSError):
        return time.clock_gettime((~pid << 3) | CPUCLOCK_SCHED)
    return 0.0


def below(pid: int) -> list[int]:
    """The processes below one, children of children as well."""
    found, parents = [], {pid}
    children = [(each, parent_of(each)) for each in processes()]
    while parents:
        parents = {each for each, parent in children if parent in parents}
        found += sorted(parents)
    return found


def processes() -> list[int]:
    """All that run on this machine."""
    return [int(each) for each in os.listdir("/proc") if each.isdigit()]


def parent_of(pid: int) -> int:
    """The process that a process is below; 0 where it has ended."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0
