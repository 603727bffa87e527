"""A program whose reading process is killed by a mail while it keeps one that reads files."""

from contextlib import closing
from datetime import UTC, datetime

from intake import reader_process
from intake.config import ReadingConfig
from intake.registry import default_registry
from tests.files import File, mail_with, pdf
from tests.intake import poison

AT = datetime(2026, 4, 21, 8, tzinfo=UTC)
MAIL = mail_with(File("brief.pdf", pdf("Honderd plekken.")))

if __name__ == "__main__":
    reader_process.taken = poison.taken
    known = reader_process.Known(default_registry(), ReadingConfig())
    with closing(reader_process.ReaderProcess(known)) as reader:
        for raw in (MAIL, b"X-Poison: killed\n" + MAIL):
            print(reader.take(raw, AT).plainly)
