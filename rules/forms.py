"""Where sentences stand and what form they have, as features."""

import re
from collections.abc import Sequence
from math import log2
from typing import NamedTuple

from rules.ids import hashed
from rules.mail import Layout
from rules.sentences import Sentence, flat

DIGIT = re.compile(r"\d")
# Of sentences of so many words, in steps of their logarithm, 8 at the most.
LENGTHS = tuple(min(8, int(log2(words + 1) * 1.5)) for words in range(64))
POSITIONS = 6  # parts into which a text is cut to say where a sentence stands


class Form(NamedTuple):
    """Where a sentence stands and what form it has; made and looked up for each, so a tuple."""

    layout: str  # by name: an enum's hash is worked out in Python each time
    source: str  # "subject", "body" or "attachment"
    length: int  # see LENGTHS
    position: int  # in the mail, of which POSITIONS parts are told apart, from 0
    has_digit: bool
    last_mark: str  # "" where it ends otherwise
    has_heading: bool
    has_question: bool
    is_header_row: bool  # the first of its table


def form_of(sentences: Sequence[Sentence], at: int) -> Form:
    """The form of the sentence in that place of a mail."""
    sentence = sentences[at]
    text = flat(sentence.text)
    words = text.count(" ") + (1 if text else 0)
    last = text[-1:]
    return Form(
        layout=sentence.layout.value,
        source=sentence.source if sentence.source in ("subject", "body") else "attachment",
        length=LENGTHS[min(words, len(LENGTHS) - 1)],
        position=POSITIONS * at // len(sentences),
        has_digit=DIGIT.search(text) is not None,
        last_mark=last if last in "?:;.!" else "",
        has_heading=bool(sentence.heading),
        has_question=bool(sentence.question),
        is_header_row=sentence.layout is Layout.ROW and text == sentence.header_row,
    )


def place(form: Form) -> list[int]:
    """The features of a form."""
    names = [
        f"layout {form.layout}",
        f"source {form.source}",
        f"length {form.length}",
        f"position {form.position}",
        f"digit {form.has_digit}",
        f"ends {form.last_mark}",
        f"heading {form.has_heading}",
        f"question {form.has_question}",
        f"row {form.is_header_row}",
    ]
    return list(map(hashed, names))
