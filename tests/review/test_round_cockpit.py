"""The page of a round: each figure is the length of its list, today and on a day that is past."""

import csv
import io
import re
from datetime import timedelta

import pytest

from rules.decisions import ConfirmComplete
from rules.occasions import Occasion
from rules.roles import Role
from storage import sending
from storage.case_decisions import decide_case, undo_case_decision
from storage.database import transaction
from storage.proposed import propose
from storage.versions import version_of_case
from tests.review.cockpit import HEADS, row
from tests.review.mails import NOW
from tests.review.outbox import mail
from tests.review.overviews import FIRST, fill

ROUND = f"/rondes/{FIRST.isoformat()}"


@pytest.fixture
def reader(as_role, engine):
    """Letters of 18 May, due 8 June: Ede complete on 22 May, Tiel not on 29 June, Delft silent."""
    fill(engine)
    return as_role(Role.READER)


def counted(**figures):
    """All figures of a line, those not named zero."""
    return dict.fromkeys(HEADS, 0) | figures


def by_day(text):
    """The figures of each day, by its address: received, complete, incomplete, late, ..."""
    rows = re.findall(r'op=([\d-]+)"><time.*?</th>(.*?)</tr>', text, re.DOTALL)
    return {day: [int(each) for each in re.findall(r">(\d+)</td>", line)] for day, line in rows}


def test_the_round_is_told_today_as_a_whole_and_by_province(reader):
    text = reader.get(ROUND).text
    whole = counted(sent=3, received=2, complete=1, incomplete=1, late=1, overdue=1)
    assert row(text, "Samen") == whole
    assert row(text, "Gelderland") == counted(sent=2, received=2, complete=1, incomplete=1, late=1)
    assert row(text, "Zuid-Holland") == counted(sent=1, overdue=1)


@pytest.mark.parametrize(
    ("day", "whole"),
    [
        ("2026-05-18", counted(sent=3, awaiting=3)),
        ("2026-05-22", counted(sent=3, received=1, complete=1, awaiting=2)),
        ("2026-06-08", counted(sent=3, received=1, complete=1, awaiting=2)),
        ("2026-06-09", counted(sent=3, received=1, complete=1, overdue=2)),
        ("2026-06-30", counted(sent=3, received=2, complete=1, incomplete=1, late=1, overdue=1)),
    ],
)
def test_the_round_is_told_as_it_stood_on_a_day_the_same_each_time(reader, engine, day, whole):
    texts = {reader.get(ROUND, params={"op": day}).text for _ in range(2)}
    (text,) = texts
    assert row(text, "Samen") == whole
    shown = {name: whole[name] for name in HEADS[2:]}
    assert by_day(reader.get(ROUND).text)[day] == list(shown.values())


@pytest.mark.parametrize("day", ["", "2026-05-22", "2026-06-09"])
def test_each_figure_is_the_length_of_the_list_behind_it(reader, engine, day):
    acknowledge(engine, "Ede", "7000001")
    text = reader.get(ROUND, params={"op": day}).text
    found = re.findall(r'href="(/[^"]*zaken\?[^"]*)">(\d+)<span', text)
    assert len(found) > 8
    for address, count in found:
        listed = reader.get(address.replace("&amp;", "&")).text
        caption = re.search(r"<caption>(\d+) (?:zaak|zaken)", listed)
        assert int(caption[1]) == int(count), address


def acknowledge(engine, name, reference):
    """An acknowledgement goes out, on 1 July."""
    with transaction(engine) as session:
        entry = propose(session, mail(name, reference, Occasion.ACKNOWLEDGEMENT, "mail"), NOW)
        for step in (sending.queue, sending.take, sending.hand_over, sending.sent):
            step(session, entry, NOW)


def test_an_acknowledgement_counts_from_the_day_on_which_it_went_out(reader, engine):
    acknowledge(engine, "Ede", "7000001")
    assert row(reader.get(ROUND).text, "Samen")["acknowledged"] == 1
    before = reader.get(ROUND, params={"op": "2026-06-30"}).text
    assert row(before, "Samen")["acknowledged"] == 0


def test_a_decision_that_was_undone_still_stood_until_then(reader, engine):
    def version(session):
        return version_of_case(session, "Tiel", "7000002")

    earlier, later = NOW - timedelta(days=1), NOW
    with transaction(engine) as session:
        made = decide_case(
            session,
            "Tiel",
            "7000002",
            ConfirmComplete(),
            officer="x",
            version=version(session),
            now=earlier,
        )
    with transaction(engine) as session:
        undo_case_decision(
            session, "Tiel", "7000002", made.id, officer="x", version=version(session), now=later
        )
    assert row(reader.get(ROUND, params={"op": "2026-06-30"}).text, "Samen")["complete"] == 2
    assert row(reader.get(ROUND).text, "Samen")["complete"] == 1


def test_the_file_holds_the_cases_of_the_day(reader):
    answer = reader.get(f"{ROUND}/zaken.csv", params={"op": "2026-06-09"})
    assert answer.headers["content-disposition"].endswith('"ronde-2026-05-18-op-2026-06-09.csv"')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    stands = {each[0]: each[3] for each in rows[1:]}
    assert stands == {"Ede": "Volledig", "Delft": "Termijn voorbij", "Tiel": "Termijn voorbij"}


@pytest.mark.parametrize("address", ["2026-05-17", "2030-01-01", "x", "2026-05-17/zaken"])
def test_a_day_without_letters_is_no_round(reader, address):
    assert reader.get(f"/rondes/{address}").status_code == 404
