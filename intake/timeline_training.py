"""Train the model that tells which expressions of time say when places are there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from intake.labelled import is_same
from intake.linear_training import linear_model, matrix
from intake.passages import LETTERS, Passage
from intake.scored import Scored
from rules.judgement import Element
from rules.linear import LinearModel
from rules.statements import COLUMNS, Scores
from rules.time_candidates import candidates
from rules.timeline_features import features_of

STRENGTH = 0.5  # inverse of the penalty on weights, found by cross-validation over writers
PASSAGES_READ_ON = date(2026, 6, 15)  # passages are of no day; their writers wrote as of that year
STATES_TIME = LETTERS[COLUMNS.index(Element.TIMELINE)]

Row = tuple[list[str], bool]  # the features of an expression, and whether places are there then


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage and the scores of its sentences, by a model that has not seen its writer."""

    passage: Passage
    scores: Sequence[Scores]


def fit_timeline(mails: Sequence[Scored], passages: Sequence[ScoredPassage]) -> LinearModel:
    """Which expressions say when places will be there."""
    rows = [row for mail in mails for row in rows_of_mail(mail)]
    rows += [row for each in passages for row in rows_of_passage(each)]
    answers = np.array([answer for _, answer in rows])
    return linear_model(matrix([names for names, _ in rows]), answers, STRENGTH)


def rows_of_mail(mail: Scored) -> Iterator[Row]:
    """The expressions of a labelled mail; right are those of its labels, in their evidence."""
    gold = {(each.earliest, each.latest) for each in mail.labelled.gold.timeline}
    evidence = mail.labelled.gold.elements[Element.TIMELINE]
    for candidate in candidates(mail.labelled.sentences, mail.scores, mail.others.about, mail.day):
        is_evidence = any(is_same(each, candidate.sentence.text) for each in evidence)
        rows = features_of(candidate, mail.day)
        for each, names in zip(candidate.expressions, rows, strict=True):
            is_gold = (each.earliest, each.latest) in gold
            if is_gold and not is_evidence:
                continue  # the same day named elsewhere: neither right nor wrong
            yield names, is_gold


def rows_of_passage(scored: ScoredPassage) -> Iterator[Row]:
    """The expressions of a passage; which of several in a sentence is right is not labelled."""
    sentences = scored.passage.sentences
    stating = {
        id(sentence)
        for sentence, letters in zip(sentences, scored.passage.letters, strict=True)
        if STATES_TIME in letters
    }
    for candidate in candidates(sentences, scored.scores, frozenset(), PASSAGES_READ_ON):
        is_right = id(candidate.sentence) in stating
        if is_right and len(candidate.expressions) > 1:
            continue
        yield from ((names, is_right) for names in features_of(candidate, PASSAGES_READ_ON))
