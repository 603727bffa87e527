"""Lists of tasks, exchanges, municipalities and contacts: read as they are, or refused whole."""

from datetime import date, datetime
from functools import partial

import openpyxl
import pytest

from intake.errors import RegistryFileError
from intake.municipality_lists import (
    Listed,
    read_contact_list,
    read_municipality_list,
)
from intake.registry import default_registry
from intake.task_lists import Under, read_exchanges, read_tasks
from rules.contacts import Contact, ContactRole
from rules.distribution import DECISIONS, Exchange, Task
from rules.judgement import Category
from rules.owed import Distribution
from rules.registry import Municipality

KNOWN = default_registry().municipalities
TASKS = (
    Task("Urk", 1, Category.REGULAR, 80),
    Task("Urk", 1, Category.AMV, 8),
    Task("Dronten", 1, Category.REGULAR, 200),
)
FACTS = Distribution(DECISIONS, TASKS, (), (), ())
UNDER = Under(1, DECISIONS[0], DECISIONS[0].decided_on, date(2026, 7, 1), KNOWN, FACTS)
NEXT = Under(2, None, DECISIONS[0].decided_on, date(2026, 7, 1), KNOWN, FACTS)


def saved(folder, rows, name="lijst.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def refused(read):
    with pytest.raises(RegistryFileError) as refusal:
        read()
    assert refusal.value.total == len(refusal.value.faults)
    return [fault.partition(", ")[2] for fault in refusal.value.faults]


def test_a_list_of_tasks_is_read_as_it_stands(tmp_path):
    path = saved(
        tmp_path,
        [
            ["Verdeelbesluit 2024"],
            ["Provincie", "Gemeente", "Soort", "Categorie", "Wettelijke taak", "Vanaf"],
            ["Flevoland", "Urk", "wettelijk", "Regulier", 85, None],
            ["Flevoland", "Urk", None, "AMV", 9, datetime(2026, 6, 1)],
            ["Flevoland", "Dronten", "indicatief", "AMV", 21, datetime(2026, 2, 27)],
            [None, "Totaal", None, None, 115, None],
        ],
    )
    # The province of a total is left out, and so is its sort.
    assert read_tasks(path, UNDER) == (
        Task("Urk", 1, Category.REGULAR, 85),
        Task("Urk", 1, Category.AMV, 9, valid_from=date(2026, 6, 1)),
        Task("Dronten", 1, Category.AMV, 21, is_indicative=True, valid_from=date(2026, 2, 27)),
    )


FAULTY = [
    ["Provincie", "Gemeente", "Categorie", "Taak", "Soort", "Vanaf", "Taak", "Kleur"],
    ["Flevoland", "Urk", "Regulier", -5],
    ["Flevoland", "Urk", "AMV", "7,5"],
    ["Flevoland", "Almere", "Regulier", "1.150"],
    ["Flevoland", "Almere", "AMV", "veel"],
    ["Flevoland", "Dronten", "Regulier", 1_000_001],
    ["Flevoland", "Dronten", "AMV", None],
    ["Flevoland", "Lelystad", "Regulier", True],
    ["Flevoland", "Lelystad", "AMV", datetime(2025, 7, 1)],
    ["Flevoland", "Zeewolde", "Volwassen", 5],
    ["Flevoland", "Zeewolde", None, 5],
    ["Flevoland", "Atlantis", "AMV", 5],
    ["Flevoland", "Weesp", "AMV", 5],
    ["Flevoland", "zeewolde", "AMV", 5],
    ["Flevoland", None, "AMV", 5],
    ["Utrecht", "Noordoostpolder", "AMV", 5],
    [None, "Zeewolde", "AMV", 5],
    ["Flevoland", "Zeewolde", "AMV", 6],
    [],
    ["Flevoland", "Zeewolde", "Regulier", 5, "voorlopig"],
    ["Flevoland", "Urk", "Regulier", 5, "indicatief", None],
    ["Flevoland", "Urk", "AMV", 5, "indicatief", "morgen"],
    ["Flevoland", "Almere", "AMV", 5, "wettelijk", datetime(2024, 12, 19)],
    ["Flevoland", "Almere", "Regulier", "#VERW!"],
    ["Flevoland", "Dronten", "Regulier", "=1+1"],
    ["Flevoland", "Lelystad", "Regulier", 5, None, None, None, None, "los"],
    [None, "Totaal", None, 7],
    ["Flevoland", "Noordoostpolder", "Regulier", 5],
    ["Flevoland", "Noordoostpolder", "Regulier", 6],
]
FAULTS_TOLD = [
    "row 1, column H: heading 'Kleur' is not known; leave it out",
    "row 1, column Taak: stands there twice; leave one of them out",
    "row 2, column Taak: '-5' is negative; write 0 or more",
    "row 3, column Taak: '7,5' has decimals; write a whole number",
    "row 4, column Taak: '1.150' has thousands separators; write 1150",
    "row 5, column Taak: 'veel' is no number; write a whole number, 0 where there are none",
    "row 6, column Taak: 1000001 places are more than any municipality has; check the number",
    "row 7, column Taak: is empty; fill it in",
    "row 8, column Taak: 'True' is no number; write a whole number",
    "row 9, column Taak: 01-07-2025 is no number; write a whole number",
    "row 10, column Categorie: 'Volwassen' is not a known category; write regulier or amv",
    "row 11, column Categorie: is empty; fill it in",
    "row 12, column Gemeente: 'Atlantis' is not a known municipality; write its official name",
    "row 13, column Gemeente: 'Weesp' has merged into Amsterdam; report that municipality",
    "row 14, column Gemeente: 'zeewolde' is not a known municipality; write 'Zeewolde'",
    "row 15, column Gemeente: is empty; fill it in",
    "row 16, column Provincie: Noordoostpolder lies in Flevoland, not in Utrecht; check both",
    "row 17, column Provincie: is empty; fill it in",
    "row 18, column Gemeente: Zeewolde, amv stands in row 17 too; leave one of them out",
    "row 19: is empty, with rows below it; take it out",
    "row 20, column Soort: 'voorlopig' is not known here; write wettelijk or indicatief",
    "row 21, column Vanaf: is empty; fill it in",
    "row 22, column Vanaf: 'morgen' is no date; write it as 20-12-2024",
    "row 23, column Vanaf: 19-12-2024 is not from 20-12-2024 to 31-12-2100; check the date",
    "row 24, column Taak: holds the error #VERW!; write the value itself",
    "row 25, column Taak: holds a formula without a value; open it in a spreadsheet and save it",
    "row 26, column I: 'los' stands in a column without a heading; take it out",
    "row 28: is hidden; show it or take it out",
    "row 28: stands below the total; put the total last",
    "row 29, column Provincie: cells A29:A30 are merged; split them and fill in each",
    "row 29, column Gemeente: Noordoostpolder, regulier stands in row 28 too; leave one of them "
    "out",
    "row 29: stands below the total; put the total last",
]


def test_a_spreadsheet_with_some_thirty_kinds_of_faults_is_refused_with_each(tmp_path):
    book = openpyxl.Workbook()
    for row in FAULTY:
        book.active.append(row)
    book.active.row_dimensions[28].hidden = True
    book.active.merge_cells("A29:A30")
    book.save(tmp_path / "taken.xlsx")
    found = refused(lambda: read_tasks(tmp_path / "taken.xlsx", UNDER))
    assert sorted(found) == sorted(FAULTS_TOLD)


def test_a_total_that_the_rows_do_not_add_up_to_refuses_the_list(tmp_path):
    rows = [["Gemeente", "Categorie", "Taak"], ["Urk", "regulier", 80], ["Urk", "amv", 8]]
    path = saved(tmp_path, [*rows, ["Totaal", "amv", 8], ["Totaal", None, 89]])
    assert refused(lambda: read_tasks(path, UNDER)) == [
        "row 5, column Taak: the total 89 is not 88, what the rows add up to; check both"
    ]


def test_before_a_decision_only_indicative_tasks_are_read(tmp_path):
    path = saved(tmp_path, [["Gemeente", "Categorie", "Taak"], ["Urk", "regulier", 80]])
    (fault,) = refused(lambda: read_tasks(path, NEXT))
    assert fault.startswith("row 2, column Soort: is legal, but no decision 2 is entered")


EXCHANGED = ["Van", "Naar", "Categorie", "Plaatsen", "Datum", "Document"]
JUNE = datetime(2026, 6, 1)


def test_exchanges_are_read_as_they_stand(tmp_path):
    path = saved(tmp_path, [EXCHANGED, ["Urk", "Dronten", "regulier", 30, JUNE, "brief 1"]])
    assert read_exchanges(path, UNDER) == (
        Exchange(1, "Urk", "Dronten", Category.REGULAR, JUNE.date(), 30, "brief 1"),
    )


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["Urk", "Urk", "amv", 1, JUNE, "b"], "column Naar: is Urk itself; write the other one"),
        (["Urk", "Dronten", "amv", 1, JUNE, None], "column Document: is empty; fill it in"),
        (
            ["Urk", "Dronten", "amv", 1, datetime(2026, 7, 2), "b"],
            "column Datum: 02-07-2026 is not from 20-12-2024 to 01-07-2026; check the date",
        ),
        (
            ["Urk", "Dronten", "amv", 9, JUNE, "b"],
            "column Plaatsen: Urk would owe -1 amv; check the number",
        ),
        (
            ["Zeewolde", "Dronten", "amv", 9, JUNE, "b"],
            "column Van: the task of Zeewolde, amv is not known; import it first",
        ),
    ],
)
def test_an_exchange_that_cannot_be_is_refused(tmp_path, row, fault):
    path = saved(tmp_path, [EXCHANGED, row])
    assert refused(lambda: read_exchanges(path, UNDER)) == [f"row 2, {fault}"]


