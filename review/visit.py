"""A visit: one request, with who makes it, and what a handler needs to answer it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote, unquote

from jinja2 import Environment
from sqlalchemy import Engine
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from outbox.templates import Templates
from review.archive.config import ArchiveConfig
from review.assets import Assets
from review.config import ReviewConfig
from review.cookies import NOTICE, Cookies
from review.dates import local
from review.errors import Forbidden
from review.oidc import Provider
from review.originals import Originals
from review.pace import Pace
from review.sent import Sent
from review.table import Page, Table, with_query
from rules.roles import Role, may_act_as
from storage.accounts import Account

NOTICE_SECONDS = 60
TONES = ("info", "good", "warn", "bad")


@dataclass(frozen=True, slots=True)
class Site:
    """What all visits share."""

    engine: Engine
    config: ReviewConfig
    table: Table
    assets: Assets
    templates: Environment
    cookies: Cookies
    origins: frozenset[str]  # the addresses under which the pages may be asked for
    provider: Provider | None  # None: nobody signs in elsewhere
    now: Callable[[], datetime]
    originals: Originals
    pace: Pace
    roll_over: bool  # whether the last day of a term moves off weekends and holidays
    mails: Templates  # the words of mails to municipalities
    letters: Templates  # the words of letters
    mailbox: str  # where letters ask for answers, "" where none is set up
    second_step_key: Callable[[], bytes]  # seals the secrets of second steps
    report_key: Callable[[], bytes]  # seals the reports of talks
    archive: ArchiveConfig  # what packages for the archive tell that no case does


@dataclass(frozen=True, slots=True)
class Notice:
    """What was just done, told at the top of the next page."""

    tone: str
    text: str  # no names and no words of a mail: it travels in a cookie


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. Handlers read it and return a response; they keep nothing in it."""

    site: Site
    request: Request
    page: Page | None  # None: there is no such page
    account: Account | None  # None: not signed in
    csrf: str  # what each form sends back
    sent: Sent
    now: datetime
    visitor: str = ""  # a cookie for a browser that is not signed in and has none yet

    @property
    def officer(self) -> Account:
        """Who is signed in; the table of pages sees to it that somebody is."""
        if self.account is None:
            raise Forbidden
        return self.account

    @property
    def today(self) -> date:
        """The day in the Netherlands."""
        return local(self.now).date()

    @property
    def query(self) -> QueryParams:
        """What the address asks after its question mark."""
        return self.request.query_params

    @property
    def menu(self) -> list[Page]:
        """The menu of whoever is signed in."""
        return self.site.table.menu(self.account.role) if self.account else []

    @property
    def came_from(self) -> str:
        """The page of ours that the browser was on, the first page where it does not tell."""
        told = self.request.headers.get("referer", "")
        found = [
            told.removeprefix(each) for each in self.site.origins if told.startswith(each + "/")
        ]
        return found[0] if found and is_ours(found[0]) else "/"

    def part(self, name: str) -> str:
        """A part of the path, as "mail" in "/mails/{mail}"."""
        return str(self.request.path_params[name])

    def may(self, role: str) -> bool:
        """Whether the account has the rights of a role; for templates, to leave a button out."""
        return self.account is not None and may_act_as(self.account.role, Role(role))

    def here(self, **changes: object) -> str:
        """The address of this page with other values in its query; None leaves one out."""
        asked: dict[str, object] = {key: self.query.getlist(key) for key in self.query}
        return with_query(self.request.url.path, asked | changes)

    def show(self, template: str, status: int = 200, **facts: object) -> Response:
        """A page made of a template; it finds this visit as `visit`."""
        notice = self.notice()
        content = self.site.templates.get_template(template).render(
            visit=self, notice=notice, status=status, **facts
        )
        response = HTMLResponse(content, status)
        if notice:
            self.site.cookies.drop(response, NOTICE)
        return response

    def go(self, to: str, done: str = "", tone: str = "good") -> Response:
        """On to another page by GET, where `done` is told; never to another site."""
        response = RedirectResponse(to if is_ours(to) else "/", 303)
        if done:
            told = quote(json.dumps([tone, done]))
            self.site.cookies.put(response, NOTICE, told, seconds=NOTICE_SECONDS)
        return response

    def notice(self) -> Notice | None:
        """What the page before wanted told."""
        try:
            tone, text = json.loads(unquote(self.site.cookies.get(self.request, NOTICE)))
        except ValueError:
            return None
        return Notice(str(tone), str(text)) if tone in TONES else None


def is_ours(path: str) -> bool:
    """Whether an address stays on these pages: browsers read //x and /\\x as another host."""
    return path.startswith("/") and path[1:2] not in ("/", "\\") and path.isprintable()
