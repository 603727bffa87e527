"""A folder as people leave it: whatever holds a mail is taken in, and nothing stands in the way."""

import json
import os

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
    assert (counts, errors) == ({"new": 10, "known": 0, "filed": 10, "set_aside": 0}, [])


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
    assert (counts, errors) == ({"new": 3, "known": 0, "filed": 3, "set_aside": 0}, [])
    assert taken_in(ibt, folder)[0]["known"] == 3
