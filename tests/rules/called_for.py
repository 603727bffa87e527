"""Mails that are called for on a day."""

from datetime import datetime, timedelta

from rules.calendar import HOLIDAYS
from rules.case_mails import case_mails_called_for
from rules.case_standing import standing_of
from rules.cases import known_on
from rules.deadlines import NETHERLANDS
from rules.practice import Practice
from rules.proposals import OfCase

PRACTICE = Practice()


def at(day, hour=10):
    return datetime.combine(day, datetime.min.time(), NETHERLANDS) + timedelta(hours=hour)


def called_for(*cases, day, went=(), practice=PRACTICE):
    """What cases call for on a day."""
    known = [known_on(each, day) for each in cases]
    of_cases = [OfCase(each, standing_of(each, HOLIDAYS), tuple(went)) for each in known]
    return case_mails_called_for(of_cases, practice, at(day))


def named(called):
    return [(each.occasion.value, each.trigger) for each in called]
