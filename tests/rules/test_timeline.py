"""When places will be there: what may count, what cannot, and what is withheld.

The model that weighs words is stood in for by one that takes, or refuses, all that may count.
"""

from datetime import date

import pytest

from rules.elsewhere import NO_OTHERS, Others
from rules.judgement import Element, TimelineState
from rules.linear import LinearModel
from rules.mail import Layout, Owner
from rules.no_time import says_unknown
from rules.statements import Scores
from rules.timeline import timeline_of
from tests.rules.mails import sentence

RECEIVED = date(2026, 4, 20)
TAKES_ALL, REFUSES_ALL = LinearModel({}, 10.0), LinearModel({}, -10.0)
STATED, UNKNOWN, ABSENT = TimelineState


def timeline(*texts, model=TAKES_ALL, chance=0.6, no_time=0.0, others=NO_OTHERS, **more):
    found = [each if not isinstance(each, str) else sentence(each, **more) for each in texts]
    scores = Scores(dict.fromkeys(Element, 0.0) | {Element.TIMELINE: chance}, 0.0, no_time)
    return timeline_of(found, [scores] * len(found), others, RECEIVED, model)


def spans(*texts, **more):
    return [
        (str(each.earliest or "-"), str(each.latest or "-"))
        for each in timeline(*texts, **more).entries
    ]


def test_the_time_at_which_places_come_is_stated_with_its_sentence():
    text = "De 40 plekken zijn per 1 juli 2027 beschikbaar."
    found = timeline(text)
    (entry,) = found.entries
    assert (found.state, entry.text, entry.statement.text) == (STATED, "per 1 juli 2027", text)


def test_each_phase_is_an_entry_and_each_span_counts_once():
    assert spans(
        "40 plekken in mei 2027 en 60 plekken in Q4 2027.", "De eerste zijn er in mei 2027."
    ) == [("2027-05-01", "2027-05-31"), ("2027-10-01", "2027-12-31")]


@pytest.mark.parametrize(
    "text",
    [
        "De brief van 9 april 2026 hebben wij ontvangen.",
        "Sinds 1 maart zijn er 40 plekken.",
        "In 2025 is de locatie gesloten.",
        "Op 12 februari jl. sprak de raad erover.",
        "Afgelopen zomer viel het pand weg.",
        "Sinds 2026 zijn er 40 plekken.",
    ],
)
def test_what_has_passed_says_nothing_of_places_to_come(text):
    assert timeline(text).state is ABSENT


def test_the_day_of_receipt_is_not_past():
    assert spans("De plekken zijn per 20 april 2026 open.") == [("2026-04-20", "2026-04-20")]


@pytest.mark.parametrize("owner", [each for each in Owner if each is not Owner.SENDER])
def test_only_the_senders_words_count(owner):
    assert timeline("De plekken zijn er per 1 juli 2027.", owner=owner).state is ABSENT


def test_a_heading_states_no_time():
    assert timeline("Planning 2027", layout=Layout.HEADING).state is ABSENT


@pytest.mark.parametrize(
    "text",
    [
        "U verlangt dat de plekken er uiterlijk 1 juli 2027 zijn.",
        "De minister rekent op plekken in mei 2027.",
        "Van ons wordt gevraagd dat ze er in mei 2027 zijn.",
        "Dat de plekken er in mei 2027 zijn, kunnen wij niet garanderen.",
        "De nieuwe basisschool is in mei 2027 klaar.",
        "In het hele land komen er in mei 2027 plekken bij.",
    ],
)
def test_a_time_that_is_hardly_the_senders_own_is_stated_and_close_to_call(text):
    found = timeline(text)
    assert (found.state, found.margin) == (STATED, 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "U vraagt om mei 2027; bij ons wordt het juli 2027.",
        "De plekken zijn er per 1 juli 2027.",
        "In de oude school komen in mei 2027 plekken.",
    ],
)
def test_the_senders_own_time_is_not_close_to_call(text):
    assert timeline(text).margin > 0


def test_what_the_model_refuses_is_no_timeline():
    found = timeline("De raad besluit in mei 2027.", model=REFUSES_ALL)
    assert (found.state, found.margin < 0) == (ABSENT, True)


def test_a_sentence_that_surely_says_nothing_of_time_is_not_asked():
    assert timeline("De raad besluit in mei 2027.", chance=0.01).state is ABSENT


