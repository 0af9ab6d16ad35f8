# metafor for fixed and random effects, Hartung-Knapp and the Q-profile interval; binomial-normal and hypergeometric-normal
# likelihoods written out with integrate() and maximised by nlm, because lme4's quadrature and optimiser leave 1e-5.

suppressPackageStartupMessages(library(metafor))
set.seed(20261124)
sets <- list()
add <- function(name, effect, variance) sets[[length(sets) + 1]] <<- data.frame(set = name, effect = effect, variance = variance)
add("one", 0.4, 0.04)
add("two", c(0.1, 0.9), c(0.04, 0.09))
add("equal", c(0.5, 0.5, 0.5), c(0.1, 0.2, 0.05))
add("homogeneous", c(0.11, 0.09, 0.1, 0.12), c(0.1, 0.2, 0.05, 0.4))
# Eight trials of magnesium in myocardial infarction before ISIS-4 have been printed often; these are like them.
add("like_magnesium", c(-0.83, -1.06, -0.23, -1.28, -1.04, -0.2, -0.3, -0.05), c(1.55, 0.17, 0.24, 0.65, 0.99, 0.03, 0.02, 0.001))
for (k in c(3, 5, 8, 12, 20, 50)) {
  v <- round(rgamma(k, 2, 20), 4) + 0.005
  add(paste0("between_", k), round(rnorm(k, 0.3, sqrt(v + 0.05)), 4), v)
  add(paste0("alike_", k), round(rnorm(k, -0.2, sqrt(v)), 4), v)
}
add("huge", c(1, 3, 2, 4) * 1e100, c(1, 2, 1, 3) * 1e200)
add("minute", c(1, 3, 2, 4) * 1e-100, c(1, 2, 1, 3) * 1e-200)
table <- do.call(rbind, sets)
table[-1] <- lapply(table[-1], digits)
write.csv(table, "data/pooling.csv", row.names = FALSE, quote = FALSE)

rows <- list()
for (set in sets) for (method in c("FE", "DL", "REML")) for (test in c("z", "knha")) {
  k <- nrow(set)
  unit <- if (k > 1 && max(abs(set$effect)) > 1e50) 1e100 else if (k > 1 && max(abs(set$effect)) < 1e-50) 1e-100 else 1
  control <- list(maxiter = 10000, threshold = 1e-13, stepadj = 0.5)
  fit <- rma(set$effect / unit, set$variance / unit^2, method = method, test = if (k == 1) "z" else test, level = 95, control = control)
  tau <- if (method == "FE" || k < 2) c(NA, NA) else
    confint(fit, control = list(tol = 1e-13, maxiter = 1000))$random["tau^2", c("ci.lb", "ci.ub")]
  # confint stops looking for the upper end at 100.
  none <- k > 1 && test == "knha" && fit$se < 1e-12
  rows[[length(rows) + 1]] <- data.frame(set = set$set[1], method = method, test = test, effect = fit$beta[1] * unit,
    error = fit$se * unit, p = if (none) NA_real_ else fit$pval, low = if (none) NA_real_ else fit$ci.lb * unit,
    high = if (none) NA_real_ else fit$ci.ub * unit, tau2 = if (method == "FE") NA_real_ else fit$tau2 * unit^2,
    tau2_low = tau[[1]] * unit^2, tau2_high = if (isTRUE(tau[[2]] >= 99)) NA_real_ else tau[[2]] * unit^2, q = if (k > 1) fit$QE else NA_real_,
    q_p = if (k > 1) fit$QEp else NA_real_,
    reach = if (k > 2) qt(0.975, k - 2) * sqrt(fit$tau2 + fit$se^2) * unit else NA_real_)
}
write_answers(rows, "pooling.csv")

counts <- list()
trial <- function(name, e1, n1, e2, n2) counts[[length(counts) + 1]] <<- data.frame(set = name, e1, n1, e2, n2)
trial("no_events", c(0, 0), c(10, 20), c(0, 0), c(12, 8))
trial("one_arm_only", c(0, 0, 0), c(30, 20, 15), c(2, 1, 3), c(30, 22, 14))
trial("double_zero", c(0, 3, 5, 2), c(20, 30, 50, 40), c(0, 1, 9, 4), c(20, 30, 50, 38))
trial("single", 4, 20, 9, 22)
trial("alike", c(5, 10, 8, 3), c(50, 100, 80, 30), c(10, 20, 16, 6), c(50, 100, 80, 30))
for (k in c(3, 5, 8, 10, 15, 25)) for (p in c(0.02, 0.2)) {
  n <- sample(20:150, k, TRUE); m <- sample(20:150, k, TRUE)
  base <- plogis(rnorm(k, qlogis(p), 0.5)); or <- rnorm(k, 0.5, if (k %% 2) 0.8 else 0.3)
  trial(paste0("random_", k, "_", p), rbinom(k, n, base), n, rbinom(k, m, plogis(qlogis(base) + or)), m)
}
write.csv(do.call(rbind, counts), "data/pooling_counts.csv", row.names = FALSE, quote = FALSE)

