"""`ibt-intake templates check`: a wrong template is told with file and line."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from outbox.checking import check
from outbox.templates import FOLDER

ROOT = Path(__file__).parents[2]


def told(folder, name="reminder.txt"):
    """The fault of a template in a folder of its own."""
    return next(each.fault for each in check(folder) if each.name == name)


@pytest.fixture
def reminder(tmp_path):
    """Write the program's template of the reminder with something else in it."""

    def write(old, new):
        text = (FOLDER / "reminder.txt").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / "reminder.txt").write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(
            "Hebt u uw", "Hebt u  uw", "reminder.txt:17: two blanks in a row", id="two blanks"
        ),
        pytest.param(
            "Lukt het niet",
            "Please: lukt het niet",
            "reminder.txt:15: English: 'Please'",
            id="English",
        ),
        pytest.param(
            "U kreeg uitstel van ons.",
            "U kreeg {{ none }} uitstel.",
            "reminder.txt:8: a word of the program: 'None' (sample: extended",
            id="None",
        ),
        pytest.param(
            "Lukt het niet op tijd?",
            "Lukt het {{ '' }} niet?",
            "reminder.txt:15: two blanks in a row",
            id="an empty place",
        ),
        pytest.param(
            "{{ due | weekday }} aan",
            "{{ due }} aan",
            "reminder.txt:8: a date in figures: '2026-04-30'",
            id="a date in figures",
        ),
        pytest.param(
            "Hebt u uw reactie", "hebt u uw reactie", "reminder.txt:17: a sentence that", id="small"
        ),
        pytest.param(
            "{{ due | day }}", "{{ dag }}", "reminder.txt:1: 'dag' is undefined", id="name"
        ),
    ],
)
def test_a_fault_is_told_with_the_line_of_the_template(reminder, old, new, fault):
    found = told(reminder(old, new))
    assert found.rpartition("/")[2].startswith(fault)


def test_a_fault_in_an_included_file_is_told_there(tmp_path):
    text = (FOLDER / "asked.txt").read_text(encoding="utf-8")
    changed = text.replace("U kunt deze mail", "U kunt  deze mail")
    (tmp_path / "asked.txt").write_text(changed, encoding="utf-8")
    line = text[: text.index("U kunt deze mail")].count("\n") + 1
    assert told(tmp_path).startswith(f"asked.txt:{line}: two blanks in a row")
    assert told(tmp_path, "follow_up.txt") == ""


@pytest.mark.parametrize(
    ("closing", "place"),
    [
        pytest.param("{{ none }}\nGroet\n", "closing.txt:1: a word", id="a value in front"),
        pytest.param("Groet\n\n{{ weg }}\n", "closing.txt:3: 'weg'", id="a name"),
        pytest.param("Groet\n{% if %}\n", "closing.txt:2: Expected", id="its grammar"),
        pytest.param("Groët\n".encode("utf-16"), "closing.txt: is not in UTF-8", id="encoding"),
        pytest.param(
            "{% include 'weg.txt' %}", "closing.txt:1: there is no file weg.txt", id="away"
        ),
        pytest.param(
            "\n{% include 'closing.txt' %}", "closing.txt:2: takes itself in", id="itself"
        ),
        pytest.param(None, "closing.txt: is no file; put a template there", id="a folder"),
    ],
)
def test_whatever_is_wrong_with_an_included_file_is_told_there(tmp_path, closing, place):
    write(tmp_path / "closing.txt", closing)
    assert told(tmp_path).rpartition("/")[2].startswith(place)


def test_a_fault_below_what_is_included_is_told_in_the_file_that_includes(tmp_path):
    text = (FOLDER / "reminder.txt").read_text(encoding="utf-8")
    write(tmp_path / "reminder.txt", text + "{{ none }}\n")
    assert told(tmp_path).startswith(f"reminder.txt:{text.count(chr(10)) + 1}: a word")


def test_a_folder_with_the_name_of_a_template_is_told(tmp_path):
    write(tmp_path / "reminder.txt", None)
    assert "reminder.txt: is no file; put a template there, or take it away" in told(tmp_path)


def write(path, content):
    """A file with text or bytes in it; None: a folder."""
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_a_fault_that_only_one_shape_shows_is_found(reminder):
    found = told(reminder("U kreeg uitstel van ons. ", "{{ notified_on.jaar }} "))
    assert re.search(r"reminder\.txt:8: .*jaar.*\(sample: extended", found)


def test_a_file_that_no_mail_uses_is_told(tmp_path):
    (tmp_path / "herinnering.txt").write_text("Onderwerp: Ja\n\nTekst\n", encoding="utf-8")
    assert told(tmp_path, "herinnering.txt").startswith("herinnering.txt:1: no mail uses this file")


def test_what_a_template_includes_is_used(tmp_path):
    shutil.copy(FOLDER / "follow_up.txt", tmp_path)
    (tmp_path / "groet.txt").write_text("Groet\n", encoding="utf-8")
    file = tmp_path / "follow_up.txt"
    text = file.read_text(encoding="utf-8").replace("closing.txt", "groet.txt")
    file.write_text(text, encoding="utf-8")
    assert [each for each in check(tmp_path) if each.fault] == []


def run(*arguments, cwd):
    return subprocess.run(
        [sys.executable, "-m", "ibt_intake", "templates", "check", *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_tells_each_template_in_a_line(tmp_path):
    done = run(cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert len(done.stdout.splitlines()) == 8
    assert all(line.startswith("ok ") for line in done.stdout.splitlines())


def test_the_command_fails_where_a_template_of_the_settings_is_wrong(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "digest.txt").write_text("Onderwerp: Ja\n\n{{ weg }}\n", encoding="utf-8")
    (tmp_path / "config.toml").write_text('[outbox]\ntemplates = "own"\n', encoding="utf-8")
    done = run(cwd=tmp_path)
    assert done.returncode == 1
    assert "BAD  digest.txt" in done.stdout
    assert "digest.txt:3: 'weg' is undefined; mend it" in done.stdout
    assert done.stderr.startswith("ibt-intake: 1 template is wrong; see")


def test_a_frame_without_the_letter_is_told(tmp_path):
    (tmp_path / "frame.html").write_text("<p>{{ subject }}</p>", encoding="utf-8")
    assert "frame.html: the text of the mail does not stand in it" in told(tmp_path)


def test_a_frame_may_indent_the_letter(tmp_path):
    (tmp_path / "frame.html").write_text("<div>{{ letter | indent(4) }}</div>", encoding="utf-8")
    assert told(tmp_path) == ""


def test_a_folder_that_is_away_is_told_for_each_template(tmp_path):
    away = tmp_path / "weg"
    assert all(f"{away} is no folder" in each.fault for each in check(away))


def test_a_mark_of_windows_in_front_does_no_harm(tmp_path):
    text = (FOLDER / "reminder.txt").read_text(encoding="utf-8")
    (tmp_path / "reminder.txt").write_text(text, encoding="utf-8-sig")
    assert told(tmp_path) == ""


def test_a_template_in_another_encoding_is_told(tmp_path):
    text = (FOLDER / "reminder.txt").read_text(encoding="utf-8")
    (tmp_path / "reminder.txt").write_text(text, encoding="utf-16")
    assert "reminder.txt: is not in UTF-8; save it so" in told(tmp_path)
