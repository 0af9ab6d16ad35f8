# Missing data: Rubin's rules against mice::pool.scalar, several parameters against mitml, weighted means against
# survey and against a numerical derivative of the stacked equations, draws against mice and numerical integration.
# Needs the packages mice (3.15.0), mitml (0.4-4), survey (4.1-1) and MASS. `Rscript run.R data` (or data files that are gone) draws the data.
suppressMessages({library(mice); library(survey); library(MASS)})

folder <- "data/missing"
fresh <- "data" %in% commandArgs(trailingOnly = TRUE) || !file.exists(file.path(folder, "rubin.csv"))
write_data <- function(table, file) {
  numeric <- vapply(table, is.numeric, logical(1))
  table[numeric] <- lapply(table[numeric], digits)
  write.csv(table, file.path(folder, file), row.names = FALSE, quote = FALSE)
}
sets_of <- function(table) split(table, factor(table$set, unique(table$set)))

draw_rubin <- function() {
  set.seed(1987)
  rows <- list()
  add <- function(set, q, u) rows[[length(rows) + 1]] <<- data.frame(set = set, estimate = q, variance = u)
  add("hand", c(10, 12, 11), c(4, 5, 3))
  add("two", c(1, 2), c(0.5, 0.7))
  add("equal_variances", c(0.1, 0.3, 0.2, 0.4, 0.15), rep(0.02, 5))
  add("no_within", c(1, 2, 4), c(0, 0, 0))
  add("huge", c(1.1e150, 1.3e150, 0.9e150), c(2e298, 2.2e298, 2.5e298))
  add("tiny", c(1.1e-150, 1.3e-150, 0.9e-150), c(2e-302, 2.2e-302, 2.5e-302))
  add("mostly_between", c(-5, 5, 3, -2, 9, -7), c(0.01, 0.02, 0.01, 0.01, 0.03, 0.01))
  for (m in c(2, 3, 4, 5, 5, 7, 10, 10, 15, 20, 20, 30, 50, 50, 100, 200, 1000, 20, 20))
    add(sprintf("random_%d_%d", m, length(rows)), rnorm(m, runif(1, -3, 3), 10^runif(1, -1.3, 0)),
        rgamma(m, 20, 20) * 10^runif(1, -1, 1))
  write_data(do.call(rbind, rows), "rubin.csv")
}

draw_vectors <- function() {
  set.seed(1991)
  rows <- list()
  for (number in 1:24) {
    k <- 1 + number %% 4
    m <- c(3, 5, 10, 20, 40, 2)[1 + number %% 6]
    truth <- rnorm(k, 0, 1)
    for (imputation in 1:m) {
      covariance <- crossprod(matrix(rnorm(4 * (k + 6)), ncol = 4))[1:k, 1:k, drop = FALSE] / 30
      for (i in 1:k) {
        row <- c(covariance[i, ], rep(0, 4 - k))
        rows[[length(rows) + 1]] <- data.frame(set = sprintf("vectors_%d", number), imputation = imputation, parameter = i,
          estimate = truth[i] + rnorm(1, 0, 0.2), c1 = row[1], c2 = row[2], c3 = row[3], c4 = row[4])
      }
    }
  }
  write_data(do.call(rbind, rows), "vectors.csv")
}

draw_weights <- function() {
  set.seed(2013)
  rows <- list()
  add <- function(set, y, x1, x2) rows[[length(rows) + 1]] <<- data.frame(set = set, y = y, x1 = x1, x2 = x2)
  for (number in 1:22) {
    n <- c(20, 40, 60, 100, 150)[1 + number %% 5]
    x1 <- round(rnorm(n), 3); x2 <- rbinom(n, 1, 0.4)
    y <- if (number %% 3 == 0) as.numeric(runif(n) < plogis(x1)) else round(2 + x1 - x2 + rnorm(n), 3)
    y[runif(n) > plogis(0.8 + 0.7 * x1 - 0.4 * x2)] <- NA
    add(sprintf("weights_%d", number), y, x1, x2)
  }
  y <- c(1, 2, 3, 4, 5, 6); add("all_observed", y, c(1, 0, 2, 1, 3, 2), c(0, 1, 0, 1, 0, 1))
  n <- 30; x1 <- round(rnorm(n), 3); y <- x1 * 1e200; y[c(2, 5, 9, 20, 21)] <- NA
  add("huge", y, x1, rep(0:1, 15))
  write_data(do.call(rbind, rows), "weights.csv")
}

# One table of every kind of column; `complete` has no gaps.
draw_table <- function() {
  set.seed(2011)
  n <- 80
  x <- round(rnorm(n), 3)
  numeric <- round(1 + x + rnorm(n), 3)
  binary <- as.numeric(runif(n) < plogis(-0.3 + x))
  ordered <- findInterval(x + rlogis(n), c(-1.2, 0.3, 1.5))
  laboratory <- round(0.5 + 0.8 * x + rnorm(n), 3)
  other <- round(0.5 * x + 0.5 * numeric + rnorm(n), 3)
  gap <- function(v, at = 0) { v[runif(n) > plogis(1 + 0.7 * x + at)] <- NA; v }
  write_data(data.frame(x = x, numeric = gap(numeric), binary = gap(binary), ordered = gap(ordered),
                        laboratory = gap(laboratory, 1), other = gap(other)), "table.csv")
}

