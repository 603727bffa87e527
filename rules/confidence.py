"""How sure a judgement is: what in it was close to call, weighed by how often that went wrong."""

from collections.abc import Iterator, Sequence

from rules.claims import MET
from rules.judgement import SUBSTANTIVE, Element, Kind
from rules.linear import LinearModel
from rules.links import Links
from rules.mail import Mail, Owner
from rules.presence import Presence
from rules.sentences import Sentence
from rules.stated import Kinds
from rules.timeline import Timeline

LITTLE_TEXT = 0.15  # share of a mail's words that are the sender's, below which much was quoted
FEW_WORDS = 12  # of the sender; fewer cannot state much
STEP = 0.1  # margins are told apart in steps of this size
TOP = 6  # steps from the border; beyond, all is equally sure
# Whatever the rest says, a person must look: part of the mail could not be judged at all.
DOUBTFUL = frozenset({"little text True", "unreadable True"})
NOT_SURE = 0.5


def confidence(doubts: Sequence[str], model: LinearModel) -> float:
    """The probability that a judgement is right as a whole, from its `features`."""
    chance = round(model.chance(doubts), 3)
    return min(chance, NOT_SURE) if DOUBTFUL & set(doubts) else chance


def features(
    mail: Mail,
    sentences: Sequence[Sentence],
    kinds: Kinds,
    presence: Presence,
    timeline: Timeline,
    claim: float,
    links: Links,
) -> list[str]:
    """What tells how sure a judgement is, for a model that has seen which ones were right.

    claim: the chance that the mail says that the whole task is met.
    """
    found = [
        "kinds " + " ".join(sorted(kinds.kinds)),
        f"kinds {steps(kinds.margin)}",
        f"links {steps(links.margin)}",
        f"municipalities {min(3, len(links.municipalities))}",
        f"sender {links.is_sender_known}",
        f"mistyped {bool(links.mistyped)}",
    ]
    if not kinds.kinds & SUBSTANTIVE:
        return found
    margins = {element: presence.margins[element] for element in required(kinds)}
    found += [f"{element} {signed(margin)}" for element, margin in sorted(margins.items())]
    found += [
        f"timeline {timeline.state} {steps(timeline.margin)}",
        f"claims met {signed(claim - MET)}",
        f"lacks {sum(margin < 0 for margin in margins.values())}",
        f"close {sum(abs(margin) < 2 * STEP for margin in margins.values())}",
        f"little text {has_little_text(sentences)}",
        f"unreadable {any(each.unreadable for each in mail.attachments)}",
        f"attachments {bool(mail.attachments)}",
        f"sentences {len(sentences).bit_length()}",
    ]
    return found


def required(kinds: Kinds) -> Iterator[Element]:
    """The elements that the kinds ask for and that sentences state."""
    yield from (Element.FACTS, Element.STEPS)
    if Kind.INFORMATION_REPLY in kinds.kinds:
        yield Element.CURRENT_STATE
    if Kind.ARTICLE_8_NOTIFICATION in kinds.kinds:
        yield Element.DECLARATION


def steps(margin: float) -> int:
    """How many steps a margin lies from the border, whatever its side."""
    return min(TOP, int(abs(margin) / STEP))


def signed(margin: float) -> str:
    """The same with its side."""
    return f"{'-' if margin < 0 else '+'}{steps(margin)}"


def has_little_text(sentences: Sequence[Sentence]) -> bool:
    """Whether next to nothing of a mail is left as the sender's."""
    sizes: dict[bool, int] = {True: 0, False: 0}
    for each in sentences:
        sizes[each.owner is Owner.SENDER] += len(each.text.split())
    return sizes[True] < FEW_WORDS or sizes[True] < LITTLE_TEXT * (sizes[True] + sizes[False])
