"""The cycle of a case: told by its days where one ran, by a person where two did."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.cases import Case, CaseMail
from rules.cycles import CaseCycle, CycleBy, cycle_of_case, without_reference
from rules.decisions import ChooseCycle, Decided
from rules.distribution import DECISIONS, DistributionDecision
from rules.judgement import Judgement
from rules.registry import Request
from tests.rules.mails import judgement_of

BOTH = (*DECISIONS, DistributionDecision(2, date(2026, 12, 18), date(2027, 7, 1)))
BEFORE, BESIDE = date(2026, 12, 17), date(2026, 12, 18)


def letter_of(day):
    return Case("Borne", "1", Request("1", "Borne", day, 21, 9, 1, 0, 0), "", (), ())


def mail_of(day, *references):
    found: Judgement = replace(judgement_of(), references=references)
    return CaseMail(
        f"{day}{references}", "", datetime(day.year, day.month, day.day, 9, tzinfo=UTC), found
    )


def notified(*days):
    return Case("Borne", None, None, "", (), tuple(mail_of(day) for day in days))


def chosen(case, cycle):
    decided = Decided(
        1, ChooseCycle(cycle), "zo staat het er", "jansen", datetime(2027, 1, 2, tzinfo=UTC)
    )
    return replace(case, decisions=(decided,))


@pytest.mark.parametrize(
    ("case", "found"),
    [
        pytest.param(letter_of(BEFORE), CaseCycle(1, CycleBy.LETTER, (1,)), id="one ran"),
        pytest.param(letter_of(BESIDE), CaseCycle(None, CycleBy.NOBODY, (1, 2)), id="two ran"),
        pytest.param(
            letter_of(date(2027, 7, 1)), CaseCycle(2, CycleBy.LETTER, (2,)), id="one again"
        ),
        pytest.param(letter_of(date(2024, 12, 19)), CaseCycle(None, CycleBy.NOBODY, ()), id="none"),
        pytest.param(notified(BEFORE), CaseCycle(1, CycleBy.RECEIPT, (1,)), id="a notification"),
        pytest.param(
            notified(BEFORE, BESIDE), CaseCycle(None, CycleBy.NOBODY, (1, 2)), id="and another"
        ),
        pytest.param(
            chosen(letter_of(BESIDE), 1), CaseCycle(1, CycleBy.OFFICER, (1, 2)), id="chosen"
        ),
    ],
)
def test_a_case_is_of_the_cycle_that_its_days_tell_or_an_officer(case, found):
    assert cycle_of_case(case, BOTH) == found


def test_a_letter_of_a_round_is_of_the_cycle_of_the_round_unless_an_officer_says_otherwise():
    letter = letter_of(BESIDE)
    assert cycle_of_case(letter, BOTH, 1) == CaseCycle(1, CycleBy.ROUND, (1, 2))
    assert cycle_of_case(chosen(letter, 2), BOTH, 1).by is CycleBy.OFFICER


def test_mails_that_do_not_name_the_letter_are_told_where_two_cycles_ran():
    mails = (mail_of(BEFORE), mail_of(BESIDE), mail_of(BESIDE, "1"))
    case = replace(letter_of(BEFORE), mails=mails)
    assert without_reference(case, BOTH) == (mails[1].mail,)
    assert without_reference(case, DECISIONS) == ()
    assert without_reference(notified(BESIDE), BOTH) == ()
