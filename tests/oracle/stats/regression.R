# Linear, logistic, Poisson and log-binomial regression: lm and glm (epsilon 1e-14), sandwich for robust variances.
# Firth's penalised likelihood has no Debian package: its score is set to 0 here by Newton's method on a numerical
# Jacobian, the penalty's part being the trace of the inverse information times its derivative (not the leverages that
# the crate sums), and profile ends are found by uniroot.

suppressPackageStartupMessages(library(sandwich))
rows_file <- "data/regression/rows.csv"

# Sets in the shapes that registers give: groups, ages, years, skewed laboratory values; ties, rare events, weights.
draw_regression <- function() {
  set.seed(20261124)
  one <- function(name, n, risk = 0.3, effect = c(0.8, 0.5, -0.4), shape = "plain", weighted = FALSE) {
    group <- rep(0:1, length.out = n)
    x2 <- switch(shape, years = 1950 + sample(0:40, n, TRUE), ties = sample(1:3, n, TRUE),
                 skewed = signif(exp(rnorm(n, 3)), 3), large = 1e6 + round(rnorm(n), 3), round(rnorm(n), 3))
    x3 <- if (shape == "collinear") group + x2 else if (shape == "constant") rep(3, n) else round(rnorm(n), 2)
    z <- effect[1] * group + effect[2] * (x2 - mean(x2)) / max(sd(x2), 1e-3) + effect[3] * (x3 - mean(x3))
    noise <- if (shape == "heteroscedastic") rnorm(n) * exp(group + 0.5 * x2) else rnorm(n)
    cluster <- sample(seq_len(max(3, n %/% 4)), n, TRUE)
    exposure <- round(runif(n, 0.2, 5), 2)
    data.frame(set = name, y = round(10 + 2 * z + noise, 3), event = as.integer(runif(n) < plogis(qlogis(risk) + z)),
               count = rpois(n, exposure * exp(log(risk) + 0.6 * z)), x1 = group, x2 = x2, x3 = x3,
               weight = if (weighted) sample(c(0, 1, 1, 2, 3, 0.5), n, TRUE) else 1, exposure = exposure, cluster = cluster)
  }
  sets <- list(
    one("n12", 12), one("n20", 20), one("n30", 30), one("n40", 40), one("n60", 60), one("n100", 100), one("n250", 250),
    one("n1000", 1000), one("ties_40", 40, shape = "ties"), one("ties_200", 200, shape = "ties"),
    one("years_50", 50, shape = "years"), one("years_300", 300, shape = "years"), one("skewed_80", 80, shape = "skewed"),
    one("skewed_400", 400, shape = "skewed"), one("large_mean", 90, shape = "large"),
    one("collinear", 60, shape = "collinear"), one("constant", 45, shape = "constant"),
    one("heteroscedastic_40", 40, shape = "heteroscedastic"), one("heteroscedastic_150", 150, shape = "heteroscedastic"),
    one("weighted_50", 50, weighted = TRUE), one("weighted_200", 200, weighted = TRUE),
    one("rare_80", 80, risk = 0.05), one("rare_300", 300, risk = 0.03, effect = c(0.7, 0.3, 0)),
    one("common_70", 70, risk = 0.85), one("no_effect", 120, effect = c(0, 0, 0)), one("strong", 150, effect = c(2, 1.5, -1)))
  for (n in c(60, 90, 120, 160, 200, 240, 280, 320, 400, 500, 700)) sets <- c(sets, list(
    one(paste0("gentle_", n), n, risk = 0.15, effect = c(0.5, 0.25, -0.1), shape = if (n %% 40 == 0) "ties" else "plain",
        weighted = n == 240)))
  write.csv(do.call(rbind, sets), rows_file, row.names = FALSE, quote = FALSE)
}
if (!file.exists(rows_file)) draw_regression()

sets <- split(table <- read.csv(rows_file), factor(table$set, unique(table$set)))
control <- glm.control(epsilon = 1e-14, maxit = 200)
columns <- c("(Intercept)", "x1", "x2", "x3")
at <- function(values, name) if (name %in% names(values)) unname(values[name]) else NA_real_
variance_at <- function(v, a, b) if (a %in% rownames(v) && b %in% rownames(v)) v[a, b] else NA_real_

