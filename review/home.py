"""The first page: the day's work."""

from starlette.responses import Response

from review.table import Page
from review.visit import Visit
from rules.roles import Role


def home(visit: Visit) -> Response:
    """On to the work list."""
    return visit.go(visit.site.table.path("work_list"))


PAGES = (Page("home", "GET", "/", home, Role.READER),)
