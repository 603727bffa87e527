"""One judgement out of all findings: read aloud, this is how a mail is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.language import Language

from rules.completeness import missing_elements
from rules.deadlines import deadline, is_late, received_on
from rules.elsewhere import about_others
from rules.judgement import (
    SUBSTANTIVE,
    Category,
    Element,
    Flag,
    Judgement,
    Kind,
    PlaceCount,
    PlaceRole,
    Statement,
    TimelineState,
)
from rules.kinds import Kinds, kinds_of
from rules.linear import LinearModel
from rules.links import Linker, Links, is_forged, municipalities_of, references_of
from rules.mail import Mail, Owner
from rules.places import Difference, differences, places_of
from rules.registry import Request
from rules.sentences import Sentence, sentences_of, statement
from rules.statements import Findings, StatementModel, chances_of, statements_of
from rules.timeline import Timeline, timeline_of

VERSION = "1"  # of judging; `reanalyse` shows what a new one changes
UNCERTAIN = 0.6  # confidence below which a person must look
LITTLE_TEXT = 0.15  # share of a mail's words that are the sender's, below which much was quoted
FEW_WORDS = 12  # of the sender; fewer cannot state much

ELEMENT_NAMES = {
    Element.DECLARATION: "de melding dat de gemeente niet (op tijd) aan haar taak kan voldoen",
    Element.FACTS: "de reden",
    Element.CURRENT_STATE: "de stand van zaken",
    Element.STEPS: "de stappen",
    Element.TIMELINE: "het moment waarop de plekken er zijn",
    Element.DOCUMENTS: "de stukken",
}
REASONS = {
    Flag.UNLINKED: "Het is niet duidelijk voor welke gemeente deze mail is.",
    Flag.AMBIGUOUS_MUNICIPALITY: "Deze mail past bij meer dan één gemeente.",
    Flag.TIMELINE_UNKNOWN: "De gemeente zegt dat zij nog geen moment kan noemen.",
    Flag.DUPLICATE: "Deze mail is al eerder ontvangen.",
    Flag.UNCERTAIN: "De beoordeling is op het randje: kijk zelf of deze klopt.",
}


@dataclass(frozen=True, slots=True)
class Models:
    """What was trained, loaded at the edge and handed in."""

    language: Language
    statements: StatementModel
    timeline: LinearModel
    kinds: Mapping[Kind, LinearModel]
    places: Mapping[str, LinearModel]  # by the value of their role or category


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges mails by the law's rules, given what the ministry knows beforehand."""

    models: Models
    linker: Linker
    holidays: Mapping[date, str]
    roll_over: bool = True

    def judge(self, mail: Mail, *, is_duplicate: bool = False) -> Judgement:
        """The judgement of a mail; the same mail gives the same judgement."""
        sentences = sentences_of(mail, self.models.language)
        scores = self.models.statements.score(sentences)
        links = self.linker.link(mail, sentences)
        others = about_others(sentences, links.municipalities, self.linker.names)
        findings = statements_of(sentences, scores, others)
        chances = [score.elements[Element.TIMELINE] for score in scores]
        day = received_on(mail.received_at)
        timeline = timeline_of(sentences, chances, day, self.models.timeline)
        kinds = kinds_of(
            mail, sentences, chances_of(scores), links, self.models.kinds, self.due(links)
        )
        references = references_of(kinds.kinds, links)
        requests = links.quoted or links.requests
        places: tuple[PlaceCount, ...] = ()
        if kinds.kinds & SUBSTANTIVE:
            places = places_of(sentences, scores, day, requests, self.models.places)
        elements = evidence(findings, timeline, kinds)
        missing = missing_elements(
            kinds.kinds,
            {element for element, found in elements.items() if found},
            timeline.state,
            claims_met=findings.claims_met,
        )
        late = self.late(mail, kinds, links, references)
        confidence = confidence_of(mail, sentences, kinds, findings, timeline, links)
        reasons = tuple(
            reasons_of(
                mail, kinds, links, timeline, places, missing, late, confidence, is_duplicate
            )
        )
        return Judgement(
            kinds=kinds.kinds,
            municipalities=municipalities_of(kinds.kinds, links),
            references=references,
            elements=elements,
            timeline_state=timeline.state,
            timeline=timeline.entries,
            claims_met=findings.claims_met,
            places=places,
            missing=missing,
            late=late,
            flags=frozenset(flag for flag, _ in reasons),
            confidence=confidence,
            proposals=links.proposals,
            reasons=reasons,
        )

    def due(self, links: Links) -> date | None:
        """The last day for the requests that a mail may answer, None without any."""
        return max((self.due_of(each) for each in links.quoted or links.sent), default=None)

    def due_of(self, request: Request) -> date:
        term = deadline(
            request.letter_date, request.term_days, self.holidays, roll_over=self.roll_over
        )
        return term.due

    def late(
        self, mail: Mail, kinds: Kinds, links: Links, references: Sequence[str]
    ) -> bool | None:
        """Whether a reply came after the last day, None where no term runs.

        Extensions are the case's: a mail alone is judged by the letter it answers.
        """
        if Kind.INFORMATION_REPLY not in kinds.kinds:
            return None
        requests = {each.reference: each for each in (*links.quoted, *links.requests)}
        answered = [requests[each] for each in references if each in requests]
        if not answered:
            return None
        return any(is_late(mail.received_at, self.due_of(each)) for each in answered)


