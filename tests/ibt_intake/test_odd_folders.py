"""A folder as people leave it: whatever holds a mail is taken in, and nothing stands in the way."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from subprocess import PIPE

from tests.ibt_intake.mails import REPLY, mail_at


def numbered(number):
    return REPLY.replace("reactie-1", f"reactie-{number}")


def taken_in(ibt, folder):
    done = ibt("ingest", folder, "--format", "jsonl")
    assert done.status == 0, done.errors
    return json.loads(done.out), done.errors


def test_mails_of_any_name_in_any_folder_are_taken_in_and_other_files_are_not(ibt, tmp_path):
    folder = tmp_path / "post"
    names = ("a.eml", "B.EML", "c", "d.txt", "e.mail", "f.eml.bak", "1712.M1P2,S=9:2,S")
    for depth, name in enumerate(names):
        place = folder.joinpath(*["onder"] * (depth % 3))
        place.mkdir(parents=True, exist_ok=True)
        mail_at(place, numbered(depth), name)
    for name, text in {"lees.md": "# Mails\n\nTekst.\n", "tabel.csv": "a;b\n", "leeg": ""}.items():
        (folder / name).write_text(text)
    mail_at(folder, numbered(90), ".verborgen.eml")
    mbox = "".join(
        f"From info@ede.nl Tue Apr 21 10:00:00 2026\n{numbered(n)}\n" for n in (50, 51, 52)
    )
    (folder / "oud").write_text(mbox)
    counts, errors = taken_in(ibt, folder)
    assert counts == {"new": 10, "known": 0, "filed": 10, "set_aside": 0, "wants_ocr": 0}
    (told,) = errors
    assert told.startswith("files left alone: 3")
    assert all(str(folder / name) in told for name in ("lees.md", "tabel.csv", "leeg"))


def test_a_broken_mail_whose_name_tells_nothing_is_taken_in_by_one_header(ibt, tmp_path):
    folder = tmp_path / "post"
    folder.mkdir()
    broken = (
        b"\xff\xfeived: from a by b\r\nSub\xe9ct: x\r\nDate: Tue, 21 Apr 2026 10:00:00 +0200\r\n"
    )
    for name in ("00012.7c53336b", "notitie.txt"):
        (folder / name).write_bytes(broken + b"\r\nWij melden dat.\r\n")
    counts, (told,) = taken_in(ibt, folder)
    assert counts == {"new": 1, "known": 0, "filed": 1, "set_aside": 0, "wants_ocr": 0}
    assert told.startswith("files left alone: 1")
    assert "notitie.txt" in told


def test_pipes_links_that_lead_nowhere_and_odd_names_hold_up_nothing(ibt, tmp_path):
    folder = tmp_path / "post"
    folder.mkdir()
    mail_at(folder, numbered(1), "a.eml")
    os.mkfifo(folder / "pijp.eml")
    (folder / "nergens.eml").symlink_to("er/is/niets")
    (folder / "rond.eml").symlink_to("rond.eml")
    (folder / "map.eml").mkdir()
    (folder / "boven").symlink_to("..")
    mail_at(tmp_path, numbered(2), "elders.txt")
    (folder / "elders.eml").symlink_to(tmp_path / "elders.txt")
    with open(os.fsencode(folder) + b"/br\xefef.eml", "wb") as file:
        file.write(numbered(3).encode())
    counts, errors = taken_in(ibt, folder)
    assert (counts, errors) == (
        {"new": 3, "known": 0, "filed": 3, "set_aside": 0, "wants_ocr": 0},
        [],
    )
    assert taken_in(ibt, folder)[0]["known"] == 3


def test_mails_without_an_ending_are_known_whatever_ends_their_lines_and_wherever_they_are_cut(
    ibt, tmp_path
):
    folder = tmp_path / "post"
    folder.mkdir()
    old = numbered(1).replace("\r\n", "\n").replace("\n", "\r")
    (folder / "apple").write_bytes(old.encode())
    (folder / "kort").write_bytes(
        b"Received: from a by b; Tue, 21 Apr 2026 10:00:00 +0200\n\nTekst"
    )
    (folder / "regel.py").write_bytes(b"subject: int = 3\n")
    counts, (told,) = taken_in(ibt, folder)
    assert counts == {"new": 2, "known": 0, "filed": 2, "set_aside": 0, "wants_ocr": 0}
    assert "regel.py" in told


def test_an_mbox_that_another_program_writes_to_holds_up_no_other_file(ibt, tmp_path):
    folder = tmp_path / "post"
    folder.mkdir()
    mail_at(folder, numbered(1), "a.eml")
    box = folder / "post"
    box.write_text(f"From info@ede.nl Tue Apr 21 10:00:00 2026\n{numbered(2)}\n")
    with held(box):
        counts, errors = taken_in(ibt, folder)
    assert counts["filed"] == 1
    assert "is being written to" in errors[-1]
    assert taken_in(ibt, folder)[0]["new"] == 1


@contextmanager
def held(path):
    """Another program has a file locked for as long as this lasts; locks are by process."""
    code = "import fcntl, sys; f = open(sys.argv[1], 'r+'); fcntl.lockf(f, fcntl.LOCK_EX)\n"
    code += "print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as program:
        assert program.stdout.readline() == "held\n"
        yield
        program.stdin.close()
