"""Made-up facts of every shape, to try templates on: singular and plural, with and without."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations, product
from typing import TypeVar

from rules.completeness import REQUIRED
from rules.judgement import Element, Kind
from rules.occasions import Occasion
from rules.outgoing_facts import (
    AcknowledgementFacts,
    BounceFacts,
    CaseFacts,
    DigestFacts,
    Facts,
    FollowUpFacts,
    OverdueAgainFacts,
    OverdueFacts,
    ReminderFacts,
    SupplementFacts,
)

LETTER = CaseFacts("Hof van Twente", "7468089", date(2026, 4, 9), "A. de Vries")
NOTIFICATION = CaseFacts("'s-Hertogenbosch", None, None, "A. de Vries")
NAMELESS = CaseFacts("Bergen (NH.)", "7468089", date(2026, 4, 9))
BOTH = False, True
NOTIFIED = None, date(2026, 3, 2)
DUE, LATER = date(2026, 4, 30), date(2026, 5, 15)
DAYS = (date(2026, 4, 20), date(2026, 4, 22), date(2026, 5, 1), date(2026, 5, 4))
ADDRESSES = "", "https://ibt.example.nl"
ANSWERED = (
    Kind.ARTICLE_8_NOTIFICATION,
    Kind.INFORMATION_REPLY,
    Kind.EXTENSION_REQUEST,
    Kind.QUESTION,
    Kind.OTHER,
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sample:
    """Facts, and a word for what is special about them."""

    name: str
    facts: Facts


def samples(occasion: Occasion) -> list[Sample]:
    """The shapes that the facts of an occasion can have."""
    return list(SHAPES[occasion]())


def subsets(values: Iterable[T], least: int = 0) -> Iterator[frozenset[T]]:
    """Every choice of some values, the small ones first."""
    every = list(values)
    for size in range(least, len(every) + 1):
        yield from (frozenset(each) for each in combinations(every, size))


def told(elements: frozenset[Element]) -> str:
    """A choice of elements in a word."""
    return "+".join(each.value for each in Element if each in elements) or "nothing"


def acknowledgements() -> Iterator[Sample]:
    moments = datetime(2026, 4, 30, 21, 59, 59, tzinfo=UTC), datetime(2026, 1, 5, 8, 5, tzinfo=UTC)
    letters: tuple[tuple[str, ...], ...] = ((), ("7468089",), ("7468089", "7468090"))
    letters = (*letters, ("7468089", "7468090", "7468091"))
    for case, moment, kinds, references in product(
        (LETTER, NOTIFICATION, NAMELESS), moments, subsets(ANSWERED), letters
    ):
        name = f"{'+'.join(sorted(kinds)) or 'no kind'}, {len(references)} letters"
        yield Sample(name, AcknowledgementFacts(case, moment, kinds, references))


def answers() -> Iterator[tuple[CaseFacts, bool, date | None, frozenset[Element], str]]:
    """What the mails about an answer that lacks have in common."""
    asked = REQUIRED[Kind.INFORMATION_REPLY]
    for case, extended, notified, missing in product(
        (LETTER, NAMELESS), BOTH, NOTIFIED, subsets(asked)
    ):
        name = f"{'extended, ' * extended}{'notified, ' * bool(notified)}{told(missing)} missing"
        yield case, extended, notified, missing, name


def reminders() -> Iterator[Sample]:
    for case, extended, notified, missing, name in answers():
        yield Sample(name, ReminderFacts(case, DUE, extended, notified, missing))


def overdue() -> Iterator[Sample]:
    for (case, extended, notified, missing, name), by in product(answers(), (None, LATER)):
        yield Sample(name, OverdueFacts(case, DUE, extended, notified, missing, by))


def overdue_again() -> Iterator[Sample]:
    for (case, extended, notified, missing, name), by in product(answers(), (None, LATER)):
        facts = OverdueAgainFacts(case, DUE, extended, notified, missing, date(2026, 5, 4), by)
        yield Sample(name, facts)


def supplements() -> Iterator[Sample]:
    for case, days, missing, undated in product(
        (LETTER, NOTIFICATION, NAMELESS), range(len(DAYS) + 1), subsets(Element, 1), BOTH
    ):
        is_notification = case.reference is None
        kind = Kind.ARTICLE_8_NOTIFICATION if is_notification else Kind.INFORMATION_REPLY
        received = frozenset(REQUIRED[kind]) - missing if days else frozenset()
        yield Sample(
            f"{'notification' if is_notification else 'reply'}, {days} days, {told(missing)}",
            SupplementFacts(
                case, is_notification, DAYS[:days], missing, received, undated, date(2026, 5, 28)
            ),
        )


def follow_ups() -> Iterator[Sample]:
    for case, by in product((LETTER, NOTIFICATION, NAMELESS), (None, LATER)):
        name = "letter" if case.reference else "notification"
        yield Sample(name, FollowUpFacts(case, date(2026, 3, 2), date(2026, 4, 30), by))


def digests() -> Iterator[Sample]:
    mails = ((0, 0), (1, 0), (1, 1), (1204, 3))
    counts = product(mails, (0, 1, 2), (0, 1, 2), (0, 1, 2), (0, 1, 2))
    readers = product(("", "A. de Vries"), ADDRESSES)
    for ((own, mine), *others), (officer, address) in product(counts, readers):
        due, late, proposals, unsettled = others
        facts = DigestFacts(DUE, officer, own, mine, due, late, proposals, unsettled, address)
        yield Sample(f"counts {own}, {mine}, {', '.join(map(str, others))}", facts)


def bounces() -> Iterator[Sample]:
    for case, occasion, address in product((LETTER, NOTIFICATION, NAMELESS), Occasion, ADDRESSES):
        facts = BounceFacts(case, occasion, date(2026, 4, 28), date(2026, 4, 30), address)
        yield Sample(f"{occasion} came back", facts)


SHAPES = {
    Occasion.ACKNOWLEDGEMENT: acknowledgements,
    Occasion.REMINDER: reminders,
    Occasion.OVERDUE: overdue,
    Occasion.OVERDUE_AGAIN: overdue_again,
    Occasion.SUPPLEMENT: supplements,
    Occasion.FOLLOW_UP: follow_ups,
    Occasion.DIGEST: digests,
    Occasion.BOUNCE_NOTICE: bounces,
}
