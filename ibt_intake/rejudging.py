"""Stored mails, judged again with today's rules and registry."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

import click
import structlog
from sqlalchemy import Engine

from ibt_intake.config import Config
from ibt_intake.filers import filer_of
from ibt_intake.progress import progress
from ibt_intake.tables import print_table
from intake.errors import SetAside, unforeseen
from intake.noted import about
from intake.output import analysed, case
from intake.steps import now
from intake.taking import Taker
from rules.calendar import HOLIDAYS
from rules.case_keys import links_to_cases
from rules.case_state import case_states
from rules.cases import Case
from rules.deadlines import last_moment, received_on
from rules.judgement import Flag
from storage.cases import cases_as_of
from storage.database import snapshot, transaction
from storage.judgements import Judged, file_mail, judgements_on_file, reading_of
from storage.ledger import raw_of
from storage.rejudging import Rejudged, cases_if

# Not shown: what only names the mail, and what moves with every change of the rules.
UNTOLD = ("file", "received", "confidence")
TOLD_OF_CASES = ("status", "missing", "due", "late")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a mail's judgement that is no longer the same."""

    mail: str
    message_id: str
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A field of a case that is no longer the same; None: there was, or is, no such case."""

    municipality: str
    reference: str | None
    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes, mail by mail in the program's judgements, and case by case in what holds."""

    mails: list[Change]
    cases: list[CaseChange]


def rejudged(engine: Engine, config: Config, *, is_applied: bool) -> Changes:
    """What changes in the judgements on file; with is_applied, it is filed too."""
    until = last_moment(received_on(now()))
    with snapshot(engine) as session:
        on_file = list(judgements_on_file(session))
        before = cases_as_of(session, until)
    mails: list[Change] = []
    anew: list[Rejudged] = []
    with (
        closing(filer_of(config, engine)) as filer,
        progress("Judging again", len(on_file)) as advance,
    ):
        reader = filer.reader()
        for judged in on_file:
            with about(judged.mail):
                found = rejudge(engine, reader, judged, is_applied=is_applied)
            told = changes_of(judged, found) if found else []
            mails += told
            anew += [found] if found and told else []
            advance()
    with snapshot(engine) as session:
        after = cases_as_of(session, until) if is_applied else cases_if(session, until, anew)
    return Changes(mails, changes_of_cases(before, after, config))


def rejudge(engine: Engine, taker: Taker, judged: Judged, *, is_applied: bool) -> Rejudged | None:
    """A mail as judged now; None where it cannot be read any more, and the log says so."""
    with snapshot(engine) as session:
        raw = raw_of(session, judged.mail)
        before = reading_of(session, judged.mail)
    earlier = before.authentication if before else None
    try:
        is_duplicate = Flag.DUPLICATE in judged.judgement.flags
        taken = taker.take(raw, judged.received_at, is_duplicate=is_duplicate, earlier=earlier)
    except Exception as error:
        reason = str(error) if isinstance(error, SetAside) else unforeseen(error)
        log.warning("not_judged_again", reason=reason)
        return None
    if taken.plainly:  # what is on file was read in full
        log.warning("not_judged_again", reason=taken.plainly)
        return None
    mail, judgement = taken.mail, taken.judgement
    if is_applied:
        links = links_to_cases(judgement, taker.requests, taker.validities)
        with transaction(engine) as session:
            file_mail(session, judged.mail, mail, judgement, taken.version, links=links, now=now())
    return Rejudged(judged.mail, mail.message_id, mail.received_at, judgement)


def changes_of(judged: Judged, anew: Rejudged) -> list[Change]:
    """The fields of a mail's judgement that differ."""
    before = analysed("", anew.received_at, judged.judgement)
    after = analysed("", anew.received_at, anew.judgement)
    return [
        Change(judged.mail, judged.message_id, name, value, after[name])
        for name, value in before.items()
        if name not in UNTOLD and value != after[name]
    ]


def changes_of_cases(
    before: Sequence[Case], after: Sequence[Case], config: Config
) -> list[CaseChange]:
    """The fields of cases that differ as they stand today, with what officers decided."""
    was, is_now = told_cases(before, config), told_cases(after, config)
    found = []
    for key in sorted(was.keys() | is_now.keys(), key=lambda each: (each[0], each[1] or "")):
        for name in TOLD_OF_CASES:
            old, new = was.get(key, {}).get(name), is_now.get(key, {}).get(name)
            if old != new:
                found.append(CaseChange(*key, name, old, new))
    return found


def told_cases(
    cases: Sequence[Case], config: Config
) -> dict[tuple[str, str | None], dict[str, Any]]:
    """Each case as it stands today, as `cases` prints it."""
    roll_over = config.deadlines.roll_over
    states = case_states(cases, received_on(now()), HOLIDAYS, roll_over=roll_over)
    return {(each.municipality, each.reference): case(each) for each in states}


def print_changes(changes: Changes, output_format: str, *, is_applied: bool) -> None:
    """The changes, a row or an object each: mails first, then cases."""
    if output_format == "jsonl":
        print_objects(changes)
        return
    rows = [
        [each.message_id, each.field, brief(each.before), brief(each.after)]
        for each in changes.mails
    ]
    if rows:
        print_table(["mail", "field", "before", "after"], rows, "Mails, by the program")
    rows = [
        [
            each.municipality,
            each.reference or "-",
            each.field,
            brief_of_case(each.before),
            brief_of_case(each.after),
        ]
        for each in changes.cases
    ]
    if rows:
        columns = ["municipality", "reference", "field", "before", "after"]
        print_table(columns, rows, "\nCases, with what officers decided")
    mails = len({each.mail for each in changes.mails})
    cases = len({(each.municipality, each.reference) for each in changes.cases})
    done = "filed" if is_applied else "nothing was filed; add --apply to do so"
    click.echo(f"{mails} mails are judged otherwise, {cases} cases stand otherwise; {done}")


def print_objects(changes: Changes) -> None:
    """The changes for other programs."""
    for mail in changes.mails:
        told = asdict(mail)
        del told["mail"]
        click.echo(json.dumps(told, ensure_ascii=False))
    for each in changes.cases:
        click.echo(json.dumps(asdict(each), ensure_ascii=False))


def brief_of_case(value: Any) -> str:
    """A field of a case in few words; "-" where there is no such case, or nothing."""
    return "-" if value is None else brief(value)


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
