"""Runs the reference on the stored edge hospitals and the acceptance hospital, and says what differs
from the stored answers. Exit code 0 when nothing does.

    python3 tests/oracle/reference/check.py
"""

import filecmp
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
STUDIES = HERE.parent.parent / "studies"


def stored():
    for folder in sorted((STUDIES / "edges").iterdir()):
        if folder.is_dir():
            yield folder


def run(program, *arguments):
    subprocess.run([sys.executable, HERE / program, *arguments], check=True)


def compare(folder, sheets):
    """The names of the tables that come out of the sheets otherwise than stored."""
    with tempfile.TemporaryDirectory() as out:
        run("contract.py", sheets, out)
        for name in ["patients.csv", "excluded.csv", "attrition.csv"]:
            if not filecmp.cmp(pathlib.Path(out) / name, folder / "expected" / name, shallow=False):
                yield f"{folder.name}/{name}"


def main():
    different = []
    for folder in [STUDIES / "acceptance", *stored()]:
        different += compare(folder, folder / "sheets")
    with tempfile.TemporaryDirectory() as sheets:
        folder = STUDIES / "acceptance_omop"
        run("omop.py", folder / "cdm", folder / "sidecar", sheets)
        different += compare(folder, sheets)
    print("\n".join(different) if different else "the reference gives the stored answers")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
