"""The Python side of `just bench-stats`: the same lines as worker.rs, answered by SciPy, statsmodels and others.

A peer is made ready from the columns of a case (outside the clock) and returns the call to be timed, which gives
named numbers. What the peers name `p`, `value`, `low`, `high` is what ours names so.
"""

import math
import pathlib
import sys
import time
import warnings

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats import contingency_tables, inter_rater, multitest, proportion

warnings.simplefilter("ignore")
PEERS = {}


def peer(estimator, name):
    def enter(prepare):
        PEERS[estimator, name] = prepare
        return prepare

    return enter


@peer("signed_rank_test", "scipy.stats.wilcoxon")
def _(c):
    d = c["after"] - c["before"]
    if len(d) <= 50:
        if len(np.unique(np.abs(d))) < len(d):
            return None  # its method="exact" takes no notice of ties
        return lambda: {"p": stats.wilcoxon(c["after"], c["before"], method="exact").pvalue}
    return lambda: {"p": stats.wilcoxon(c["after"], c["before"], method="approx", correction=True).pvalue}


@peer("bca_median", "scipy.stats.bootstrap")
def _(c):
    def call():
        found = stats.bootstrap((c["x"],), np.median, n_resamples=10_000, method="BCa", rng=np.random.default_rng(1))
        return {"low": found.confidence_interval.low, "high": found.confidence_interval.high}

    return call


@peer("paired_t", "scipy.stats.ttest_rel")
def _(c):
    def call():
        found = stats.ttest_rel(c["after"], c["before"])
        low, high = found.confidence_interval()
        return {"p": found.pvalue, "low": low, "high": high}

    return call


@peer("fisher", "scipy.stats.fisher_exact (9,999 random tables)")
def _(c):
    counts = square(c).astype(int)
    method = stats.MonteCarloMethod(n_resamples=9_999, rng=np.random.default_rng(1))
    return lambda: {"p random": stats.fisher_exact(counts, method=method).pvalue}


@peer("turnbull", "lifelines.KaplanMeierFitter")
def _(c):
    from lifelines import KaplanMeierFitter

    def call():
        fit = KaplanMeierFitter().fit_interval_censoring(c["low"], c["high"])
        middle = fit.survival_function_.mean(axis=1)
        index = np.asarray(middle.index, dtype=float)
        at = lambda t: float(middle.iloc[np.searchsorted(index, t, side="right") - 1])
        return {"s first": at(c["at"][0]), "s second": at(c["at"][1])}

    return call


@peer("ratio_of_geometric_means", "scipy.stats.ttest_1samp on logarithms")
def _(c):
    def call():
        logs = np.log(c["after"] / c["before"])
        found = stats.ttest_1samp(logs, 0)
        low, high = found.confidence_interval()
        return {"value": math.exp(logs.mean()), "low": math.exp(low), "high": math.exp(high), "p": found.pvalue}

    return call


@peer("describe", "numpy: mean, std, quantile, log")
def _(c):
    x = c["x"]

    def call():
        least, q1, median, q3, greatest = np.quantile(x, [0, 0.25, 0.5, 0.75, 1])
        return {"mean": x.mean(), "sd": x.std(ddof=1), "min": least, "q1": q1, "median": median, "q3": q3,
                "max": greatest, "geometric_mean": math.exp(np.log(x).mean())}

    return call


@peer("describe", "pandas.Series.describe + scipy.stats.gmean")
def _(c):
    x = pd.Series(c["x"])

    def call():
        d = x.describe()
        return {"mean": d["mean"], "sd": d["std"], "min": d["min"], "q1": d["25%"], "median": d["50%"],
                "q3": d["75%"], "max": d["max"], "geometric_mean": stats.gmean(x)}

    return call


@peer("quantiles", "numpy.quantile")
def _(c):
    names = ["q05", "q25", "q50", "q75", "q95"]
    return lambda: dict(zip(names, np.quantile(c["x"], [0.05, 0.25, 0.5, 0.75, 0.95], method="weibull")))


def proportion_interval(method):
    def prepare(c):
        k, n = int(c["successes"][0]), int(c["trials"][0])

        def call():
            low, high = proportion.proportion_confint(k, n, method=method)
            return {"low": low, "high": high}

        return call

    return prepare


PEERS["wilson", "statsmodels.proportion_confint"] = proportion_interval("wilson")
PEERS["clopper_pearson", "statsmodels.proportion_confint"] = proportion_interval("beta")


def binomial_interval(method):
    def prepare(c):
        k, n = int(c["successes"][0]), int(c["trials"][0])

        def call():
            found = stats.binomtest(k, n).proportion_ci(method=method)
            return {"low": found.low, "high": found.high}

        return call

    return prepare


