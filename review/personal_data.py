"""Personal data in texts, to be proposed for redaction: names, addresses, numbers.

Numbers are checked by their own tests (the eleven-test of a BSN, the check digits of an IBAN, the
numbering plan of telephones), by libraries that know them. Names have no such test: they are found
where Dutch letters put them, beside titles, initials, closings and in the headers of mails. Who
holds a public office and acts in it is told apart and not proposed, and nor are municipalities and
the ministry: what they do in public is what a Woo request is about.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class DataKind(StrEnum):
    """What is proposed for redaction."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    BSN = "bsn"
    IBAN = "iban"


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of personal data, wherever it stands."""

    kind: DataKind
    text: str  # as it stands the first time
    count: int
    is_public: bool  # somebody in a public office: not proposed

    @property
    def id(self) -> str:
        """What a form calls it, without telling it."""
        return hashlib.sha256(f"{self.kind.value} {key_of(self.text)}".encode()).hexdigest()[:16]


EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
NINE_DIGITS = re.compile(r"(?<![\d.])\d(?:[ .-]?\d){8}(?![\d])")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ .]?[A-Z0-9]){10,30}\b")

PREFIX = r"(?:(?:van|de|der|den|ten|ter|te|het|'t|in|op|la|el|al|von|di|da)\s+)*"
CAPITAL = "[A-ZÀ-ÖØ-ÞĀĆČĎĐĒĞĢĪİĶŁŃŇŐŘŚŞŠŢŤŪŮŰŹŻŽ]"
SURNAME = rf"{CAPITAL}[\w'’]*[^\W\d_A-Z][\w'’]*(?:-{CAPITAL}[\w'’]+)*"
INITIALS = rf"(?:{CAPITAL}\.\s?|(?:Th|Ch|IJ|Chr|Joh)\.\s?)"
TITLE = (
    r"(?:[Dd]e\s+heer|[Hh]eer|[Mm]evrouw|[Mm]evr\.|[Mm]w\.?|[Dd]hr\.?|[Dd]rs\.|[Mm]r\.|[Ii]r\.|"
    r"[Ii]ng\.|[Dd]r\.|[Pp]rof\.|[Tt]er\s+attentie\s+van|[Tt]\.a\.v\.|[Cc]ontactpersoon:?)"
)
WITH_TITLE = re.compile(
    rf"\b{TITLE}\s+(?:{TITLE}\s+)*((?:{INITIALS})*(?:[Vv]an|[Dd]e|[Dd]en|[Tt]er|[Tt]en)?\s?"
    rf"{PREFIX}{SURNAME}(?:\s+{PREFIX}{SURNAME})?)"
)
WITH_INITIALS = re.compile(rf"(?<![\w.])((?:{INITIALS})+\s?(?:[Vv]an\s|[Dd]e\s)?{PREFIX}{SURNAME})")
WHOLE_NAME = re.compile(
    rf"^(?:{TITLE}\s+)*((?:(?:{INITIALS})+\s?|{SURNAME}\s+)(?:{SURNAME}\s+)?{PREFIX}{SURNAME})"
    r"(?=\s*(?:$|[,(|]))"
)
CLOSING = re.compile(
    r"^\W*(?:met\s+(?:vriendelijke|hartelijke)\s+groet\w*|hoogachtend|vriendelijke\s+groet\w*|"
    r"groet\w*|m\.?v\.?g\.?|namens\s+deze\w*|namens\s+\w.*)\W*$",
    re.IGNORECASE,
)
AFTER_CLOSING = 6  # lines in which whoever signed stands
OFFICE = re.compile(
    r"\b(?:burgemeesters?|wethouders?|ministers?|staatssecretaris(?:sen)?|commissaris\s+van\s+de\s+"
    r"koning|gedeputeerden?|gemeentesecretaris|secretaris|raadsgriffier|griffier|kamerlid|"
    r"raadslid|statenlid|directeur-generaal)\b",
    re.IGNORECASE,
)
NEAR = 45  # characters between a name and its office
# Words that no person's name holds, however many capitals there are.
NO_PERSON = re.compile(
    r"\b(?:gemeente|college|ministerie|minister|provincie|griffie|postbus|secretariaat|afdeling|"
    r"team|bestuur\w*|raad|rijk\w*|justitie|veiligheid|asiel\w*|spreidingswet|toezicht|info|"
    r"openbare|werken|ruimte|omgeving\w*|dienst\w*|stichting|centraal|orgaan|opvang|"
    r"staat|kabinet|bijlage|onderwerp|kenmerk|datum|uw|ons|onze|hoogachtend|geachte|burgemeester|"
    r"wethouders?|namens|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|"
    r"november|december)\b",
    re.IGNORECASE,
)


def found_in(
    texts: Sequence[str], names: Iterable[str] = (), public: Collection[str] = ()
) -> list[Found]:
    """The personal data in texts, by kind and then as they stand; each once, with its count.

    names: of the people in headers; public: names that are never a person's, as municipalities.
    """
    told: Counter[tuple[DataKind, str]] = Counter()
    first: dict[tuple[DataKind, str], str] = {}
    offices: set[str] = set()
    known = {key_of(each) for each in public}
    for text in texts:
        for kind, value in pieces(text):
            if kind is not DataKind.NAME or is_person(value, known):
                told[kind, key_of(value)] += 1
                first.setdefault((kind, key_of(value)), value)
        offices |= {key_of(each) for each in in_office(text)}
    for name in names:
        key = (DataKind.NAME, key_of(name))
        if is_person(name, known) and key not in told and len(name.split()) > 1:
            told[key] = sum(len(pattern_of(name, DataKind.NAME).findall(each)) for each in texts)
            first[key] = name
    order = {kind: number for number, kind in enumerate(DataKind)}
    found = [
        Found(kind, first[kind, key], count, kind is DataKind.NAME and key in offices)
        for (kind, key), count in told.items()
    ]
    return sorted(found, key=lambda each: (order[each.kind], each.text.casefold()))


def pieces(text: str) -> Iterator[tuple[DataKind, str]]:
    """Every piece of personal data in a text; no character counts twice as a number."""
    taken: list[tuple[int, int]] = []
    for kind, spans in (
        (DataKind.EMAIL, emails(text)),
        (DataKind.IBAN, ibans(text)),
        (DataKind.PHONE, phones(text)),
        (DataKind.BSN, bsns(text)),
    ):
        for start, end in spans:
            if all(end <= first or start >= last for first, last in taken):
                taken.append((start, end))
                yield kind, text[start:end]
    for name in names_in(text):
        yield DataKind.NAME, name


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses of mail stand."""
    for each in EMAIL.finditer(text):
        yield each.span()


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand that the Dutch numbering plan, or another country's, knows."""
    from phonenumbers import PhoneNumberMatcher

    for each in PhoneNumberMatcher(text, "NL"):
        yield each.start, each.end


