"""The units for systemd, as systemd's own tools see them."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from ibt_intake.cli import COMMANDS

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "ops" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
TIMERS = sorted(UNITS.glob("*.timer"))
MOST_EXPOSED = 1.5  # of 10, as systemd 252 counts
PROGRAM = "/opt/ibt-intake/venv/bin/ibt-intake"


@pytest.fixture
def machine(tmp_path):
    """The root of a machine with the units, systemd's own, and a file for each program."""
    target = tmp_path / "etc/systemd/system"
    shutil.copytree(UNITS, target)
    shutil.copytree("/lib/systemd/system", tmp_path / "lib/systemd/system", symlinks=True)
    for program in (PROGRAM, "/bin/sh", "/usr/bin/find"):
        file = tmp_path / program.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("#!/bin/true\n")
        file.chmod(0o755)
    return tmp_path


def analyze(machine, *words):
    """What systemd-analyze says about the units of that machine."""
    return subprocess.run(
        ["systemd-analyze", f"--root={machine}", "--no-pager", "--man=no", *words],
        capture_output=True,
        text=True,
        check=False,
    )


def faults_of(machine):
    """What `systemd-analyze verify` finds wrong."""
    units = [machine / "etc/systemd/system" / each.name for each in [*SERVICES, *TIMERS]]
    done = analyze(machine, "verify", *map(str, units))
    return done.stdout + done.stderr


def test_systemd_finds_nothing_wrong_with_the_units(machine):
    assert faults_of(machine) == ""


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        ("ibt-intake-.service.d/hardening.conf", "ProtectSystem=strict", "ProtectSystm=strict"),
        ("ibt-intake-daemon.service", PROGRAM, "/opt/elsewhere"),
        ("ibt-intake-health.timer", "OnBootSec=15min", "OnBootSec=soon"),
    ],
)
def test_a_fault_in_a_unit_is_found(machine, file, right, wrong):
    unit = machine / "etc/systemd/system" / file
    unit.write_text(unit.read_text().replace(right, wrong))
    assert faults_of(machine) != ""


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_each_service_is_locked_in(machine, service):
    done = analyze(machine, "security", "--offline=true", service.name)
    exposed = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert float(exposed[1]) <= MOST_EXPOSED


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_each_service_calls_a_command_that_there_is(service):
    started = re.search(r"^ExecStart=(.*)", service.read_text(), re.MULTILINE)[1]
    words = shlex.split(started.partition("exec ")[2].rstrip("'") or started)
    assert words[0] == PROGRAM
    assert words[1] in COMMANDS
    assert "--config" in words
