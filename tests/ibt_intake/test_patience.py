import json
import time

from tests.ibt_intake.mails import REPLY, mail_at

WORDS = "Wij realiseren 20 plekken per 1 januari 2027.\n" * 20_000  # takes more than a minute


def few_seconds(folder):
    (folder / "config.toml").write_text("[reading]\nmail_seconds = 2\n", encoding="utf-8")
    mail_at(folder, REPLY.replace("reactie-1", "reactie-0") + WORDS, name="a.eml")
    mail_at(folder, name="b.eml")


def test_a_mail_that_takes_too_long_is_set_aside_and_the_rest_goes_on(ibt, tmp_path):
    few_seconds(tmp_path)
    started = time.monotonic()
    done = ibt("ingest", "a.eml", "b.eml", "--format", "jsonl")
    assert time.monotonic() - started < 30
    assert done.status == 0
    assert json.loads(done.out) == {"new": 2, "known": 0, "filed": 1, "set_aside": 1}
    assert "took more than 2 seconds" in done.errors[0]


def test_a_mail_that_takes_too_long_to_analyse_is_unreadable(ibt, tmp_path):
    few_seconds(tmp_path)
    done = ibt("analyse", "a.eml", "b.eml", "--format", "jsonl")
    first, second = map(json.loads, done.out.splitlines())
    assert first["flags"] == ["unreadable"]
    assert "raise mail_seconds under [reading]" in first["error"]
    assert second["municipalities"] == ["Ede"]
