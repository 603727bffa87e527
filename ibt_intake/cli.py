"""The command `ibt-intake`: each subcommand in a module of its own, imported when it is asked."""

import errno
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

COMMANDS = {
    "account": "who may sign in on the pages for case officers",
    "analyse": "judge mails without a database and without writing anything",
    "archive": "cases as packages for the archive, in the terms of MDTO",
    "audit": "the audit trail: noted elsewhere, or signed anew",
    "backup": "copy all that is stored to one file, while the daemon runs",
    "cases": "every case as it stands on a day",
    "check": "say what works: settings, database, mailbox, audit trail",
    "corrections": "what officers corrected, as labelled mails",
    "demo": "a made-up cycle of supervision with a sample mailbox, on the pages",
    "evaluate": "score the judgement against a labelled set",
    "health": "whether the daemon does its work, for service managers",
    "ingest": "take in mail from disk as if the mailbox had delivered it",
    "jobs": "work queued for workers: list, cancel",
    "move": "from SQLite to PostgreSQL, all or nothing",
    "outbox": "mails that go out: list, retry, cancel, settle, resume",
    "poll": "one pass over the mailbox, then stop",
    "reanalyse": "judge the stored mails again and show what would change",
    "registry": "municipalities and requests",
    "reminders": "what goes out to municipalities, and why not",
    "restore": "bring a back-up into an empty place",
    "retention": "what may be destroyed by rule, and its destruction",
    "run": "the daemon: take in mail until it is told to stop",
    "serve": "the pages for case officers",
    "templates": "the words of the mails that go out",
    "token": "what other programs may read by the API",
    "worker": "share the work with other processes, on PostgreSQL",
    "zgw": "what would be sent to a case system, such as Open Zaak: a dry run",
}


class LazyGroup(click.Group):
    """A group whose help needs no import of its commands: it answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"ibt_intake.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


def show_version(ctx: click.Context, _: click.Parameter, is_asked: bool) -> None:
    """Print the version, where it is asked for, and end."""
    if is_asked:
        click.echo(f"ibt-intake, version {version()}")
        ctx.exit()


def version() -> str:
    """The version that is installed; in a checkout that is not, the one it would be."""
    import tomllib
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("ibt-intake")
    except PackageNotFoundError:
        project = Path(__file__).parents[1] / "pyproject.toml"
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Show the version and exit.",
)
def group() -> None:
    """Take in mail under the Dutch Spreidingswet, judge it, and flag what is missing or late."""


def main() -> None:
    """Run a command; a failure is one line on standard error and exit status 1."""
    try:
        group(standalone_mode=False)
        if sys.stdout:  # None where it was closed before the start
            sys.stdout.flush()
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone, as `| head` does: no fault of ours.
        discard_output()
        sys.exit(0)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EIO) or error.filename:
            fail(error)
        # A fault of the disk that names no file is one of our output; mails and database have
        # errors of their own.
        click.echo(
            f"ibt-intake: what this command prints cannot be written ({error.strerror}); "
            "nothing stored is lost; free some space, or send the output elsewhere",
            err=True,
        )
        discard_output()
        sys.exit(1)
    except Exception as error:
        fail(error)


def fail(error: Exception) -> NoReturn:
    """End with one line and status 1."""
    click.echo(f"ibt-intake: {_one_line(error)}", err=True)
    sys.exit(1)


def discard_output() -> None:
    """Send what is still to be printed nowhere: at the end Python would stumble over it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _one_line(error: Exception) -> str:
    """What went wrong; a fault that no part foresaw names its place for a report."""
    from ibt_intake.errors import BackupError, ConfigError, ExportError, MoveError
    from ibt_intake.plain import plain
    from intake.errors import IntakeError, place_of
    from outbox.errors import OutboxError
    from review.errors import ReviewError
    from storage.errors import StorageError

    ours = (
        *(BackupError, ConfigError, ExportError, MoveError),
        *(IntakeError, OutboxError, ReviewError, StorageError),
    )
    if isinstance(error, ours):
        return plain(" ".join(str(error).split()))
    if "IBT_INTAKE_DEBUG" in os.environ:
        raise error
    return (
        f"unforeseen {type(error).__name__} at {place_of(error)}; nothing stored is lost: "
        "run again, and report it if it stays (IBT_INTAKE_DEBUG=1 shows where it comes from)"
    )
