"""One's own second step: set up with an app on a telephone, and put off again."""

from starlette.responses import Response

from review.account_page import account_page
from review.confirming import confirmed
from review.errors import Conflict
from review.forms import Filled, Form, read_form
from review.second_step import address_of, groups, new_secret, opened, picture, sealed, step_of
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.database import snapshot, transaction
from storage.second_steps import (
    begin_second_step,
    drop_second_step,
    second_step_of,
    set_second_step,
)

ELSEWHERE = "U meldt zich aan via uw organisatie. Een tweede stap stelt u daar in."
BEGIN = "Begin opnieuw bij ‘Mijn account’."
WRONG = "Deze code klopt niet. Wacht op de volgende code en kijk of de klok van uw telefoon klopt."


class ConfirmForm(Form):
    """One's own password."""

    uw_wachtwoord: str = ""


class CodeForm(Form):
    """A code of the app that was just set up."""

    code: str = ""


def begin(visit: Visit) -> Response:
    """A new secret, to be read by an app; it holds once a code of it was filled in."""
    refuse_elsewhere(visit)
    _, form = read_form(visit.sent, ConfirmForm)
    form = confirmed(visit, form)
    if form.faults:
        return account_page(visit, form, 422)
    name, secret = visit.officer.name, new_secret()
    kept = sealed(visit.site.second_step_key(), name, secret)
    with transaction(visit.site.engine) as session:
        begin_second_step(session, name, kept)
    return step_page(visit, Filled(), secret)


def step_page(visit: Visit, form: Filled[CodeForm], secret: str, status: int = 200) -> Response:
    """The page with the secret, which is shown this once."""
    shown = picture(address_of(visit.officer.name, secret))
    return visit.show("second_step.html", status, form=form, picture=shown, letters=groups(secret))


def put_on(visit: Visit) -> Response:
    """With a second step from now on, where the code is one of the app."""
    refuse_elsewhere(visit)
    filled, form = read_form(visit.sent, CodeForm)
    name = visit.officer.name
    with snapshot(visit.site.engine) as session:
        kept = second_step_of(session, name).new_secret
    secret = opened(visit.site.second_step_key(), name, kept) if kept else ""
    if not secret:
        raise Conflict(BEGIN)
    step = step_of(secret, filled.code, visit.now) if filled else None
    if step is None:
        return step_page(visit, form.wrong("code", WRONG), secret, 422)
    with transaction(visit.site.engine) as session:
        set_second_step(session, name, step, now=visit.now)
    return visit.go(visit.site.table.path("account"), "De tweede stap is ingesteld.")


def put_off(visit: Visit) -> Response:
    """Without a second step."""
    refuse_elsewhere(visit)
    _, form = read_form(visit.sent, ConfirmForm)
    form = confirmed(visit, form)
    if form.faults:
        return account_page(visit, form, 422)
    name = visit.officer.name
    with transaction(visit.site.engine) as session:
        drop_second_step(session, name, actor=name, now=visit.now)
    return visit.go(visit.site.table.path("account"), "De tweede stap is uitgezet.")


def refuse_elsewhere(visit: Visit) -> None:
    """The ministry's provider has second steps of its own."""
    if not visit.officer.is_local:
        raise Conflict(ELSEWHERE)


PAGES = (
    Page("account.step", "POST", "/account/tweede-stap", begin, Role.READER),
    Page("account.step.on", "POST", "/account/tweede-stap/aan", put_on, Role.READER),
    Page("account.step.off", "POST", "/account/tweede-stap/uit", put_off, Role.READER),
)
