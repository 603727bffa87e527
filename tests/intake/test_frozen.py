"""What a reading process knows is no garbage, and is not looked through for any."""

import gc
from contextlib import closing

from intake.config import ReadingConfig
from intake.reader_process import Known, ReaderProcess
from intake.registry import default_registry


def test_a_reading_process_freezes_what_it_knows():
    with closing(ReaderProcess(Known(default_registry(), ReadingConfig()))) as reader:
        reader.warm()
        frozen = reader._clerks[0].answer(reader._clerks[0].ask(gc.get_freeze_count), 60)
    assert frozen > 100_000