hypergeometric <- function(study, theta) {
  t <- study$e1 + study$e2
  x <- max(0, t - study$n1):min(t, study$n2)
  l <- lchoose(study$n2, x) + lchoose(study$n1, t - x)
  m <- l + outer(x, theta)
  top <- apply(m, 2, max)
  m[x == study$e2, ] - top - log(colSums(exp(m - rep(top, each = length(x)))))
}
binomial <- function(study, theta) dbinom(study$e2, study$n2, plogis(theta), log = TRUE)
# The integral over +-12 SD about the mode, by a fine trapezoid: it converges geometrically for such integrands.
marginal <- function(density, study, mu, tau) {
  if (tau == 0) return(density(study, mu))
  peak <- optimize(function(z) density(study, mu + tau * z) - z^2 / 2, c(-12, 12), maximum = TRUE, tol = 1e-8)
  z <- peak$maximum + seq(-12, 12, length.out = 241)
  log <- density(study, mu + tau * z) + dnorm(z, log = TRUE)
  max(log) + log(sum(exp(log - max(log)))) + log(z[2] - z[1])
}
rows <- list()
for (set in counts) for (model in c("proportion", "odds_ratio")) {
  studies <- split(set, seq_len(nrow(set)))
  if (model == "odds_ratio") studies <- Filter(function(s) { t <- s$e1 + s$e2; t > 0 && t < s$n1 + s$n2 }, studies)
  density <- if (model == "proportion") binomial else hypergeometric
  infinite <- length(studies) == 0 || (model == "proportion" && sum(set$e2) == 0) ||
    (model == "odds_ratio" && (sum(sapply(studies, `[[`, "e1")) == 0 || sum(sapply(studies, `[[`, "e2")) == 0))
  answer <- c(NA, NA, NA, NA)
  if (!infinite) {
    negative <- function(par) -sum(vapply(studies, function(s) marginal(density, s, par[1], abs(par[2])), 0))
    null <- optimize(function(mu) negative(c(mu, 0)), c(-10, 10), tol = 1e-12)
    fits <- lapply(c(0.3, 1), function(start) optim(c(null$minimum, start), negative, method = "BFGS", control = list(reltol = 1e-12, maxit = 200)))
    best <- fits[[which.min(vapply(fits, `[[`, 0, "value"))]]
    # Newton's method on numerical derivatives finishes it.
    par <- best$par
    derivative <- function(par, h = 1e-4) {
      g <- numeric(2); H <- matrix(0, 2, 2); e <- diag(2) * h
      for (i in 1:2) g[i] <- (8 * (negative(par + e[i, ]) - negative(par - e[i, ])) - (negative(par + 2 * e[i, ]) - negative(par - 2 * e[i, ]))) / (12 * h)
      for (i in 1:2) H[i, i] <- (-negative(par + 2 * e[i, ]) + 16 * negative(par + e[i, ]) - 30 * negative(par) + 16 * negative(par - e[i, ]) - negative(par - 2 * e[i, ])) / (12 * h^2)
      H[1, 2] <- H[2, 1] <- (negative(par + e[1, ] + e[2, ]) - negative(par + e[1, ] - e[2, ]) - negative(par - e[1, ] + e[2, ]) + negative(par - e[1, ] - e[2, ])) / (4 * h^2)
      list(g = g, H = H)
    }
    if (best$value < null$objective - 1e-8 && abs(par[2]) > 1e-3) {
      par <- abs(par) * c(sign(par[1]), 1)
      for (step in 1:4) { d <- derivative(par); par <- par - solve(d$H, d$g) }
      answer <- c(par, sqrt(solve(derivative(par, 1e-3)$H)[1, 1]), -negative(par))
    } else {
      mu <- null$minimum; h <- 1e-3
      f <- function(mu) negative(c(mu, 0))
      for (step in 1:3) {
        g <- (8 * (f(mu + h) - f(mu - h)) - (f(mu + 2 * h) - f(mu - 2 * h))) / (12 * h)
        H <- (-f(mu + 2 * h) + 16 * f(mu + h) - 30 * f(mu) + 16 * f(mu - h) - f(mu - 2 * h)) / (12 * h^2)
        mu <- mu - g / H
      }
      answer <- c(mu, 0, 1 / sqrt(H), -f(mu))
    }
  }
  rows[[length(rows) + 1]] <- data.frame(set = set$set[1], model = model, n = length(studies), effect = answer[1],
    tau = answer[2], error = answer[3], log_likelihood = answer[4])
}
write_answers(rows, "pooling_binomial.csv")
