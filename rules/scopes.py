"""What a program that holds an access token may read."""

from enum import StrEnum


class Scope(StrEnum):
    """A part of what is kept that a token opens; it opens nothing else, and changes nothing."""

    CASES = "cases"
    TOTALS = "totals"
    SIGNALS = "signals"
    PROMISES = "promises"
    CALENDAR = "calendar"  # a feed by secret link, as calendar programs send no headers
