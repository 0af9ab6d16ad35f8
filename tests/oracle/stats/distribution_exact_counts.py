"""Binomial and hypergeometric probabilities from whole numbers, and the noncentral t by quadrature, to 17 digits.

    python3 distribution_exact_counts.py   (mpmath 1.4; writes answers/distribution_exact_counts.csv)
"""
from math import comb
from mpmath import mp, mpf, loggamma, log, exp, sqrt, quadgl, erfc, gamma

mp.dps = 50


def ln_choose(n, k):
    return loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1)


def binomial(k, n, p):
    p = mpf(p)
    if n <= 2000:
        return comb(n, k) * p**k * (1 - p) ** (n - k)
    return exp(ln_choose(n, k) + k * log(p) + (n - k) * log(1 - p))


def hypergeometric(k, marked, unmarked, draws):
    if k < max(0, draws - unmarked) or k > min(draws, marked):
        return mpf(0)
    if marked + unmarked <= 20000:
        return mpf(comb(marked, k) * comb(unmarked, draws - k)) / comb(marked + unmarked, draws)
    return exp(ln_choose(marked, k) + ln_choose(unmarked, draws - k) - ln_choose(marked + unmarked, draws))


def noncentral_t_upper(t, df, shift):
    """E P(Z > t s - shift), s = chi / sqrt(df), by Gauss-Legendre in ln s on panels a quarter wide or less."""
    t, df, shift = mpf(t), mpf(df), mpf(shift)
    front = 2 * (df / 2) ** (df / 2) / gamma(df / 2)
    def integrand(u):
        s = exp(u)
        return erfc((t * s - shift) / sqrt(mpf(2))) / 2 * front * exp(df * (u - s * s / 2))
    width = min(mpf(1) / 4, 2 / sqrt(2 * df))
    near = [-3 + i * width for i in range(int(6 / width) + 2)]
    far = [mpf(x) for x in range(-3 - 2 * int(30 / df + 1), -4, 2)]
    # mpmath stops at an absolute error: the integrand is scaled to a height of about 1.
    height = max(integrand(mpf(i) / 20) for i in range(-400, 60))
    return height * quadgl(lambda u: integrand(u) / height, far + near, maxdegree=6)


out = open("answers/distribution_exact_counts.csv", "w")
out.write("name,k,a,b,c,value\n")


def row(name, k, a, b, c, value):
    if mpf("1e-303") < value:
        out.write(f"{name},{k!r},{a!r},{b!r},{c!r},{mp.nstr(value, 17)}\n")


for n in (1, 2, 5, 20, 137, 1000):
    for p in (1e-8, 0.01, 0.3, 0.5, 0.77, 0.999):
        whole = [binomial(k, n, p) for k in range(n + 1)]
        for k in sorted({0, 1, n // 10, n // 3, n // 2, 4 * n // 5, n - 1, n}):
            row("binomial", k, n, p, 0, whole[k])
            row("binomial_lower", k, n, p, 0, sum(whole[: k + 1]))
            row("binomial_upper", k, n, p, 0, sum(whole[k:]))
for n in (10**5, 10**8, 10**12):
    for p in (1e-6, 0.01, 0.3, 0.5, 0.999):
        sd = (n * p * (1 - p)) ** 0.5
        for z in (-30, -5, 0, 1, 12, 35):
            k = round(n * p + z * sd)
            if 0 <= k <= n:
                row("binomial", k, n, p, 0, binomial(k, n, p))
for marked, unmarked, draws in ((5, 5, 5), (10, 7, 8), (1, 1, 1), (40, 200, 30), (100, 3, 50), (700, 300, 500),
                                (5000, 9000, 600), (10, 10000, 5000)):
    least, most = max(0, draws - unmarked), min(draws, marked)
    whole = {k: hypergeometric(k, marked, unmarked, draws) for k in range(least, most + 1)}
    for share in (0, 0.1, 0.25, 0.4, 0.5, 0.6, 0.8, 1):
        k = least + round(share * (most - least))
        row("hypergeometric", k, marked, unmarked, draws, whole[k])
        row("hypergeometric_lower", k, marked, unmarked, draws, sum(v for j, v in whole.items() if j <= k))
        row("hypergeometric_upper", k, marked, unmarked, draws, sum(v for j, v in whole.items() if j >= k))
for k, marked, unmarked, draws in ((400000, 10**6, 10**6, 800000), (403000, 10**6, 10**6, 800000), (3, 10**7, 10**9, 100),
                                   (10**6 + 20000, 10**8, 10**8, 2 * 10**6)):
    row("hypergeometric", k, marked, unmarked, draws, hypergeometric(k, marked, unmarked, draws))
out.flush()
mp.dps = 25
for df in (1, 2.5, 5, 10, 29, 100, 1000):
    for shift in (-4.0, -1.0, 0.0, 0.5, 2.0, 5.0, 12.0):
        for t in (-6.0, -2.0, 0.0, 0.7, 2.0, 5.0, 25.0):
            row("noncentral_t_upper", t, df, shift, 0, noncentral_t_upper(t, df, shift))
    out.flush()
