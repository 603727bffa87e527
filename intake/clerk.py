"""A process that does what it is asked, one thing after the other, and may be asked ahead.

What it does may end it. It says when it begins a thing, so that the one that ended it is known,
and what was asked after that one is asked again of the next process. All that it says carries the
number of the thing: one mail is never judged by what another says.
"""

import atexit
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pickle import PicklingError
from threading import Lock
from typing import Any, TypeAlias

TRIES = 2  # of a thing that no process came to begin
BEGUN = "begun"  # what a process says when it begins a thing
BEGIN_SECONDS = 300.0  # for a process to begin a thing whose turn it is, on a busy machine
END_SECONDS = 3.0  # for a process to end by itself

Work = Callable[..., object]
Pipe: TypeAlias = "Connection[object, Any]"


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a thing."""

    found: Any
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """That the process ended over a thing, or before it began (is_begun)."""

    exitcode: int | None  # None: it took too long by the wall, and was killed
    is_begun: bool = True
    is_closed: bool = False  # by another thread, while this one waited


class Silence(Enum):
    """Why nothing was heard of a process that can be made use of."""

    ENDED = "ended"
    LATE = "late"
    GARBLED = "garbled"  # what it said cannot be made out, nor where the next begins


@dataclass(frozen=True, slots=True)
class Told:
    """What a process says of a thing."""

    number: int
    what: "str | Done"


@dataclass(slots=True)
class Asked:
    """A thing that was asked, and what came of it."""

    number: int  # said with all that the process says of it
    work: Work
    arguments: tuple[object, ...]
    is_begun: bool = False
    tries: int = 0
    answer: Done | Ended | None = None


class Clerk:
    """A process, started when it is first asked and again when it has ended."""

    def __init__(self, preload: list[str], begin: Work, *arguments: object) -> None:
        """preload: modules that the process finds loaded; begin: called first in it."""
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(preload)
        self._begin = (begin, arguments)
        self._process: ForkServerProcess | None = None
        self._pipe: Pipe | None = None
        self._asked: deque[Asked] = deque()  # without answer
        self._numbers = count(1)
        # What is told waits in a pipe while the process writes an answer that nobody reads yet.
        self._teller: ThreadPoolExecutor | None = None
        self.things = 0  # asked of this process
        self._lock = Lock()  # another thread may close it

    @property
    def is_idle(self) -> bool:
        """Whether all that was asked is answered."""
        return not self._asked

    @property
    def waiting(self) -> int:
        """How many things are asked and not answered."""
        return len(self._asked)

    def ask(self, work: Work, *arguments: object) -> Asked:
        """A thing that is done once those asked before are."""
        asked = Asked(next(self._numbers), work, arguments)
        with self._lock:
            self._asked.append(asked)
            if self._pipe is None:
                self._start()
            else:
                self._tell(asked)
        return asked

    def answer(self, asked: Asked, seconds: float) -> Any:
        """What came of a thing, raised where it is an error; `Ended` where the process ended.

        seconds: for each thing, by the wall.
        """
        while asked.answer is None:
            self._hear(seconds)
        if isinstance(asked.answer, Ended):
            return asked.answer
        if asked.answer.error is not None:
            raise asked.answer.error
        return asked.answer.found

    def close(self) -> None:
        """End the process, with what it has in hand; what is asked next starts another."""
        with self._lock:
            is_idle = self.is_idle
            while self._asked:
                self._asked.popleft().answer = Ended(None, is_closed=True)
            self._end(is_killed=not is_idle)

    def _tell(self, asked: Asked) -> None:
        """Have the process know of a thing; where it is no more, that shows when it is heard."""
        if self._pipe is not None and self._teller is not None:
            self.things += 1
            self._teller.submit(tell, self._pipe, asked)

    def _hear(self, seconds: float) -> None:
        """Take in the next that the process says, or that it is no more."""
        with self._lock:
            pipe, is_begun = self._pipe, bool(self._asked) and self._asked[0].is_begun
        told = heard(pipe, seconds if is_begun else min(seconds, BEGIN_SECONDS))
        with self._lock:
            if self._pipe is not pipe or not self._asked:
                return  # closed by another thread
            first = self._asked[0]
            if not isinstance(told, Told) or told.number != first.number:
                exitcode = self._end(is_killed=told is not Silence.ENDED)
                self._over(None if told is Silence.LATE else exitcode)
            elif isinstance(told.what, Done):
                self._asked.popleft().answer = told.what
            else:
                first.is_begun = True

    def _over(self, exitcode: int | None) -> None:
        """The process is no more: what it did is answered so, the rest is asked of another."""
        first = self._asked[0]
        first.tries += 1
        if first.is_begun or first.tries == TRIES:
            first.answer = Ended(exitcode, first.is_begun)
            self._asked.popleft()
        if self._asked:
            self._start()

    def _start(self) -> None:
        """Start a process, and have it know of all that was asked; there may be none to be had."""
        self._pipe, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, *self._begin))
        try:
            process.start()
        except (OSError, EOFError):
            self._pipe = None
            return
        finally:
            theirs.close()
        self._process, self._teller = process, ThreadPoolExecutor(1)
        atexit.register(self.close)
        for each in self._asked:
            self._tell(each)

    def _end(self, *, is_killed: bool = False) -> int | None:
        """End the process, and say how it ended; None where there was none."""
        process, pipe, teller = self._process, self._pipe, self._teller
        self._process = self._pipe = self._teller = None
        self.things = 0
        if process is None or pipe is None or teller is None:
            return None
        atexit.unregister(self.close)
        if is_killed:  # before the pipe is closed, as another thread may wait for it
            process.kill()
            process.join()
        # Before the pipe is closed: its number may at once be that of another file.
        teller.shutdown(cancel_futures=True)
        pipe.close()
        process.join(END_SECONDS)
        process.kill()
        process.join()
        return process.exitcode


def tell(pipe: Pipe, asked: Asked) -> None:
    """Have a process know of a thing, or that it cannot be told."""
    with suppress(OSError):  # the process is no more, which shows when it is heard
        try:
            pipe.send((asked.number, asked.work, asked.arguments))
        except OSError:
            raise
        except Exception as error:
            # Whatever packing it raises, before any of it is sent; the process says so in turn.
            pipe.send((asked.number, refuse, (f"what was asked cannot be told: {error}",)))


def heard(pipe: "Pipe | None", seconds: float) -> Told | Silence:
    """The next that a process says; None: there is no process."""
    if pipe is None:
        return Silence.ENDED
    try:
        return Told(*pipe.recv()) if pipe.poll(seconds) else Silence.LATE
    except (EOFError, ConnectionError):
        return Silence.ENDED
    except Exception:
        # Whatever an answer raises when it is unpacked; the next would be taken for its own.
        return Silence.GARBLED


# ------------------------------------------------------------------ in the process


def serve(pipe: Pipe, begin: Work, arguments: tuple[object, ...]) -> None:
    """Do what is told until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is for the program to heed
    begin(*arguments)
    with suppress(EOFError, OSError):
        while True:
            number, work, arguments = pipe.recv()
            pipe.send((number, BEGUN))
            try:
                pipe.send((number, done(work, arguments)))
            except (PicklingError, TypeError, AttributeError) as error:
                untold = RuntimeError(f"what was found cannot be told: {error}")
                pipe.send((number, Done(None, untold)))


def refuse(reason: str) -> None:
    """In place of a thing that did not come here."""
    raise RuntimeError(reason)


def done(work: Work, arguments: tuple[object, ...]) -> Done:
    """What came of a thing."""
    try:
        return Done(work(*arguments))
    except Exception as error:
        return Done(None, error)
