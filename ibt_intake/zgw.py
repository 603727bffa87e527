"""The dry run for a case system: which cases make up one there, and the requests in print."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import groupby

import click
from sqlalchemy import Engine
from sqlmodel import Session

from ibt_intake.errors import ConfigError, ExportError
from ibt_intake.naming import named
from ibt_intake.plain import CONTROL
from outbox.case_papers import CasePapers, papers_of
from review.zgw.config import ZgwConfig
from review.zgw.zaak import Request, Writer
from storage.case_lookup import CaseNamed, all_cases_named
from storage.database import snapshot


def requests_for(
    engine: Engine, config: ZgwConfig, names: Sequence[str], now: datetime, *, with_content: bool
) -> Iterator[Request]:
    """The requests for the cases named, for all where none is; one case there for each
    municipality and distribution decision, with all that is here under these.
    """
    if unset := config.unset:
        raise ConfigError(
            f"config.toml: under [zgw] is still to be set: {', '.join(unset)}; who manages the "
            "case system knows them"
        )
    writer = Writer(config, with_content)
    with snapshot(engine) as session:
        asked = {each.number for each in named(session, names)}
        for _, some in groupby(all_cases_named(session), key=lambda each: each.municipality):
            cases = list(some)
            if not asked or asked & {each.number for each in cases}:
                yield from requests_of(session, writer, cases, asked, now)


def requests_of(
    session: Session, writer: Writer, cases: Sequence[CaseNamed], asked: set[int], now: datetime
) -> Iterator[Request]:
    """The requests for the cases of one municipality; asked: the numbers of some, none for all."""
    found = [papers_of(session, each, now, closed_on=None) for each in cases]
    papers = [each for each in found if each is not None]
    wanted = {each.cycle.cycle for each in papers if not asked or each.page.number in asked}
    for cycle in sorted(wanted, key=lambda each: each or 0):
        under = [each for each in papers if each.cycle.cycle == cycle]
        if objection := unknown_in(under[0]):
            if asked:
                raise ExportError(objection)
            click.echo(f"left out: {objection}", err=True)
            continue
        tell_destroyed(under)
        yield from writer.case(session, under)


def unknown_in(papers: CasePapers) -> str:
    """What a case system would need to tell a case from others, and is not known; "" nothing."""
    if papers.cycle.cycle is None:
        return (
            f"{papers.key}: nobody told under which distribution decision it is; choose it on the "
            "page of the case"
        )
    if papers.municipality is None:
        return (
            f"{papers.key}: the registry has no municipality of that name; import it with "
            "`ibt-intake registry import-municipalities`"
        )
    return ""


def tell_destroyed(papers: Sequence[CasePapers]) -> None:
    """Tell how many mails cannot go along."""
    gone = sum(each.destroyed is not None for one in papers for each in one.kept.values())
    if gone:
        click.echo(f"{papers[0].key}: {gone} mails were destroyed and are left out", err=True)


def print_request(request: Request, output_format: str) -> None:
    """A request: an object on one line for programs, or as it would be sent."""
    if output_format == "jsonl":
        click.echo(written(asdict(request)))
        return
    click.echo(f"# {request.number}")
    click.echo(f"{request.method} {request.url}")
    for name, value in request.headers.items():
        click.echo(f"{name}: {value}")
    click.echo()
    for line in written(request.body, indent=2).splitlines():
        click.echo(line)
    click.echo()


def written(value: object, indent: int | None = None) -> str:
    """JSON whose words of others move no cursor and reorder nothing on a terminal."""
    told = json.dumps(value, ensure_ascii=False, indent=indent)
    lines = (CONTROL.sub(escaped, line) for line in told.split("\n"))
    return "\n".join(lines)


def escaped(found: re.Match[str]) -> str:
    """A character as JSON writes it out."""
    return f"\\u{ord(found[0]):04x}"