def test_exchanges_that_come_back_on_the_same_day_are_refused(tmp_path):
    there, back = ["Urk", "Dronten", "regulier", 30, JUNE, "b"], ["Dronten", "Urk"]
    ring = [EXCHANGED, there, [*back, "regulier", 30, JUNE, "b"]]
    assert refused(lambda: read_exchanges(saved(tmp_path, ring), UNDER)) == [
        f"row {row}, column Naar: the places of {giver}, regulier, come back to it on the same "
        "day: nothing is exchanged; check who gives to whom"
        for row, giver in ((2, "Urk"), (3, "Dronten"))
    ]
    rest = [EXCHANGED, there, [*back, "regulier", 10, JUNE, "b"]]
    assert len(read_exchanges(saved(tmp_path, rest), UNDER)) == 2


LISTED = ["Code", "Gemeente", "Provincie", "Domein", "Vanaf", "Tot en met", "Opvolger"]
WIJDEMEREN = ["GM1696", "Wijdemeren", "Noord-Holland", "wijdemeren.nl"]
LAST = datetime(2026, 12, 31)


def test_a_municipality_is_read_with_its_last_day_and_its_successor(tmp_path):
    path = saved(tmp_path, [LISTED, [*WIJDEMEREN, None, LAST, "GM0402"]])
    expected = Municipality("GM1696", "Wijdemeren", "Noord-Holland", "wijdemeren.nl", ())
    assert read_municipality_list(path, KNOWN) == (
        Listed(expected, True, None, LAST.date(), "GM0402"),
    )


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({0: "1696"}, "column Code: '1696' is not a code as GM0402; check it"),
        ({0: "GM0001"}, "column Gemeente: Wijdemeren has the code GM1696, not GM0001; check both"),
        ({2: "Holland"}, "column Provincie: 'Holland' is no province; write its official name"),
        (
            {3: "www wijdemeren"},
            "column Domein: 'www wijdemeren' is not a mail domain as hilversum.nl; check it",
        ),
        ({5: None}, "column Tot en met: is empty, but it has a successor; write its last day"),
        ({6: None}, "column Opvolger: is empty, but it ends; write who takes over"),
        ({6: "GM9999"}, "column Opvolger: GM9999 is no known municipality; add it to the list"),
        (
            {1: "Wijde\nmeren"},
            r"column Gemeente: 'Wijde\nmeren' has a line break or a sign unseen; retype it",
        ),
        ({6: "GM1696"}, "column Opvolger: is the municipality itself; write the other one"),
        (
            {4: datetime(2027, 1, 1)},
            "column Tot en met: 31-12-2026 lies before 01-01-2027; check both",
        ),
    ],
)
def test_a_municipality_that_cannot_be_is_refused(tmp_path, cells, fault):
    row = [*WIJDEMEREN, None, LAST, "GM0402"]
    path = saved(tmp_path, [LISTED, [cells.get(at, cell) for at, cell in enumerate(row)]])
    assert refused(lambda: read_municipality_list(path, KNOWN)) == [f"row 2, {fault}"]


