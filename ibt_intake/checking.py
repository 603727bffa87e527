"""What works and what does not: each part of an installation, tried out."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from ibt_intake.auditing import breaks_in
from ibt_intake.bootstrap import open_storage
from ibt_intake.config import DEFAULT_FILE, FIRST_MAILBOX, Config, load_config
from ibt_intake.errors import ConfigError
from ibt_intake.jobs.beside import sharing
from ibt_intake.jobs.table import told_of_jobs
from ibt_intake.posting import key_file, outbox_told
from ibt_intake.reminding import SENDING, pages_address
from ibt_intake.serving import report_key_file
from intake.antivirus import AntivirusAway, version_of
from intake.config import MailboxConfig
from intake.errors import IntakeError, Stop
from intake.leases import LEASE
from intake.mailbox import open_mailbox
from intake.mailbox.signin import warnings_about, warnings_of
from outbox.checking import check as check_templates
from rules.calendar import KNOWN_UNTIL
from rules.deadlines import received_on
from rules.occasions import TO_OFFICERS, Policy
from storage.database import damage, snapshot, url_of
from storage.errors import StorageError
from storage.events import head_of_events
from storage.heartbeats import began_at, last_beats
from storage.leases import lease_of
from storage.ledger import State, mails_by_state
from storage.pauses import pause_of

WARN_AHEAD = timedelta(days=366)  # the longest term: what is set today may end past the calendar

CheckLine = tuple[str, str, bool]  # name, what was found, whether it is good


class Failed(Stop):
    """At least one check failed."""


def checks(config_file: Path | None) -> Iterator[CheckLine]:
    """Each check as it is done; what cannot be tried without an earlier part is left out."""
    try:
        config = load_config(config_file)
        url_of(config.database)  # keys stand beside the database
    except (ConfigError, StorageError) as error:
        yield "settings", str(error), False
        return
    where = config_file or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)
    yield "settings", str(where or f"built in: no {DEFAULT_FILE} here"), True
    yield calendar_line(received_on(datetime.now(UTC)))
    for name, mailbox in config.every_mailbox().items():
        yield tried(
            "mailbox" if name == FIRST_MAILBOX else f"mailbox {name}",
            partial(mailbox_line, mailbox),
        )
    yield sign_in_line(config)
    yield recognition_line(config)
    if config.antivirus.is_on:
        yield antivirus_line(config)
    yield outbox_line(config)
    yield templates_line(config)
    if links := links_line(config):
        yield links
    try:
        engine = open_storage(config)
        broken = damage(engine)
    except StorageError as error:
        yield "database", str(error), False
        return
    yield "database", broken or f"sound, {counts(engine)}", broken is None
    with snapshot(engine) as session:
        pause = pause_of(session)
    if pause:
        yield "sending", pause.told, False
    yield trail_line(engine, config.database.audit_notes)
    yield daemon_line(engine, config, datetime.now(UTC))
    if workers := workers_line(engine, config):
        yield workers


def calendar_line(today: date) -> CheckLine:
    """Until when the holidays are known; bad once that has passed."""
    told = f"holidays are known until {KNOWN_UNTIL.isoformat()}"
    remedy = "install a version of this program that knows later ones"
    if today > KNOWN_UNTIL:
        return "calendar", f"{told} only: last days after it may be wrong; {remedy}", False
    if today > KNOWN_UNTIL - WARN_AHEAD:
        return "calendar", f"{told}; before then, {remedy}", True
    return "calendar", told, True


def tried(name: str, part: Callable[[], str]) -> CheckLine:
    """What a part says, or its fault."""
    try:
        return name, part(), True
    except (IntakeError, StorageError) as error:
        return name, str(error), False


def mailbox_line(config: MailboxConfig) -> str:
    """Every folder with its number of mails."""
    mailbox = open_mailbox(config)
    try:
        states = [mailbox.state(folder) for folder in mailbox.folders]
    finally:
        mailbox.close()
    told = ", ".join(f"{state.folder} {state.count} mails" for state in states)
    return f"{mailbox.name}: {told}"


def sign_in_line(config: Config) -> CheckLine:
    """What works now and will or may go wrong with secrets."""
    today, smtp = datetime.now(UTC).date(), config.smtp
    warnings = [
        told for each in config.every_mailbox().values() for told in warnings_of(each, today)
    ]
    if smtp.host:
        warnings += warnings_about([smtp.password_file], smtp.oauth, today)
    # Who reads the key can make mails whose answers we take for our own.
    keys = [key_file(config), config.metrics.token_file, report_key_file(config)]
    warnings += warnings_about(keys, None, today)
    warnings = list(dict.fromkeys(warnings))  # both ways may share a secret
    good = "no secret is open to others or about to expire"
    return "sign-in", "; ".join(warnings) or good, not warnings


def recognition_line(config: Config) -> CheckLine:
    """Whether scans can be read."""
    from intake.attachments.tesseract import languages

    language, installed = config.reading.ocr_language, languages()
    if not installed:
        remedy = f"install tesseract-ocr and tesseract-ocr-{language}"
        return "scans", f"Tesseract is not installed; {remedy}", False
    if language not in installed:
        return "scans", f"Tesseract lacks {language}; install tesseract-ocr-{language}", False
    return "scans", f"Tesseract reads {language}", True


def antivirus_line(config: Config) -> CheckLine:
    """Whether attachments are scanned for viruses."""
    try:
        return "viruses", version_of(config.antivirus), True
    except AntivirusAway as error:
        remedy = "start clamd, or mend [antivirus] in config.toml"
        return "viruses", f"clamd does not answer: {error}; nothing is scanned; {remedy}", False


def outbox_line(config: Config) -> CheckLine:
    """Whether mails to municipalities can go out; none does."""
    told, is_good = outbox_told(config)
    return "outbox", told, is_good


def templates_line(config: Config) -> CheckLine:
    """Whether mails can be put into words, those of the ministry's own templates included."""
    folder = config.outbox.templates
    if folder is None:
        return "templates", "those of the program", True  # which are tried before it is released
    tried = list(check_templates(folder))
    faults = [each.fault for each in tried if each.fault]
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        return "templates", f"{faults[0]}{more}; see `ibt-intake templates check`", False
    return "templates", f"{len(tried)} tried on made-up cases, with those of {folder}", True