if (fresh) { draw_rubin(); draw_vectors(); draw_weights(); draw_table() }

# ---- Rubin's rules -------------------------------------------------------------------------------------------------
# mice holds the share of the variance at 1e-4 or more in its degrees of freedom; no set comes below. Scales beyond a
# double's squares are divided by a power of two first. `lambda`, interval and p are those of mice's summary.pool.
rubin <- list()
for (set in sets_of(read.csv(file.path(folder, "rubin.csv")))) for (complete in c(Inf, 1000, 53, 9)) {
  unit <- unit_of(c(set$estimate, sqrt(set$variance)))
  if (max(set$estimate) > 1e100) unit <- 2^498
  if (max(abs(set$estimate)) < 1e-100) unit <- 2^-498
  q <- pool.scalar(set$estimate / unit, set$variance / unit / unit, n = complete + 1, k = 1)
  lambda <- (1 + 1 / q$m) * q$b / q$t
  stopifnot(lambda > 1e-4)
  defined <- q$df > 0
  reach <- if (defined) qt(0.975, q$df) * sqrt(q$t) else NA
  t <- q$qbar / sqrt(q$t)
  rubin[[length(rubin) + 1]] <- data.frame(set = set$set[1], complete = if (is.finite(complete)) complete else NA,
    estimate = q$qbar * unit, within = q$ubar * unit * unit, between = q$b * unit * unit, total = q$t * unit * unit,
    df = if (defined) q$df else NA, increase = fitting(q$r), share = lambda,
    fraction = if (!defined) NA else if (is.finite(q$r)) q$fmi else 1,
    low = fitting((q$qbar - reach) * unit), high = fitting((q$qbar + reach) * unit),
    t = if (defined) t else NA, p = if (defined) 2 * pt(-abs(t), q$df) else NA)
}
write_answers(rubin, "missing_rubin.csv")

# ---- several parameters --------------------------------------------------------------------------------------------
vectors <- list()
for (set in sets_of(read.csv(file.path(folder, "vectors.csv")))) for (complete in c(NA, 200)) {
  m <- max(set$imputation); k <- max(set$parameter)
  estimates <- matrix(set$estimate, k, m)
  covariances <- array(0, c(k, k, m))
  for (i in 1:m) covariances[, , i] <- as.matrix(set[set$imputation == i, paste0("c", 1:k)])
  if (!is.na(complete) && k * (m - 1) <= 4) next
  d1 <- mitml:::.D1(estimates, covariances, if (is.na(complete)) NULL else complete)
  vectors[[length(vectors) + 1]] <- data.frame(set = set$set[1], complete = complete, f = as.numeric(d1$F), df1 = k,
    df2 = d1$v, p = pf(as.numeric(d1$F), k, d1$v, lower.tail = FALSE))
}
write_answers(vectors, "missing_vectors.csv")

# ---- weighted means ------------------------------------------------------------------------------------------------
# `known`: survey::svymean. `estimated`: the sandwich of the stacked equations (score of glm's model, weighted
# residual), its bread by central differences, times n/(n - 1).
weighted <- list()
for (set in sets_of(read.csv(file.path(folder, "weights.csv")))) {
  unit <- unit_of(set$y[!is.na(set$y)]); set$y <- set$y / unit
  r <- as.numeric(!is.na(set$y)); n <- nrow(set); y <- ifelse(r == 1, set$y, 0)
  x <- cbind(1, set$x1, set$x2)
  if (all(r == 1)) { p <- rep(1, n); beta <- c(0, 0, 0) } else {
    fit <- glm(r ~ x1 + x2, binomial, set, epsilon = 1e-15, maxit = 100); p <- fitted(fit); beta <- coef(fit)
  }
  w <- mean(r) / p
  seen <- set[r == 1, ]; seen$w <- w[r == 1]
  survey <- svymean(~y, svydesign(~1, weights = ~w, data = seen))
  mean_w <- as.numeric(coef(survey))
  error <- as.numeric(SE(survey))
  if (!all(r == 1)) {
    equations <- function(at) {
      p <- plogis(drop(x %*% at[1:3]))
      cbind((r - p) * x, r / p * (y - at[4]))
    }
    at <- c(beta, mean_w); sizes <- 1e-5 * pmax(1, abs(at))
    bread <- sapply(1:4, function(j) {
      h <- sizes[j] * (1:4 == j)
      (8 * (colSums(equations(at + h)) - colSums(equations(at - h))) -
         (colSums(equations(at + 2 * h)) - colSums(equations(at - 2 * h)))) / (12 * sizes[j])
    })
    meat <- crossprod(equations(at))
    covariance <- solve(bread) %*% meat %*% t(solve(bread))
    estimated <- sqrt(n / (n - 1) * covariance[4, 4])
  } else estimated <- error
  weighted[[length(weighted) + 1]] <- data.frame(set = set$set[1], b0 = beta[1], b1 = beta[2], b2 = beta[3],
    mean = mean_w * unit, known = error * unit, estimated = estimated * unit,
    effective = sum(w[r == 1])^2 / sum(w[r == 1]^2), largest = max(w[r == 1]))
}
write_answers(weighted, "missing_weights.csv")
