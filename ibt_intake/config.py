"""The whole configuration: one section for each part, TOML below, environment above."""

import os
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from ibt_intake.errors import ConfigError
from intake.config import (
    AntivirusConfig,
    MailboxConfig,
    OAuthConfig,
    ReadingConfig,
    SenderConfig,
)
from outbox.config import SmtpConfig as ServerConfig
from outbox.policies import OutboxConfig
from review.archive.config import ArchiveConfig
from review.config import MetricsConfig, ReviewConfig
from review.zgw.config import ZgwConfig
from storage.config import DatabaseConfig, Section

ENVIRONMENT_PREFIX = "IBT_INTAKE_"
DEBUG_VARIABLE = f"{ENVIRONMENT_PREFIX}DEBUG"  # no setting: set, a fault shows its traceback
DEFAULT_FILE = Path("config.toml")
FIRST_MAILBOX = "mailbox"  # the name of the one under [mailbox]
MailboxName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,30}$")]
GUARDED = re.compile(r"pass|secret|token|key|url", re.IGNORECASE)


class DeadlineConfig(Section):
    """How terms are counted."""

    roll_over: bool = Field(
        default=True,
        description="move a last day off weekends and holidays, as the Algemene termijnenwet does",
    )


class SmtpConfig(ServerConfig):
    """The server that mails are handed to; without a host they are written to a folder."""

    oauth: OAuthConfig | None = Field(default=None, description="sign in by OAuth2 instead")


class RetentionConfig(Section):
    """What may be destroyed, years after its case was closed; nothing unless set."""

    mails_years: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="years to keep mails as they arrived, attachments included"
    )
    texts_years: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="years to keep what was read of them, and the index of words"
    )
    judgements_years: Annotated[int, Field(ge=1)] | None = Field(
        default=None,
        description="years to keep earlier judgements, and the sentences in the last; its findings "
        "stay",
    )
    selection_list: str = Field(
        default="",
        description="the rule that allows it, as it stands in declarations: selection list and "
        "category",
    )
    declarations: Path = Field(
        default=Path("ibt-intake-data/declarations"),
        description="folder for declarations of destruction, which the Archiefwet asks for",
    )


class DaemonConfig(Section):
    """When the daemon does what."""

    deadline_minutes: int = Field(default=60, ge=1, description="between two looks at due dates")
    reconcile_hours: int = Field(
        default=24, ge=1, description="between two comparisons of ledger and mailbox"
    )
    retry_seconds: int = Field(default=60, ge=1, description="between looks at mails set aside")
    send_seconds: int = Field(
        default=60, ge=1, description="between looks at mails that are to go out"
    )
    silence_minutes: int = Field(
        default=60, ge=1, description="without a good pass, after which `check` raises the alarm"
    )


class WorkerConfig(Section):
    """Workers that share the work (`ibt-intake worker`), on PostgreSQL alone."""

    look_seconds: int = Field(
        default=10, ge=1, le=30, description="between two looks at what is still to be done"
    )
    silent_seconds: int = Field(
        default=60,
        ge=2,
        description="of a worker that was killed or cut off, after which others do its work",
    )
    new_days: int = Field(
        default=7, ge=1, description="mail received in these goes before mail of longer ago"
    )


