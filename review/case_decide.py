"""The form of an action on a case, a look at what follows from it, and the decision."""

from functools import partial
from typing import Any

from starlette.responses import Response

from review.case_actions import ACTIONS, ActionOnCase
from review.case_choices import (
    Choice,
    Fault,
    may_have,
)
from review.case_forms import (
    BACK,
    CONFIRM,
    SupplementForm,
)
from review.case_opened import Opened, case_named, open_case
from review.case_told import told_of
from review.errors import BadRequest, NotFound
from review.forms import Filled, read_form
from review.ladder import STEPS, step
from review.sent import Sent
from review.supplement import draft_of
from review.table import Page
from review.visit import Visit
from rules.judgement import Element
from storage.case_decisions import decide_case
from storage.database import snapshot, transaction
from storage.errors import Change, Stale
from storage.versions import HARMLESS

ANEW = "tekst"  # the step that has the draft of a letter written once more


def show_form(action: ActionOnCase, visit: Visit) -> Response:
    """The form as it starts."""
    opened = opened_case(visit)
    if told := action.objection(visit, opened):
        return visit.show("case/objection.html", 409, action=action, opened=opened, told=told)
    return form_page(visit, action, opened, Filled(Sent(tuple(action.start(visit, opened)))))


def take(action: ActionOnCase, visit: Visit) -> Response:
    """What follows from the form; once that is confirmed, the decision."""
    opened = opened_case(visit)
    filled, form = read_form(visit.sent, action.form)
    if "versie" in form.faults:
        raise BadRequest
    check_version(opened, int(form.value("versie")))
    if told := action.objection(visit, opened):
        return visit.show("case/objection.html", 409, action=action, opened=opened, told=told)
    if filled is None:
        return form_page(visit, action, opened, form, 422)
    if filled.stap == ANEW and isinstance(filled, SupplementForm):
        return form_page(visit, action, opened, drafted_anew(visit, opened, filled))
    choice = action.choose(visit, opened, filled)
    if isinstance(choice, Fault):
        return form_page(visit, action, opened, form.wrong(choice.field, choice.told), 422)
    if filled.stap == BACK:
        return form_page(visit, action, opened, form)
    if filled.stap != CONFIRM:
        return confirm_page(visit, action, opened, form, choice)
    with transaction(visit.site.engine) as session:
        decide_case(
            session,
            opened.named.municipality,
            opened.named.reference,
            choice.what,
            reason=choice.reason,
            officer=visit.officer.name,
            version=filled.versie,
            now=visit.now,
        )
    return visit.go(visit.site.table.path("case", case=opened.page.number), action.done)


def opened_case(visit: Visit) -> Opened:
    """The case of the address; a notification that is part of a letter's case is decided there."""
    with snapshot(visit.site.engine) as session:
        named = case_named(visit, session)
        if named.joined_to is not None:
            raise NotFound("Deze melding hoort bij een brief. Open de zaak van die brief.")
        return open_case(visit, session, named)


def check_version(opened: Opened, version: int) -> None:
    """Tell who changed what since the form was made: what follows may not follow any more."""
    later = [
        Change(each.actor, each.action, each.at, each.object)
        for each in opened.page.events
        if each.seq > version and each.action not in HARMLESS
    ]
    if later:
        raise Stale(later)


def form_page(
    visit: Visit, action: ActionOnCase, opened: Opened, form: Filled[Any], status: int = 200
) -> Response:
    """The form of an action."""
    able = [each for each in opened.accounts if may_have(each.role, each.is_active)]
    return visit.show(
        f"case/{action.name}.html",
        status,
        action=action,
        opened=opened,
        page=opened.page,
        state=opened.page.state,
        form=form,
        officers=[("", "niemand"), *((each.name, each.display_name) for each in able)],
        steps=[(number, step(number)) for number in STEPS],
        elements=list(Element),
    )


def confirm_page(
    visit: Visit, action: ActionOnCase, opened: Opened, form: Filled[Any], choice: Choice
) -> Response:
    """What follows from the form, to be looked over."""
    sent = [each for each in form.sent.fields if each[0] not in ("csrf", "stap")]
    return visit.show(
        "case/confirm.html",
        action=action,
        opened=opened,
        choice=choice,
        told=told_of(choice.what, opened.names),
        fields=sent,
        confirm=CONFIRM,
        back=BACK,
    )


def drafted_anew(visit: Visit, opened: Opened, filled: SupplementForm) -> Filled[Any]:
    """The form with a letter about what is chosen now."""
    missing, name = frozenset(filled.ontbreekt), visit.officer.display_name
    draft = draft_of(visit.site.mails, opened.page.case, missing, filled.uiterlijk, name)
    return Filled(Sent((*visit.sent.fields, ("tekst", draft.text))))


PAGES = (
    *(
        Page(each.page, "GET", f"/zaken/{{case}}/{each.path}", partial(show_form, each), each.needs)
        for each in ACTIONS
    ),
    *(
        Page(
            f"{each.page}.take",
            "POST",
            f"/zaken/{{case}}/{each.path}",
            partial(take, each),
            each.needs,
        )
        for each in ACTIONS
    ),
)