def links_line(config: Config) -> CheckLine | None:
    """Whether officers can follow the links in mails to them; None where none go out."""
    practice = config.outbox.practice()
    told = [each for each in sorted(TO_OFFICERS) if practice.policy(each) is not Policy.OFF]
    if not practice.officers or not told:
        return None
    if config.review.address:
        return "links", f"mails to officers lead to {config.review.address}", True
    return (
        "links",
        f"mails to officers ({', '.join(told)}) lead to {pages_address(config)}, which only this "
        "machine can open; set address under [review] in config.toml",
        False,
    )


def counts(engine: Engine) -> str:
    """How many mails stand where."""
    with snapshot(engine) as session:
        states = mails_by_state(session)
    return (
        f"{states[State.FILED]} mails filed, {states[State.KEPT]} waiting, "
        f"{states[State.WANTS_OCR]} waiting for OCR, "
        f"{states[State.SET_ASIDE]} set aside"
    )


def trail_line(engine: Engine, notes: Path | None) -> CheckLine:
    """Whether the audit trail is whole, ends where it was signed, and passes through all notes."""
    try:
        breaks = breaks_in(engine, notes)
        with snapshot(engine) as session:
            head = head_of_events(session)
    except StorageError as error:
        return "audit trail", str(error), False
    if breaks:
        first = breaks[0]
        told = f"event {first.seq} {first.what}; restore a back-up and report it"
        return "audit trail", told, False
    return "audit trail", f"unbroken and signed, {head.count if head else 0} events", True


def workers_line(engine: Engine, config: Config) -> CheckLine | None:
    """Who shares the work, and at how much; None where nobody ever did."""
    found = sharing(engine, config)
    if found is None:
        return None
    waits = told_of_jobs(found)
    if not found.workers and (found.queued or found.in_hand):
        return "workers", f"none at work; {waits}; start `ibt-intake worker`, or `run`", False
    return "workers", f"{found.workers} at work; {waits}", True


def daemon_line(engine: Engine, config: Config, now: datetime) -> CheckLine:
    """Whether mail was fetched lately, and what goes out was looked at; silence where the daemon
    never ran.
    """
    with snapshot(engine) as session:
        beats, began = last_beats(session), began_at(session)
        lease = lease_of(session, LEASE)
    last = beats.get("fetch", began)
    if last is None:
        return "daemon", "no mail was ever fetched; start `ibt-intake run`", True
    silence = timedelta(minutes=config.daemon.silence_minutes)
    ago = now - last
    told = f"{int(ago.total_seconds() // 60)} minutes ago"
    told = f"last fetched {told}" if "fetch" in beats else f"began {told}, and never fetched mail"
    if ago > silence:
        return "daemon", f"{told}; see whether `ibt-intake run` is alive and what it logs", False
    if lease is None or lease.until <= now:
        return "daemon", told, True
    sent_ago = now - beats.get(SENDING, began or last)
    if sent_ago > silence:  # a thread of its own: it may stand still while mail comes in
        minutes = int(sent_ago.total_seconds() // 60)
        told += f", but for {minutes} minutes no turn of sending has ended well"
        return "daemon", f"{told}; see what the daemon logs as sending_failed", False
    return "daemon", f"{told}, running", True
