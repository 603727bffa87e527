"""The demo: a whole pass over the sample mailbox, through a real mail server where there is one."""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from secrets import token_urlsafe
from threading import Event

import click
from imapclient import IMAPClient
from sqlalchemy import Engine

from ibt_intake import dovecot
from ibt_intake.bootstrap import open_storage
from ibt_intake.config import Config
from ibt_intake.importing import import_tables
from ibt_intake.progress import progress
from ibt_intake.serving import serve
from ibt_intake.tables import dutch_day, print_cases, print_table, print_tally
from ibt_intake.working import at_work
from intake.config import MailboxConfig
from intake.errors import Stop
from intake.mailbox.disk import mails_on_disk, make_maildir
from intake.overdue import states_of
from outbox.policies import OutboxConfig
from review.errors import CannotServe
from review.passwords import hash_of
from rules.calendar import HOLIDAYS
from rules.cases import CaseState
from rules.deadlines import last_moment, received_on
from rules.judgement import Element, Flag
from rules.roles import Role
from storage.accounts import add_account
from storage.config import DatabaseConfig
from storage.database import snapshot, transaction
from storage.judgements import Judged, judgements_on_file

MARK = ".ibt-intake-demo"  # stands in a folder that the demo made, and may empty
SAMPLE = Path(str(files("intake") / "sample"))
ACCOUNT = "demo"
AS_OF = date(2026, 7, 1)  # a while after the last mail of the sample


def demonstrate(folder: Path, *, is_serving: bool = True) -> None:
    """Take the sample mailbox in, print how its cases stand, and serve them to a browser."""
    clear(folder)
    with mailbox_of(folder) as (mailbox, told):
        config = Config(
            mailbox=mailbox,
            database=DatabaseConfig(url=f"sqlite:///{folder.absolute()}/intake.db"),
            outbox=OutboxConfig(folder=folder / "outbox"),
        )
        engine = open_storage(config)
        import_tables([SAMPLE / "requests.csv"], engine)
        click.echo(f"Taking in {len(sample())} mails {told}.", err=True)
        with (
            at_work(config, engine) as (worker, _),
            progress("Taking in", len(sample())) as advance,
        ):
            tally = worker.take_in(Event(), whole=True, each=advance)
    if tally.faults:
        raise tally.faults[0]
    report(engine)
    click.echo()
    print_tally(tally, "table")
    click.echo(f"The database is {folder / 'intake.db'}; the next demo begins anew.")
    if is_serving:
        show_pages(config, engine)


def show_pages(config: Config, engine: Engine) -> None:
    """Serve the pages to whoever reads the password that stands here, until Ctrl-C."""
    password = token_urlsafe(12)
    with transaction(engine) as session:
        add_account(
            session,
            ACCOUNT,
            "Demo",
            Role.ADMINISTRATOR,
            password_hash=hash_of(password),
            now=datetime.now(UTC),
        )

    def tell(address: str) -> None:
        click.echo(
            f"The pages for case officers: {address}\n"
            f"Sign in as {ACCOUNT} with the password {password} ; Ctrl-C ends."
        )
        sys.stdout.flush()  # a pipe would keep it back until the end

    try:
        serve(config, engine, tell=tell)
    except CannotServe:  # somebody else is at that port
        free = config.review.model_copy(update={"port": 0})
        serve(config.model_copy(update={"review": free}), engine, tell=tell)


