"""A real browser, and the pages served to it by the program itself."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from storage.config import DatabaseConfig
from tests.databases import database_at, settings_of
from tests.servers import PATIENCE

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
VIEWER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://resources/")  # of PDF
NEEDED = "the tests of the pages need Chromium; install it: apt-get install chromium"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
# What the success criteria of WCAG 2.2 A and AA are called in axe-core, and its good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def started_chromium() -> Iterator[Chromium]:
    """Debian's Chromium, without a screen; as root it runs only without a sandbox."""
    if not Path(CHROMIUM).exists():
        pytest.fail(NEEDED)
    arguments = ["--no-sandbox"] if os.getuid() == 0 else []
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Served:
    """The pages as `ibt-intake serve` serves them."""

    folder: Path
    process: subprocess.Popen[str]
    address: str

    @property
    def database(self) -> DatabaseConfig:
        """The settings of its database."""
        return database_at(self.folder)


def start(folder: Path, **settings: str) -> Served:
    """Serve the database of a folder, on a port of its own choice."""
    database = settings_of(folder)
    environment = {
        "PYTHONPATH": str(ROOT),
        "PATH": os.environ["PATH"],
        **{f"IBT_INTAKE_DATABASE__{key.upper()}": each for key, each in database.items()},
        "IBT_INTAKE_REVIEW__PORT": "0",
        "IBT_INTAKE_LOG__FORMAT": "json",
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "ibt_intake", "serve"],
        cwd=folder,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    told = []
    for line in process.stderr:
        told.append(line)
        if '"serving"' in line:
            # What it logs from here on is read when it ends; a pipe holds far more.
            return Served(folder, process, json.loads(line)["url"])
    raise AssertionError(f"the pages are not served: {told}")


def stop(served: Served) -> str:
    """End the server well; what it logged."""
    served.process.terminate()
    _, told = served.process.communicate(timeout=PATIENCE)
    assert served.process.returncode == 0, told
    return told


@dataclass
class Visitor:
    """Somebody at a browser, and everything the browser complained of."""

    context: BrowserContext
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, name: str, password: str) -> None:
        """Fill in the form for signing in."""
        self.open("/inloggen")
        self.page.get_by_label("Naam").fill(name)
        self.page.get_by_label("Wachtwoord").fill(password)
        self.page.get_by_role("button", name="Aanmelden").click()

    def violations(self) -> list[str]:
        """What axe-core finds on the page as it stands, once all of it is there."""
        self.page.wait_for_load_state()
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = Axe().run(self.page, options=options).response["violations"]
        return [
            f"{each['id']}: {node['target']} {node['failureSummary']}"
            for each in found
            for node in each["nodes"]
        ]

    def overflows(self) -> bool:
        """Whether one must scroll sideways to read the page, once all of it is there."""
        self.page.wait_for_load_state()
        return bool(
            self.page.evaluate(
                "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            )
        )


def visit(chromium: Chromium, address: str, *, scheme="light", size=WIDE, script=True) -> Visitor:
    """Somebody at a browser of their own, with nothing in it yet."""
    context = chromium.new_context(
        color_scheme=scheme, viewport=size, locale="nl-NL", java_script_enabled=script
    )
    context.set_default_timeout(PATIENCE * 1000)
    visitor = Visitor(context, context.new_page(), address)
    visitor.page.on("console", lambda told: complain(visitor, told))
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
    visitor.page.on("request", lambda request: note(visitor, request.url))
    return visitor


def tells(page: Page, text: str) -> None:
    """Wait until the page tells this, and all that stands below it is there too."""
    page.get_by_text(text).wait_for()
    page.wait_for_load_state()


def complain(visitor: Visitor, told) -> None:
    """Keep warnings and errors: a broken policy is one; the status of a page is not."""
    if told.type in ("warning", "error") and "the server responded with" not in told.text:
        visitor.complaints.append(told.text)


def note(visitor: Visitor, url: str) -> None:
    """Keep what was asked of anybody but us."""
    if not url.startswith((visitor.address + "/", "data:", "blob:", *VIEWER)):
        visitor.foreign.append(url)
