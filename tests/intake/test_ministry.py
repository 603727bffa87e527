"""The ministry's own words are told as if each run of words were looked up."""

import random

from intake import fingerprint, ministry
from rules.fingerprints import runs_of

SEED = 20261122
LETTER = "graag ontvangen wij voor uw gemeente de reden waarom de taak niet tijdig wordt vervuld"
OWN = "het raadsbesluit over de locatie bij de oude haven is in november uitgesteld".split()


def paragraph(chance):
    """Lines that mix pieces of the letter with words of the sender's own."""
    letter, words = LETTER.split(), []
    while len(words) < chance.randrange(8, 60):
        at = chance.randrange(len(letter))
        words += letter[at : at + chance.randrange(1, 9)]
        words += chance.sample(OWN, chance.randrange(4))
    lines = []
    while words:
        size = chance.randrange(1, 14)
        lines.append(" ".join(words[:size]))
        words = words[size:]
    return lines


def test_what_is_surely_the_senders_shares_too_little_with_the_letter(monkeypatch):
    theirs = runs_of([LETTER])
    for module in (fingerprint, ministry):
        monkeypatch.setattr(module, "ministry_runs", lambda: theirs)
    chance = random.Random(SEED)
    own = 0
    for _ in range(3_000):
        lines = paragraph(chance)
        if ministry.is_surely_own(lines):
            own += 1
            assert fingerprint.ministry_share(" ".join(lines)) < ministry.MINISTRY_SHARE
            assert not any(map(ministry.repeats_ministry, lines))
    assert 100 < own < 2_900
