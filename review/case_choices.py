"""What follows from a form on a case: the decision and what it does, or what is wrong with it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from review.case_forms import (
    AssignForm,
    CompleteForm,
    LadderForm,
    NoteForm,
    ReasonForm,
    SupplementForm,
    UntilForm,
)
from review.case_opened import Opened, may_assign
from review.dates import day, weekday
from review.derivation import derivation
from review.errors import Forbidden
from review.visit import Visit
from rules.calendar import HOLIDAYS
from rules.cases import Status, undecided_extensions
from rules.deadlines import Extension, reason_to_skip
from rules.decisions import (
    AskSupplement,
    AssignCase,
    ConfirmComplete,
    GrantExtension,
    Hold,
    Note,
    OnCase,
    RefuseExtension,
    SetLadderStep,
)
from rules.roles import Role, may_act_as

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
    """Something to remember; a report of a talk only by who may read it."""
    if form.gesprek and not opened.with_talks:
        raise Forbidden("Een gespreksverslag maakt de behandelaar van de zaak of de coördinator.")
    return Choice(Note(form.tekst, is_talk=form.gesprek))


def set_step(visit: Visit, opened: Opened, form: LadderForm) -> Choice | Fault:
    """Another step of the ladder, up or down."""
    if form.trede == opened.page.state.ladder_step:
        return Fault("trede", "De zaak staat al op deze trede.")
    return Choice(SetLadderStep(form.trede, form.grond, form.document))


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
