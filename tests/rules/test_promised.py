"""Each moment that a mail states is a promise, with the number of places that goes with it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules.cases import Case, CaseMail
from rules.decisions import ChooseCycle, Decided
from rules.distribution import DistributionDecision
from rules.judgement import Availability, Category, Kind, PlaceCount, PlaceRole, TimelineState
from rules.judgement import Statement as Said
from rules.promised import tellings_of
from rules.registry import Request
from tests.rules.mails import judgement_of

REGULAR, AMV, TOTAL = Category
FIRST = DistributionDecision(1, date(2024, 12, 20), date(2025, 7, 1))
SECOND = DistributionDecision(2, date(2026, 12, 18), date(2027, 7, 1))
LETTER = Request("7473202", "Ede", date(2026, 4, 9), 21, 100, 20, 5, 0)
ON = date(2027, 6, 1)
DAYS = {
    "in juli 2027": (date(2027, 7, 1), date(2027, 7, 31)),
    "in december 2027": (date(2027, 12, 1), date(2027, 12, 31)),
    "vanaf 2028": (date(2028, 1, 1), None),
    "op 1 april 2026": (date(2026, 4, 1), date(2026, 4, 1)),
}


def judged(text, *counts, **more):
    """A judgement of a text: its moments are those of DAYS, its numbers are given in order."""
    sentences = text.split("  ")

    def statement(words):
        start = 0
        for each in sentences:
            if words in each:
                return Said(each, "body", start, start + len(each))
            start += len(each) + 2
        raise AssertionError(words)

    moments = sorted((each for each in DAYS if each in text), key=text.index)
    timeline = tuple(Availability(each, *DAYS[each], statement(each)) for each in moments)
    places = tuple(
        PlaceCount(category, PlaceRole.PLANNED, places, statement(words))
        for category, places, words in counts
    )
    given = {
        "timeline_state": TimelineState.STATED if timeline else TimelineState.ABSENT,
        "timeline": timeline,
        "places": places,
        "municipalities": ("Ede",),
    }
    return judgement_of(Kind.INFORMATION_REPLY, **given | more)


def mail(judgement, day=date(2026, 4, 20), name="m1"):
    """A mail that was received on a day."""
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    return CaseMail(name, f"<{name}@ede.nl>", at, judgement)


def told(*mails, request=LETTER, on=ON):
    case = Case("Ede", request and request.reference, request, "", (), mails)
    return tellings_of([case], [FIRST, SECOND], on=on)


def parts(judgement, on=ON):
    """What a mail promises: words of the moment, category, number."""
    found = told(mail(judgement), on=on)
    return [(each.when, each.category, each.places) for one in found for each in one.promises]


JULY, DECEMBER, LATER, PAST = DAYS


@pytest.mark.parametrize(
    ("text", "counts", "expected"),
    [
        pytest.param(
            f"Er komen 40 plekken {JULY}.", [(REGULAR, 40, "40")], [(JULY, REGULAR, 40)], id="same"
        ),
        pytest.param(
            f"De 40 reguliere en 10 amv-plekken zijn er {JULY}.",
            [(REGULAR, 40, "40"), (AMV, 10, "10")],
            [(JULY, REGULAR, 40), (JULY, AMV, 10)],
            id="each category is a promise",
        ),
        pytest.param(
            f"De 50 plekken, waarvan 10 voor amv, zijn er {JULY}.",
            [(TOTAL, 50, "50"), (AMV, 10, "50")],
            [(JULY, AMV, 10), (JULY, TOTAL, 40)],
            id="of a total counts what the category leaves",
        ),
        pytest.param(
            f"Van de 60 plekken zijn er 20 tijdelijk; ze komen {JULY}.",
            [(REGULAR, 60, "60"), (REGULAR, 20, "60")],
            [(JULY, REGULAR, 60)],
            id="the largest is the whole",
        ),
        pytest.param(
            f"{JULY.capitalize()} 40 plekken; in juli 2027 dus, en {DECEMBER} 60 plekken.",
            [(REGULAR, 40, "60"), (REGULAR, 60, "60")],
            [(JULY, REGULAR, 40), (DECEMBER, REGULAR, 60)],
            id="as many numbers as moments go in order",
        ),
        pytest.param(
            f"Er komen 40 plekken {JULY} en de rest {DECEMBER}.",
            [(REGULAR, 40, "40")],
            [(JULY, REGULAR, 40), (DECEMBER, TOTAL, None)],
            id="one number goes with the nearest moment",
        ),
        pytest.param(
            f"Aan de Kade komen 40 plekken.  Ze zijn er {JULY}.",
            [(REGULAR, 40, "40")],
            [(JULY, REGULAR, 40)],
            id="the sentence before",
        ),
        pytest.param(
            f"De bouw is klaar {JULY}.  Het gaat om 40 plekken.",
            [(REGULAR, 40, "40")],
            [(JULY, REGULAR, 40)],
            id="the sentence behind",
        ),
        pytest.param(
            f"De bouw is klaar {JULY}.  Het gaat om 40 plekken.  De rest komt {DECEMBER}.",
            [(REGULAR, 40, "40")],
            [(JULY, TOTAL, None), (DECEMBER, REGULAR, 40)],
            id="a number goes with one moment, that behind it first",
        ),
        pytest.param(
            f"Er komen 40 plekken.  De raad stemt in.  Alles is klaar {JULY}.",
            [(REGULAR, 40, "40")],
            [(JULY, TOTAL, None)],
            id="no further than the neighbour",
        ),
        pytest.param(
            f"Er komen 40 plekken.  De amv-plekken zijn klaar {JULY}.  Eerst {DECEMBER} 9.",
            [(REGULAR, 9, "Eerst")],
            [(JULY, AMV, None), (DECEMBER, REGULAR, 9)],
            id="the category of the sentence where no number goes with it",
        ),
    ],
)
def test_a_moment_has_the_places_that_go_with_it(text, counts, expected):
    assert parts(judged(text, *counts)) == expected


@pytest.mark.parametrize("role", [each for each in PlaceRole if each is not PlaceRole.PLANNED])
def test_only_planned_places_are_promised(role):
    found = judged(f"De 40 plekken zijn er {JULY}.", (REGULAR, 40, "40"))
    places = tuple(replace(each, role=role) for each in found.places)
    assert parts(replace(found, places=places)) == [(JULY, TOTAL, None)]


def test_places_of_a_joint_mail_are_nobodys():
    found = judged(f"Er komen 40 plekken {JULY}.", (REGULAR, 40, "40"), municipalities=("A", "Ede"))
    assert parts(found) == [(JULY, TOTAL, None)]


def test_a_number_in_another_sentence_that_says_the_moment_again_goes_with_it():
    found = judged(f"Wij zijn klaar {JULY}.  Bla.  Dus 40 plekken {JULY}!", (REGULAR, 40, "40"))
    assert parts(found) == [(JULY, REGULAR, 40)]


def test_what_an_officer_fills_in_goes_together():
    nowhere = Said("", "", 0, 0)
    found = judged(
        "",
        timeline_state=TimelineState.STATED,
        timeline=(Availability("juli", *DAYS[JULY], nowhere),),
        places=(PlaceCount(AMV, PlaceRole.PLANNED, 9, nowhere),),
    )
    assert parts(found) == [("juli", AMV, 9)]


@pytest.mark.parametrize(
    "judgement",
    [
        pytest.param(judged(f"Het was er {PAST}."), id="what had passed"),
        pytest.param(judged(f"Het is er {JULY}.", kinds=frozenset({Kind.QUESTION})), id="question"),
        pytest.param(
            judged(f"Het is er {JULY}.", timeline_state=TimelineState.ABSENT), id="struck out"
        ),
    ],
)
def test_no_promise_is(judgement):
    assert parts(judgement) == []


def test_a_promise_counts_from_its_receipt_on():
    found = judged(f"Het is er {LATER}.")
    assert parts(found, date(2026, 4, 19)) == []
    assert parts(found, date(2026, 4, 20)) == [(LATER, TOTAL, None)]


@pytest.mark.parametrize(
    ("request_", "day", "cycle"),
    [
        pytest.param(LETTER, date(2027, 1, 5), 1, id="that of the letter"),
        pytest.param(None, date(2026, 12, 17), 1, id="before the next decision"),
        pytest.param(None, date(2026, 12, 18), None, id="while two run"),
        pytest.param(None, date(2024, 1, 1), None, id="before the first decision"),
        pytest.param(replace(LETTER, letter_date=date(2027, 1, 4)), None, None, id="its letter"),
    ],
)
def test_a_promise_is_of_a_cycle(request_, day, cycle):
    received = day or date(2027, 1, 5)
    (found,) = told(mail(judged(f"Het is er {JULY}."), received), request=request_)
    assert (found.cycle, found.promises[0].cycle) == (cycle, cycle)


def test_an_officers_choice_tells_the_cycle_where_two_run():
    letter = replace(LETTER, letter_date=date(2027, 1, 4))
    one = mail(judged(f"Het is er {JULY}."), date(2027, 1, 5))
    case = Case("Ede", letter.reference, letter, "", (), (one,))
    (found,) = tellings_of([case], [FIRST, SECOND], {("Ede", letter.reference): 2}, on=ON)
    assert found.cycle == 2
    chosen = Decided(1, ChooseCycle(1), "x", "jansen", one.received_at, None, "")
    (found,) = tellings_of([replace(case, decisions=(chosen,))], [FIRST, SECOND], on=ON)
    assert found.cycle == 1


def test_a_mail_in_two_cases_of_a_cycle_speaks_once():
    one = mail(judged(f"Het is er {JULY}."))
    cases = [Case("Ede", "1", replace(LETTER, reference="1"), "", (), (one,))]
    cases += [Case("Ede", "2", replace(LETTER, reference="2"), "", (), (one,))]
    assert len(tellings_of(cases, [FIRST], on=ON)) == 1


@pytest.mark.parametrize(
    ("condition", "firm"), [("", True), ("mits de raad instemt", False), ("als volgt: 40", True)]
)
def test_a_promise_is_firm_that_hangs_on_nothing(condition, firm):
    found = judged(f"Er komen 40 plekken {JULY}.", (REGULAR, 40, "40"))
    timeline = tuple(replace(each, condition=condition) for each in found.timeline)
    (telling,) = told(mail(replace(found, timeline=timeline)))
    assert telling.promises[0].is_firm is firm
