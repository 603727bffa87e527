"""What can go wrong on the way in, divided by what the caller does next."""

from collections.abc import Sequence

MAX_FAULTS = 50  # told at a time; mending these usually mends the rest


class IntakeError(Exception):
    """The root; its message is one line that says what, where, and what to do."""


class TryLater(IntakeError):
    """The mailbox or the disk does not answer now; the same call may succeed later."""


class SetAside(IntakeError):
    """This one mail cannot be read; keep its bytes, file it for a person, go on."""


class PutOff(IntakeError):
    """This mail holds pages without text: it is read after the others, by text recognition."""


class Stop(IntakeError):
    """Nothing can go on before a person changes something: settings, password, rights."""


class RegistryFileError(Stop):
    """A file of the registry is wrong; `faults` has a line for each: file, row, column, remedy.

    No more than MAX_FAULTS of them; `total` counts all.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults[:MAX_FAULTS])
        self.total = len(faults)
        more = f"; and {len(faults) - 1} more" if len(faults) > 1 else ""
        super().__init__(f"{faults[0]}{more}; nothing was changed")


class Occupied(Stop):
    """Others do this work at the moment, and two must not."""

    def __init__(self, by: str, remedy: str) -> None:
        """by: who does it."""
        super().__init__(f"{by}; {remedy}")
        self.by = by


TOLD_TO_STOP = "told to stop; the mail in hand was finished, run again for the rest"


def place_of(error: BaseException) -> str:
    """Where in the program an error arose; its own text may hold words of a mail."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"


def unforeseen(error: BaseException) -> str:
    """What can be said of a fault of ours."""
    return f"unforeseen {type(error).__name__} at {place_of(error)}; report it, then try again"
