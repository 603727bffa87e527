"""Sentences that prove a finding, each with a name by which page and text point to each other."""

from collections.abc import Iterator
from dataclasses import dataclass

from review.words import word
from rules.judgement import Element, Judgement, Statement
from rules.mail import Text


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with what it proves."""

    name: str  # "facts-1": 'bewijs-facts-1' in the text, 'vindplaats-facts-1' beside it
    label: str  # "Feiten en omstandigheden"
    statement: Statement
    is_placed: bool  # whether the text as shown holds it there


def evidence_of(judgement: Judgement, texts: tuple[Text, ...]) -> list[Evidence]:
    """All sentences of a judgement that prove something, in the order of its parts."""
    contents = {text.source: text.content for text in texts}
    return [
        Evidence(name, label, statement, is_placed(statement, contents))
        for name, label, statement in named(judgement)
    ]


def named(judgement: Judgement) -> Iterator[tuple[str, str, Statement]]:
    """Each sentence with its name and label; a sentence may prove several things."""
    for element in Element:
        for number, statement in enumerate(judgement.elements[element], 1):
            yield f"{element.value}-{number}", word(element).text, statement
    told = judgement.elements[Element.TIMELINE]
    for number, entry in enumerate(judgement.timeline, 1):
        if entry.statement.text and entry.statement not in told:
            yield f"moment-{number}", "Moment", entry.statement
    for number, place in enumerate(judgement.places, 1):
        if place.statement.text:
            yield f"plek-{number}", "Plekken", place.statement


def is_placed(statement: Statement, contents: dict[str, str]) -> bool:
    """Whether the text holds those words in that place."""
    content = contents.get(statement.source, "")
    return bool(statement.text) and content[statement.start : statement.end] == statement.text
