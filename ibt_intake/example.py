"""config.example.toml, written from the settings' own defaults and descriptions."""

import textwrap
from enum import Enum
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ibt_intake.config import ENVIRONMENT_PREFIX, Config

HEAD = f"""\
# Settings of ibt-intake. Copy this file to config.toml and uncomment what you change;
# what is left out has the value shown here. Paths count from the working directory.
# An environment variable overrides a key: {ENVIRONMENT_PREFIX}MAILBOX__HOST overrides host
# under [mailbox].
# Secrets stand in files of their own, named here by their path.
"""


def example() -> str:
    """Every section and key, commented out, each with its meaning and default."""
    parts = [HEAD]
    for name, field in Config.model_fields.items():
        if get_origin(field.annotation) is dict:
            words = [f"# {line}" for line in textwrap.wrap(field.description or "", 96)]
            parts.append("\n".join([*words, f"# [{name}.NAME]", ""]))
        else:
            parts.append(_section(name, _model_of(field)))
    return "\n".join(parts)


def _section(name: str, model: type[BaseModel], *, optional: bool = False) -> str:
    lines = [f"# {line}" for line in textwrap.wrap((model.__doc__ or "").split("\n")[0], 96)]
    lines.append(f"# [{name}]" if optional else f"[{name}]")
    inner = []
    for key, field in model.model_fields.items():
        nested = _model_of(field)
        if nested is not None:
            inner.append(_section(f"{name}.{key}", nested, optional=True))
            continue
        lines += ["", *(f"# {line}" for line in textwrap.wrap(field.description or "", 96))]
        if field.is_required() or field.default is None:
            lines.append(f"# {key} =")
        else:
            lines.append(f"# {key} = {_toml(field.default)}")
    return "\n".join(["\n".join(lines), "", *inner])


def _model_of(field: FieldInfo) -> Any:
    """The section a field holds, or None."""
    types = [field.annotation, *getattr(field.annotation, "__args__", ())]
    return next((each for each in types if hasattr(each, "model_fields")), None)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    if isinstance(value, str | Path | Enum):
        return f'"{value}"'
    return f"{value:_}" if isinstance(value, int) and value > 9999 else str(value)


if __name__ == "__main__":
    print(example(), end="")