def test_that_year_is_the_one_of_the_sentence_before():
    assert spans("Wij bouwen in 2027.", "De rest volgt in de tweede helft van dat jaar.") == [
        ("2027-01-01", "2027-12-31"),
        ("2027-07-01", "2027-12-31"),
    ]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Per 1 juli 2027, mits de raad instemt.", "mits de raad instemt"),
        ("Als de vergunning er is, zijn zij er in mei 2027.", "Als de vergunning er is"),
        ("Zij zijn er per 1 juli 2027.", ""),
    ],
)
def test_what_a_time_hangs_on_is_kept(text, condition):
    (entry,) = timeline(text).entries
    assert entry.condition == condition


def test_a_table_is_read_by_its_cells():
    row = sentence("Oude school\t40\tQ4 2026", layout=Layout.ROW, header_row="Locatie\tN\tGereed")
    assert spans(row) == [("2026-10-01", "2026-12-31")]


@pytest.mark.parametrize(
    "text",
    [
        "Wij kunnen nog geen termijn noemen.",
        "Een datum kunnen wij op dit moment niet geven.",
        "Wij durven geen jaartal te noemen.",
        "Wanneer de plekken er zijn, is niet te zeggen.",
        "Op welke termijn dit lukt, is onzeker.",
        "Het is nog onduidelijk wanneer de locatie open kan.",
        "Elke planning zou een slag in de lucht zijn.",
        "De einddatum is onbekend.",
        "Het antwoord op de vraag wanneer moeten wij u schuldig blijven.",
        "Er is vooralsnog geen zicht op een termijn.",
        "Het is te vroeg om een datum te noemen.",
        "Of en wanneer dit lukt, hangt af van de netbeheerder.",
        "Of het in 2027 lukt, kunnen wij niet zeggen: een termijn is niet te geven.",
    ],
)
def test_a_time_that_cannot_be_given_is_unknown(text):
    found = timeline(text, no_time=0.6)
    assert (found.state, len(found.unknown)) == (UNKNOWN, 1)


@pytest.mark.parametrize(
    "text",
    [
        "De plekken zijn er per 1 juli 2027.",
        "Wij bouwen een locatie.",
        "De rechtbank heeft nog geen datum voor de zitting gegeven.",
        "Er zijn geen locaties beschikbaar.",
        "De raad besluit in mei.",
    ],
)
def test_a_sentence_that_withholds_nothing_is_not_unknown(text):
    assert not says_unknown(text)


def test_a_time_that_is_stated_outweighs_one_that_is_withheld():
    found = timeline(
        "Voor de tweede locatie kunnen wij nog geen termijn noemen.",
        "De eerste opent per 1 juli 2027.",
    )
    assert (found.state, len(found.entries), len(found.unknown)) == (STATED, 1, 1)


def test_a_wish_is_no_promise():
    text = "Mocht de vergunning snel komen, dan zou het misschien in mei 2027 kunnen."
    assert timeline(text).state is ABSENT


def test_a_mail_without_sentences_has_no_timeline():
    assert timeline().state is ABSENT


def test_a_time_of_another_municipality_alone_is_not_the_senders():
    text = "In Roosendaal gaan in mei 2027 40 plekken open."
    found = timeline(text, others=Others(named=frozenset({0}), alone=frozenset({0})))
    assert (found.state, found.margin) == (ABSENT, 0.0)
    assert [each.text for each in found.of_others] == ["in mei 2027"]


def test_a_time_told_of_another_municipality_and_the_sender_is_close_to_call():
    text = "In Roosendaal gaan in mei 2027 onze 40 plekken open."
    found = timeline(text, others=Others(named=frozenset({0})))
    assert (found.state, found.margin) == (STATED, 0.0)
    own = timeline(
        text, "De 20 plekken hier zijn er in juni 2027.", others=Others(named=frozenset({0}))
    )
    assert len(own.entries) == 2
    assert own.margin > 0.4


def test_a_sentence_that_says_nothing_of_places_still_names_the_year_that_counts():
    texts = [
        "Het verdeelbesluit geldt tot eind 2029.",
        "In de zomer van dat jaar komen de plekken.",
    ]
    found = [sentence(each) for each in texts]
    scores = [
        Scores(dict.fromkeys(Element, 0.0) | {Element.TIMELINE: chance}, 0.0, 0.0)
        for chance in (0.0, 0.9)
    ]
    (entry,) = timeline_of(found, scores, NO_OTHERS, RECEIVED, TAKES_ALL).entries
    assert (entry.earliest, entry.latest) == (date(2029, 6, 1), date(2029, 8, 31))
