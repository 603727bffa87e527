"""The demo: a cycle of supervision, its mails through a real mail server where there is one."""

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from email.parser import BytesHeaderParser
from email.policy import SMTP
from functools import partial
from importlib.resources import files
from math import inf
from pathlib import Path
from secrets import token_urlsafe
from threading import Event

import click
from imapclient import IMAPClient
from sqlalchemy import Engine

from ibt_intake import dovecot
from ibt_intake.bootstrap import open_storage
from ibt_intake.config import Config
from ibt_intake.demo.cycle import REQUESTS, begin
from ibt_intake.demo.days import TODAY, Clock
from ibt_intake.demo.figures import print_figures
from ibt_intake.progress import progress
from ibt_intake.serving import report_key, serve
from ibt_intake.tables import dutch_day, print_cases, print_table, print_tally
from ibt_intake.working import at_work
from intake.config import MailboxConfig, ReadingConfig
from intake.errors import Stop
from intake.mailbox.disk import mails_on_disk, make_maildir
from intake.overdue import states_of
from intake.registry import default_registry, read_requests
from outbox.policies import OutboxConfig
from review.errors import CannotServe
from review.passwords import hash_of
from rules.calendar import HOLIDAYS
from rules.case_state import CaseState
from rules.deadlines import last_moment, received_on
from rules.judgement import Element, Flag
from rules.roles import Role
from storage.accounts import add_account, change_account
from storage.config import DatabaseConfig
from storage.database import snapshot, transaction
from storage.judgements import Judged, judgements_on_file

MARK = ".ibt-intake-demo"  # stands in a folder that the demo made, and may empty
SAMPLE = Path(str(files("intake") / "sample"))
ACCOUNT = "demo"
AS_OF = date(2026, 7, 1)  # a while after the last mail of the sample
# A busy machine is no reason for the demo to tell that an attachment could not be read.
PATIENT = ReadingConfig(ocr_seconds=240, part_seconds=240, mail_seconds=600)
Mails = Sequence[tuple[bytes, datetime | None]]  # with the moment at which each was received


def demonstrate(folder: Path, *, is_serving: bool = True) -> None:
    """Play a cycle of supervision with a mailbox of mails, print how it stands, and serve it."""
    clear(folder)
    bare = Config(
        database=DatabaseConfig(url=f"sqlite:///{folder.absolute()}/intake.db"),
        outbox=OutboxConfig(folder=folder / "outbox"),
        reading=PATIENT,
    )
    engine = open_storage(bare)
    cycle = begin(engine, folder / "lists")
    mails = [*sample(), *cycle.mails()]
    with mailbox_of(folder, mails) as (mailbox, told):
        config = bare.model_copy(update={"mailbox": mailbox})
        click.echo(f"Taking in {len(mails)} mails {told}.", err=True)
        with (
            at_work(config, engine) as (worker, _),
            progress("Taking in", len(mails)) as advance,
        ):
            tally = worker.take_in(Event(), whole=True, recognises_for=inf, each=advance)
    if tally.faults:
        raise tally.faults[0]
    cycle.go_on(partial(report_key, config, engine))
    report(engine)
    click.echo()
    print_tally(tally, "table")
    click.echo()
    print_figures(engine)
    click.echo(f"The database is {folder / 'intake.db'}; the next demo begins anew.")
    if is_serving:
        show_pages(config, engine)


def show_pages(config: Config, engine: Engine) -> None:
    """Serve the pages, as on the demo's own day, to whoever reads the password that stands here."""
    password, clock = token_urlsafe(12), Clock()
    with transaction(engine) as session:
        add_account(
            session,
            ACCOUNT,
            "Demo",
            Role.ADMINISTRATOR,
            password_hash=hash_of(password),
            now=clock(),
        )
        change_account(session, ACCOUNT, reads_reports=True, now=clock())

    def tell(address: str) -> None:
        click.echo(
            f"The pages for case officers, as on {dutch_day(TODAY)}: {address}\n"
            f"Sign in as {ACCOUNT} with the password {password} ; Ctrl-C ends."
        )
        sys.stdout.flush()  # a pipe would keep it back until the end

    try:
        serve(config, engine, tell=tell, now=clock)
    except CannotServe:  # somebody else is at that port
        free = config.review.model_copy(update={"port": 0})
        serve(config.model_copy(update={"review": free}), engine, tell=tell, now=clock)


