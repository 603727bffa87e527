"""The times of a mail's sentences, some of which count from what an earlier sentence names.

Few sentences say 'een jaar later' or 'dat kwartaal'. What was named last is sought for these
alone, back to a sentence that names a year by itself.
"""

import re
from collections.abc import Sequence
from datetime import date

from rules.anchors import Anchored
from rules.expressions import expressions_in
from rules.later import AFTER_THAT, THEN
from rules.period_forms import SEASON, THAT, YEAR_ON
from rules.spans import Expression, Span

# Without one of these the times of a sentence are the same, whatever stands before it.
COUNTS_ON = Anchored(
    rf"\b(?:{THAT})\s+(?:(?:kalender)?jaar|maand|kwartaal|week|{SEASON})|\b{YEAR_ON}|"
    rf"\b(?:{THEN})\b|\b{AFTER_THAT}\b",
    re.IGNORECASE,
)


class Times:
    """The expressions of time of a mail's sentences, in order of text."""

    def __init__(self, texts: Sequence[str], received_on: date) -> None:
        self._texts = texts
        self._received_on = received_on
        # What the sentences before that place named last.
        self._at = 0
        self._year: int | None = None
        self._span: Span | None = None

    def of(self, at: int) -> tuple[Expression, ...]:
        """Those of the sentence at a place, which is no earlier than the last one asked for."""
        text = self._texts[at]
        if COUNTS_ON.search(text):
            self._read_until(at)
        return self._found(text)

    def _read_until(self, at: int) -> None:
        """Know what the sentences before a place named last."""
        first = at
        while first > self._at and not self._stands_alone(self._texts[first - 1]):
            first -= 1
        for text in self._texts[max(first - 1, self._at) : at]:
            found = self._found(text)
            years = [each.latest.year for each in found if each.latest and each.has_year]
            self._year = years[-1] if years else self._year
            self._span = Span(found[-1].earliest, found[-1].latest) if found else self._span
        self._at = at

    def _stands_alone(self, text: str) -> bool:
        """Whether a sentence names a year, and needs none that was named before."""
        if COUNTS_ON.search(text):
            return False
        found = expressions_in(text, self._received_on)
        return any(each.latest and each.has_year for each in found)

    def _found(self, text: str) -> tuple[Expression, ...]:
        if not COUNTS_ON.search(text):
            return expressions_in(text, self._received_on)
        return expressions_in(text, self._received_on, said_year=self._year, said=self._span)
