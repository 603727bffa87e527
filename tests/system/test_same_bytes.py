"""The same mails give the same bytes, whatever chance there is in a run."""

import json

import pytest

from tests.ibt_intake.mails import SAMPLE
from tests.system.programs import Installation

NAMES = (
    "01-doetinchem-reactie.eml",
    "04-soest-onvolledig.eml",
    "12-putten-tabel.eml",
    "15-westerveld-docx.eml",
    "17-druten-wijchen.eml",
    "20-inwoner.eml",
    "28-duplicaat-doetinchem.eml",
    "31-bunnik-zip.eml",
)


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    """A way to analyse mails in an order and under a seed of Python's hashes."""
    installation = Installation(tmp_path_factory.mktemp("installation"), {"log": {}})

    def run(names, seed):
        paths = [str(SAMPLE / "mails" / name) for name in names]
        requests = str(SAMPLE / "requests.csv")
        done = installation.run(
            "analyse", *paths, "--requests", requests, "--format", "jsonl", PYTHONHASHSEED=seed
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    first = run(NAMES, "1")
    return first, run


def test_with_another_hash_seed_the_bytes_are_the_same(analysed):
    first, run = analysed
    assert run(NAMES, "2") == first
    assert [json.loads(line)["file"].rsplit("/", 1)[-1] for line in first] == list(NAMES)


def test_in_another_order_each_mail_gives_the_same_bytes(analysed):
    first, run = analysed
    assert run(NAMES[::-1], "1") == first[::-1]
