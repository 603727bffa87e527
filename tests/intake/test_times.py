"""Times as the shipped models read them: alike in form, told of places or of what has been."""

from datetime import date

import pytest

from intake.judging import load_models
from rules.elsewhere import NO_OTHERS
from rules.mail import Layout
from rules.timeline import timeline_of
from tests.rules.mails import sentence

RECEIVED = date(2026, 5, 20)
HEAD = "Locatie\tAantal\tOude planning\tNieuwe planning"


def read(*sentences):
    models = load_models()
    scores = models.statements.score(sentences)
    found = timeline_of(sentences, scores, NO_OTHERS, RECEIVED, models.timeline)
    return [entry.text for entry in found.entries]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Op 1 april zijn aan de Kade de laatste veertien kamers opgeleverd.", []),
        ("Op 1 april worden aan de Kade de laatste veertien kamers opgeleverd.", ["Op 1 april"]),
        ("De 40 plekken zijn niet in mei 2027 klaar, maar in mei 2028.", ["in mei 2028"]),
        ("De gemeenteraad besluit in september 2026 over het krediet.", []),
        ("In de zomer van 2027 slapen er de eerste zestig bewoners.", ["In de zomer van 2027"]),
    ],
)
def test_tense_and_surroundings_tell_which_time_is_that_of_places(text, told):
    assert read(sentence(text)) == told


def test_of_an_old_and_a_new_planning_the_new_one_counts():
    row = sentence(
        "Schoolstraat\t60\tseptember 2026\tapril 2027", layout=Layout.ROW, header_row=HEAD
    )
    assert read(row) == ["april 2027"]
