"""A round of all municipalities is confirmed: a browser that gives up, a server that is killed."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from html import unescape

import httpx2
import pytest

from review.cookies import SESSION, new_token
from rules.distribution import Realised, Task
from rules.judgement import Category
from rules.roles import Role
from storage.accounts import account_named
from storage.database import open_database, snapshot, transaction
from storage.distribution import TASKS
from storage.facts import record
from storage.progress import COUNTS
from storage.registry import provinces_by_name, registry
from storage.round_files import files_kept
from storage.round_letters import pdf_of_letter
from storage.rounds import RoundState, rounds
from storage.signins import open_web_session
from tests.databases import copy_database
from tests.outbox.accessible import hindrances
from tests.review.browsers import start, stop
from tests.review.conftest import NAMES, NOW
from tests.review.rounds import FIELDS, NEW, checked

MOST_SECONDS = 120


class Office:
    """A coordinator at a browser, and the database behind the pages."""

    def __init__(self, served):
        self.served = served
        self.engine = open_database(served.database)
        self.client = httpx2.Client(base_url=served.address, timeout=MOST_SECONDS)
        token = new_token()
        with transaction(self.engine) as session:
            account = account_named(session, NAMES[Role.COORDINATOR])
            lasts, now = timedelta(hours=1), datetime.now(UTC)
            open_web_session(session, account, token, new_token(), lasts=lasts, now=now)
        self.client.cookies.set(SESSION, token)
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/account").text)[1]

    def end(self):
        """Let go of all, and kill the server where it runs still."""
        self.client.close()
        self.engine.dispose()
        self.served.process.kill()
        self.served.process.wait()
        self.served.process.stderr.close()

    def fall_short(self):
        """Every municipality has a task, and no places."""
        with transaction(self.engine) as session:
            names = sorted(provinces_by_name(session))
            both = [(name, kind) for name in names for kind in (Category.REGULAR, Category.AMV)]
            tasks = [Task(name, 1, kind, 10) for name, kind in both]
            counts = [Realised(name, 1, kind, date(2025, 7, 1), 0) for name, kind in both]
            record(session, TASKS, tasks, now=NOW, actor="jansen")
            record(session, COUNTS, counts, now=NOW, actor="jansen")

    def post(self, path, **fields):
        return self.client.post(path, data={"csrf": self.csrf} | fields)

    def draft(self):
        """The page of a draft to all municipalities."""
        chosen = [unescape(each) for each in checked(self.client.get(NEW).text)]
        fields = FIELDS | {"briefdatum": datetime.now(UTC).date().isoformat()}
        answer = self.post(NEW, **fields, gemeenten=chosen)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def told(self):
        """The state of the round, how many letters have a file, and how many cases there are."""
        with snapshot(self.engine) as session:
            (found,) = rounds(session)
            return found.state, files_kept(session, found.id), len(registry(session).requests)

    def until(self, is_so):
        """Wait until the round stands so."""
        for _ in range(MOST_SECONDS * 10):
            if is_so(*self.told()):
                return
            time.sleep(0.1)
        raise AssertionError(f"after {MOST_SECONDS} seconds the round stands so: {self.told()}")


@pytest.fixture
def offices(tmp_path, filled):
    """Serve the pages, to a coordinator; what was served before ends badly."""
    copy_database(filled, tmp_path)
    made = []

    def serve():
        if made:
            made[-1].end()
        made.append(Office(start(tmp_path)))
        return made[-1]

    yield serve
    made[-1].end()


def confirm_and_give_up(office, page):
    """Press the button, and close the page half a second later."""
    with pytest.raises(httpx2.ReadTimeout):
        office.client.post(
            f"{page}/vaststellen", data={"csrf": office.csrf, "gezien": "ja"}, timeout=0.5
        )


def test_a_round_goes_on_without_its_browser_and_stands_whole_or_not_at_all(offices):
    office = offices()
    office.fall_short()
    page = office.draft()
    confirm_and_give_up(office, page)
    office.until(lambda state, kept, cases: kept >= 20)
    office.served.process.kill()
    office.served.process.wait()
    state, kept, cases = office.told()
    assert (state, cases) == (RoundState.DRAFT, 0)
    assert 20 <= kept < 342
    office = offices()
    text = " ".join(office.client.get(page).text.split())
    assert f"{kept} van de 342 brieven zijn opgemaakt" in text
    confirm_and_give_up(office, page)
    office.until(lambda state, kept, cases: state is RoundState.CONFIRMED)
    assert office.told() == (RoundState.CONFIRMED, 342, 342)
    with snapshot(office.engine) as session:
        assert hindrances(pdf_of_letter(session, rounds(session)[0].id, "Aalsmeer")) == []
    assert office.post(f"{page}/vaststellen", gezien="ja").status_code == 303
    assert office.told() == (RoundState.CONFIRMED, 342, 342)
    assert "page_failed" not in stop(office.served)
