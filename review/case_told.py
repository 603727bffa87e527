"""What was decided on a case, in Dutch."""

from collections.abc import Mapping
from dataclasses import dataclass

from review.dates import day, weekday
from review.ladder import step
from review.words import word
from rules.decisions import (
    AskSupplement,
    AssignCase,
    ChooseCycle,
    CloseLadder,
    ConfirmComplete,
    GrantExtension,
    Hold,
    Note,
    OnCase,
    RefuseExtension,
    SetLadderStep,
)
from rules.judgement import Element

JUMP = "Trede overgeslagen"


@dataclass(frozen=True, slots=True)
class Told:
    """A decision: what it is, the facts of it, and its text if it has one."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    text: str = ""


def told_of(what: OnCase, names: Mapping[str, str]) -> Told:
    """A decision in Dutch; names: of officers, by account."""
    match what:
        case ConfirmComplete():
            return Told("Volledigheid bevestigd")
        case AskSupplement():
            return supplement(what)
        case GrantExtension(due):
            return Told(f"Uitstel tot en met {weekday(due)}")
        case RefuseExtension():
            return Told("Uitstel geweigerd")
        case Note(text, is_talk):
            return Told("Gespreksverslag" if is_talk else "Notitie", text=text)
        case SetLadderStep():
            return Told(step(what.step), facts_of_move(what))
        case CloseLadder():
            return Told("Toezicht gesloten", facts_of_move(what))
        case AssignCase(officer):
            return Told(f"Toegewezen aan {names.get(officer, officer) or 'niemand'}")
        case ChooseCycle(cycle):
            return Told(f"Hoort bij verdeelbesluit {cycle}")
        case Hold(until):
            return Told(f"Aangehouden tot en met {day(until)}" if until else "Aangehouden")


def facts_of_move(what: SetLadderStep | CloseLadder) -> tuple[tuple[str, str], ...]:
    """What a step of the ladder rests on; who took it and when is not told of old ones."""
    return (
        ("Grond", what.ground),
        ("Document", what.document),
        *((("Besluit door", what.decided_by),) if what.decided_by else ()),
        *((("Genomen op", day(what.taken_on)),) if what.taken_on else ()),
        *(((JUMP, "met opzet"),) if is_told_jump(what) else ()),
    )


def is_told_jump(what: SetLadderStep | CloseLadder) -> bool:
    """Whether somebody said that steps are passed over on purpose."""
    return isinstance(what, SetLadderStep) and what.is_jump_meant


def supplement(what: AskSupplement) -> Told:
    """A request for what lacks, as it was approved."""
    missing = ", ".join(word(each).text for each in Element if each in what.missing)
    facts = (("Onderwerp", what.subject), ("Ontbreekt", missing), ("Uiterlijk", day(what.due)))
    return Told("Verzoek om aanvulling", facts, what.text)
