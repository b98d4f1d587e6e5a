"""The corpus and its truth → a zip of letters with `⟦TYPE|text⟧` tags, as `imr-report evaluate` reads them.

    python samples/tag_corpus.py corpus_tagged.zip --every 2

Of the corpus's letters only those that hold identities are taken.
"""

import argparse
import gzip
import json
import zipfile
from pathlib import Path

SAMPLES = Path(__file__).parent


def tagged_text(text: str, spans: list[tuple[str, int, int]]) -> str:
    """Return a letter with its spans (type, start, end; sorted) inside tags."""
    parts, position = [], 0
    for kind, start, end in spans:
        parts += (text[position:start], f"⟦{kind}|{text[start:end]}⟧")
        position = end
    return "".join((*parts, text[position:]))


def write_tagged(target: Path, every: int) -> int:
    """Write each `every`th letter with identities.

    Returns:
        How many were written.
    """
    with gzip.open(SAMPLES / "corpus_truth.jsonl.gz", "rt", encoding="utf-8") as file:
        truth = [record for record in map(json.loads, file) if record["revealed"]][::every]
    with zipfile.ZipFile(SAMPLES / "corpus.zip") as corpus, zipfile.ZipFile(target, "w") as tagged:
        for record in truth:
            text = corpus.read(record["member"]).decode("utf-8")
            tagged.writestr(record["member"], tagged_text(text, record["phi"]))
    return len(truth)


def main() -> None:
    """Read the command line and write the zip."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", type=Path, help="the zip to write")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth letter alone")
    given = parser.parse_args()
    print(f"{write_tagged(given.target, given.every)} letters written")


if __name__ == "__main__":
    main()
