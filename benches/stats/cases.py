"""The cases: which estimator, on which data, and to how many digits the answers must agree.

A case's data are columns of doubles, drawn here with a fixed seed and written to `<folder>/<column>.bin`, so that
R, Python and Rust read the same bytes. Whole numbers (counts, groups from 0) are doubles as well.
"""

import dataclasses
import pathlib
import typing
import zlib

import numpy as np


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    estimator: str
    what: str
    draw: typing.Callable[[np.random.Generator], dict]
    # Relative; the answers of the peers keep to it, or the row is marked. Loose where the peers iterate or draw.
    agree: float = 1e-9
    # One of those the project holds itself to.
    required: bool = False
    # Another word by which `--only` picks the case.
    group: str = ""

    def write(self, folder: pathlib.Path):
        folder.mkdir(parents=True)
        for column, values in self.draw(np.random.default_rng(zlib.crc32(self.name.encode()))).items():
            (folder / f"{column}.bin").write_bytes(np.atleast_1d(values).astype("<f8").tobytes())


def million(n):
    return {1_000_000: "1e6", 100_000: "1e5", 500_000: "5e5"}.get(n, f"{n:,}")


def concentrations(n, factor=0.999, decimals=None):
    """Skewed, correlated laboratory values: before and after, to so many decimals."""

    def draw(rng):
        before = np.exp(2.5 + 0.8 * rng.standard_normal(n))
        after = before * np.exp(np.log(factor) + 0.5 * rng.standard_normal(n))
        if decimals is not None:
            before, after = np.round(before, decimals), np.round(after, decimals)
        return {"before": before, "after": after}

    return draw


def fifty_tied(rng):
    size = np.round(np.abs(rng.standard_normal(50)) * 4) + 1
    before = np.round(rng.uniform(10, 60, 50))
    return {"before": before, "after": before + size * np.where(rng.uniform(size=50) < 0.65, 1, -1)}


def fifty_untied(rng):
    before = np.round(rng.uniform(10, 60, 50))
    return {"before": before, "after": before + rng.permutation(np.arange(1, 51)) * np.where(rng.uniform(size=50) < 0.6, 1, -1)}


def sample(n):
    return lambda rng: {"x": np.exp(rng.normal(1, 0.7, n))}


def two_groups(n, shift, decimals=None):
    def draw(rng):
        first, second = rng.normal(10, 3, n), rng.normal(10 + shift, 3.5, n)
        if decimals is not None:
            first, second = np.round(first, decimals), np.round(second, decimals)
        return {"first": first, "second": second}

    return draw


def four_groups(n, shift=0.002):
    def draw(rng):
        group = rng.integers(0, 4, n)
        return {"value": rng.normal(10, 3, n) + shift * group, "group": group}

    return draw


def related(n, slope=0.003, decimals=None):
    def draw(rng):
        x = rng.standard_normal(n)
        y = slope * x + rng.standard_normal(n)
        return {"x": x, "y": y} if decimals is None else {"x": np.round(x, decimals), "y": np.round(y, decimals)}

    return draw


def table(rows, columns, n):
    def draw(rng):
        weights = np.outer(rng.uniform(1, 2, rows), rng.uniform(1, 2, columns)) * rng.uniform(0.5, 1.6, (rows, columns))
        return {"table": rng.multinomial(n, (weights / weights.sum()).ravel()), "rows": rows, "columns": columns}

    return draw


def skewed_table(n):
    """One large cell, and rows and columns that halve from one to the next."""

    def draw(rng):
        weights = np.outer(0.5 ** np.arange(5), 0.5 ** np.arange(5))
        return {"table": rng.multinomial(n, (weights / weights.sum()).ravel()), "rows": 5, "columns": 5}

    return draw


def ratings(n, raters):
    """One row for each subject, with raters of unlike level."""
    return lambda rng: {"ratings": (rng.normal(10, 2, (n, 1)) + rng.normal(0, 1, (n, raters)) + np.arange(raters) / 4).ravel(),
                        "raters": raters}


def fixed(**columns):
    return lambda rng: {name: np.array(values) for name, values in columns.items()}


def raters(n, categories):
    def draw(rng):
        first = rng.integers(0, categories, n)
        second = np.clip(first + rng.integers(-1, 2, n), 0, categories - 1)
        counts = np.zeros((categories, categories))
        np.add.at(counts, (first, second), 1)
        return {"table": counts.ravel(), "rows": categories, "columns": categories}

    return draw


