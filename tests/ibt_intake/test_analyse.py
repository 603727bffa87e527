import json
import os
from datetime import UTC, datetime

from intake import reader_process
from tests.ibt_intake.mails import EDE, REPLY, UNDATED, mail_at, requests_at
from tests.intake import poison


def judged(ibt, *arguments):
    done = ibt("analyse", *arguments, "--format", "jsonl")
    assert (done.status, done.errors) == (0, [])
    return [json.loads(line) for line in done.out.splitlines()]


def test_a_mail_is_judged_and_nothing_is_written(ibt, tmp_path):
    file = mail_at(tmp_path)
    before = set(tmp_path.rglob("*"))
    (mail,) = judged(ibt, file)
    assert mail["municipalities"] == ["Ede"]
    assert mail["received"] == "2026-04-21T10:00:00+02:00"
    assert set(tmp_path.rglob("*")) == before


def test_a_mail_is_read_by_the_longest_times_that_the_settings_take(ibt, tmp_path):
    config, keys = tmp_path / "patient.toml", ("part", "mail", "ocr", "ocr_pass")
    config.write_text("[reading]\n" + "".join(f"{key}_seconds = 86400\n" for key in keys))
    (mail,) = judged(ibt, mail_at(tmp_path), "--config", config)
    assert mail["municipalities"] == ["Ede"]


def test_evidence_stands_where_it_says(ibt, tmp_path):
    (mail,) = judged(ibt, mail_at(tmp_path))
    body = REPLY.partition("\n\n")[2]
    found = [each for evidence in mail["elements"].values() for each in evidence]
    assert found
    for each in found:
        assert (each["source"], body[each["start"] : each["end"]]) == ("body", each["text"])


def test_requests_tell_the_case_and_whether_it_is_late(ibt, tmp_path):
    file = requests_at(tmp_path, EDE)
    (mail,) = judged(ibt, mail_at(tmp_path), "--requests", file)
    assert (mail["references"], mail["late"]) == (["7473202"], False)


def test_mails_come_in_the_order_given_and_folders_by_name(ibt, tmp_path):
    (tmp_path / "map").mkdir()
    last = mail_at(tmp_path, name="0.eml")
    for name in ("b.eml", "a.eml"):
        mail_at(tmp_path / "map", name=name)
    names = [mail["file"].rsplit("/", 1)[-1] for mail in judged(ibt, tmp_path / "map", last)]
    assert names == ["a.eml", "b.eml", "0.eml"]


def test_a_mail_that_broke_a_rule_is_told_and_the_rest_goes_on(ibt, tmp_path, monkeypatch):
    monkeypatch.setattr(reader_process, "taken", poison.taken)
    monkeypatch.setattr(reader_process, "taken_plainly", poison.taken_plainly)
    mail_at(tmp_path, f"X-Poison: recurses\nX-Thorough: yes\n{REPLY}", "a.eml")
    mail_at(tmp_path, name="b.eml")
    first, second = judged(ibt, tmp_path)
    assert (first["kinds"], first["flags"]) == (["other"], ["unreadable"])
    assert first["error"].startswith("unforeseen RecursionError at ")
    assert second["municipalities"] == ["Ede"]


NO_MAILS = {"leeg": b"", "regels": b"\r\n\n\n", "bytes": bytes(range(256)) * 4}


def test_what_is_no_mail_is_unreadable_and_the_rest_goes_on(ibt, tmp_path):
    for name, raw in NO_MAILS.items():
        (tmp_path / f"{name}.eml").write_bytes(raw)
    mail_at(tmp_path, name="zinnig.eml")
    *found, last = judged(ibt, tmp_path)
    assert [(each["kinds"], each["flags"]) for each in found] == [(["other"], ["unreadable"])] * 3
    assert [each["error"].split(";")[0] for each in found] == [
        "this is no mail: it holds neither headers nor text",
        "this is no mail: it is empty",
        "this is no mail: it is empty",
    ]
    assert last["municipalities"] == ["Ede"]


def test_a_text_without_headers_is_judged(ibt, tmp_path):
    (mail,) = judged(ibt, mail_at(tmp_path, REPLY.partition("\n\n")[2]))
    assert "unreadable" not in mail["flags"]


def test_a_mail_without_a_date_counts_from_its_file(ibt, tmp_path):
    path = mail_at(tmp_path, UNDATED)
    moment = datetime(2026, 4, 21, 8, tzinfo=UTC).timestamp()
    os.utime(path, (moment, moment))
    (mail,) = judged(ibt, path)
    assert mail["received"] == "2026-04-21T10:00:00+02:00"


def test_a_name_with_brackets_is_shown_as_it_is(ibt, tmp_path):
    done = ibt("analyse", mail_at(tmp_path, name="[b]rief [bold].eml"))
    assert "[b]rief" in done.out


def test_a_path_without_mail_is_one_line(ibt, tmp_path):
    done = ibt("analyse", tmp_path / "nergens", "--format", "jsonl")
    assert (done.status, done.out, len(done.errors)) == (1, "", 1)
    assert "no mail stands at" in done.errors[0]
