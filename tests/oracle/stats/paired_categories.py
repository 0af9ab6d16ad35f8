"""What statsmodels says of the same tables: run after run.R; the stored answers are those of statsmodels 0.15.0.

Bhapkar and Stuart-Maxwell where its covariance is regular, Cohen's kappa with both variances, Fleiss' kappa.
"""
import csv
import warnings
from pathlib import Path

import numpy as np
import statsmodels
from statsmodels.stats.contingency_tables import SquareTable
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

HERE = Path(__file__).parent
warnings.simplefilter("ignore")
np.seterr(all="ignore")


def read(name):
    with open(HERE / "data" / name) as file:
        for row in csv.DictReader(file):
            yield row["set"], int(row["k"]), np.array([float(x) for x in row["counts"].split()])


def write(name, header, rows):
    with open(HERE / "answers" / name, "w") as file:
        file.write(",".join(header) + "\n")
        for row in rows:
            cells = [x if isinstance(x, str) else repr(float(x)) if np.isfinite(x) else "NA" for x in row]
            file.write(",".join(cells) + "\n")


tests, kappas = [], []
for name, k, counts in read("square_tables.csv"):
    table = counts.reshape(k, k)
    if table.sum() == np.trace(table) or name in ("rare_and_huge",):
        continue
    # statsmodels puts 0.5 into cells of 0, unless told otherwise.
    square = SquareTable(table, shift_zeros=False)
    exchanged = (table + table.T)[:-1, :-1]
    stuart, bhapkar = square.homogeneity(), square.homogeneity(method="bhapkar")
    covariance = np.diag(table.sum(0) + table.sum(1) - 2 * np.diag(table)) - (table + table.T) * (1 - np.eye(k))
    if np.linalg.matrix_rank(covariance) == k - 1 and not name.startswith("chain"):
        full = bhapkar.statistic < 1e9
        tests.append((name, stuart.statistic, bhapkar.statistic if full else np.nan))
    for kind, wt in (("unweighted", None), ("linear", "linear"), ("quadratic", "quadratic")):
        own = cohens_kappa(table, wt=wt)
        if own.var_kappa > 1e-14 and own.var_kappa0 > 1e-14:
            kappas.append((name, kind, own.kappa, own.std_kappa, own.std_kappa0))

several = []
for name, k, counts in read("category_ratings.csv"):
    several.append((name, fleiss_kappa(counts.reshape(-1, k))))
write("square_tables_statsmodels.csv", ["set", "stuart_x2", "bhapkar_x2"], tests)
write("kappa_statsmodels.csv", ["set", "kind", "kappa", "se", "se_null"], kappas)
write("category_ratings_statsmodels.csv", ["set", "value"], several)
print("statsmodels", statsmodels.__version__, len(tests), len(kappas), len(several))
