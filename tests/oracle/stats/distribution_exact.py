"""Tails and quantiles of the gamma and beta distributions to 17 digits, by mpmath with 40 to 360 digits.

The judge where R itself errs (its pgamma, pbeta, qgamma, qbeta lose digits in far tails and at large shapes).
Sums the series of DLMF 8.7.1 and 8.17.8 behind mpmath's own loggamma; the far side is 1 minus the near one,
with enough digits for a tail of 1e-300. Quantiles by Newton's method on that.

    python3 distribution_exact.py   (mpmath 1.4; writes answers/distribution_exact.csv, some minutes)
"""
import sys
from mpmath import mp, mpf, log, exp, sqrt, loggamma

FEW = [1e-300, 1e-100, 1e-10, 0.025, 0.3, 0.5]
TAILS = [1e-300, 1e-200, 1e-100, 1e-50, 1e-20, 1e-10, 1e-5, 0.001, 0.025, 0.1, 0.3, 0.5]
SHAPES = [0.01, 0.1, 0.5, 1, 1.5, 2.5, 5, 13.3, 30, 100, 1234.5, 1e4, 1e6, 1e8]
PAIRS = [(0.01, 0.01), (0.01, 1), (0.01, 1e8), (0.1, 0.3), (0.5, 0.5), (0.5, 5), (0.5, 1e4), (0.5, 1e8), (1, 1),
         (1, 7.5), (1.5, 2.5), (2.5, 1e4), (5, 5), (5, 1e6), (13.3, 0.7), (17, 45), (30, 30), (100, 1.5),
         (100, 1e8), (1234.5, 55), (1e4, 1e4), (1e4, 1e6), (1e6, 1e6), (1e6, 1e8), (1e8, 1e8)]


def normal_z(tail):
    """Start only: Abramowitz & Stegun 26.2.23."""
    t = sqrt(-2 * log(mpf(tail)))
    return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (
        1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t**3)


def small(term, total):
    return term < total * mpf(10) ** (-mp.dps)


def gamma_lower(x, a):
    term = total = mpf(1)
    n = a + 1
    while not (n > x and small(term * 10**8, total)):
        term = term * x / n
        total += term
        n += 1
    return total * exp(a * log(x) - x - loggamma(a + 1))


def gamma_upper(x, a):
    """Above the mean: a finite sum for whole shapes (DLMF 8.4.8), else Legendre's continued fraction by Lentz."""
    if a == int(a) and a > 1:
        term = total = mpf(1)
        n = a - 1
        while n > 0 and not small(term, total):
            term = term * n / x
            total += term
            n -= 1
        return total * exp((a - 1) * log(x) - x - loggamma(a))
    b = x - a + 1
    f, c, d = b, b, mpf(0)
    k = 0
    while True:
        k += 1
        numerator = k * (a - k)
        b += 2
        d = 1 / (b + numerator * d)
        c = b + numerator / c
        f *= c * d
        if abs(c * d - 1) < mpf(10) ** (-mp.dps + 5):
            return exp(a * log(x) - x - loggamma(a)) / f


def gamma_sides(x, a):
    with mp.workdps(50):
        if x < max(a, 1):
            lower = gamma_lower(x, a)
            return lower, 1 - lower
        upper = gamma_upper(x, a)
        return 1 - upper, upper


def beta_series(x, y, a, b):
    term = total = mpf(1)
    n = 0
    while not ((a + b + n) * x < a + 1 + n and small(term * x, total * y)):
        term = term * x * (a + b + n) / (a + 1 + n)
        total += term
        n += 1
    return total / a * exp(a * log(x) + b * log(y) + loggamma(a + b) - loggamma(a) - loggamma(b))


def beta_sides(x, y, a, b):
    """The side whose series is shorter, in digits enough for the other."""
    if y < mpf("0.05") and y < x and a * y < 20000 or y < mpf(10) ** -4 and y < x:
        lower_is_direct = False
    elif x < mpf("0.05") and x < y and b * x < 20000 or x < mpf(10) ** -4 and x < y:
        lower_is_direct = True
    else:
        lower_is_direct = a * y >= b * x
    with mp.workdps(370 if (lower_is_direct != (a * y >= b * x)) else 50):
        if lower_is_direct:
            lower = beta_series(x, y, a, b)
            return lower, 1 - lower
        upper = beta_series(y, x, b, a)
        return 1 - upper, upper


