"""`ibt-intake templates`: the words of the mails that go out."""

from pathlib import Path

import click

from ibt_intake.options import config_option


@click.group("templates", no_args_is_help=True)
def command() -> None:
    """The words of the mails that go out."""


@command.command("check")
@click.argument(
    "folder",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@config_option
def check_command(folder: Path | None, config_file: Path | None) -> None:
    """Try each template on made-up cases of every shape; a line each, fails if one is wrong.

    FOLDER: templates of your own; what it lacks is that of the program. Without it, the folder
    that the settings name.
    """
    from ibt_intake.config import load_config
    from outbox.checking import check
    from outbox.errors import TemplateWrong

    own = folder or load_config(config_file).outbox.templates
    wrong = 0
    for each in check(own):
        told = each.fault or f"{each.samples} made-up cases"
        click.echo(f"{'BAD' if each.fault else 'ok '}  {each.name:20} {told}")
        wrong += bool(each.fault)
    if wrong:
        told = "1 template is" if wrong == 1 else f"{wrong} templates are"
        raise TemplateWrong(f"{told} wrong; see what begins with BAD")
