"""Whether a mail states an element at all, by all of its sentences together.

The surest sentence alone misleads: a cause of another matter reads like a cause, and what three
half-sure sentences say is often said. A small model weighs the surest ones, what else they may
say, and what kind of mail this is.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import exp, fsum, log, log1p, prod

from rules.completeness import missing_elements, required_elements
from rules.elsewhere import not_ours
from rules.judgement import SUBSTANTIVE, Element, Kind, TimelineState
from rules.mail import Layout, Owner
from rules.sentences import Sentence
from rules.statements import ELEMENTS, NOTHING, Scores
from rules.timeline import NO_TIMELINE, Timeline

# What sentences alone decide: of a time its expressions do, and documents never lack.
DECIDED = (Element.DECLARATION, Element.FACTS, Element.CURRENT_STATE, Element.STEPS)
STATED = 0.5  # chance from which a mail states an element
# Chance that each element needs in a mail that would lack nothing: to call an incomplete mail
# complete is the worst error. By cross-validation each that this and WHOLE_TIME spare costs 1.8 the
# other way.
WHOLE = 0.85
# How far beyond the border its surest time must lie in such a mail; see `Timeline.margin`. Of the
# mails of unseen writers that this holds up, half give no time for the places.
WHOLE_TIME = 0.4
SURELY, MAYBE = 0.5, 0.2  # scores from which sentences are counted
LEAST = 1e-4  # scores are held to be this far from 0 and from 1
SUREST = 4  # sentences that are looked at one by one
# Sentences of the longest mails that the models learnt from: what more would mean they cannot know.
MOST_SENTENCES = 40


@dataclass(frozen=True, slots=True)
class PresenceModel:
    """Weights of named values, which add up to the logarithm of the odds."""

    weights: Mapping[str, float]
    bias: float

    def chance(self, values: Mapping[str, float]) -> float:
        """The probability, 0 to 1, that these values stand for."""
        total = self.bias + fsum(weight * values[name] for name, weight in self.weights.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Said:
    """What a mail's sender says, sentence by sentence, and what is known of the mail besides."""

    sentences: Sequence[Sentence]  # of the sender, in order
    scores: Sequence[Scores]  # of these
    kinds: Set[Kind]
    timeline: Timeline
    claims_met: bool

    @property
    def required(self) -> frozenset[Element]:
        """The elements that it must state."""
        asked = (required_elements(kind, claims_met=self.claims_met) for kind in self.kinds)
        return frozenset[Element]().union(*asked)

    @property
    def asked(self) -> frozenset[Element]:
        """Those among them that sentences decide."""
        return self.required.intersection(DECIDED)

    def is_whole(self, stated: Set[Element]) -> bool:
        """Whether nothing that it must state lacks, where sentences state these."""
        return not missing_elements(
            self.kinds, stated, self.timeline.state, claims_met=self.claims_met
        )


NOTHING_SAID = Said((), (), frozenset(), NO_TIMELINE, claims_met=False)


@dataclass(frozen=True, slots=True)
class Presence:
    """Which of DECIDED a mail states.

    margins: how far each chance lies above (or below 0: under) what is asked of it; doubted: what
    it likely states, but not so surely that the mail may be called complete.
    """

    stated: frozenset[Element]
    margins: Mapping[Element, float]
    doubted: Element | None


NOTHING_ASKED = Presence(frozenset(), dict.fromkeys(DECIDED, 0.0), None)


def said_in(
    sentences: Sequence[Sentence],
    scores: Sequence[Scores],
    others: Collection[int],
    kinds: Set[Kind],
    timeline: Timeline,
    *,
    claims_met: bool,
) -> Said:
    """What a mail says. others: places of sentences about other municipalities."""
    own = [at for at, sentence in enumerate(sentences) if sentence.owner is Owner.SENDER]
    return Said(
        [sentences[at] for at in own],
        [
            without(scores[at], not_ours(sentences[at].text)) if at in others else scores[at]
            for at in own
        ],
        kinds,
        timeline,
        claims_met,
    )


