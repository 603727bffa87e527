"""Who takes part in the year: municipalities, each with a scenario of each round of letters."""

from dataclasses import dataclass, field, replace
from datetime import date

from rules.contacts import Contact, ContactRole
from rules.registry import Organisation
from tests.outbox.world import letters
from tests.system.year.table import FIRST, SECOND, SECOND_ROUND

TOGETHER = {"joint": 3, "shared service": 2}  # municipalities that a scenario needs
NO_ADDRESS = "no address"  # the scenario of those of which the ministry has none
NEVER = date.max


@dataclass
class Party:
    """Municipalities that act together."""

    number: int
    scenarios: tuple[str, str]  # one a round
    municipalities: list
    moves_on: date  # the day on which an officer puts another address in
    unread: list = field(default_factory=list)  # mails, each with whether officers leave it
    last: tuple = ()  # what came last: its cases, kinds and findings

    @property
    def names(self):
        return [each.name for each in self.municipalities]

    @property
    def service(self):
        """The domain of those who write for them."""
        return f"dienst{self.number}.example"

    @property
    def has_address(self):
        return self.scenarios[0] != NO_ADDRESS


def parties_of(municipalities, table):
    """All of them; each scenario of the first round meets those of the second by turns.

    Where too few are left for what needs several together, each gets the first scenario.
    """
    first = [each for each in table if not each.startswith(SECOND)]
    second = [each for each in table if each.startswith(SECOND)]
    moves = {
        row.scenario: row.on
        for some in table.values()
        for row in some
        if row.deed and row.deed.words == ("moves",)
    }
    left, found = list(municipalities), []
    while left:
        turn, place = divmod(len(found), len(first))
        one, other = first[place], second[(turn + place) % len(second)]
        if TOGETHER.get(one, 1) > len(left):
            one = first[0]
        size = TOGETHER.get(one, 1)
        some, left = left[:size], left[size:]
        found.append(Party(len(found), (one, other), some, moves.get(one, NEVER)))
    return found


def letters_of_rounds(municipalities):
    """The letters of both rounds to all of them."""
    names = [each.name for each in municipalities]
    second = letters(*names, on=SECOND_ROUND)
    return letters(*names, on=FIRST), [
        replace(each, reference=f"9{each.reference}") for each in second
    ]


def address(municipality, *, is_new=False):
    """Where mails to a municipality go."""
    return f"{'nieuw-' if is_new else ''}ibt@{municipality.domain}"


def commissioner(province):
    """Where mails to the King's Commissioner of a province go."""
    return f"cdk@{''.join(filter(str.isascii, province)).lower()}.example"


def contacts_of(parties):
    """The addresses that the ministry knows."""
    municipalities = [each for party in parties for each in party.municipalities]
    provinces = sorted({each.province for each in municipalities})
    return [
        *(
            Contact(ContactRole.MUNICIPALITY, each.name, address(each))
            for party in parties
            if party.has_address
            for each in party.municipalities
        ),
        *(Contact(ContactRole.KINGS_COMMISSIONER, each, commissioner(each)) for each in provinces),
    ]


def services_of(parties):
    """The shared services that write for several municipalities."""
    return [
        Organisation(party.service, "Dienst", tuple(each.code for each in party.municipalities))
        for party in parties
        if party.scenarios[0] == "shared service"
    ]
