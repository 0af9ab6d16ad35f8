# Spread on the log scale, intervals about one sample, weighted statistics, standardised differences.
# `run.R data` draws data/weighted.csv and data/two_groups.csv again.
# data/nist_univariate.csv holds Lew, Lottery, Mavro and Michelso of NIST StRD (US government work, public domain).

suppressPackageStartupMessages({
  library(Hmisc)
  library(survey)
  library(metafor)
})

draw <- function() {
  set.seed(20261124, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
  weighted <- list()
  add <- function(name, value, weight)
    weighted[[length(weighted) + 1]] <<- data.frame(set = name, value = digits(value), weight = digits(weight))
  add("one_value", 3.5, 4)
  add("one_value_small_weight", 3.5, 0.25)
  add("all_weights_zero", c(1, 2, 3), c(0, 0, 0))
  add("two_values", c(2, 5), c(1, 3))
  add("two_equal_values", c(4, 4), c(1.5, 2))
  add("zeros_among_weights", c(9, 1, 4, 7, 100), c(2, 0, 3, 1, 0))
  add("equal_weights", c(3, 1, 4, 1, 5, 9, 2, 6), rep(1, 8))
  add("equal_weights_of_a_tenth", c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3), rep(0.1, 10))
  add("halves", c(1, 2, 3, 4), c(0.5, 0.5, 0.5, 0.5))
  add("tied_values", c(2, 2, 2, 5, 5, 8), c(1, 2, 3, 1, 1, 4))
  add("huge", c(1.5, 2, 4, 8, 3) * 1e300, c(1, 2, 3, 1, 1))
  add("minute", c(1.5, 2, 4, 8, 3) * 1e-300, c(1, 2, 3, 1, 1))
  add("huge_weights", c(1.5, 2, 4, 8, 3), c(1, 2, 3, 1, 1) * 1e200)
  add("offset", 1e9 + (1:20) / 4, rep(1:5, 4))
  add("uneven", c(1, 2, 3), c(1e-8, 1, 1e8))
  for (n in c(3, 7, 20, 60, 200)) {
    add(paste0("counts_", n), round(exp(rnorm(n, 2, 1)), 1), rpois(n, 3))
    add(paste0("reals_", n), round(rnorm(n, 50, 12), 2), round(rexp(n), 4) + 0.0001)
  }
  write.csv(do.call(rbind, weighted), "data/weighted.csv", row.names = FALSE, quote = FALSE)

  groups <- list()
  add <- function(name, first, second) groups[[length(groups) + 1]] <<- data.frame(
    set = name, group = rep(1:2, c(length(first), length(second))), value = digits(c(first, second)))
  add("two_and_two", c(1, 3), c(2, 6))
  add("three_and_two", c(1, 3, 4), c(2, 6))
  add("first_constant", c(2, 2, 2), c(1, 4, 6, 3))
  add("both_constant", c(2, 2, 2), c(3, 3))
  add("one_and_five", 4, c(1, 2, 3, 4, 5))
  add("equal_means", c(1, 2, 3), c(0, 2, 4))
  add("far_apart", c(1, 2, 3, 2.5), c(101, 102, 103, 104, 105))
  add("sleep", datasets::sleep$extra[1:10], datasets::sleep$extra[11:20])
  add("darwin", c(23.5, 12, 21, 22, 19.125, 21.5, 22.125, 20.375, 18.25, 21.625, 23.25, 21, 22.125, 23, 12),
      c(17.375, 20.375, 20, 20, 18.375, 18.625, 18.625, 15.25, 16.5, 18, 16.25, 18, 12.75, 15.5, 18))
  tooth <- datasets::ToothGrowth
  add("toothgrowth", tooth$len[tooth$supp == "VC"], tooth$len[tooth$supp == "OJ"])
  add("mtcars", datasets::mtcars$mpg[datasets::mtcars$am == 0], datasets::mtcars$mpg[datasets::mtcars$am == 1])
  add("huge", c(1, 2, 4) * 1e300, c(3, 5, 4.5, 6) * 1e300)
  add("minute", c(1, 2, 4) * 1e-300, c(3, 5, 4.5, 6) * 1e-300)
  add("offset", 1e8 + c(1, 2, 4) / 8, 1e8 + c(3, 5, 4.5, 6) / 8)
  for (n in c(4, 9, 25, 80, 300)) {
    add(paste0("normal_", n), round(rnorm(n, 10, 3), 2), round(rnorm(2 * n, 11, 3), 2))
    add(paste0("tied_", n), sample(1:5, n, TRUE), sample(1:5, n + 3, TRUE, 5:1))
  }
  write.csv(do.call(rbind, groups), "data/two_groups.csv", row.names = FALSE, quote = FALSE)
}
if ("data" %in% commandArgs(trailingOnly = TRUE)) draw()