# Linear -------------------------------------------------------------------------------------------------------------
out <- list()
for (name in names(sets)) {
  d <- sets[[name]]
  d <- d[d$weight > 0, ]
  fit <- lm(y ~ x1 + x2 + x3, d, weights = weight)
  s <- summary(fit)
  kept <- names(coef(fit))[!is.na(coef(fit))]
  refit <- lm(reformulate(setdiff(kept, "(Intercept)"), "y"), d, weights = weight)
  # Variances where columns lie around 0, and back: the products of sandwich lose the digits of columns far from it.
  back <- diag(length(kept)); dimnames(back) <- list(kept, kept)
  if ("x2" %in% kept) back["(Intercept)", "x2"] <- -mean(d$x2)
  original <- refit
  d$x2 <- d$x2 - mean(d$x2)
  refit <- lm(reformulate(setdiff(kept, "(Intercept)"), "y"), d, weights = weight)
  d <- sets[[name]][sets[[name]]$weight > 0, ]
  n_clusters <- length(unique(d$cluster))
  new <- predict(fit, data.frame(x1 = 1, x2 = d$x2[1], x3 = d$x3[1]), se.fit = TRUE, interval = "prediction", weights = 1)
  for (kind in c("model", "hc0", "hc1", "hc2", "hc3", "cluster")) {
    v <- switch(kind, model = vcov(refit), cluster = vcovCL(refit, cluster = d$cluster, type = "HC1", cadj = TRUE),
                vcovHC(refit, type = toupper(kind)))
    v <- back %*% v %*% t(back); dimnames(v) <- list(kept, kept)
    df <- if (kind == "cluster") n_clusters - 1 else fit$df.residual
    tested <- setdiff(kept, "(Intercept)")
    b <- coef(refit)[tested]
    s_v <- sqrt(diag(v)[tested])
    f <- tryCatch(drop(t(b / s_v) %*% solve(v[tested, tested] / outer(s_v, s_v), b / s_v)) / length(tested),
                  error = function(e) NA_real_)
    for (k in seq_along(columns)) {
      value <- at(coef(original), columns[k]); error <- sqrt(variance_at(v, columns[k], columns[k]))
      out[[length(out) + 1]] <- data.frame(set = name, variance = kind, column = k, value = value, error = error,
        covariance = variance_at(v, columns[k], "x1"), low = value - qt(0.975, df) * error, high = value + qt(0.975, df) * error,
        p = 2 * pt(-abs(value / error), df), sigma = s$sigma, r2 = s$r.squared, adjusted = s$adj.r.squared, f = f,
        p_f = pf(f, length(tested), df, lower.tail = FALSE), log_likelihood = as.numeric(logLik(fit)),
        predicted = new$fit[1, "fit"], predicted_error = new$se.fit, new_low = new$fit[1, "lwr"])
    }
  }
}
write_answers(out, "regression_linear.csv")

