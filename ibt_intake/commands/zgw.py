"""`ibt-intake zgw`: what would be sent to a case system."""

from pathlib import Path

import click

from ibt_intake.options import config_option, format_option


@click.command("zgw")
@click.argument("cases", nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="Every case.")
@click.option("--content", is_flag=True, help="Print documents in base64; else size and SHA-256.")
@format_option
@config_option
def command(
    cases: tuple[str, ...],
    is_all: bool,
    content: bool,
    output_format: str,
    config_file: Path | None,
) -> None:
    """Print the requests that would make CASES in a case system, such as Open Zaak: a dry run.

    Nothing is sent. They are of the ZGW APIs, Zaken 1.5.1 and Documenten 1.5.0: one case there for
    each municipality and distribution decision, the municipality as its initiator, the steps of
    the ladder as statuses, letters and mails as documents. The settings of [zgw] tell where, and
    the URLs of types. Where a body needs the URL that an earlier answer will tell, it holds
    urn:ibt-intake:answer:NUMBER:url. Reports of talks are never in it.
    """
    from datetime import UTC, datetime

    from ibt_intake.bootstrap import open_storage
    from ibt_intake.config import load_config
    from ibt_intake.zgw import print_request, requests_for

    if is_all == bool(cases):
        raise click.UsageError("name the cases, or ask for all with --all")
    config = load_config(config_file)
    engine = open_storage(config)
    now = datetime.now(UTC)
    for each in requests_for(engine, config.zgw, cases, now, with_content=content):
        print_request(each, output_format)
