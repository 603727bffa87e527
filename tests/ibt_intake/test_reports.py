"""A province's report on the command line: looked at first, then taken over, once."""

import pytest

TASKS = {"Almere": (900, 60), "Dronten": (200, 20), "Lelystad": (300, 30)} | {
    "Noordoostpolder": (180, 15),
    "Urk": (80, 8),
    "Zeewolde": (90, 9),
}
NOTHING_YET = "12 added, 0 changed, 0 unchanged; nothing was changed, --apply does it"


@pytest.fixture
def report(ibt, tmp_path):
    """Import a report in which Urk has so many places."""

    def imported(*options, urk=5, province="Flevoland", day="2025-07-01"):
        lines = ["Provincie;Gemeente;Categorie;Taak;Gerealiseerd;Peildatum"]
        for name, (regular, amv) in TASKS.items():
            places = urk if name == "Urk" else regular
            lines.append(f"Flevoland;{name};Regulier;{regular};{places};01-07-2025")
            lines.append(f"Flevoland;{name};AMV;{amv};0;01-07-2025")
        path = tmp_path / "flevoland.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        where = ("--province", province, "--on", day)
        return ibt("registry", "import-report", path, *where, *options)

    return imported


def test_a_report_is_only_shown_without_apply(report):
    first = report()
    assert (first.status, first.errors) == (0, [NOTHING_YET])
    assert first.out.splitlines()[9].split() == ["Urk", "regular", "-", "5"]
    assert report().errors == [NOTHING_YET]


def test_a_report_taken_over_twice_changes_nothing_more(report):
    assert report("--apply").errors == ["12 added, 0 changed, 0 unchanged"]
    again = report("--apply")
    assert (again.out, again.errors) == ("", ["0 added, 0 changed, 12 unchanged"])


def test_a_correction_shows_both_figures(report):
    report("--apply")
    done = report("--apply", urk=7)
    assert done.errors == ["0 added, 1 changed, 11 unchanged"]
    assert done.out.splitlines()[1].split() == ["Urk", "regular", "5", "7"]


def test_a_task_other_than_in_the_letter_refuses_the_report(report, ibt, tmp_path):
    letters = tmp_path / "requests.csv"
    letters.write_text(
        "reference,municipality,letter_date,term_days,regular_task,amv_task,regular_realised,"
        "amv_realised\n1,Urk,2026-04-09,21,81,8,0,0\n",
        encoding="utf-8",
    )
    ibt("registry", "import", letters)
    done = report("--apply")
    assert (done.status, done.out) == (1, "")
    assert done.errors == [
        "ibt-intake: flevoland.csv, row 10, column Taak: 80 is not the task of Urk, regulier, "
        "which is 81; check the number; nothing was changed"
    ]


def test_where_two_cycles_run_the_report_s_has_to_be_named(report, ibt):
    where = ("--cycle", "2", "--decided-on", "2025-06-01", "--due", "2027-07-01")
    ibt("registry", "decision", *where, "--apply")
    assert report().errors == [
        "ibt-intake: cycles 1 and 2 run on 01-07-2025; name the report's by --cycle"
    ]
    assert report("--cycle", "1", "--apply").errors == ["12 added, 0 changed, 0 unchanged"]
    assert report("--cycle", "2").errors == [NOTHING_YET]
    assert report("--cycle", "3").errors == [
        "ibt-intake: cycle 3 does not run on 01-07-2025; check --cycle and --on"
    ]


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ({"province": "Holland"}, "ibt-intake: 'Holland' is not a known province; write one of"),
        (
            {"day": "2024-07-01"},
            "ibt-intake: no distribution decision held on 01-07-2024; the first is of 20-12-2024",
        ),
    ],
)
def test_a_report_of_nowhere_or_of_no_decision_is_refused(report, where, told):
    done = report("--apply", **where)
    assert done.status == 1
    assert [line[: len(told)] for line in done.errors] == [told]
