"""Exact two-sided p of Spearman's and Kendall's coefficient by enumeration of the distinct orders of y, all ties kept.

Writes answers/correlation_exact.csv from data/correlation.csv; SciPy's exact Kendall stands beside it where it has one.
Needs numpy and scipy. p is twice the smaller tail, at most 1.
"""

import csv
import math
from collections import OrderedDict

import numpy as np
from scipy import stats

LARGEST = 4_000_000


def arrangements(counts):
    """Every distinct order of a multiset, as rows of group numbers."""
    rows, left = np.empty((1, 0), dtype=np.int8), np.array([counts], dtype=np.int8)
    for _ in range(sum(counts)):
        parts, lefts = [], []
        for group in range(len(counts)):
            free = left[:, group] > 0
            parts.append(np.hstack([rows[free], np.full((free.sum(), 1), group, dtype=np.int8)]))
            fewer = left[free].copy()
            fewer[:, group] -= 1
            lefts.append(fewer)
        rows, left = np.vstack(parts), np.vstack(lefts)
    return rows


def two_sided(values, observed):
    values = np.rint(values).astype(np.int64)
    return min(1.0, 2 * min(np.mean(values <= observed), np.mean(values >= observed)))


sets = OrderedDict()
for row in csv.DictReader(open("data/correlation.csv")):
    sets.setdefault(row["set"], []).append((float(row["x"]), float(row["y"])))

with open("answers/correlation_exact.csv", "w") as out:
    out.write("set,n,rho_p,tau_p,tau_p_scipy\n")
    for name, pairs in sets.items():
        x, y = map(np.array, zip(*pairs))
        n = len(x)
        if 12 < n <= 200 and len(set(x)) == n and len(set(y)) == n:
            scipy_p = stats.kendalltau(x, y, method="exact").pvalue
            out.write(f"xy_{name},{n},NA,NA,{float(scipy_p)!r}\n")
        if n > 12 or n < 3 or len(set(x)) == 1 or len(set(y)) == 1:
            continue
        # The side with more ties is put in every order: fewer of them.
        if len(set(x)) < len(set(y)):
            x, y = y, x
        groups = sorted(set(y))
        counts = [int(np.sum(y == value)) for value in groups]
        number = math.factorial(n)
        for count in counts:
            number //= math.factorial(count)
        if number > LARGEST:
            continue
        rank_x, rank_y = 2 * stats.rankdata(x), 2 * stats.rankdata(y)
        of_group = np.array([rank_y[y == value][0] for value in groups])
        orders = arrangements(counts)
        products = (of_group[orders] * rank_x).sum(axis=1)
        concordance = np.zeros(len(orders), dtype=np.int64)
        observed = 0
        for i in range(n):
            for j in range(i):
                sign = int(np.sign(x[i] - x[j]))
                observed += sign * int(np.sign(y[i] - y[j]))
                concordance += sign * np.sign(orders[:, i].astype(np.int64) - orders[:, j])
        rho_p = two_sided(products, int(np.rint((rank_x * rank_y).sum())))
        tau_p = two_sided(concordance, observed)
        untied = len(set(x)) == n and len(set(y)) == n
        scipy_p = repr(float(stats.kendalltau(x, y, method="exact").pvalue)) if untied else "NA"
        out.write(f"xy_{name},{n},{float(rho_p)!r},{float(tau_p)!r},{scipy_p}\n")
