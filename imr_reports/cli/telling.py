"""What a command tells while it works."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress


def number(count: int, what: str) -> str:
    """Return a number with what it counts, in the singular for 1."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


class Watcher:
    """Progress on a terminal, silence elsewhere."""

    def __init__(self) -> None:
        console = Console(stderr=True)
        self._progress = RichProgress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task = self._progress.add_task("", total=None, visible=False, rate="")

    def __enter__(self) -> "Watcher":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def start(self, total: int, what: str) -> None:
        """Begin a task."""
        self._progress.reset(self._task, total=total, description=what, visible=True, rate="")

    def advance(self, steps: int) -> None:
        """Move a task on, and say how fast it goes."""
        self._progress.advance(self._task, steps)
        speed = self._progress.tasks[0].speed
        self._progress.update(self._task, rate=f"{speed:.1f}/s" if speed else "")

    def step(self, total: int) -> None:
        """Move a task of known length one step on, beginning it at the first."""
        if self._progress.tasks[0].total != total:
            self.start(total, "Scrubbing letters")
        self.advance(1)