def without(score: Scores, elements: Set[Element]) -> Scores:
    """The score of a sentence that states nothing of these."""
    chances = {each: 0.0 if each in elements else score.elements[each] for each in ELEMENTS}
    return replace(score, elements=chances)


def presence_of(said: Said, models: Mapping[Element, PresenceModel]) -> Presence:
    """Which elements a mail states; in one that would lack nothing each must be surer."""
    if not said.asked:
        return NOTHING_ASKED
    mail = of_mail(said)
    chances = {each: models[each].chance(values_beside(mail, said, each)) for each in DECIDED}
    stated = frozenset(each for each, chance in chances.items() if chance >= STATED)
    is_whole = said.is_whole(stated)
    margins = {
        each: chance - (WHOLE if is_whole and each in said.asked else STATED)
        for each, chance in chances.items()
    }
    doubted = least_sure(said, chances) if is_whole else None
    return Presence(stated - {doubted}, margins, doubted)


def least_sure(said: Said, chances: Mapping[Element, float]) -> Element | None:
    """What a mail that would lack nothing states too unsurely for that; None where all is sure."""
    weakest = min((each for each in DECIDED if each in said.asked), key=chances.__getitem__)
    if chances[weakest] < WHOLE:
        return weakest
    is_time_asked = Element.TIMELINE in said.required
    return Element.TIMELINE if is_time_asked and said.timeline.margin < WHOLE_TIME else None


def values_of(said: Said, element: Element) -> dict[str, float]:
    """What speaks for or against an element, by name, each as a number."""
    return values_beside(of_mail(said), said, element)


def values_beside(mail: Mapping[str, float], said: Said, element: Element) -> dict[str, float]:
    """As `values_of`. mail: what `of_mail` tells, the same for each element but for its own."""
    chances = [score.elements[element] for score in said.scores]
    order = sorted(range(len(chances)), key=chances.__getitem__, reverse=True)
    surest = [logit(chances[at]) for at in order[:SUREST]]
    surest += [logit(0.0)] * (SUREST - len(surest))
    return {
        **{f"surest {rank}": value for rank, value in enumerate(surest)},
        "any": logit(1 - prod([1 - min(chance, 0.999) for chance in chances])),
        "many": log1p(len([each for each in chances if each > SURELY])),
        "several": log1p(len([each for each in chances if each > MAYBE])),
        "sentences": log1p(min(len(chances), MOST_SENTENCES)),
        **of_surest(said, element, order[0] if order else None),
        **{name: value for name, value in mail.items() if name != f"mail {element}"},
    }


def of_surest(said: Said, element: Element, at: int | None) -> dict[str, float]:
    """What else the surest sentence may say, and where it stands. at: which it is, None: none."""
    score = NOTHING if at is None else said.scores[at]
    found = {f"beside {each}": logit(score.elements[each]) for each in others_than(element)}
    if at is None:
        return found | dict.fromkeys(("heading", "row", "length", "place"), 0.0)
    sentence = said.sentences[at]
    return found | {
        "heading": float(bool(sentence.heading)),
        "row": float(sentence.layout is Layout.ROW),
        "length": log1p(len(sentence.text)),
        "place": at / len(said.sentences),
    }


def of_mail(said: Said) -> dict[str, float]:
    """What the mail is, and what it says of each element."""
    scores = said.scores or [NOTHING]
    return {
        **{
            f"mail {each}": logit(max([score.elements[each] for score in scores]))
            for each in ELEMENTS
        },
        "met": logit(max([score.claims_met for score in scores])),
        "no time": logit(max([score.no_time for score in scores])),
        "is met": float(said.claims_met),
        "time": float(said.timeline.state is TimelineState.STATED),
        "time unknown": float(said.timeline.state is TimelineState.UNKNOWN),
        **{f"is {kind}": float(kind in said.kinds) for kind in sorted(SUBSTANTIVE)},
    }


def others_than(element: Element) -> list[Element]:
    """The other elements."""
    return [each for each in ELEMENTS if each is not element]


def logit(chance: float) -> float:
    """The logarithm of the odds of a chance."""
    bounded = min(1 - LEAST, max(LEAST, chance))
    return log(bounded / (1 - bounded))