def bsns(text: str) -> Iterator[tuple[int, int]]:
    """Where nine digits pass the eleven-test."""
    from stdnum.nl import bsn

    for each in NINE_DIGITS.finditer(text):
        if bsn.is_valid(re.sub(r"\D", "", each[0])):
            yield each.span()


def ibans(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers of bank accounts stand whose check digits are right."""
    from stdnum import iban

    for each in IBAN.finditer(text):
        for end in range(each.end(), each.start() + 14, -1):  # words in capitals may follow it
            if iban.is_valid(text[each.start() : end]) and text[end - 1] not in " .":
                yield each.start(), end
                break


# ------------------------------------------------------------------ names


def names_in(text: str) -> Iterator[str]:
    """What stands where names of people stand, in order and with repetitions."""
    spans = {each.span(1) for each in WITH_TITLE.finditer(text)}
    for each in WITH_INITIALS.finditer(text):
        if not any(start <= each.start(1) < end for start, end in spans):
            spans.add(each.span(1))
    for start, end in signatures(text):
        if not any(first < end and start < last for first, last in spans):
            spans.add((start, end))
    for start, end in sorted(spans):
        yield " ".join(text[start:end].split())


def signatures(text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands on a line of its own below a closing."""
    left, at = 0, 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if CLOSING.match(stripped):
            left = AFTER_CLOSING
        elif left and stripped:
            left -= 1
            offset = at + line.index(stripped)
            if found := WHOLE_NAME.match(stripped):
                yield offset + found.start(1), offset + found.end(1)
        at += len(line)


def in_office(text: str) -> Iterator[str]:
    """The names beside which a public office stands: 'burgemeester J. Jansen'."""
    for name in set(names_in(text)):
        for each in pattern_of(name, DataKind.NAME).finditer(text):
            around = text[max(0, each.start() - NEAR) : each.end() + NEAR]
            before = text[max(0, each.start() - NEAR) : each.start()].rpartition("\n\n")[2]
            after = around[around.find(each[0]) + len(each[0]) :].partition("\n\n")[0]
            if is_office_before(before) or is_office_after(after):
                yield name


def is_office_before(text: str) -> bool:
    """Whether the words before a name end in an office: no sentence ends in between."""
    found = list(OFFICE.finditer(text))
    return bool(found) and not re.search(r"[.!?;]\s+[A-Z]|\n", text[found[-1].end() :])


def is_office_after(text: str) -> bool:
    """Whether the words after a name begin with an office, on its line or the next."""
    found = OFFICE.search(text)
    between = r"[\s,(|]*(?:de\s+|als\s+)?"
    return found is not None and re.fullmatch(between, text[: found.start()]) is not None


def is_person(name: str, public: Collection[str]) -> bool:
    """Whether a name may be a person's."""
    return key_of(name) not in public and not NO_PERSON.search(name) and not EMAIL.search(name)


def key_of(text: str) -> str:
    """What two ways to write the same have in common."""
    return " ".join(text.split()).casefold()


def pattern_of(text: str, kind: DataKind) -> re.Pattern[str]:
    """What finds a piece of personal data wherever it stands, broken over lines or not."""
    words = r"\s+".join(re.escape(each) for each in text.split())
    flags = 0 if kind is DataKind.NAME else re.IGNORECASE
    return re.compile(rf"(?<!\w){words}(?!\w)", flags)
