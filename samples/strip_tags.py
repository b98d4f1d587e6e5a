"""Tagged twins → the letters as read: drops the inline tags and writes each letter in its own encoding.

A twin is UTF-8 and holds its letter word for word, with every identifying piece inside `⟦TYPE|text⟧`.
Line ends are the twin's own. Run it after editing a twin: `python samples/strip_tags.py`.
"""

import argparse
from pathlib import Path

from imr_reports.evaluate import read_tags

SAMPLES = Path(__file__).parent

# Letters arrive in what the sender's machine wrote; all others are plain UTF-8.
_ENCODINGS = {"08": "utf-8-sig", "10": "cp1252"}


def letter_encoding(name: str) -> str:
    """Return the encoding in which the letter of that file name is stored."""
    return _ENCODINGS.get(name[:2], "utf-8")


def letter_bytes(twin: Path) -> bytes:
    """Return the bytes of the letter that belongs to a tagged twin, line ends as in the twin."""
    tagged = twin.read_bytes().decode("utf-8")
    return read_tags(tagged).text.encode(letter_encoding(twin.name))


def write_letters(tagged: Path, letters: Path) -> int:
    """Write the letter of each twin in `tagged` to `letters`.

    Returns:
        How many letters were written.
    """
    letters.mkdir(parents=True, exist_ok=True)
    twins = sorted(tagged.glob("*.txt"))
    for twin in twins:
        (letters / twin.name).write_bytes(letter_bytes(twin))
    return len(twins)


def main() -> None:
    """Read the folders from the command line and write the letters."""
    parser = argparse.ArgumentParser(description="Derive the sample letters from their tagged twins.")
    parser.add_argument("--tagged", type=Path, default=SAMPLES / "tagged", help="folder of tagged twins")
    parser.add_argument(
        "--letters", type=Path, default=SAMPLES / "letters", help="folder to write letters to"
    )
    args = parser.parse_args()
    print(f"{write_letters(args.tagged, args.letters)} letters written")


if __name__ == "__main__":
    main()
