"""The alarms: each asks for figures that there are, and is explained."""

import re
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
import yaml

from review.figures import Figures
from rules.decisions import Disposition
from rules.health import Backlog, Expiry, Queue, Trail, Vitals, Watched
from rules.occasions import Occasion
from rules.outgoing import OutgoingState

ROOT = Path(__file__).parents[2]
FILE = ROOT / "ops" / "prometheus-rules.yml"
GUIDE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ALARMS = [alarm for group in yaml.safe_load(FILE.read_text())["groups"] for alarm in group["rules"]]
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
STEPS = ("fetch", "file", "mark", "deadlines", "send")


@pytest.fixture(scope="module")
def known():
    """Each figure, and the values that each of its labels may have."""
    vitals = Vitals(
        beats=dict.fromkeys(STEPS, NOW),
        began_at=NOW,
        is_running=True,
        is_paused=False,
        queues=dict.fromkeys(Queue, Backlog(1, NOW)),
        mails=dict.fromkeys(Disposition, 1),
        outgoing=dict.fromkeys(product(Occasion, OutgoingState), 1),
        trail=Trail(1, NOW, is_signed=True),
        size=1,
    )
    hour = timedelta(hours=1)
    watched = Watched(hour, hour, (Expiry("mailbox.oauth", date(2027, 1, 1), 14),))
    found = {"up": {"job": {"ibt-intake"}}}
    for family in Figures(vitals, watched, NOW).collect():
        values = found.setdefault(family.name, {})
        for sample in family.samples:
            for label, value in sample.labels.items():
                values.setdefault(label, set()).add(value)
    return found


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm["alert"])
def test_each_alarm_asks_for_figures_that_there_are(known, alarm):
    asked = re.findall(r"\b(up|ibt_\w+)(?:\{([^}]*)\})?", alarm["expr"])
    assert asked
    for name, matchers in asked:
        for label, values in re.findall(r'(\w+)=~?"([^"]*)"', matchers):
            assert set(values.split("|")) <= known[name][label]
        assert name in known


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm["alert"])
def test_each_alarm_is_explained_with_what_to_do(alarm):
    (row,) = re.findall(rf"^\| `{alarm['alert']}` \|(.*)\|$", GUIDE, re.MULTILINE)
    assert all(len(cell.strip()) > 3 for cell in row.split("|"))
    assert alarm["labels"]["severity"] in ("critical", "warning")
    assert alarm["annotations"]["summary"].endswith(".")


def test_every_alarm_that_is_explained_is_one(known):
    assert set(re.findall(r"^\| `(Ibt\w+)`", GUIDE, re.MULTILINE)) == {
        alarm["alert"] for alarm in ALARMS
    }


def test_every_figure_is_explained(known):
    table = GUIDE.partition("| figure | tells |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(ibt_\w+)", table)) == known.keys() - {"up"}
    for queue in Queue:
        assert f"`{queue.value}`" in table


def test_prometheus_own_tool_finds_nothing_wrong_where_it_is_installed():
    program = shutil.which("promtool")
    rules = yaml.safe_load(FILE.read_text())
    assert [set(each) for each in rules["groups"]] == [{"name", "rules"}]
    if program:
        subprocess.run([program, "check", "rules", FILE], check=True, capture_output=True)
