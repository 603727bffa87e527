"""To hold a case: nothing of it is destroyed while it is, whatever the terms."""

from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from review.case_opened import case_named, open_case
from review.errors import Conflict
from review.forms import Filled, Form, read_form
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.case_page import CasePage
from storage.database import snapshot, transaction
from storage.holds import LegalHold, hold_case, legal_hold_of, lift_hold

HOLD, LIFT = "aan", "af"
MOST_CHARS = 2000


class HoldForm(Form):
    """To hold a case, or to let its terms run again; always with a reason."""

    stand: str = Field(pattern=f"^({HOLD}|{LIFT})$")
    reden: str = Field(min_length=1, max_length=MOST_CHARS)


def show_hold(visit: Visit) -> Response:
    """Whether the case is held, and the form to change that."""
    empty: Filled[HoldForm] = Filled()
    return form_page(visit, empty)


def take_hold(visit: Visit) -> Response:
    """The case is held from now on, or no longer."""
    filled, form = read_form(visit.sent, HoldForm)
    if filled is None:
        return form_page(visit, form, 422)
    with transaction(visit.site.engine) as session:
        page, hold = opened(visit, session)
        if (hold is None) != (filled.stand == HOLD):
            raise Conflict("Een ander heeft dit net gewijzigd. Bekijk de zaak opnieuw.")
        change = hold_case if hold is None else lift_hold
        change(session, page.number, filled.reden, visit.now, officer=visit.officer.name)
    told = "De zaak wordt bewaard." if hold is None else "De bewaartermijn loopt weer."
    return visit.go(visit.site.table.path("case", case=page.number), told)


def form_page(visit: Visit, form: Filled[HoldForm], status: int = 200) -> Response:
    """The page with its form."""
    with snapshot(visit.site.engine) as session:
        page, hold = opened(visit, session)
    stand = HOLD if hold is None else LIFT
    return visit.show("case/legal_hold.html", status, page=page, hold=hold, form=form, stand=stand)


def opened(visit: Visit, session: Session) -> tuple[CasePage, LegalHold | None]:
    """The case of the address, and the hold on it."""
    page = open_case(visit, session, case_named(visit, session)).page
    return page, legal_hold_of(session, page.number)


ADDRESS = "/zaken/{case}/bewaren"
PAGES = (
    Page("case.legal_hold", "GET", ADDRESS, show_hold, Role.COORDINATOR),
    Page("case.legal_hold.take", "POST", ADDRESS, take_hold, Role.COORDINATOR),
)
