"""How long each page takes and how much it asks, with a hundred thousand mails in the database.

Run it with `make bench-pages`. The database is made once, in a minute, and kept in .cache. A page
is asked as a browser does, without the network; the floor is a page that shows nothing of a case,
asked in turn with the others, so that its ratio tells the same on a slower machine. The first time
of each is told apart: what all mails tell together is worked out then, and kept until something
happens. What the processor was at work for a page is told too: on a busy machine, the page waits
the rest.
"""

import argparse
import os
import statistics
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, event, select
from starlette.testclient import TestClient

from ibt_intake.originals import Apart
from ibt_intake.serving import collect_less_often
from intake.config import ReadingConfig
from review.app import make_app
from review.config import ReviewConfig
from review.cookies import SESSION
from review.pages import PAGES
from rules.decisions import Disposition
from rules.roles import Role
from storage.accounts import account_named, add_account
from storage.config import DatabaseConfig
from storage.database import migrate, open_database, transaction
from storage.signins import open_web_session
from storage.tables.states import CaseStateRow, MailStateRow
from tests.storage.many import fill

NOW = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)  # in the weeks after a round of letters
PORT = 8740
NAME = "meting"
TOKEN = "token of the benchmark"
FLOOR = "/account"
GOAL_MILLISECONDS = 150
GOAL_QUERIES = 15
WARM = 2


@dataclass
class Measured:
    """A page, and what it took each time."""

    path: str
    milliseconds: list[float] = field(default_factory=list)
    at_work: list[float] = field(default_factory=list)  # milliseconds of the processor
    first: float = 0.0  # milliseconds, with nothing of it in memory
    queries: int = 0
    size: int = 0

    @property
    def median(self) -> float:
        """The median in milliseconds."""
        return statistics.median(self.milliseconds)

    @property
    def is_over(self) -> bool:
        """Whether it misses a goal."""
        return self.median > GOAL_MILLISECONDS or self.queries > GOAL_QUERIES


def main() -> int:
    """Print the table; 1 where a page misses a goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(".cache/bench"))
    parser.add_argument("--mails", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--times", type=int, default=9)
    parser.add_argument("--only", default="", help="measure the paths that hold this")
    asked = parser.parse_args()
    collect_less_often()
    engine = filled(asked.folder, asked.mails, asked.cases)
    originals = Apart(ReadingConfig())
    try:
        settings = ReviewConfig(paced_per_minute=100_000)  # the clock stands still here
        app = make_app(engine, settings, originals=originals, port=PORT, now=lambda: NOW)
        client = TestClient(app, f"http://127.0.0.1:{PORT}", follow_redirects=False)
        client.cookies.set(SESSION, TOKEN)
        paths = [each for each in paths_of(engine) if asked.only in each]
        measured = measure(client, engine, [FLOOR, *paths], asked.times)
    finally:
        originals.close()
        engine.dispose()
    tell(measured)
    return int(any(each.is_over for each in measured))


def filled(folder: Path, mails: int, cases: int) -> Engine:
    """The database, made where it is not there, with somebody signed in."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{mails}-mails-{cases}-cases.db"
    if not file.exists():
        print(f"making {file}; this takes a minute or two", file=sys.stderr)
        making = file.with_suffix(".making")
        making.unlink(missing_ok=True)
        engine = open_database(DatabaseConfig(url=f"sqlite:///{making}"))
        migrate(engine)
        fill(engine, mails=mails, cases=cases)
        engine.dispose()
        making.rename(file)
    engine = open_database(DatabaseConfig(url=f"sqlite:///{file}"))
    migrate(engine)
    with transaction(engine) as session:
        account = account_named(session, NAME)
        if account is None:
            account = add_account(session, NAME, "Meting", Role.ADMINISTRATOR, now=NOW)
            open_web_session(session, account, TOKEN, "c" * 43, lasts=timedelta(days=1), now=NOW)
    return engine


