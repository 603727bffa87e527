"""The demo's cycle, step after step: before the mails come, and after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Engine

from ibt_intake.demo.country import Owed, country
from ibt_intake.demo.days import DRAFTED, TODAY, at
from ibt_intake.demo.letters import send_letters
from ibt_intake.demo.lists import Lists
from ibt_intake.demo.officers import deal_with, decide, deeds, hire, mails_to_deal_with
from ibt_intake.demo.plan import Course, counted_anew, courses
from ibt_intake.demo.post import raw_mail
from ibt_intake.demo.talks import hold_talks, talks_of
from ibt_intake.importing import import_tables
from ibt_intake.progress import progress
from rules.signalling import falls_short
from storage.case_states import refresh_joined
from storage.database import snapshot, transaction
from storage.registry import registry

REQUESTS = Path(str(files("intake") / "sample" / "requests.csv"))


@dataclass(frozen=True, slots=True)
class Cycle:
    """What was brought in and sent, and what is going to happen."""

    engine: Engine
    lists: Lists
    country: Mapping[str, Owed]
    references: Mapping[str, str]  # of the round's letters, by municipality
    plan: tuple[Course, ...]

    def mails(self) -> list[tuple[bytes, datetime]]:
        """The answers to the round, each with the moment at which it is received."""
        domains = {each.name: each.domain for each in self.lists.municipalities}
        found = [(mail.received_at, each, mail) for each in self.plan for mail in each.mails]
        found.sort(key=lambda one: (one[0], one[1].municipality))
        return [
            (
                raw_mail(
                    each, mail, self.references[each.municipality], domains[each.municipality]
                ),
                at,
            )
            for at, each, mail in found
        ]

    def go_on(self, report_key: Callable[[], bytes]) -> None:
        """All that happens once the answers are in."""
        dealt_with = mails_to_deal_with(self.engine)
        with progress("Looking at mails", len(dealt_with)) as advance:
            deal_with(self.engine, dealt_with, advance)
        self.lists.bring_second_reports(self.country, counted_anew(self.country, self.plan))
        with progress("Deciding on cases", len(deeds(self.plan))) as advance:
            decide(self.engine, self.plan, self.references, advance)
        with progress("Talking", len(talks_of(self.plan))) as advance:
            hold_talks(self.engine, self.plan, report_key, advance)
        with transaction(self.engine) as session:
            refresh_joined(session, at(TODAY))  # as the daemon does each hour
        self.lists.bring_next_decision()
        self.lists.bring_merger()


def begin(engine: Engine, folder: Path) -> Cycle:
    """Bring in the tasks and the first reports, and send the round; folder: for the lists."""
    import_tables([REQUESTS], engine, at(DRAFTED))
    with snapshot(engine) as session:
        known = registry(session)
    owed = country(known.municipalities, known.requests)
    lists = Lists(folder, engine, known.municipalities)
    hire(engine)
    lists.bring_tasks(owed)
    lists.bring_first_reports(owed)
    lists.bring_estimate()
    had = {each.municipality for each in known.requests}
    short = [name for name, each in owed.items() if falls_short(each.fulfilment)]
    with progress("Laying out letters", len(set(short) - had)) as advance:
        references = send_letters(engine, advance)
    return Cycle(engine, lists, owed, references, courses(owed, references))
