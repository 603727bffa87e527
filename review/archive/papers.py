"""What a case was and what was decided in it, as documents that one can read on their own."""

from collections.abc import Iterator, Sequence

from outbox.case_papers import CasePapers
from outbox.documents import Block, Document, Facts, Heading, Paragraph, Table
from outbox.letters import BLANK
from outbox.round_letters import listed
from review.case_opened import decisions_of
from review.case_told import told_of
from review.dates import day, moment
from review.deeds import doer
from review.derivation import derivation
from review.ladder import step
from review.trail import Entry, trail
from review.words import word
from rules.deadlines import received_on
from rules.decisions import Decided, OnCase
from rules.judgement import Element
from rules.outgoing import OutgoingState
from rules.supervisor import SENDER
from storage.case_page import ElementFound, MailOfCase
from storage.events import Event
from storage.outgoing import OutboxEntry

MADE = "archived"  # the event of a package: not told in the next, which else were never the same
NONE = "(geen)"
NO_SUBJECT = "(zonder onderwerp)"
Pairs = tuple[tuple[str, str], ...]


def overview(papers: CasePapers) -> Document:
    """How the case stands, what is in it, and what was found in its mails."""
    return Document(
        f"Overzicht van zaak {papers.title}",
        papers.today,
        (
            Facts(stand(papers)),
            *term(papers),
            *mails(papers),
            *went(papers),
            *talks(papers),
            *found(papers),
        ),
        SENDER,
    )


def stand(papers: CasePapers) -> Pairs:
    """The facts of the case on the day of the document."""
    page, state = papers.page, papers.page.state
    request, officer = page.case.request, page.state.officer
    heir = papers.heir.name if papers.was_merged and papers.heir else ""
    told = (
        ("Gemeente", page.case.municipality),
        ("Opgegaan in", heir),
        ("Provincie", page.province),
        ("Kenmerk", page.case.reference or "melding zonder brief"),
        ("Verdeelbesluit", str(papers.cycle.cycle or "niet bekend")),
        ("Datum van de brief", day(request.letter_date) if request else ""),
        ("Behandelaar", papers.officers.get(officer, officer)),
        ("Stand op", day(papers.today)),
        ("Stand van het antwoord", word(state.status).text),
        ("Ontbreekt", ", ".join(word(each).text for each in Element if each in state.missing)),
        ("Trede", step(state.ladder_step)),
        ("Toezicht gesloten", "ja" if state.is_ladder_closed else ""),
        ("Zaak gesloten op", day(papers.closed_on)),
    )
    return tuple((name, value) for name, value in told if value)


def term(papers: CasePapers) -> Iterator[Block]:
    """How the last day to answer came about."""
    if papers.page.state.deadline is not None:
        yield Heading("Uiterste datum")
        for each in derivation(papers.page.state.deadline, papers.officers):
            yield Paragraph(each)


def mails(papers: CasePapers) -> Iterator[Block]:
    """The mails that came in, each with the hash that its file can be checked against."""
    yield Heading("Ontvangen mails")
    rows = [mail_row(number, each) for number, each in enumerate(papers.page.mails, 1)]
    yield table("Ontvangen mails", ("Nr.", "Ontvangen", "Soort", "Onderwerp", "Van"), rows)
    for number, each in enumerate(papers.page.mails, 1):
        kept = papers.kept.get(each.mail)
        if kept is not None and kept.destroyed is not None:
            gone = kept.destroyed
            yield Paragraph(
                f"Mail {number} is vernietigd op {day(gone.at)}: {gone.rule} ({gone.declaration})."
            )


def mail_row(number: int, mail: MailOfCase) -> tuple[str, ...]:
    """A mail as its table has it."""
    kinds = ", ".join(sorted(word(each).text for each in mail.kinds))
    return str(number), moment(mail.received_at), kinds, mail.subject or NO_SUBJECT, mail.sender


def went(papers: CasePapers) -> Iterator[Block]:
    """The mails that went out."""
    if papers.sent:
        yield Heading("Verstuurde mails")
        rows = [sent_row(number, each) for number, each in enumerate(papers.sent, 1)]
        yield table("Verstuurde mails", ("Nr.", "Verstuurd", "Soort", "Onderwerp", "Aan"), rows)


def sent_row(number: int, entry: OutboxEntry) -> tuple[str, ...]:
    """A mail that went out as its table has it."""
    kind, to = word(entry.outgoing.occasion).text, ", ".join(entry.outgoing.to)
    return str(number), moment(entry.sent_at), kind, subject_of(entry), to


def talks(papers: CasePapers) -> Iterator[Block]:
    """The talks, without who took part; what was said is not in this file."""
    if papers.talks:
        yield Heading("Gesprekken")
        rows = [
            (
                moment(each.facts.planned_for),
                word(each.facts.kind).text,
                word(each.state).text,
                day(each.facts.held_on),
            )
            for each in papers.talks
        ]
        yield table("Gesprekken", ("Gepland op", "Soort", "Stand", "Gehouden op"), rows)
        yield Paragraph("Verslagen van gesprekken zijn vertrouwelijk en zitten niet in dit pakket.")