def evidence(
    findings: Findings, timeline: Timeline, kinds: Kinds
) -> dict[Element, tuple[Statement, ...]]:
    """For each element the sentences that state it, in order of text."""
    if not kinds.kinds & SUBSTANTIVE:
        return dict.fromkeys(Element, ())
    found = {
        element: tuple(statement(each) for each in findings.elements[element])
        for element in Element
    }
    if timeline.state is TimelineState.STATED:
        stated = {*(each.statement for each in timeline.entries), *found[Element.TIMELINE]}
        found[Element.TIMELINE] = tuple(sorted(stated, key=lambda each: (each.source, each.start)))
    else:
        found[Element.TIMELINE] = tuple(statement(each) for each in timeline.unknown)
    return found


def confidence_of(
    mail: Mail,
    sentences: Sequence[Sentence],
    kinds: Kinds,
    findings: Findings,
    timeline: Timeline,
    links: Links,
) -> float:
    """How sure the judgement is as a whole, 0 to 1: as sure as its weakest part."""
    margins = [kinds.margin, links.margin]
    if kinds.kinds & SUBSTANTIVE:
        required = [Element.FACTS, Element.STEPS]
        if Kind.INFORMATION_REPLY in kinds.kinds:
            required += [Element.CURRENT_STATE]
        if Kind.ARTICLE_8_NOTIFICATION in kinds.kinds:
            required += [Element.DECLARATION]
        margins += [abs(findings.margins[each]) for each in required]
        margins += [abs(timeline.margin), abs(findings.claims_met_margin)]
        if has_little_text(sentences) or any(each.unreadable for each in mail.attachments):
            margins.append(0.0)
    return round(0.5 + min(0.5, *margins), 3)


def has_little_text(sentences: Sequence[Sentence]) -> bool:
    """Whether next to nothing of a mail is left as the sender's."""
    sizes: dict[bool, int] = {True: 0, False: 0}
    for each in sentences:
        sizes[each.owner is Owner.SENDER] += len(each.text.split())
    return sizes[True] < FEW_WORDS or sizes[True] < LITTLE_TEXT * (sizes[True] + sizes[False])


