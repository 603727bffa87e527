"""The municipalities that a mail speaks for, chosen by what the clues weigh together."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from rules.anchors import Anchored
from rules.clues import WEIGHTS
from rules.judgement import Signal
from rules.mail import Mail, Owner
from rules.names import Names
from rules.sentences import Sentence

ONCE = frozenset(WEIGHTS) - {"text", "text_led"}
# What another municipality than the sender's own must show before a letter counts as joint:
# a neighbour is told of in the text, too.
SHOWS = frozenset({"speaks", "subject_led", "subject", "letterhead", "reply_to_domain"})
MOST_OF_TEXT = 1.5  # however often a name is repeated
ACCEPTED = 2.4  # total from which a mail is taken to speak for a municipality
CANDIDATE_ACCEPTED = 1.9  # of the members of a shared service, whose domain vouches for them
APART = 0.5  # by which one must lead a namesake
JOINT = 0.45  # of the best total, which another municipality needs besides

JOINTLY = Anchored(
    r"\b(?:gezamenlijk|mede\s+namens|beide\s+(?:colleges|gemeenten)|(?:onze|de)\s+(?:twee|drie|vier|vijf)"
    r"\s+(?:colleges|gemeenten)|samen\s+met|de\s+colleges\s+van|de\s+gemeenten|onze\s+gemeenten|"
    r"ook\s+namens|tevens\s+namens|één\s+antwoord|alle\s+(?:drie|vier|vijf))\b",
    re.IGNORECASE,
)


def summed(signals: Sequence[tuple[str, Signal]]) -> dict[str, float]:
    """The weight of all signals for each municipality; most count once, however often found."""
    seen: set[tuple[str, str]] = set()
    totals: dict[str, float] = defaultdict(float)
    of_text: dict[str, float] = defaultdict(float)
    for name, each in signals:
        if each.name in ONCE:
            if (name, each.name) not in seen:
                seen.add((name, each.name))
                totals[name] += each.weight
        else:
            of_text[name] += each.weight
    for name, weight in of_text.items():
        totals[name] += min(weight, MOST_OF_TEXT)
    return dict(totals)


def chosen_of(
    totals: dict[str, float],
    own: list[str],
    members: list[str],
    showing: Collection[str],
    *,
    jointly: bool,
) -> tuple[list[str], float]:
    """The municipalities that a mail speaks for, and how clear that is.

    own: whose domain sent it; members: of the service that sent it; showing: those that a
    joint letter may speak for besides.
    """
    if own and not (len(members) > 1 and outweighed(totals, own[0], members)):
        return with_neighbours(totals, own, showing)
    border = CANDIDATE_ACCEPTED if members else ACCEPTED
    pool = {name: total for name, total in totals.items() if not members or name in members}
    for name in own:  # its officials write for a neighbour here: their domain says nothing
        pool[name] -= WEIGHTS["sender_domain"]
    if not pool:
        return [], 0.5
    best = max(pool.values())
    if best < border:
        return [], min(1.0, border - best)
    chosen = [name for name, total in pool.items() if total >= max(border, JOINT * best)]
    if not jointly and len(chosen) > 1:
        chosen = only_leader(chosen, pool)
    return chosen, min(1.0, best - border)


def with_neighbours(
    totals: dict[str, float], own: list[str], showing: Collection[str]
) -> tuple[list[str], float]:
    """The municipality whose domain sent a mail, those that the letter is joint with, how clear."""
    others = [
        name
        for name, total in totals.items()
        if name in showing and name not in own and total >= ACCEPTED + 0.8
    ]
    return [own[0], *others], 1.0 if not others else 0.3


def only_leader(chosen: list[str], pool: dict[str, float]) -> list[str]:
    """The one that leads all others clearly, where there is such a one; else all that there are."""
    first = max(chosen, key=lambda name: (pool[name], name))
    second = max(total for name, total in pool.items() if name != first)
    return [first] if pool[first] - second >= 1.0 else chosen


def outweighed(totals: dict[str, float], own: str, members: list[str]) -> bool:
    """Whether a municipality whose officials serve a neighbour too writes for that neighbour."""
    domain = WEIGHTS["sender_domain"]
    return any(
        totals.get(name, 0.0) > totals.get(own, 0.0) - domain + 1.5
        for name in members
        if name != own
    )


def speaks_jointly(mail: Mail, sentences: Sequence[Sentence]) -> bool:
    """Whether a mail says that several municipalities speak in it."""
    if JOINTLY.search(mail.subject):
        return True
    return any(
        JOINTLY.search(each.text)
        for each in sentences
        if each.owner in (Owner.SENDER, Owner.SIGNATURE)
    )


def told_apart(chosen: list[str], totals: dict[str, float], names: Names) -> list[str]:
    """The chosen without namesakes that nothing tells apart; Bergen is in two provinces."""
    found = []
    for name in chosen:
        namesakes = [each for each in names.namesakes(name) if each in totals]
        if all(totals[name] - totals[each] >= APART for each in namesakes):
            found.append(name)
    return found
