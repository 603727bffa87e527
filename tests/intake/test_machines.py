"""B13: what machines send is known as such, whichever system wrote it, and nothing else is."""

from dataclasses import replace

import pytest

from intake.judging import load_judge
from intake.registry import default_registry
from rules.judgement import Kind
from tests.intake.machines import ANSWERS, PEOPLE, REPORTS
from tests.intake.reads import read

MACHINES = {Kind.BOUNCE, Kind.AUTO_REPLY}
LEAST = 0.95


@pytest.fixture(scope="module")
def kinds():
    """The kinds that a mail is given."""
    judge = load_judge(replace(default_registry(), requests=()))
    return lambda raw: set(judge.judge(read(raw)).kinds)


def test_b13_there_are_mails_of_sixty_systems():
    assert len(REPORTS) + len(ANSWERS) >= 60


def test_b13_reports_of_servers_are_known(kinds):
    missed = [name for name, raw in REPORTS.items() if kinds(raw) != {Kind.BOUNCE}]
    assert len(missed) <= (1 - LEAST) * len(REPORTS), missed


def test_b13_answers_of_machines_are_known(kinds):
    missed = [name for name, raw in ANSWERS.items() if not kinds(raw) & MACHINES]
    assert len(missed) <= (1 - LEAST) * len(ANSWERS), missed


def test_b13_no_mail_of_a_person_is_taken_for_a_machines(kinds):
    taken = [name for name, raw in PEOPLE.items() if kinds(raw) & MACHINES]
    assert taken == []
