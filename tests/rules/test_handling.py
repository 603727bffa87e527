"""Who looks at a mail, and whether anybody still has to."""

import pytest

from rules.decisions import AssignMail, CorrectClaimsMet, DealWith, Disposition, NotForUs, Reopen
from rules.handling import assignee, disposition


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        ([], Disposition.OPEN),
        ([CorrectClaimsMet(True)], Disposition.OPEN),
        ([DealWith()], Disposition.DEALT_WITH),
        ([NotForUs(), CorrectClaimsMet(True)], Disposition.NOT_FOR_US),
        ([NotForUs(), DealWith()], Disposition.DEALT_WITH),
        ([DealWith(), Reopen()], Disposition.OPEN),
    ],
)
def test_a_mail_is_open_until_it_is_done(decisions, expected):
    assert disposition(decisions) is expected


def test_a_mail_is_looked_at_by_whom_it_was_given_to_last():
    assert assignee([DealWith()]) is None
    assert assignee([AssignMail("jansen"), AssignMail("")]) == ""
