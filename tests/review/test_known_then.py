"""A past day is told as it was known then: what is entered or corrected later changes nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from rules.decisions import (
    ChooseCycle,
    CorrectKinds,
    CorrectMunicipalities,
    CorrectTimeline,
    LinkToCase,
    NotForUs,
    TakeFromCase,
)
from rules.distribution import (
    COUNTED,
    DECISIONS,
    DistributionDecision,
    Exchange,
    Realised,
    Task,
)
from rules.judgement import Category, Element, Kind, TimelineState
from rules.roles import Role
from rules.scopes import Scope
from storage.access_tokens import add_access_token
from storage.case_decisions import decide_case
from storage.database import transaction
from storage.distribution import ENTERED, EXCHANGES, TASKS
from storage.facts import record
from storage.judgements import file_mail
from storage.links import case_number
from storage.mail_decisions import decide_mail
from storage.periods import PERIODS, Period
from storage.progress import import_realised
from storage.registry import import_requests
from storage.tables.mails import MailRow
from storage.versions import version_of_case, version_of_mail
from tests.review.cases import proposal
from tests.review.conftest import NOW
from tests.review.mails import judgement, reading
from tests.review.promises import LETTERS, fill
from tests.review.test_api import TOKEN, asking

DAY = date(2026, 6, 23)
LATER = NOW + timedelta(days=1)
ASKED = {"op": DAY.isoformat()}
PAGES = (
    "/signalering",
    "/kaart",
    "/kaart?toon=antwoord",
    "/toezeggingen",
    "/gesprekken",
    "/verslag/directie",
    "/verslag/kamer",
    "/rondes/2026-05-01",
    "/rondes/2026-05-01/zaken",
    "/zaken/{case}/ladder",
)
FILES = (
    "/signalering/lijst.csv",
    "/kaart/lijst.csv",
    "/kaart/lijst.csv?toon=antwoord",
    "/toezeggingen/lijst.csv",
    "/toezeggingen/kwartalen.csv",
    "/gesprekken.csv",
    "/verslag/kamer/bestand.pdf",
    "/rondes/2026-05-01/zaken.csv",
)
RESOURCES = ("/cases", "/totals", "/signals", "/promises")
SENTENCE = "Dit is de stand aan het einde van 23 juni 2026, met wat toen bekend was."


@pytest.fixture
def numbers(engine):
    """Letters with promises on them, and counts of both categories; Ede's case."""
    fill(engine)
    with transaction(engine) as session:
        both = [Realised("Leiden", 1, each, date(2026, 6, 1), 4) for each in COUNTED]
        import_realised(session, both, now=NOW - timedelta(days=20))
        until = NOW + timedelta(days=30)
        add_access_token(session, "toets", TOKEN, list(Scope), expires_at=until, now=NOW)
        return {"case": case_number(session, ("Ede", "7473202"))}


def all_told(reader, app, numbers):
    """All that is told of the day: pages, files and the API."""
    read = {each: reader.get(each.format(**numbers), params=ASKED) for each in PAGES + FILES}
    assert {answer.status_code for answer in read.values()} == {200}
    ask = asking(app, TOKEN)
    told = {each: ask(each, as_of=DAY.isoformat()) for each in RESOURCES}
    return {each: answer.content for each, answer in read.items()} | told


# ------------------------------------------------------------------ what is corrected later


def another_letter(session):
    import_requests(session, [replace(LETTERS[0], regular_task=999, amv_realised=7)], now=LATER)
    again = replace(LETTERS[0], regular_task=1000, letter_date=date(2026, 6, 25))
    import_requests(session, [again], now=LATER + timedelta(hours=1))


def another_count(session):
    corrected = Realised("Leiden", 1, Category.REGULAR, date(2026, 6, 1), 0)
    late = Realised("Ede", 1, Category.AMV, date(2026, 6, 2), 80)
    import_realised(session, [corrected, late], now=LATER)


def another_task(session):
    record(session, TASKS, [Task("Ede", 1, Category.REGULAR, 3)], now=LATER)


def an_exchange(session):
    given = Exchange(1, "Ede", "Delft", Category.REGULAR, date(2026, 6, 1), 30, "brief")
    record(session, EXCHANGES, [given], now=LATER)


def another_decision(session):
    record(session, ENTERED, [replace(DECISIONS[0], due=date(2026, 6, 30))], now=LATER)
    record(
        session,
        ENTERED,
        [DistributionDecision(2, date(2026, 4, 1), date(2026, 12, 1))],
        now=LATER,
    )


def a_merger(session):
    merged = [Period("GM0228", None, date(2026, 5, 31), "GM0503")]  # Ede into Delft
    record(session, PERIODS, merged, now=LATER)


def a_cycle(session):
    another_decision(session)
    version = version_of_case(session, "Ede", "7473202")
    what = ChooseCycle(2)
    decide_case(
        session, "Ede", "7473202", what, reason="x", officer="jansen", version=version, now=LATER
    )


def decide(session, what):
    """What an officer decides on the first answer of Ede."""
    mail = first_answer(session)
    version = version_of_mail(session, mail)
    decide_mail(session, mail, what, reason="x", officer="jansen", version=version, now=LATER)


def first_answer(session):
    statement = select(MailRow.sha256).order_by(MailRow.received_at)
    return session.exec(statement).first()


def other_kinds(session):
    decide(session, CorrectKinds(frozenset({Kind.QUESTION})))


def no_times(session):
    decide(session, CorrectTimeline(TimelineState.UNKNOWN, ()))


def not_for_us(session):
    decide(session, NotForUs())


def another_municipality(session):
    decide(session, CorrectMunicipalities(frozenset({"Zwolle"})))


def into_another_case(session):
    decide(session, TakeFromCase("Ede", "7473202"))
    decide(session, LinkToCase("Delft", "7473203"))


def judged_otherwise(session):
    mail = first_answer(session)
    other = judgement("Leiden", references=("7473204",), missing=frozenset({Element.STEPS}))
    links = proposal("Leiden", "7473204")
    file_mail(session, mail, reading(40, "Reactie", "Ede"), other, "2", links=links, now=LATER)


ON_MAIL = (
    other_kinds,
    no_times,
    not_for_us,
    another_municipality,
    into_another_case,
    judged_otherwise,
)
CORRECTIONS = (
    *ON_MAIL,
    another_letter,
    another_count,
    another_task,
    an_exchange,
    another_decision,
    a_merger,
    a_cycle,
)


@pytest.mark.parametrize("correct", CORRECTIONS, ids=lambda each: each.__name__)
def test_a_later_correction_changes_nothing_of_a_past_day(
    as_role, app, engine, clock, numbers, correct
):
    clock.forward(days=2)
    reader = as_role(Role.READER)
    before = all_told(reader, app, numbers)
    today = today_told(reader)
    with transaction(engine) as session:
        correct(session)
    after = all_told(reader, app, numbers)
    assert [each for each in before if after[each] != before[each]] == []
    assert today_told(reader) != today or correct is a_cycle


def today_told(reader):
    """What is told of today, when every correction counts."""
    files = ("/signalering/lijst.csv", "/toezeggingen/lijst.csv", "/zaken/lijst.csv")
    return [reader.get(each).content for each in files]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_a_past_day_means(as_role, numbers, page):
    assert SENTENCE in as_role(Role.READER).get(page.format(**numbers), params=ASKED).text


@pytest.mark.parametrize("page", [each for each in PAGES if "verslag" not in each])
def test_today_needs_no_such_words(as_role, numbers, page):
    assert "met wat toen bekend was" not in as_role(Role.READER).get(page.format(**numbers)).text