# Logistic, Poisson, log-binomial -------------------------------------------------------------------------------------
glm_rows <- function(name, d, formula, family, kinds, start = NULL) {
  d <- d[d$weight > 0, ]
  kept <- c("(Intercept)", names(Filter(function(k) !is.na(k), coef(lm(rnorm(nrow(d)) ~ x1 + x2 + x3, d))[-1])))
  formula <- reformulate(setdiff(kept, "(Intercept)"), formula[[2]])
  environment(formula) <- environment()
  known <- if (family$family == "poisson") log(d$exposure) else rep(0, nrow(d))
  d$known <- known
  centre <- if ("x2" %in% kept) mean(d$x2) else 0
  d$x2 <- d$x2 - centre
  # Where the maximum lies on the edge (a fitted risk of 1) glm stops anywhere: no answer.
  fit <- suppressWarnings(tryCatch(glm(formula, family, d, weights = weight, offset = known, control = control,
                                       start = if (is.null(start)) NULL else start(d, length(kept))), error = function(e) NULL))
  # A log link makes glm's steps circle around the maximum: Newton's method with the observed curvature ends there.
  if (!is.null(fit) && family$link == "log" && family$family == "binomial") {
    x <- model.matrix(fit); b <- coef(fit)
    for (turn in 1:50) {
      m <- exp(drop(x %*% b))
      step <- tryCatch(solve(t(x) %*% (x * (d$weight * (1 - d$event) * m / (1 - m)^2)),
                             t(x) %*% (d$weight * (d$event - m) / (1 - m))), error = function(e) NULL)
      if (is.null(step)) return(NULL)
      size <- 1
      while (any(x %*% (b + size * step) >= 0)) size <- size / 2
      b <- b + size * drop(step)
    }
    fit$coefficients <- b
  }
  # R's standard errors belong to the last step but one: once more from where it stopped.
  if (!is.null(fit)) fit <- suppressWarnings(tryCatch(
    glm(formula, family, d, weights = weight, offset = known, start = coef(fit), control = glm.control(maxit = 1)),
    error = function(e) NULL))
  if (is.null(fit) || fit$boundary || max(fitted(fit)) > 1 - 1e-7 && family$family == "binomial") return(NULL)
  null <- glm(update(formula, . ~ 1), family, d, weights = weight, offset = known, control = control)
  back <- diag(length(kept)); dimnames(back) <- list(kept, kept)
  if ("x2" %in% kept) back["(Intercept)", "x2"] <- -centre
  b <- drop(back %*% coef(fit)); names(b) <- kept
  pearson <- sum(residuals(fit, "pearson")^2) / df.residual(fit)
  log_likelihood <- if (family$family == "poisson") sapply(list(null, fit), function(f)
    sum(d$weight * (d$count * log(fitted(f)) - fitted(f) - lgamma(d$count + 1)))) else
    sapply(list(null, fit), function(f) -deviance(f) / 2)
  do.call(rbind, lapply(kinds, function(kind) {
    v <- switch(kind, model = summary(fit, dispersion = 1)$cov.scaled, dispersed = pearson * summary(fit, dispersion = 1)$cov.scaled,
                hc0 = sandwich(fit), hc1 = sandwich(fit, adjust = TRUE), cluster = vcovCL(fit, cluster = d$cluster, type = "HC0", cadj = TRUE))
    if (kind != "model" && kind != "dispersed") v <- v
    v <- back %*% v %*% t(back)
    dimnames(v) <- list(kept, kept)
    q <- if (kind == "dispersed") qt(0.975, df.residual(fit)) else qnorm(0.975)
    do.call(rbind, lapply(seq_along(columns), function(k) {
      value <- at(b, columns[k]); error <- sqrt(variance_at(v, columns[k], columns[k]))
      data.frame(set = name, variance = kind, column = k, value = value, error = error,
        covariance = variance_at(v, columns[k], "x1"), low = value - q * error, high = value + q * error,
        null = log_likelihood[1], log_likelihood = log_likelihood[2], deviance = deviance(fit), dispersion = pearson,
        fitted = fitted(fit)[1])
    }))
  }))
}
several <- function(formula, family, kinds, start = NULL) Filter(Negate(is.null), lapply(names(sets), function(name)
  glm_rows(name, sets[[name]], formula, family, kinds, start)))
finite <- function(rows) Filter(function(r) {
  others <- r[r$column > 1, ]
  all(abs(others$value) < 15, others$error < 50, na.rm = TRUE)
}, rows)
write_answers(finite(several(event ~ 1, suppressWarnings(binomial()), c("model", "hc0", "hc1", "cluster"))), "regression_logistic.csv")
write_answers(finite(several(count ~ 1, poisson(), c("model", "dispersed", "hc0", "cluster"))), "regression_poisson.csv")
low_start <- function(d, p) c(log(weighted.mean(d$event, d$weight)) - 0.05, rep(0, p - 1))
write_answers(finite(several(event ~ 1, binomial("log"), "model", low_start)), "regression_log_binomial.csv")