univariate <- read.csv("data/nist_univariate.csv", colClasses = c("character", "numeric"))
samples <- c(read_samples(), lapply(unique(univariate$set), function(name)
  list(name = name, values = univariate$value[univariate$set == name])))

# Spread, and the intervals of both means.
t_limits <- function(mean, sd, n, level) {
  if (is.na(sd) || sd == 0) c(NA, NA) else mean + c(-1, 1) * qt(1 - (1 - level) / 2, n - 1) * sd / sqrt(n)
}
spread <- list()
for (set in samples) for (level in c(0.9, 0.95, 0.99)) {
  x <- set$values
  unit <- unit_of(x)
  n <- length(x)
  constant <- length(unique(x)) == 1
  sd_of <- function(v) if (n > 1 && constant) 0 else sd(v)
  logs <- if (all(x > 0)) log(x) else NULL
  log_sd <- if (is.null(logs)) NA_real_ else sd_of(logs)
  plain <- t_limits(mean(x / unit), sd_of(x / unit), n, level) * unit
  geometric <- if (is.null(logs)) c(NA, NA) else exp(t_limits(mean(logs), log_sd, n, level))
  spread[[length(spread) + 1]] <- data.frame(
    set = set$name, level = level, geometric_sd = fitting(exp(log_sd)),
    cv = if (mean(x / unit) == 0) NA_real_ else sd_of(x / unit) / mean(x / unit),
    log_normal_cv = fitting(sqrt(expm1(log_sd^2))),
    low = if (all(is.finite(plain))) plain[1] else NA_real_, high = if (all(is.finite(plain))) plain[2] else NA_real_,
    geometric_low = if (all(is.finite(geometric))) geometric[1] else NA_real_,
    geometric_high = if (all(is.finite(geometric))) geometric[2] else NA_real_)
}
write_answers(spread, "spread.csv")

# Order statistics about a quantile: the binomial quantiles of R itself.
ranks <- list()
for (n in c(1, 2, 3, 5, 6, 8, 10, 13, 20, 53, 59, 100, 164, 500, 2000, 12345, 1e6))
  for (p in c(0, 0.05, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.99, 1)) for (level in c(0.5, 0.9, 0.95, 0.99)) {
    tail <- (1 - level) / 2
    low <- max(1, qbinom(tail, n, p))
    high <- max(1, min(n, qbinom(tail, n, p, lower.tail = FALSE) + 1))
    outside <- pbinom(low - 1, n, p) + pbinom(high - 1, n, p, lower.tail = FALSE)
    ranks[[length(ranks) + 1]] <- data.frame(set = paste(n, p), n = n, fraction = p, level = level, low = low,
                                             high = high, achieved = max(0, 1 - outside))
  }
write_answers(ranks, "quantile_ranks.csv")

