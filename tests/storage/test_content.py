"""Readings and judgements come back as they went in."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from rules.judgement import Doubtful, Element, Flag
from rules.mail import Text
from storage.content import (
    json_of_judgement,
    json_of_mail,
    judgement_of_json,
    judgements,
    mail_of_json,
    mails,
)


def test_a_reading_comes_back_whole(reading):
    assert mail_of_json(json_of_mail(reading)) == reading


def test_words_of_enums_are_written_as_pydantic_writes_them(reading, judgement):
    made = judgement(missing=frozenset({Element.TIMELINE}), flags=frozenset({Flag.LATE}))
    assert json_of_mail(reading) == mails().dump_json(reading).decode()
    assert json_of_judgement(made) == judgements().dump_json(made).decode()


def test_a_moment_comes_back_in_utc(reading):
    sent = replace(reading, sent_at=datetime(2026, 4, 9, 11, 59, 58, tzinfo=UTC))
    assert mail_of_json(json_of_mail(sent)).sent_at.utcoffset().total_seconds() == 0


@pytest.mark.parametrize("content", ["a\0b", "a b", "😀é", '"\\'])
def test_odd_characters_come_back(reading, content):
    odd = replace(reading, texts=(Text("body", content, ()),))
    assert mail_of_json(json_of_mail(odd)) == odd


def test_half_a_surrogate_pair_moves_no_offset(reading):
    odd = replace(reading, texts=(Text("body", "a\udc80b", ()),))
    assert mail_of_json(json_of_mail(odd)).texts[0].content == "a?b"


def test_a_judgement_comes_back_whole(judgement):
    flags = frozenset({Flag.LATE, Flag.UNCERTAIN})
    made = judgement(missing=frozenset(Element), flags=flags, late=None)
    assert judgement_of_json(json_of_judgement(made)) == made


def test_sentences_that_are_doubted_come_back(judgement):
    made = judgement()
    (time,) = made.timeline[:1]
    told = (Doubtful(Element.TIMELINE, time.statement, (time,), is_of_others=True),)
    assert judgement_of_json(json_of_judgement(replace(made, doubtful=told))).doubtful == told


def test_a_judgement_from_before_doubted_sentences_were_kept_can_be_read(judgement):
    content = json.loads(json_of_judgement(judgement()))
    del content["doubtful"]
    assert judgement_of_json(json.dumps(content)) == judgement()


def test_elements_come_back_in_their_order(judgement):
    assert list(judgement_of_json(json_of_judgement(judgement())).elements) == list(Element)


def test_what_is_not_a_judgement_is_refused(judgement):
    content = json_of_judgement(judgement()).replace('"confidence":0.9', '"confidence":"0.9"')
    with pytest.raises(ValidationError, match="confidence"):
        judgement_of_json(content)


def test_equal_judgements_are_equal_text_in_every_run_of_python(judgement):
    made = json_of_judgement(judgement(missing=frozenset(Element), flags=frozenset(Flag)))
    program = (
        "import sys; from storage.content import *; "
        "print(json_of_judgement(judgement_of_json(sys.stdin.read())), end='')"
    )
    for seed in "12":
        run = subprocess.run(
            [sys.executable, "-c", program],
            input=made,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(p for p in sys.path if p)},
        )
        assert run.stdout == made
