"""Letters → scrubbed texts or parses, without a store."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from imr_reports.errors import ConfigurationError, NoLettersError, UnreadLetterError
from imr_reports.ingest import LetterFile, find_files, read_letter
from imr_reports.parse import case_to_dict, parse_letter, split_letters
from imr_reports.pipeline.controls import pass_controls, pass_texts
from imr_reports.pipeline.shards import scrubber
from imr_reports.pipeline.sites import site_of
from imr_reports.pipeline.text_folder import TextFolder
from imr_reports.pipeline.understanding import QualityFile
from imr_reports.records.coded import UnreadReason
from imr_reports.records.identified import Letter
from imr_reports.records.limited import Finding
from imr_reports.records.parsed_schema import case_schema
from imr_reports.records.policy import KeyedPolicy, Operator
from imr_reports.scrub.apply import CasePolicy
from imr_reports.scrub.serialize import limited_to_dict
from imr_reports.store import new_key

FINDINGS_FILE = "findings.jsonl"
_PHI_SUFFIX = ".phi"


@dataclass(frozen=True, slots=True, kw_only=True)
class SingleSummary:
    """What a run over files did.

    Attributes:
        done: letters dealt with.
        unread: letters that could not be, as (position of their file in sorted order, reason).
        replaced: files of an earlier run that gave way.
    """

    done: int
    unread: tuple[tuple[int, UnreadReason], ...]
    replaced: int = 0


def deidentify_files(
    paths: tuple[Path, ...],
    out: Path,
    *,
    keep_names: bool,
    keep_text: bool,
    advance: Callable[[int], None],
    site: Path | None = None,
    keyed: KeyedPolicy,
) -> SingleSummary:
    """Write each letter's scrubbed text and one `findings.jsonl` to a folder.

    A document need not be a final determination letter to be scrubbed; it only has to hold text. A file that
    holds several letters gives as many texts. What an earlier run wrote there is replaced as a whole.

    Args:
        paths: files, folders or zips.
        out: the folder, made when it is missing; files and new folders are for their owner alone.
        keep_names: whether output files carry the path relative to the argument instead of a random
            reference. Paths can identify a person.
        keep_text: whether the text as read (the text that offsets index) is written beside it, as PHI.
        advance: called after each file with the number of all files.
        site: folder of the site's lists.
        keyed: the policy with its key.

    Raises:
        NoLettersError: if there is no file to read.
        UsageError: if the folder is, holds or lies in a path of the letters, or holds files of others.
        ConfigurationError: if the folder can't be written or holds texts made under another policy, or the
            site's lists can't be used.
        PrivacyGateError: if a control letter comes out with a planted identity; nothing is written then.
    """
    files = _listed(paths)
    folder = TextFolder(out, paths)
    lists = site_of(site)
    names = _Names(keep=keep_names)
    pass_texts(scrubber(lists), keyed)

    def one(file: LetterFile, letter: Letter) -> None:
        name = names.of(file, letter)
        scrubbed = scrubber(lists).scrub_text(letter.text, _terms(letter, name, keyed))
        folder.append(FINDINGS_FILE, "".join(_finding_line(name, finding) for finding in scrubbed.findings))
        folder.write(_text_name(name), scrubbed.text)
        if keep_text:
            folder.write(_kept_name(name), letter.text)

    try:
        replaced = folder.begin(keyed.policy)
        folder.write(FINDINGS_FILE, "")
        return replace(_each(files, advance, one), replaced=replaced)
    except OSError:
        raise ConfigurationError("the output folder can't be written; choose another with --out") from None


def _terms(letter: Letter, name: str, keyed: KeyedPolicy) -> CasePolicy:
    """Return the policy as it is applied to a letter; the injury's day is asked for only where it counts."""
    injury = None
    if keyed.policy.uses(Operator.OFFSET):
        with suppress(UnreadLetterError):  # a document of another kind: its dates have no offset
            stated = parse_letter(letter, undecided=True).injury
            injury = stated.value if stated else None
    return CasePolicy(keyed=keyed, reference=name, injury=injury)


