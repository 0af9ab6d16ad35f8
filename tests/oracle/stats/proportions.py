"""statsmodels' intervals for two independent proportions: python proportions.py, from this folder.

statsmodels compares the first with the second, so that groups are exchanged here. Its "score" is Miettinen and
Nurminen's with N / (N - 1) (correction=True). NA where it gives NaN or an error.
"""
import csv
import math
import warnings
from statsmodels.stats.proportion import confint_proportions_2indep

warnings.simplefilter("ignore")


def interval(row, compare, method):
    try:
        low, high = confint_proportions_2indep(
            row["x2"], row["n2"], row["x1"], row["n1"], method=method, compare=compare, alpha=0.05, correction=True)
    except Exception:
        return ["NA", "NA"]
    return [repr(float(end)) if math.isfinite(end) else "NA" for end in (low, high)]


with open("data/two_proportions.csv") as file, open("answers/proportion_two_statsmodels.csv", "w") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["set", "newcombe_low", "newcombe_high", "d_low", "d_high", "r_low", "r_high", "o_low", "o_high"])
    for row in csv.DictReader(file):
        counts = {key: int(value) for key, value in row.items() if key != "set"}
        writer.writerow([row["set"]] + interval(counts, "diff", "newcomb") + interval(counts, "diff", "score")
                        + interval(counts, "ratio", "score") + interval(counts, "odds-ratio", "score"))
