"""Destruction by rule, with the declaration that the Archiefwet asks for (article 8)."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.errors import ConfigError
from ibt_intake.progress import progress
from ibt_intake.tables import dutch_day, print_table
from rules.deadlines import received_on
from storage.database import snapshot, transaction
from storage.destruction import destroy, tidy
from storage.events import Facts, record_event
from storage.retention import Expired, KeptKind, Terms, expired

AT_ONCE = 200  # mails of one declaration: who else writes waits for no longer
IN_DUTCH = {
    KeptKind.MAILS: "mail met bijlagen",
    KeptKind.TEXTS: "gelezen tekst en zoekindex",
    KeptKind.JUDGEMENTS: "zinnen in beoordelingen",
}


def found_expired(config: Config, engine: Engine) -> list[Expired]:
    """What has been kept long enough by the terms of the settings, today."""
    terms = terms_of(config)
    if not terms:
        return []
    with snapshot(engine) as session:
        return expired(session, terms, received_on(datetime.now(UTC)))


def terms_of(config: Config) -> Terms:
    """The terms of the settings; what has none is kept."""
    retention = config.retention
    years = {
        KeptKind.MAILS: retention.mails_years,
        KeptKind.TEXTS: retention.texts_years,
        KeptKind.JUDGEMENTS: retention.judgements_years,
    }
    return {kind: each for kind, each in years.items() if each is not None}


def print_expired(found: Sequence[Expired], output_format: str) -> None:
    """What may go: by case for people, by mail for programs."""
    if output_format == "jsonl":
        for each in found:
            click.echo(json.dumps(object_of(each), ensure_ascii=False))
        return
    cases = Counter((named(each), each.closed_on, each.kinds) for each in found)
    rows = [
        [name, dutch_day(day), str(count), ", ".join(kinds)]
        for (name, day, kinds), count in cases.items()
    ]
    if rows:
        print_table(["cases", "closed", "mails", "what"], rows, "Kept long enough")
    click.echo(f"{len(found)} mails of which something was kept long enough")


def object_of(each: Expired) -> dict[str, object]:
    """A mail as other programs read it."""
    return {
        "mail": each.mail,
        "received": each.received_on.isoformat(),
        "closed": each.closed_on.isoformat(),
        "cases": [list(key) for key in each.cases],
        "kinds": [kind.value for kind in each.kinds],
    }


def named(each: Expired) -> str:
    """The cases of a mail in words."""
    return ", ".join(" ".join(filter(None, key)) for key in each.cases) or "-"


def destroyed(
    config: Config, engine: Engine, found: Sequence[Expired], officer: str
) -> Iterator[Path]:
    """Destroy what was found, some at a time; the declaration of each lot."""
    rule, folder = config.retention.selection_list, config.retention.declarations
    if not rule:
        raise ConfigError(
            "selection_list under [retention] in config.toml is empty; write there which rule "
            "allows this destruction: declarations tell it"
        )
    with progress("Destroying", len(found)) as advance:
        for at in range(0, len(found), AT_ONCE):
            some = found[at : at + AT_ONCE]
            yield destroy_lot(engine, some, rule, folder, officer)
            for _ in some:
                advance()
    with transaction(engine) as session:
        tidy(session)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.rollback()
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def destroy_lot(
    engine: Engine, some: Sequence[Expired], rule: str, folder: Path, officer: str
) -> Path:
    """Destroy some mails in one unit of work; their declaration."""
    now = datetime.now(UTC)
    file = folder / f"vernietiging-{now:%Y%m%dT%H%M%S%f}Z.txt"
    text = declaration(some, rule, officer, now)
    draft = file.with_suffix(".concept")
    write(draft, text)
    with transaction(engine) as session:
        destroy(session, some, rule, file.name, now, by=officer)
        facts: Facts = {
            "declaration": file.name,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "mails": len(some),
        }
        record_event(session, now, "destruction_declared", "retention", actor=officer, after=facts)
    # After a crash here the whole text is there all the same, under the name of a draft.
    draft.replace(file)
    return file


def write(file: Path, text: str) -> None:
    """Write a file that only we may read, on the disk for good."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(text.encode())
        opened.flush()
        os.fsync(opened.fileno())


def declaration(some: Sequence[Expired], rule: str, officer: str, now: datetime) -> str:
    """What was destroyed, when, by whom and under which rule, in Dutch; no word of any mail."""
    lines = [
        "VERKLARING VAN VERNIETIGING",
        "",
        "Grondslag: Archiefwet 1995, Archiefbesluit 1995 (artikel 8).",
        f"Selectielijst en categorie: {rule}",
        f"Vernietigd op: {dutch_day(received_on(now))}",
        f"Opdracht van: {officer}",
        "Wijze: onomkeerbaar gewist uit de gegevens van ibt-intake.",
        "Bewaard blijft: wanneer de mail kwam, de hash van de mail, het logboek en de bevindingen",
        "zonder woorden uit de mail.",
        f"Aantal mails: {len(some)}",
        "",
        "Per mail: zaak; afgesloten; ontvangen; wat is vernietigd; SHA-256 van de mail",
        "",
    ]
    for each in some:
        kinds = ", ".join(IN_DUTCH[kind] for kind in each.kinds)
        lines.append(
            f"{named(each)}; {dutch_day(each.closed_on)}; {dutch_day(each.received_on)}; {kinds}; "
            f"{each.mail}"
        )
    return "\n".join(lines) + "\n"
