"""How much memory a piece of work takes."""

import tracemalloc
from contextlib import contextmanager
from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass
class Memory:
    """The most that was held at once beyond what there was before, in bytes; told at the end."""

    most: int = 0


@contextmanager
def measured():
    """What Python's own objects take inside the block."""
    found = Memory()
    tracemalloc.start()
    try:
        yield found
        found.most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
