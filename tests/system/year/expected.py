"""The mails that the table names: day, occasion and addresses of each, and how many."""

from collections import Counter
from datetime import timedelta

from rules.occasions import TO_OFFICERS, Occasion
from rules.office_hours import is_working_day
from tests.system.year.ministry import COPIED, OFFICER
from tests.system.year.parties import address, commissioner
from tests.system.year.table import FIRST, LAST, SECOND_ROUND


def expected(parties, table):
    """All mails of the year, as `Ministry.sent` tells those that went out."""
    found = Counter(digests())
    for party in parties:
        for scenario, other in (party.scenarios, party.scenarios[::-1]):
            for row in table[scenario]:
                if party.has_address and other not in row.unless:
                    for occasion in row.goes_out:
                        found.update(mails(party, row.on, occasion))
    return found


def digests():
    """One each working day, but for that on which the program is first started."""
    for days in range(1, (LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=days)
        if is_working_day(day):
            yield day, Occasion.DIGEST.value, (OFFICER,)


def mails(party, day, occasion):
    """The mails of an occasion to a party."""
    if Occasion(occasion) in TO_OFFICERS:
        yield day, occasion, (OFFICER,)
        return
    for some in groups(party, day):
        to = {address(each, is_new=day >= party.moves_on) for each in some}
        if occasion in COPIED:
            to |= {commissioner(each.province) for each in some}
        yield day, occasion, tuple(sorted(to))


def groups(party, day):
    """The municipalities of a party, those together that get one mail."""
    if party.scenarios[0] == "joint" and day < SECOND_ROUND:
        return [party.municipalities]  # they wrote one mail
    return [[each] for each in party.municipalities]
