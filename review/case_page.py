"""A case (dossier)."""

from starlette.responses import Response

from review.errors import NotFound
from review.table import Page
from review.visit import Visit
from rules.roles import Role


def show_case(visit: Visit) -> Response:
    """The page of one case."""
    raise NotFound


PAGES = (Page("case", "GET", "/zaken/{case}", show_case, Role.READER),)
