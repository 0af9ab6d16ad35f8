# One proportion and two independent ones. R has binom.test, prop.test and fisher.test; the score intervals come from
# uniroot on the score statistic, whose restricted estimates are themselves found by uniroot on the derivative of
# the likelihood (no cubic, no quadratic). fisher.test's own interval is only right to about 1e-4 (its uniroot tolerance), so
# that the same equations are solved here to 1e-13 and compared with it.
# statsmodels' answers for the same sets stand in answers/proportion_two_statsmodels.csv (proportions.py).

levels <- c(0.90, 0.95, 0.99)
fine <- function(f, lower, upper) uniroot(f, c(lower, upper), tol = 1e-15, maxiter = 10000)$root

# ---- one proportion
one <- list(c(0, 1), c(1, 1), c(0, 2), c(1, 2), c(0, 3), c(2, 3), c(0, 20), c(1, 20), c(20, 20), c(19, 20), c(1, 30),
            c(0, 30), c(10, 53), c(5, 53), c(27, 53), c(15, 164), c(63, 164), c(81, 263), c(1, 29), c(29, 30),
            c(0, 148), c(148, 148), c(3, 1000), c(500, 1000), c(999, 1000), c(4321, 100000), c(1, 1000000),
            c(500000, 1000000))
expected <- c(0, 0.02, 0.1, 0.25, 0.5, 1 / 3, 0.9, 1)
rows <- list()
for (pair in one) for (level in levels) for (p0 in if (level == 0.95) expected else 0.5) {
  x <- pair[1]; n <- pair[2]
  test <- binom.test(x, n, p0, conf.level = level)
  tail <- (1 - level) / 2
  rows[[length(rows) + 1]] <- data.frame(
    set = sprintf("%d_of_%d", x, n), x = x, n = n, level = level, expected = p0, p = test$p.value,
    low = test$conf.int[1], high = test$conf.int[2],
    jeffreys_low = if (x == 0) 0 else qbeta(tail, x + 0.5, n - x + 0.5),
    jeffreys_high = if (x == n) 1 else qbeta(tail, x + 0.5, n - x + 0.5, lower.tail = FALSE))
}
write_answers(rows, "proportion_one.csv")

# ---- two proportions: x1 of n1, x2 of n2
two <- list(
  c(56, 70, 48, 80), c(9, 10, 3, 10), c(6, 7, 2, 7), c(5, 56, 0, 29), c(0, 10, 0, 20), c(0, 10, 0, 10), c(10, 10, 0, 20),
  c(10, 10, 0, 10), c(10, 10, 20, 20), c(0, 1, 1, 1), c(1, 1, 1, 1), c(0, 1, 0, 1), c(1, 2, 1, 2), c(1, 3, 2, 3), c(0, 3, 2, 3),
  c(10, 53, 5, 53), c(4, 20, 4, 20), c(1, 20, 7, 20), c(0, 30, 3, 30), c(3, 30, 0, 30), c(30, 30, 27, 30), c(27, 30, 30, 30),
  c(15, 164, 9, 48), c(63, 164, 20, 53), c(1, 1000, 2, 30), c(104, 11037, 189, 11034), c(400, 1000, 450, 1000),
  c(83, 90, 90, 90), c(7, 90, 1, 86), c(12345, 100000, 12543, 100000), c(3, 5, 100, 400), c(2, 400, 1, 3))
write_answers(lapply(two, function(s) data.frame(set = paste(s, collapse = "_"), x1 = s[1], n1 = s[2], x2 = s[3], n2 = s[4])),
              "../data/two_proportions.csv")

# The derivative of the log-likelihood in p1 along p2 = of(p1), zero at the restricted estimate.
restricted <- function(s, of, slope, low, high) {
  derivative <- function(p1) {
    part <- function(x, n, p) ifelse(x == 0, 0, x / p) - ifelse(x == n, 0, (n - x) / (1 - p))
    part(s[1], s[2], p1) + slope(p1) * part(s[3], s[4], of(p1))
  }
  width <- high - low
  inner <- c(low + 1e-14 * width, high - 1e-14 * width)
  ends <- c(derivative(inner[1]), derivative(inner[2]))
  if (!is.finite(ends[1]) || ends[1] <= 0) return(low)
  if (!is.finite(ends[2]) || ends[2] >= 0) return(high)
  uniroot(derivative, inner, tol = 1e-16, maxiter = 10000)$root
}
variance <- function(s, p1, p2) p1 * (1 - p1) / s[2] + p2 * (1 - p2) / s[4]
z_difference <- function(s, d) {
  p1 <- restricted(s, function(p) p + d, function(p) 1, max(0, -d), min(1, 1 - d))
  (s[3] / s[4] - s[1] / s[2] - d) / sqrt(variance(s, p1, p1 + d))
}
z_ratio <- function(s, r) {
  p1 <- restricted(s, function(p) p * r, function(p) r, 0, min(1, 1 / r))
  (s[3] / s[4] - r * s[1] / s[2]) / sqrt(p1 * r * (1 - p1 * r) / s[4] + r^2 * p1 * (1 - p1) / s[2])
}
# With the total fixed, the expected count of the second group: by uniroot, not by the quadratic.
z_odds <- function(s, o) {
  x <- s[1] + s[3]
  excess <- function(b) log(b) + log(s[2] - x + b) - log(o) - log(x - b) - log(s[4] - b)
  low <- max(0, x - s[2]); high <- min(x, s[4])
  b <- uniroot(excess, c(low + 1e-13 * (high - low), high - 1e-13 * (high - low)), tol = 1e-16, maxiter = 10000)$root
  (s[3] - b) * sqrt(1 / b + 1 / (s[4] - b) + 1 / (x - b) + 1 / (s[2] - x + b))
}
log_root <- function(z, target, from = -25, to = 25) exp(fine(function(u) z(exp(u)) - target, from, to))

