"""What officers decided stands, whatever the program judges beneath it."""

from dataclasses import replace
from datetime import date

import pytest

from rules.decisions import (
    AssignMail,
    CorrectClaimsMet,
    CorrectKinds,
    CorrectMunicipalities,
    CorrectPlaces,
    CorrectReferences,
    CorrectTimeline,
    DealWith,
    LinkToCase,
    MarkEvidence,
    UnmarkEvidence,
)
from rules.holding import holding
from rules.judgement import (
    Availability,
    Category,
    Doubtful,
    Element,
    Flag,
    Kind,
    PlaceCount,
    PlaceRole,
    Statement,
    TimelineState,
)
from rules.reason_texts import REASONS, doubted_reason
from rules.registry import Request
from tests.rules.mails import judgement_of

REPLY, QUESTION, NOTIFICATION = (
    Kind.INFORMATION_REPLY,
    Kind.QUESTION,
    Kind.ARTICLE_8_NOTIFICATION,
)
DECLARATION, FACTS, STATE, STEPS, TIMELINE, _ = Element
REQUEST = Request("7473202", "Ede", date(2026, 4, 9), 21, 278, 48, 0, 0)


def said(text="De raad stemt niet in.", start=0, source="body"):
    return Statement(text, source, start, start + len(text))


JULY = date(2027, 7, 1)
WHEN = said("Per 1 juli 2027 zijn de plekken er.", 100)
PROMISE = Availability("per 1 juli 2027", JULY, JULY, WHEN)


def found(*kinds, elements=None, flags=(), **more):
    """A judgement as the program makes one, with what a reply lacks."""
    stated = dict.fromkeys(Element, ()) | (elements or {})
    given = {"municipalities": ("Ede",), "references": ("7473202",)} | more
    reasons = tuple((flag, flag.value) for flag in flags)
    return judgement_of(
        *(kinds or (REPLY,)), elements=stated, flags=frozenset(flags), reasons=reasons, **given
    )


def test_without_decisions_the_programs_judgement_holds():
    judgement = found(flags=[Flag.UNCERTAIN])
    assert holding(judgement, []) is judgement
    assert holding(judgement, [AssignMail("jansen")]) is judgement


def test_other_kinds_need_other_elements():
    judgement = found(QUESTION)
    held = holding(judgement, [CorrectKinds(frozenset({REPLY}))])
    assert held.kinds == {REPLY}
    assert held.missing == {FACTS, STATE, STEPS, TIMELINE}
    assert Flag.INCOMPLETE in held.flags
    assert any(flag is Flag.INCOMPLETE and "de reden" in told for flag, told in held.reasons)


def test_a_mail_that_is_no_reply_is_not_late():
    judgement = found(flags=[Flag.LATE], late=True)
    held = holding(judgement, [CorrectKinds(frozenset({QUESTION}))])
    assert (held.late, held.flags) == (None, frozenset())
    assert holding(judgement, [CorrectClaimsMet(True)]).late is True


def test_a_marked_sentence_is_evidence_in_its_place():
    judgement = found(elements={FACTS: (said("Later.", 50),)})
    held = holding(judgement, [MarkEvidence(FACTS, said()), MarkEvidence(STATE, said())])
    assert held.elements[FACTS] == (said(), said("Later.", 50))
    assert held.missing == {STEPS, TIMELINE}


def test_a_sentence_that_is_evidence_already_is_not_marked_twice():
    judgement = found(elements={FACTS: (said(),)})
    held = holding(judgement, [MarkEvidence(FACTS, said())])
    assert held.elements[FACTS] == (said(),)


def test_an_unmarked_sentence_is_evidence_no_more():
    judgement = found(elements={FACTS: (said(), said("Later.", 50)), STATE: (said(),)})
    held = holding(judgement, [UnmarkEvidence(FACTS, said())])
    assert held.elements[FACTS] == (said("Later.", 50),)
    assert held.elements[STATE] == (said(),)
    held = holding(held, [UnmarkEvidence(FACTS, said("Later.", 50))])
    assert FACTS in held.missing


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(said(start=7), id="moved"),
        pytest.param(said("De raad\nstemt niet in."), id="wrapped otherwise"),
        pytest.param(said("De raad stemt niet in. Dat is zo."), id="cut otherwise"),
    ],
)
def test_a_sentence_that_is_read_otherwise_stays_unmarked(now):
    judgement = found(elements={FACTS: (now,)})
    assert holding(judgement, [UnmarkEvidence(FACTS, said())]).elements[FACTS] == ()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(said(source="brief.pdf"), id="in another text"),
        pytest.param(said("Iets heel anders.", 3), id="other words in that place"),
    ],
)
def test_another_sentence_is_left_alone(other):
    judgement = found(elements={FACTS: (other,)})
    assert holding(judgement, [UnmarkEvidence(FACTS, said())]).elements[FACTS] == (other,)


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        pytest.param(50, 72, (), id="there"),
        pytest.param(48, 60, (), id="cut otherwise"),
        pytest.param(0, 22, (50,), id="elsewhere"),
    ],
)
def test_a_sentence_whose_words_were_destroyed_is_known_by_its_place(start, end, left):
    judgement = found(elements={FACTS: (Statement("", "body", 50, 72),)})
    held = holding(judgement, [UnmarkEvidence(FACTS, Statement("", "body", start, end))])
    assert tuple(each.start for each in held.elements[FACTS]) == left


