"""Files that are whole or not there: written beside their place, and named once they are whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def beside(file: Path) -> Iterator[Path]:
    """A folder for drafts on the same disk, that only we may read; gone afterwards."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".ibt-intake-", dir=file.parent) as folder:
        yield Path(folder)


def put(draft: Path, file: Path, *, is_replaced: bool) -> None:
    """Give a whole file its name at once. Raises FileExistsError where another has it."""
    if is_replaced:
        draft.replace(file)
    else:
        os.link(draft, file)  # unlike a renaming, this writes over nothing
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