def visits(n, step):
    """Response between two visits some 120 days apart, on multiples of `step` days; some is not seen by the last.
    Curves are compared at two multiples, where nobody has to say how they run between visits."""

    def draw(rng):
        event = rng.exponential(900, n)
        days = np.cumsum(step * np.round(rng.normal(120, 20, (n, 14)).clip(20) / step), axis=1)
        seen = (days < event[:, None]).sum(axis=1)
        edges = np.concatenate([np.zeros((n, 1)), days, np.full((n, 1), np.inf)], axis=1)
        return {"low": edges[np.arange(n), seen], "high": edges[np.arange(n), seen + 1],
                "at": np.array([390, 990]) // step * step}

    return draw


def detection_limit(n):
    """log values, a fifth below a limit (low = -inf), a tenth known to an interval; two covariates."""

    def draw(rng):
        a, b = rng.standard_normal(n), (rng.uniform(size=n) < 0.5).astype(float)
        y = 1 + 0.5 * a - 0.3 * b + rng.standard_normal(n)
        limit, wide = y < 0.2, rng.uniform(size=n) < 0.1
        low = np.where(limit, -np.inf, np.where(wide, np.floor(y), y))
        return {"low": low, "high": np.where(limit, 0.2, np.where(wide, np.floor(y) + 1, y)), "a": a, "b": b}

    return draw


def follow_up(n):
    def draw(rng):
        group = (rng.uniform(size=n) < 0.5).astype(float)
        age = np.round(rng.normal(50, 12, n))
        event = rng.exponential(1000 * np.exp(-0.02 * group - 0.01 * (age - 50)), n)
        end = rng.uniform(100, 2000, n)
        return {"time": np.ceil(np.minimum(event, end)), "event": (event <= end).astype(float), "group": group, "age": age}

    return draw


def strata(n):
    return lambda rng: {"table": rng.integers(5, 60, 4 * n), "strata": n}


def many(n, count):
    """Covariates x0, x1, ...: every other one yes or no, neighbours correlated."""

    def draw(rng):
        z = rng.standard_normal((n, count))
        x = 0.8 * z + 0.6 * np.roll(z, 1, axis=1)
        x[:, 1::2] = x[:, 1::2] > 0.3
        return x

    return draw


def named(x):
    return {f"x{j}": x[:, j] for j in range(x.shape[1])}


def follow_up_many(n):
    def draw(rng):
        x = many(n, 10)(rng)
        event = rng.exponential(1000 * np.exp(-x @ (0.3 * (-0.7) ** np.arange(10))))
        end = rng.uniform(100, 2000, n)
        return {"time": np.ceil(np.minimum(event, end)), "event": (event <= end).astype(float), **named(x)}

    return draw


def competing(n):
    """Two causes by the day, some censored."""

    def draw(rng):
        group = (rng.uniform(size=n) < 0.5).astype(float)
        age = np.round(rng.normal(50, 12, n))
        first = rng.exponential(1500 * np.exp(-0.3 * group - 0.01 * (age - 50)))
        second, end = rng.exponential(2500, n), rng.uniform(100, 2000, n)
        time = np.minimum(np.minimum(first, second), end)
        cause = np.where(time == end, 0, np.where(time == first, 1, 2))
        return {"time": np.ceil(time), "cause": cause, "group": group, "age": age}

    return draw


def yes_or_no(n):
    def draw(rng):
        x = many(n, 20)(rng)
        chance = 1 / (1 + np.exp(0.8 - x @ (0.5 * (-0.8) ** np.arange(20))))
        return {"y": (rng.uniform(size=n) < chance).astype(float), **named(x)}

    return draw


def repeated(n, groups):
    def draw(rng):
        group = np.sort(rng.integers(0, groups, n))
        x = rng.standard_normal(n)
        return {"y": 10 + 0.4 * x + 1.5 * rng.standard_normal(groups)[group] + 2 * rng.standard_normal(n), "x": x,
                "group": group}

    return draw


def gaps(n):
    """Ten correlated columns; x0 is whole, of the others some 35 % are missing, more where x0 is high: the known
    values' means lie some 4 % too low."""

    def draw(rng):
        x = 10 + 2 * (0.7 * rng.standard_normal((n, 1)) + 0.7 * rng.standard_normal((n, 10)))
        chance = 1 / (1 + np.exp(1 - (x[:, :1] - 10)))
        x[:, 1:][rng.uniform(size=(n, 9)) < chance] = np.nan
        return named(x)

    return draw


CASES = [
    Case("signed_rank_exact_ties_50", "signed_rank_test", "exact, n = 50, ties", fifty_tied, 1e-9, True),
    Case("signed_rank_exact_50", "signed_rank_test", "exact, n = 50, no ties", fifty_untied),
    Case("signed_rank_normal_1e6", "signed_rank_test", "normal, n = 1e6", concentrations(1_000_000), 1e-9, True),
    Case("signed_rank_normal_ties_1e6", "signed_rank_test", "normal, n = 1e6, one decimal", concentrations(1_000_000, decimals=1)),
    Case("signed_rank_full_ties_50", "signed_rank", "exact, with Hodges-Lehmann and interval, n = 50, ties", fifty_tied),
    Case("signed_rank_full_50", "signed_rank", "exact, with Hodges-Lehmann and interval, n = 50, no ties", fifty_untied),
    Case("signed_rank_full_1e6", "signed_rank", "with Hodges-Lehmann and interval, n = 1e6", concentrations(1_000_000), 1e-3),
    Case("signed_rank_interval_5000", "signed_rank", "with Hodges-Lehmann and interval, n = 5,000", concentrations(5_000), 1e-3),
    Case("bca_median_164", "bca_median", "10,000 resamples, n = 164", sample(164), 0.06, True),
    Case("paired_t_1e6", "paired_t", "n = 1e6", concentrations(1_000_000), 1e-9, True),
    Case("fisher_5x5", "fisher", "5 x 5, n = 60", table(5, 5, 60), 1e-6, True),
    Case("fisher_5x5_40", "fisher", "5 x 5, n = 40", table(5, 5, 40), 1e-6, True),
    Case("fisher_5x5_skewed", "fisher", "5 x 5, n = 100, skewed", skewed_table(100), 1e-6, True),
    # The peers stop their EM steps when these become small, short of the maximum; lifelines also holds both ends.
    Case("turnbull_days_1e4", "turnbull", "n = 10,000, by the day", visits(10_000, 1), 0.05, True),
    Case("turnbull_months_1e4", "turnbull", "n = 10,000, by the month", visits(10_000, 30), 0.05, True),
    Case("turnbull_weeks_1e3", "turnbull", "n = 1,000, by the week", visits(1_000, 7), 0.05),
    Case("turnbull_continuous_500", "turnbull", "n = 500, no ties", visits(500, 1e-6), 0.05, True),
    Case("ratio_1e6", "ratio_of_geometric_means", "n = 1e6", concentrations(1_000_000)),
    Case("describe_1e6", "describe", "n = 1e6", sample(1_000_000)),
    Case("describe_164", "describe", "n = 164", sample(164)),
    Case("quantiles_1e6", "quantiles", "five of type 6, n = 1e6", sample(1_000_000)),
    Case("wilson", "wilson", "37 of 164", fixed(successes=37, trials=164)),
    Case("clopper_pearson", "clopper_pearson", "37 of 164", fixed(successes=37, trials=164)),
    Case("welch_t_1e6", "welch_t", "2 x 5e5", two_groups(500_000, 0.01)),
    Case("mann_whitney_exact_20", "mann_whitney", "exact, 20 and 20, ties", two_groups(20, 2, 0)),
    Case("mann_whitney_1e6", "mann_whitney", "normal, 2 x 5e5", two_groups(500_000, 0.01)),
    Case("mann_whitney_ties_1e6", "mann_whitney", "normal, 2 x 5e5, one decimal", two_groups(500_000, 0.01, 1)),
    Case("mann_whitney_interval_1000", "mann_whitney_shift", "with shift and interval, 2 x 1,000", two_groups(1_000, 0.3), 1e-3),
    Case("kruskal_wallis_1e6", "kruskal_wallis", "4 groups, n = 1e6", four_groups(1_000_000)),
    Case("anova_1e6", "one_way_anova", "4 groups, n = 1e6", four_groups(1_000_000)),
    # Kendall's tau of value and group is the same test.
    Case("jonckheere_1e4", "jonckheere_terpstra", "normal, 4 groups, n = 10,000", four_groups(10_000, 0.05)),
    Case("pearson_1e6", "pearson", "n = 1e6", related(1_000_000)),
    Case("spearman_1e6", "spearman", "n = 1e6", related(1_000_000), 1e-6),
    Case("kendall_1e5", "kendall", "tau-b, n = 1e5, one decimal", related(100_000, 0.01, 1)),
    Case("theil_sen_1000", "theil_sen", "n = 1,000", related(1_000, 0.3)),
    Case("mcnemar", "mcnemar_exact", "12 against 27", fixed(b=12, c=27)),
    Case("chi_square_5x5", "chi_square", "5 x 5, n = 500", table(5, 5, 500)),
    Case("kappa_5", "weighted_kappa", "5 categories, n = 1,000", raters(1_000, 5)),
    Case("intraclass_164", "intraclass", "form (2,1), 164 by 3", ratings(164, 3), 1e-6),
    Case("trend", "cochran_armitage", "4 groups", fixed(cases=[8, 12, 15, 24], trials=[50, 52, 47, 55], scores=[0, 1, 2, 3])),
    Case("mantel_haenszel", "mantel_haenszel", "20 strata", strata(20)),
    Case("interval_regression_1e5", "interval_regression", "Gaussian, 2 covariates, n = 1e5", detection_limit(100_000), 1e-4),
    Case("kaplan_meier_1e5", "kaplan_meier", "n = 1e5", follow_up(100_000), group="models"),
    Case("kaplan_meier_1e6", "kaplan_meier", "n = 1e6", follow_up(1_000_000), group="models"),
    Case("log_rank_1e5", "log_rank", "2 groups, n = 1e5", follow_up(100_000), 1e-8, group="models"),
    Case("log_rank_1e6", "log_rank", "2 groups, n = 1e6", follow_up(1_000_000), 1e-8, group="models"),
    Case("cox_1e4", "cox", "Efron, 2 covariates, n = 10,000", follow_up(10_000), 1e-5, group="models"),
    Case("cox_many_1e5", "cox_many", "Efron, 10 covariates, n = 1e5", follow_up_many(100_000), 1e-6, group="models"),
    Case("cox_many_1e6", "cox_many", "Efron, 10 covariates, n = 1e6", follow_up_many(1_000_000), 1e-6, group="models"),
    # Aalen's variance in scikit-survival has another covariance term (its source says so of cmprsk); R agrees to 1e-12.
    Case("incidence_1e5", "cumulative_incidence", "2 causes, with variances, n = 1e5", competing(100_000), 1e-6, group="models"),
    Case("incidence_1e6", "cumulative_incidence", "2 causes, with variances, n = 1e6", competing(1_000_000), 1e-6, group="models"),
    # crr without its variance at 10,000: that takes most of its time.
    Case("fine_gray_2e3", "fine_gray", "2 covariates, by the day, n = 2,000", competing(2_000), 1e-5, group="models"),
    Case("fine_gray_1e4", "fine_gray", "2 covariates, by the day, n = 10,000", competing(10_000), 1e-5, group="models"),
    Case("logistic_1e5", "logistic", "20 covariates, n = 1e5", yes_or_no(100_000), 1e-5, group="models"),
    Case("logistic_1e6", "logistic", "20 covariates, n = 1e6", yes_or_no(1_000_000), 1e-5, group="models"),
    Case("mixed_1e5", "linear_mixed", "random intercept, 10,000 groups, n = 1e5", repeated(100_000, 10_000), 1e-4, group="models"),
    # Draws: the pooled means are compared, within a quarter of what the gaps alone move them by.
    Case("chained_1e4", "chained_equations", "matching, 10 columns, m = 5, 5 rounds, n = 10,000", gaps(10_000), 0.01, group="models"),
    # How time grows with n, beside the sizes above.
    *[Case(f"{name}_{n}", name, f"{what}n = {n:,}", data(n), allowed, group="growth")
      for n in (1_000, 10_000)
      for name, what, data, allowed in (
          ("kaplan_meier", "", follow_up, 1e-9), ("log_rank", "2 groups, ", follow_up, 1e-8),
          ("cox_many", "Efron, 10 covariates, ", follow_up_many, 1e-6),
          ("cumulative_incidence", "2 causes, with variances, ", competing, 1e-5),
          # glm.fit stops when the deviance moves by 1e-8 of itself: early at this size.
          ("logistic", "20 covariates, ", yes_or_no, 1e-4))],
    Case("holm_1000", "holm", "1,000 p values", lambda rng: {"p": rng.uniform(size=1_000) ** 3}),
]
