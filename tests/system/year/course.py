"""The course of the year: what is done at which moment of each day.

The program takes a turn in each hour in which it may find something to do: on working days when the
office opens, on days on which something is done after noon and after hours too, and each hour for
as long as mails wait. On days off it takes one, where it is a Saturday or something is done.
"""

from collections import defaultdict
from datetime import time, timedelta
from functools import partial

from rules.office_hours import is_working_day
from storage.database import transaction
from storage.registry import import_requests
from tests.system.year.ministry import Ministry, moment
from tests.system.year.officers import Officers
from tests.system.year.parties import contacts_of, letters_of_rounds, parties_of, services_of
from tests.system.year.post import Post
from tests.system.year.table import FIRST, LAST, SECOND_ROUND, rows

START = time(8)  # on the first day: then the program is started for the first time
RECEIVED, READ, DECIDED, APPROVED = time(10, 30), time(11, 50), time(12), time(14)
NIGHT, OPENS, DAY_OFF, EVENING = time(3, 5), time(9, 5), time(11, 5), time(20, 5)
HOURS = [time(hour, 5) for hour in range(10, 17)]
AFTER_DEEDS = time(13, 5)
SATURDAY = 6
ONE_DAY = timedelta(days=1)


class Year:
    """The year of some municipalities."""

    def __init__(self, folder, server, municipalities):
        self.table = rows()
        self.parties = parties_of(municipalities, self.table)
        self.rounds = letters_of_rounds(municipalities)
        self.deeds = self.deeds_by_day()
        self.ministry = Ministry(folder, server, moment(self.begins, NIGHT))
        self.post = Post(self.ministry, self.rounds)
        self.officers = Officers(self.ministry, self.post)
        self.ministry.world.knows(
            municipalities,
            self.rounds[0],
            self.ministry.now,
            organisations=services_of(self.parties),
            contacts=contacts_of(self.parties),
        )

    def deeds_by_day(self):
        """What is done on each day: party, scenario and deed."""
        found = defaultdict(list)
        for party in self.parties:
            for scenario in party.scenarios:
                for row in self.table[scenario]:
                    if row.deed:
                        found[row.on].append((party, scenario, row.deed))
        return dict(found)

    @property
    def begins(self):
        """The first day: something may lie there before the program is started."""
        return min(FIRST, *self.deeds)

    def goes_by(self):
        """Everything happens, one thing after the other."""
        day = self.begins
        while day <= LAST:
            for at, does in sorted(self.agenda(day), key=lambda each: each[0]):
                self.ministry.now = moment(day, at)
                does()
            day += ONE_DAY

    def agenda(self, day):
        """What is done on a day, each with its time."""
        if day == SECOND_ROUND:
            yield START, self.second_letters
        for party, scenario, deed in self.deeds.get(day, ()):
            if deed.is_of_officers:
                yield DECIDED, partial(self.officers.do, party, scenario, deed)
            else:
                yield deed.at or RECEIVED, partial(self.post.comes, party, scenario, deed)
        if day >= FIRST:
            yield from self.turns(day)
            if is_working_day(day):
                yield READ, self.deal_with_mails
                yield APPROVED, self.ministry.approves

    def turns(self, day):
        """The turns that the program takes on a day."""
        deeds = [deed for _, _, deed in self.deeds.get(day, ())]
        if is_working_day(day):
            always = [OPENS, AFTER_DEEDS] if deeds else [OPENS]
            yield from ((at, self.turns_for_queue) for at in HOURS if at not in always)
        else:
            always = [DAY_OFF] if deeds or day.isoweekday() == SATURDAY else []
        if day == FIRST:
            always.append(START)
        if deeds:
            always.append(EVENING)
        if any(deed.at for deed in deeds):
            always.append(NIGHT)
        yield from ((at, self.ministry.turns) for at in always)

    def turns_for_queue(self):
        """A turn, where mails wait."""
        if self.ministry.has_queue():
            self.ministry.turns()

    def deal_with_mails(self):
        """Officers deal with what they do not leave."""
        for party in self.parties:
            self.officers.deal(party, with_all=False)

    def second_letters(self):
        """The ministry writes to all once more."""
        with transaction(self.ministry.engine) as session:
            import_requests(session, self.rounds[1], now=self.ministry.now)
