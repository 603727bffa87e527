"""Training the model of statements: the same texts give the same bytes, which tell sentences."""

from pathlib import Path

import pytest

from intake.models import load_meanings, load_statement_model
from intake.passages import Passage, passages_in
from intake.statement_examples import Example, example_of_passage
from intake.statement_training import FOLDS, fit, save, scores_unseen
from intake.training import PASSAGES
from rules.judgement import Element

LEARNT = slice(0, 90)  # passages: enough to learn from in seconds
UNSEEN = slice(90, 130)


@pytest.fixture(scope="module")
def passages() -> list[Passage]:
    return passages_in(PASSAGES / "p1.txt")


def examples(passages: list[Passage], writers: int = 1) -> list[Example]:
    """What is learnt, as if so many people had written the passages in turn."""
    meanings = load_meanings()
    return [
        example_of_passage(f"writer {at % writers}", each, meanings)
        for at, each in enumerate(passages)
    ]


def trained(passages: list[Passage], folder: Path) -> Path:
    learnt = examples(passages)
    save(fit(learnt), folder, learnt)
    return folder


def test_the_same_passages_give_the_same_bytes(passages, tmp_path):
    first, second = (trained(passages[LEARNT], tmp_path / name) for name in ("one", "two"))
    for name in ("statements.npz", "statements.json"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_what_was_learnt_is_told_of_sentences_not_seen(passages, tmp_path):
    model = load_statement_model(trained(passages[LEARNT], tmp_path))
    stated, others = [], []
    for passage in passages[UNSEEN]:
        for letters, scores in zip(passage.letters, model.score(passage.sentences), strict=True):
            (stated if "S" in letters else others).append(scores.elements[Element.STEPS])
    assert sum(stated) / len(stated) > 2 * sum(others) / len(others)


def test_nobody_is_scored_by_a_model_that_has_seen_him(passages):
    """Labels turned round for one writer turn what is learnt of the others, not his own scores."""
    learnt = examples(passages[LEARNT], writers=6)
    turned = [
        Example(each.writer, each.sentences, each.features, ~each.labels, each.weight)
        if each.writer == "writer 0"
        else each
        for each in learnt
    ]
    before, after = scores_unseen(learnt, (), FOLDS), scores_unseen(turned, (), FOLDS)
    compared = zip(learnt, before, after, strict=True)
    same = {each.writer: one == other for each, one, other in compared}
    assert same == {f"writer {at}": at == 0 for at in range(6)}
