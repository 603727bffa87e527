"""Dutch words for months and numbers, as values and as patterns."""

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan",
            "februari feb febr",
            "maart mrt",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "augustus aug",
            "september sept sep",
            "oktober okt",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
LAST = -1
ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": LAST}
NUMBERS = {
    name: number
    for number, names in enumerate(
        "nul;een één 1;twee;drie;vier;vijf;zes;zeven;acht;negen;tien;elf;twaalf;dertien;veertien;"
        "vijftien;zestien;zeventien;achttien;negentien;twintig;eenentwintig;tweeëntwintig;"
        "drieëntwintig;vierentwintig;vijfentwintig;zesentwintig;zevenentwintig;achtentwintig;"
        "negenentwintig;dertig".split(";")
    )
    for name in names.split()
} | {"vijfendertig": 35, "zesendertig": 36, "veertig": 40, "achtenveertig": 48, "zestig": 60}

# Places in a row beyond those of ORDINALS, which name parts of a period.
PLACES = {
    name: number
    for number, name in enumerate(
        "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde "
        "twaalfde".split(),
        1,
    )
}
YEARS_IN_WORDS = {
    f"tweeduizend{units}": 2000 + number
    for units, number in NUMBERS.items()
    if 20 <= number < 50 and units.isalpha()
}

MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
ORDINAL = r"(?:eerste|tweede|derde|vierde|laatste|[1-4]\s?(?:e|ste|de)\b)"
NUMBER_WORD = r"(?:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
NUMBER = rf"(?:\d{{1,3}}|{NUMBER_WORD})"
PLACE = rf"(?:{'|'.join(PLACES)})"
# A day of the month in words; 'een' is an article more often than the first.
DAY_NUMBER = (
    r"(?:één|" + "|".join(name for name, number in NUMBERS.items() if 2 <= number <= 31) + r")\b"
)
YEAR_IN_WORDS = rf"\btweeduizend\s?(?:en\s?)?(?:{'|'.join(name[11:] for name in YEARS_IN_WORDS)})\b"
# What joins the two ends of a range or of an alternative.
JOIN = r"\s?(?:[-–/]|\ben\b|\bof\b|à|\btot(?:\s+en\s+met)?\b|t/m)\s?"


def number_of(word: str) -> int | None:
    """The number that a word or figures stand for."""
    return int(word) if word.isdigit() else NUMBERS.get(word.lower())


def year_in_words(words: str) -> int | None:
    """The year that 'tweeduizend zevenentwintig' stands for, with or without 'en'."""
    units = re.match(r"tweeduizend\s?(?:en\s?)?(\w+)", words.lower())
    return YEARS_IN_WORDS.get(f"tweeduizend{units[1]}") if units else None


def ordinal(word: str, parts: int = 4) -> int:
    """Which of so many parts: 'derde', '3e', '3'; 'laatste' is the last of them."""
    word = word.lower()
    number = int(word[0]) if word[0].isdigit() else ORDINALS[word]
    return parts if number == LAST else number
