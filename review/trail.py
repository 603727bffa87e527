"""The audit trail as officers read it: who did what, when, why, and what it changed."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from review.dates import day, moment
from review.deeds import deed
from review.ladder import step
from review.outgoing_words import REASONS
from review.words import word
from rules.decisions import Disposition
from rules.judgement import Category, Element, Flag, Kind, PlaceRole, TimelineState
from rules.talks import TalkKind, TalkState
from storage.events import Event

NOBODY = "niemand"
NONE = "geen"
MAIL = "mail:"
Fact = object  # as JSON has it: text, number, yes or no, nothing, or a list of these


@dataclass(frozen=True, slots=True)
class Change:
    """What a deed changed, in Dutch; before is "" where nothing was there to change."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the audit trail."""

    number: int
    at: datetime
    actor: str  # "": the program
    deed: str
    mail: str  # that it was done to; "" the case itself
    why: str  # as an officer wrote it, or the program's reason in Dutch
    noted: str  # what the program or a server said of it, in English
    changes: tuple[Change, ...]


def trail(events: Iterable[Event], names: Mapping[str, str]) -> list[Entry]:
    """Events in Dutch, in the order given; names: of officers, by account."""
    return [entry(each, names) for each in events]


def entry(event: Event, names: Mapping[str, str]) -> Entry:
    """One event in Dutch."""
    before, after = json.loads(event.before), json.loads(event.after)
    why = str(after.get("why", ""))
    is_noted = not event.actor and why not in REASONS
    return Entry(
        number=event.seq,
        at=event.at,
        actor=names.get(event.actor, event.actor),
        deed=deed(event.action),
        mail=event.object.removeprefix(MAIL) if event.object.startswith(MAIL) else "",
        why="" if is_noted else REASONS.get(why, why),
        noted=why if is_noted else "",
        changes=tuple(
            Change(
                label,
                tell(before[key], names) if key in before else "",
                tell(after.get(key), names),
            )
            for key, (label, tell) in FACTS.items()
            if key in after or key in before
        ),
    )


# ------------------------------------------------------------------ facts in words

Tell = Callable[[Fact, Mapping[str, str]], str]


def a_day(value: Fact, names: Mapping[str, str]) -> str:
    return day(date.fromisoformat(value)) if isinstance(value, str) and value else NONE


def a_day_of_moment(value: Fact, names: Mapping[str, str]) -> str:
    return day(datetime.fromisoformat(value)) if isinstance(value, str) and value else NONE


def a_moment(value: Fact, names: Mapping[str, str]) -> str:
    return moment(datetime.fromisoformat(value)) if isinstance(value, str) and value else NONE


def yes_or_no(value: Fact, names: Mapping[str, str]) -> str:
    return "ja" if value else "nee"


def plain(value: Fact, names: Mapping[str, str]) -> str:
    return ", ".join(map(str, value)) or NONE if isinstance(value, list) else str(value)


def an_officer(value: Fact, names: Mapping[str, str]) -> str:
    return names.get(str(value), str(value)) if value else NOBODY


def a_step(value: Fact, names: Mapping[str, str]) -> str:
    return step(value) if isinstance(value, int) else NONE


def sentences(value: Fact, names: Mapping[str, str]) -> str:
    count = len(value) if isinstance(value, list) else 0
    return "1 zin" if count == 1 else f"{count or NONE} zinnen"


def cases(value: Fact, names: Mapping[str, str]) -> str:
    """Cases as the trail names them, 'case:Ede/7473202'."""
    some = value if isinstance(value, list) else []
    parts = [str(each).removeprefix("case:").partition("/") for each in some]
    return ", ".join(f"{name} ({letter or 'zonder brief'})" for name, _, letter in parts) or NONE


def spans(value: Fact, names: Mapping[str, str]) -> str:
    """Spans of days as the trail writes them, '2026-01-01/2026-03-31'."""
    some = value if isinstance(value, list) else []
    found = []
    for each in some:
        first, _, last = str(each).partition("/")
        found.append(span(a_date(first), a_date(last)))
    return ", ".join(found) or NONE


def a_date(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def span(first: date | None, last: date | None) -> str:
    """A span of days: '1 juli 2026', 'vanaf ..', 'uiterlijk ..', '.. tot en met ..'."""
    if first == last:
        return day(first) or "op een moment dat niet te bepalen is"
    if last is None:
        return f"vanaf {day(first)}"
    return f"{day(first)} tot en met {day(last)}" if first else f"uiterlijk {day(last)}"


def places(value: Fact, names: Mapping[str, str]) -> str:
    """Numbers of places as the trail writes them, 'regular task 40'."""
    some = value if isinstance(value, list) else []
    found = []
    for each in some:
        category, role, count = str(each).split(" ")
        found.append(f"{word(PlaceRole(role)).text} {word(Category(category)).text} {count}")
    return ", ".join(found) or NONE


def words_of(kind: type[StrEnum]) -> Tell:
    """Tell words of an enum of the rules."""

    def tell(value: Fact, names: Mapping[str, str]) -> str:
        some = value if isinstance(value, list) else [value] if value else []
        return ", ".join(word(kind(str(each))).text for each in some) or NONE

    return tell


FACTS: dict[str, tuple[str, Tell]] = {
    "letter_date": ("datum van de brieven", a_day),
    "requests": ("brieven met een vraag", plain),
    "notices": ("brieven zonder vraag", plain),
    "sent_on": ("verstuurd op", a_day),
    "due": ("uiterste datum", a_day),
    "missing": ("ontbreekt", words_of(Element)),
    "is_confirmed": ("volledigheid bevestigd", yes_or_no),
    "ladder_step": ("trede", a_step),
    "ladder_closed": ("toezicht gesloten", yes_or_no),
    "cycle": ("verdeelbesluit", plain),
    "ground": ("grond", plain),
    "document": ("document", plain),
    "decided_by": ("besluit door", plain),
    "taken_on": ("genomen op", a_day),
    "talk_kind": ("soort gesprek", words_of(TalkKind)),
    "planned_for": ("gepland op", a_moment),
    "talk_state": ("stand van het gesprek", words_of(TalkState)),
    "held_on": ("gehouden op", a_day),
    "officer": ("behandelaar", an_officer),
    "undecided_extensions": ("verzoeken om uitstel zonder besluit", plain),
    "is_same_address": ("naar hetzelfde adres", yes_or_no),
    "addresses": ("adressen", plain),
    "until": ("niet voor", a_day_of_moment),
    "supplement_due": ("aanvulling uiterlijk", a_day),
    "held": ("aangehouden", yes_or_no),
    "held_until": ("aangehouden tot en met", a_day),
    "notes": ("aantal notities", plain),
    "kinds": ("soort mail", words_of(Kind)),
    "municipalities": ("gemeente", plain),
    "references": ("kenmerk", plain),
    "flags": ("let op", words_of(Flag)),
    "timeline_state": ("tijdlijn", words_of(TimelineState)),
    "timeline": ("momenten", spans),
    "places": ("plekken", places),
    "claims_met": ("gemeente zegt te voldoen", yes_or_no),
    "cases": ("zaak", cases),
    "disposition": ("stand", words_of(Disposition)),
    **{
        f"evidence_{each.value}": (f"bewijs voor {word(each).text.lower()}", sentences)
        for each in Element
    },
}
