"""What follows from a form on a case: the decision and what it does, or what is wrong with it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from review.case_forms import (
    AssignForm,
    CompleteForm,
    CycleForm,
    LadderForm,
    MoveForm,
    NoteForm,
    ReasonForm,
    SupplementForm,
    UntilForm,
)
from review.case_opened import Opened, may_assign
from review.dates import day, weekday
from review.derivation import derivation
from review.ladder import step
from review.visit import Visit
from rules.calendar import HOLIDAYS
from rules.case_standing import undecided_extensions
from rules.case_state import Status
from rules.deadlines import Extension, reason_to_skip
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
from rules.ladder import is_jump, moves_of, taken_on
from rules.roles import Role, may_act_as

NOT_YET = "Deze dag moet nog komen. Leg een trede vast als die gezet is."
BEFORE_LAW = "Op deze dag gold de Spreidingswet nog niet. Controleer het jaar."
IN_FORCE = date(2024, 2, 1)  # the Spreidingswet, Stb. 2024, 12: a step of before is a slip
FAR = timedelta(days=3 * 366)  # a day further off is a slip of the pen


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision that can be taken, with what to look at before."""

    what: OnCase
    reason: str = ""
    steps: tuple[str, ...] = ()  # how the last day comes about with it
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and at which field."""

    field: str
    told: str


# ------------------------------------------------------------------ the answer


def confirm_complete(visit: Visit, opened: Opened, form: CompleteForm) -> Choice | Fault:
    """The answer is complete; against what the program says only with a reason."""
    if opened.page.state.status is not Status.COMPLETE and not form.reden:
        return Fault("reden", "Leg uit waarom de reactie toch volledig is.")
    return Choice(ConfirmComplete(), form.reden)


def is_confirmed(visit: Visit, opened: Opened) -> str:
    """Why it cannot be confirmed once more."""
    if any(isinstance(each.what, ConfirmComplete) for each in opened.page.case.decisions):
        return "De volledigheid is al bevestigd."
    return ""


def ask_supplement(visit: Visit, opened: Opened, form: SupplementForm) -> Choice | Fault:
    """What lacks is asked for, in these words."""
    if not form.ontbreekt:
        return Fault("ontbreekt", "Kies ten minste één onderdeel.")
    if not form.tekst:
        return Fault("tekst", "Vul dit veld in.")
    if fault := not_ahead(visit, "uiterlijk", form.uiterlijk) or day_off(
        visit, "uiterlijk", form.uiterlijk
    ):
        return fault
    missing = frozenset(form.ontbreekt)
    is_told = day(form.uiterlijk) in form.tekst
    return Choice(
        AskSupplement(form.onderwerp, form.tekst, missing, form.uiterlijk),
        warning="" if is_told else f"De tekst noemt {day(form.uiterlijk)} niet.",
    )


def no_answer(visit: Visit, opened: Opened) -> str:
    """Why nothing can be asked in addition."""
    if opened.page.state.answered_at is None:
        return "Er is nog geen antwoord. Vraag een aanvulling als er een antwoord is."
    return is_confirmed(visit, opened)


# ------------------------------------------------------------------ more time


def grant_extension(visit: Visit, opened: Opened, form: UntilForm) -> Choice | Fault:
    """More time, and how the new last day comes about."""
    deadline = opened.page.state.deadline
    if deadline is None or form.tot <= deadline.due:
        due = day(deadline.due) if deadline else ""
        return Fault("tot", f"Kies een dag na de uiterste datum van nu, {due}.")
    if fault := too_far(visit, "tot", form.tot) or day_off(visit, "tot", form.tot):
        return fault
    extension = Extension(form.tot, form.reden, visit.officer.name, visit.now)
    new = replace(deadline, extensions=(*deadline.extensions, extension), due=form.tot)
    return Choice(GrantExtension(form.tot), form.reden, tuple(derivation(new, opened.names)))


def no_term(visit: Visit, opened: Opened) -> str:
    """Why there can be no more time."""
    return "" if opened.page.state.deadline else "Voor deze zaak loopt geen termijn."


def refuse_extension(visit: Visit, opened: Opened, form: ReasonForm) -> Choice | Fault:
    """No more time: the last day stays."""
    deadline = opened.page.state.deadline
    steps = tuple(derivation(deadline, opened.names)) if deadline else ()
    return Choice(RefuseExtension(), form.reden, steps)


def not_asked(visit: Visit, opened: Opened) -> str:
    """Why no extension can be refused."""
    if undecided_extensions(opened.page.case):
        return no_term(visit, opened)
    return "Er is geen verzoek om uitstel waarover nog een besluit nodig is."


# ------------------------------------------------------------------ the case itself


def note(visit: Visit, opened: Opened, form: NoteForm) -> Choice | Fault:
    """Something to remember, for all to read; reports of talks are kept with these."""
    return Choice(Note(form.tekst))


def set_step(visit: Visit, opened: Opened, form: LadderForm) -> Choice | Fault:
    """Another step of the ladder, up or down."""
    state = opened.page.state
    if form.trede == state.ladder_step and not state.is_ladder_closed:
        return Fault("trede", "De zaak staat al op deze trede.")
    if told := wrong_past(visit, form.genomen):
        return Fault("genomen", told)
    if is_jump(state.ladder_step, form.trede) and not form.sprong:
        return Fault(
            "sprong",
            f"Van trede {state.ladder_step} naar trede {form.trede} slaat u een trede over. "
            "Vink aan dat dit de bedoeling is, of kies een andere trede.",
        )
    what = SetLadderStep(
        form.trede, form.grond, form.document, form.besluit_door, form.genomen, form.sprong
    )
    return Choice(what, warning=older_than_last(opened, form.genomen))


def close_ladder(visit: Visit, opened: Opened, form: MoveForm) -> Choice | Fault:
    """The supervision of the case ends where it stands."""
    if told := wrong_past(visit, form.genomen):
        return Fault("genomen", told)
    what = CloseLadder(form.grond, form.document, form.besluit_door, form.genomen)
    return Choice(what, warning=older_than_last(opened, form.genomen))


def wrong_past(visit: Visit, chosen: date) -> str:
    """Why a step cannot have been taken on a day; "" where it can."""
    if chosen > visit.today:
        return NOT_YET
    return BEFORE_LAW if chosen < IN_FORCE else ""


def older_than_last(opened: Opened, chosen: date) -> str:
    """That a step of a later day stands, which stays the step of today; "" where none does."""
    moves = moves_of(opened.page.case.decisions)
    if not moves or taken_on(moves[-1]) <= chosen:
        return ""
    last = moves[-1].what
    named = step(last.step) if isinstance(last, SetLadderStep) else "Het sluiten"
    return (
        f"{named} is van {day(taken_on(moves[-1]))}, dus later. Dit komt in de geschiedenis; "
        "de stand van nu verandert er niet door."
    )


def is_closed(visit: Visit, opened: Opened) -> str:
    """Why the supervision cannot be closed once more."""
    return "Het toezicht is al gesloten." if opened.page.state.is_ladder_closed else ""


def assign(visit: Visit, opened: Opened, form: AssignForm) -> Choice | Fault:
    """Whose case it is from now on."""
    able = [each.name for each in opened.accounts if may_have(each.role, each.is_active)]
    if form.behandelaar and form.behandelaar not in able:
        return Fault("behandelaar", "Kies een van de mogelijkheden.")
    if form.behandelaar == opened.page.state.officer:
        return Fault("behandelaar", "De zaak staat al op deze naam.")
    return Choice(AssignCase(form.behandelaar), form.reden)


def may_have(role: Role, is_active: bool) -> bool:
    """Whether a case can be an account's."""
    return is_active and may_act_as(role, Role.OFFICER)


