"""What reads and judges mails in the process of the tests."""

import pytest

from intake.config import ReadingConfig
from intake.desk import Desk
from intake.judging import load_judge
from intake.registry import default_registry


@pytest.fixture(scope="module")
def judge():
    return Desk(load_judge(default_registry()), ReadingConfig())