PEERS["wilson", "scipy.stats.binomtest"] = binomial_interval("wilson")
PEERS["clopper_pearson", "scipy.stats.binomtest"] = binomial_interval("exact")


@peer("welch_t", "scipy.stats.ttest_ind")
def _(c):
    def call():
        found = stats.ttest_ind(c["second"], c["first"], equal_var=False)
        low, high = found.confidence_interval()
        return {"p": found.pvalue, "low": low, "high": high}

    return call


@peer("mann_whitney", "scipy.stats.mannwhitneyu")
def _(c):
    if len(c["first"]) <= 50:
        return None  # its method="exact" takes no notice of ties
    return lambda: {"p": stats.mannwhitneyu(c["first"], c["second"], method="asymptotic").pvalue}


def groups(c):
    return [c["value"][c["group"] == g] for g in np.unique(c["group"])]


@peer("kruskal_wallis", "scipy.stats.kruskal")
def _(c):
    parts = groups(c)
    return lambda: {"p": stats.kruskal(*parts).pvalue}


@peer("one_way_anova", "scipy.stats.f_oneway")
def _(c):
    parts = groups(c)
    return lambda: {"p": stats.f_oneway(*parts).pvalue}


@peer("jonckheere_terpstra", "scipy.stats.kendalltau")
def _(c):
    return lambda: {"p": stats.kendalltau(c["value"], c["group"], method="asymptotic").pvalue}


@peer("pearson", "scipy.stats.pearsonr")
def _(c):
    def call():
        found = stats.pearsonr(c["x"], c["y"])
        low, high = found.confidence_interval()
        return {"value": found.statistic, "p": found.pvalue, "low": low, "high": high}

    return call


@peer("spearman", "scipy.stats.spearmanr")
def _(c):
    def call():
        found = stats.spearmanr(c["x"], c["y"])
        return {"value": found.statistic, "p": found.pvalue}

    return call


@peer("kendall", "scipy.stats.kendalltau")
def _(c):
    def call():
        found = stats.kendalltau(c["x"], c["y"], method="asymptotic")
        return {"value": found.statistic, "p": found.pvalue}

    return call


@peer("theil_sen", "scipy.stats.theilslopes")
def _(c):
    def call():
        found = stats.theilslopes(c["y"], c["x"])
        return {"value": found.slope, "low": found.low_slope, "high": found.high_slope}

    return call


@peer("mcnemar_exact", "statsmodels.mcnemar")
def _(c):
    counts = [[100, int(c["b"][0])], [int(c["c"][0]), 80]]
    return lambda: {"p": contingency_tables.mcnemar(counts, exact=True).pvalue}


def square(c):
    return c["table"].reshape(int(c["rows"][0]), int(c["columns"][0]))


@peer("chi_square", "scipy.stats.chi2_contingency")
def _(c):
    counts = square(c)
    return lambda: {"p": stats.chi2_contingency(counts, correction=False).pvalue}


@peer("weighted_kappa", "statsmodels.cohens_kappa")
def _(c):
    counts = square(c)

    def call():
        found = inter_rater.cohens_kappa(counts, wt="quadratic")
        return {"value": found.kappa, "low": found.kappa_low, "high": found.kappa_upp}

    return call


@peer("mantel_haenszel", "statsmodels.StratifiedTable")
def _(c):
    strata = c["table"].reshape(-1, 2, 2).transpose(1, 2, 0)

    def call():
        found = contingency_tables.StratifiedTable(strata)
        low, high = found.oddsratio_pooled_confint()
        return {"value": found.oddsratio_pooled, "low": low, "high": high}

    return call


@peer("kaplan_meier", "lifelines.KaplanMeierFitter")
def _(c):
    from lifelines import KaplanMeierFitter

    def call():
        fit = KaplanMeierFitter().fit(c["time"], c["event"])
        low, high = fit.confidence_interval_survival_function_.loc[365]
        return {"s 365": fit.survival_function_at_times(365).iloc[0], "s 1000": fit.survival_function_at_times(1000).iloc[0],
                "low 365": low, "high 365": high}

    return call


@peer("kaplan_meier", "scikit-survival")
def _(c):
    from sksurv.nonparametric import kaplan_meier_estimator

    event = c["event"] == 1

    def call():
        times, survival, ends = kaplan_meier_estimator(event, c["time"], conf_type="log-log")
        at = lambda t: np.searchsorted(times, t, side="right") - 1
        return {"s 365": survival[at(365)], "s 1000": survival[at(1000)], "low 365": ends[0, at(365)], "high 365": ends[1, at(365)]}

    return call


