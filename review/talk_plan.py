"""To plan a talk about one case, or about those of several municipalities."""

from uuid import uuid4

from sqlmodel import Session
from starlette.responses import Response

from review.addresses import number_of
from review.errors import NotFound
from review.forms import Filled, read_form
from review.table import Page
from review.talk_forms import PlanForm, wrong_day
from review.visit import Visit
from rules.roles import Role
from rules.talks import TalkFacts, TalkKind
from storage.case_lookup import CaseNamed, case_numbered, newest_cases
from storage.database import snapshot, transaction
from storage.talks import plan_talk

HOST = "ibt-intake"  # of a calendar's UID; with the random part it is ours alone


def show_plan(visit: Visit) -> Response:
    """The form as it starts."""
    return plan_page(visit, Filled(), visit.query.get("zaak", ""))


def plan(visit: Visit) -> Response:
    """One more talk."""
    filled, form = read_form(visit.sent, PlanForm)
    if filled is None:
        return plan_page(visit, form, form.value("zaak"), 422)
    if told := wrong_day(filled.dag, visit.today):
        return plan_page(visit, form.wrong("dag", told), form.value("zaak"), 422)
    facts = TalkFacts(filled.soort, filled.moment, filled.minuten, filled.plaats, filled.deelnemers)
    with transaction(visit.site.engine) as session:
        first = case_asked(session, str(filled.zaak))
        others, unknown = cases_named(session, visit, filled.gemeenten)
        if not unknown:
            talk = plan_talk(
                session,
                facts,
                [first.number, *others],
                uid=f"{filled.formulier}@{HOST}",
                officer=visit.officer.name,
                now=visit.now,
            )
    if unknown:
        told = f"Er is geen zaak van: {', '.join(unknown)}. Schrijf elke gemeente op haar regel."
        return plan_page(visit, form.wrong("gemeenten", told), form.value("zaak"), 422)
    return visit.go(visit.site.table.path("talks.one", talk=talk.id), "Het gesprek is gepland.")


def cases_named(session: Session, visit: Visit, lines: str) -> tuple[list[int], list[str]]:
    """The case of each municipality's last letter, and the names that have none."""
    names = list(dict.fromkeys(each.strip() for each in lines.splitlines() if each.strip()))
    cases = newest_cases(session, visit.today, names)
    found = [cases[each].number for each in names if each in cases]
    return found, [each for each in names if each not in cases]


def plan_page(visit: Visit, form: Filled[PlanForm], case: str, status: int = 200) -> Response:
    """The page with the form."""
    with snapshot(visit.site.engine) as session:
        named = case_asked(session, case)
    return visit.show(
        "talk/plan.html",
        status,
        named=named,
        form=form,
        kinds=list(TalkKind),
        fresh=form.value("formulier") or uuid4().hex,
    )


def case_asked(session: Session, number: str) -> CaseNamed:
    """The case that the talk is about; a notification that joined a letter's case is that one."""
    asked = number_of(number)
    named = case_numbered(session, asked) if asked is not None else None
    if named is not None and named.joined_to is not None:
        named = case_numbered(session, named.joined_to)
    if named is None:
        raise NotFound("Deze zaak is er niet. Kies ‘Gesprek plannen’ op de pagina van een zaak.")
    return named


ADDRESS = "/gesprekken/nieuw"
PAGES = (
    Page("talks.plan", "GET", ADDRESS, show_plan, Role.OFFICER),
    Page("talks.plan.take", "POST", ADDRESS, plan, Role.OFFICER),
)
