"""Mails, letters, reports and what is disclosed speak for one and the same supervisor."""

import re
from pathlib import Path

from rules.supervisor import SENDER, SUPERVISOR

ROOT = Path(__file__).parents[1]
NAMED = re.compile(r"minister(?:ie)? van (?:Asiel|Justitie)", re.IGNORECASE)
PARTS = ("rules", "storage", "outbox", "review", "ibt_intake", "templates")


def test_the_supervisor_is_named_in_one_place():
    files = [
        path
        for part in PARTS
        for path in sorted((ROOT / part).rglob("*"))
        if path.suffix in {".py", ".txt", ".html", ".typ"}
    ]
    named = [path for path in files if NAMED.search(path.read_text("utf-8"))]
    assert [str(path.relative_to(ROOT)) for path in named] == ["rules/supervisor.py"]


def test_the_head_of_documents_names_the_supervisor():
    assert SENDER.endswith(SUPERVISOR)
