# Regression to the mean against numerical integration, its delta method against numerical derivatives in the published
# figures themselves, and the analysis of covariance against lm().
# `run.R data` draws data/selection.csv again. data/nist/Norris.dat is NIST StRD's (US government work, public domain).
#
# What is done to R: both columns are taken from their first values before lm(), which otherwise loses digits and drops a regressor whose
# spread is below 1e-7 of its mean; values of 1e±300 are divided by a power of two; a fit that rounding explains has
# no error (lm warns of an "essentially perfect fit" and goes on); where a
# term explains exactly nothing anova() has no F: 0, and p 1.

suppressPackageStartupMessages(library(numDeriv))

draw <- function() {
  set.seed(20261126, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
  rows <- list()
  add <- function(name, arm, before, after)
    rows[[length(rows) + 1]] <<- data.frame(set = name, arm = arm, before = digits(before), after = digits(after))
  laboratory <- function(n) {
    before <- round(exp(rnorm(n, 2.5, 1)), 1) + 0.1
    list(before = before, after = round(exp(0.3 + 0.7 * log(before) + rnorm(n, 0, 0.5)), 1) + 0.1)
  }
  for (n in c(2, 3, 4, 5, 6, 8, 12, 30, 100)) for (k in 1:3) {
    drawn <- laboratory(n)
    add(paste0("laboratory_", n, "_", k), (seq_len(n) - 1) %% k, drawn$before, drawn$after)
  }
  drawn <- laboratory(40)
  add("uneven_arms", c(0, rep(1, 30), rep(2, 9)), drawn$before, drawn$after)
  add("empty_middle_arm", rep(c(0, 2), 20), drawn$before, drawn$after)
  add("zeros", rep(0:1, 20), ifelse(1:40 %% 7 == 0, 0, drawn$before), ifelse(1:40 %% 9 == 0, -1, drawn$after))
  add("baseline_constant", rep(0:1, 5), rep(8, 10), c(3, 5, 6, 9, 12, 7, 4, 5, 8, 10))
  add("baseline_constant_in_arms", rep(0:1, 5), rep(c(8, 9), 5), c(3, 5, 6, 9, 12, 7, 4, 5, 8, 10))
  add("baseline_constant_in_one_arm", rep(0:1, 5), c(8, 1, 8, 2, 8, 3, 8, 4, 8, 7), c(3, 5, 6, 9, 12, 7, 4, 5, 8, 10))
  add("one_factor", rep(0:1, 4), 2^(0:7), 3 * 2^(0:7))
  add("huge", rep(0:1, 4), c(1.5, 2, 4, 8, 3, 7, 5, 6.5) * 1e300, c(2.5, 1, 6, 7, 5, 9.5, 4, 8) * 1e300)
  add("minute", rep(0:1, 4), c(1.5, 2, 4, 8, 3, 7, 5, 6.5) * 1e-300, c(2.5, 1, 6, 7, 5, 9.5, 4, 8) * 1e-300)
  add("offset", rep(0:1, 10), 1e7 + (1:20) / 4, 1e7 + (1:20) / 8 + sample(-3:4, 20, TRUE) / 8)
  write.csv(do.call(rbind, rows), "data/selection.csv", row.names = FALSE, quote = FALSE)
}
if ("data" %in% commandArgs(trailingOnly = TRUE)) draw()

# The mean error of those whose mean of m values lies beyond the cutoff: over all errors e, weighted by the share of
# persons whom that error puts beyond. After minus before is minus that error.
by_integration <- function(mean, within, between, cutoff, above, m) {
  w <- within / sqrt(m)
  at <- if (above) cutoff - mean else mean - cutoff
  beyond <- function(e) if (between > 0) pnorm(at - e, 0, between, lower.tail = FALSE) else as.numeric(e > at)
  cuts <- sort(c(seq(-12, 12, 1) * w, if (between == 0) at))
  over <- function(f) sum(mapply(function(a, b) integrate(f, a, b, rel.tol = 1e-11, abs.tol = 1e-300)$value,
                                 head(cuts, -1), cuts[-1]))
  top <- over(function(e) e * dnorm(e, 0, w) * beyond(e))
  (if (above) -1 else 1) * top / over(function(e) dnorm(e, 0, w) * beyond(e))
}
known <- list()
for (population in list(c(10, 2, 3), c(0, 1, 1), c(100, 15, 5), c(2.3, 0.8, 1.2), c(5, 1, 0)))
  for (z in c(-3, -1, 0, 0.7, 2, 4)) for (m in c(1, 2, 5)) for (above in c(TRUE, FALSE)) {
    total <- sqrt(population[2]^2 / m + population[3]^2)
    cutoff <- round(population[1] + z * total, 2)
    known[[length(known) + 1]] <- data.frame(
      set = length(known) + 1, mean = population[1], within = population[2], between = population[3], cutoff = cutoff,
      above = as.integer(above), m = m,
      change = by_integration(population[1], population[2], population[3], cutoff, above, m))
  }
write_answers(known, "selection_known.csv")

# The delta method, in the figures as published.
hazard <- function(z) exp(dnorm(z, log = TRUE) - pnorm(z, lower.tail = FALSE, log.p = TRUE))
log_change <- function(mean, total, within, cutoff, above, m) {
  s <- sqrt(total - within + within / m)
  z <- (cutoff - mean) / s * (if (above) 1 else -1)
  log(within / m / s * hazard(z))
}
limits <- function(log_value, error, above, level) {
  ends <- exp(log_value + c(-1, 1) * qnorm(1 - (1 - level) / 2) * error)
  if (above) -rev(ends) else ends
}
estimated <- list()
add <- function(kind, n, mean, sd, other, other_n, cutoff, above, m, level, f, at, variances) {
  gradient <- grad(f, at, method.args = list(r = 6))
  ends <- limits(f(at), sqrt(sum(gradient^2 * variances)), above, level)
  estimated[[length(estimated) + 1]] <<- data.frame(
    set = length(estimated) + 1, kind = kind, n = n, mean = mean, sd = sd, other = other, other_n = other_n,
    cutoff = cutoff, above = as.integer(above), m = m, level = level, change = (if (above) -1 else 1) * exp(f(at)),
    low = ends[1], high = ends[2])
}
for (cutoff in c(8, 12, 16)) for (above in c(TRUE, FALSE)) for (m in c(1, 2)) for (level in c(0.9, 0.95)) {
  add("sd", 120, 11, 3.5, 2, 50, cutoff, above, m, level,
      function(p) log_change(p[1], p[2]^2, p[3]^2, cutoff, above, m), c(11, 3.5, 2),
      c(3.5^2 / 120, 3.5^2 / 2 / 119, 2^2 / 2 / 50))
  add("correlation", 120, 11, 3.5, 0.6, 40, cutoff, above, m, level,
      function(p) log_change(p[1], p[2]^2, p[2]^2 * (1 - p[3]), cutoff, above, m), c(11, 3.5, 0.6),
      c(3.5^2 / 120, 3.5^2 / 2 / 119, (1 - 0.6^2)^2 / 39))
}
write_answers(estimated, "selection_estimated.csv")

# From pairs: the variances of means and differences of each paired set, logarithms where they exist.
from_pairs <- list()
for (set in read_pairs()) for (m in c(1, 3)) {
  if (min(set$before, set$after) <= 0 || length(set$before) < 3 || max(set$before) > 1e100 || max(set$before) < 1e-100) next
  first <- log(set$before)
  second <- log(set$after)
  n <- length(first)
  a <- (first + second) / 2
  if (var(second - first) < 1e-20 || var(a) == 0) next
  p <- c(mean(a), var(a), var(second - first))
  between <- p[2] - p[3] / 4
  if (between <= 0.05 * p[2] || min(p[2:3]) < 1e-3) next
  cutoff <- round(p[1] + 0.5, 2)
  f <- function(p) log_change(p[1], p[2] + p[3] / 4, p[3] / 2, cutoff, TRUE, m)
  gradient <- grad(f, p)
  ends <- limits(f(p), sqrt(sum(gradient^2 * c(p[2] / n, 2 * p[2]^2 / (n - 1), 2 * p[3]^2 / (n - 1)))), TRUE, 0.95)
  # The change of those in the set beyond the cutoff, adjusted as if the reference were another sample.
  chosen <- first > cutoff
  row <- data.frame(set = set$name, m = m, cutoff = cutoff, change = -exp(f(p)), low = ends[1], high = ends[2],
                    n_chosen = sum(chosen), adjusted = NA_real_, adjusted_low = NA_real_, adjusted_high = NA_real_, df = NA_real_,
                    p = NA_real_)
  d <- (second - first)[chosen]
  if (length(d) > 1 && var(d) > 1e-20) {
    of_change <- sd(d) / sqrt(length(d))
    of_shift <- log(ends[1] / ends[2]) / 2 / qnorm(0.975) * exp(f(p))
    error <- sqrt(of_change^2 + of_shift^2)
    row$df <- error^4 / (of_change^4 / (length(d) - 1))
    row$adjusted <- mean(d) + exp(f(p))
    row$adjusted_low <- row$adjusted - qt(0.975, row$df) * error
    row$adjusted_high <- row$adjusted + qt(0.975, row$df) * error
    row$p <- 2 * pt(-abs(row$adjusted / error), row$df)
  }
  from_pairs[[length(from_pairs) + 1]] <- row
}
write_answers(from_pairs, "selection_pairs.csv")

# Analysis of covariance.
table <- read.csv("data/selection.csv", colClasses = c("character", "integer", "numeric", "numeric"))
norris <- read.table("data/nist/Norris.dat", skip = 60)
sets <- c(lapply(unique(table$set), function(name) {
  rows <- table[table$set == name, ]
  list(name = paste0("own_", name), arm = rows$arm, before = rows$before, after = rows$after)
}), list(list(name = "nist_norris", arm = rep(0, nrow(norris)), before = norris[, 2], after = norris[, 1])),
lapply(read_pairs(), function(set) {
  i <- seq_along(set$before)
  list(name = set$name, arm = (i * i + i %/% 3) %% 3, before = set$before, after = set$after)
}))
answer <- function(set, scale, level) {
  na <- NA_real_
  row <- data.frame(set = set$name, scale = scale, level = level, n = 0, slope = na, slope_t = na, slope_p = na, slope_low = na, slope_high = na,
                    effect_1 = na, low_1 = na, high_1 = na, p_1 = na, effect_2 = na, low_2 = na, high_2 = na, p_2 = na,
                    residual_sd = na, one_line_f = na, one_line_p = na, parallel_f = na, parallel_p = na,
                    at = na, change = na, change_low = na, change_high = na, change_p = na)
  keep <- if (scale == "log") set$before > 0 & set$after > 0 else rep(TRUE, length(set$before))
  x <- set$before[keep]
  y <- set$after[keep]
  arm <- set$arm[keep]
  row$n <- length(x)
  if (length(x) == 0) return(row)
  ux <- uy <- 1
  at <- signif(median(x), 3)
  if (scale == "log") {
    x <- log(x); y <- log(y); x_at <- log(at)
  } else {
    ux <- unit_of(x); uy <- unit_of(y); x <- x / ux; y <- y / uy; x_at <- at / ux
  }
  row$at <- at
  back <- function(value) if (scale == "log") exp(value) else value * uy
  origin <- x[1]
  level_of_y <- y[1]
  data <- data.frame(x = x - origin, y = y - level_of_y, g = factor(arm, levels = sort(unique(arm))))
  k <- nlevels(data$g)
  spread <- tapply(data$x, data$g, function(v) length(unique(v)) > 1)
  if (!any(spread)) return(row)
  fit <- if (k > 1) lm(y ~ x + g, data) else lm(y ~ x, data)
  b <- coef(fit)["x"]
  row$slope <- unname(b) * uy / ux
  n <- length(x)
  df <- n - k - 1
  noise <- 4 * .Machine$double.eps * (max(abs(y)) + abs(b) * max(abs(x)))
  rss <- sum(resid(fit)^2)
  perfect <- rss <= n * noise^2
  tested <- df >= 1 && !perfect
  if (df >= 1) row$residual_sd <- if (perfect) 0 else sqrt(rss / df) * uy
  reach <- if (tested) qt(1 - (1 - level) / 2, df) else na
  s <- suppressWarnings(summary(fit))$coefficients
  if (tested) {
    row$slope_t <- s["x", 3]
    row$slope_p <- s["x", 4]
    row$slope_low <- (b - reach * s["x", 2]) * uy / ux
    row$slope_high <- (b + reach * s["x", 2]) * uy / ux
  }
  for (other in 1:2) if (k > 1 && 0 %in% arm && other %in% arm) {
    name <- paste0("g", other)
    row[[paste0("effect_", other)]] <- fitting(back(s[name, 1]))
    if (tested) {
      row[[paste0("low_", other)]] <- fitting(back(s[name, 1] - reach * s[name, 2]))
      row[[paste0("high_", other)]] <- fitting(back(s[name, 1] + reach * s[name, 2]))
      row[[paste0("p_", other)]] <- s[name, 4]
    }
  }
  if (k > 1 && tested) {
    test <- anova(lm(y ~ x, data), fit)
    row$one_line_f <- if (is.na(test$F[2])) 0 else test$F[2]
    row$one_line_p <- if (is.na(test$F[2])) 1 else test$`Pr(>F)`[2]
  }
  if (k > 1 && sum(spread) > 1) {
    own <- lm(y ~ x * g, data)
    own_perfect <- sum(resid(own)^2) <= n * noise^2
    if (own$df.residual >= 1 && !own_perfect) {
      test <- anova(fit, own)
      row$parallel_f <- if (is.na(test$F[2])) 0 else test$F[2]
      row$parallel_p <- if (is.na(test$F[2])) 1 else test$`Pr(>F)`[2]
    }
  }
  if (0 %in% arm) {
    p <- suppressWarnings(predict(fit, data.frame(x = x_at - origin, g = factor(0, levels = levels(data$g))), se.fit = TRUE))
    shift <- (if (scale == "log") x_at else at / uy) - level_of_y
    row$change <- fitting(back(p$fit - shift))
    if (tested) {
      row$change_low <- fitting(back(p$fit - shift - reach * p$se.fit))
      row$change_high <- fitting(back(p$fit - shift + reach * p$se.fit))
      row$change_p <- 2 * pt(-abs((p$fit - shift) / p$se.fit), df)
    }
  }
  row
}
rows <- list()
for (set in sets) for (scale in c("log", "linear")) rows[[length(rows) + 1]] <- answer(set, scale, if (length(rows) %% 4 < 2) 0.95 else 0.9)
write_answers(rows, "ancova.csv")
