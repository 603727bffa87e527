"""Pictures of the main pages for docs/, taken by a real browser: run it with `make screenshots`.

The pages of a morning's work are of a day in June with the sample mailbox; those of a whole cycle
are of the demo, on its own day.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine, select

from ibt_intake.demo.days import LETTER, TODAY, at
from ibt_intake.demonstration import demonstrate
from ibt_intake.originals import Apart
from ibt_intake.serving import listen
from intake.config import ReadingConfig
from review.app import address_of, make_app
from review.config import ReviewConfig
from review.cookies import SESSION
from storage.accounts import account_named
from storage.config import DatabaseConfig
from storage.database import open_database, transaction
from storage.signins import open_web_session
from storage.tables.states import CaseStateRow, MailStateRow
from tests.review.browsers import CHROMIUM
from tests.screenshots.demo import NOW, filled

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
TOKEN = "token of the pictures"
HIGHEST = {1280: 1400, 320: 1600}  # pixels: what one sees first, and some of what follows
COLOURS = 128  # enough for letters and lines, and a third of the size


def main() -> None:
    """Take each picture anew."""
    with TemporaryDirectory(prefix="ibt-intake-") as folder:
        take(filled(Path(folder)), paths_of, NOW)
    with TemporaryDirectory(prefix="ibt-intake-") as folder:
        demonstrate(Path(folder), is_serving=False)
        take(open_database(database_of(Path(folder))), paths_of_cycle, at(TODAY))


def take(engine: Engine, paths_in: Callable[[Engine], dict[str, str]], now: datetime) -> None:
    """The pictures of one database, as on a day."""
    try:
        paths = paths_in(engine)
        with served(engine, now) as address, sync_playwright() as playwright:
            arguments = ["--no-sandbox"] if os.getuid() == 0 else []
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
            for width in HIGHEST:
                take_all(browser, address, paths, width)
            browser.close()
    finally:
        engine.dispose()


def database_of(folder: Path) -> DatabaseConfig:
    """The database that the demo left in a folder."""
    return DatabaseConfig(url=f"sqlite:///{folder.absolute()}/intake.db")


def paths_of_cycle(engine: Engine) -> dict[str, str]:
    """The pages of a cycle, by the name of their picture."""
    with engine.connect() as connection:
        highest = select(CaseStateRow.case_id).order_by(CaseStateRow.ladder_step.desc())
        case = connection.execute(highest.limit(1)).scalar_one()
    return {
        "signalering": "/signalering",
        "rondes": f"/rondes/{LETTER.isoformat()}",
        "ladder": f"/zaken/{case}/ladder",
        "gesprekken": "/gesprekken",
        "toezeggingen": "/toezeggingen",
        "kaart": "/kaart",
        "verslag": "/verslag/directie",
    }


def paths_of(engine: Engine) -> dict[str, str]:
    """The pages, by the name of their picture."""
    with engine.connect() as connection:
        of_mail = select(MailStateRow.sha256).where(MailStateRow.subject.like("Hof van Twente%"))
        mail = connection.execute(of_mail).scalar_one()
        of_case = select(CaseStateRow.case_id).where(CaseStateRow.municipality == "Tilburg")
        case = connection.execute(of_case).scalar_one()
    return {
        "te-beoordelen": "/te-beoordelen",
        "mail": f"/mails/{mail}",
        "zaak": f"/zaken/{case}",
        "uitgaand": "/uitgaand",
        "ronde": "/uitgaand/ronde?soort=reminder&brief=2026-05-26",
        "overzicht": "/overzicht",
        "zoeken": "/zoeken?woorden=vergun",
    }


@contextmanager
def served(engine: Engine, now: datetime) -> Iterator[str]:
    """The address of the pages, as on that day, with an officer signed in."""
    with transaction(engine) as session:
        account = account_named(session, "jansen")
        assert account
        open_web_session(session, account, TOKEN, "c" * 43, lasts=timedelta(hours=8), now=now)
    review = ReviewConfig(port=0)
    listener = listen(review.host, 0)
    port = int(listener.getsockname()[1])
    originals = Apart(ReadingConfig())
    app = make_app(engine, review, originals=originals, port=port, now=lambda: now)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield address_of(review, port)
    finally:
        server.should_exit = True
        thread.join()
        originals.close()


def take_all(browser: Browser, address: str, paths: dict[str, str], width: int) -> None:
    """Each page at a width."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="nl-NL", color_scheme="light"
    )
    context.add_cookies([{"name": SESSION, "value": TOKEN, "url": address}])
    page = context.new_page()
    for name, path in paths.items():
        answer = page.goto(address + path, wait_until="networkidle")
        if answer is None or answer.status != 200:
            raise SystemExit(f"{path} answers {answer and answer.status}")
        keep(page, PICTURES / f"{name}-{width}.png", HIGHEST[width])
    context.close()


def keep(page: Page, file: Path, highest: int) -> None:
    """The upper part of a page as a small file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.open(BytesIO(page.screenshot(full_page=True, animations="disabled")))
    part = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, highest)))
    part.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        file, optimize=True
    )
    print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main()
