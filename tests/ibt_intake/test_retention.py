"""`ibt-intake retention`: off unless set, dry unless asked, and never without a declaration."""

import hashlib
import json
import stat

import pytest
from sqlalchemy import text

from rules.decisions import ConfirmComplete, DealWith
from storage.case_decisions import decide_case
from storage.database import open_database, snapshot, transaction
from storage.events import events_by_action
from storage.mail_decisions import decide_mail
from storage.versions import version_of_case, version_of_mail
from tests.databases import by_hand, database_at
from tests.ibt_intake.mails import EDE, mail_at, requests_at
from tests.storage.conftest import NOON

TERMS = """\
[retention]
mails_years = 1
texts_years = 1
judgements_years = 1
"""
LIST = 'selection_list = "Selectielijst JenV, categorie 7.2"\n'


@pytest.fixture
def closed(ibt, tmp_path):
    """A case of long ago, closed by an officer; the name of its mail."""
    ibt("registry", "import", requests_at(tmp_path, EDE.replace("2026", "2024")))
    old = mail_at(tmp_path).read_text().replace("2026", "2024").replace("Tue, 21", "Sun, 21")
    ibt("ingest", mail_at(tmp_path, old))
    engine = open_database(database_at("ibt-intake-data"))
    long_ago = NOON.replace(year=2024, month=5)
    with snapshot(engine) as session:
        (event,) = events_by_action(session, "filed")
    mail = event.object.removeprefix("mail:")
    with transaction(engine) as session:
        version = version_of_mail(session, mail)
        decide_mail(session, mail, DealWith(), officer="a", version=version, now=long_ago)
    with transaction(engine) as session:
        version = version_of_case(session, "Ede", "7473202")
        decide_case(
            session, "Ede", "7473202", ConfirmComplete(), officer="a", version=version, now=long_ago
        )
    engine.dispose()
    return mail


def raw_size(tmp_path):
    with by_hand(tmp_path / "ibt-intake-data") as connection:
        return connection.execute(text("SELECT length(raw) FROM raw_mails")).scalar_one()


def test_without_terms_nothing_may_go(ibt, closed):
    assert ibt("retention").out == "0 mails of which something was kept long enough\n"


def test_it_is_shown_and_stays_until_asked(ibt, closed, tmp_path):
    (tmp_path / "config.toml").write_text(TERMS)
    done = ibt("retention")
    assert "Ede 7473202" in done.out
    assert done.errors == ["nothing was destroyed; add --apply to do so"]
    (line,) = ibt("retention", "--format", "jsonl").out.splitlines()
    assert json.loads(line)["mail"] == closed
    assert ibt("retention", "--apply").status == 2
    assert "selection_list" in ibt("retention", "--apply", "--officer", "beheer").errors[-1]
    assert raw_size(tmp_path) > 0


def test_it_is_destroyed_with_a_declaration_that_the_trail_can_prove(ibt, closed, tmp_path):
    (tmp_path / "config.toml").write_text(TERMS + LIST)
    done = ibt("retention", "--apply", "--officer", "beheer")
    assert done.status == 0, done.errors
    assert raw_size(tmp_path) == 0
    (file,) = (tmp_path / "ibt-intake-data" / "declarations").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    for told in ("VERKLARING VAN VERNIETIGING", "categorie 7.2", "Ede 7473202", closed, "beheer"):
        assert told in text
    assert "info@ede.nl" not in text
    assert "Parklaan" not in text
    engine = open_database(database_at("ibt-intake-data"))
    with snapshot(engine) as session:
        (event,) = events_by_action(session, "destruction_declared")
    engine.dispose()
    assert json.loads(event.after)["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert ibt("retention").out == "0 mails of which something was kept long enough\n"
    assert ibt("reanalyse").out.startswith("0 mails are judged otherwise")
    assert ibt("ingest", tmp_path / "reactie.eml").out.startswith("0 new mails, 1 known already")
    assert "ok   audit trail" in ibt("check").out
