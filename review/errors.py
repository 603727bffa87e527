"""What can go wrong on a page: each has a status and a sentence for whoever asked."""


class ReviewError(Exception):
    """The root; its message is one line that says what, where, and what to do."""


class CannotServe(ReviewError):
    """The pages cannot start before an administrator changes something."""


class WeakPassword(ReviewError):
    """A password that is short or easy to guess; choose another."""


class Declined(ReviewError):
    """A request that is not answered as asked; the message is Dutch, for whoever reads it."""

    status = 400

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class BadRequest(Declined):
    """What was sent cannot be understood."""


class Forbidden(Declined):
    """The account may not do this."""

    status = 403


class NotFound(Declined):
    """There is no such page or thing, or the account may not know that there is."""

    status = 404


class Conflict(Declined):
    """Another officer was first; the message tells what changed."""

    status = 409


class TooLarge(Declined):
    """More was sent than any form of ours holds."""

    status = 413


class Unavailable(Declined):
    """What the page needs cannot be used before an administrator mends it."""

    status = 503


class TooMany(Declined):
    """Too many tries in a short time."""

    status = 429


def place_of(error: BaseException) -> str:
    """Where in the program an error arose; its own text may hold words of a mail."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
