"""What was read and judged is the same in the process that it is handed to."""

import pickle
from datetime import UTC, datetime
from multiprocessing.reduction import ForkingPickler

import pytest

from intake.config import ReadingConfig
from intake.desk import Desk
from intake.handing_over import PLAIN, taking_apart, text_apart
from intake.judging import load_judge
from intake.registry import default_registry
from rules.mail import Text
from tests.files import File, mail_with, pdf
from tests.ibt_intake.mails import REPLY

AT = datetime(2026, 4, 21, 8, tzinfo=UTC)
MAILS = [
    REPLY.encode(),
    mail_with(File("brief.pdf", pdf("Honderd plekken.")), File("stuk", b"\0")),
    b"Subject: =?utf-8?q?\xf0\x9f?=\n\nGeachte\xff\n\n",
]


@pytest.fixture(scope="module")
def desk():
    return Desk(load_judge(default_registry()), ReadingConfig())


@pytest.mark.parametrize("raw", MAILS)
def test_what_was_taken_apart_is_put_together_as_it_was(desk, raw, monkeypatch):
    taken = desk.take(raw, AT)
    for kind in PLAIN:
        monkeypatch.setitem(ForkingPickler._extra_reducers, kind, taking_apart(kind))
    monkeypatch.setitem(ForkingPickler._extra_reducers, Text, text_apart)
    assert pickle.loads(ForkingPickler.dumps(taken)) == taken


def test_every_text_of_a_mail_has_its_lines_again(desk):
    (text, *_) = [each for each in desk.take(MAILS[0], AT).mail.texts if each.source == "body"]
    again, values = text_apart(text)
    assert len(text.lines) > 3
    assert again(*values) == text
