"""What a request for a supplement tells, from the case it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.cases import Case, CaseMail
from rules.judgement import Element, Judgement, Kind, Statement, TimelineState
from rules.occasions import Occasion
from rules.outgoing_facts import FACTS, supplement_facts
from rules.registry import Request

DUE = date(2026, 6, 30)
REQUEST = Request("7468089", "Ede", date(2026, 5, 26), 21, 100, 10, 5, 1)
SAID = Statement("Een zin.", "body", 0, 8)
REPLY = frozenset({Kind.INFORMATION_REPLY})


def mail(day, *stated, kinds=REPLY, time=TimelineState.ABSENT, hour=12):
    """A mail of a day in June that states some elements."""
    elements = dict.fromkeys(Element, ()) | dict.fromkeys(stated, (SAID,))
    judgement = Judgement(
        kinds,
        ("Ede",),
        (),
        elements,
        time,
        (),
        False,
        (),
        frozenset(),
        None,
        frozenset(),
        1,
        (),
        (),
    )
    moment = datetime(2026, 6, day, hour, tzinfo=UTC)
    return CaseMail(f"{day}", f"<{day}@ede.nl>", moment, judgement)


def case(*mails, request=REQUEST):
    return Case("Ede", request.reference if request else None, request, "", (), mails)


MISSING = frozenset({Element.FACTS, Element.TIMELINE})


def test_every_occasion_has_facts_of_its_own():
    assert set(FACTS) == set(Occasion)
    assert len(set(FACTS.values())) == len(Occasion)


def test_what_was_asked_for_and_is_there_is_acknowledged():
    answers = (mail(3, Element.STEPS, Element.DOCUMENTS), mail(5, Element.CURRENT_STATE))
    facts = supplement_facts(case(*answers), MISSING, DUE, "Jansen")
    assert facts.received == {Element.STEPS, Element.CURRENT_STATE}
    assert facts.answered_on == (date(2026, 6, 3), date(2026, 6, 5))
    assert facts.case.letter_date == date(2026, 5, 26)


def test_what_is_asked_for_again_is_not_acknowledged():
    facts = supplement_facts(case(mail(3, Element.FACTS, Element.STEPS)), MISSING, DUE, "")
    assert facts.received == {Element.STEPS}


def test_a_notification_without_a_letter_names_none():
    kinds = frozenset({Kind.ARTICLE_8_NOTIFICATION})
    facts = supplement_facts(case(mail(3, kinds=kinds), request=None), MISSING, DUE, "")
    assert facts.is_notification
    assert facts.case.reference is None
    assert facts.case.letter_date is None


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        pytest.param([TimelineState.UNKNOWN], True, id="none can be given"),
        pytest.param([TimelineState.ABSENT], False, id="nothing said"),
        pytest.param([TimelineState.UNKNOWN, TimelineState.STATED], False, id="given later"),
    ],
)
def test_it_is_told_that_no_time_can_be_given_while_none_was(states, expected):
    mails = [mail(3 + at, Element.TIMELINE, time=state) for at, state in enumerate(states)]
    assert supplement_facts(case(*mails), MISSING, DUE, "").no_date_given is expected


def test_days_are_those_of_the_netherlands_and_other_mails_are_no_answers():
    question = replace(mail(1), judgement=mail(1, kinds=frozenset({Kind.QUESTION})).judgement)
    facts = supplement_facts(case(question, mail(3, hour=23), mail(4, hour=9)), MISSING, DUE, "")
    assert facts.answered_on == (date(2026, 6, 4),)
