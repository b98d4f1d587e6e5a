"""Letters by number, and the zip that holds them: the same seed and number give the same bytes."""

import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

from samples.apart import damage, numbers
from samples.apart.case import Case
from samples.apart.early_formats import notice, professional_review
from samples.apart.issues import dispute
from samples.apart.marked import TAG, wrap
from samples.apart.standard import standard
from samples.apart.timeline import happen

LETTERS = 320
SEED = 20
_STAMP = (2018, 1, 2, 0, 0, 0)


def member_name(number: int) -> str:
    return f"letter-{number:04d}.txt"


def letter(number: int, seed: int = SEED) -> bytes:
    """Return the tagged letter of that number: two of five are damaged, one of ten has each early format."""
    rng = Random(f"apart-{seed}-{number}")
    make, first, last = standard, date(2013, 12, 2), date(2017, 6, 30)
    if number % 10 in (4, 9):
        make, first, last = (
            (notice if number % 10 == 4 else professional_review),
            date(2013, 8, 5),
            date(2014, 1, 31),
        )
    case = Case(rng, happen(first, last, rng))
    case_number = numbers.case_number(case.days.received.year, rng)
    issues = dispute(case)
    blocks = make(case, issues, case_number)
    kinds: list[str] = []
    if number % 5 in (1, 3):
        kinds = rng.sample([*damage.KINDS, *damage.PAPER], rng.choice([2, 3, 4]))
    gap = rng.choice(["\n", "\n\n", "\n \n"])
    width = rng.choice([84, 92, 96, 104])
    texts = [damage.damaged(block.text, kinds, rng) if block.prose else block.text for block in blocks]
    text = gap.join(wrap(paragraph, width) for paragraph in texts) + "\n"
    if "pages" in kinds:
        text = damage.paged(text, f"Final Determination Letter for IMR Case Number {case_number}", rng)
    return (text.replace("\n", "\r\n") if "crlf" in kinds else text).encode()


def write_zip(out: Path, letters: int, seed: int) -> Counter[str]:
    """Write letters 1 to `letters` and return how many entities of each type they hold."""
    counts: Counter[str] = Counter()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(1, letters + 1):
            content = letter(number, seed)
            counts.update(match[1] for match in TAG.finditer(content.decode()))
            info = zipfile.ZipInfo(member_name(number), _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return counts
