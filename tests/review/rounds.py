"""Drafts of rounds of letters, by the form as officers fill it in."""

import re
from datetime import date

from rules.distribution import Realised, Task
from rules.judgement import Category
from storage.database import transaction
from storage.distribution import TASKS
from storage.facts import record
from storage.progress import COUNTS
from tests.review.conftest import NOW

NEW, LIST = "/rondes/nieuw", "/rondes"
PLACES = {  # task and realised: regular, amv
    "Twenterand": (142, 5, 23, 0),
    "Ede": (100, 0, 10, 0),
    "Tiel": (50, 60, 5, 4),  # enough together, too few of one kind
    "Urk": (20, 20, 2, 2),
}
FIELDS = {
    "cyclus": "1",
    "briefdatum": "2026-07-02",
    "termijn": "21",
    "kenmerk": "7468089",
    "adres": "ibtspreidingswet@minjenv.nl",
}


def fill(engine):
    """Tasks and places of four municipalities; of the others nothing is known."""
    tasks, counts = [], []
    for name, figures in PLACES.items():
        for category, (task, there) in zip(
            (Category.REGULAR, Category.AMV), (figures[:2], figures[2:]), strict=True
        ):
            tasks.append(Task(name, 1, category, task))
            counts.append(Realised(name, 1, category, date(2025, 7, 1), there))
    with transaction(engine) as session:
        record(session, TASKS, tasks, now=NOW, actor="jansen")
        record(session, COUNTS, counts, now=NOW, actor="jansen")


def made(answer):
    """The page of the round that was made."""
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def confirm(coordinator, page):
    """Confirm that round."""
    answer = coordinator.post(f"{page}/vaststellen", gezien="ja")
    assert answer.status_code == 303


def checked(text):
    """The municipalities that a form has chosen beforehand."""
    return re.findall(r'name="gemeenten" value="([^"]+)" checked', text)
