"""Which elements a mail states, by all its sentences; a mail that lacks nothing needs more."""

from math import isfinite

import pytest

from intake.models import load_presence_models
from rules.judgement import Element, Flag, Kind, TimelineState
from rules.linear import LinearModel
from rules.mail import Owner
from rules.presence import DECIDED, PresenceModel, presence_of, said_in, values_of
from rules.sentences import Sentence
from rules.statements import Scores, statements_of
from rules.timeline import Timeline
from tests.rules.asked import GOES
from tests.rules.judging import (
    ONBEKEND,
    REDEN,
    STAND,
    STAPPEN,
    TERMIJN,
    WHOLE,
    judge_with,
    judged,
    reason,
)
from tests.rules.mails import mail_of

DECLARATION, FACTS, STATE, STEPS, TIMELINE, DOCUMENTS = Element
REPLY = Kind.INFORMATION_REPLY
AS_ITS_SUREST = dict.fromkeys(DECIDED, PresenceModel({"surest 0": 1.0}, 0.0))


def sentence(text, owner=Owner.SENDER):
    return Sentence(text, "body", 0, len(text), owner, "prose", "", "", 0, "")


def scores(**chances):
    stated = {Element(name): chance for name, chance in chances.items()}
    return Scores(dict.fromkeys(Element, 0.01) | stated, 0.0, 0.0)


def time(state, margin=0.5):
    return Timeline(state, (), (), margin)


def presence(
    *each, others=(), state=TimelineState.STATED, margin=0.5, claims_met=False, text="Zin"
):
    """Of a reply with a sentence for each of these scores."""
    sentences = [sentence(f"{text} {number}.") for number in range(len(each))]
    said = said_in(sentences, each, others, {REPLY}, time(state, margin), claims_met=claims_met)
    return presence_of(said, AS_ITS_SUREST)


def test_a_mail_that_surely_states_all_lacks_nothing():
    found = presence(scores(facts=0.95), scores(current_state=0.92), scores(steps=0.99))
    assert (found.stated, found.doubted) == ({FACTS, STATE, STEPS}, None)


def test_the_weakest_of_a_mail_that_would_lack_nothing_is_doubted_alone():
    found = presence(scores(facts=0.8), scores(current_state=0.7), scores(steps=0.99))
    assert (found.stated, found.doubted) == ({FACTS, STEPS}, STATE)
    assert found.margins[FACTS] == pytest.approx(-0.05)


def test_a_mail_that_lacks_something_anyway_states_what_it_likely_does():
    found = presence(scores(facts=0.6), scores(current_state=0.6))
    assert (found.stated, found.doubted) == ({FACTS, STATE}, None)
    assert found.margins[FACTS] == pytest.approx(0.1)
    assert found.margins[STEPS] < 0


def test_without_a_time_nothing_is_doubted_as_the_mail_is_not_complete_anyway():
    half = (scores(facts=0.6), scores(current_state=0.6), scores(steps=0.6))
    assert presence(*half, state=TimelineState.UNKNOWN).doubted is None
    assert presence(*half, state=TimelineState.STATED).doubted is not None


def test_a_time_that_is_close_to_call_is_doubted_where_nothing_else_is():
    whole = (scores(facts=0.95), scores(current_state=0.95), scores(steps=0.95))
    found = presence(*whole, margin=0.3)
    assert (found.stated, found.doubted) == ({FACTS, STATE, STEPS}, TIMELINE)
    assert presence(*whole, margin=0.45).doubted is None
    assert presence(*whole[:2], scores(steps=0.8), margin=0.3).doubted is STEPS
    assert presence(*whole[:2], margin=0.3).doubted is None
    assert presence(*whole, margin=0.3, claims_met=True).doubted is None


def test_who_meets_the_task_needs_to_state_how_it_stands_alone():
    found = presence(scores(current_state=0.95), state=TimelineState.ABSENT, claims_met=True)
    assert found.doubted is None
    found = presence(scores(current_state=0.8), state=TimelineState.ABSENT, claims_met=True)
    assert found.doubted is STATE


