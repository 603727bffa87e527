"""Who may read reports of talks by whose doing, as the audit trail tells it.

Nobody gives this right to himself. An administrator who makes a second account and gives it that
one could still read along; the trail has every step of that, and this puts them side by side.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.accounts import SUBJECT
from storage.tables.events import EventRow

STEPS = ("account_added", "account_changed", "password_set")


@dataclass(frozen=True, slots=True)
class RightGiven:
    """Since when an account may read reports of talks, and who else had a hand in it."""

    by: str  # "" on the command line
    at: datetime
    made_by: str  # who made the account
    password_by: str  # who chose its password last, where that was not its owner; "" nobody

    @property
    def is_one_hand(self) -> bool:
        """Whether who gave the right could sign in with the account."""
        return bool(self.by) and self.by in (self.made_by, self.password_by)


def rights_given(session: Session) -> dict[str, RightGiven]:
    """The last time that each account was given the right, by name; it may be gone since."""
    steps = (
        select(EventRow)
        .where(col(EventRow.action).in_(STEPS), col(EventRow.object).startswith(SUBJECT))
        .order_by(col(EventRow.seq))
    )
    made: dict[str, str] = {}
    passwords: dict[str, str] = {}
    given: dict[str, tuple[str, datetime]] = {}
    for event in session.exec(steps):
        name = event.object.removeprefix(SUBJECT)
        if event.action == "account_added":
            made[name] = event.actor
        elif event.action == "password_set":
            passwords[name] = "" if event.actor == name else event.actor
        elif json.loads(event.after).get("reads_reports"):
            given[name] = event.actor, event.at
    return {
        name: RightGiven(by, at, made.get(name, ""), passwords.get(name, ""))
        for name, (by, at) in given.items()
    }
