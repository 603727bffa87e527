"""Tables fit the terminal; where there is none, a row is a line."""

import pytest

from ibt_intake.tables import print_table

COLUMNS = ["municipality", "received", "flags"]
FLAGS = (
    "aggregated, incomplete, uncertain, late, copy, no_request, several_municipalities, encrypted"
)
ROWS = [["Oss", "1 januari 2027", FLAGS]]


@pytest.fixture
def printed(monkeypatch, capsys):
    def at(width):
        if width:
            monkeypatch.setenv("COLUMNS", width)
        else:
            monkeypatch.delenv("COLUMNS", raising=False)
        print_table(COLUMNS, ROWS)
        return [line.rstrip() for line in capsys.readouterr().out.splitlines()]

    return at


def test_without_a_terminal_a_row_is_a_line(printed):
    assert printed("") == [
        "municipality  received        flags",
        f"Oss           1 januari 2027  {FLAGS}",
    ]


def test_where_it_is_told_how_wide_a_line_is_cells_are_folded(printed):
    lines = printed("60")
    assert max(map(len, lines)) <= 60
    assert lines[1:3] == [
        "Oss           1 januari 2027  aggregated, incomplete,",
        "                              uncertain, late, copy,",
    ]
