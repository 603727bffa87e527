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
    is_doubtful: bool = False  # it may prove it: the program is not sure


def evidence_of(judgement: Judgement, texts: tuple[Text, ...]) -> list[Evidence]:
    """All sentences of a judgement that prove something, in the order of its parts.

    Behind them stand those that may prove what the mail is held to lack.
    """
    contents = {text.source: text.content for text in texts}
    proving = [
        Evidence(name, label, statement, is_placed(statement, contents))
        for name, label, statement in named(judgement)
    ]
    return proving + [
        Evidence(f"twijfel-{number}", label, told, is_placed(told, contents), is_doubtful=True)
        for number, label, told in doubtful(judgement)
    ]


def doubtful(judgement: Judgement) -> Iterator[tuple[int, str, Statement]]:
    """Each sentence that may prove something, with its number from 1 and its label."""
    for number, each in enumerate(judgement.doubtful, 1):
        whose = " van een andere gemeente" if each.is_of_others else ""
        yield number, f"Misschien: {word(each.element).text}{whose}", each.statement


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
