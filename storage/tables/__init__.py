"""The tables. A row never leaves storage: its functions return types of `rules` or their own.

Text is Unicode, moments are UTC, words of enums are those of `rules`. JSON is text: canonical,
so that equal values are equal text, in any database. Whoever reads one of these modules has
them all, so that `Row.metadata` is whole.
"""

from storage.tables import (
    accounts,
    cases,
    events,
    facts,
    judgements,
    mails,
    outgoing,
    registry,
    retention,
    rounds,
    row,
    running,
    states,
    talks,
)

__all__ = [
    "accounts",
    "cases",
    "events",
    "facts",
    "judgements",
    "mails",
    "outgoing",
    "registry",
    "retention",
    "rounds",
    "row",
    "running",
    "states",
    "talks",
]
