"""Dutch words for months and numbers, as values and as patterns."""

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
ORDINALS = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": 4}
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

MONTH = r"(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
ORDINAL = r"(?:eerste|tweede|derde|vierde|laatste|[1-4]\s?(?:e|ste|de)\b)"
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
