"""One judgement out of all findings: read aloud, this is how a mail is judged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from spacy.language import Language

from rules import claims
from rules.authenticity import was_checked
from rules.completeness import missing_elements
from rules.confidence import confidence
from rules.confidence import features as doubts_of
from rules.deadlines import deadline, is_late, received_on
from rules.doubtful import doubtful_in
from rules.elsewhere import NO_OTHERS, Others, others_in
from rules.found import Found
from rules.judgement import (
    SUBSTANTIVE,
    Element,
    Flag,
    Judgement,
    Kind,
    PlaceCount,
    Statement,
    TimelineState,
)
from rules.kinds import kinds_of
from rules.linear import LinearModel
from rules.linker import Linker
from rules.links import Links, municipalities_of, references_of
from rules.mail import Mail
from rules.places import places_of
from rules.presence import NOTHING_SAID, PresenceModel, Said, presence_of, said_in
from rules.reasons import reasons_of
from rules.registry import Request
from rules.sentences import Sentence, sentences_of, statement
from rules.stated import Kinds, Stated
from rules.statements import Scores, StatementModel, chances_of, statements_of
from rules.timeline import NO_TIMELINE, Timeline, timeline_of

VERSION = "11"  # of judging; `reanalyse` shows what a new one changes

Scoring = Callable[[], Sequence[Scores]]  # for each sentence of a mail what a model thinks of it


@dataclass(frozen=True, slots=True)
class Models:
    """What was trained, loaded at the edge and handed in."""

    language: Language
    statements: StatementModel
    timeline: LinearModel
    kinds: Mapping[Kind, LinearModel]
    places: Mapping[str, LinearModel]  # by the value of their role or category
    claims_met: LinearModel
    presence: Mapping[Element, PresenceModel]  # of each of DECIDED
    confidence: LinearModel


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a mail before it is told which elements it states."""

    links: Links
    others: Others
    timeline: Timeline
    kinds: Kinds
    places: tuple[PlaceCount, ...]
    claim: float  # the chance that the mail says that the whole task is met
    said: Said


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
        # Asked for once, if at all: many a mail is told to be none of this law without.
        scores = cache(lambda: self.models.statements.score(sentences))
        found = self.find(mail, sentences, scores)
        sure = confidence(found.doubts, self.models.confidence)
        reasons = tuple(reasons_of(mail, found, sure, is_duplicate))
        return Judgement(
            kinds=found.kinds.kinds,
            municipalities=municipalities_of(found.kinds.kinds, found.links),
            references=found.references,
            elements=found.elements,
            timeline_state=found.timeline.state,
            timeline=found.timeline.entries,
            claims_met=found.claims_met,
            places=found.places,
            missing=found.missing,
            late=found.late,
            flags=frozenset(flag for flag, _ in reasons),
            confidence=sure,
            proposals=found.links.proposals,
            reasons=reasons,
            waits=was_checked(mail) and any(flag is Flag.SENDER_UNVERIFIED for flag, _ in reasons),
            doubtful=found.doubtful,
        )

    def find(self, mail: Mail, sentences: Sequence[Sentence], scores: Scoring) -> Found:
        """What is found in a mail, given what tells what a model thinks of its sentences."""
        known = self.known(mail, sentences, scores)
        said, links, kinds = known.said, known.links, known.kinds
        presence = presence_of(said, self.models.presence)
        is_time_doubted = presence.doubted is Element.TIMELINE
        timeline = known.timeline.disbelieved() if is_time_doubted else known.timeline
        elements = evidence(statements_of(said.sentences, said.scores, presence.stated), timeline)
        references = references_of(kinds.kinds, links)
        doubts = doubts_of(mail, sentences, kinds, presence, known.timeline, known.claim, links)
        missing = missing_elements(
            kinds.kinds,
            {element for element, stated in elements.items() if stated},
            timeline.state,
            claims_met=said.claims_met,
        )
        return Found(
            links=links,
            kinds=kinds,
            references=references,
            elements=elements,
            timeline=timeline,
            claims_met=said.claims_met,
            places=known.places,
            missing=missing,
            doubted=presence.doubted,
            doubtful=doubtful_in(said, presence.doubted, missing),
            late=self.late(mail, kinds, links, references),
            doubts=tuple(doubts),
        )

    def known(self, mail: Mail, sentences: Sequence[Sentence], scores: Scoring) -> Known:
        """What is known of a mail before it is told which elements it states.

        Times and places are those of a notification or a reply; other mail is not asked for them.
        """
        links = self.linker.link(mail, sentences)
        stated = Stated(lambda: chances_of(scores()))
        kinds = kinds_of(mail, sentences, stated, links, self.models.kinds, self.due(links))
        if not kinds.kinds & SUBSTANTIVE:
            return Known(links, NO_OTHERS, NO_TIMELINE, kinds, (), 0.0, NOTHING_SAID)
        others = others_in(sentences, links.municipalities, self.linker.names)
        day = received_on(mail.received_at)
        timeline = timeline_of(sentences, scores(), others, day, self.models.timeline)
        requests = links.quoted or links.requests
        places = places_of(sentences, scores(), day, requests, self.models.places)
        claim = self.models.claims_met.chance(claims.features(scores(), timeline, places, requests))
        said = said_in(
            sentences,
            scores(),
            others.about,
            kinds.kinds & SUBSTANTIVE,
            timeline,
            claims_met=claim >= claims.MET,
        )
        return Known(links, others, timeline, kinds, places, claim, said)

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
    found_in: Mapping[Element, Sequence[Sentence]], timeline: Timeline
) -> dict[Element, tuple[Statement, ...]]:
    """For each element the sentences that state it, in order of text."""
    found = {element: tuple(statement(each) for each in found_in[element]) for element in Element}
    if timeline.state is TimelineState.STATED:
        stated = {*(each.statement for each in timeline.entries), *found[Element.TIMELINE]}
        found[Element.TIMELINE] = tuple(sorted(stated, key=lambda each: (each.source, each.start)))
    else:
        found[Element.TIMELINE] = tuple(statement(each) for each in timeline.unknown)
    return found
