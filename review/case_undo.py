"""To undo what was decided on a case."""

from starlette.responses import Response

from review.case_actions import may_undo
from review.case_decide import opened_case
from review.case_forms import (
    CaseForm,
)
from review.case_opened import Opened, decisions_of
from review.case_told import told_of
from review.errors import BadRequest, Conflict, Forbidden, NotFound
from review.forms import read_form
from review.table import Page
from review.visit import Visit
from rules.decisions import (
    Decided,
    OnCase,
)
from rules.roles import Role
from storage.case_decisions import undo_case_decision
from storage.database import transaction

UNDO = "/zaken/{case}/besluiten/{besluit}/ongedaan"


def show_undo(visit: Visit) -> Response:
    """The decision, and whether to undo it."""
    opened = opened_case(visit)
    decided = undoable(visit, opened)
    told = told_of(decided.what, opened.names)
    return visit.show("case/undo.html", opened=opened, decided=decided, told=told)


def undo(visit: Visit) -> Response:
    """A decision is undone; what it did, and that it was undone, stays to be read."""
    opened = opened_case(visit)
    decided = undoable(visit, opened)
    filled, _ = read_form(visit.sent, CaseForm)
    if filled is None:
        raise BadRequest
    own = {each.id for each in opened.page.decisions}
    with transaction(visit.site.engine) as session:
        undo_case_decision(
            session,
            opened.named.municipality,
            # A decision on a notification stays with it when a letter's case takes it in.
            opened.named.reference if decided.id in own else None,
            decided.id,
            officer=visit.officer.name,
            version=filled.versie,
            now=visit.now,
        )
    to = visit.site.table.path("case", case=opened.page.number)
    return visit.go(to, "Het besluit is ongedaan gemaakt.")


def undoable(visit: Visit, opened: Opened) -> Decided[OnCase]:
    """The decision of the address, where who asks may see it, and may undo it."""
    wanted = visit.part("besluit")
    found = [each for each in decisions_of(opened.page) if str(each.id) == wanted]
    if not found:
        raise NotFound
    if not found[0].stands:
        raise Conflict("Dit besluit is al ongedaan gemaakt.")
    if not may_undo(visit, opened, found[0]):
        raise Forbidden("Dit besluit kunt u niet ongedaan maken.")
    return found[0]


PAGES = (
    Page("case.undo", "GET", UNDO, show_undo, Role.OFFICER),
    Page("case.undo.take", "POST", UNDO, undo, Role.OFFICER),
)