def test_of_two_equal_sentences_the_one_in_that_place_goes():
    judgement = found(elements={FACTS: (said(), said(start=50))})
    held = holding(judgement, [UnmarkEvidence(FACTS, said(start=50))])
    assert held.elements[FACTS] == (said(),)


def test_a_marked_time_makes_the_time_stated():
    held = holding(found(), [MarkEvidence(TIMELINE, WHEN)])
    assert held.timeline_state is TimelineState.STATED
    assert TIMELINE not in held.missing


def test_an_unmarked_time_takes_its_days_along():
    judgement = found(
        elements={TIMELINE: (WHEN,)}, timeline_state=TimelineState.STATED, timeline=(PROMISE,)
    )
    held = holding(judgement, [UnmarkEvidence(TIMELINE, WHEN)])
    assert (held.timeline, held.timeline_state) == ((), TimelineState.ABSENT)
    assert TIMELINE in held.missing


def test_an_officers_times_stand_in_place_of_those_found():
    held = holding(found(), [CorrectTimeline(TimelineState.STATED, (PROMISE,))])
    assert (held.timeline, held.elements[TIMELINE]) == ((PROMISE,), (WHEN,))
    assert TIMELINE not in held.missing
    held = holding(held, [CorrectTimeline(TimelineState.UNKNOWN, ())])
    assert (held.timeline, held.elements[TIMELINE]) == ((), (WHEN,))
    assert TIMELINE in held.missing
    assert Flag.TIMELINE_UNKNOWN in held.flags
    held = holding(held, [CorrectTimeline(TimelineState.ABSENT, ())])
    assert held.elements[TIMELINE] == ()
    assert Flag.TIMELINE_UNKNOWN not in held.flags


def test_a_municipality_that_an_officer_names_settles_the_doubt():
    judgement = found(municipalities=(), flags=[Flag.UNLINKED, Flag.AMBIGUOUS_MUNICIPALITY])
    held = holding(judgement, [CorrectMunicipalities(("Tiel", "Ede"))])
    assert held.municipalities == ("Ede", "Tiel")
    assert held.flags == {Flag.INCOMPLETE}
    held = holding(held, [CorrectMunicipalities(())])
    assert Flag.UNLINKED in held.flags


def test_a_mail_put_in_a_case_speaks_for_its_municipality():
    judgement = found(municipalities=(), references=(), flags=[Flag.UNLINKED])
    held = holding(judgement, [LinkToCase("Ede", "7473202"), LinkToCase("Tiel", None)])
    assert (held.municipalities, held.references) == (("Ede", "Tiel"), ("7473202",))
    assert Flag.UNLINKED not in held.flags


def test_corrected_places_are_held_beside_the_letter():
    judgement = found(flags=[Flag.NUMBERS_DIFFER])
    right = PlaceCount(Category.REGULAR, PlaceRole.TASK, 278, said())
    held = holding(judgement, [CorrectPlaces((right,))], [REQUEST])
    assert held.places == (right,)
    assert Flag.NUMBERS_DIFFER not in held.flags
    wrong = replace(right, count=300)
    held = holding(judgement, [CorrectPlaces((wrong,))], [REQUEST])
    assert any("in onze brief 278" in told for _, told in held.reasons)


def test_a_task_that_is_met_needs_less():
    assert holding(found(), [CorrectClaimsMet(True)]).missing == {STATE}


def test_references_come_sorted():
    assert holding(found(), [CorrectReferences(("b", "a"))]).references == ("a", "b")


