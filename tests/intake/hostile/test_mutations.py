"""B1 and B20: mails changed at random all come to rest, with text wherever a library finds any."""

import random
import time
from contextlib import closing
from datetime import UTC, datetime

from intake.config import ReadingConfig
from intake.errors import SetAside
from intake.reader_process import Known, ReaderProcess
from intake.registry import default_registry
from tests.intake.hostile.mutation import mutated, text_by_library
from tests.intake.hostile.odd_mails import ALL

AT = datetime(2026, 4, 9, 8, tzinfo=UTC)
SEED = 20260409
WHOLE = 2_000
SHARE = 0.999  # of the mails in which the standard library finds text
LONGEST_SECONDS = 10.0
POOL = [each.raw for each in ALL if len(each.raw) < 60_000 and not each.is_aside]


def test_b1_text_is_found_in_mails_changed_at_random_wherever_a_library_finds_any(length):
    chance = random.Random(SEED)
    lost, plain, slowest, with_text = [], [], 0.0, 0
    with closing(ReaderProcess(Known(default_registry(), ReadingConfig()))) as reader:
        reader.take(POOL[0], AT)  # warm
        for number in range(length.of("changed mails", whole=WHOLE, short=150)):
            raw = mutated(chance.choice(POOL), chance)
            is_told = len(text_by_library(raw)) > 0
            with_text += is_told
            started = time.monotonic()
            try:
                found = reader.take(raw, AT)
            except SetAside:
                lost += [number] if is_told else []
                continue
            slowest = max(slowest, time.monotonic() - started)
            plain += [number] if found.plainly else []
            texts = [each.content for each in found.mail.texts if each.source != "subject"]
            lost += [number] if is_told and not "".join(texts).strip() else []
    assert with_text
    assert len(lost) <= (1 - SHARE) * with_text, lost
    assert plain == []
    assert slowest < LONGEST_SECONDS * 3  # a machine of tests is a busy one
