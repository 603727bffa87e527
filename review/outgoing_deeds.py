"""What officers can do with a mail that goes out: when, by which form, and what then happens."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlmodel import Session

from outbox.errors import TemplateWrong
from review.outgoing_forms import EntryForm, LaterForm, NeverForm, WordsForm
from review.outgoing_words import TEMPLATE_WRONG
from review.visit import Visit
from rules.deadlines import NETHERLANDS
from rules.outgoing import OutgoingState
from storage import sending
from storage.outbox_list import ListedOutgoing, Part
from storage.proposed import put_off, reword
from storage.repeats import ask_again

FAR = timedelta(days=366)  # a day further off is a slip of the pen
ONE_LINE = "Zet het onderwerp op één regel."
PROPOSED = frozenset({Part.READY, Part.HELD, Part.PUT_OFF})


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a form, and at which field."""

    field: str
    told: str


Do = Callable[[Visit, Session, ListedOutgoing, Any], None]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that can be done with a mail."""

    name: str
    path: str
    done: str
    can: Callable[[ListedOutgoing], bool]
    do: Do
    form: type[EntryForm] = EntryForm
    fault: Callable[[Visit, Any], Wrong | None] = lambda visit, form: None

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"outgoing.{self.name}"


def send_it(visit: Visit, session: Session, mail: ListedOutgoing, form: EntryForm) -> None:
    """It goes out when it may."""
    sending.queue(session, mail.entry.id, visit.now, officer=visit.officer.name)


def reword_it(visit: Visit, session: Session, mail: ListedOutgoing, form: WordsForm) -> None:
    """It says what the officer wrote; the HTML follows."""
    words = visit.site.mails.words(form.onderwerp, form.tekst)
    new = replace(mail.entry.outgoing, subject=words.subject, text=words.text, html=words.html)
    reword(session, mail.entry.id, new, visit.now, officer=visit.officer.name)


def put_it_off(visit: Visit, session: Session, mail: ListedOutgoing, form: LaterForm) -> None:
    """Nobody is asked before the morning of that day."""
    until = datetime.combine(form.tot, time.min, NETHERLANDS)
    put_off(session, mail.entry.id, until, visit.now, officer=visit.officer.name)


def cancel_it(visit: Visit, session: Session, mail: ListedOutgoing, form: NeverForm) -> None:
    """It does not go out."""
    officer = visit.officer.name
    sending.cancel(session, mail.entry.id, visit.now, officer=officer, why=form.reden)


def settle_it(visit: Visit, session: Session, mail: ListedOutgoing, form: EntryForm) -> None:
    """The municipality has it."""
    officer = visit.officer.name
    sending.settle(session, mail.entry.id, visit.now, was_sent=True, officer=officer)


def try_again(visit: Visit, session: Session, mail: ListedOutgoing, form: EntryForm) -> None:
    """It is sent once more: of an uncertain one, an officer says that nobody has it."""
    entry, officer = mail.entry, visit.officer.name
    if entry.state is OutgoingState.UNCERTAIN:
        sending.settle(session, entry.id, visit.now, was_sent=False, officer=officer)
    else:
        sending.retry(session, entry.id, visit.now, officer=officer)


def ask_for_another(visit: Visit, session: Session, mail: ListedOutgoing, form: EntryForm) -> None:
    """The program makes a new proposal, to the address that the registry has."""
    ask_again(session, mail.entry.id, visit.now, officer=visit.officer.name)


def words_fault(visit: Visit, form: WordsForm) -> Wrong | None:
    """What is wrong with the words, or with the frame that they are to stand in."""
    if not form.onderwerp.isprintable():  # a line of its own would be a header of its own
        return Wrong("onderwerp", ONE_LINE)
    try:
        visit.site.mails.words(form.onderwerp, form.tekst)
    except TemplateWrong:
        return Wrong("", TEMPLATE_WRONG)
    return None


def later_fault(visit: Visit, form: LaterForm) -> Wrong | None:
    """What is wrong with a day."""
    if form.tot <= visit.today:
        return Wrong("tot", "Kies een dag na vandaag.")
    if form.tot > visit.today + FAR:
        return Wrong("tot", "Kies een dag binnen een jaar.")
    return None


def stands(*states: OutgoingState) -> Callable[[ListedOutgoing], bool]:
    """Whether a mail stands in one of these states."""
    return lambda mail: mail.entry.state in states


PROPOSAL = stands(OutgoingState.PROPOSED)
QUEUED = "De mail staat in de wachtrij. Hij gaat weg op een werkdag, in kantooruren."
DEEDS = (
    # A held mail has a reason that stands in its way; that is mended first.
    Deed(
        "send", "versturen", QUEUED, lambda mail: mail.part in (Part.READY, Part.PUT_OFF), send_it
    ),
    Deed(
        "words",
        "wijzigen",
        "De tekst is gewijzigd.",
        stands(OutgoingState.PROPOSED, OutgoingState.REFUSED),
        reword_it,
        WordsForm,
        words_fault,
    ),
    Deed(
        "later",
        "niet-nu",
        "De mail komt later terug bij de voorstellen.",
        PROPOSAL,
        put_it_off,
        LaterForm,
        later_fault,
    ),
    Deed(
        "cancel",
        "niet-versturen",
        "De mail wordt niet verstuurd.",
        stands(OutgoingState.PROPOSED, OutgoingState.QUEUED, OutgoingState.REFUSED),
        cancel_it,
        NeverForm,
    ),
    Deed(
        "arrived",
        "aangekomen",
        "De mail geldt als verstuurd.",
        stands(OutgoingState.UNCERTAIN),
        settle_it,
    ),
    Deed(
        "again",
        "opnieuw",
        QUEUED,
        stands(OutgoingState.UNCERTAIN, OutgoingState.REFUSED, OutgoingState.CANCELLED),
        try_again,
    ),
    Deed(
        "anew",
        "opnieuw-voorstellen",
        "Er komt een nieuw voorstel, meestal binnen enkele minuten.",
        lambda mail: mail.entry.state is OutgoingState.BOUNCED and mail.entry.again_at is None,
        ask_for_another,
    ),
)


def open_deeds(visit: Visit, mail: ListedOutgoing) -> set[str]:
    """The names of what who asks can do with a mail now."""
    return {each.name for each in DEEDS if visit.may("officer") and each.can(mail)}
