"""A mail: what was sent, and what is made of it."""

from starlette.responses import Response

from review.errors import NotFound
from review.table import Page
from review.visit import Visit
from rules.roles import Role
from storage.database import snapshot
from storage.judgements import reading_of


def show_mail(visit: Visit) -> Response:
    """The page of one mail."""
    with snapshot(visit.site.engine) as session:
        reading = reading_of(session, visit.part("mail"))
    if reading is None:
        raise NotFound
    return visit.show("mail.html", mail=reading)


PAGES = (Page("mail", "GET", "/mails/{mail}", show_mail, Role.READER),)
