"""Senders who pass for another: look-alike domains, and names that say what the address is not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rules.authenticity import is_aligned
from rules.mail import Mail
from rules.names import Names
from rules.registry import Registry


class Trick(StrEnum):
    """How a sender may mislead who reads the mail."""

    LOOK_ALIKE = "look_alike"  # the domain looks like a known one
    ADDRESS_IN_NAME = "address_in_name"  # the name holds an address of another domain
    AUTHORITY_IN_NAME = "authority_in_name"  # the name is of an authority, the address is not
    MUNICIPALITY_IN_NAME = "municipality_in_name"  # the same of a municipality
    SEVERAL_AUTHORS = "several_authors"  # programs show one of them, each another
    NO_ADDRESS = "no_address"  # From holds nothing that one could write to
    ANSWERS_ELSEWHERE = "answers_elsewhere"  # an answer would go to a stranger's domain


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A trick, with what is shown and what it is taken for."""

    trick: Trick
    shown: str
    meant: str = ""


# Domains of the State that the registry does not hold; nobody else may bear their names.
OF_STATE = frozenset(
    """
    minjenv.nl rijksoverheid.nl overheid.nl minbzk.nl minaz.nl minfin.nl minvws.nl coa.nl digid.nl
    logius.nl belastingdienst.nl ind.nl government.nl cbs.nl ncsc.nl vng.nl ipo.nl politie.nl om.nl
    rechtspraak.nl raadvanstate.nl justid.nl dji.nl dienstterugkeerenvertrek.nl
    """.split()
)
AUTHORITY = re.compile(
    r"\b(?:ministeries?|ministry|staatssecretaris|rijksoverheid|digid|belastingdienst|"
    r"centraal\s+orgaan|commissaris\s+van\s+de\s+koning|kabinet\s+van\s+de\s+koning|"
    r"minister\s+(?:van|voor)|justitie\s+en\s+veiligheid|asiel\s+en\s+migratie)\b",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'@]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,6})")
SECOND_LEVEL = frozenset({"co", "com", "net", "org", "gov"})  # endings of two labels: "co.uk"
# Letters of ASCII that look alike in print, longest first.
ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"))
# What is put beside a municipality's name to make a domain of one's own.
BESIDE = re.compile(r"^(?:gemeentehuis|gemeente|gem|mijn|portaal)-?|-?(?:gemeente|nl|overheid)$")
SHORTEST = 4  # of a name that counts under another ending: "ede.com" is anybody's
SHORTEST_TYPED = 6  # of a name that counts with one letter wrong


class Impostors:
    """Finds tricks, given the domains and names that there are."""

    def __init__(self, registry: Registry, names: Names) -> None:
        domains = [each.domain.lower() for each in registry.municipalities]
        domains += [each.domain.lower() for each in registry.organisations]
        self._known = frozenset(domains) | OF_STATE
        self._names = names
        self._by_name = {name_of(each): each for each in sorted(self._known, reverse=True)}
        self._by_look = {look_of(name): each for name, each in self._by_name.items()}

    def suspicions(self, mail: Mail) -> tuple[Suspicion, ...]:
        """What is suspicious about a mail's sender, the worst first."""
        return tuple(self._suspicions(mail))

    def _suspicions(self, mail: Mail) -> Iterator[Suspicion]:
        sender = mail.sender
        if len(mail.senders) > 1:
            shown = " en ".join(each.address or each.name for each in mail.senders[:3])
            yield Suspicion(Trick.SEVERAL_AUTHORS, shown)
        if not sender.address:
            yield Suspicion(Trick.NO_ADDRESS, sender.name)
            return
        if meant := self.resembled(sender.domain):
            yield Suspicion(Trick.LOOK_ALIKE, sender.domain, meant)
        for each in mail.senders:
            yield from self._in_name(each.name, each.domain)
        if self.is_known(sender.domain):
            for each in mail.reply_to:
                if each.domain and not self.is_known(each.domain):
                    yield Suspicion(Trick.ANSWERS_ELSEWHERE, each.domain, sender.domain)

    def _in_name(self, name: str, domain: str) -> Iterator[Suspicion]:
        """What a name claims that its address does not bear out."""
        for other in ADDRESS.findall(name):
            if not is_aligned(other.lower(), domain):
                yield Suspicion(Trick.ADDRESS_IN_NAME, domain, other.lower())
                return
        if self.is_known(domain):
            return
        if found := AUTHORITY.search(name):
            yield Suspicion(Trick.AUTHORITY_IN_NAME, domain, found[0])
            return
        named = next((each for each in self._names.find(name) if each.is_led), None)
        if named:
            yield Suspicion(Trick.MUNICIPALITY_IN_NAME, domain, f"gemeente {named.municipality}")

    def is_known(self, domain: str) -> bool:
        """Whether a domain is of a municipality, an organisation or the State, or below one."""
        labels = domain.split(".")
        return any(".".join(labels[at:]) in self._known for at in range(len(labels) - 1))

    def resembled(self, domain: str) -> str:
        """The known domain that another one looks like; "" for none, and for a known one."""
        domain = readable(domain)
        labels = domain.split(".")
        if len(labels) < 2 or self.is_known(domain):
            return ""
        # "zeist.nl.inzage.example" begins with a known domain, but is not below it.
        for start in range(len(labels) - 2):
            if (inside := ".".join(labels[start : start + 2])) in self._known:
                return inside
        own = labels[-3] if len(labels) > 2 and labels[-2] in SECOND_LEVEL else labels[-2]
        return self._resembled_name(own)

    def _resembled_name(self, label: str) -> str:
        """The known domain whose name a label looks like: another ending, letters alike, one
        letter wrong, or the name with "gemeente" beside it."""
        bare = BESIDE.sub("", BESIDE.sub("", label)) if len(label) >= SHORTEST_TYPED else label
        for each in dict.fromkeys((label, bare)):
            found = self._by_name.get(each) or self._by_look.get(look_of(each))
            if found and (len(each) >= SHORTEST or each != label):
                return found
        if len(label) < SHORTEST_TYPED:
            return ""
        return next((known for name, known in self._by_name.items() if is_one_off(label, name)), "")


def name_of(domain: str) -> str:
    """The part of a domain before its ending: "zeist" of zeist.nl."""
    return domain.rpartition(".")[0].rpartition(".")[2]


def readable(domain: str) -> str:
    """A domain with its letters as a mail program shows them: xn--... decoded (RFC 3492)."""
    return ".".join(decoded(each) for each in domain.lower().split("."))


def decoded(label: str) -> str:
    """A label of a domain in its own letters; as it stands where it is no punycode."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").lower()
    except (UnicodeError, OverflowError):
        return label


def look_of(name: str) -> str:
    """What a name looks like: equal for names that the eye takes for each other."""
    plain = name if name.isascii() else "".join(ascii_like(each) for each in name)
    for written, seen in ALIKE:
        plain = plain.replace(written, seen)
    return plain


def ascii_like(char: str) -> str:
    """The letter of ASCII that a character is taken for (Unicode TR 39), else the character."""
    if char.isascii():
        return char
    from unicodedata import normalize

    from confusable_homoglyphs.confusables import is_confusable  # its table is a megabyte

    base = normalize("NFKD", char)[0].lower()
    if base.isascii():
        return base
    for found in is_confusable(base, greedy=True) or ():
        for other in found["homoglyphs"]:
            if len(other["c"]) == 1 and other["c"].isascii() and other["c"].isalpha():
                return str(other["c"]).lower()
    return char


def is_one_off(one: str, other: str) -> bool:
    """Whether two names differ by one letter: another, one more, one less, or two swapped."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < SHORTEST_TYPED:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, left = one[start:], other[start:]
    if len(one) == len(other):
        swapped = rest[:2] == left[:2][::-1] and rest[2:] == left[2:]
        return rest[1:] == left[1:] or swapped
    return rest[1:] == left or rest == left[1:]
