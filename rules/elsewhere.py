"""Sentences that tell of other municipalities than the mail speaks for, named or not."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rules.anchors import Anchored
from rules.judgement import Element
from rules.mail import Layout
from rules.names import Names
from rules.sentences import Sentence, flat

AT_START = 24  # characters within which a sentence names whom it is about
# 'Met Aalten hebben wij afgesproken': the sender is part of it after all.
NEIGHBOURING = r"(?:naburige|aangrenzende|omliggende|naastgelegen|andere)"
SENDER_TOO = re.compile(
    rf"\b(?:wij|we|ons|onze(?!\s+(?:buur|collega|{NEIGHBOURING}))|ik|mijn)\b", re.IGNORECASE
)
# Of nineteen sentences of labelled passages that begin so, two tell what is the sender's own too.
UNNAMED = Anchored(
    rf"\b(?:buurgemeenten?|collega-?gemeenten?|{NEIGHBOURING}\s+gemeenten?|"
    r"gemeenten?\s+(?:hiernaast|verderop|om\s+ons\s+heen|aan\s+de\s+overkant))\b",
    re.IGNORECASE,
)
# Places that another takes over by agreement (uitruil) count for the sender's task.
AGREED = re.compile(
    r"\b(?:uit)?ruil\w*|\bovernam\w*|\bovergenomen|\bneemt\b[^.;]*\bover\b|\bovereenkomst\w*",
    re.IGNORECASE,
)
# Words of what the sender does with others. Of 93 sentences of labelled mails that begin with
# others and hold none, 2 state a step of the sender's; of 51 that hold one, 36.
WITH_OTHERS = re.compile(
    r"\b(?:met|samen|gezamenlijk\w*|uit|naar|(?:uit)?ruil\w*|stelt|afspra\w*|afgespro\w*|overeen\w*|"
    r"akkoord)\b",
    re.IGNORECASE,
)
# What another municipality suffers or has is no fact or state of this one.
OF_OTHERS = frozenset({Element.DECLARATION, Element.FACTS, Element.CURRENT_STATE})


@dataclass(frozen=True, slots=True)
class Others:
    """Sentences that name other municipalities, and none that the mail speaks for, by their places.

    about: those that begin so and are about these alone; named: all but rows of a table, where
    whose places a time is of stands in another cell, and but what was agreed with these; alone:
    those of `named` in which the sender has no part. 'In Roosendaal gaan in mei plekken open' is
    no time of Zundert: of 46 times in such sentences of labelled mails 42 were not the sender's,
    and of 30 beside which it speaks none was.
    """

    about: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    alone: frozenset[int] = frozenset()


NO_OTHERS = Others()


def others_in(sentences: Sequence[Sentence], own: Collection[str], names: Names) -> Others:
    """Which sentences tell of others.

    own: the municipalities that the mail speaks for; where they are not known, no sentence is
    taken for one about others. 'In Heiloo speelt de ligging een rol' in a letter of Castricum.
    """
    if not own:
        return NO_OTHERS
    about, named, alone = set(), set(), set()
    for at, sentence in enumerate(sentences):
        text = flat(sentence.text)
        start = start_of_others(text, own, names)
        if start is None:
            continue
        has_part = SENDER_TOO.search(text) is not None
        if start <= AT_START and not has_part:
            about.add(at)
        if sentence.layout is not Layout.ROW and not AGREED.search(text):
            named.add(at)
            if not has_part:
                alone.add(at)
    return Others(frozenset(about), frozenset(named), frozenset(alone))


def not_ours(text: str) -> frozenset[Element]:
    """What a sentence about others does not state of its sender; of a time see `Others`."""
    return OF_OTHERS if WITH_OTHERS.search(text) else OF_OTHERS | {Element.STEPS}


def start_of_others(text: str, own: Collection[str], names: Names) -> int | None:
    """Where a sentence first speaks of others; None where it does not, or also of its sender."""
    named = [each for each in names.find(text) if each.is_led or not each.is_doubtful]
    if {each.municipality for each in named} & set(own):
        return None
    unnamed = UNNAMED.search(text)
    starts = [each.start for each in named[:1]] + ([unnamed.start()] if unnamed else [])
    return min(starts, default=None)
