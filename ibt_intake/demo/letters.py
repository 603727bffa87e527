"""The demo's round of letters: made, confirmed and sent by what the pages call."""

from collections.abc import Callable, Mapping

from sqlalchemy import Engine

from ibt_intake.demo.days import CONFIRMED, DRAFTED, LETTER, at
from ibt_intake.demo.post import TO
from intake.errors import Stop
from outbox.round_letters import letter_templates
from review.forms import Filled
from review.round_draft import Opened, written_letters
from review.round_files import confirm_opened
from review.round_forms import Choices, RoundForm, choices_on, letters_of
from rules.rounds import TERM_DAYS
from storage.database import snapshot, transaction
from storage.registry import registry
from storage.round_deeds import draft_round, record_sending
from storage.round_letters import letters_of_round
from storage.rounds import rounds

OF_TWENTERAND = 7468089  # the reference of the letter that was made public
DRAFTED_BY, CONFIRMED_BY = "jansen", "bakker"


def asked_of(choices: Choices, had: frozenset[str]) -> tuple[str, ...]:
    """Who falls short, but for those who have a letter that was written elsewhere."""
    return tuple(each.municipality for each in choices.short if each.municipality not in had)


def send_letters(engine: Engine, each_laid_out: Callable[[], None]) -> Mapping[str, str]:
    """A letter to all who fall short and have none; their references, by municipality."""
    with snapshot(engine) as session:
        _, choices = choices_on(session, DRAFTED, None)
        had = frozenset(each.municipality for each in registry(session).requests)
    if choices is None:
        raise Stop(f"no distribution decision holds on {DRAFTED}; begin the demo anew")
    asked = asked_of(choices, had)
    form = RoundForm(
        cyclus=choices.decision.cycle,
        briefdatum=LETTER,
        termijn=TERM_DAYS,
        kenmerk=str(OF_TWENTERAND - asked.index("Twenterand")),
        adres=TO,
        gemeenten=asked,
    )
    terms, letters, _ = letters_of(form, Filled(), choices, DRAFTED)
    written = written_letters(letter_templates(None), terms, letters, roll_over=True)
    with transaction(engine) as session:
        number = draft_round(session, terms, written, officer=DRAFTED_BY, now=at(DRAFTED, 14))
    confirm(engine, number, each_laid_out)
    return {each.municipality: each.reference for each in letters}


def confirm(engine: Engine, number: int, each_laid_out: Callable[[], None]) -> None:
    """The draft counts, and is sent a day later."""
    with snapshot(engine) as session:
        found = next(each for each in rounds(session) if each.id == number)
        letters = letters_of_round(session, number)
    confirm_opened(
        engine,
        Opened(found, letters),
        officer=CONFIRMED_BY,
        now=at(CONFIRMED, 10),
        each_laid_out=each_laid_out,
    )
    with transaction(engine) as session:
        record_sending(session, number, LETTER, officer=DRAFTED_BY, now=at(LETTER, 16))