# Firth ----------------------------------------------------------------------------------------------------------------
firth_value <- function(b, x, y, w) {
  eta <- drop(x %*% b)
  m <- plogis(eta)
  sum(w * ifelse(y == 1, plogis(eta, log.p = TRUE), plogis(-eta, log.p = TRUE))) +
    determinant(t(x) %*% (x * (w * m * (1 - m))))$modulus[1] / 2
}
firth_score <- function(b, x, y, w) {
  m <- plogis(drop(x %*% b))
  inverse <- solve(t(x) %*% (x * (w * m * (1 - m))))
  drop(t(x) %*% (w * (y - m))) + sapply(seq_len(ncol(x)), function(j)
    sum(inverse * (t(x) %*% (x * (w * m * (1 - m) * (1 - 2 * m) * x[, j])))) / 2)
}
firth_top <- function(x, y, w, held = integer(), at = 0, start = rep(0, ncol(x))) {
  b <- start
  b[held] <- at
  free <- setdiff(seq_len(ncol(x)), held)
  if (length(free) == 0) return(list(b = b, value = firth_value(b, x, y, w)))
  put <- function(f) { b[free] <- f; b }
  b[free] <- optim(b[free], function(f) firth_value(put(f), x, y, w), function(f) firth_score(put(f), x, y, w)[free],
                   method = "BFGS", control = list(fnscale = -1, maxit = 1000, reltol = 1e-13))$par
  for (turn in 1:6) {
    jacobian <- sapply(free, function(j) {
      h <- 1e-5; up <- b; down <- b; up[j] <- up[j] + h; down[j] <- down[j] - h
      (firth_score(up, x, y, w)[free] - firth_score(down, x, y, w)[free]) / (2 * h)
    })
    b[free] <- b[free] - solve(jacobian, firth_score(b, x, y, w)[free])
  }
  list(b = b, value = firth_value(b, x, y, w))
}
out <- list()
separated <- list(
  complete = data.frame(event = c(0, 0, 0, 0, 1, 1, 1, 1), x1 = rep(0:1, 4), x2 = 1:8, x3 = c(1, 3, 2, 2, 3, 1, 2, 2), weight = 1),
  quasi = data.frame(event = c(rep(0:1, 6), rep(1, 6)), x1 = rep(0:1, c(12, 6)), x2 = c(1:12, 1:6) %% 5, x3 = c(1:18) %% 7, weight = 1),
  all_events = data.frame(event = rep(1, 10), x1 = rep(0:1, 5), x2 = c(1:10) %% 3, x3 = c(1:10) %% 4, weight = 1))
firth_sets <- c(sets, separated)
firth_sets <- firth_sets[sapply(firth_sets, nrow) <= 150]
for (name in setdiff(names(firth_sets), c("collinear", "constant", "large_mean"))) {
  d <- firth_sets[[name]]
  d <- d[d$weight > 0, ]
  centre <- if (max(abs(d$x2)) > 1000) mean(d$x2) else 0
  x <- cbind(1, d$x1, d$x2 - centre, d$x3)
  top <- firth_top(x, d$event, d$weight)
  m <- plogis(drop(x %*% top$b))
  v <- solve(t(x) %*% (x * (d$weight * m * (1 - m))))
  fall <- function(at, k) 2 * (top$value - firth_top(x, d$event, d$weight, k, at, top$b)$value) - qchisq(0.95, 1)
  for (k in if (centre == 0) 1:4 else 2:4) {
    end <- function(sign) {
      reach <- sqrt(v[k, k]) * c(0.5, 3)
      while (fall(top$b[k] + sign * reach[2], k) < 0) reach[2] <- 1.5 * reach[2]
      uniroot(fall, sort(top$b[k] + sign * reach), k = k, tol = 1e-12)$root
    }
    x2 <- 2 * (top$value - firth_top(x, d$event, d$weight, k, 0, top$b)$value)
    out[[length(out) + 1]] <- data.frame(set = name, column = k, value = top$b[k], error = sqrt(v[k, k]), low = end(-1), high = end(1),
      x2 = x2, all = 2 * (top$value - firth_top(x, d$event, d$weight, 2:4, 0)$value))
  }
}
write_answers(out, "regression_firth.csv")
names(separated) <- paste0("separated_", names(separated))
write.csv(do.call(rbind, lapply(names(separated), function(name) cbind(set = sub("separated_", "", name), separated[[name]]))),
          "data/regression/separated.csv", row.names = FALSE, quote = FALSE)

# c statistic: every pair of a row with and a row without the event ------------------------------------------------------
out <- list()
for (name in names(sets)) {
  d <- sets[[name]]
  scale <- if (nrow(d) > 100) 1 else 100
  score <- floor((d$x2 + 2 * d$x3) * scale + 0.00025) # never near a whole number: the data have three decimals
  if (length(unique(d$event)) < 2) next
  wins <- outer(score[d$event == 1], score[d$event == 0], function(a, b) (a > b) + (a == b) / 2)
  auc <- mean(wins)
  error <- sqrt(var(rowMeans(wins)) / nrow(wins) + var(colMeans(wins)) / ncol(wins))
  out[[length(out) + 1]] <- data.frame(set = name, scale = scale, value = auc, error = error,
    low = plogis(qlogis(auc) - qnorm(0.975) * error / (auc * (1 - auc))),
    high = plogis(qlogis(auc) + qnorm(0.975) * error / (auc * (1 - auc))))
}
write_answers(out, "regression_c.csv")
