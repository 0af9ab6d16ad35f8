"""`retreat run` beside Polars, which only reads the same CSV files, in turn, whole process against whole
process.

    cargo build --release
    python3 -m venv .venv && .venv/bin/pip install polars
    .venv/bin/python benches/reading.py --persons 100000 --runs 7

Makes a synthetic hospital (once), then runs A B A B ... and prints the wall and CPU seconds and the peak
memory of each, as medians with the range, and the ratio run by run. Files are in the page cache for both.
The work of `retreat run` is reading, selecting, classifying, estimating and writing all its outputs.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "target" / "release" / "retreat"

READ = """
import sys, pathlib
import polars as pl
rows = 0
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv")):
    # As text: the cells hold "<0.2" and the like. infer_schema=False is also Polars' fastest way.
    rows += pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy").height
print(rows)
"""


def timed(command):
    """Wall seconds, CPU seconds and peak memory (MB) of a command."""
    import resource
    import time

    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"failed: {command}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def show(name, runs):
    for label, position, unit in [("wall", 0, "s"), ("CPU", 1, "s"), ("peak memory", 2, "MB")]:
        values = [run[position] for run in runs]
        print(f"{name:<14}{label:<12}{statistics.median(values):9.2f} {unit}   ({min(values):.2f} to {max(values):.2f})")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--persons", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=7)
    arguments.add_argument("--program", default=str(PROGRAM))
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        hospital, out = os.path.join(place, "hospital"), os.path.join(place, "out")
        simulate = [arguments.program, "simulate", "--persons", str(arguments.persons), "--seed", "7"]
        subprocess.run([*simulate, "--out", hospital], check=True, stdout=subprocess.DEVNULL)
        size = sum(path.stat().st_size for path in pathlib.Path(hospital).glob("*.csv"))
        ours = [arguments.program, "run", "--no-documents", "--no-sensitivity", "--out", out, hospital]
        polars = [sys.executable, "-c", READ, hospital]
        pairs = []
        for number in range(arguments.runs + 1):
            shutil.rmtree(out, ignore_errors=True)
            pair = timed(ours), timed(polars)
            if number > 0:  # the first pair warms the page cache
                pairs.append(pair)
        print(f"{arguments.persons} persons, {size / 1e6:.0f} MB of CSV, {arguments.runs} pairs of runs, {os.cpu_count()} cores")
        show("retreat run", [pair[0] for pair in pairs])
        show("Polars reads", [pair[1] for pair in pairs])
        for label, position in [("wall", 0), ("CPU", 1), ("memory", 2)]:
            ratios = [pair[0][position] / pair[1][position] for pair in pairs]
            print(f"ratio {label:<8}{statistics.median(ratios):.2f}   ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
