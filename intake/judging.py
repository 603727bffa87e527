"""The edge where models and language are loaded and become a `Judge`."""

from functools import lru_cache

from intake.models import (
    load_claims_model,
    load_confidence_model,
    load_kind_model,
    load_place_models,
    load_presence_models,
    load_statement_model,
    load_timeline_model,
)
from intake.reading import VERSION as READING_VERSION
from rules.calendar import HOLIDAYS
from rules.judge import VERSION as JUDGING_VERSION
from rules.judge import Judge, Models
from rules.language import blank_language
from rules.linker import Linker
from rules.references import Threads, no_threads
from rules.registry import Registry

VERSION = f"{READING_VERSION}.{JUDGING_VERSION}"  # of the program that read and judged


@lru_cache(maxsize=1)
def load_models() -> Models:
    """The models that ship with the program, loaded once."""
    return Models(
        language=blank_language(),
        statements=load_statement_model(),
        timeline=load_timeline_model(),
        kinds=load_kind_model(),
        places=load_place_models(),
        claims_met=load_claims_model(),
        presence=load_presence_models(),
        confidence=load_confidence_model(),
    )


def load_judge(
    registry: Registry, *, roll_over: bool = True, threads: Threads = no_threads
) -> Judge:
    """A judge who knows that registry, and the mails of ours that others answer."""
    return Judge(load_models(), Linker(registry, threads), HOLIDAYS, roll_over)