def test_a_confirmed_judgement_is_uncertain_no_more():
    judgement = found(flags=[Flag.UNCERTAIN, Flag.SENDER_UNVERIFIED])
    assert holding(judgement, [DealWith()]).flags == {Flag.INCOMPLETE, Flag.SENDER_UNVERIFIED}


def test_the_decision_taken_last_counts():
    decisions = [CorrectKinds(frozenset({QUESTION})), CorrectKinds(frozenset({NOTIFICATION}))]
    assert holding(found(), decisions).kinds == {NOTIFICATION}
    assert holding(found(), decisions[::-1]).kinds == {QUESTION}


# ------------------------------------------------------------------ what is doubted


MAYBE = Doubtful(STEPS, said("Wij kochten een pand.", 40))
LIKELY = Doubtful(TIMELINE, WHEN, (PROMISE,))
LATER = Availability("in 2028", date(2028, 1, 1), date(2028, 12, 31), said("In 2028 de rest.", 200))
ALSO = Doubtful(TIMELINE, LATER.statement, (LATER,))
THEIRS = Doubtful(TIMELINE, LATER.statement, (LATER,), is_of_others=True)


def doubted(element, *doubtful):
    """A reply that lacks that element alone, or so the program thinks."""
    stated = {each: (said(),) for each in (FACTS, STATE, STEPS) if each is not element}
    is_timed = element is not TIMELINE
    judgement = found(
        elements=stated | ({TIMELINE: (WHEN,)} if is_timed else {}),
        timeline_state=TimelineState.STATED if is_timed else TimelineState.ABSENT,
        missing=frozenset({element}),
        doubtful=doubtful,
    )
    reasons = ((Flag.INCOMPLETE, "Dit ontbreekt."), (Flag.UNCERTAIN, doubted_reason(element)))
    return replace(judgement, flags=frozenset(dict(reasons)), reasons=reasons)


def test_who_marks_what_was_doubted_is_told_no_more_of_that_doubt():
    judgement = doubted(STEPS, MAYBE, Doubtful(STEPS, said("Wij praten met het COA.", 80)))
    held = holding(judgement, [MarkEvidence(STEPS, MAYBE.statement)])
    assert (held.missing, held.doubtful) == (frozenset(), ())
    assert held.reasons == ((Flag.UNCERTAIN, REASONS[Flag.UNCERTAIN]),)
    assert holding(held, [DealWith()]).flags == frozenset()


def test_what_is_decided_of_other_things_leaves_the_doubt():
    judgement = doubted(STEPS, MAYBE)
    held = holding(judgement, [CorrectReferences(("7400001",))])
    assert held.doubtful == (MAYBE,)
    assert (Flag.UNCERTAIN, doubted_reason(STEPS)) in held.reasons


def test_a_sentence_that_is_no_evidence_is_doubted_no_more():
    assert holding(doubted(STEPS, MAYBE), [UnmarkEvidence(STEPS, MAYBE.statement)]).doubtful == ()


def test_a_time_that_was_agreed_with_leaves_the_next_to_decide_on():
    judgement = doubted(TIMELINE, LIKELY, ALSO)
    first = CorrectTimeline(TimelineState.STATED, (PROMISE,))
    assert holding(judgement, [first]).doubtful == (ALSO,)
    both = CorrectTimeline(TimelineState.STATED, (PROMISE, LATER))
    assert holding(judgement, [first, both]).doubtful == ()
    assert holding(judgement, [MarkEvidence(TIMELINE, WHEN)]).doubtful == (ALSO,)


def test_an_officers_own_moment_of_those_days_settles_a_doubted_time():
    own = replace(PROMISE, text="1 juli 2027", statement=Statement("", "", 0, 0))
    judgement = doubted(TIMELINE, LIKELY, ALSO)
    held = holding(judgement, [CorrectTimeline(TimelineState.STATED, (own,))])
    assert held.doubtful == (ALSO,)


@pytest.mark.parametrize(
    "decision",
    [
        pytest.param(CorrectTimeline(TimelineState.UNKNOWN, ()), id="no time can be given"),
        pytest.param(CorrectKinds(frozenset({QUESTION})), id="nothing is asked"),
        pytest.param(DealWith(), id="the judgement is right"),
    ],
)
def test_who_decides_otherwise_reads_of_no_doubtful_time(decision):
    assert holding(doubted(TIMELINE, LIKELY, ALSO), [decision]).doubtful == ()


def test_beside_the_senders_own_time_that_of_another_is_nothing_to_decide_on():
    own = CorrectTimeline(TimelineState.STATED, (PROMISE,))
    assert holding(doubted(TIMELINE, THEIRS), [own]).doubtful == ()
