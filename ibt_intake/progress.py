"""A progress bar on standard error, where a person is looking."""

import sys
from types import TracebackType


class Progress:
    """Counts work of a known size; silent where standard error is no terminal."""

    def __init__(self, title: str, total: int) -> None:
        from rich.console import Console
        from rich.progress import Progress as Bar
        from rich.progress import TimeRemainingColumn

        console = Console(stderr=True)
        self._bar = Bar(
            *Bar.get_default_columns()[:-1],
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task(title, total=total)

    def advance(self, steps: int = 1) -> None:
        """Some of the work is done."""
        self._bar.advance(self._task, steps)

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()