def found(papers: CasePapers) -> Iterator[Block]:
    """The sentences that state each element, and who vouches for them."""
    yield Heading("Wat in de mails staat")
    numbers = {each.mail: number for number, each in enumerate(papers.page.mails, 1)}
    for element in papers.page.elements:
        yield Heading(word(element.element).text, 3)
        yield Paragraph(asked(element))
        for each in element.found:
            by = papers.officers.get(each.confirmed_by, each.confirmed_by)
            vouched = f", bevestigd door {by}" if by else ", gevonden door de computer"
            text = each.statement.text or "(de tekst is vernietigd)"
            yield Paragraph(f"“{text}” (mail {numbers.get(each.mail, 0)}{vouched})")


def asked(element: ElementFound) -> str:
    """Whether an element is asked for, and there."""
    if element.is_missing:
        return "Gevraagd, en niet gevonden."
    return "Gevraagd, en gevonden." if element.is_required else "Niet gevraagd."


# ------------------------------------------------------------------ decisions and course


def decisions(papers: CasePapers) -> Document:
    """All that was decided on the case, in order, with what was undone; reports of talks apart."""
    taken = decisions_of(papers.page)
    blocks = [block for each in taken for block in decided(papers, each)]
    none = [Paragraph("In deze zaak is niets besloten.")]
    title = f"Besluiten en treden in zaak {papers.title}"
    return Document(title, papers.today, tuple(blocks or none), SENDER)


def decided(papers: CasePapers, each: Decided[OnCase]) -> Iterator[Block]:
    """One decision: what, who, when, why, and whether it still stands."""
    told = told_of(each.what, papers.officers)
    yield Heading(told.title)
    by = papers.officers.get(each.officer, each.officer)
    facts = (*told.facts, ("Vastgelegd", f"{moment(each.at)}, door {doer(by)}"))
    if each.reason:
        facts = (*facts, ("Reden", each.reason))
    if each.undone_at is not None:
        undone_by = papers.officers.get(each.undone_by, each.undone_by)
        facts = (*facts, ("Ongedaan gemaakt", f"{moment(each.undone_at)}, door {undone_by}"))
    yield Facts(facts)
    yield from text_blocks(told.text)


def course(papers: CasePapers) -> Document:
    """What happened to the case and its mails, in order, by the audit trail."""
    numbers = {each.mail: number for number, each in enumerate(papers.page.mails, 1)}
    events = [each for each in papers.page.events if is_told(each)]
    rows = [
        (str(each.number), moment(each.at), doer(each.actor), *entry_told(each, numbers))
        for each in trail(events, papers.officers)
    ]
    heads = ("Nr.", "Wanneer", "Wie", "Wat", "Waarom en wat anders werd")
    blocks = (
        Paragraph("De nummers zijn die van het logboek. Daarin staat meer dan over deze zaak."),
        table("Wat er gebeurde", heads, rows),
    )
    return Document(f"Verloop van zaak {papers.title}", papers.today, blocks, SENDER)


def is_told(event: Event) -> bool:
    """Whether an event is told: that of an earlier package is not."""
    return event.action != MADE


def entry_told(entry: Entry, numbers: dict[str, int]) -> tuple[str, str]:
    """An event: what was done, and why with what it changed."""
    mail = f"mail {numbers[entry.mail]}: " if entry.mail in numbers else ""
    changes = [
        f"{each.label}: {each.before} → {each.after}"
        if each.before
        else f"{each.label}: {each.after}"
        for each in entry.changes
    ]
    return mail + entry.deed, "\n".join(filter(None, (entry.why, entry.noted, *changes)))


# ------------------------------------------------------------------ mails that went out


def mail_sent(papers: CasePapers, entry: OutboxEntry) -> Document:
    """A mail that went out, as it was worded."""
    outgoing = entry.outgoing
    approved = papers.officers.get(entry.approved_by, entry.approved_by)
    told = (
        ("Aan", ", ".join(outgoing.to)),
        ("Kopie aan", ", ".join(outgoing.cc)),
        ("Verstuurd", moment(entry.sent_at)),
        ("Soort", word(outgoing.occasion).text),
        ("Verstuurd door", doer(approved)),
        ("Message-ID", outgoing.message_id),
        ("Stand", "teruggekomen" if entry.state is OutgoingState.BOUNCED else ""),
    )
    facts = Facts(tuple((name, value) for name, value in told if value))
    dated = received_on(entry.sent_at or entry.proposed_at)  # not of today: it stays the same file
    return Document(subject_of(entry), dated, (facts, *text_blocks(outgoing.text)), SENDER)


def subject_of(entry: OutboxEntry) -> str:
    """What a mail says that it is about."""
    return entry.outgoing.subject.strip() or NO_SUBJECT


def text_blocks(text: str) -> Iterator[Block]:
    """Text as paragraphs and lists."""
    for part in BLANK.split(text.strip()):
        if part.strip():
            yield from listed(part.strip().splitlines())


def table(caption: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Block:
    """Rows under their heads, or that there are none."""
    return Table(caption, tuple(heads), tuple(rows)) if rows else Paragraph(NONE)
