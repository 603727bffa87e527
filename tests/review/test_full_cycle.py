"""A cycle from decision to decision: pages, files, API and reports tell the test's own count."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from outbox.pdf import pdf_of
from review.app import make_app
from review.config import ReviewConfig
from review.report_document import Reader, report_of
from rules.decisions import SetLadderStep
from rules.distribution import DistributionDecision, Realised, Task
from rules.judgement import Availability, Category, Element, Kind, PlaceCount, PlaceRole
from rules.roles import Role
from rules.scopes import Scope
from storage.access_tokens import add_access_token
from storage.accounts import change_account
from storage.case_decisions import decide_case
from storage.case_lookup import newest_cases
from storage.database import open_database, snapshot, transaction
from storage.distribution import ENTERED, TASKS
from storage.facts import record
from storage.judgements import file_mail
from storage.keys import KEY_BYTES
from storage.ledger import Arrival, keep_all
from storage.periods import PERIODS, Period
from storage.progress import COUNTS
from storage.registry import provinces_by_name, registry
from storage.reported import reported_on
from storage.tables.mails import MailRow
from storage.talk_reports import are_there_reports
from storage.talks import all_talks
from storage.versions import version_of_case
from tests.databases import copy_database, database_at
from tests.outbox.accessible import hindrances
from tests.outbox.looks import empty_pictures, foreign_words, out_of_place
from tests.review.cases import proposal, said
from tests.review.cockpit import row
from tests.review.conftest import NOW, PORT, Clock, signed_in
from tests.review.mails import judgement, reading
from tests.review.rounds import FIELDS, LIST, NEW, checked, confirm, made
from tests.review.test_talk_reports import every_page

LETTER, DUE = date(2026, 5, 4), date(2026, 5, 26)  # three weeks on is Whit Monday
TALKED = date(2026, 6, 8)  # the first day of talks
PEILDATUM, COUNTED_ANEW = date(2025, 7, 1), date(2026, 6, 25)
PROMISED = date(2026, 6, 20)
MEET, PARTLY, NOT = 119, 116, 107
PAST = [date(2026, 5, 3), date(2026, 5, 14), DUE, date(2026, 5, 27), date(2026, 6, 22)]
BEFORE_ALL, DECIDED = date(2024, 1, 15), date(2024, 12, 21)
LOOKED_AT = [BEFORE_ALL, DECIDED, date(2026, 5, 3), DUE]
TOKEN = "ibt_cyclus"
KEY = b"k" * KEY_BYTES
TALK = {
    "tijd": "10:30",
    "minuten": "60",
    "soort": "official",
    "plaats": "Gemeentehuis",
    "deelnemers": "de gemeentesecretaris",
}
SAID = "De wethouder fluisterde over Kwartelhof; de Zebravink kwispelt."
SECRETS = ("Kwartelhof", "Zebravink", "kwispelt")  # words that no page holds by itself


@dataclass(frozen=True)
class Reply:
    """What a municipality answers, and when; nothing where no day is given."""

    on: date | None
    is_whole: bool = False


def reply_of(place):
    """The answers: half are whole, two in ten are not, one asks for more time, two are silent."""
    turn = place % 10
    if turn < 5:
        return Reply(LETTER + timedelta(days=3 + place % 23), is_whole=True)
    return Reply(LETTER + timedelta(days=8 + place % 34)) if turn < 7 else Reply(None)


class Cycle:
    """The plan of the cycle, from which the test counts for itself."""

    def __init__(self, names):
        self.names = sorted(names, key=lambda name: name[::-1])  # provinces mixed
        self.short = self.names[MEET:]
        self.replies = {name: reply_of(at) for at, name in enumerate(sorted(self.short))}

    def there(self, name):
        """The places of a municipality at the first report: regular and amv, of 100 and 10."""
        place = self.names.index(name)
        return (100, 10) if place < MEET else (40, 10) if place < MEET + PARTLY else (0, 0)

    def kept(self, name):
        """Whether the second report shows the promised places."""
        return len(name) % 2 == 0

    def answered(self, day):
        return {n: r for n, r in self.replies.items() if r.on is not None and r.on <= day}

    def totals(self, day):
        """How the cases stand at the end of a day."""
        if day < LETTER:
            return dict.fromkeys(
                ("cases", "awaiting", "overdue", "incomplete", "complete", "late"), 0
            )
        answered = self.answered(day)
        whole = sum(each.is_whole for each in answered.values())
        silent = len(self.short) - len(answered)
        return {
            "cases": len(self.short),
            "awaiting": silent if day <= DUE else 0,
            "overdue": silent if day > DUE else 0,
            "incomplete": len(answered) - whole,
            "complete": whole,
            "late": sum(each.on > DUE for each in answered.values()),
        }

    @property
    def talks(self):
        """Of those who did not answer, whom a talk was planned with, and what came of it."""
        names = sorted(name for name, reply in self.replies.items() if reply.on is None)
        return dict(zip(names, ("held", "held", "held", "cancelled", "planned"), strict=False))

    def talks_on(self, day):
        """How many talks stand how: planned all at once, held a day after the other."""
        found = Counter()
        for number, end in enumerate(self.talks.values()):
            has_come = day >= TALKED + timedelta(days=number)
            found[end if has_come else "planned"] += day >= DUE
        return +found

    def outcomes(self, day):
        """What came of the promises in whole answers by a day."""
        found = Counter()
        for name, each in self.answered(day).items():
            if not each.is_whole:
                continue
            if day >= COUNTED_ANEW:
                found["kept" if self.kept(name) else "broken"] += 1
            else:
                found["open" if day <= PROMISED else "unknown"] += 1
        return dict(found)


# ------------------------------------------------------------------ what happens


def counts(cycle, day, places):
    """The report of all provinces on a day."""
    return [
        Realised(name, 1, category, day, number)
        for name in cycle.names
        for category, number in zip((Category.REGULAR, Category.AMV), places(name), strict=True)
    ]


def answer(session, number, name, reference, reply):
    """A judged answer is filed; a whole one promises places by a day."""
    at = datetime.combine(reply.on, time(8), UTC)
    raw = f"Message-ID: <{number}@example.nl>\r\n\r\nTekst.\r\n".encode()
    arrival = Arrival("ibt", "INBOX", 7, number, raw, f"<{number}@example.nl>", at)
    (kept,) = keep_all(session, [arrival], NOW)
    text = f"De 60 plekken zijn er op {PROMISED:%d-%m-%Y}."
    stated = set(Element) if reply.is_whole else set(Element) - {Element.STEPS}
    judged = judgement(
        name,
        references=(reference,),
        proposals=proposal(name, reference),
        elements={each: (said(text),) if each in stated else () for each in Element},
        missing=frozenset() if reply.is_whole else frozenset({Element.STEPS}),
        timeline=(Availability("dan", PROMISED, PROMISED, said(text), ""),)
        if reply.is_whole
        else (),
        places=(PlaceCount(Category.REGULAR, PlaceRole.PLANNED, 60, said(text)),)
        if reply.is_whole
        else (),
        kinds=frozenset({Kind.INFORMATION_REPLY}),
    )
    mail = replace(reading(number, "Reactie", name), received_at=at)
    file_mail(session, kept.mail, mail, judged, "1", links=judged.proposals, now=NOW)


def given(engine):
    """The tasks and the first report are taken over."""
    with transaction(engine) as session:
        plan = Cycle(provinces_by_name(session))
        tasks = [
            Task(name, 1, category, places)
            for name in plan.names
            for category, places in ((Category.REGULAR, 100), (Category.AMV, 10))
        ]
        known = datetime(2026, 4, 30, 8, tzinfo=UTC)
        record(session, TASKS, tasks, now=known, actor="jansen")
        report = counts(plan, PEILDATUM, plan.there)
        record(session, COUNTS, report, now=known, actor="jansen")
    return plan


def asked(cycle, engine, apart):
    """A round of letters is made on the pages, of those whom they propose."""
    clock = Clock(datetime(2026, 5, 1, 8, tzinfo=UTC))
    app = make_app(engine, ReviewConfig(), originals=apart, port=PORT, now=clock)
    officer = signed_in(app, engine, clock, Role.OFFICER)
    chosen = checked(officer.get(NEW).text)
    assert sorted(chosen) == sorted(cycle.short)
    form = FIELDS | {"briefdatum": LETTER.isoformat()}
    page = made(officer.post(NEW, on=NEW, **form, gemeenten=chosen))
    confirm(signed_in(app, engine, clock, Role.COORDINATOR), page)


def told(cycle, engine):
    """Answers come in, and a second report; the letters' references by municipality."""
    with transaction(engine) as session:
        references = {each.municipality: each.reference for each in registry(session).requests}
        for number, (name, reply) in enumerate(sorted(cycle.replies.items())):
            if reply.on is not None:
                answer(session, number, name, references[name], reply)

        def places(name):
            return (100, 10) if cycle.kept(name) else cycle.there(name)

        record(session, COUNTS, counts(cycle, COUNTED_ANEW, places), now=NOW, actor="jansen")
        until = NOW + timedelta(days=400)
        add_access_token(session, "toets", TOKEN, list(Scope), expires_at=until, now=NOW)
    return references