@pytest.mark.parametrize(
    ("text", "stated"),
    [("Heiloo kocht kavel", set()), ("Met Heiloo is gekocht: kavel", {STEPS})],
)
def test_what_others_suffer_have_or_do_is_not_stated_but_a_step_may_be_of_both(text, stated):
    whole = scores(facts=0.95, current_state=0.95, steps=0.95)
    assert presence(whole, others={0}, text=text).stated == stated


def test_nothing_is_asked_of_a_mail_of_no_substance():
    said = said_in([], [], (), frozenset(), time(TimelineState.ABSENT), claims_met=False)
    assert presence_of(said, AS_ITS_SUREST).stated == frozenset()


@pytest.mark.parametrize("element", DECIDED)
def test_the_model_that_ships_weighs_the_values_that_there_are(element):
    models = load_presence_models()
    for each in ([], [scores()], [scores(facts=1.0)] * 5):
        sentences = [sentence("Een zin.")] * len(each)
        said = said_in(sentences, each, (), {REPLY}, time(TimelineState.ABSENT), claims_met=False)
        values = values_of(said, element)
        assert set(values) == set(models[element].weights)
        assert all(map(isfinite, values.values()))
        assert 0 <= models[element].chance(values) <= 1


@pytest.mark.parametrize("element", [FACTS, STATE, STEPS])
def test_a_mail_is_judged_as_no_longer_than_those_that_the_models_learnt_from(element):
    model = load_presence_models()[element]
    letter = [scores(facts=0.99), scores(current_state=0.99), scores(steps=0.99)]
    long, endless = (
        model.chance(values_of(said([*letter, *[nothing()] * more]), element)) for more in (37, 400)
    )
    assert endless >= long > 0.5
    assert model.chance(values_of(said([nothing()] * 400), element)) < 0.3


def said(each):
    sentences = [sentence("Een zin.")] * len(each)
    return said_in(sentences, each, (), {REPLY}, time(TimelineState.STATED), claims_met=False)


def nothing():
    """The scores of a sentence that surely states none of these."""
    return Scores(dict.fromkeys(Element, 0.002), 0.0, 0.0)


def test_what_is_stated_has_at_least_its_surest_sentence():
    sentences = [sentence("Een zin."), sentence("Nog een zin.")]
    of_sentences = [scores(steps=0.2), scores(steps=0.1)]
    found = statements_of(sentences, of_sentences, {STEPS})
    assert found[STEPS] == (sentences[0],)
    assert statements_of(sentences, of_sentences, frozenset())[STEPS] == ()


def test_a_doubt_is_told_in_dutch_and_shown_to_a_person(monkeypatch):
    less = {STEPS: PresenceModel({"surest 0": 1.0}, -1.5)}  # 0.81
    monkeypatch.setattr("tests.rules.judging.PRESENCE", AS_ITS_SUREST | less)
    found = judged(*WHOLE)
    assert found.missing == {STEPS}
    assert {Flag.INCOMPLETE, Flag.UNCERTAIN} <= found.flags
    assert reason(found, Flag.UNCERTAIN) == (
        "Het programma weet niet zeker of de mail dit noemt: de stappen. De rest staat erin. "
        "Kijk zelf."
    )
    assert Flag.UNCERTAIN not in judged(REDEN, STAND, STAPPEN).flags
    assert found.elements[TIMELINE][0].text == TERMIJN


def test_a_doubted_time_is_not_taken_for_one():
    unsure = LinearModel({}, 0.2)  # 0.55: 0.35 beyond the border of so sure a sentence
    found = judge_with(timeline=unsure).judge(mail_of("\n\n".join(WHOLE), sender=GOES))
    assert found.missing == {TIMELINE}
    assert (found.timeline_state, found.timeline) == (TimelineState.ABSENT, ())
    assert "het moment waarop de plekken er zijn" in reason(found, Flag.UNCERTAIN)


def test_a_doubted_time_beside_words_that_withhold_one_is_not_told_as_unknown():
    unsure = LinearModel({}, 0.2)
    found = judge_with(timeline=unsure).judge(mail_of("\n\n".join((*WHOLE, ONBEKEND)), sender=GOES))
    assert (found.missing, found.timeline_state) == ({TIMELINE}, TimelineState.ABSENT)
    assert Flag.TIMELINE_UNKNOWN not in found.flags
