"""What officers do to a talk: move it, tell that it was held, cancel it, undo the last of these."""

from dataclasses import replace
from datetime import date
from typing import Any

from starlette.responses import Response

from review.errors import BadRequest, Conflict
from review.forms import Filled, Form, read_form
from review.table import Page
from review.talk_forms import CancelForm, DeedForm, HeldForm, MoveForm, wrong_day, wrong_past
from review.talk_page import talk_asked
from review.visit import Visit
from rules.deadlines import received_on
from rules.roles import Role
from rules.talks import Talk, TalkDeed, TalkFacts, cancelled, held, may, moved
from storage.database import snapshot, transaction
from storage.talks import change_talk, undo_last

NOT_NOW = "Dit kan niet meer met dit gesprek. Bekijk het gesprek opnieuw."
DONE = {
    TalkDeed.MOVED: "Het gesprek is verzet. Stuur de deelnemers het nieuwe agendabestand.",
    TalkDeed.HELD: "Vastgelegd dat het gesprek is gehouden.",
    TalkDeed.CANCELLED: "Het gesprek is afgezegd. Stuur de deelnemers het nieuwe agendabestand.",
    TalkDeed.UNDONE: "Het laatste is ongedaan gemaakt.",
}
FORMS: dict[TalkDeed, type[Form]] = {
    TalkDeed.MOVED: MoveForm,
    TalkDeed.HELD: HeldForm,
    TalkDeed.CANCELLED: CancelForm,
    TalkDeed.UNDONE: DeedForm,
}


class TalkAction:
    """The form and the deed of one thing that can be done to a talk."""

    def __init__(self, deed: TalkDeed) -> None:
        self.deed = deed

    def show(self, visit: Visit) -> Response:
        """The form as it starts."""
        with snapshot(visit.site.engine) as session:
            talk = talk_asked(visit, session)
        empty: Filled[Any] = Filled()
        return self.page(visit, talk, empty)

    def take(self, visit: Visit) -> Response:
        """It is done, or the form is shown again."""
        filled, form = read_form(visit.sent, FORMS[self.deed])
        if "versie" in form.faults:
            raise BadRequest
        with snapshot(visit.site.engine) as session:
            talk = talk_asked(visit, session)
        if filled is None:
            return self.page(visit, talk, form, 422)
        if fault := fault_in(filled, visit.today):
            return self.page(visit, talk, form.wrong(*fault), 422)
        self.do(visit, talk, filled)
        return visit.go(visit.site.table.path("talks.one", talk=talk.id), DONE[self.deed])

    def do(self, visit: Visit, talk: Talk, filled: Any) -> None:
        """Write it, on the talk as it was shown."""
        seen = replace(talk, versions=talk.versions[: filled.versie + 1])
        who = visit.officer.name
        with transaction(visit.site.engine) as session:
            if self.deed is TalkDeed.UNDONE:
                undo_last(session, seen, officer=who, now=visit.now)
                return
            facts = facts_after(filled, seen.facts)
            change_talk(session, seen, self.deed, facts, officer=who, now=visit.now)

    def page(self, visit: Visit, talk: Talk, form: Filled[Any], status: int = 200) -> Response:
        """The page with the form."""
        if not may(talk, self.deed):
            raise Conflict(NOT_NOW)
        return visit.show(
            f"talk/{self.deed.value}.html",
            status,
            talk=talk,
            facts=talk.facts,
            form=form,
            planned_on=received_on(talk.facts.planned_for),
        )


def facts_after(filled: Form, facts: TalkFacts) -> TalkFacts:
    """What holds of a talk after a form."""
    match filled:
        case MoveForm():
            return moved(facts, filled.moment, filled.minuten, filled.plaats, filled.reden)
        case HeldForm():
            return held(facts, filled.gehouden, filled.deelnemers)
        case CancelForm():
            return cancelled(facts, filled.reden)
    raise BadRequest


def fault_in(filled: Form, today: date) -> tuple[str, str] | None:
    """The field that cannot be, and why."""
    if isinstance(filled, MoveForm) and (told := wrong_day(filled.dag, today)):
        return "dag", told
    if isinstance(filled, HeldForm) and (told := wrong_past(filled.gehouden, today)):
        return "gehouden", told
    return None


ADDRESSES = {
    TalkDeed.MOVED: ("move", "verzetten"),
    TalkDeed.HELD: ("held", "gehouden"),
    TalkDeed.CANCELLED: ("cancel", "afzeggen"),
    TalkDeed.UNDONE: ("undo", "ongedaan"),
}
PAGES = tuple(
    page
    for deed, (name, path) in ADDRESSES.items()
    for action in [TalkAction(deed)]
    for page in (
        Page(f"talks.{name}", "GET", f"/gesprekken/{{talk}}/{path}", action.show, Role.OFFICER),
        Page(
            f"talks.{name}.take", "POST", f"/gesprekken/{{talk}}/{path}", action.take, Role.OFFICER
        ),
    )
)
