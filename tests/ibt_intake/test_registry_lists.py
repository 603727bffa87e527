"""Lists of the registry on the command line: looked at first, then taken over, once."""

import pytest

UNCHANGED = "; nothing was changed, --apply does it"
TASKS = "Gemeente;Categorie;Taak\nUrk;Regulier;80\nUrk;AMV;8\nDronten;Regulier;200\n"
EXCHANGES = (
    "Van;Naar;Categorie;Plaatsen;Datum;Document\nUrk;Dronten;regulier;{};01-06-2026;brief 1\n"
)
MERGER = (
    "Code;Gemeente;Provincie;Domein;Tot en met;Opvolger\n"
    "GM1696;Wijdemeren;Noord-Holland;wijdemeren.nl;31-12-2026;GM0402\n"
)


@pytest.fixture
def taken(ibt, tmp_path):
    """Hand a list to a command of the registry."""

    def run(command, text, *options):
        path = tmp_path / "lijst.csv"
        path.write_text(text, encoding="utf-8")
        return ibt("registry", command, path, *options)

    return run


def twice(taken, command, text, *options, rows, added=0, changed=0):
    """See a list shown, taken over, and found unchanged; the lines that were shown."""
    shown = taken(command, text, *options)
    told = f"{added} added, {changed} changed, 0 unchanged"
    assert shown.errors == [told + UNCHANGED]
    assert taken(command, text, *options, "--apply").errors == [told]
    again = taken(command, text, *options, "--apply")
    assert (again.out, again.errors) == ("", [f"0 added, 0 changed, {rows} unchanged"])
    return [line.split() for line in shown.out.splitlines()[1:]]


def test_tasks_then_what_was_exchanged_and_what_was_taken_back(taken):
    cycle = ("--cycle", "1")
    assert twice(taken, "import-tasks", TASKS, *cycle, rows=3, added=3)[0] == [
        *("Urk", "regular", "legal", "-", "-", "80"),
    ]
    given = EXCHANGES.format(80)
    assert twice(taken, "import-exchanges", given, *cycle, rows=1, added=1) == [
        ["Urk", "Dronten", "regular", "2026-06-01", "brief", "1", "-", "80"]
    ]
    more = taken("import-exchanges", EXCHANGES.format(81), *cycle, "--apply")
    assert more.errors == [
        "ibt-intake: lijst.csv, row 2, column Plaatsen: Urk would owe -1 regulier; check the "
        "number; nothing was changed"
    ]
    back = EXCHANGES.format(0)
    assert twice(taken, "import-exchanges", back, *cycle, rows=1, changed=1)[0][-2:] == ["80", "0"]


def test_a_fault_leaves_the_whole_list_out(taken):
    faulty = taken("import-tasks", TASKS + "Urk;AMV;-1\n", "--cycle", "1", "--apply")
    assert (faulty.status, faulty.out) == (1, "")
    right = taken("import-tasks", TASKS, "--cycle", "1")
    assert right.errors == ["3 added, 0 changed, 0 unchanged" + UNCHANGED]


def test_a_municipality_gets_its_last_day_and_its_successor(taken):
    assert twice(taken, "import-municipalities", MERGER, rows=1, changed=1) == [
        ["GM1696", "Wijdemeren", "days", "-", "..2026-12-31,", "then", "GM0402"]
    ]


def test_contacts_are_shown_with_those_that_they_replace(taken):
    text = "Naam;E-mailadres\nUrk;{}@urk.nl\n"
    taken("import-contacts", text.format("oud"), "--apply")
    assert twice(taken, "import-contacts", text.format("info"), rows=1, changed=1) == [
        ["municipality", "Urk", "oud@urk.nl", "info@urk.nl"]
    ]


def test_the_next_decision_is_entered_once_and_in_order(ibt):
    def enter(cycle, decided, due, *options):
        where = ("--cycle", cycle, "--decided-on", decided, "--due", due)
        return ibt("registry", "decision", *where, *options)

    refused = enter(3, "2026-12-18", "2027-07-01", "--apply")
    assert refused.errors == [
        "ibt-intake: cycle 3 cannot be entered; the first is fixed, and the next is 2"
    ]
    assert "was decided on 20-12-2024" in enter(2, "2024-12-01", "2027-07-01").errors[0]
    shown = enter(2, "2026-12-18", "2027-07-01")
    assert shown.errors == ["1 added, 0 changed, 0 unchanged" + UNCHANGED]
    assert enter(2, "2026-12-18", "2027-07-01", "--apply").status == 0
    again = enter(2, "2026-12-18", "2027-07-01", "--apply")
    assert (again.out, again.errors) == ("", ["0 added, 0 changed, 1 unchanged"])
