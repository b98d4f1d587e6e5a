"""`python -m samples.apart --out samples/apart.zip --letters 320 --seed 20`: write the tagged letters."""

import argparse
from pathlib import Path

from samples.apart.packing import LETTERS, SEED, write_zip


def main() -> None:
    parser = argparse.ArgumentParser(description="Write tagged letters, made apart from the detectors.")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "apart.zip")
    parser.add_argument("--letters", type=int, default=LETTERS)
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    counts = write_zip(args.out, args.letters, args.seed)
    print(f"{args.letters} letters; " + ", ".join(f"{kind} {n}" for kind, n in sorted(counts.items())))


if __name__ == "__main__":
    main()
