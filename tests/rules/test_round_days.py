"""How a round stood on a day, and that day by day tells the same."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.calendar import HOLIDAYS
from rules.case_state import Status
from rules.cases import Case, in_order
from rules.decisions import ConfirmComplete, Decided, GrantExtension
from rules.round_days import CaseHistory, Spell, round_by_day, round_on
from tests.rules.cases import DUE, LETTER, NOTIFICATION, REPLY, REQUEST, WHOLE, mail, on

LAST = LETTER + timedelta(days=40)
DAYS = [LETTER + timedelta(days=at) for at in range(41)]


def decided(number, what, day, undone=None):
    return Decided(number, what, "daarom", "jansen", on(day), on(undone) if undone else None)


def case(name, *mails, decisions=(), reference="7473202", letter_date=LETTER):
    """A case of a municipality; without a reference, of its notifications."""
    request = replace(REQUEST, municipality=name, reference=reference, letter_date=letter_date)
    known = Case(name, reference or None, request if reference else None, "", (), (), decisions)
    return CaseHistory(known, tuple(Spell(each) for each in in_order(mails)))


EXTENDED = decided(1, GrantExtension(date(2026, 5, 11)), 28)
CASES = [
    case("Delft"),
    case("Ede", mail(1, 20, {REPLY}, *WHOLE)),
    case("Ede", mail(2, 10, {NOTIFICATION}, *WHOLE), reference=""),
    case("Leiden", mail(3, 33, {REPLY}), decisions=(decided(2, ConfirmComplete(), 35, 37),)),
    case("Leiden", reference="8000001", letter_date=date(2026, 5, 4)),
    case("Tiel", mail(4, 38, {REPLY}, *WHOLE), decisions=(EXTENDED,)),
    case("Urk", decisions=(replace(EXTENDED, undone_at=on(34)),)),
]


def stands(day, cases=CASES):
    return {each.municipality: each.status for each in round_on(cases, LETTER, day, HOLIDAYS)}


@pytest.mark.parametrize("day", DAYS)
def test_day_by_day_tells_what_each_day_tells(day):
    assert round_by_day(CASES, LETTER, LAST, HOLIDAYS)[day] == round_on(
        CASES, LETTER, day, HOLIDAYS
    )


def test_only_the_letters_of_that_day_are_of_the_round():
    found = round_on(CASES, LETTER, LAST, HOLIDAYS)
    assert [(each.municipality, each.reference) for each in found] == [
        (name, "7473202") for name in ("Delft", "Ede", "Leiden", "Tiel", "Urk")
    ]


def test_each_case_stands_as_what_came_until_then_says():
    assert set(stands(LETTER).values()) == {Status.AWAITING}
    assert stands(DUE)["Ede"] is Status.COMPLETE
    after = stands(DUE + timedelta(days=1))
    assert after["Delft"] is Status.OVERDUE
    assert after["Tiel"] is Status.AWAITING  # it was given until 11 May


def test_what_was_undone_since_stood_until_then():
    assert stands(date(2026, 5, 4))["Leiden"] is Status.INCOMPLETE
    assert stands(date(2026, 5, 5))["Leiden"] is Status.COMPLETE
    assert stands(date(2026, 5, 7))["Leiden"] is Status.INCOMPLETE
    assert stands(date(2026, 5, 3))["Urk"] is Status.AWAITING  # its extension was not yet undone
    assert stands(date(2026, 5, 4))["Urk"] is Status.OVERDUE


def test_a_mail_counts_as_it_was_judged_then():
    short, whole = mail(5, 20, {REPLY}), mail(5, 20, {REPLY}, *WHOLE)
    known = replace(
        case("Zeist"), spells=(Spell(short, None, on(25)), Spell(whole, on(25), on(30)))
    )
    found = [next(iter(stands(LETTER + timedelta(days=at), [known]).values())) for at in range(40)]
    changes = [LETTER + timedelta(days=at) for at in range(1, 40) if found[at] != found[at - 1]]
    by_day = round_by_day([known], LETTER, LAST, HOLIDAYS)
    assert {each: by_day[each][0].status for each in DAYS[:40]} == dict(
        zip(DAYS[:40], found, strict=True)
    )
    assert set(found) == {Status.AWAITING, Status.INCOMPLETE, Status.COMPLETE, Status.OVERDUE}
    assert len(changes) == 4  # it came, was corrected, and taken out; then the term passed


def test_a_corrected_letter_counts_as_it_was_until_then():
    before = replace(REQUEST, municipality="Zeist", letter_date=LETTER - timedelta(days=1))
    known = replace(case("Zeist"), letters=((on(25), before),))
    assert round_on([known], LETTER, LETTER, HOLIDAYS) == []
    assert len(round_on([known], LETTER, LAST, HOLIDAYS)) == 1
