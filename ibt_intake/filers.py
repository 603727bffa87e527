"""What reads, judges and files mails by the settings."""

from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.posting import returns_of
from intake.authentication import Senders
from intake.filing import Filer
from intake.scans import Scans


def filer_of(config: Config, engine: Engine, *, scans: Scans = Scans.AT_ONCE) -> Filer:
    """One that does so with the pages of scans as asked."""
    return Filer(
        engine,
        config.reading,
        roll_over=config.deadlines.roll_over,
        correspondence=returns_of(config),
        senders=Senders(config.sender),
        antivirus=config.antivirus,
        scans=scans,
    )


def both_filers(config: Config, engine: Engine) -> tuple[Filer, Filer]:
    """One that puts off mails with scanned pages, and one that files those."""
    later = filer_of(config, engine, scans=Scans.LATER)
    return later, filer_of(config, engine, scans=Scans.BEHIND)
