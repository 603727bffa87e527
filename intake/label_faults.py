"""Labels that contradict themselves, one another, or the schema in tests/corpus/SCHEMA.md."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from intake.labelled import Gold, GoldCase
from rules.calendar import HOLIDAYS
from rules.case_keys import cases_of
from rules.case_state import CaseState, case_states
from rules.cases import CaseMail
from rules.completeness import missing_elements
from rules.deadlines import due_date, is_late
from rules.judgement import (
    SUBSTANTIVE,
    Availability,
    Element,
    Judgement,
    Kind,
    Statement,
    TimelineState,
)
from rules.registry import Request


@dataclass(frozen=True, slots=True)
class LabelFault:
    """What is wrong with the labels of a mail or a case."""

    where: str  # the mail's id, or the case
    rule: str  # in a word: of held-back sets nothing else is told
    told: str  # what is wrong; may quote the mail


def id_of(gold: Gold) -> str:
    """What the set calls a mail: its file's name, without folder and ending."""
    return PurePosixPath(gold.file).stem


def faults_of_mail(
    gold: Gold, requests: Sequence[Request], municipalities: Collection[str]
) -> Iterator[LabelFault]:
    """What is wrong with a mail's labels taken alone.

    requests: those of the set; municipalities: every official name.
    """
    where = id_of(gold)
    known = {each.reference for each in requests}
    for name in set(gold.municipalities) - set(municipalities):
        yield LabelFault(where, "municipality", f"{name} is no official name")
    for reference in set(gold.references) - known:
        yield LabelFault(where, "reference", f"{reference} stands not in requests.csv")
    if not gold.kinds:
        yield LabelFault(where, "kinds", "a mail is of some kind; give at least other")
    if gold.elements.keys() != set(Element):
        yield LabelFault(where, "elements", "every element has a list, empty where not stated")
        return
    yield from faults_of_timeline(gold)
    yield from faults_of_missing(gold)
    yield from faults_of_late(gold, requests)


def faults_of_timeline(gold: Gold) -> Iterator[LabelFault]:
    """Times without a state that says so, states without times, and spans that end too soon."""
    where = id_of(gold)
    evidence = gold.elements[Element.TIMELINE]
    if gold.timeline_state is TimelineState.STATED:
        if not (gold.timeline and evidence):
            yield LabelFault(where, "timeline", "stated, but no expression or no evidence of it")
    elif gold.timeline:
        yield LabelFault(where, "timeline", f"{gold.timeline_state}, but an expression is listed")
    elif evidence and gold.timeline_state is TimelineState.ABSENT:
        yield LabelFault(where, "timeline", "absent, but a sentence is listed")
    for each in gold.timeline:
        if each.earliest and each.latest and each.earliest > each.latest:
            yield LabelFault(where, "timeline", f"{each.text!r} ends before it begins")


def faults_of_missing(gold: Gold) -> Iterator[LabelFault]:
    """Missing elements are those required and not stated; only an answer claims anything."""
    expected = missing_of(gold)
    if set(gold.missing) != expected:
        told = ", ".join(sorted(expected)) or "nothing"
        yield LabelFault(id_of(gold), "missing", f"by its elements, {told} is missing")
    if gold.claims_met and not SUBSTANTIVE & set(gold.kinds):
        yield LabelFault(id_of(gold), "claims_met", "only a notification or a reply claims that")


def missing_of(gold: Gold) -> frozenset[Element]:
    """The required elements that the labels do not hold."""
    stated = {element for element, evidence in gold.elements.items() if evidence}
    return missing_elements(gold.kinds, stated, gold.timeline_state, claims_met=gold.claims_met)


