"""How the program is, in words: what the daemon left behind in the database, judged."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from ibt_intake.config import FIRST_MAILBOX, Config
from intake.config import OAuthConfig
from intake.errors import Stop
from rules.health import Expiry, Finding, Grade, Matter, Watched, findings
from storage.database import open_database, revision_of, snapshot, url_of
from storage.errors import DatabaseUnusable
from storage.migrations import HEAD
from storage.vitals import vitals_of

CERTIFICATE_DAYS = 14  # before its expiry, from which on it is told
SILENT = "see whether `ibt-intake run` is alive and what it logs"
STEPS = {Matter.FETCH, Matter.DEADLINES, Matter.SEND}
TOLD = {
    (Matter.FETCH, Grade.BAD): f"no pass ended well for too long; {SILENT}",
    (Matter.READ, Grade.LOOK): "mail waits for long to be read; a backlog, or a reader in trouble",
    (Matter.RECOGNISE, Grade.LOOK): "mail with scans waits for long to be read by OCR; a backlog, "
    "or Tesseract in trouble",
    (Matter.DEADLINES, Grade.BAD): f"due dates were not looked at for too long; {SILENT}",
    (Matter.SEND, Grade.BAD): "no turn of sending ended well for too long; see sending_failed "
    "in the log",
    (Matter.PAUSE, Grade.LOOK): "nothing is sent since a back-up was restored; see `ibt-intake "
    "check`",
    (Matter.SET_ASIDE, Grade.LOOK): "mails that could not be read wait for a person",
    (Matter.OUTGOING, Grade.LOOK): "mails that went out in doubt, or were refused, wait for a "
    "person; see `ibt-intake outbox list`",
    (Matter.EXPIRY, Grade.LOOK): "something expires soon; see `ibt-intake check`",
    (Matter.EXPIRY, Grade.BAD): "a secret or certificate has expired; see `ibt-intake check`",
    (Matter.TRAIL, Grade.BAD): "the end of the audit trail is not signed with this installation's "
    "key; see `ibt-intake check`",
}


class Unwell(Stop):
    """The program does not do its work."""


def health(config: Config, now: datetime) -> list[Finding]:
    """How each matter stands. Raises StorageError where the database cannot be asked.

    Looks only: no file is made, and no table changed.
    """
    url = url_of(config.database)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        raise DatabaseUnusable(
            f"there is no database {url.database} yet; start `ibt-intake run`, or check url under "
            "[database] in config.toml"
        )
    engine = open_database(config.database)
    try:
        with snapshot(engine) as session:
            if revision_of(session.connection()) != HEAD:
                raise DatabaseUnusable(
                    "the tables are of another version of this program; stop what is older, and "
                    "start `ibt-intake run`"
                )
            return findings(vitals_of(session, now), watched_of(config), now)
    finally:
        engine.dispose()


def watched_of(config: Config) -> Watched:
    """By what the settings judge health."""
    daemon = config.daemon
    return Watched(
        silence=timedelta(minutes=daemon.silence_minutes),
        looks_every=timedelta(minutes=daemon.deadline_minutes),
        expiries=tuple(expiries_of(config)),
    )


def expiries_of(config: Config) -> Iterator[Expiry]:
    """What expires of what the settings name, as far as that can be known."""
    sections = [("smtp", config.smtp.oauth, config.smtp.ca_file)] if config.smtp.host else []
    for name, each in config.every_mailbox().items():
        if each.kind == "imap":
            section = name if name == FIRST_MAILBOX else f"mailboxes.{name}"
            sections.append((section, each.oauth, each.ca_file))
    for name, oauth, ca_file in sections:
        yield from expiries_in(name, oauth, ca_file)


def expiries_in(name: str, oauth: OAuthConfig | None, ca_file: Path | None) -> Iterator[Expiry]:
    """The same in one section."""
    if oauth and oauth.secret_expires_on:
        yield Expiry(f"{name}.oauth", oauth.secret_expires_on, oauth.warn_days)
    if ca_file and (last := last_day_of(ca_file)):
        yield Expiry(f"{name}.ca_file", last, CERTIFICATE_DAYS)


def last_day_of(file: Path) -> date | None:
    """The day on which the first certificate of a file expires; None: that cannot be told."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        found = load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError):
        return None  # `check` tells what is wrong with it
    return min(each.not_valid_after_utc for each in found).date()


def told(finding: Finding, now: datetime) -> str:
    """One matter in words."""
    why = TOLD.get((finding.matter, finding.grade), "")
    if finding.since is None:
        return why or ("never yet" if finding.matter in STEPS else "well")
    minutes = int((now - finding.since).total_seconds() // 60)
    return f"{minutes} minutes ago{f'; {why}' if why else ''}"
