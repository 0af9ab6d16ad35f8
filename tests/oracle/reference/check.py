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


def main():
    different = []
    for folder in [STUDIES / "acceptance", *stored()]:
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([sys.executable, HERE / "contract.py", folder / "sheets", out], check=True)
            for name in ["patients.csv", "excluded.csv", "attrition.csv"]:
                if not filecmp.cmp(pathlib.Path(out) / name, folder / "expected" / name, shallow=False):
                    different.append(f"{folder.name}/{name}")
    print("\n".join(different) if different else "the reference gives the stored answers")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