def faults_of_late(gold: Gold, requests: Sequence[Request]) -> Iterator[LabelFault]:
    """A reply to a known request is late or not by its receipt; of other mails nothing is said."""
    answered = [each for each in requests if each.reference in gold.references]
    if Kind.INFORMATION_REPLY not in gold.kinds or not answered:
        if gold.late is not None:
            yield LabelFault(id_of(gold), "late", "null unless it answers a known request")
        return
    dues = [due_date(each.letter_date, each.term_days, HOLIDAYS) for each in answered]
    at = datetime.fromisoformat(gold.received)
    expected = {is_late(at, due) for due in dues}
    # Answers to several letters may be late for one of them: then either may be meant.
    if gold.late not in expected:
        yield LabelFault(id_of(gold), "late", f"received {at:%Y-%m-%d}, due {max(dues)}")


# ------------------------------------------------------------------ a set as a whole


def faults_of_files(golds: Sequence[Gold], files: Collection[str]) -> Iterator[LabelFault]:
    """Labels without a mail, mails without labels, and mails labelled twice.

    files: of the set's folder mails, as `file` names them.
    """
    labelled = Counter(gold.file for gold in golds)
    for name in sorted(labelled.keys() - set(files)):
        yield LabelFault(PurePosixPath(name).stem, "file", f"{name} is not there")
    for name in sorted(set(files) - labelled.keys()):
        yield LabelFault(PurePosixPath(name).stem, "file", f"{name} has no labels")
    for name in sorted(name for name, times in labelled.items() if times > 1):
        yield LabelFault(PurePosixPath(name).stem, "file", f"{name} is labelled twice")


def faults_of_cases(
    golds: Sequence[Gold], cases: Sequence[GoldCase], requests: Sequence[Request]
) -> Iterator[LabelFault]:
    """Cases that do not follow from the labels of the set's mails."""
    mails = [case_mail(gold) for gold in golds]
    known = {each.mail for each in mails}
    found = cases_of(requests, mails)
    for case in cases:
        where = f"{case.municipality}/{case.reference or '-'}"
        for mail in sorted(set(case.mails) - known):
            yield LabelFault(where, "case", f"mail {mail} is not in the set")
        states = case_states(found, case.as_of, HOLIDAYS)
        own = [
            each
            for each in states
            if (each.municipality, each.reference) == (case.municipality, case.reference)
        ]
        if not own:
            yield LabelFault(where, "case", "no request or mail makes such a case")
        for each in own:
            yield from differences(where, case, each)


def differences(where: str, case: GoldCase, state: CaseState) -> Iterator[LabelFault]:
    """In what a labelled case differs from the one that the labels of its mails make."""
    due = state.deadline.due if state.deadline else None
    pairs: Iterable[tuple[str, object, object]] = (
        ("status", case.status, state.status),
        ("late", case.late, state.late),
        ("due", case.due, due),
        ("missing", set(case.missing), set(state.missing)),
        ("mails", sorted(case.mails), sorted(state.mails)),
    )
    for name, labelled, follows in pairs:
        if labelled != follows:
            yield LabelFault(where, "case", f"{name} is {labelled}; by its mails it is {follows}")


def case_mail(gold: Gold) -> CaseMail:
    """A mail as a case sees it, had the program found just what the labels say."""
    at = datetime.fromisoformat(gold.received)
    return CaseMail(id_of(gold), id_of(gold), at, judgement_of(gold))


def judgement_of(gold: Gold) -> Judgement:
    """The judgement that finds just what the labels say, places in the text left open."""
    elements = {
        element: tuple(Statement(text, "", 0, 0) for text in gold.elements.get(element, ()))
        for element in Element
    }
    nowhere = Statement("", "", 0, 0)
    return Judgement(
        kinds=frozenset(gold.kinds),
        municipalities=tuple(sorted(gold.municipalities)),
        references=tuple(sorted(gold.references)),
        elements=elements,
        timeline_state=gold.timeline_state,
        timeline=tuple(
            Availability(each.text, each.earliest, each.latest, nowhere) for each in gold.timeline
        ),
        claims_met=gold.claims_met,
        places=(),
        missing=missing_of(gold),
        late=gold.late,
        flags=frozenset(),
        confidence=1.0,
        proposals=(),
        reasons=(),
    )