def test_municipalities_that_go_up_in_one_another_are_refused(tmp_path):
    other = ["GM0402", "Hilversum", "Noord-Holland", "hilversum.nl", None, LAST, "GM1696"]
    path = saved(tmp_path, [LISTED, [*WIJDEMEREN, None, LAST, "GM0402"], other])
    assert refused(lambda: read_municipality_list(path, KNOWN)) == [
        "row 2, column Opvolger: GM0402 goes up in GM1696 again; check both",
        "row 3, column Opvolger: GM1696 goes up in GM0402 again; check both",
    ]


def test_a_municipality_that_went_up_in_another_before_takes_over_nothing_of_it(tmp_path):
    path = saved(tmp_path, [LISTED, [*WIJDEMEREN, None, LAST, "GM0402"]])
    read = partial(read_municipality_list, path, KNOWN, {"GM0402": "GM1696"})
    assert refused(read) == ["row 2, column Opvolger: GM0402 goes up in GM1696 again; check both"]


def test_contacts_are_read_from_csv_too(tmp_path):
    path = tmp_path / "contacten.csv"
    path.write_text(
        "Soort;Naam;E-mailadres\nGemeente;Urk;info@urk.nl\nCdK;Flevoland;cdk@flevoland.nl\n",
        encoding="utf-8",
    )
    assert read_contact_list(path, KNOWN) == (
        Contact(ContactRole.MUNICIPALITY, "Urk", "info@urk.nl"),
        Contact(ContactRole.KINGS_COMMISSIONER, "Flevoland", "cdk@flevoland.nl"),
    )


def test_contacts_that_nobody_can_write_to_are_refused_by_row_and_column(tmp_path):
    rows = [
        ["Soort", "Naam", "E-mailadres"],
        ["raad", "Urk", "a@urk.nl"],
        ["gemeente", "Atlantis", "a@atlantis.nl"],
        ["cdk", "Urk", "a@urk.nl"],
        ["gemeente", "Urk", "a at urk"],
        ["gemeente", "Urk", "b@urk.nl"],
        ["gemeente", "Urk", "B@urk.nl"],
        ["gemeente", "Urk", None],
    ]
    path = saved(tmp_path, rows)
    assert refused(lambda: read_contact_list(path, KNOWN)) == [
        "row 2, column Soort: 'raad' is not known here; write gemeente or cdk or municipality or "
        "kings_commissioner",
        "row 3, column Naam: 'Atlantis' is not a known municipality; write its official name",
        "row 4, column Naam: 'Urk' is no province; write the one of this commissioner",
        "row 5, column E-mailadres: 'a at urk' is no mail address; write one, as in info@ede.nl",
        "row 7, column E-mailadres: this address stands in row 6 too; leave one of them out",
        "row 8, column E-mailadres: is empty; fill it in",
    ]
