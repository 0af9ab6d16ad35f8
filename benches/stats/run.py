"""Every estimator beside its peers in R and Python: library call against library call on the same bytes.

    just bench-stats                      all cases, five rounds
    just bench-stats --only signed_rank   those with this in the name
    just bench-stats --only models        survival, regression, mixed models, imputation
    just bench-stats --out table.md       the table into a file as well
    just bench-stats --clock cpu --seconds 0.1     processor time, for a machine shared with others

One persistent worker each for R (`peers.R`), Python (`peers.py`) and the crate `stats` (`worker.rs`, once with
RAYON_NUM_THREADS=1 and once with all threads). They take turns: R, Python, ours, ours, R, ... In its turn a worker
repeats the call until 20 ms are filled, after one call that warms up. Reading the data, building the peers' inputs
and starting up stay outside the clock. A call of more than 5 s is timed without a warm-up, and in one round only.

The table has medians; "times as fast" compares ours, round by round (median, and least to most), with the peer that is
fastest in the median of those that answer the same: random tables in place of all of them are shown, no more. A peer
that gives less than ours has it in its name ("no variance") and is compared as it is. The answers are compared, so that
nobody times something else: the largest relative difference between ours and each peer is printed, and a row beyond
what `cases.py` allows is marked and fails the run.
"""

import argparse
import os
import pathlib
import select
import statistics
import subprocess
import sys
import tempfile

from cases import CASES

HERE = pathlib.Path(__file__).resolve().parent
ALONE, ALL = "ours, 1 thread", "ours, all threads"


class Worker:
    def __init__(self, command, environment=None):
        self.command, self.environment, self.child = command, {**os.environ, **(environment or {})}, None

    def ask(self, *fields, timeout):
        if self.child is None:
            self.child = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.environment, cwd=HERE
            )
        self.child.stdin.write(("\t".join(fields) + "\n").encode())
        self.child.stdin.flush()
        if not select.select([self.child.stdout], [], [], timeout)[0]:
            self.stop()
            return ["timeout"]
        line = self.child.stdout.readline().decode().rstrip("\n")
        if not line:
            self.stop()
            return ["error", "the worker ended"]
        return line.split("\t")

    def stop(self):
        if self.child is not None:
            self.child.kill()
            self.child.wait()
            self.child = None


class Runner:
    """One of those that answer a case, with what it answered in each round."""

    def __init__(self, name, worker):
        self.name, self.worker, self.seconds, self.answers, self.trouble = name, worker, [], {}, None

    def turn(self, case, folder, options):
        if self.trouble or (self.seconds and self.seconds[0] > 5):
            return
        fields = (case.estimator, self.name, str(folder), str(options.seconds), options.clock)
        kind, *rest = self.worker.ask("run", *fields, timeout=options.timeout)
        if kind == "ok":
            self.seconds.append(float(rest[0]))
            self.answers = {name: float(value) for name, value in (field.rsplit("=", 1) for field in rest[2:])}
        else:
            self.trouble = {"timeout": f"more than {options.timeout:.0f} s", "skip": "skip"}.get(kind) or rest[0]

    @property
    def median(self):
        return statistics.median(self.seconds)


def apart(a, b):
    """Largest relative difference over the numbers both give; None if they have none in common."""
    common = [(a[name], b[name]) for name in a.keys() & b.keys()]
    differences = [0.0 if x == y else abs(x - y) / max(abs(x), abs(y)) for x, y in common]
    return max(differences) if differences else None


def duration(seconds):
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.0f} ns"


def ratios(ours, fastest):
    pairs = list(zip(fastest.seconds, ours.seconds)) if len(fastest.seconds) > 1 else [
        (fastest.seconds[0], seconds) for seconds in ours.seconds
    ]
    each = [theirs / own for theirs, own in pairs]
    middle = statistics.median(each)
    text = f"{middle:.3g} ({min(each):.3g} to {max(each):.3g})"
    return text if middle >= 2 else f"**{text}**"


