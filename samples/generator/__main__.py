"""Write `samples/corpus.zip` and `samples/corpus_truth.jsonl.gz`: `python -m samples.generator`."""

import sys
from pathlib import Path

if __package__ in (None, ""):  # run as a path rather than as a module
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from samples.generator.corpus import main

if __name__ == "__main__":
    main(Path(__file__).resolve().parents[1])
