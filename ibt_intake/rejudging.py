"""Stored mails, judged again with today's rules and registry."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import click
import structlog
from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.progress import progress
from ibt_intake.tables import print_table
from intake.attachments.child import stop
from intake.errors import SetAside
from intake.judging import VERSION, load_judge
from intake.output import analysed
from intake.patience import at_most
from intake.reading import read_mail
from intake.steps import NAME_CHARS, now, unforeseen
from rules.cases import links_to_cases
from rules.judge import Judge
from rules.judgement import Flag
from storage.database import snapshot, transaction
from storage.judgements import Judged, file_mail, judgements_on_file
from storage.ledger import raw_of
from storage.registry import registry

# Not shown: what only names the mail, and what moves with every change of the rules.
UNTOLD = ("file", "received", "confidence")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a mail's judgement that is no longer the same."""

    mail: str
    message_id: str
    field: str
    before: Any
    after: Any


def rejudged(engine: Engine, config: Config, *, is_applied: bool) -> list[Change]:
    """What changes in the judgements on file; with is_applied, it is filed too."""
    with snapshot(engine) as session:
        on_file = list(judgements_on_file(session))
        judge = load_judge(registry(session), roll_over=config.deadlines.roll_over)
    changes: list[Change] = []
    try:
        with progress("Judging again", len(on_file)) as advance:
            for judged in on_file:
                changes += rejudge(engine, config, judge, judged, is_applied=is_applied)
                advance()
    finally:
        stop()
    return changes


def rejudge(
    engine: Engine, config: Config, judge: Judge, judged: Judged, *, is_applied: bool
) -> Iterable[Change]:
    """What changes for one mail; where it cannot be read any more, nothing, and the log says so."""
    with snapshot(engine) as session:
        raw = raw_of(session, judged.mail)
    try:
        with at_most(config.reading.mail_seconds):
            mail = read_mail(raw, judged.received_at, config.reading)
            judgement = judge.judge(mail, is_duplicate=Flag.DUPLICATE in judged.judgement.flags)
    except Exception as error:
        reason = str(error) if isinstance(error, SetAside) else unforeseen(error)
        log.warning("not_judged_again", mail=judged.mail[:NAME_CHARS], reason=reason)
        return ()
    if is_applied:
        links = links_to_cases(judgement, judge.linker.registry.requests)
        with transaction(engine) as session:
            file_mail(session, judged.mail, mail, judgement, VERSION, links=links, now=now())
    before = analysed("", mail.received_at, judged.judgement)
    after = analysed("", mail.received_at, judgement)
    return changes_of(judged, before, after)


def changes_of(judged: Judged, before: dict[str, Any], after: dict[str, Any]) -> Iterable[Change]:
    """The fields that differ."""
    for name, value in before.items():
        if name not in UNTOLD and value != after[name]:
            yield Change(judged.mail, judged.message_id, name, value, after[name])


def print_changes(changes: list[Change], output_format: str, *, is_applied: bool) -> None:
    """The changes, a row or an object each."""
    if output_format == "jsonl":
        for each in changes:
            told = {
                "message_id": each.message_id,
                "field": each.field,
                "before": each.before,
                "after": each.after,
            }
            click.echo(json.dumps(told, ensure_ascii=False))
        return
    rows = [
        [each.message_id, each.field, brief(each.before), brief(each.after)] for each in changes
    ]
    if rows:
        print_table(["mail", "field", "before", "after"], rows)
    mails = len({each.mail for each in changes})
    done = "filed" if is_applied else "nothing was filed; add --apply to do so"
    click.echo(f"{mails} mails are judged otherwise; {done}")


def brief(value: Any) -> str:
    """A field in few words: for evidence, how many sentences there are for each element."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {len(found)}" for key, found in value.items() if found) or "-"
    if isinstance(value, list):
        return ", ".join(gist(each) for each in value) or "-"
    return str(value)


def gist(entry: Any) -> str:
    """An entry of a list in few words."""
    return (
        str(entry.get("text") or " ".join(map(str, entry.values())))
        if isinstance(entry, dict)
        else str(entry)
    )
