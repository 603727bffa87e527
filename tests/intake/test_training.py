"""Training all models: what each set is linked by, and how they are written."""

import pytest

from intake.judging import load_models
from intake.models import FOLDER
from intake.registry import default_registry
from intake.training import REQUESTS, linkers_of, write

HEAD = (
    "reference,municipality,letter_date,term_days,"
    "regular_task,amv_task,regular_realised,amv_realised"
)


@pytest.fixture
def set_with(tmp_path):
    """Make a set whose mails answer these letters."""

    def make(name, *references):
        folder = tmp_path / name
        folder.mkdir()
        letters = [f"{reference},Ede,2026-04-09,21,278,48,0,0" for reference in references]
        (folder / REQUESTS).write_text("\n".join([HEAD, *letters]), encoding="utf-8")
        return folder

    return make


def test_each_set_is_linked_by_its_own_letters_and_sets_with_the_same_share_a_linker(set_with):
    folders = [set_with("one", "7471611"), set_with("two", "7465943"), set_with("three", "7471611")]
    first, second, third = linkers_of(folders, default_registry())
    assert first is third
    assert [each.reference for each in first.registry.requests] == ["7471611"]
    assert [each.reference for each in second.registry.requests] == ["7465943"]


def test_models_are_written_as_they_are_read(tmp_path):
    write(load_models(), tmp_path)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {path.name for path in FOLDER.glob("*.json")} - {"statements.json"}
    for name in names:
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
