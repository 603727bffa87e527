"""Processes that begin with a module and all it imports in memory, for tests that start many."""

import os
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from typing import Any

from tests.system.programs import ROOT

FORKED = get_context("forkserver")


def forked(target: Callable[..., None], *arguments: Any, **environment: str) -> ForkServerProcess:
    """A process, started, that calls a function of a module in memory.

    environment: what it has besides that of this process.
    """
    # The process that is forked loads modules by the path of its environment, not by ours.
    os.environ["PYTHONPATH"] = str(ROOT)
    FORKED.set_forkserver_preload([target.__module__])
    process = FORKED.Process(target=called, args=(os.environ | environment, target, arguments))
    process.start()
    return process


def called(
    environment: Mapping[str, str], target: Callable[..., None], arguments: tuple[Any, ...]
) -> None:
    """Call it in that environment.

    What is forked has that of the test in which the first one was, and with it, on PostgreSQL, the
    address of a database that ended with that test.
    """
    os.environ.clear()
    os.environ.update(environment)
    target(*arguments)
