"""Templates to HTML: everything escaped, nothing missing passed over, no code of a mail run."""

from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from review import dates
from review.decided_words import decision_told, decision_word
from review.deeds import deed, doer
from review.known_then import amount_known, known_then
from review.ladder import step
from review.refusals import failed_at
from review.words import word

FOLDER = Path(__file__).parents[1] / "templates" / "review"


def environment(
    path: Callable[..., str], asset: Callable[[str], str]
) -> ImmutableSandboxedEnvironment:
    """The templates with what all of them may use; path: of a page, asset: of a style sheet."""
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(path=path, asset=asset, zip=zip)
    made.filters.update(
        day=dates.day,
        weekday=dates.weekday,
        moment=dates.moment,
        machine=dates.machine,
        age=dates.age,
        until=dates.until,
        days=dates.days,
        amount=dates.amount,
        amount_known=amount_known,
        known_then=known_then,
        percent=dates.percent,
        word=word,
        choices=choices,
        deed=deed,
        failed_at=failed_at,
        decision_told=decision_told,
        decision_word=decision_word,
        doer=doer,
        step=step,
    )
    return made


def choices(values: Iterable[Enum]) -> list[tuple[str, str]]:
    """Values of an enum for a select: what is sent, and what is read."""
    return [(str(value.value), word(value).text) for value in values]