def newton(tail, start, sides, side, slope):
    """In the logarithm of the coordinate (x, or the odds); `slope` gives density times derivative."""
    t = log(start)
    for _ in range(300):
        probability = sides(t)[side]
        sign = 1 if side == 0 else -1
        step = sign * (log(mpf(tail)) - log(probability)) * probability / slope(t)
        step = max(min(step, mpf(50)), mpf(-50))
        t += step
        if abs(step) < mpf(10) ** -18 * max(1, abs(t)):
            return t
    raise RuntimeError(f"no root for {tail}")


def gamma_quantile(tail, side, a):
    z = normal_z(tail) * (-1 if side == 0 else 1)
    ninth = 1 / (9 * a)
    start = a * (1 - ninth + z * sqrt(ninth)) ** 3
    low = exp((log(mpf(tail)) + loggamma(a + 1)) / a)
    if side == 0:
        start = max(start, low) if a > 0.5 else low
    elif a <= 1:
        start = -log(mpf(tail))
    return newton(tail, start, lambda t: gamma_sides(exp(t), a), side,
                  lambda t: exp(a * t - exp(t) - loggamma(a)))


def beta_quantile(tail, a, b):
    """ln odds at the lower tail."""
    ln_b = loggamma(a) + loggamma(b) - loggamma(a + b)
    start = exp((log(mpf(tail)) + log(a) + ln_b) / a)
    if a > 1 and b > 1:
        z = normal_z(tail)
        s, t, r = 1 / (2 * a - 1), 1 / (2 * b - 1), (z * z - 3) / 6
        h = 2 / (s + t)
        w = z * sqrt(max(h + r, 0)) / h - (t - s) * (r + mpf(5) / 6 - 2 / (3 * h))
        start = max(start, a / b * exp(-2 * w))
    if b < 1 and a > 1000:
        start = a / gamma_quantile(tail, 1, b)
    def sides(t):
        w = exp(t)
        return beta_sides(w / (1 + w), 1 / (1 + w), a, b)
    def slope(t):
        w = exp(t)
        return exp(a * t - (a + b) * log(1 + w) - ln_b)
    return newton(tail, start, sides, 0, slope)


def main():
    mp.dps = 40
    out = open("answers/distribution_exact.csv", "w")
    out.write("name,x,first,second,value\n")
    def row(name, x, first, second, value):
        if mpf("1e-305") < value < mpf("1e305"):
            out.write(f"{name},{x!r},{first!r},{second!r},{mp.nstr(value, 17)}\n")
    for shape in SHAPES:
        a = mpf(shape)
        for tail in TAILS if shape < 1e5 else FEW:
            for side, name in ((0, "lower"), (1, "upper")):
                q = exp(gamma_quantile(tail, side, a))
                row(f"gamma_quantile_{name}", tail, shape, 0, q)
                x = float(q)
                if 1e-300 < x:
                    sides = gamma_sides(mpf(x), a)
                    row("gamma_lower", x, shape, 0, sides[0])
                    row("gamma_upper", x, shape, 0, sides[1])
        print("gamma", shape, file=sys.stderr)
    for one, two in PAIRS + [(two, one) for one, two in PAIRS if one != two]:
        a, b = mpf(one), mpf(two)
        for tail in TAILS if max(one, two) < 1e5 else FEW:
            t = beta_quantile(tail, a, b)
            w = exp(t)
            row("beta_quantile_lower", tail, one, two, w / (1 + w))
            # F with df2 = 2a and df1 = 2b: upper tail where the beta variable is low.
            row("f_quantile_upper", tail, 2 * two, 2 * one, a / b / w)
            x = float(w / (1 + w))
            if 1e-300 < x < 1:
                sides = beta_sides(mpf(x), 1 - mpf(x), a, b)
                row("beta_lower", x, one, two, sides[0])
                row("beta_upper", x, one, two, sides[1])
            f = float(a / b / w)
            if 1e-300 < f < 1e300:
                odds = a / b / mpf(f)
                row("f_upper", f, 2 * two, 2 * one, beta_sides(odds / (1 + odds), 1 / (1 + odds), a, b)[0])
        print("beta", one, two, file=sys.stderr)


main()