# Weighted: Hmisc, cov.wt, survey.
weighted <- list()
weighted_quantiles <- list()
table <- read.csv("data/weighted.csv", colClasses = c("character", "numeric", "numeric"))
for (name in unique(table$set)) {
  rows <- table[table$set == name & table$weight > 0, ]
  x <- rows$value
  w <- rows$weight
  n <- length(x)
  unit <- unit_of(x)
  v <- x / unit
  root <- function(variance) if (is.finite(variance) && variance >= 0) sqrt(variance) * unit else NA_real_
  frequency <- if (n > 0 && sum(w) > 1) wtd.var(v, w) else NA_real_
  reliability <- if (n > 1) cov.wt(matrix(v), w / sum(w))$cov[1, 1] else NA_real_
  design <- if (n > 1) svydesign(ids = ~1, weights = ~w, data = data.frame(v = v, w = w))
  sampling <- if (n > 1) as.numeric(svyvar(~v, design)) else NA_real_
  if (n > 1 && length(unique(x)) == 1) frequency <- reliability <- sampling <- 0
  weighted[[length(weighted) + 1]] <- data.frame(
    set = name, n = n, mean = if (n > 0) wtd.mean(v, w) * unit else NA_real_,
    effective_n = if (n > 0) sum(w / max(w))^2 / sum((w / max(w))^2) else NA_real_,
    frequency = root(frequency), reliability = root(reliability), sampling = root(sampling))
  if (n == 0) next
  # survey and Hmisc add weights up in doubles; those of data are multiples of 1e-4 or powers of ten.
  for (p in c(0, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 1)) {
    ordered <- order(x)
    up_to <- cumsum(w[ordered]) / sum(w)
    reached <- which(up_to >= p * (1 - 1e-14))[1]
    after <- if (up_to[reached] <= p * (1 + 1e-14)) min(reached + 1, n) else reached
    # survey 4.1 never answers with the least value where p lies short of its weight: it gives the next.
    by_survey <- function(rule) if (n > 1 && p >= max(up_to[1], 1e-14)) svyquantile(~v, design, p, qrule = rule, ci = FALSE)[[1]][1] * unit else NA_real_
    repeated <- if (sum(w) >= 1 && sum(w) < 1e9) wtd.quantile(v, w, p) * unit else NA_real_
    weighted_quantiles[[length(weighted_quantiles) + 1]] <- data.frame(
      set = name, fraction = p, inverse = x[ordered][reached],
      averaged = (x[ordered][reached] / 2 + x[ordered][after] / 2), survey_inverse = unname(by_survey("math")),
      survey_averaged = unname(by_survey("school")), repeated = unname(repeated))
  }
}
write_answers(weighted, "weighted.csv")
write_answers(weighted_quantiles, "weighted_quantiles.csv")

