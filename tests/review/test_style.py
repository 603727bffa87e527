"""Style sheets hold rules for what pages show, and nothing else."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "review/static").glob("*.css"))
WRITTEN = "".join(
    path.read_text()
    for folder, ending in (("templates", "html"), ("review", "py"), ("review/static", "js"))
    for path in sorted((ROOT / folder).rglob(f"*.{ending}"))
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_every_class_of_a_style_sheet_stands_on_some_page(sheet):
    names = set(re.findall(r"\.([a-z][\w-]*)(?=[^{}]*\{)", sheet.read_text()))
    # "badge-{{ tone }}": of a name that a page puts together, its beginning stands there.
    begun = {name: name[: name.rfind("-") + 1] + "{" for name in names if "-" in name}
    unused = {
        name
        for name in names
        if not re.search(rf"(?<![\w-]){name}(?![\w-])", WRITTEN)
        and not (name in begun and begun[name] in WRITTEN)
    }
    assert unused == set()
