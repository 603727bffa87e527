"""The ministry's own words are told as if each run of words were looked up."""

import random
from pathlib import Path

from intake import fingerprint
from intake.message import read_message
from intake.parts import body_text, parts_of
from rules.fingerprints import RUN, hashes, runs, runs_of, words_of

SEED = 20261122
LETTER = "graag ontvangen wij voor uw gemeente de reden waarom de taak niet tijdig wordt vervuld"
OWN = "het raadsbesluit over de locatie bij de oude haven is in november uitgesteld".split()
MAILS = sorted((Path(__file__).parents[1] / "corpus/data/dev/mails").glob("*.eml"))
SEEN = 200  # of the runs of the letters, in these mails


def paragraph(chance):
    """Pieces of the letter, with words of the sender's own between them."""
    letter, words = LETTER.split(), []
    while len(words) < chance.randrange(8, 60):
        at = chance.randrange(len(letter))
        words += letter[at : at + chance.randrange(1, 9)]
        words += chance.sample(OWN, chance.randrange(4))
    return " ".join(words)


def test_the_share_of_the_letter_is_that_of_all_runs_looked_up(monkeypatch):
    theirs = runs_of([LETTER])
    monkeypatch.setattr(fingerprint, "ministry_runs", lambda: theirs)
    words = frozenset(words_of(LETTER))
    monkeypatch.setattr(fingerprint, "ministry_words", lambda: words)
    monkeypatch.setattr(fingerprint, "encoded_words", lambda: {each.encode() for each in words})
    chance = random.Random(SEED)
    shares = set()
    for _ in range(3_000):
        text = paragraph(chance)
        own = runs(text)
        shares.add(share := fingerprint.ministry_share(text))
        assert share == (sum(run in theirs for run in own) / len(own) if own else 0.0)
        assert fingerprint.may_hold_theirs(text) == (share > 0)
    assert len(shares) > 100


def test_a_run_of_the_letter_is_seen_beside_any_characters():
    run = next(iter(runs_in_mails().values()))
    for mark in ("-", "_", "’", "œ ", " ł", "\udc80", "\n> ", " Σ ", " İ "):
        assert fingerprint.may_hold_theirs(f"{mark}{' '.join(run).upper()}{mark}")
    assert not fingerprint.may_hold_theirs(f"{' '.join(run[:-1])} é{run[-1]}é")
    assert fingerprint.ministry_share(f"{' '.join(run[:-1])} œ{run[-1]}œ") == 0


def test_no_word_is_missing_of_a_run_that_is_known():
    """Whoever adds hashes of a letter adds its words; a run with another word is never found."""
    found = runs_in_mails()
    assert len(found) > SEEN
    assert {word for run in found.values() for word in run} <= fingerprint.ministry_words()


def runs_in_mails():
    """The words of the runs of the letters that labelled mails hold, by their hash."""
    known, found = fingerprint.ministry_runs(), {}
    for path in MAILS:
        for part in parts_of(read_message(path.read_bytes()).tree, 5, 50):
            words = words_of(body_text(part)) if part.media_type == "text/plain" else []
            starts = range(len(words) - RUN + 1)
            found |= {
                run: words[at : at + RUN]
                for at, run in zip(starts, hashes(words, starts), strict=True)
                if run in known
            }
    return found