def talked(cycle, engine, apart):
    """Talks are planned, held and cancelled on the pages; the report of the first is written."""
    clock = Clock(datetime.combine(DUE, time(20), UTC))
    app = make_app(
        engine, ReviewConfig(), originals=apart, port=PORT, now=clock, report_key=lambda: KEY
    )
    with transaction(engine) as session:
        change_account(session, "behandelaar", reads_reports=True, actor="beheerder", now=clock())
        numbers = {name: each.number for name, each in newest_cases(session, DUE).items()}
    officer = signed_in(app, engine, clock, Role.OFFICER)
    planned = {}
    for at, name in enumerate(cycle.talks):
        day = TALKED + timedelta(days=at)
        form = {"zaak": str(numbers[name]), "dag": day.isoformat(), "formulier": f"{at:032x}"}
        answer = officer.post("/gesprekken/nieuw", on="/gesprekken", **TALK, **form)
        assert answer.status_code == 303, answer.text
        planned[name] = answer.headers["location"]
    for at, (name, end) in enumerate(cycle.talks.items()):
        clock.now = datetime.combine(TALKED + timedelta(days=at), time(12), UTC)
        officer = signed_in(app, engine, clock, Role.OFFICER)
        told = {"gehouden": clock.now.date().isoformat(), "deelnemers": "de wethouder"}
        deed, form = ("gehouden", told) if end == "held" else ("afzeggen", {"reden": "Ziek"})
        if end != "planned":
            answer = officer.post(f"{planned[name]}/{deed}", on=planned[name], versie="0", **form)
            assert answer.status_code == 303, answer.text
    first = f"{next(iter(planned.values()))}/verslag"
    assert officer.post(first, on=first, tekst=SAID, nummer="0").status_code == 303
    assert SECRETS[0] in officer.get(first).text
    with transaction(engine) as session:
        change_account(session, "behandelaar", reads_reports=False, actor="beheerder", now=clock())


