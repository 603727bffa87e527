"""Training all models: what each set is linked by."""

import pytest

from intake.registry import default_registry
from intake.training import REQUESTS, linkers_of

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