# Standardised differences. The noncentral t by integration: pt(ncp =) is right to 1e-12 of 1 only, and to ncp 37.
noncentral_lower <- function(t, df, shift) {
  density <- function(u) exp(log(2) + df / 2 * log(df / 2) - lgamma(df / 2) + (df - 1) * log(u) - df * u^2 / 2)
  spread <- 1 / sqrt(2 * df)
  cuts <- seq(max(0, 1 - 10 * spread), 1 + 13 * spread, length.out = 31)
  sum(sapply(1:30, function(i) integrate(function(u) pnorm(t * u - shift) * density(u), cuts[i], cuts[i + 1],
                                         rel.tol = 1e-11, abs.tol = 0, stop.on.error = FALSE)$value))
}
noncentrality <- function(t, df, target) {
  reach <- 12 * sqrt(1 + t^2 / 2)
  uniroot(function(shift) noncentral_lower(t, df, shift) - target, t + c(-reach, reach), extendInt = "downX",
          tol = 1e-12)$root
}
standardized <- list()
table <- read.csv("data/two_groups.csv", colClasses = c("character", "integer", "numeric"))
for (name in unique(table$set)) for (level in c(0.9, 0.95, 0.99)) {
  rows <- table[table$set == name, ]
  unit <- unit_of(rows$value)
  first <- rows$value[rows$group == 1] / unit
  second <- rows$value[rows$group == 2] / unit
  n <- c(length(first), length(second))
  row <- data.frame(set = name, level = level, d = NA_real_, d_low = NA_real_, d_high = NA_real_, g = NA_real_,
                    average = NA_real_, average_low = NA_real_, average_high = NA_real_)
  if (min(n) > 1 && (length(unique(first)) > 1 || length(unique(second)) > 1)) {
    df <- sum(n) - 2
    pooled <- sqrt(((n[1] - 1) * var(first) + (n[2] - 1) * var(second)) / df)
    row$d <- (mean(second) - mean(first)) / pooled
    per <- sqrt(1 / n[1] + 1 / n[2])
    tail <- (1 - level) / 2
    row$d_low <- noncentrality(row$d / per, df, 1 - tail) * per
    row$d_high <- noncentrality(row$d / per, df, tail) * per
    summary <- list(m1i = mean(second), m2i = mean(first), sd1i = sd(second), sd2i = sd(first), n1i = n[2], n2i = n[1])
    row$g <- as.numeric(do.call(escalc, c(list("SMD"), summary))$yi)
    average <- do.call(escalc, c(list("SMDH"), summary))
    factor <- row$g / row$d
    row$average <- (mean(second) - mean(first)) / sqrt((var(first) + var(second)) / 2)
    if (is.finite(factor)) stopifnot(all.equal(as.numeric(average$yi), row$average * factor))
    # escalc's own variance is in terms of the corrected estimate; ours of the uncorrected (Bonett 2008, eq. 6).
    v <- c(var(first), var(second))
    variance <- row$average^2 * sum(v^2 / (n - 1)) / (8 * mean(v)^2) + sum(v / (n - 1)) / mean(v)
    row$average_low <- row$average - qnorm(1 - tail) * sqrt(variance)
    row$average_high <- row$average + qnorm(1 - tail) * sqrt(variance)
  }
  standardized[[length(standardized) + 1]] <- row
}
write_answers(standardized, "standardized.csv")

# Yang & Dalton over categories, by solve() with the first category left out.
categories <- list()
set.seed(7, sample.kind = "Rejection")
tables <- list(list(c(5, 5), c(2, 8)), list(c(5, 5), c(5, 5)), list(c(10, 0), c(0, 10)), list(c(10, 0), c(10, 0)),
               list(c(3, 4, 5), c(5, 4, 3)), list(c(0, 4, 5), c(5, 4, 0)), list(c(4, 0, 5), c(1, 0, 7)),
               list(c(10, 0, 0), c(0, 5, 5)), list(c(1, 1, 0, 0), c(0, 1, 1, 1)), list(c(0, 0), c(1, 2)),
               list(c(1000000, 3, 5), c(999990, 8, 10)), list(c(1, 0), c(1, 1)))
for (k in c(2, 3, 4, 5, 6, 8, 10, 15)) for (n in c(12, 80)) tables[[length(tables) + 1]] <-
  list(tabulate(sample(k, n, TRUE), k), tabulate(sample(k, 2 * n, TRUE, k:1), k))
for (pair in tables) {
  present <- pair[[1]] + pair[[2]] > 0
  p <- pair[[1]][present] / sum(pair[[1]])
  q <- pair[[2]][present] / sum(pair[[2]])
  covariance <- function(p) diag(p, length(p)) - p %*% t(p)
  s <- (covariance(p) + covariance(q)) / 2
  d <- (q - p)[-1]
  value <- if (anyNA(c(p, q)) || length(p) < 2 || !any(p > 0 & q > 0)) NA_real_
           else sqrt(sum(d * solve(s[-1, -1], d)))
  categories[[length(categories) + 1]] <- data.frame(
    set = length(categories) + 1, first = paste(pair[[1]], collapse = " "), second = paste(pair[[2]], collapse = " "),
    value = value)
}
write_answers(categories, "standardized_categories.csv")
