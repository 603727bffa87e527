"""The import directions of the house: review -> outbox; these, intake -> storage -> rules."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("rules", "storage", "intake", "outbox", "review", "ibt_intake")
MAY_IMPORT = {
    "rules": {"rules"},
    "storage": {"storage", "rules"},
    "intake": {"intake", "storage", "rules"},
    "outbox": {"outbox", "storage", "rules"},
    "review": {"review", "outbox", "storage", "rules"},
    "ibt_intake": set(PARTS),
}


def imported_parts(source: Path) -> set[str]:
    """The parts of ours that a file imports, at any depth of its code."""
    names = []
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.append(node.module or "")
    return {name.split(".")[0] for name in names} & set(PARTS)


@pytest.mark.parametrize("part", [part for part in PARTS if (ROOT / part).is_dir()])
def test_imports_run_one_way(part):
    sources = sorted((ROOT / part).rglob("*.py"))
    assert sources, f"{part} holds no Python file"
    wrong = [
        f"{source.relative_to(ROOT)} imports {name}"
        for source in sources
        for name in sorted(imported_parts(source) - MAY_IMPORT[part])
    ]
    assert wrong == []


def test_rules_touch_no_file_network_database_clock_or_log():
    forbidden = {"logging", "os", "pathlib", "socket", "sqlalchemy", "sqlmodel", "subprocess"}
    wrong = []
    for source in sorted((ROOT / "rules").rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                modules = [node.module or ""]
            wrong += [
                f"{source.relative_to(ROOT)} imports {module}"
                for module in modules
                if module.split(".")[0] in forbidden
            ]
    assert wrong == []