def reasons_of(
    mail: Mail,
    kinds: Kinds,
    links: Links,
    timeline: Timeline,
    places: Sequence[PlaceCount],
    missing: frozenset[Element],
    late: bool | None,
    confidence: float,
    is_duplicate: bool,
) -> list[tuple[Flag, str]]:
    """Each flag that is raised, with what an officer reads beside it."""
    found = []
    municipalities = municipalities_of(kinds.kinds, links)
    if missing:
        names = [ELEMENT_NAMES[each] for each in Element if each in missing]
        found.append((Flag.INCOMPLETE, f"Er ontbreekt: {', '.join(names)}."))
    if late:
        found.append((Flag.LATE, "Deze reactie kwam na de uiterste datum."))
    if not municipalities:
        found.append((Flag.UNLINKED, REASONS[Flag.UNLINKED]))
    if links.is_ambiguous:
        found.append((Flag.AMBIGUOUS_MUNICIPALITY, REASONS[Flag.AMBIGUOUS_MUNICIPALITY]))
    if is_forged(mail):
        found.append(
            (Flag.SENDER_UNVERIFIED, "De controle van de afzender is mislukt (SPF, DKIM of DMARC).")
        )
    elif municipalities and not links.is_sender_known:
        found.append(
            (Flag.SENDER_UNVERIFIED, f"{mail.sender.domain} is geen adres van deze gemeente.")
        )
    if kinds.kinds & SUBSTANTIVE and timeline.state is TimelineState.UNKNOWN:
        found.append((Flag.TIMELINE_UNKNOWN, REASONS[Flag.TIMELINE_UNKNOWN]))
    requests = links.quoted or links.requests
    if len(requests) == 1:  # of several municipalities it is not told whose places these are
        different = differences(requests[0], places)
        if different:
            found.append((Flag.NUMBERS_DIFFER, difference_reason(different)))
    for attachment in mail.attachments:
        if attachment.unreadable:
            reason = UNREADABLE.get(attachment.unreadable, "niet te lezen")
            found.append((Flag.UNREADABLE_ATTACHMENT, f"Bijlage {attachment.source}: {reason}."))
    for quoted, request in links.mistyped:
        found.append(
            (
                Flag.UNCERTAIN,
                f"Kenmerk {quoted} bestaat niet; bedoeld is misschien {request.reference} "
                f"({request.municipality}).",
            )
        )
    for request in links.elsewhere:
        found.append(
            (
                Flag.UNCERTAIN,
                f"Kenmerk {request.reference} hoort bij {request.municipality}, niet bij "
                f"{' of '.join(municipalities) or 'de afzender'}.",
            )
        )
    if is_duplicate:
        found.append((Flag.DUPLICATE, REASONS[Flag.DUPLICATE]))
    if confidence < UNCERTAIN:
        found.append((Flag.UNCERTAIN, REASONS[Flag.UNCERTAIN]))
    return found


ROLE_NAMES = {PlaceRole.TASK: "de taak", PlaceRole.REALISED: "gerealiseerd"}
CATEGORY_NAMES = {Category.REGULAR: "regulier", Category.AMV: "amv", Category.TOTAL: "totaal"}


def difference_reason(different: Sequence[Difference]) -> str:
    """Both figures of each difference, for the officer."""
    told = [
        f"{ROLE_NAMES[each.stated.role]} {CATEGORY_NAMES[each.stated.category]} is hier "
        f"{each.stated.count}, in onze brief {each.registered}"
        for each in different
    ]
    return f"Cijfers verschillen: {'; '.join(told)}."


UNREADABLE = {
    "damaged": "het bestand is beschadigd",
    "encrypted": "het bestand is versleuteld",
    "too large": "het bestand is te groot",
    "nested too deep": "het bestand zit te diep in andere bestanden",
    "too many files inside": "er zitten te veel bestanden in",
    "took too long": "het lezen duurde te lang",
    "no readable text": "er staat geen leesbare tekst in",
    "unknown kind of file": "dit soort bestand is niet bekend",
    "text recognition is not installed": "tekstherkenning is niet geïnstalleerd",
}
