"""F and the sum of squares within of NIST's analysis of variance sets, as doubles hold them, in exact fractions.

Run from this folder: python3 anova_nist.py > answers/anova_nist.csv
"""

from fractions import Fraction


def stored(name):
    groups = {}
    for line in open(f"data/nist/{name}.dat").read().splitlines()[60:]:
        if line.strip():
            group, value = line.split()
            groups.setdefault(group, []).append(Fraction(float(value)))
    return list(groups.values())


def simon_lesage(base, n):
    def value(tenths):
        whole = base + tenths // 10
        return Fraction(float(f"{whole}.{tenths % 10}"))

    first = 10 if base == 0 else 0
    steps = [0] + [-1 if i % 2 else 1 for i in range(1, n)]
    return [[value(first + mean + step) for step in steps] for mean in (4, 3, 5, 3, 5, 3, 5, 3, 5)]


def table(groups):
    total = sum(len(group) for group in groups)
    means = [sum(group) / len(group) for group in groups]
    grand = sum(sum(group) for group in groups) / total
    between = sum(len(group) * (mean - grand) ** 2 for group, mean in zip(groups, means))
    within = sum((value - mean) ** 2 for group, mean in zip(groups, means) for value in group)
    f = (between / (len(groups) - 1)) / (within / (total - len(groups)))
    return float(f), float(within)


print("set,base,n,f,within")
for name in ("SiRstv", "AtmWtAg"):
    print(f"{name},NA,NA,{table(stored(name))[0]!r},{table(stored(name))[1]!r}")
for base in (0, 1000000, 1000000000000):
    for n in (21, 201, 2001):
        f, within = table(simon_lesage(base, n))
        print(f"SmLs,{base},{n},{f!r},{within!r}")