def not_theirs(visit: Visit, opened: Opened) -> str:
    """Why who asks cannot say whose case it is."""
    if may_assign(visit, opened):
        return ""
    return "Deze zaak wijst alleen de coördinator toe, of wie de zaak nu heeft."


def choose_cycle(visit: Visit, opened: Opened, form: CycleForm) -> Choice | Fault:
    """Under which distribution decision the case is."""
    if form.cyclus not in opened.cycle.running:
        return Fault("cyclus", "Kies een van de mogelijkheden.")
    if form.cyclus == opened.cycle.cycle:
        return Fault("cyclus", "De zaak hoort al bij dit verdeelbesluit.")
    return Choice(ChooseCycle(form.cyclus), form.reden)


def one_cycle(visit: Visit, opened: Opened) -> str:
    """Why there is nothing to choose."""
    if len(opened.cycle.running) > 1:
        return ""
    return "Op de dagen van deze zaak liep één verdeelbesluit. Er is niets te kiezen."


def hold(visit: Visit, opened: Opened, form: UntilForm) -> Choice | Fault:
    """Nothing is to be done up to and including a day."""
    if fault := not_ahead(visit, "tot", form.tot):
        return fault
    return Choice(Hold(form.tot), form.reden)


# ------------------------------------------------------------------ days


def not_ahead(visit: Visit, field: str, chosen: date) -> Fault | None:
    """That a day has passed, or is too far off."""
    if chosen < visit.today:
        return Fault(field, "Deze dag is voorbij. Kies een dag vanaf vandaag.")
    return too_far(visit, field, chosen)


def too_far(visit: Visit, field: str, chosen: date) -> Fault | None:
    """That a day is so far off that another must be meant."""
    if chosen - visit.today > FAR:
        return Fault(field, "Deze dag is te ver weg. Controleer het jaar.")
    return None


def day_off(visit: Visit, field: str, chosen: date) -> Fault | None:
    """That nobody works on a day, where terms do not end on such days."""
    if not visit.site.roll_over or not (reason := reason_to_skip(chosen, HOLIDAYS)):
        return None
    named = weekday(chosen)
    why = named if named.startswith(reason) else f"{named} ({reason})"
    return Fault(field, f"Op {why} eindigt geen termijn. Kies {weekday(working_day(chosen))}.")


def working_day(first: date) -> date:
    """A day, or the first after it on which a term can end."""
    found = first
    while reason_to_skip(found, HOLIDAYS):
        found += timedelta(days=1)
    return found
