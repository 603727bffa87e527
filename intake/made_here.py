"""Quotations of letters that this installation made itself, known word by word.

The program has all of these letters, so that it need not guess by paragraphs: a line is theirs
where nearly each of its words stands in a run of theirs, whatever stands on the lines around it.
An answer below a question that was copied stays the sender's.
"""

from collections.abc import Sequence

from intake.layout import paragraphs
from rules.fingerprints import RUN, WORD, runs
from rules.mail import Owner

NONE: frozenset[str] = frozenset()
LINE_SHARE = 0.8  # of a line's words that stand in runs of these letters
STRETCH = 7  # words on end; fewer may agree by chance, but for a line that is all theirs
OWN = (Owner.SENDER, Owner.EARLIER)


def label_made_here(lines: Sequence[str], owners: list[Owner], made_here: frozenset[str]) -> None:
    """Label what repeats these letters, in place. made_here: the runs of their words."""
    for start, end in paragraphs(lines) if made_here else ():
        told = theirs(lines[start:end], made_here)
        for at, is_theirs in enumerate(told, start):
            if is_theirs and owners[at] in OWN:
                owners[at] = Owner.MINISTRY


def theirs(lines: Sequence[str], made_here: frozenset[str]) -> list[bool]:
    """Whether each line of a paragraph repeats these letters."""
    counts = [len(WORD.findall(line)) for line in lines]
    lengths = stretches(" ".join(lines), made_here)
    found, at = [], 0
    for count in counts:
        own = lengths[at : at + count]
        at += count
        is_long = any(each >= STRETCH for each in own)
        is_whole = count >= RUN and all(own)
        share = sum(each > 0 for each in own) / count if count else 0.0
        found.append(is_whole or (is_long and share >= LINE_SHARE))
    return found


def stretches(text: str, made_here: frozenset[str]) -> list[int]:
    """For each word, how many on end stand in runs of these letters with it; 0: it does not."""
    is_covered = [False] * len(WORD.findall(text))
    for at, run in enumerate(runs(text)):
        if run in made_here:
            is_covered[at : at + RUN] = [True] * RUN
    found = [0] * len(is_covered)
    start = 0
    for at, covered in enumerate([*is_covered, False]):
        if not covered:
            found[start:at] = [at - start] * (at - start)
            start = at + 1
    return found
