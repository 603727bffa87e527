"""How well mails are judged, measured on a labelled set."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from intake.labelled import Gold, GoldCase, GoldPlaces, GoldTime, overlaps
from rules.case_state import CaseState
from rules.judgement import (
    SUBSTANTIVE,
    Availability,
    Element,
    Judgement,
    PlaceCount,
    TimelineState,
)


@dataclass
class Hits:
    """Found and missed, rightly and wrongly."""

    true: int = 0
    false: int = 0
    missed: int = 0

    def add(self, *, predicted: bool, gold: bool) -> None:
        """Count one thing that was found, labelled, or both."""
        self.true += predicted and gold
        self.false += predicted and not gold
        self.missed += gold and not predicted

    @property
    def precision(self) -> float:
        """How much of what was found is labelled, 0 to 1."""
        return ratio(self.true, self.true + self.false)

    @property
    def recall(self) -> float:
        """How much of what is labelled was found, 0 to 1."""
        return ratio(self.true, self.true + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        return ratio(2 * self.true, 2 * self.true + self.false + self.missed)


def ratio(part: float, whole: float) -> float:
    """The part of the whole; 1 where there was nothing to find and nothing was found."""
    return part / whole if whole else 1.0


OF_CASE = ("status", "missing", "late", "due")
EXACT = ("kinds", "municipalities", "references", "timeline_state", "missing", "late", "claims_met")
MUST = ("kinds", "municipalities", "references", "missing", "late")  # of a mail fully right
# From the worst: what sends a case the wrong way, then what an officer mends in passing.
WORST = (*MUST, "timeline_state", "claims_met", "timeline", "places")


@dataclass(frozen=True, slots=True)
class Error:
    """A field of a mail that was judged otherwise than labelled."""

    mail: str  # as the labels name its file
    field: str
    expected: object
    found: object
    confidence: float  # of the judgement as a whole, 0 to 1

    @property
    def rank(self) -> tuple[bool, int, float, str]:
        """The worst sort first: a mail called complete that is not; then the surest mistakes."""
        is_false_complete = self.field == "missing" and bool(self.expected) and not self.found
        return not is_false_complete, WORST.index(self.field), -self.confidence, self.mail


@dataclass
class Scores:
    """The measures of a set, in the terms of the corpus's schema."""

    exact: dict[str, list[bool]] = field(default_factory=lambda: {name: [] for name in EXACT})
    present: dict[Element, Hits] = field(
        default_factory=lambda: {element: Hits() for element in Element}
    )
    evidence: dict[Element, Hits] = field(
        default_factory=lambda: {element: Hits() for element in Element}
    )
    dates: Hits = field(default_factory=Hits)
    places: Hits = field(default_factory=Hits)
    fully_right: list[bool] = field(default_factory=list)
    false_complete: list[bool] = field(default_factory=list)
    false_incomplete: list[bool] = field(default_factory=list)
    cases: dict[str, list[bool]] = field(
        default_factory=lambda: {name: [] for name in (*OF_CASE, "fully_right")}
    )
    confidence: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)

    def add(self, gold: Gold, judgement: Judgement) -> None:
        """Count one mail."""
        is_substantive = bool(SUBSTANTIVE & set(gold.kinds))
        pairs: dict[str, tuple[object, object]] = {
            "kinds": (set(gold.kinds), set(judgement.kinds)),
            "municipalities": (set(gold.municipalities), set(judgement.municipalities)),
            "references": (set(gold.references), set(judgement.references)),
        }
        if is_substantive:
            pairs["timeline_state"] = (gold.timeline_state, judgement.timeline_state)
            pairs["missing"] = (set(gold.missing), set(judgement.missing))
            pairs["claims_met"] = (gold.claims_met, judgement.claims_met)
            if gold.late is not None:
                pairs["late"] = (gold.late, judgement.late)
            self._add_substance(gold, judgement)
        for name, (expected, found) in pairs.items():
            self.exact[name].append(expected == found)
        is_right = all(pairs[name][0] == pairs[name][1] for name in MUST if name in pairs)
        self.fully_right.append(is_right)
        self.confidence.append((judgement.confidence, is_right))
        if is_substantive:
            pairs["timeline"] = (spans(gold.timeline), spans(judgement.timeline))
            pairs["places"] = (counts(gold.places), counts(judgement.places))
        self.errors += [
            Error(gold.file, name, expected, found, judgement.confidence)
            for name, (expected, found) in pairs.items()
            if expected != found
        ]

    def _add_substance(self, gold: Gold, judgement: Judgement) -> None:
        judged_complete = bool(judgement.kinds & SUBSTANTIVE) and not judgement.missing
        if gold.missing:
            self.false_complete.append(judged_complete)
        else:
            self.false_incomplete.append(not judged_complete)
        for element in Element:
            found = [each.text for each in judgement.elements[element]]
            expected = gold.elements[element]
            if element is Element.TIMELINE:
                self.present[element].add(
                    predicted=judgement.timeline_state is TimelineState.STATED,
                    gold=gold.timeline_state is TimelineState.STATED,
                )
                if gold.timeline_state is TimelineState.UNKNOWN:
                    continue  # the sentence that says so may be listed or not
            else:
                self.present[element].add(predicted=bool(found), gold=bool(expected))
            add_evidence(self.evidence[element], expected, found)
        add_sets(self.dates, spans(gold.timeline), spans(judgement.timeline))
        add_sets(self.places, counts(gold.places), counts(judgement.places))

    def add_case(self, gold: GoldCase, state: CaseState | None) -> None:
        """Count one case; None: it was not found."""
        same = {
            "status": state is not None and state.status is gold.status,
            "missing": set(gold.missing) == (set(state.missing) if state else set()),
            "late": gold.late == (state.late if state else None),
        }
        if gold.due:
            term = state.deadline if state else None
            same["due"] = term is not None and term.due == gold.due
        for name, right in same.items():
            self.cases[name].append(right)
        self.cases["fully_right"].append(all(same.values()))


