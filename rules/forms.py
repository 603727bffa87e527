"""Where sentences stand and what form they have, as features."""

import re
from collections.abc import Sequence
from math import log2
from typing import NamedTuple

from rules.ids import hashed
from rules.mail import Layout
from rules.sentences import Sentence, flat

DIGIT = re.compile(r"\d")
POSITIONS = 6  # parts into which a text is cut to say where a sentence stands


class Form(NamedTuple):
    """Where a sentence stands and what form it has; made and looked up for each, so a tuple."""

    layout: Layout
    source: str  # "subject", "body" or "attachment"
    length: int  # in steps of its logarithm in words, 8 at the most
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
    return Form(
        layout=sentence.layout,
        source=sentence.source if sentence.source in ("subject", "body") else "attachment",
        length=min(8, int(log2(text.count(" ") + (2 if text else 1)) * 1.5)),
        position=POSITIONS * at // len(sentences),
        has_digit=DIGIT.search(text) is not None,
        last_mark=text[-1:] if text[-1:] in "?:;.!" else "",
        has_heading=bool(sentence.heading),
        has_question=bool(sentence.question),
        is_header_row=sentence.layout is Layout.ROW and text == sentence.header_row,
    )


def place(form: Form) -> list[int]:
    """The features of a form."""
    names = [
        f"layout {form.layout.value}",
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
