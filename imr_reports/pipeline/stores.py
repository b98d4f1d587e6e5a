"""Which store a command works on: that of the real letters, or that of the samples."""

from dataclasses import dataclass
from pathlib import Path

from imr_reports.errors import ConfigurationError, UsageError
from imr_reports.resources import samples_folder
from imr_reports.store import Store, is_store

LETTERS_STORE = Path(".imr-store")
SAMPLES_STORE = Path(".imr-store-samples")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreChoice:
    """A store and the letters to read into it.

    Attributes:
        folder: where the store stands or will stand.
        kind: "letters" or "samples".
        letters: paths to read.
    """

    folder: Path
    kind: str
    letters: tuple[Path, ...]

    @property
    def is_sample(self) -> bool:
        """Whether it holds the invented letters."""
        return self.kind == "samples"


def store_for(chosen: Path | None, letters: tuple[Path, ...], output: Path) -> StoreChoice:
    """Return the store of a run.

    Letters of the samples folder go into a store of their own. With neither letters nor a store, the run
    is on the samples.

    Args:
        chosen: the store that the user named, if any.
        letters: the letters that the user named.
        output: where reports go; a store never stands there, nor they in it.

    Raises:
        UsageError: if samples and other letters are given together.
        ConfigurationError: if the store would stand in the output folder, or the output in the store.
    """
    choice = _choose(chosen, letters)
    store, reports = choice.folder.resolve(), output.resolve()
    if store.is_relative_to(reports) or reports.is_relative_to(store):
        raise ConfigurationError("the store and the output must be folders apart; change --store or --output")
    return choice


def _choose(chosen: Path | None, letters: tuple[Path, ...]) -> StoreChoice:
    samples = samples_folder().resolve()
    of_samples = [path.resolve().is_relative_to(samples) for path in letters]
    if any(of_samples) and not all(of_samples):
        raise UsageError("samples and real letters never mix; give one or the other with --letters")
    if letters:
        kind = "samples" if all(of_samples) else "letters"
        return StoreChoice(folder=chosen or _default(kind), kind=kind, letters=letters)
    if is_store(chosen or LETTERS_STORE):
        folder = chosen or LETTERS_STORE
        return StoreChoice(folder=folder, kind=Store.kind_of(folder), letters=())
    return StoreChoice(
        folder=chosen or SAMPLES_STORE, kind="samples", letters=(samples / "letters", samples / "corpus.zip")
    )


def open_existing_store(chosen: Path | None) -> Store:
    """Open the store that the user named, or the one of the real letters, or else that of the samples.

    Raises:
        ConfigurationError: if there is none.
    """
    for folder in (chosen,) if chosen else (LETTERS_STORE, SAMPLES_STORE):
        if is_store(folder):
            return Store(folder, kind=Store.kind_of(folder))
    raise ConfigurationError(
        "there is no store here; read letters with 'imr-report --period … --letters PATH'"
    )


def _default(kind: str) -> Path:
    return SAMPLES_STORE if kind == "samples" else LETTERS_STORE
