"""Two rounds with a case of each stand, and the rows of the files of lists."""

import csv
import io
import re
from datetime import date

from openpyxl import load_workbook

from rules.judgement import Element, Kind, Proposal, Statement
from rules.registry import Request
from storage.database import transaction
from storage.registry import import_requests
from tests.review.mails import NOW, SENTENCE, add_mail

SAID = Statement(SENTENCE, "body", 0, len(SENTENCE))
FIRST, SECOND = date(2026, 5, 18), date(2026, 6, 12)  # of the second, the term ends on 3 July


def fill(engine):
    """Two rounds in two provinces, of each stand one case, and a notification of its own."""
    letters = [
        ("7000001", "Ede", FIRST),
        ("7000002", "Tiel", FIRST),
        ("7000003", "Delft", FIRST),
        ("7000004", "Ede", SECOND),
        ("7000005", "Delft", SECOND),
        ("7000006", "Leiden", SECOND),
    ]
    lacking = frozenset({Element.FACTS})
    alone = frozenset({Kind.ARTICLE_8_NOTIFICATION})
    with transaction(engine) as session:
        requests = [Request(*letter, 21, 100, 10, 5, 1) for letter in letters]
        import_requests(session, requests, now=NOW)
        answer(session, 40, "Ede", "7000001")
        answer(session, 2, "Tiel", "7000002", missing=lacking)
        answer(session, 3, "Delft", "7000005", missing=lacking)
        answer(session, 4, "Utrecht", None, kinds=alone, subject='=HYPERLINK("http://x")')


def answer(session, number, municipality, reference, **fields):
    """A mail of a municipality, so many days ago, in the case of a letter; whole, else told."""
    proposal = Proposal(municipality, reference, 0.9, ())
    lacking = fields.get("missing", ())
    said = {each: () if each in lacking else (SAID,) for each in Element}
    found = {"references": (reference,) if reference else (), "proposals": (proposal,)} | fields
    found |= {"elements": said}
    return add_mail(session, number, municipality=municipality, **found)


def row(text, name):
    """The figures of a line of a table."""
    line = re.search(rf'<th scope="row">{name}</th>(.*?)</tr>', text, re.DOTALL)[1]
    told = re.findall(r'<td class="number"[^>]*>\s*<(?:a|span)[^>]*>([\d.]+)', line)
    return [int(each) for each in told]


def sheet(answer):
    """The rows of a file, whichever form it has."""
    if answer.headers["content-type"].startswith("text/csv"):
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    return [
        ["" if each is None else str(each).removesuffix(" 00:00:00") for each in row]
        for row in rows
    ]
