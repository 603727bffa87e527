"""Lengths of time counted from receipt: 'binnen zes maanden', 'over anderhalf jaar'."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from rules.numerals import NUMBER, NUMBERS
from rules.spans import Expression, months_later

UNIT = r"(?:dag(?:en)?|we(?:ek|ken)|maand(?:en)?|kwarta(?:al|len)|jaar|jaren)\b"
ABOUT = (
    r"(?:(?:ongeveer|circa|ca\.?|zo['’]?n|nog|naar\s+schatting|naar\s+verwachting|pakweg|"
    r"krap|ruim|een\s+kleine|minimaal|maximaal|hooguit|ten\s+minste|minstens)\s+)*"
)
LENGTH = (
    rf"(?:anderhalf\s+jaar\b|(?:een\s+)?(?:half\s*jaar\b|kwartaal\b)|driekwart\s+jaar\b|"
    rf"{NUMBER}(?:\s*(?:à|a|tot|of|-|–)\s*(?P<upto>{NUMBER}))?\s+(?P<unit>{UNIT}))"
)
BARE_LENGTH = LENGTH.replace("?P<upto>", "").replace("?P<unit>", "")
DURATION = re.compile(
    rf"\b(?P<how>binnen|over|uiterlijk\s+over|na|voor|duurt(?:\s+het)?|wanneer:|termijn:)\s+"
    rf"{ABOUT}(?:nu\s+en\s+)?(?:de\s+)?(?P<length>{LENGTH})"
    rf"|\bbinnen\s+nu\s+en\s+{ABOUT}(?P<within>{BARE_LENGTH})"
    rf"|\b(?P<later>{BARE_LENGTH})\s+(?:vanaf\s+nu|na\s+heden|na\s+vandaag)",
    re.IGNORECASE,
)


def durations(text: str, received_on: date) -> Iterator[Expression]:
    """'binnen zes maanden', 'over anderhalf jaar'."""
    for match in DURATION.finditer(text):
        how = (match["how"] or "").lower()
        if how in ("na", "voor"):
            continue  # 'na zes weken' counts from something else
        if match["within"]:
            length, how = match["within"], "binnen"
        else:
            length = match["length"] or match["later"]
        ends = length_ends(length, received_on)
        if ends is None or is_other_length(text, match):
            continue
        first, last = ends
        is_limit = how != "over" and not match["later"]
        yield Expression(
            text[match.start() : match.end()],
            match.start(),
            match.end(),
            None if is_limit else first,
            last,
            is_duration=True,
        )


def is_other_length(text: str, match: re.Match[str]) -> bool:
    """Whether the length is counted from something else than receipt, or is no term at all."""
    after = text[match.end() : match.end() + 30].lower()
    return bool(
        re.match(
            r"\s*(?:na\b(?!\s*(?:heden|nu|vandaag|ontvangst|dagtekening))|geleden|eerder)", after
        )
    )


def length_ends(length: str, start: date) -> tuple[date, date] | None:
    """Where a length of time ends, at the shortest and at the longest."""
    words = length.lower()
    if "anderhalf" in words:
        end = months_later(start, 18)
        return end, end
    if "driekwart" in words:
        end = months_later(start, 9)
        return end, end
    if re.search(r"half\s*jaar", words):
        end = months_later(start, 6)
        return end, end
    counts = [number_of(each) for each in re.findall(NUMBER, words)]
    known = [each for each in counts if each is not None]
    unit = re.search(UNIT, words)
    if unit is None:
        return None
    known = known or [1]
    low, high = moved(start, known[0], unit[0]), moved(start, known[-1], unit[0])
    return (low, high) if low and high else None


def number_of(word: str) -> int | None:
    return int(word) if word.isdigit() else NUMBERS.get(word.lower())


def moved(start: date, count: int, unit: str) -> date | None:
    """So many days, weeks, months, quarters or years later; None past the calendar's end."""
    if count > 600:
        return None
    if unit.startswith("dag"):
        return start + timedelta(days=count)
    if unit.startswith("we"):
        return start + timedelta(weeks=count)
    return months_later(start, count * {"m": 1, "k": 3, "j": 12}[unit[0]])