def parse_files(
    paths: tuple[Path, ...],
    *,
    show_phi: bool,
    emit: Callable[[str], None],
    quality: Path | None = None,
    site: Path | None = None,
) -> SingleSummary:
    """Emit each letter's parse as one line of JSON: de-identified, or identified for an operator.

    A letter without decisions, such as one whose end is lost, is emitted with what it has.

    Args:
        paths: files, folders or zips.
        show_phi: whether lines are identified.
        emit: takes each line.
        quality: where a data-quality report goes, de-identified in any case; None for none.
        site: folder of the site's lists.

    Raises:
        NoLettersError: if there is no file to read.
        UsageError: if the data-quality report can't have the format that its name asks for.
        ConfigurationError: if the data-quality report can't be written, or the site's lists can't be used.
        PrivacyGateError: if a control letter comes out with a planted identity; nothing is emitted then.
    """
    lists = site_of(site)
    if quality is not None or not show_phi:
        pass_controls(scrubber(lists))
    report = QualityFile(quality) if quality else None

    def one(_: LetterFile, letter: Letter) -> None:
        case, reference = parse_letter(letter, undecided=True), new_key()
        if report is None and show_phi:
            emit(_line(case_to_dict(case, reference)))
            return
        limited = scrubber(lists).scrub_case(case, reference)
        if report is not None:
            report.add(limited)
        emit(_line(case_to_dict(case, reference) if show_phi else limited_to_dict(limited)))

    summary = _each(_listed(paths), lambda _: None, one)
    if report is not None:
        report.write(reason for _, reason in summary.unread)
    return summary


def parse_schema() -> str:
    """Return the JSON Schema of the lines that `parse_files` emits."""
    return json.dumps(case_schema(), ensure_ascii=False, indent=1)


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False)


def _listed(paths: tuple[Path, ...]) -> list[LetterFile]:
    files = list(find_files(paths))
    if not files:
        raise NoLettersError("no letters found: the paths hold no text, PDF or zip file")
    return files


def _each(
    files: list[LetterFile], advance: Callable[[int], None], work: Callable[[LetterFile, Letter], None]
) -> SingleSummary:
    """Do some work on every letter of every file; what can't be done is counted and stops nothing."""
    done = 0
    unread: list[tuple[int, UnreadReason]] = []
    for position, file in enumerate(files, start=1):
        letters: tuple[Letter, ...] = ()
        with _counted(position, unread):
            letters = split_letters(read_letter(file.read()))
        for letter in letters:
            with _counted(position, unread):
                work(file, letter)
                done += 1
        advance(len(files))
    return SingleSummary(done=done, unread=tuple(unread))


@contextmanager
def _counted(position: int, unread: list[tuple[int, UnreadReason]]) -> Iterator[None]:
    try:
        yield
    except UnreadLetterError as error:
        unread.append((position, UnreadReason(error.reason)))
    except OSError:
        raise
    except Exception:
        # A fault of ours in one letter: it is counted, the others go on, and nothing of it is shown.
        unread.append((position, UnreadReason.FAILED))


class _Names:
    """Names of output files: random references, or paths made safe and unlike one another."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._used: set[str] = set()

    def of(self, file: LetterFile, letter: Letter) -> str:
        name = self._relative(file) if self._keep else new_key()
        if letter.parts > 1:
            whole = PurePosixPath(name)
            name = str(whole.with_name(f"{whole.stem}_letter{letter.part}{whole.suffix}"))
        stem, number = name, 1
        while self._outputs(name) & self._used:
            number += 1
            path = PurePosixPath(stem)
            name = str(path.with_name(f"{path.stem}~{number}{path.suffix}"))
        self._used |= self._outputs(name)
        return name

    @staticmethod
    def _outputs(name: str) -> set[str]:
        return {_text_name(name), _kept_name(name)}

    @staticmethod
    def _relative(file: LetterFile) -> str:
        # A zip's members can be called "../../x": no name leads out of the folder.
        path = PurePosixPath(file.relative)
        parts = [part for part in path.parts if part not in {"..", "/"}]
        return str(PurePosixPath(*parts)).encode("utf-8", "replace").decode()


def _text_name(name: str) -> str:
    return name if name.lower().endswith(".txt") else f"{name}.txt"


def _kept_name(name: str) -> str:
    return str(PurePosixPath(_text_name(name)).with_suffix(_PHI_SUFFIX))


def _finding_line(name: str, finding: Finding) -> str:
    line = {
        "letter": name,
        "entity_type": str(finding.entity_type),
        "start": finding.start,
        "end": finding.end,
        "score": round(finding.score, 3),
        "recognizer": finding.recognizer,
    }
    return json.dumps(line) + "\n"