def measure(case, runners, options):
    with tempfile.TemporaryDirectory(prefix="bench-stats-") as folder:
        data = pathlib.Path(folder) / case.name
        case.write(data)
        for _ in range(options.rounds):
            for runner in runners:
                runner.turn(case, data, options)
    return [runner for runner in runners if runner.trouble != "skip"]


def row(case, runners):
    """The table's cells, and whether all answers agree."""
    done = [runner for runner in runners if runner.seconds]
    ours = [runner for runner in done if runner.name in (ALONE, ALL)]
    peers = sorted((runner for runner in done if runner not in ours), key=lambda runner: runner.median)
    shown = [f"{peer.name} {duration(peer.median)}" for peer in peers]
    shown += [f"{runner.name}: {runner.trouble}" for runner in runners if runner.trouble]
    judged = (ours or peers)[:1]
    differences = [(other.name, apart(judged[0].answers, other.answers)) for other in done if other not in judged]
    agree = [f"{difference:.1g} {name}" for name, difference in differences
             if difference is not None and name != ALL]
    unlike = {name for name, difference in differences if difference is None}
    same = [peer for peer in peers if peer.name not in unlike]
    wrong = any(difference is not None and not difference <= case.agree for _, difference in differences)
    times = {runner.name: duration(runner.median) for runner in ours}
    faster = [ratios(runner, same[0]) if runner else "" for runner in
              (next((r for r in ours if r.name == name), None) for name in (ALONE, ALL))] if same else ["", ""]
    cells = [case.estimator + (" *" if case.required else ""), case.what, times.get(ALONE, "not there yet"),
             times.get(ALL, ""), "<br>".join(shown), *faster,
             ("**DISAGREE** " if wrong else "") + "<br>".join(agree)]
    return cells, not wrong


HEAD = ["estimator", "case", "ours, 1 thread", "ours, all threads", "peers, fastest first",
        "times as fast, 1 thread", "times as fast, all threads", "answers agree to"]


def main():
    options = argparse.ArgumentParser(description="The crate stats beside R and Python.")
    options.add_argument("--only", default="", help="cases with this in their name, or of this group (models)")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=0.02, help="filled by repeating a call")
    options.add_argument("--clock", choices=["wall", "cpu"], default="wall",
                         help="cpu counts the processor's time of all threads: for a machine that others use too")
    options.add_argument("--timeout", type=float, default=120, help="seconds for one turn")
    options.add_argument("--ours-only", action="store_true", help="leave out the cases that the crate has not yet")
    options.add_argument("--worker", default=str(HERE.parents[1] / "target/release/examples/bench-worker"))
    options.add_argument("--python", default=os.environ.get("BENCH_PYTHON", sys.executable))
    options.add_argument("--rscript", default="Rscript")
    options.add_argument("--out", type=pathlib.Path)
    options = options.parse_args()

    r, python = Worker([options.rscript, "peers.R"]), Worker([options.python, "peers.py"])
    alone, everyone = Worker([options.worker], {"RAYON_NUM_THREADS": "1"}), Worker([options.worker])
    known = set(alone.ask("list", timeout=30))
    peers = [(*entry.split(":", 1), worker) for worker in (r, python) for entry in worker.ask("list", timeout=60)]
    lines, all_agree = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)], True
    for case in CASES:
        if (options.only not in case.name and options.only != case.group) or (options.ours_only and case.estimator not in known):
            continue
        print(case.name, file=sys.stderr, flush=True)
        runners = [Runner(name, worker) for estimator, name, worker in peers if estimator == case.estimator]
        if case.estimator in known:
            runners += [Runner(ALONE, alone), Runner(ALL, everyone)]
        cells, agrees = row(case, measure(case, runners, options))
        all_agree &= agrees
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], file=sys.stderr, flush=True)
    for worker in (r, python, alone, everyone):
        worker.stop()
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if options.out:
        options.out.write_text(text)
    sys.exit(0 if all_agree else 1)


if __name__ == "__main__":
    main()
