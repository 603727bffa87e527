"""What officers can do on a case: each with its form, and what follows from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from review.case_choices import (
    Choice,
    Fault,
    ask_supplement,
    assign,
    choose_cycle,
    close_ladder,
    confirm_complete,
    grant_extension,
    hold,
    is_closed,
    is_confirmed,
    no_answer,
    no_term,
    not_asked,
    not_theirs,
    note,
    one_cycle,
    refuse_extension,
    set_step,
    working_day,
)
from review.case_forms import (
    AssignForm,
    CaseForm,
    CompleteForm,
    CycleForm,
    LadderForm,
    MoveForm,
    NoteForm,
    ReasonForm,
    SupplementForm,
    UntilForm,
)
from review.case_opened import Opened
from review.supplement import draft_of, proposed_due
from review.visit import Visit
from rules.decisions import (
    AskSupplement,
    AssignCase,
    ChooseCycle,
    CloseLadder,
    ConfirmComplete,
    Decided,
    GrantExtension,
    Hold,
    Note,
    OnCase,
    RefuseExtension,
    SetLadderStep,
)
from rules.judgement import Element
from rules.roles import Role

Fields = Sequence[tuple[str, str]]
ANEW = "tekst"  # the step that has the draft of a letter written once more
EXTENSION_DAYS = 14  # what the form proposes


def never(visit: Visit, opened: Opened) -> str:
    """Nothing speaks against it."""
    return ""


def empty(visit: Visit, opened: Opened) -> Fields:
    """A form that starts without values."""
    return ()


@dataclass(frozen=True, slots=True)
class ActionOnCase:
    """One thing that can be done on a case."""

    name: str
    path: str
    title: str
    button: str
    done: str
    decision: type[OnCase]
    form: type[CaseForm]
    choose: Callable[[Visit, Opened, Any], Choice | Fault]  # of a form of that type
    needs: Role = Role.OFFICER
    objection: Callable[[Visit, Opened], str] = never  # why it cannot be done now
    undoing: Callable[[Visit, Opened], str] = never  # why it cannot be undone now
    start: Callable[[Visit, Opened], Fields] = empty

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"case.{self.name}"


# ------------------------------------------------------------------ what forms start with


def extension_start(visit: Visit, opened: Opened) -> Fields:
    """Two weeks more."""
    deadline = opened.page.state.deadline
    if deadline is None:
        return ()
    proposed = max(deadline.due, visit.today) + timedelta(days=EXTENSION_DAYS)
    return (("tot", working_day(proposed).isoformat()),)


def taken_today(visit: Visit, opened: Opened) -> Fields:
    """A step of today."""
    return (("genomen", visit.today.isoformat()),)


def assign_start(visit: Visit, opened: Opened) -> Fields:
    """Oneself, where somebody else has it."""
    own = visit.officer.name
    return (("behandelaar", "" if opened.page.state.officer == own else own),)


def supplement_start(visit: Visit, opened: Opened) -> Fields:
    """A letter about all that lacks."""
    state, due = opened.page.state, proposed_due(visit.today)
    draft = draft_of(
        visit.site.mails, opened.page.case, state.missing, due, visit.officer.display_name
    )
    return (
        *(("ontbreekt", each.value) for each in Element if each in state.missing),
        ("uiterlijk", due.isoformat()),
        ("onderwerp", draft.subject),
        ("tekst", draft.text),
    )


ACTIONS = (
    ActionOnCase(
        name="complete",
        path="volledig",
        title="Volledigheid bevestigen",
        button="Bevestig dat de reactie volledig is",
        done="De volledigheid is bevestigd.",
        decision=ConfirmComplete,
        form=CompleteForm,
        choose=confirm_complete,
        objection=is_confirmed,
    ),
    ActionOnCase(
        name="supplement",
        path="aanvulling",
        title="Aanvulling vragen",
        button="Keur de mail goed",
        done="Het verzoek om aanvulling is goedgekeurd. De mail gaat weg zodra dat kan.",
        decision=AskSupplement,
        form=SupplementForm,
        choose=ask_supplement,
        objection=no_answer,
        start=supplement_start,
    ),
    ActionOnCase(
        name="extension",
        path="uitstel",
        title="Uitstel geven",
        button="Geef uitstel",
        done="Het uitstel is gegeven.",
        decision=GrantExtension,
        form=UntilForm,
        choose=grant_extension,
        objection=no_term,
        start=extension_start,
    ),
    ActionOnCase(
        name="refusal",
        path="uitstel-weigeren",
        title="Uitstel weigeren",
        button="Weiger het uitstel",
        done="Het uitstel is geweigerd.",
        decision=RefuseExtension,
        form=ReasonForm,
        choose=refuse_extension,
        objection=not_asked,
    ),
    ActionOnCase(
        name="note",
        path="notitie",
        title="Notitie maken",
        button="Bewaar de notitie",
        done="De notitie is bewaard.",
        decision=Note,
        form=NoteForm,
        choose=note,
    ),
    ActionOnCase(
        name="assign",
        path="toewijzen",
        title="Zaak toewijzen",
        button="Wijs de zaak toe",
        done="De zaak is toegewezen.",
        decision=AssignCase,
        form=AssignForm,
        choose=assign,
        objection=not_theirs,
        undoing=not_theirs,
        start=assign_start,
    ),
    ActionOnCase(
        name="cycle",
        path="cyclus",
        title="Verdeelbesluit kiezen",
        button="Kies dit verdeelbesluit",
        done="Het verdeelbesluit van deze zaak is gekozen.",
        decision=ChooseCycle,
        form=CycleForm,
        choose=choose_cycle,
        objection=one_cycle,
    ),
    ActionOnCase(
        name="hold",
        path="aanhouden",
        title="Zaak aanhouden",
        button="Houd de zaak aan",
        done="De zaak is aangehouden.",
        decision=Hold,
        form=UntilForm,
        choose=hold,
    ),
    ActionOnCase(
        name="ladder",
        path="trede",
        title="Trede van de ladder wijzigen",
        button="Wijzig de trede",
        done="De trede is gewijzigd.",
        decision=SetLadderStep,
        form=LadderForm,
        choose=set_step,
        needs=Role.COORDINATOR,
        start=taken_today,
    ),
    ActionOnCase(
        name="close",
        path="ladder-sluiten",
        title="Toezicht sluiten",
        button="Sluit het toezicht",
        done="Het toezicht op deze zaak is gesloten.",
        decision=CloseLadder,
        form=MoveForm,
        choose=close_ladder,
        needs=Role.COORDINATOR,
        objection=is_closed,
        start=taken_today,
    ),
)
BY_DECISION = {each.decision: each for each in ACTIONS}


def action_of(what: OnCase) -> ActionOnCase:
    """The action by which such a decision is taken."""
    return BY_DECISION[type(what)]


def may_undo(visit: Visit, opened: Opened, decided: Decided[OnCase]) -> bool:
    """Whether who asks may undo a decision: who may take it may undo it."""
    action = action_of(decided.what)
    return decided.stands and visit.may(action.needs.value) and not action.undoing(visit, opened)
