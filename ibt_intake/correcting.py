"""What officers corrected: a measure of the program, and labelled mails to learn from."""

from pathlib import Path

from sqlalchemy import Engine

from ibt_intake.config import Config
from intake.corrections import gold_of_judgement, new_set, write_set
from intake.evaluation import Scores
from intake.labelled import Gold
from storage.corrections import Example, examples
from storage.database import snapshot
from storage.ledger import raw_of
from storage.registry import registry


def measure_corrections(engine: Engine, config: Config) -> Scores:
    """The scores of the program's own judgements on mails that officers dealt with or corrected."""
    scores = Scores()
    for example, gold in labelled_examples(engine, config):
        scores.add(gold, example.found)
    return scores


def export_corrections(engine: Engine, config: Config, folder: Path) -> int:
    """Write those mails as a labelled set; how many there are. Raises Stop where it exists."""
    found = labelled_examples(engine, config)
    new_set(folder)
    with snapshot(engine) as session:
        raws = [raw_of(session, example.mail) for example, _ in found]
        requests = registry(session).requests
    write_set(folder, [gold for _, gold in found], raws, requests)
    return len(found)


def labelled_examples(engine: Engine, config: Config) -> list[tuple[Example, Gold]]:
    """The mails that officers dealt with or corrected, with what holds of them as labels."""
    roll_over = config.deadlines.roll_over
    with snapshot(engine) as session:
        requests = registry(session).requests
        return [
            (
                each,
                gold_of_judgement(
                    each.mail, each.received_at, each.holds, requests, roll_over=roll_over
                ),
            )
            for each in examples(session)
        ]