def add_evidence(hits: Hits, expected: Sequence[str], found: Sequence[str]) -> None:
    """Count sentences that overlap as found."""
    for each in expected:
        hits.add(predicted=any(overlaps(each, other) for other in found), gold=True)
    for other in found:
        if not any(overlaps(each, other) for each in expected):
            hits.add(predicted=True, gold=False)


def spans(times: Iterable[GoldTime | Availability]) -> set[str]:
    """The spans of days that expressions stand for, however they are put."""
    return {f"{each.earliest or ''}/{each.latest or ''}" for each in times}


def counts(places: Iterable[GoldPlaces | PlaceCount]) -> set[str]:
    """The numbers of places, each once."""
    return {f"{each.category} {each.role} {each.count}" for each in places}


def add_sets(hits: Hits, expected: set[str], found: set[str]) -> None:
    """Count the members of both sets."""
    for each in expected | found:
        hits.add(predicted=each in found, gold=each in expected)


def worst(errors: Iterable[Error], most: int) -> list[Error]:
    """The errors that matter most, at most so many, the worst first."""
    return sorted(errors, key=lambda each: each.rank)[:most]


def mean(values: Iterable[bool]) -> float | None:
    """The share that is true, None of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def macro_f1(by_element: Mapping[Element, Hits]) -> float:
    """The mean of the elements' F1."""
    return sum(hits.f1 for hits in by_element.values()) / len(by_element)


def calibration(confidence: Sequence[tuple[float, bool]]) -> list[tuple[str, int, float]]:
    """How many mails were judged with what confidence, and how many of those were right."""
    borders = (0.0, 0.55, 0.6, 0.7, 0.8, 0.9, 1.01)
    found = []
    for low, high in pairwise(borders):
        right = [ok for each, ok in confidence if low <= each < high]
        if right:
            found.append(
                (f"{low:.2f} to {min(high, 1.0):.2f}", len(right), sum(right) / len(right))
            )
    return found