def clear(folder: Path) -> None:
    """Make the folder, or empty it where an earlier demo made it."""
    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / MARK).exists():
                raise Stop(f"{folder} is not empty and no demo's; name another with --folder")
            shutil.rmtree(folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError as error:
        raise Stop(
            f"{folder} cannot be used: {error.strerror}; name another with --folder"
        ) from error


def sample() -> list[tuple[bytes, datetime | None]]:
    """The mails of the sample, with the moment at which each was received."""
    return [(each.raw, each.received_at) for each in mails_on_disk(SAMPLE / "mails", [])]


@contextmanager
def mailbox_of(folder: Path) -> Iterator[tuple[MailboxConfig, str]]:
    """The sample in a mailbox, and how it is reached: by IMAP where Dovecot is installed."""
    if dovecot.program() is None:
        yield maildir(folder / "maildir"), "from a Maildir (Dovecot is not installed)"
        return
    with tempfile.TemporaryDirectory(prefix="ibt-intake-") as place:
        server = dovecot.Dovecot(Path(place))
        try:
            server.set_up()
            server.start()
        except (Stop, OSError, KeyError) as error:
            click.echo(f"Dovecot is of no use here ({error}); going on without it", err=True)
            server.stop()
            yield maildir(folder / "maildir"), "from a Maildir"
            return
        try:
            yield imap(server, folder), f"from Dovecot on port {server.port} over IMAP"
        finally:
            server.stop()


def imap(server: dovecot.Dovecot, folder: Path) -> MailboxConfig:
    """The sample on a server, each mail with the moment of receipt that its headers tell."""
    with IMAPClient("127.0.0.1", server.port, ssl=False) as client:
        client.login(dovecot.USER, dovecot.PASSWORD)
        for raw, received_at in sample():
            client.append("INBOX", raw, msg_time=received_at)
    secret = folder / "password"
    secret.write_text(dovecot.PASSWORD)
    secret.chmod(0o600)
    return MailboxConfig(
        kind="imap",
        host="127.0.0.1",
        port=server.port,
        security="plain",
        user=dovecot.USER,
        password_file=secret,
    )


def maildir(path: Path) -> MailboxConfig:
    """The sample in a Maildir."""
    make_maildir(path)
    for number, (raw, _) in enumerate(sample()):
        (path / "new" / f"{number:03}.sample").write_bytes(raw)
    return MailboxConfig(kind="maildir", path=path)


def report(engine: Engine) -> None:
    """The mails and the cases, and one flagged mail with what shows it."""
    with snapshot(engine) as session:
        judged = list(judgements_on_file(session))
    rows = [
        [
            dutch_day(received_on(each.received_at) if each.received_at else None),
            ", ".join(sorted(each.judgement.kinds)),
            ", ".join(each.judgement.municipalities) or "-",
            ", ".join(sorted(each.judgement.flags)) or "-",
        ]
        for each in judged
    ]
    print_table(["received", "kinds", "municipalities", "flags"], rows, "Mails")
    click.echo()
    states = states_of(engine, AS_OF, last_moment(AS_OF), HOLIDAYS, roll_over=True)
    print_cases(states, AS_OF)
    with contextlib.suppress(StopIteration):
        tell_why(next(each for each in judged if is_telling(each)), states)


def is_telling(judged: Judged) -> bool:
    """Whether a mail shows well what the program does: something lacks, the rest is proven."""
    judgement = judged.judgement
    found = [element for element, evidence in judgement.elements.items() if evidence]
    told = {Flag.UNCERTAIN, Flag.TIMELINE_UNKNOWN} & judgement.flags
    return len(judgement.missing) == 1 and len(found) > 1 and not told


def tell_why(judged: Judged, states: list[CaseState]) -> None:
    """One mail with the sentences that prove what it states, and what it does not."""
    judgement = judged.judgement
    click.echo(f"\nWhy, for the mail of {', '.join(judgement.municipalities)}:")
    for element in Element:
        for each in judgement.elements[element]:
            click.echo(f'  {element.value:14} "{" ".join(each.text.split())}" ({each.source})')
    for element in sorted(judgement.missing):
        click.echo(f"  {element.value:14} missing: no sentence of the municipality states it")
    for state in states:
        if judged.message_id in state.mails and state.deadline:
            term = state.deadline
            click.echo(
                f"  due            {dutch_day(term.due)}: letter of {dutch_day(term.start)} and "
                f"{term.term_days} days"
                + "".join(f", not on {skip.reason}" for skip in term.skipped)
            )
