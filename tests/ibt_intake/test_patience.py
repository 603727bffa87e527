import json

from tests.ibt_intake.mails import REPLY, mail_at

# Takes some three seconds, as no sentence is known from one before it; a usual mail takes 0.05.
WORDS = "".join(f"Wij realiseren plek {at} per 1 januari 2027.\n" for at in range(20_000))


def few_seconds(folder):
    (folder / "config.toml").write_text(
        "[reading]\nmail_seconds = 1\nmax_judged_chars = 900_000\n", encoding="utf-8"
    )
    mail_at(folder, REPLY.replace("reactie-1", "reactie-0") + WORDS, name="a.eml")
    mail_at(folder, name="b.eml")


def test_a_mail_that_takes_too_long_is_read_plainly_and_the_rest_goes_on(ibt, tmp_path):
    few_seconds(tmp_path)
    done = ibt("ingest", "a.eml", "b.eml", "--format", "jsonl")
    assert done.status == 0
    assert json.loads(done.out) == {
        "new": 2,
        "known": 0,
        "filed": 2,
        "set_aside": 0,
        "wants_ocr": 0,
    }
    (line,) = done.errors
    assert "read_plainly" in line
    assert "took more than 1 seconds" in line
    assert "raise mail_seconds under [reading]" in line


def test_a_mail_that_takes_too_long_to_analyse_is_uncertain(ibt, tmp_path):
    few_seconds(tmp_path)
    done = ibt("analyse", "a.eml", "b.eml", "--format", "jsonl")
    first, second = map(json.loads, done.out.splitlines())
    assert "uncertain" in first["flags"]
    assert (first["municipalities"], second["municipalities"]) == (["Ede"], ["Ede"])


def test_a_text_of_megabytes_is_judged_as_far_as_allowed_and_it_says_so(ibt, tmp_path):
    mail_at(tmp_path, REPLY + WORDS, name="a.eml")
    done = ibt("analyse", "a.eml", "--format", "jsonl")
    assert done.errors == []
    (mail,) = map(json.loads, done.out.splitlines())
    assert "uncertain" in mail["flags"]
    assert mail["kinds"] == ["information_reply"]
    assert max(each["end"] for found in mail["elements"].values() for each in found) <= 100_000