class LogConfig(Section):
    """What is logged, to standard error; never names, addresses or text of mails."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="the least serious event that is logged"
    )
    format: Literal["text", "json"] = Field(
        default="text", description="text for people, json for collectors"
    )


class Config(BaseSettings):
    """Every setting; without a file the defaults run an embedded installation."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX,
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
    )

    mailbox: MailboxConfig = MailboxConfig()
    mailboxes: dict[MailboxName, MailboxConfig] = Field(
        default={},
        description="More mailboxes, each under a name of its own with the keys of [mailbox]; that "
        "one counts beside them only where it is set. Only workers take from several.",
    )
    reading: ReadingConfig = ReadingConfig()
    sender: SenderConfig = SenderConfig()
    antivirus: AntivirusConfig = AntivirusConfig()
    database: DatabaseConfig = DatabaseConfig()
    deadlines: DeadlineConfig = DeadlineConfig()
    outbox: OutboxConfig = OutboxConfig()
    smtp: SmtpConfig = SmtpConfig()
    retention: RetentionConfig = RetentionConfig()
    archive: ArchiveConfig = ArchiveConfig()
    zgw: ZgwConfig = ZgwConfig()
    daemon: DaemonConfig = DaemonConfig()
    worker: WorkerConfig = WorkerConfig()
    review: ReviewConfig = ReviewConfig()
    metrics: MetricsConfig = MetricsConfig()
    log: LogConfig = LogConfig()

    def every_mailbox(self) -> dict[str, MailboxConfig]:
        """All mailboxes by name; that of [mailbox] counts where it is set, or there is no other."""
        if self.mailboxes and "mailbox" not in self.model_fields_set:
            return dict(self.mailboxes)
        return {FIRST_MAILBOX: self.mailbox, **self.mailboxes}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over file; secrets have files of their own, named by a key."""
        file = TomlConfigSettingsSource(settings_cls)
        return init_settings, env_settings, file


def load_config(path: Path | None) -> Config:
    """The settings of that file, of config.toml in the working directory, or the defaults.

    Raises ConfigError, one line a fault.
    """
    file = path or (DEFAULT_FILE if DEFAULT_FILE.exists() else None)
    if file is not None:
        _check_readable(file)
    _check_environment()

    class FileConfig(Config):
        model_config = SettingsConfigDict(toml_file=file)

    try:
        return FileConfig()
    except SettingsError as error:
        # The variable of a whole section is read as JSON; the remedy is one for each key.
        raise ConfigError(
            f"environment: {error}; write {ENVIRONMENT_PREFIX}SECTION__KEY, one for each key"
        ) from error
    except ValidationError as error:
        where = str(file) if file else "built-in settings and environment"
        faults = [_explain(where, detail) for detail in error.errors()]
        raise ConfigError("; ".join(faults)) from error


def _check_readable(file: Path) -> None:
    """Refuse a file that is absent, unreadable or no TOML, before its keys are looked at."""
    try:
        text = file.read_text(encoding="utf-8")
        if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):
            raise ConfigError(f"{file}: begins with a byte order mark; save it as UTF-8 without")
        tomllib.loads(text)
    except FileNotFoundError as error:
        raise ConfigError(
            f"{file}: no such file; copy config.example.toml there, or leave --config away"
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{file}: is not UTF-8: {error.reason} (at byte {error.start}); save it as UTF-8"
        ) from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error}); check its rights") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: is not TOML: {error}; compare config.example.toml") from error


def _check_environment() -> None:
    """Refuse IBT_INTAKE_ variables of no section: a typing error there would stay unseen."""
    for name in sorted(os.environ):
        if not name.upper().startswith(ENVIRONMENT_PREFIX) or name == DEBUG_VARIABLE:
            continue
        section = name.upper().removeprefix(ENVIRONMENT_PREFIX).split("__")[0].lower()
        if section not in Config.model_fields:
            raise ConfigError(
                f"environment: {name} names no section; write {ENVIRONMENT_PREFIX}SECTION__KEY "
                f"with SECTION one of {', '.join(sorted(Config.model_fields)).upper()}"
            )


def _explain(where: str, detail: ErrorDetails) -> str:
    """One line: file, key, value, what to do."""
    location = detail["loc"]
    key = ".".join(str(part) for part in location)
    remedy = f"{detail['msg'][:1].lower()}{detail['msg'][1:]}"
    if detail["type"] == "extra_forbidden":
        known = _known_keys(location[:-1])
        close = get_close_matches(str(location[-1]), known, n=1)
        remedy = "unknown key; " + (
            f"did you mean {close[0]}?" if close else f"known here: {', '.join(known)}"
        )
    elif detail["type"] == "missing":
        return f"{where}: {key} is missing; add it, see config.example.toml"
    elif meaning := _meaning(location):
        remedy += f" ({meaning})"
    # A secret that somebody wrote under a key of its own, or an address that may hold one.
    is_guarded = GUARDED.search(key) and not key.endswith("_on")  # a day is no secret
    value = "..." if is_guarded else repr(detail["input"])
    return f"{where}: {key} = {value}: {remedy}"


def _section(location: tuple[int | str, ...]) -> Any:
    """The model that a path of keys leads to, or None."""
    model: Any = Config
    named = ""  # the section whose tables have names of their own, until such a name has passed
    for part in location:
        if named:
            named = ""
            continue
        field = getattr(model, "model_fields", {}).get(str(part))
        if field is None:
            return None
        named = str(part) if get_origin(field.annotation) is dict else ""
        models = [field.annotation, *getattr(field.annotation, "__args__", ())]
        model = next((each for each in models if hasattr(each, "model_fields")), None)
    return model


def _known_keys(location: tuple[int | str, ...]) -> list[str]:
    return sorted(getattr(_section(location), "model_fields", {}))


def _meaning(location: tuple[int | str, ...]) -> str:
    """The description of the field that a path of keys leads to, "" where it has none."""
    for depth in range(len(location), 0, -1):
        fields = getattr(_section(location[: depth - 1]), "model_fields", {})
        if str(location[depth - 1]) in fields:
            return fields[str(location[depth - 1])].description or ""
    return ""