@pytest.fixture(scope="module")
def played(tmp_path_factory, filled, apart):
    """The folder of a database in which all this happened, the plan, and the references."""
    folder = tmp_path_factory.mktemp("cycle")
    copy_database(filled, folder)
    engine = open_database(database_at(folder))
    cycle = given(engine)
    asked(cycle, engine, apart)
    references = told(cycle, engine)
    talked(cycle, engine, apart)
    engine.dispose()
    return folder, cycle, references


@pytest.fixture
def engine(tmp_path, played):
    """A copy of it, for one test."""
    copy_database(played[0], tmp_path)
    engine = open_database(database_at(tmp_path))
    yield engine
    engine.dispose()


@pytest.fixture
def cycle(played):
    return played[1]


@pytest.fixture
def api(app):
    client = TestClient(app, f"http://127.0.0.1:{PORT}")

    def ask(path, **query):
        headers = {"Authorization": f"Bearer {TOKEN}"}
        answer = client.get(f"/api/v1{path}", params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return ask


# ------------------------------------------------------------------ what is told


def test_a_report_tells_119_that_meet_116_partly_and_107_not(cycle, api, as_role):
    expected = {"meets": MEET, "partly": PARTLY, "not": NOT}
    day = {"as_of": "2026-05-26"}
    told = Counter(each["fulfilment"] for each in api("/signals", **day)["municipalities"])
    assert told == expected
    reader = as_role(Role.READER)
    text = reader.get("/signalering?op=2026-05-26").text
    tiles = dict(re.findall(r"<dt>(.*?)</dt><dd><a href=[^>]*>(\d+)</a>", text))
    assert [int(tiles[each]) for each in ("Voldoet", "Voldoet gedeeltelijk", "Voldoet niet")] == [
        *expected.values()
    ]
    file = reader.get("/signalering/lijst.csv?op=2026-05-26").text
    rows = list(csv.DictReader(io.StringIO(file.lstrip("\ufeff")), delimiter=";"))
    assert sorted(Counter(each["Uitkomst"] for each in rows).values()) == sorted(expected.values())


@pytest.mark.parametrize("day", [*PAST, NOW.date()], ids=str)
def test_answers_are_told_alike_everywhere_on_any_day(cycle, api, engine, as_role, day):
    expected = cycle.totals(day)
    totals = api("/totals", as_of=day.isoformat())
    assert totals["total"] == expected
    summed = Counter()
    for province in totals["provinces"]:
        summed.update({key: value for key, value in province.items() if key != "province"})
    assert dict(summed) == {key: value for key, value in expected.items() if summed}
    with snapshot(engine) as session:
        document = report_of(reported_on(session, day, roll_over=True), Reader.PARLIAMENT)
    found = [
        each for each in document.blocks if getattr(each, "caption", "") == "Zaken per provincie"
    ]
    if not expected["cases"]:
        assert (found, totals["provinces"]) == ([], [])
        return
    statuses = ("awaiting", "overdue", "incomplete", "complete", "cases", "late")
    assert [int(each) for each in found[0].rows[-1][1:]] == [expected[each] for each in statuses]
    cockpit = row(as_role(Role.READER).get(f"{LIST}/{LETTER}?op={day}").text, "Samen")
    for name in ("awaiting", "overdue", "incomplete", "complete", "late"):
        assert cockpit[name] == expected[name]
    assert cockpit["sent"] == expected["cases"]
    assert cockpit["received"] == expected["complete"] + expected["incomplete"]


def test_the_list_of_today_and_its_file_hold_the_same_cases(cycle, api, as_role):
    file = as_role(Role.READER).get(f"/zaken/lijst.csv?brief={LETTER}").text
    rows = list(csv.DictReader(io.StringIO(file.lstrip("\ufeff")), delimiter=";"))
    assert {each["Gemeente"] for each in rows} == set(cycle.short)
    stands = Counter(each["Stand"] for each in rows)
    totals = api("/totals")["total"]
    assert [stands[each] for each in ("Volledig", "Onvolledig", "Termijn voorbij")] == [
        totals[each] for each in ("complete", "incomplete", "overdue")
    ]


@pytest.mark.parametrize("day", [date(2026, 6, 19), date(2026, 6, 22), NOW.date()], ids=str)
def test_promises_are_open_then_unknown_then_kept_or_broken(cycle, api, day):
    found = api("/promises", as_of=day.isoformat())["promises"]
    assert Counter(each["outcome"] for each in found) == cycle.outcomes(day) != {}


@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize("day", [*LOOKED_AT, NOW.date()], ids=str)
def test_a_report_shows_no_cut_text_no_empty_chart_and_no_english(engine, day, reader):
    with snapshot(engine) as session:
        document = report_of(reported_on(session, day, roll_over=True), reader)
    file = pdf_of(document)
    assert hindrances(file) == []
    assert out_of_place(file) == []
    assert foreign_words(document) == []
    assert empty_pictures(document) == []


def test_a_step_is_told_from_the_day_on_which_it_was_taken(played, cycle, api, engine):
    reference = played[2]
    name = min(name for name, reply in cycle.replies.items() if reply.on is None)
    at = datetime(2026, 6, 15, 9, tzinfo=UTC)
    what = SetLadderStep(3, "geen reactie", "brief 1", "de directeur", at.date())
    with transaction(engine) as session:
        version = version_of_case(session, name, reference[name])
        decide_case(session, name, reference[name], what, officer="jansen", version=version, now=at)
    for day, step in (("2026-06-14", 2), ("2026-06-15", 3), ("2026-07-01", 3)):
        (case,) = api("/cases", as_of=day, municipality=name)["cases"]
        assert case["ladder_step"] == step


@pytest.mark.parametrize(
    "day", [DUE - timedelta(days=1), DUE, TALKED, date(2026, 6, 10), NOW.date()], ids=str
)
def test_talks_are_counted_alike_on_the_page_and_in_its_file(cycle, as_role, day):
    expected = cycle.talks_on(day)
    reader = as_role(Role.READER)
    text = reader.get(f"/gesprekken?op={day}").text
    file = reader.get(f"/gesprekken.csv?op={day}").text
    rows = list(csv.DictReader(io.StringIO(file.lstrip("\ufeff")), delimiter=";"))
    listed = Counter(each["Stand"] for each in rows)
    words = {"planned": "Gepland", "held": "Gehouden", "cancelled": "Afgezegd"}
    assert {each: listed[told] for each, told in words.items()} == {
        each: expected[each] for each in words
    }
    assert {each: text.count(f">{told}</span>") for each, told in words.items()} == {
        each: expected[each] for each in words
    }
    assert {each["Gemeente"] for each in rows} == (set(cycle.talks) if expected else set())


@pytest.mark.parametrize("role", list(Role))
def test_what_was_said_in_a_talk_stands_nowhere_for_who_may_not_read_it(
    cycle, engine, as_role, api, played, role
):
    with snapshot(engine) as session:
        cases = newest_cases(session, NOW.date())
        (talk, *_) = all_talks(session)
        mail = session.exec(select(MailRow.sha256).order_by(MailRow.sha256)).first()
        assert are_there_reports(session)
    name = next(iter(cycle.talks))
    pages = every_page(as_role(role), cases[name].number, f"/gesprekken/{talk.id}", mail)
    told = [text for path, (_, text) in pages.items() if "woorden=" not in path]
    assert [word for word in SECRETS if any(word in text for text in told)] == []
    assert pages[f"/gesprekken/{talk.id}/verslag"][0] == 404
    answers = [api(path) for path in ("/cases", "/totals", "/signals", "/promises")]
    assert [word for word in SECRETS if word in str(answers)] == []
    file = next(played[0].glob("*.db"), None)  # on PostgreSQL there is none
    assert file is None or not any(word.encode() in file.read_bytes() for word in SECRETS)


def test_what_was_told_of_a_past_day_stays_when_a_merger_and_a_decision_come(api, engine, clock):
    asked = [
        (path, day.isoformat())
        for path in ("/totals", "/cases", "/signals", "/promises")
        for day in PAST
    ]
    before = {each: api(each[0], as_of=each[1]) for each in asked}
    clock.now = datetime(2027, 1, 4, 8, tzinfo=UTC)
    with transaction(engine) as session:
        merged = Period("GM1696", None, date(2026, 12, 31), "GM0402")
        record(session, PERIODS, [merged], now=clock.now, actor="jansen")
        decided = DistributionDecision(2, date(2026, 12, 18), date(2027, 7, 1))
        record(session, ENTERED, [decided], now=clock.now, actor="jansen")
    assert {each: api(each[0], as_of=each[1]) for each in asked} == before
    last, first = api("/signals", as_of="2027-01-03"), api("/signals", as_of="2027-01-04")
    assert [len(each["municipalities"]) for each in (last, first)] == [342, 341]
    assert [each["cycle"] for each in (last, first)] == [1, 1]  # the next places are not due yet
    new = api("/signals", as_of="2027-01-04", cycle=2)["municipalities"]
    assert {each["fulfilment"] for each in new} == {"unknown"}
    (hilversum,) = [each for each in first["municipalities"] if each["municipality"] == "Hilversum"]
    assert hilversum["regular"]["task"] == 200  # with that of Wijdemeren
