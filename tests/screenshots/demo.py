"""A day in June with the sample mailbox: what the pictures of the pages show."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event

from sqlalchemy import Engine

from ibt_intake.bootstrap import open_storage
from ibt_intake.config import Config
from ibt_intake.demonstration import SAMPLE
from ibt_intake.importing import import_tables
from ibt_intake.ingestion import ingest
from ibt_intake.reminding import turn_of
from intake.mailbox.disk import mails_on_disk
from outbox.policies import OutboxConfig
from rules.contacts import Contact, ContactRole
from rules.decisions import AssignCase, ConfirmComplete, DealWith, GrantExtension, SetLadderStep
from rules.roles import Role
from storage.accounts import add_account
from storage.case_decisions import decide_case
from storage.config import DatabaseConfig
from storage.contacts import import_contacts
from storage.database import snapshot, transaction
from storage.mail_decisions import decide_mail
from storage.mail_filter import MailFilter
from storage.registry import registry
from storage.settings import switch_on_outbox
from storage.versions import version_of_case, version_of_mail
from storage.worklist import work_list

# Letters of 26 May ask for an answer by 16 June: some came, others are awaited this week.
NOW = datetime(2026, 6, 12, 8, 30, tzinfo=UTC)
SWITCHED_ON = NOW - timedelta(days=4)  # just before the answers of 16 June are to be reminded of
OFFICERS = {"jansen": "M. Jansen", "bakker": "S. Bakker"}
ON_CASES = (
    ("Delft", "7474734", AssignCase("jansen")),
    ("Delft", "7474734", GrantExtension(date(2026, 5, 14))),
    ("Tilburg", "7475963", AssignCase("bakker")),
    ("Tilburg", "7475963", GrantExtension(date(2026, 6, 18))),
    ("Hof van Twente", "7465980", AssignCase("jansen")),
    ("Veldhoven", "7474121", ConfirmComplete()),
    ("Oss", "7479004", SetLadderStep(3, "Geen reactie na herinnering", "Brief 4471")),
    ("Schagen", "7468645", SetLadderStep(3, "Geen reactie na herinnering", "Brief 4472")),
)


def filled(folder: Path) -> Engine:
    """The database of that day: what had come by then, and what officers had decided."""
    config = Config(
        database=DatabaseConfig(url=f"sqlite:///{folder.absolute()}/intake.db"),
        outbox=OutboxConfig(folder=folder / "outbox"),
    )
    engine = open_storage(config)
    import_tables([SAMPLE / "requests.csv"], engine)
    ingest(mails_of_then(), engine, config, Event())
    with transaction(engine) as session:
        for name, shown in OFFICERS.items():
            add_account(session, name, shown, Role.COORDINATOR, now=NOW)
    decide(engine)
    send_mails(config, engine)
    return engine


def mails_of_then() -> list[Path]:
    """The mails that had come."""
    files = sorted((SAMPLE / "mails").glob("*.eml"))
    received = {file: next(iter(mails_on_disk(file, []))).received_at for file in files}
    return [file for file, at in received.items() if at is None or at < NOW]


def send_mails(config: Config, engine: Engine) -> None:
    """What the program does with mails that go out: receipts are sent, the rest is proposed."""
    with transaction(engine) as session:
        known = registry(session).municipalities
        addresses = [
            Contact(ContactRole.MUNICIPALITY, each.name, f"spreidingswet@{each.domain}")
            for each in known
        ]
        import_contacts(session, addresses, now=SWITCHED_ON)
        switch_on_outbox(session, SWITCHED_ON)
    turn_of(config, engine, now=lambda: NOW)(Event())


def decide(engine: Engine) -> None:
    """Some of what officers do in a morning."""
    for municipality, reference, what in ON_CASES:
        with transaction(engine) as session:
            version = version_of_case(session, municipality, reference)
            decide_case(
                session,
                municipality,
                reference,
                what,
                reason="De raad vergadert later." if isinstance(what, GrantExtension) else "",
                officer="jansen",
                version=version,
                now=NOW,
            )
    with snapshot(engine) as session:
        done = work_list(session, MailFilter(municipality="Veldhoven"), limit=None)
    for each in done:
        with transaction(engine) as session:
            version = version_of_mail(session, each.mail)
            decide_mail(session, each.mail, DealWith(), officer="jansen", version=version, now=NOW)
