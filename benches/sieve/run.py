"""Candidates and their events out of a CDM in Parquet files: the crate `sieve` beside DuckDB and Polars.

    cargo build --release -p sieve --example candidates      (benches/sieve/candidates.rs)
    python3 -m venv .venv && .venv/bin/pip install duckdb polars
    .venv/bin/python benches/sieve/run.py FOLDER --runs 5 --out table.md

FOLDER holds the CDM's tables (`retreat simulate --format omop`), `--codes` names a file with a line per table,
`measurement 3001,3002`; without it the lines are made of the folder's table `concept` and the study's concept sets.
Candidates are persons in `person` with such a condition; events are the candidates' measurements, conditions,
procedures and drugs with such a concept (standard or of the source), and all their visits, sorted by person, day and
key. Ours counts besides, for each table, the rows with such a concept and those without a person; the peers need not.

Each takes its turn, A B C D A B C D ..., whole process against whole process, files in the page cache after a first
round that is not counted. Printed as Markdown: medians with the range of wall and processor seconds, and of peak
memory; "work" is without starting up and importing. The answers (rows, sums of persons, keys and values of each
table) must be the same, or the run fails. The bare scan reads the columns asked for of every row, in our program.
"""

import argparse
import csv
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = ROOT / "target" / "release" / "examples" / "candidates"
SETS = ROOT / "studies" / "second-radioiodine" / "concepts"
TABLES = {"conditions": "condition_occurrence", "measurements": "measurement", "procedures": "procedure_occurrence",
          "drugs": "drug_exposure"}


class Contender:
    def __init__(self, name, command):
        self.name, self.command, self.runs, self.answer = name, command, [], None

    def turn(self, counts):
        """One run: wall, processor and peak memory of the process, and the seconds of the work it reports."""
        with tempfile.TemporaryFile("w+") as output:
            start = time.perf_counter()
            child = subprocess.Popen(self.command, stdout=output)
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - start
            if status != 0:
                sys.exit(f"failed: {self.command}")
            output.seek(0)
            lines = output.read().splitlines()
        work = float(lines[-1].split()[1])
        self.answer = [tuple(line.split()) for line in lines[:-1]]
        if counts:
            self.runs.append((wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, work))

    def column(self, place):
        return [run[place] for run in self.runs]


def same(one, other):
    """Whether two answers agree: numbers exactly, sums of values to the rounding of their last digit."""
    if len(one) != len(other):
        return False
    pairs = [pair for a, b in zip(one, other) for pair in zip(a, b)] if one != other else []
    return all(a == b or abs(float(a) - float(b)) <= 0.0015 for a, b in pairs)


def codes_of(folder, python, path):
    """Writes the concepts of the study's sets that the folder's table `concept` has."""
    wanted = []
    for name, table in TABLES.items():
        with open(SETS / f"{name}.csv", newline="") as rows:
            wanted += [(table, row["vocabulary"], row["code"]) for row in csv.DictReader(rows)]
    concept = folder / "concept.parquet"
    query = f"select vocabulary_id, concept_code, concept_id from '{concept}'"
    script = f"import duckdb, json; print(json.dumps(duckdb.sql({query!r}).fetchall()))"
    known = {(v, c): id for v, c, id in json.loads(subprocess.check_output([python, "-c", script]))}
    with open(path, "w") as lines:
        for table in TABLES.values():
            ids = sorted({known[v, c] for t, v, c in wanted if t == table and (v, c) in known})
            if ids:
                lines.write(f"{table} {','.join(map(str, ids))}\n")


def shown(values, digits):
    middle = statistics.median(values)
    return f"{middle:.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def table(ours, bare, peers):
    """The Markdown table, and the ratios to the peer that is fastest."""
    lines = ["| | wall, s | CPU, s | work alone, s | peak memory, MB |", "|---|---|---|---|---|"]
    for contender in [ours, *peers, bare]:
        cells = [shown(contender.column(place), digits) for place, digits in [(0, 2), (1, 2), (3, 2), (2, 0)]]
        lines.append(f"| {contender.name} | {' | '.join(cells)} |")
    lines.append("")
    for what, place in [("wall", 0), ("CPU", 1), ("work alone", 3)]:
        best = min(peers, key=lambda peer: statistics.median(peer.column(place)))
        ratios = [theirs / own for own, theirs in zip(ours.column(place), best.column(place))]
        lines.append(f"{what}: {shown(ratios, 2)} times as fast as {best.name}, run by run.  ")
    ratios = [own / scan for own, scan in zip(ours.column(0), bare.column(0))]
    lines.append(f"wall, of the bare scan's: {shown(ratios, 2)}.")
    return "\n".join(lines) + "\n"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--codes", type=pathlib.Path)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--program", default=str(PROGRAM))
    arguments.add_argument("--out", type=pathlib.Path)
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        codes = arguments.codes or pathlib.Path(place) / "codes"
        if not arguments.codes:
            codes_of(arguments.folder, sys.executable, codes)
        question = [str(arguments.folder), str(codes)]
        peer = [sys.executable, str(HERE / "peers.py")]
        ours = Contender("retreat's sieve", [arguments.program, *question])
        bare = Contender("bare scan, ours", [arguments.program, *question, "bare"])
        names = {"duckdb": "DuckDB", "polars": "Polars", "polars-streaming": "Polars, streaming"}
        peers = [Contender(name, [*peer, kind, *question]) for kind, name in names.items()]
        for round in range(arguments.runs + 1):
            for contender in [ours, *peers, bare]:
                contender.turn(counts=round > 0)
        for contender in peers:
            if not same(ours.answer, contender.answer):
                sys.exit(f"another answer:\n{ours.answer}\n{contender.name}: {contender.answer}")
    lines = [" ".join(line[:2]) for line in ours.answer]
    text = f"{arguments.runs} rounds, {os.cpu_count()} cores. Rows: {', '.join(lines)}.\n\n{table(ours, bare, peers)}"
    print(text)
    if arguments.out:
        arguments.out.write_text(text)


if __name__ == "__main__":
    main()
