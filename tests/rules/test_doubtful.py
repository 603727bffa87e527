"""Which sentences an officer reads first, where a mail may state what it is held to lack."""

import pytest

from rules.judgement import Doubtful, Element, Kind, Statement, TimelineState
from rules.linear import LinearModel
from rules.presence import PresenceModel
from rules.worklist import reason_of, sentence_of, told_of
from tests.rules.asked import GOES
from tests.rules.judging import PRESENCE, REDEN, STAND, WHOLE, judge_with, judged
from tests.rules.mails import mail_of

_, FACTS, _, STEPS, TIMELINE, _ = Element
UNSURE = LinearModel({}, 0.2)  # 0.55: 0.35 beyond the border of so sure a sentence
ELSEWHERE = "Termijn: in Roosendaal gaan in mei 2027 de eerste 40 plekken open."
MORE_STEPS = [f"Stappen: wij huurden op {day} mei een pand." for day in range(1, 6)]


@pytest.fixture
def unsure_steps(monkeypatch):
    less = {STEPS: PresenceModel({"surest 0": 1.0}, -1.5)}  # 0.81
    monkeypatch.setattr("tests.rules.judging.PRESENCE", PRESENCE | less)


def words(judgement):
    return [each.statement.text for each in judgement.doubtful]


def listed(judgement):
    """What the work list tells and quotes."""
    reason = reason_of(judgement)
    return told_of(judgement, reason), sentence_of(judgement, reason)


def test_what_is_doubted_comes_with_the_sentence_that_may_state_it(unsure_steps):
    found = judged(*WHOLE)
    steps = "Stappen: wij hebben een ander pand gekocht."
    start = "\n\n".join(WHOLE).index(steps)
    told = Statement(steps, "body", start, start + len(steps))
    assert found.doubtful == (Doubtful(STEPS, told),)
    assert found.elements[STEPS] == ()


def test_of_many_sentences_the_surest_three_are_told(unsure_steps):
    assert words(judged(*WHOLE, *MORE_STEPS)) == [WHOLE[2], *MORE_STEPS[:2]]


def test_the_work_list_quotes_what_is_doubted_in_place_of_another_sentence(unsure_steps):
    told, sentence = listed(judged(*WHOLE))
    assert told.endswith(
        "dit noemt: de stappen. De rest staat erin. Kijk zelf. Misschien staat het hier:"
    )
    assert sentence == "Stappen: wij hebben een ander pand gekocht."


def test_the_work_list_tells_of_the_sentence_that_it_quotes_beside_other_doubts(unsure_steps):
    found = judged(*WHOLE, "Kenmerk: 7473203.")
    assert "Kenmerk 7473203 bestaat niet" in found.reasons[1][1]
    assert listed(found)[0].startswith("Het programma weet niet zeker of de mail dit noemt")


def test_a_doubted_time_comes_with_its_days():
    found = judge_with(timeline=UNSURE).judge(mail_of("\n\n".join(WHOLE), sender=GOES))
    (doubtful,) = found.doubtful
    assert (doubtful.element, doubtful.statement.text) == (TIMELINE, WHOLE[3])
    assert [str(each.latest) for each in doubtful.times] == ["2027-07-01"]
    assert listed(found)[1] == WHOLE[3]


def test_doubted_times_of_one_sentence_are_told_together():
    lines = (REDEN, STAND, WHOLE[2], "Termijn: 40 plekken in mei 2027 en 60 plekken in Q4 2027.")
    found = judge_with(timeline=UNSURE).judge(mail_of("\n\n".join(lines), sender=GOES))
    (doubtful,) = found.doubtful
    assert [each.text for each in doubtful.times] == ["in mei 2027", "in Q4 2027"]


def test_a_time_of_another_municipality_is_told_where_the_sender_gives_none():
    found = judged(*WHOLE[:3], ELSEWHERE)
    assert (found.missing, found.timeline_state) == ({TIMELINE}, TimelineState.ABSENT)
    (doubtful,) = found.doubtful
    assert (doubtful.statement.text, doubtful.is_of_others) == (ELSEWHERE, True)
    told, sentence = listed(found)
    assert told.endswith("maar lijkt over een andere gemeente te gaan:")
    assert sentence == ELSEWHERE


def test_a_time_of_another_municipality_is_not_told_beside_the_senders_own():
    found = judged(*WHOLE, ELSEWHERE)
    assert (len(found.timeline), found.doubtful) == (1, ())


def test_of_a_mail_that_surely_states_or_lacks_something_nothing_is_told(unsure_steps):
    assert judged(REDEN, STAND, *WHOLE[2:3]).doubtful == ()  # lacks its time anyway
    assert judged("Vraag: mag dat?", ELSEWHERE, kinds=()).doubtful == ()


def test_of_other_reasons_the_list_quotes_what_it_did(unsure_steps):
    found = judged(*WHOLE, "Kunt u ons twee weken uitstel geven voor deze reactie?")
    assert Kind.EXTENSION_REQUEST in found.kinds
    assert listed(found)[1] == REDEN
