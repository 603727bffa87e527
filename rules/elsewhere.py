"""Sentences that tell of other municipalities than the mail speaks for."""

import re
from collections.abc import Collection, Sequence

from rules.judgement import Element
from rules.names import Names
from rules.sentences import Sentence, flat

AT_START = 24  # characters within which a sentence names whom it is about
# 'Met Aalten hebben wij afgesproken': the sender is part of it after all.
SENDER_TOO = re.compile(r"\b(?:wij|we|ons|onze|ik|mijn)\b", re.IGNORECASE)
# What another municipality suffers or has is no fact or state of this one. A step may well be
# one that both take, and a time may hold for both.
NOT_OURS = frozenset({Element.DECLARATION, Element.FACTS, Element.CURRENT_STATE})


def about_others(
    sentences: Sequence[Sentence], own: Collection[str], names: Names
) -> frozenset[int]:
    """The places in the list of sentences that are about other municipalities alone.

    own: the municipalities that the mail speaks for; where they are not known, no sentence is
    taken for one about others. 'In Heiloo speelt de ligging een rol' in a letter of Castricum.
    """
    if not own:
        return frozenset()
    return frozenset(
        at for at, each in enumerate(sentences) if is_about_others(flat(each.text), own, names)
    )


def is_about_others(text: str, own: Collection[str], names: Names) -> bool:
    """Whether a sentence begins with another municipality, and names neither sender nor own."""
    named = [each for each in names.find(text) if each.is_led or not each.is_doubtful]
    return (
        bool(named)
        and named[0].start <= AT_START
        and not {each.municipality for each in named} & set(own)
        and not SENDER_TOO.search(text)
    )