answer <- function(s, level) {
  s <- as.numeric(s); x1 <- s[1]; n1 <- s[2]; x2 <- s[3]; n2 <- s[4]; n <- n1 + n2
  row <- data.frame(set = paste(s, collapse = "_"), level = level, x1 = x1, n1 = n1, x2 = x2, n2 = n2)
  zc <- qnorm(1 - (1 - level) / 2)
  d <- x2 / n2 - x1 / n1
  w1 <- prop.test(x1, n1, conf.level = level, correct = FALSE)$conf.int
  w2 <- prop.test(x2, n2, conf.level = level, correct = FALSE)$conf.int
  row$difference <- if (x2 * n1 == x1 * n2) 0 else d
  row$newcombe_low <- d - sqrt((x2 / n2 - w2[1])^2 + (w1[2] - x1 / n1)^2)
  row$newcombe_high <- d + sqrt((w2[2] - x2 / n2)^2 + (x1 / n1 - w1[1])^2)
  uniform <- x1 + x2 == 0 || x1 + x2 == n
  plain <- suppressWarnings(prop.test(c(x1, x2), c(n1, n2), correct = FALSE))
  row$p_score <- if (uniform) NA else plain$p.value
  row$z_score <- if (uniform) NA else sign(d) * sqrt(unname(plain$statistic))
  row$p_yates <- if (uniform) NA else suppressWarnings(prop.test(c(x1, x2), c(n1, n2), correct = TRUE))$p.value
  for (kind in c("mn", "plain")) {
    reach <- zc * if (kind == "mn") sqrt(n / (n - 1)) else 1
    row[[paste0("d_low_", kind)]] <- if (d == -1) -1 else fine(function(t) z_difference(s, t) - reach, -1 + 1e-12, d - 1e-12)
    row[[paste0("d_high_", kind)]] <- if (d == 1) 1 else fine(function(t) z_difference(s, t) + reach, d + 1e-12, 1 - 1e-12)
    none <- x1 + x2 == 0
    row[[paste0("r_low_", kind)]] <- if (none) NA else if (x2 == 0) 0 else log_root(function(r) z_ratio(s, r), reach)
    row[[paste0("r_high_", kind)]] <- if (none) NA else if (x1 == 0) Inf else log_root(function(r) z_ratio(s, r), -reach)
    zero <- x2 == 0 || x1 == n1; infinite <- x1 == 0 || x2 == n2
    row[[paste0("o_low_", kind)]] <- if (uniform) NA else if (zero) 0 else log_root(function(o) z_odds(s, o), reach)
    row[[paste0("o_high_", kind)]] <- if (uniform) NA else if (infinite) Inf else log_root(function(o) z_odds(s, o), -reach)
  }
  row$ratio <- if (x1 == 0) NA else (x2 / n2) / (x1 / n1)
  katz <- sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)
  usable <- x1 > 0 && x2 > 0 && katz > 0
  row$katz_low <- if (usable) row$ratio * exp(-zc * katz) else NA
  row$katz_high <- if (usable) row$ratio * exp(zc * katz) else NA
  row$katz_p <- if (usable) 2 * pnorm(-abs(log(row$ratio) / katz)) else NA
  y1 <- n1 - x1; y2 <- n2 - x2
  row$odds <- if (uniform || x1 * y2 == 0) NA else (x2 / y2) / (x1 / y1)
  woolf <- sqrt(1 / x1 + 1 / y1 + 1 / x2 + 1 / y2)
  usable <- min(x1, x2, y1, y2) > 0
  row$woolf_low <- if (usable) row$odds * exp(-zc * woolf) else NA
  row$woolf_high <- if (usable) row$odds * exp(zc * woolf) else NA
  row$woolf_p <- if (usable) 2 * pnorm(-abs(log(row$odds) / woolf)) else NA
  cbind(row, conditional(s, level))
}

# fisher.test's equations, solved finely: its noncentral hypergeometric probabilities by dhyper on the log scale.
conditional <- function(s, level) {
  x1 <- s[1]; n1 <- s[2]; x2 <- s[3]; n2 <- s[4]
  test <- fisher.test(matrix(c(x2, x1, n2 - x2, n1 - x1), 2), conf.level = level)
  x <- x1 + x2; support <- max(0, x - n1):min(n2, x); ln <- dhyper(support, n2, n1, x, log = TRUE)
  density <- function(u) { d <- ln + u * support; d <- exp(d - max(d)); d / sum(d) }
  if (length(support) == 1) return(data.frame(p_fisher = 1, c_odds = NA, c_low = NA, c_high = NA))
  least <- x2 == min(support); most <- x2 == max(support); tail <- (1 - level) / 2
  root <- function(f) exp(fine(f, -60, 60))
  out <- data.frame(p_fisher = test$p.value,
    c_odds = if (least) 0 else if (most) NA else root(function(u) sum(support * density(u)) - x2),
    c_low = if (least) 0 else root(function(u) sum(density(u)[support >= x2]) - tail),
    c_high = if (most) Inf else root(function(u) tail - sum(density(u)[support <= x2])))
  # uniroot there searches a ratio, or the reciprocal of one above 1, to about 1e-4.
  inner <- function(ratio) ifelse(ratio > 1, 2 - 1 / ratio, ratio)
  stopifnot(all(abs(inner(c(out$c_low, out$c_high)) - inner(test$conf.int)) < 5e-4))
  out
}

rows <- list()
for (s in two) for (level in levels) rows[[length(rows) + 1]] <- answer(s, level)
write_answers(rows, "proportion_two.csv")

