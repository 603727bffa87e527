"""The draft of a letter that asks a municipality for what its answer lacks; an officer edits it."""

from datetime import date, timedelta

from outbox.errors import TemplateWrong
from outbox.templates import Templates, Words
from review.case_choices import working_day
from review.errors import Unavailable
from review.outgoing_words import TEMPLATE_WRONG
from rules.cases import Case
from rules.judgement import Element
from rules.occasions import Occasion
from rules.outgoing_facts import supplement_facts

DAYS = 14  # the term that the draft proposes


def draft_of(
    mails: Templates, case: Case, missing: frozenset[Element], due: date, officer: str
) -> Words:
    """The letter for a case; officer: the name below it."""
    facts = supplement_facts(case, missing, due, officer)
    try:
        return mails.rendered(Occasion.SUPPLEMENT, facts)
    except TemplateWrong as error:
        raise Unavailable(TEMPLATE_WRONG) from error


def proposed_due(today: date) -> date:
    """The last day that the draft names."""
    return working_day(today + timedelta(days=DAYS))
