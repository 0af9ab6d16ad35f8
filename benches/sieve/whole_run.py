"""The whole `retreat run` on a CDM beside the bare scan of the columns that the study asks for.

    cargo build --release && cargo build --release -p sieve --example candidates
    python3 benches/sieve/whole_run.py FOLDER ... --runs 5

Each FOLDER is a simulated hospital (`retreat simulate --format omop --files parquet`), with `cdm/` and `sidecar/`.
Whole process against whole process, in turn, files in the page cache after a first round that is not counted.
The bare scan decodes the columns asked for of every row, in our program, and does nothing else. Prints Markdown:
medians with the range.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def turn(command):
    """Wall and processor seconds, and peak memory in MB, of one process."""
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"failed: {command}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def shown(values, digits=2):
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folders", type=pathlib.Path, nargs="+")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--programs", type=pathlib.Path, default=ROOT / "target" / "release")
    arguments = arguments.parse_args()
    print("| hospital | retreat run, wall s | CPU s | peak MB | bare scan, wall s | CPU s | run of scan, wall | CPU |")
    print("|---|---|---|---|---|---|---|---|")
    for folder in arguments.folders:
        runs, scans = [], []
        with tempfile.TemporaryDirectory() as place:
            codes = pathlib.Path(place) / "codes"
            codes.write_text("measurement 0\n")
            sources = [f"omop:{folder / 'cdm'}", f"sheets:{folder / 'sidecar'}"]
            run = [arguments.programs / "retreat", "run", "--no-documents", "--no-sensitivity", "--out", pathlib.Path(place) / "out", *sources]
            scan = [arguments.programs / "examples" / "candidates", folder / "cdm", codes, "bare"]
            for round in range(arguments.runs + 1):
                pair = turn(run), turn(scan)
                if round > 0:
                    runs.append(pair[0])
                    scans.append(pair[1])
        ratio = [[one[k] / other[k] for one, other in zip(runs, scans)] for k in (0, 1)]
        own = [shown([one[k] for one in runs], 0 if k == 2 else 2) for k in range(3)]
        bare = [shown([one[k] for one in scans]) for k in range(2)]
        print(f"| {folder.name} | {' | '.join(own)} | {' | '.join(bare)} | {shown(ratio[0])} | {shown(ratio[1])} |")


if __name__ == "__main__":
    main()