@peer("kaplan_meier", "statsmodels.SurvfuncRight")
def _(c):
    from statsmodels.duration.survfunc import SurvfuncRight

    def call():
        fit = SurvfuncRight(c["time"], c["event"])
        at = lambda t: fit.surv_prob[np.searchsorted(fit.surv_times, t, side="right") - 1]
        return {"s 365": at(365), "s 1000": at(1000)}

    return call


@peer("log_rank", "lifelines.logrank_test")
def _(c):
    from lifelines.statistics import logrank_test

    one = c["group"] == 1

    def call():
        found = logrank_test(c["time"][~one], c["time"][one], c["event"][~one], c["event"][one])
        return {"p": found.p_value}

    return call


@peer("log_rank", "sksurv.compare_survival")
def _(c):
    from sksurv.compare import compare_survival
    from sksurv.util import Surv

    outcome = Surv.from_arrays(c["event"] == 1, c["time"])
    return lambda: {"p": compare_survival(outcome, c["group"])[1]}


@peer("cox", "lifelines.CoxPHFitter")
def _(c):
    from lifelines import CoxPHFitter

    frame = pd.DataFrame({name: c[name] for name in ("time", "event", "group", "age")})

    def call():
        fit = CoxPHFitter().fit(frame, "time", "event")
        return {"b group": fit.params_["group"], "b age": fit.params_["age"], "se group": fit.standard_errors_["group"]}

    return call


@peer("cox", "statsmodels.PHReg")
def _(c):
    from statsmodels.duration.hazard_regression import PHReg

    covariates = np.column_stack([c["group"], c["age"]])

    def call():
        fit = PHReg(c["time"], covariates, status=c["event"], ties="efron").fit()
        return {"b group": fit.params[0], "b age": fit.params[1], "se group": fit.bse[0]}

    return call


def incidence(conf_type):
    def prepare(c):
        from sksurv.nonparametric import cumulative_incidence_competing_risks

        cause = c["cause"].astype(int)

        def call():
            times, found, *ends = cumulative_incidence_competing_risks(cause, c["time"], conf_type=conf_type)
            at = lambda t: np.searchsorted(times, t, side="right") - 1
            answers = {"first 365": found[1, at(365)], "second 1000": found[2, at(1000)]}
            if ends:
                answers["Aalen's low first 365"], answers["Aalen's high first 365"] = ends[0][1, :, at(365)]
            return answers

        return call

    return prepare


PEERS["cumulative_incidence", "scikit-survival (no variance)"] = incidence(None)
PEERS["cumulative_incidence", "scikit-survival"] = incidence("log-log")


@peer("logistic", "scikit-learn (no standard errors)")
def _(c):
    from sklearn.linear_model import LogisticRegression

    names = [f"x{j}" for j in range(20)]
    x = np.column_stack([c[name] for name in names])

    def call():
        fit = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-8).fit(x, c["y"])
        return {**dict(zip(names, fit.coef_[0])), "intercept": fit.intercept_[0]}

    return call


@peer("holm", "statsmodels.multipletests")
def _(c):
    def call():
        found = multitest.multipletests(c["p"], method="holm")[1]
        return {"sum": found.sum(), "first": found[0]}

    return call


def timed(call, seconds, clock):
    start, before = time.perf_counter(), clock()
    answers = call()
    passed, repetitions = clock() - before, 1
    if time.perf_counter() - start < 5:
        passed = 0
        while passed < seconds:
            repetitions *= int(min(max(1.2 * seconds / passed, 2), 10)) if passed else 1
            before = clock()
            for _ in range(repetitions):
                call()
            passed = max(clock() - before, 1e-9)
    answers = (f"{name}={float(value)!r}" for name, value in answers.items())
    return "ok", repr(passed / repetitions), str(repetitions), *answers


def main():
    folder, columns = None, {}
    for line in sys.stdin:
        command, *fields = line.rstrip("\n").split("\t")
        if command == "list":
            reply = [f"{estimator}:{name}" for estimator, name in PEERS]
        else:
            estimator, name, wanted, seconds, clock = fields
            clock = time.process_time if clock == "cpu" else time.perf_counter
            if wanted != folder:
                folder = wanted
                columns = {p.stem: np.fromfile(p, "<f8") for p in pathlib.Path(folder).glob("*.bin")}
            try:
                call = PEERS[estimator, name](columns)
                reply = timed(call, float(seconds), clock) if call else ("skip",)
            except Exception as error:
                reply = ("error", f"{type(error).__name__}: {error}".replace("\t", " ").replace("\n", " "))
        print(*reply, sep="\t", flush=True)


if __name__ == "__main__":
    main()
