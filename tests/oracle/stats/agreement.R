# Limits of agreement: the approximate interval from its formula; the exact one by solving, with uniroot, for the
# quantile that the noncentral t distribution (an integral of pnorm over the chi density, by integrate) leaves at
# each tail. R's own qt(ncp) stops at ncp = 37.6 and 1e-9.
# Intraclass correlation: psych::ICC, whose mean squares come from aov.

suppressPackageStartupMessages(library(psych))

log_ratio <- function(before, after) {
  near <- after / before > 0.5 & after / before < 2
  ifelse(near, log1p((after - before) / before), log(after) - log(before))
}

# P(T <= t), integrating over w = sqrt(chi-squared / df) around its peak.
noncentral <- function(t, df, ncp) {
  density <- function(w) exp(log(2) + df / 2 * log(df / 2) - lgamma(df / 2) + (df - 1) * log(w) - df * w^2 / 2)
  sd <- 1 / sqrt(2 * df)
  from <- max(0, 1 - 12 * sd)
  cuts <- sort(unique(c(seq(from, 1 + 14 * sd, length.out = 41), if (ncp / t > from && ncp / t < 1 + 14 * sd) ncp / t)))
  sum(mapply(function(a, b) integrate(function(w) pnorm(t * w - ncp) * density(w), a, b,
    rel.tol = 1e-12, abs.tol = 1e-16, stop.on.error = FALSE)$value, head(cuts, -1), tail(cuts, -1)))
}
noncentral_quantile <- function(p, df, ncp) {
  start <- suppressWarnings(qt(p, df, if (ncp < 37) ncp else 0) + if (ncp < 37) 0 else ncp)
  width <- 0.05 * max(1, abs(start))
  uniroot(function(t) qnorm(min(max(noncentral(t, df, ncp), 1e-300), 1 - 1e-16)) - qnorm(p),
    start + c(-width, width), extendInt = "upX", tol = 1e-13 * max(1, abs(start)), maxiter = 500)$root
}

quantiles <- new.env()
remembered <- function(p, n) {
  key <- paste(p, n)
  if (is.null(quantiles[[key]])) quantiles[[key]] <- noncentral_quantile(p, n - 1, qnorm(0.975) * sqrt(n))
  quantiles[[key]]
}

limits <- function(name, kind, x, unit) {
  n <- length(x)
  back <- if (kind == "ratio") exp else function(value) value * unit
  spread <- n > 1 && sd(x) > 1e-13 * max(abs(x))
  m <- mean(x)
  s <- if (n > 1) sd(x) else NA_real_
  z <- qnorm(0.975)
  reach <- qt(0.975, n - 1) * s * sqrt(1 / n + z^2 / (2 * (n - 1)))
  value <- function(v) if (spread) fitting(back(v)) else NA_real_
  inner <- if (spread) remembered(0.025, n) * s / sqrt(n) else NA_real_
  outer <- if (spread) remembered(0.975, n) * s / sqrt(n) else NA_real_
  data.frame(set = name, kind = kind, n = n, lower = value(m - z * s), upper = value(m + z * s),
    bias_low = value(m - qt(0.975, n - 1) * s / sqrt(n)), bias_high = value(m + qt(0.975, n - 1) * s / sqrt(n)),
    lower_low = value(m - z * s - reach), lower_high = value(m - z * s + reach),
    upper_low = value(m + z * s - reach), upper_high = value(m + z * s + reach),
    exact_lower_low = value(m - outer), exact_lower_high = value(m - inner),
    exact_upper_low = value(m + inner), exact_upper_high = value(m + outer))
}

rows <- list()
for (set in read_pairs()) {
  if (set$name == "near_the_largest" || grepl("binary_rounding|ratios_equal", set$name)) next
  unit <- unit_of(c(set$before, set$after))
  rows[[length(rows) + 1]] <- limits(set$name, "mean", set$after / unit - set$before / unit, unit)
  usable <- set$before > 0 & set$after > 0
  if (any(usable)) rows[[length(rows) + 1]] <- limits(set$name, "ratio", log_ratio(set$before, set$after)[usable], 1)
}
write_answers(rows, "limits.csv")

# --- Intraclass correlation.

tables <- list(shrout_fleiss = matrix(c(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7),
  ncol = 4, byrow = TRUE))
set.seed(20261125, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
for (n in c(2, 3, 5, 10, 30, 100)) for (k in c(2, 3, 5)) {
  subject <- rnorm(n, 20, runif(1, 0.2, 5))
  rater <- rnorm(k, 0, runif(1, 0, 2))
  tables[[paste0("drawn_", n, "_", k)]] <- round(outer(subject, rater, "+") + rnorm(n * k), 2)
}
tables$ordinal <- matrix(sample(1:4, 60, TRUE), ncol = 3)
tables$unrelated <- matrix(round(rnorm(40), 3), ncol = 4)
tables$opposed <- cbind(1:8, 8:1 + c(0.5, 0, 0, 0, 0, 0, 0, 0))
tables$huge <- tables$shrout_fleiss * 1e300
tables$minute <- tables$shrout_fleiss * 1e-300
tables$offset <- tables$shrout_fleiss + 1e6
stored <- do.call(rbind, lapply(names(tables), function(name)
  data.frame(set = name, raters = ncol(tables[[name]]), value = digits(as.vector(t(tables[[name]]))))))
write.csv(stored, "data/ratings.csv", row.names = FALSE, quote = FALSE)

# The interval of the two-way agreement form from McGraw & Wong, table 7, where psych's matches for level 0.95.
rows <- list()
for (name in names(tables)) for (level in c(0.90, 0.95)) {
  x <- as.data.frame(tables[[name]] / unit_of(tables[[name]]))
  result <- suppressWarnings(suppressMessages(ICC(x, alpha = 1 - level, lmer = FALSE)))$results
  # Below -1 / (k - 1) the Spearman-Brown formula has no value; psych prints what its pole throws to the other side.
  beyond <- result$`lower bound` > result$ICC | result$`upper bound` < result$ICC
  result[beyond | result$ICC > 1, c("lower bound", "upper bound")] <- NA
  result[result$ICC > 1, "ICC"] <- NA
  rows[[length(rows) + 1]] <- data.frame(set = name, level = level, form = result$type, value = result$ICC, f = result$F,
    df1 = result$df1, df2 = result$df2, p = result$p, low = result$`lower bound`, high = result$`upper bound`)
}
write_answers(rows, "intraclass.csv")
