"""One's own account: who one is here, and another password."""

from starlette.responses import Response

from review.forms import Filled, Form, read_form
from review.passwords import LEAST, hash_of, is_right, objection
from review.sign_in import signed_in
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.accounts import password_hash_of, set_password
from storage.database import snapshot, transaction


class PasswordForm(Form):
    """The password that is, and the one that is to be."""

    huidig: str
    nieuw: str
    herhaald: str


def show_account(visit: Visit) -> Response:
    """Who is signed in, and the form for another password."""
    return account_page(visit, Filled())


def account_page(visit: Visit, form: Filled[PasswordForm], status: int = 200) -> Response:
    """The page of one's own account."""
    with snapshot(visit.site.engine) as session:
        has_password = bool(password_hash_of(session, visit.officer.name))
    return visit.show("account.html", status, form=form, has_password=has_password, least=LEAST)


def change_password(visit: Visit) -> Response:
    """Another password; all other browsers of the account are signed out."""
    _, form = read_form(visit.sent, PasswordForm)
    account = visit.officer
    with snapshot(visit.site.engine) as session:
        kept = password_hash_of(session, account.name)
    new = visit.sent.get("nieuw")
    if not is_right(kept, visit.sent.get("huidig")):
        form = form.wrong("huidig", "Dit is niet uw huidige wachtwoord.")
    if against := objection(new, account.name, account.display_name):
        form = form.wrong("nieuw", against)
    if new != visit.sent.get("herhaald"):
        form = form.wrong("herhaald", "Dit is niet hetzelfde als het nieuwe wachtwoord.")
    if form.faults:
        return account_page(visit, form, 422)
    hashed = hash_of(new)
    with transaction(visit.site.engine) as session:
        set_password(session, account.name, hashed, actor=account.name, now=visit.now)
    return signed_in(
        visit, account, visit.site.table.path("account"), "Uw wachtwoord is gewijzigd."
    )


PAGES = (
    Page("account", "GET", "/account", show_account, Role.READER),
    Page("account.password", "POST", "/account/wachtwoord", change_password, Role.READER),
)
