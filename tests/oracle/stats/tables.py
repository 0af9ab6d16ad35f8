"""Fisher-Freeman-Halton p in exact rational arithmetic: python tables.py, from this folder. No package is needed.

Columns are filled one after the other; for every vector of row totals left (sorted: their order does not matter) a
dictionary counts the ways by the exact product of factorials so far. No logarithm, no rounding and no tolerance: a table
counts if its product is at least the observed one as a whole number. NA beyond about five million entries.
"""
import csv
from fractions import Fraction
from math import factorial, prod

LIMIT = 5_000_000


def fillings(rows, total):
    if len(rows) == 1:
        if total <= rows[0]:
            yield (total,)
        return
    for cell in range(min(rows[0], total) + 1):
        for rest in fillings(rows[1:], total - cell):
            yield (cell,) + rest


def products(rows, columns):
    states = {tuple(sorted(rows)): {1: 1}}
    for column in columns:
        following = {}
        for left, counts in states.items():
            for cells in fillings(left, column):
                node = tuple(sorted(a - b for a, b in zip(left, cells)))
                product = prod(map(factorial, cells))
                into = following.setdefault(node, {})
                for so_far, count in counts.items():
                    into[so_far * product] = into.get(so_far * product, 0) + count
            if sum(map(len, following.values())) > LIMIT:
                return None
        states = following
    return states[tuple([0] * len(rows))]


def p_value(table):
    rows = [sum(row) for row in table if sum(row)]
    columns = sorted((sum(column) for column in zip(*table) if sum(column)), reverse=True)
    if len(rows) > len(columns):
        rows, columns = columns, rows
    if sum(rows) > 70:
        return None
    found = products(rows, columns)
    if found is None:
        return None
    observed = prod(factorial(cell) for row in table for cell in row)
    total = sum(Fraction(count, product) for product, count in found.items())
    return float(sum(Fraction(count, product) for product, count in found.items() if product >= observed) / total)


with open("data/tables.csv") as file, open("answers/tables_rational.csv", "w") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["set", "p"])
    for row in csv.DictReader(file):
        counts, n_columns = list(map(int, row["counts"].split())), int(row["n_columns"])
        p = p_value([counts[k:k + n_columns] for k in range(0, len(counts), n_columns)])
        writer.writerow([row["set"], "NA" if p is None else repr(p)])
