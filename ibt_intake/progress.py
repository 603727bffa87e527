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


class Counter:
    """Counts work of unknown size; silent where standard error is no terminal."""

    def __init__(self, title: str) -> None:
        from rich.console import Console

        self._title = title
        self._count = 0
        console = Console(stderr=True)
        self._status = console.status(f"{title} ...") if console.is_terminal else None

    def advance(self) -> None:
        """One more is done."""
        self._count += 1
        if self._status:
            self._status.update(f"{self._title}: {self._count}")

    def __enter__(self) -> "Counter":
        if self._status:
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status:
            self._status.stop()
