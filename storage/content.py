"""Readings and judgements as text, and back: JSON in which equal values are equal text."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, SchemaSerializer
from pydantic_core.core_schema import to_string_ser_schema

from rules.judgement import Judgement
from rules.mail import Mail
from rules.told import Told

Value = TypeVar("Value", Mail, Judgement, Told)

# Sets of a judgement: their order is chance, and differs between runs of Python.
SETS = ("flags", "kinds", "missing")
SETS_TOLD = ("flags", "kinds", "stated")


@cache
def mails() -> TypeAdapter[Mail]:
    """Made when first asked for: building it costs more than most commands need."""
    return TypeAdapter(Mail)


@cache
def judgements() -> TypeAdapter[Judgement]:
    """As `mails`."""
    return TypeAdapter(Judgement)


@cache
def all_told() -> TypeAdapter[Told]:
    """As `mails`."""
    return TypeAdapter(Told)


def json_of_mail(mail: Mail) -> str:
    """A mail as read; half a surrogate pair, which no text may hold, becomes a question mark."""
    return text_of(mails(), mail)


def mail_of_json(content: str) -> Mail:
    """The mail as it was read."""
    return mails().validate_json(content, strict=True)


def json_of_judgement(judgement: Judgement) -> str:
    """A judgement, its sets in order."""
    return text_of(judgements(), judgement, SETS)


def judgement_of_json(content: str) -> Judgement:
    """The judgement as it was made."""
    return judgements().validate_json(content, strict=True)


def json_of_told(told: Told) -> str:
    """What a mail tells its case, its sets in order."""
    return text_of(all_told(), told, SETS_TOLD)


def told_of_json(content: str) -> Told:
    """What a mail tells its case."""
    return all_told().validate_json(content, strict=True)


def text_of(kind: TypeAdapter[Value], value: Value, sets: Sequence[str] = ()) -> str:
    """A value as JSON, the sets of those names in order."""
    several: dict[str, Any] = {
        name: sorted(some) for name in sets if len(some := getattr(value, name)) > 1
    }
    ordered = replace(value, **several) if several else value
    try:
        # Of each list that stands for a set pydantic would warn.
        return writer(kind).to_json(ordered, warnings=False).decode()
    except PydanticSerializationError:  # half a surrogate pair
        return json_text(kind.dump_python(ordered, mode="json", warnings=False))


@cache
def writer(kind: TypeAdapter[Value]) -> SchemaSerializer:
    """What writes values of a kind as JSON.

    Words of enums are text already: asking each for its value took a third of the time.
    """
    return SchemaSerializer(with_plain_words(kind.core_schema))


def with_plain_words(schema: Any) -> Any:
    """A schema in which words of enums are written as the text that they are."""
    if isinstance(schema, list):
        return [with_plain_words(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: with_plain_words(each) for name, each in schema.items()}
    if schema.get("type") == "enum":
        found["serialization"] = to_string_ser_schema(when_used="json")
    return found


def json_text(content: object) -> str:
    """JSON in as few characters as it goes, in the order given."""
    written = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return written.encode("utf-8", "replace").decode("utf-8")
