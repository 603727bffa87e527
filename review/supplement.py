"""The draft of a letter that asks a municipality for what its answer lacks; an officer edits it."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from review.case_choices import working_day
from review.dates import day
from rules.cases import Case
from rules.deadlines import received_on
from rules.dutch import listed
from rules.judgement import SUBSTANTIVE, Element

FOLDER = Path(__file__).parents[1] / "templates" / "mails"
DAYS = 14  # the term that the draft proposes
# What lacks, and what would do: how an official reads it who has to write it.
ASKED = {
    Element.DECLARATION: (
        "De melding zelf. Schrijf duidelijk dat uw gemeente niet, of niet op tijd, aan haar "
        "wettelijke taak kan voldoen."
    ),
    Element.FACTS: (
        "De reden. Leg uit waarom uw gemeente nog niet, of niet volledig, aan haar taak voldoet. "
        "Welke feiten en omstandigheden zorgen daarvoor?"
    ),
    Element.CURRENT_STATE: (
        "De stand van zaken. Beschrijf hoe het nu staat met de opvangplekken. Wat is er al, en "
        "wat nog niet?"
    ),
    Element.STEPS: "De stappen. Noem wat uw gemeente al heeft gedaan om de plekken te maken.",
    Element.TIMELINE: (
        "Het moment waarop de plekken er zijn. Noem een datum, een maand, een kwartaal of een "
        "periode. Hangt het moment ergens van af? Schrijf dat erbij, en geef uw beste schatting."
    ),
    Element.DOCUMENTS: "De stukken. Stuur de stukken mee waar u in uw brief naar verwijst.",
}
# A notification tells what is being done too; the ministry's letter asks for what was done.
OF_NOTIFICATION = {
    Element.STEPS: (
        "De stappen. Noem wat uw gemeente al heeft gedaan om de plekken te maken, en wat zij nu "
        "doet of gaat doen."
    ),
}
MOST_DAYS = 3  # of answers that the letter names one by one


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter as proposed."""

    subject: str
    text: str


def draft_of(case: Case, missing: frozenset[Element], due: date, officer: str) -> Draft:
    """The letter for a case; officer: the name below it."""
    wanted = ASKED if case.request else ASKED | OF_NOTIFICATION
    text = TEMPLATES.get_template("supplement.txt").render(
        answered=answered_on(case),
        request=case.request,
        letter_day=day(case.request.letter_date) if case.request else "",
        asked=[wanted[each] for each in Element if each in missing],
        due=day(due),
        officer=officer,
    )
    what = f"reactie, kenmerk {case.reference}" if case.request else "melding"
    return Draft(f"Verzoek om aanvulling van uw {what}", text.strip())


def answered_on(case: Case) -> str:
    """When answers came: 'Op 3 mei 2026', 'Tussen 3 mei 2026 en 9 juni 2026'; "" without any."""
    answers = [each for each in case.mails if each.judgement.kinds & SUBSTANTIVE]
    found = list(dict.fromkeys(day(received_on(each.received_at)) for each in answers))
    if len(found) > MOST_DAYS:
        return f"Tussen {found[0]} en {found[-1]}"
    return f"Op {listed(found)}" if found else ""


def proposed_due(today: date) -> date:
    """The last day that the draft names."""
    return working_day(today + timedelta(days=DAYS))


TEMPLATES = ImmutableSandboxedEnvironment(
    loader=FileSystemLoader(FOLDER),
    autoescape=select_autoescape(),  # of .txt nothing is escaped: it is no HTML
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
