"""What an installation is made of is locked by hash, and written down whole."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
FUZZ = "requirements-fuzz.lock"  # of `make fuzz`, on top of the others
BENCH = "requirements-bench.lock"  # of `make bench`, apart from the others
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]+\])?==(\S+)", re.MULTILINE)


def normal(name):
    """A package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()


def locked(file):
    """Name and version of each package in a lock file, with the lines that belong to it."""
    text = (ROOT / file).read_text()
    starts = [*PINNED.finditer(text)]
    ends = [each.start() for each in starts[1:]] + [len(text)]
    return {
        (normal(each[1]), each[2]): text[each.start() : end]
        for each, end in zip(starts, ends, strict=True)
    }


@pytest.mark.parametrize("file", [*LOCKS, FUZZ, BENCH])
def test_each_package_is_locked_by_hash_from_the_index(file):
    lines = (ROOT / file).read_text().splitlines()
    assert all("--hash=sha256:" in told for told in locked(file).values())
    # An address, a folder or an index of its own would be a way around the hashes.
    assert not [line for line in lines if re.match(r"-|\S+ @|\S*://|\.", line)]


@pytest.mark.parametrize("file", LOCKS)
def test_what_the_program_asks_for_is_locked(file):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = list(project["project"]["dependencies"])
    if "dev" in file:
        asked += project["dependency-groups"]["dev"]
    assert {normal(each) for each in asked} <= {name for name, _ in locked(file)}


@pytest.mark.parametrize(("group", "file"), [("fuzz", FUZZ), ("bench", BENCH)])
def test_what_fuzzing_and_measuring_ask_for_is_locked_and_no_test_needs_it(group, file):
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"][group]
    names = {normal(each) for each in asked}
    assert names <= {name for name, _ in locked(file)}
    assert not names & {name for file in LOCKS for name, _ in locked(file)}


def test_both_locks_agree():
    assert set(locked(LOCKS[0])) <= set(locked(LOCKS[1]))


def test_the_bill_of_materials_holds_all_that_is_locked(tmp_path):
    command = ["cyclonedx_py", "requirements", "requirements.lock", "--pyproject", "pyproject.toml"]
    options = ["--output-reproducible", "--of", "JSON", "-o", str(tmp_path / "sbom.json")]
    subprocess.run([sys.executable, "-m", *command, *options], cwd=ROOT, check=True)
    bill = json.loads((tmp_path / "sbom.json").read_text())
    found = {(normal(each["name"]), each["version"]) for each in bill["components"]}
    assert bill["metadata"]["component"]["name"] == "ibt-intake"
    assert found == set(locked("requirements.lock"))
