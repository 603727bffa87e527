"""Texts with personal data taken out: what stands in its place tells only what it was."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from review.personal_data import DataKind, Found, pattern_of

INSTEAD = {
    DataKind.NAME: "[naam]",
    DataKind.EMAIL: "[e-mailadres]",
    DataKind.PHONE: "[telefoonnummer]",
    DataKind.BSN: "[BSN]",
    DataKind.IBAN: "[rekeningnummer]",
}
OWN = "[weggelaten]"


class StillThere(Exception):
    """What should be gone stands in what was made; nothing of it may leave."""


@dataclass(frozen=True)
class Redactor:
    """Takes out what somebody confirmed, and sees afterwards that it is gone."""

    found: tuple[Found, ...]
    own: tuple[str, ...] = ()  # words that somebody added by hand

    def redacted(self, text: str) -> str:
        """The text with all of it replaced."""
        for pattern, instead in self._patterns():
            text = pattern.sub(instead, text)
        return text

    def check(self, texts: Iterable[str]) -> None:
        """Raise StillThere where one of them holds what should be gone."""
        patterns = [pattern for pattern, _ in self._patterns()]
        for text in texts:
            if any(pattern.search(text) for pattern in patterns):
                raise StillThere

    def _patterns(self) -> Sequence[tuple[re.Pattern[str], str]]:
        """The longest first: a surname alone stands within a whole name."""
        wanted = [(each.text, each.kind, INSTEAD[each.kind]) for each in self.found]
        wanted += [(each, DataKind.EMAIL, OWN) for each in self.own]  # in any case of letters
        wanted.sort(key=lambda each: -len(each[0]))
        return [(pattern_of(text, kind), instead) for text, kind, instead in wanted]
