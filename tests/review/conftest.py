"""The pages on a database of their own: asked in this process, and served to a real browser."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ibt_intake.bootstrap import fill_registry
from ibt_intake.originals import Apart
from intake.config import ReadingConfig
from review.app import make_app
from review.config import ReviewConfig
from review.cookies import SESSION, new_token
from review.passwords import hash_of
from rules.roles import Role
from storage.accounts import account_named, add_account
from storage.database import migrate, open_database, transaction
from storage.signins import open_web_session
from tests.databases import copy_database, database_at
from tests.review.browsers import start, started_chromium, stop, visit
from tests.review.promises import fill

NOW = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
PASSWORD = "paard batterij nietje correct"
PORT = 8740
NAMES = {
    Role.READER: "lezer",
    Role.OFFICER: "behandelaar",
    Role.COORDINATOR: "coordinator",
    Role.ADMINISTRATOR: "beheerder",
}


@dataclass
class Clock:
    """The moment that the pages believe it is."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@dataclass
class Browser:
    """A browser without a screen: it keeps cookies, and sends the forms of pages."""

    app: Starlette
    role: Role | None = None
    client: TestClient = field(init=False)

    def __post_init__(self):
        self.client = TestClient(
            self.app, f"http://127.0.0.1:{PORT}", follow_redirects=False, client=("127.0.0.9", 4)
        )

    def get(self, path, **options):
        """What a page answers."""
        return self.client.get(path, **options)

    def csrf(self, path="/account"):
        """The token that the forms of a page carry."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get(path).text)
        return found[1] if found else ""

    def post(self, path, *, on="/account", **fields):
        """Send a form that stands on the page `on`."""
        return self.client.post(path, data={"csrf": self.csrf(on)} | fields)

    def sign_in(self, name, password=PASSWORD, **fields):
        """Fill in the form for signing in."""
        return self.post("/inloggen", on="/inloggen", naam=name, wachtwoord=password, **fields)


@pytest.fixture(scope="session")
def password_hash():
    """Of PASSWORD: made once, as that is slow on purpose."""
    return hash_of(PASSWORD)


@pytest.fixture(scope="session")
def filled(tmp_path_factory, password_hash):
    """The folder of a database with the municipalities, and an account of each role."""
    folder = tmp_path_factory.mktemp("filled")
    engine = open_database(database_at(folder))
    migrate(engine)
    with transaction(engine) as session:
        fill_registry(session)
        for role, name in NAMES.items():
            add_account(session, name, f"De {name}", role, password_hash=password_hash, now=NOW)
    engine.dispose()  # with its last connection, SQLite puts all into the one file
    return folder


@pytest.fixture
def engine(tmp_path, filled):
    """A copy of that database, for one test."""
    copy_database(filled, tmp_path)
    engine = open_database(database_at(tmp_path))
    yield engine
    engine.dispose()


@pytest.fixture
def clock():
    """Time, which passes when a test says so."""
    return Clock()


@pytest.fixture(scope="session")
def apart():
    """Takes mails apart, as where the pages are served."""
    apart = Apart(ReadingConfig())
    yield apart
    apart.close()


@pytest.fixture
def app_of(engine, clock, apart):
    """Make the application with settings of [review]."""

    def make(**settings):
        return make_app(engine, ReviewConfig(**settings), originals=apart, port=PORT, now=clock)

    return make


@pytest.fixture
def app(app_of):
    """The application on its default settings."""
    return app_of()


@pytest.fixture
def as_role(app, engine, clock):
    """A browser that is signed in with a role; None: not signed in."""

    return lambda role: Browser(app) if role is None else signed_in(app, engine, clock, role)


def signed_in(app, engine, clock, role):
    """A browser that is signed in with a role."""
    made = Browser(app, role)
    token = f"token of {role} at {clock.now}"  # a later sign-in is another session
    with transaction(engine) as session:
        account = account_named(session, NAMES[role])
        lasts = timedelta(hours=10)
        open_web_session(session, account, token, "c" * 43, lasts=lasts, now=clock.now)
    made.client.cookies.set("ibt-sessie", token)
    return made


@pytest.fixture(scope="module")
def served(tmp_path_factory, filled):
    """The pages, served from a folder of their own for the tests of one module."""
    folder = tmp_path_factory.mktemp("served")
    copy_database(filled, folder)
    serving = start(folder)
    yield serving
    told = stop(serving)
    assert "page_failed" not in told, told


@pytest.fixture(scope="module")
def served_promises(served):
    """Those pages, with the promises of three municipalities."""
    engine = open_database(served.database)
    fill(engine)
    engine.dispose()


@pytest.fixture(scope="session")
def chromium():
    """Chromium, without a screen, for all tests of pages."""
    with started_chromium() as browser:
        yield browser


@pytest.fixture
def visitor(chromium, served):
    """Put somebody with a role at a browser; what the browser complained of fails the test."""
    made = []

    def make(role=None, **settings):
        made.append(visit(chromium, served.address, **settings))
        if role is not None:
            give_session(made[-1], served, role)
        return made[-1]

    yield make
    for each in made:
        each.context.close()
    assert [told for each in made for told in each.complaints] == []
    assert [url for each in made for url in each.foreign] == []


def give_session(visitor, served, role):
    """Sign somebody in without the form, which has tests of its own."""
    token = new_token()
    engine = open_database(served.database)
    with transaction(engine) as session:
        account = account_named(session, NAMES[role])
        lasts, now = timedelta(hours=10), datetime.now(UTC)
        open_web_session(session, account, token, new_token(), lasts=lasts, now=now)
    engine.dispose()
    cookie = {"name": SESSION, "value": token, "url": served.address}
    visitor.context.add_cookies([cookie])
