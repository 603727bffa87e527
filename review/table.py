"""The table of pages: each path with its method, its handler and the right that it needs."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from starlette.responses import Response

from rules.roles import Role, may_act_as

if TYPE_CHECKING:
    from review.visit import Visit

Handler = Callable[["Visit"], Response]
SAFE = frozenset({"GET"})  # RFC 9110 section 9.2.1: such a request changes nothing
# Pages that are reached from a page of the menu, by the first part of their name.
SECTIONS = {"case": "cases", "mail": "work_list"}
PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True, slots=True)
class Page:
    """One thing that can be asked of us."""

    name: str  # by which templates and handlers refer to it: "work_list", "mail.accept"
    method: str  # GET or POST
    path: str  # as Starlette writes it: "/mails/{mail}"
    handler: Handler
    needs: Role | None  # None: anyone, without signing in
    menu: str = ""  # its word in the menu; "" for a page that is reached from others
    is_silent: bool = False  # whether the log may not tell that it was asked
    is_paced: bool = False  # whether one account may ask it so many times a minute, see Pace

    @property
    def section(self) -> str:
        """The name of the page in the menu that it belongs to."""
        first = self.name.partition(".")[0]
        return SECTIONS.get(first, first)


class Table:
    """All pages, found by their name."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = tuple(pages)
        self._by_name = {page.name: page for page in self.pages}
        if len(self._by_name) != len(self.pages):
            raise ValueError("two pages have one name")

    def path(self, name: str, /, **parts: object) -> str:
        """The address of a page; what its path does not name goes into the query."""
        page = self._by_name[name]
        named = set(PARAMETER.findall(page.path))
        path = PARAMETER.sub(lambda found: quote(str(parts[found[1]]), safe=""), page.path)
        asked = {key: value for key, value in parts.items() if key not in named}
        return with_query(path, asked)

    def menu(self, role: Role) -> list[Page]:
        """The pages in the menu of whoever has that role."""
        return [
            page
            for page in self.pages
            if page.menu and page.needs is not None and may_act_as(role, page.needs)
        ]


def with_query(path: str, query: Mapping[str, object]) -> str:
    """A path with its query; values that say nothing are left out."""
    told = [
        (key, str(each))
        for key, value in query.items()
        for each in (value if isinstance(value, list | tuple) else [value])
        if each is not None and each is not False and each != ""  # 0 says something
    ]
    return f"{path}?{urlencode(told)}" if told else path
