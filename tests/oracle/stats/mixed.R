# lme4's lmer with the optimiser run to the end of the digits (Newton's method on lme4's own deviance function after
# bobyqa), lmerTest's Satterthwaite and pbkrtest's Kenward-Roger. Random intercept, intercept and slope (correlated,
# uncorrelated), REML and ML. Where pbkrtest fails (singular), NA.

suppressPackageStartupMessages({library(lme4); library(lmerTest); library(pbkrtest); library(numDeriv)})
control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhobeg = 0.2, rhoend = 1e-9, maxfun = 1e5), calc.derivs = FALSE,
  check.conv.singular = "ignore", check.nobs.vs.nRE = "ignore", check.conv.grad = "ignore", check.conv.hess = "ignore",
  check.rankX = "silent.drop.cols", check.scaleX = "ignore")
read_mixed <- function() {
  table <- read.csv("data/mixed/rows.csv", colClasses = c("character", rep("numeric", 4)))
  sets <- lapply(unique(table$set), function(name) list(name = name, rows = table[table$set == name, ]))
  for (i in seq_along(sets)) {
    sets[[i]]$rows$twice <- 2 * sets[[i]]$rows$time + 1
    sets[[i]]$fixed <- if (sets[[i]]$name == "collinear_20") c("time", "twice", "x")
      else if (sets[[i]]$name == "person_change_20") c("time", "after", "x")
      else if (length(unique(sets[[i]]$rows$group)) < 6) "time" else c("time", "x")
    sets[[i]]$rows$after <- pmax(0, sets[[i]]$rows$time - 2)
  }
  sets
}
# 100,000 values of 10,000 groups by a recurrence that Rust repeats.
recurrence <- function(n_groups, size) {
  n <- n_groups * size
  state <- 12345; draw <- numeric(n + 2 * n_groups)
  for (i in seq_along(draw)) { state <- (state * 48271) %% 2147483647; draw[i] <- state / 2147483647 }
  group <- rep(seq_len(n_groups), each = size)
  time <- rep(seq_len(size) - 1, n_groups)
  u <- draw[seq_len(n_groups)]; v <- draw[n_groups + seq_len(n_groups)]; e <- draw[2 * n_groups + seq_len(n)]
  x <- as.numeric(group %% 2 == 0)
  y <- 5 + 0.3 * time + 0.5 * x + 2 * (u[group] - 0.5) + 0.4 * (v[group] + 0.3 * u[group] - 0.65) * time + 3 * (e - 0.5)
  data.frame(group = group, time = time, x = x, y = y)
}
polish <- function(fit, reml) {
  theta <- getME(fit, "theta")
  dev <- update(fit, devFunOnly = TRUE)
  lower <- getME(fit, "lower")
  for (i in 1:6) {
    free <- !(lower == 0 & theta < 1e-5)
    if (!any(free)) break
    f <- function(t) { full <- theta; full[free] <- t; dev(full) }
    step <- tryCatch(solve(hessian(f, theta[free]), grad(f, theta[free])), error = function(e) 0 * theta[free])
    next_theta <- theta; next_theta[free] <- theta[free] - step
    if (any(next_theta < lower) || dev(next_theta) > dev(theta) + 1e-9 * abs(dev(theta))) break
    theta <- next_theta
    if (max(abs(step)) < 1e-9) break
  }
  theta[lower == 0 & theta < 1e-5] <- 0
  theta
}
rows <- list()
cases <- read_mixed()
cases[[length(cases) + 1]] <- list(name = "recurrence_3000", rows = recurrence(3000, 10), fixed = c("time", "x"))
for (set in cases) for (random in c("intercept", "correlated", "uncorrelated")) for (reml in c(TRUE, FALSE)) {
  bars <- c(intercept = "(1 | group)", correlated = "(time | group)", uncorrelated = "(time || group)")[[random]]
  data <- set$rows
  # lme4's and lmerTest's differences lose digits to large means and to units: the response is moved and scaled.
  middle <- round(mean(data$y)); unit <- 10^round(log10(sd(data$y)))
  data$y <- (data$y - middle) / unit
  if (nrow(data) <= length(unique(data$group)) * (if (random == "intercept") 1 else 2)) next
  formula <- as.formula(paste("y ~", paste(set$fixed, collapse = " + "), "+", bars))
  first <- suppressMessages(suppressWarnings(lmerTest::lmer(formula, data, REML = reml, control = control)))
  theta <- tryCatch(polish(first, reml), error = function(e) getME(first, "theta"))
  exact <- lmerControl(optimizer = NULL, calc.derivs = FALSE, check.conv.singular = "ignore", check.nobs.vs.nRE = "ignore",
    check.rankX = "silent.drop.cols", check.scaleX = "ignore")
  fit <- suppressMessages(suppressWarnings(lmerTest::lmer(formula, data, REML = reml, control = exact, start = list(theta = theta))))
  correlation <- as.data.frame(VarCorr(fit))
  variance <- correlation$vcov[is.na(correlation$var2)]
  summary_fit <- coef(summary(fit))
  huge <- nrow(data) > 5000
  adjusted <- NULL
  if (reml && !huge) adjusted <- tryCatch(vcovAdj(fit), error = function(e) NULL)
  # Wald error of the log standard deviations, by lmerTest's covariance of (theta, sigma) and the delta method.
  log_sd <- rep(NA_real_, length(variance))
  if (!isSingular(fit)) {
    sds <- function(par) { s <- par[length(par)]; t <- par[-length(par)]
      L <- if (random == "intercept") matrix(t) else if (random == "correlated") matrix(c(t[1], t[2], 0, t[3]), 2) else diag(t)
      0.5 * log(s^2 * c(rowSums(L^2), 1)) }
    J <- jacobian(sds, c(theta, sigma(fit)))
    log_sd <- sqrt(diag(J %*% fit@vcov_varpar %*% t(J)))
  }
  effects <- unlist(ranef(fit)$group[1, ])
  for (name in c("(Intercept)", set$fixed)) {
    k <- match(name, rownames(summary_fit))
    get <- function(column) if (is.na(k)) NA_real_ else summary_fit[k, column]
    back <- if (name == "(Intercept)") middle else 0
    kr <- c(NA_real_, NA_real_)
    if (!is.null(adjusted) && !is.na(k)) {
      L <- rep(0, nrow(summary_fit)); L[k] <- 1
      kr <- tryCatch(c(sqrt(adjusted[k, k]), pbkrtest::Lb_ddf(L, vcov(fit), adjusted)), error = function(e) c(NA_real_, NA_real_))
    }
    rows[[length(rows) + 1]] <- data.frame(set = set$name, random = random, reml = as.integer(reml),
      column = name, columns = paste(set$fixed, collapse = " "), value = back + unit * get("Estimate"), error = unit * get("Std. Error"),
      df = get("df"), kr_error = unit * kr[1], kr_df = kr[2],
      log_likelihood = as.numeric(logLik(fit)) - (nrow(data) - if (reml) nrow(summary_fit) else 0) * log(unit),
      variance_1 = unit^2 * variance[1], variance_2 = if (random == "intercept") NA_real_ else unit^2 * variance[2],
      covariance = if (random == "correlated") unit^2 * correlation$vcov[which(!is.na(correlation$var2))] else NA_real_,
      residual = unit^2 * sigma(fit)^2, log_sd_1 = log_sd[1], log_sd_residual = log_sd[length(log_sd)],
      effect_1 = unit * effects[1], effect_2 = if (length(effects) > 1) unit * effects[2] else NA_real_,
      singular = as.integer(isSingular(fit, tol = 1e-4)))
  }
}
write_answers(rows, "mixed.csv")
