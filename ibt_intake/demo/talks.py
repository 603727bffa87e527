"""The demo's talks: planned, moved, held and cancelled, some with a sealed report."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from ibt_intake.demo.chance import chosen, number
from ibt_intake.demo.days import TODAY, at
from ibt_intake.demo.officers import officer_of
from ibt_intake.demo.plan import Course
from ibt_intake.demo.steps import announced, broken, silent
from rules.office_hours import working_days_after
from rules.talks import TalkDeed, TalkFacts, TalkKind, cancelled, held, moved
from storage.case_lookup import newest_cases
from storage.database import snapshot, transaction
from storage.talk_reports import write_report
from storage.talks import all_talks, change_talk, plan_talk

SUMMER, AUTUMN, WINTER = date(2026, 6, 22), date(2026, 12, 1), date(2027, 1, 11)
REPORTS = 8  # of the talks held, so many have one
PLACES = ("Gemeentehuis", "Videogesprek", "Turfmarkt 147, Den Haag", "Provinciehuis")
OFFICIALS = ("de gemeentesecretaris", "de programmamanager asiel", "het hoofd Samenleving")
GOVERNORS = ("de burgemeester", "de wethouder asiel", "de burgemeester en de wethouder")
REPORT = (
    "Vertrouwelijk verslag. De gemeente legde uit waarom er nog geen plekken zijn: er is een "
    "locatie in beeld, maar het college heeft er nog niet over besloten. Afgesproken is dat de "
    "gemeente binnen vier weken een planning stuurt, en dat wij COA vragen om mee te denken."
)


@dataclass(frozen=True, slots=True)
class PlannedTalk:
    """A talk of the demo, and what becomes of it."""

    municipalities: tuple[str, ...]
    facts: TalkFacts
    moved_to: datetime | None = None
    is_cancelled: bool = False

    @property
    def moment(self) -> datetime:
        """When it is held, or would have been."""
        return self.moved_to or self.facts.planned_for

    @property
    def is_held(self) -> bool:
        """Whether it was held by today."""
        return not self.is_cancelled and self.moment < at(TODAY)


def talks_of(plan: Sequence[Course]) -> list[PlannedTalk]:
    """Every talk, in order of its day."""
    found = list(official(silent(plan)))
    found += governing(announced(plan), AUTUMN)
    found += governing(broken(plan), WINTER)
    return sorted(found, key=lambda each: (each.moment, each.municipalities))


def official(names: Sequence[str]) -> Iterator[PlannedTalk]:
    """Talks between officials, the last with two municipalities; one is moved, one cancelled."""
    groups = [(name,) for name in names[:-2]] + [tuple(names[-2:])]
    for place, some in enumerate(groups):
        day = working_days_after(SUMMER, place)
        planned = facts(TalkKind.OFFICIAL, some, day, OFFICIALS)
        later = planned.planned_for + timedelta(days=14) if place == 2 else None
        yield PlannedTalk(some, planned, later, is_cancelled=place == 5)


def governing(names: Sequence[str], first: date) -> Iterator[PlannedTalk]:
    """Talks with those who govern."""
    for place, name in enumerate(names):
        day = working_days_after(first, place)
        yield PlannedTalk((name,), facts(TalkKind.ADMINISTRATIVE, (name,), day, GOVERNORS))


def facts(kind: TalkKind, names: tuple[str, ...], day: date, who: Sequence[str]) -> TalkFacts:
    """A talk on a day."""
    hour = 10 + number(*names) % 6
    place = chosen(PLACES, *names)
    with_whom = " en ".join(f"{chosen(who, each)} van {each}" for each in names)
    return TalkFacts(kind, at(day, hour, 30), 60, place, f"{with_whom}; onze behandelaar")


def hold_talks(
    engine: Engine,
    plan: Sequence[Course],
    key: Callable[[], bytes],
    each_done: Callable[[], None],
) -> None:
    """Have them all planned, and those that lie behind us held; key: seals their reports."""
    talks = talks_of(plan)
    names = {name for each in talks for name in each.municipalities}
    with snapshot(engine) as session:
        cases = {name: each.number for name, each in newest_cases(session, TODAY, names).items()}
    reported = [each for each in talks if each.is_held][:REPORTS]
    with transaction(engine) as session:
        for each in talks:
            number_of_talk = put(session, each, cases)
            if each in reported:
                report(session, each, number_of_talk, key())
            each_done()


def put(session: Session, talk: PlannedTalk, cases: Mapping[str, int]) -> int:
    """Plan a talk, and do to it what is done by today; its number."""
    officer, first = officer_of(talk.municipalities[0]), talk.facts.planned_for
    made = plan_talk(
        session,
        talk.facts,
        [cases[name] for name in talk.municipalities],
        uid=f"{number('talk', *talk.municipalities, first):032x}@ibt-intake",
        officer=officer,
        now=first - timedelta(days=18),
    )
    for deed, holds, when in done_to(talk):
        seen = next(each for each in all_talks(session) if each.id == made.id)
        change_talk(session, seen, deed, holds, officer=officer, now=when)
    return made.id


def done_to(talk: PlannedTalk) -> Iterator[tuple[TalkDeed, TalkFacts, datetime]]:
    """What is done to a talk once it is planned, in order."""
    holds, first = talk.facts, talk.facts.planned_for
    if talk.moved_to is not None:
        why = "Op verzoek van de gemeente"
        holds = moved(holds, talk.moved_to, holds.minutes, holds.place, why)
        yield TalkDeed.MOVED, holds, first - timedelta(days=3)
    if talk.is_cancelled:
        gone = cancelled(holds, "De gemeente stuurt eerst haar antwoord")
        yield TalkDeed.CANCELLED, gone, first - timedelta(days=2)
    elif talk.is_held:
        done = held(holds, talk.moment.date(), holds.participants)
        yield TalkDeed.HELD, done, talk.moment + timedelta(hours=3)


def report(session: Session, talk: PlannedTalk, number_of_talk: int, key: bytes) -> None:
    """Write what was talked about, for those who may read it."""
    officer, when = officer_of(talk.municipalities[0]), talk.moment + timedelta(days=1)
    write_report(session, number_of_talk, REPORT, key, number=0, officer=officer, now=when)