def clear(folder: Path) -> None:
    """Make the folder, or empty it where an earlier demo made it."""
    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / MARK).exists():
                raise Stop(f"{folder} is not empty and no demo's; name another with --folder")
            empty(folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / MARK).touch()
    except OSError as error:
        raise Stop(
            f"{folder} cannot be used: {error.strerror}; name another with --folder"
        ) from error


def empty(folder: Path) -> None:
    """Remove what an earlier demo left, but not its mark: who stops this half-way may go on."""
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        elif each.name != MARK:
            each.unlink()


def sample() -> list[tuple[bytes, datetime | None]]:
    """The mails of the sample, with the moment at which each was received."""
    return [(each.raw, each.received_at) for each in mails_on_disk(SAMPLE / "mails", [])]


@contextmanager
def mailbox_of(folder: Path, mails: Mails) -> Iterator[tuple[MailboxConfig, str]]:
    """The mails in a mailbox, and how it is reached: by IMAP where Dovecot is installed."""
    if dovecot.program() is None:
        yield maildir(folder / "maildir", mails), "from a Maildir (Dovecot is not installed)"
        return
    with tempfile.TemporaryDirectory(prefix="ibt-intake-") as place:
        server = dovecot.Dovecot(Path(place))
        try:
            server.set_up()
            server.start()
        except (Stop, OSError, KeyError) as error:
            click.echo(f"Dovecot is of no use here ({error}); going on without it", err=True)
            server.stop()
            yield maildir(folder / "maildir", mails), "from a Maildir"
            return
        try:
            yield imap(server, folder, mails), f"from Dovecot on port {server.port} over IMAP"
        finally:
            server.stop()


def imap(server: dovecot.Dovecot, folder: Path, mails: Mails) -> MailboxConfig:
    """The mails on a server, each with the moment of receipt that its headers tell."""
    with IMAPClient("127.0.0.1", server.port, ssl=False) as client:
        client.login(dovecot.USER, dovecot.PASSWORD)
        for raw, received_at in mails:
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


def maildir(path: Path, mails: Mails) -> MailboxConfig:
    """The mails in a Maildir."""
    make_maildir(path)
    for number, (raw, _) in enumerate(mails):
        (path / "new" / f"{number:03}.sample").write_bytes(raw)
    return MailboxConfig(kind="maildir", path=path)


def report(engine: Engine) -> None:
    """The mails of the sample and their cases, and one flagged mail with what shows it."""
    mails, letters = message_ids_of_sample(), references_of_sample()
    with snapshot(engine) as session:
        judged = [each for each in judgements_on_file(session) if each.message_id in mails]
    rows = [
        [
            dutch_day(received_on(each.received_at) if each.received_at else None),
            ", ".join(sorted(each.judgement.kinds)),
            ", ".join(each.judgement.municipalities) or "-",
            ", ".join(sorted(each.judgement.flags)) or "-",
        ]
        for each in judged
    ]
    print_table(["received", "kinds", "municipalities", "flags"], rows, "Mails of the sample")
    click.echo()
    states = states_of(engine, AS_OF, last_moment(AS_OF), HOLIDAYS, roll_over=True)
    states = [each for each in states if each.reference in letters]
    print_cases(states, AS_OF)
    with contextlib.suppress(StopIteration):
        tell_why(next(each for each in judged if is_telling(each)), states)


def message_ids_of_sample() -> frozenset[str]:
    """By what the mails of the sample are told from the others."""
    read = BytesHeaderParser(policy=SMTP).parsebytes
    return frozenset(str(read(raw)["Message-ID"]) for raw, _ in sample())


def references_of_sample() -> frozenset[str]:
    """The letters that the mails of the sample answer."""
    known = default_registry().municipalities
    return frozenset(each.reference for each in read_requests(REQUESTS, known))


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
