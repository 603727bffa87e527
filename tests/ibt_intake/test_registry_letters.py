"""Letters that were sent from elsewhere: looked at, taken over once, and known where quoted."""

import json

import pytest

from rules.fingerprints import runs_of
from storage.database import open_database, snapshot
from storage.ministry_words import ministry_words
from tests.databases import database_at
from tests.ibt_intake.test_reports import TASKS

LETTERS = "Gemeente;Kenmerk;Datum\nUrk;7468089;09-04-2026\nAlmere;7468090;09-04-2026\n"
WORDS = "Wij vragen u om te schrijven waarom de plekken er nog niet zijn.\n\nTot ziens.\n"


@pytest.fixture
def letters(ibt, tmp_path):
    """Hand a list of letters to the command, where the figures of Flevoland are known."""
    tasks = ["Gemeente;Categorie;Taak"]
    counts = ["Provincie;Gemeente;Categorie;Taak;Gerealiseerd;Peildatum"]
    for name, (regular, amv) in TASKS.items():
        for category, task in (("Regulier", regular), ("AMV", amv)):
            tasks.append(f"{name};{category};{task}")
            counts.append(f"Flevoland;{name};{category};{task};5;01-07-2025")
    (tmp_path / "taken.csv").write_text("\n".join(tasks), encoding="utf-8")
    (tmp_path / "verslag.csv").write_text("\n".join(counts), encoding="utf-8")
    where = ("--province", "Flevoland", "--on", "2025-07-01", "--apply")
    assert ibt("registry", "import-tasks", "taken.csv", "--cycle", "1", "--apply").status == 0
    assert ibt("registry", "import-report", "verslag.csv", *where).status == 0

    def taken(text=LETTERS, *options):
        (tmp_path / "brieven.csv").write_text(text, encoding="utf-8")
        return ibt("registry", "import-letters", "brieven.csv", "--cycle", "1", *options)

    return taken


def test_a_list_of_letters_is_shown_taken_over_and_found_unchanged(letters, ibt):
    shown = letters()
    assert shown.errors == ["2 added, 0 changed, 0 unchanged; nothing was changed, --apply does it"]
    assert shown.out.splitlines()[1].split() == ["Urk", "7468089", "-", "2026-04-09"]
    assert letters(LETTERS, "--apply").errors == ["2 added, 0 changed, 0 unchanged"]
    assert letters(LETTERS, "--apply").errors == ["0 added, 0 changed, 2 unchanged"]
    told = ibt("cases", "--as-of", "2026-04-30", "--format", "jsonl").out.splitlines()
    found = {each["municipality"]: each for each in map(json.loads, told)}
    assert (found["Urk"]["reference"], found["Urk"]["due"]) == ("7468089", "2026-04-30")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Urk;7468089;10-04-2026", "row 4, column Kenmerk: Urk, 7468089 stands in row 2 too"),
        ("Ede;1;09-04-2026", "row 4, column Gemeente: no task or no count of Ede is known"),
        ("Urkk;1;09-04-2026", "row 4, column Gemeente: 'Urkk' is not a known municipality"),
        ("Urk;1;09-04-2099", "row 4, column Datum: 09-04-2099 is not from"),
        ("Urk;;09-04-2026", "row 4, column Kenmerk: is empty"),
    ],
)
def test_a_fault_leaves_the_whole_list_out(letters, row, told):
    done = letters(f"{LETTERS}{row}\n", "--apply")
    assert (done.status, done.out) == (1, "")
    assert told in done.errors[-1]
    assert letters().errors[-1].startswith("2 added")


def test_the_words_of_the_letter_are_known_once_it_is_taken_over(letters, tmp_path):
    (tmp_path / "brief.txt").write_text(WORDS, encoding="utf-8")
    letters(LETTERS, "--words", "brief.txt")
    assert known(tmp_path) == frozenset()
    letters(LETTERS, "--words", "brief.txt", "--apply")
    assert known(tmp_path) == runs_of(WORDS.split("\n\n"))


def known(folder):
    """The runs of words that the database knows."""
    engine = open_database(database_at(folder / "ibt-intake-data"))
    with snapshot(engine) as session:
        found = ministry_words(session)
    engine.dispose()
    return found


def test_a_letter_of_too_few_words_is_refused(letters, tmp_path):
    (tmp_path / "brief.txt").write_text("Dag", encoding="utf-8")
    done = letters(LETTERS, "--words", "brief.txt", "--apply")
    assert (done.status, done.errors[-1].count("too few words")) == (1, 1)
