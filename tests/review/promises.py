"""Three municipalities that promise places, one of them late."""

from datetime import date, timedelta

from rules.distribution import Realised
from rules.judgement import Availability, Category, PlaceCount, PlaceRole
from rules.registry import Request
from storage.database import transaction
from storage.progress import import_realised
from storage.registry import import_requests
from tests.review.cases import proposal, said, stating
from tests.review.mails import NOW, add_mail

LETTER = date(2026, 5, 1)
LETTERS = [
    Request("7473202", "Ede", LETTER, 21, 100, 10, 5, 1),
    Request("7473203", "Delft", LETTER, 21, 80, 0, 20, 0),
    Request("7473204", "Leiden", LETTER, 21, 0, 0, 0, 0),
]
SUMMER, AUTUMN, YEAR_END = date(2026, 6, 20), date(2026, 9, 30), date(2026, 12, 31)


def promising(session, number, municipality, reference, places, day, *, first=None, condition=""):
    """A mail of so many days ago that promises places of the regular category, or no number."""
    text = f"De <b>{places or ''}</b> plekken zijn er {day:%d-%m-%Y}."
    moment = Availability("dan", first or day, day, said(text), condition)
    planned = (PlaceCount(Category.REGULAR, PlaceRole.PLANNED, places, said(text)),)
    return add_mail(
        session,
        number,
        municipality=municipality,
        references=(reference,),
        proposals=proposal(municipality, reference),
        elements=stating(timeline=text),
        timeline=(moment,),
        places=planned if places else (),
    )


def fill(engine):
    """Ede moved 40 places after its day; Delft promises on a condition, Leiden no number.

    A report of a day after the first promise counts too few places in Ede.
    """
    with transaction(engine) as session:
        import_requests(session, LETTERS, now=NOW)
        promising(session, 40, "Ede", "7473202", 40, SUMMER)
        promising(session, 2, "Ede", "7473202", 40, YEAR_END, first=AUTUMN)
        promising(session, 3, "Delft", "7473203", 30, AUTUMN, condition="mits de raad instemt")
        promising(session, 4, "Leiden", "7473204", None, date(2028, 1, 1))
        counted = Realised("Ede", 1, Category.REGULAR, SUMMER + timedelta(days=1), 9)
        import_realised(session, [counted], now=NOW - timedelta(days=10))