def paths_of(engine: Engine) -> list[str]:
    """What is asked: each page that shows what is stored, and the ways to narrow the lists."""
    with engine.connect() as connection:
        mails = select(MailStateRow.sha256).order_by(MailStateRow.id)
        waiting = mails.where(MailStateRow.disposition == Disposition.OPEN.value)
        done = mails.where(MailStateRow.disposition == Disposition.DEALT_WITH.value)
        mail, dealt = (connection.execute(each.limit(1)).scalar_one() for each in (waiting, done))
        most = select(CaseStateRow.case_id).order_by(CaseStateRow.mails.desc()).limit(1)
        case = connection.execute(most).scalar_one()
    return [
        "/te-beoordelen",
        "/te-beoordelen?pagina=200",
        "/te-beoordelen?reden=complete",
        "/te-beoordelen?soort=information_reply&provincie=Utrecht",
        "/te-beoordelen?gemeente=Gemeente+100",
        "/te-beoordelen?woorden=gemeente",
        "/te-beoordelen?woorden=7000003",
        "/te-beoordelen?van=-&volgorde=-confidence",
        "/te-beoordelen?stand=dealt_with",
        "/te-beoordelen?stand=dealt_with&woorden=gemeente",
        f"/mails/{mail}",
        f"/mails/{dealt}",
        f"/mails/{mail}/weergave",
        "/zaken",
        "/zaken?stand=incomplete&volgorde=-received",
        "/zaken?provincie=Utrecht&laat=ja",
        "/zaken?woorden=gemeente+1",
        f"/zaken/{case}",
        *(f"/zaken/{case}/{what}" for what in CASE_FORMS),
        "/uitgaand",
        "/uitgaand?stand=sent",
        "/overzicht",
        "/overzicht?ronde=2025-01-06",
        "/overzicht/termijnen?vanaf=2026-03-01&tot=2026-03-31",
        "/signalering",
        "/verdeelbesluiten",
        "/rondes",
        "/rondes/nieuw",
        "/rondes/2025-01-06",
        "/rondes/2025-01-06?op=2025-02-01",
        "/rondes/2025-01-06/zaken?op=2025-02-01",
        "/gesprekken",
        "/toezeggingen",
        "/toezeggingen?op=2025-12-01&provincie=Utrecht",
        "/kaart",
        "/kaart?op=2025-12-01",
        "/verslag/directie",
        "/verslag/kamer?op=2025-12-01",
        "/zoeken",
        "/zoeken?woorden=gemeente",
        "/zoeken?woorden=de+raad+gemeente&pagina=20",
        "/zoeken?woorden=gemeente&stand=dealt_with&soort=bounce",
        "/zoeken?woorden=7000003&provincie=Utrecht",
        "/accounts",
        f"/accounts/{NAME}",
    ]


CASE_FORMS = [
    page.path.rpartition("/")[2]
    for page in PAGES
    if page.method == "GET"
    and page.path.startswith("/zaken/{case}/")
    and page.path.count("{") == 1
    # There is nothing to choose: no case here begins where two decisions run side by side.
    and not page.path.endswith("/cyclus")
]


def measure(client: TestClient, engine: Engine, paths: list[str], times: int) -> list[Measured]:
    """Each page a number of times, in turn, so that a busy moment is shared by all."""
    measured = [Measured(path) for path in paths]
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    for turn in range(WARM + times):
        for each in measured:
            asked.clear()
            started, worked = time.perf_counter(), time.process_time()
            answer = client.get(each.path)
            passed, worked = time.perf_counter() - started, time.process_time() - worked
            if answer.status_code != 200:
                raise SystemExit(f"{each.path} answers {answer.status_code}")
            if turn == 0:
                each.first = passed * 1000
            if turn >= WARM:
                each.milliseconds.append(passed * 1000)
                each.at_work.append(worked * 1000)
            each.queries = len([one for one in asked if one.startswith(("SELECT", "WITH"))])
            each.size = len(answer.content)
    return measured


def tell(measured: list[Measured]) -> None:
    """The table, the floor in front."""
    floor = measured[0].median
    heads = ("median", "at work", "worst", "first", "x floor", "queries", "kB")
    print(*(f"{each:>8}" for each in heads), " page")
    for each in measured:
        verdict = "  OVER" if each.is_over else ""
        print(
            f"{each.median:6.0f}ms {statistics.median(each.at_work):6.0f}ms "
            f"{max(each.milliseconds):6.0f}ms {each.first:6.0f}ms {each.median / floor:8.1f} "
            f"{each.queries:8} {each.size / 1000:8.0f}  {each.path[:70]}{verdict}"
        )
    met = sum(not each.is_over for each in measured)
    print(
        f"goals: median under {GOAL_MILLISECONDS} ms, at most {GOAL_QUERIES} queries; "
        f"{met} of {len(measured)} pages meet both"
    )
    waiting, processors = os.getloadavg()[0], os.cpu_count() or 1
    if waiting > processors:
        alone = sum(statistics.median(each.at_work) <= GOAL_MILLISECONDS for each in measured)
        print(
            f"the machine was busy, {waiting:.0f} at work on {processors} processors: "
            f"by time at work, {alone} of {len(measured)} pages meet the first goal"
        )


if __name__ == "__main__":
    sys.exit(main())
