"""Who looks at a mail, and whether anybody still has to, by what was decided."""

from collections.abc import Iterable

from rules.decisions import AssignMail, DealWith, Disposition, NotForUs, OnMail, Reopen


def disposition(decisions: Iterable[OnMail]) -> Disposition:
    """Whether anybody still has to look at a mail: what was decided last counts."""
    found = Disposition.OPEN
    for each in decisions:
        if isinstance(each, DealWith):
            found = Disposition.DEALT_WITH
        elif isinstance(each, NotForUs):
            found = Disposition.NOT_FOR_US
        elif isinstance(each, Reopen):
            found = Disposition.OPEN
    return found


def assignee(decisions: Iterable[OnMail]) -> str | None:
    """Who looks at a mail, as was decided for this mail; None: nothing was."""
    found = None
    for each in decisions:
        if isinstance(each, AssignMail):
            found = each.officer
    return found
