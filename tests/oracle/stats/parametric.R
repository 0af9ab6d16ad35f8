# Accelerated failure time models. Right-censored and bounds: survreg, with tight control. Delayed entry: survreg has none;
# the likelihood given survival to entry is written out, differentiated symbolically by R's own deriv3() and maximised by
# Newton's method. Sets for which survreg warns (no maximum) are left to the tests of typed answers.

suppressPackageStartupMessages(library(survival))
rows <- list()
families <- c(weibull = "weibull", exponential = "exponential", log_normal = "lognormal", log_logistic = "loglogistic")
control <- survreg.control(rel.tolerance = 1e-14, toler.chol = 1e-12, maxiter = 200)

# Bounds: drawn once, with the same seed.
set.seed(20261125)
bounds <- do.call(rbind, lapply(seq_len(14), function(k) {
  n <- c(12, 20, 30, 50, 80, 120, 60, 90, 200, 40, 25, 150, 70, 400)[k]
  step <- c(1, 2, 0.5, 4, 1, 7, 0.1, 10, 3, 5, 1, 0.25, 30, 1)[k]
  x1 <- round(rnorm(n), 3)
  x2 <- rbinom(n, 1, 0.5)
  t <- exp(2 + 0.4 * x1 - 0.3 * x2 + 0.6 * log(rexp(n)))
  low <- floor(t / step) * step
  high <- low + step
  end <- runif(n, 5, 30)
  late <- low >= end
  high[late] <- Inf
  exact <- runif(n) < 0.2 & !late
  low[exact] <- high[exact] <- signif(t[exact], 6)
  low[late] <- ceiling(end[late] / step) * step
  data.frame(set = paste0("bounds_", n), low = low, high = high, x1 = x1, x2 = x2)
}))
table <- bounds
table$high <- ifelse(is.finite(table$high), digits(table$high), "inf")
table[c("low", "x1", "x2")] <- lapply(table[c("low", "x1", "x2")], digits)
write.csv(table, "data/parametric/bounds.csv", row.names = FALSE, quote = FALSE)

# Coefficients with covariance (ln sigma last), the two log-likelihoods and the row predicted for.
record <- function(name, family, columns, beta, tau, v, null, full, x) {
  p <- length(beta)
  used <- !is.na(beta)
  sigma <- exp(tau)
  z50 <- switch(family, weibull = , exponential = log(log(2)), 0)
  z10 <- switch(family, weibull = , exponential = log(-log1p(-0.1)), log_normal = qnorm(0.1), log_logistic = qlogis(0.1))
  b <- ifelse(used, beta, 0)
  eta <- sum(b * x)
  error <- function(z) { g <- c(x[used], if (family == "exponential") NULL else sigma * z); sqrt(drop(t(g) %*% v %*% g)) }
  time <- exp(eta + sigma * z50) * 1.5
  z <- (log(time) - eta) / sigma
  tail <- switch(family, weibull = , exponential = exp(-exp(z)), log_normal = pnorm(-z), log_logistic = plogis(-z))
  for (k in seq_len(p)) {
    at <- match(k, which(used))
    rows[[length(rows) + 1]] <<- data.frame(set = name, family = family, columns = paste(columns, collapse = " "), column = k,
      value = unname(beta[k]), error = if (is.na(at)) NA_real_ else sqrt(v[at, at]),
      with_scale = if (is.na(at) || family == "exponential") NA_real_ else v[at, nrow(v)],
      scale = sigma, scale_error = if (family == "exponential") NA_real_ else sqrt(v[nrow(v), nrow(v)]),
      null = null, full = full, median = exp(eta + sigma * z50), median_error = error(z50),
      tenth = exp(eta + sigma * z10), tenth_error = error(z10), time = time, survival = tail, survival_error = error(z) / sigma)
  }
}

with_survreg <- function(name, response, data, columns, weight) {
  for (family in names(families)) {
    data$case_weight <- weight
    formula <- as.formula(paste(response, "~", paste(columns, collapse = " + ")))
    fit <- tryCatch(survreg(formula, data, weights = case_weight, dist = families[[family]], control = control),
                    warning = function(problem) { message(name, " ", family, ": ", conditionMessage(problem)); NULL },
                    error = function(problem) { message(name, " ", family, ": ", conditionMessage(problem)); NULL })
    if (is.null(fit)) next
    v <- vcov(fit)
    keep <- diag(v) > 0
    record(name, family, columns, coef(fit), log(fit$scale), v[keep, keep, drop = FALSE], fit$loglik[1], fit$loglik[2],
           c(1, unlist(data[1, columns])))
  }
}

# l(eta, tau) of one row, d the event, y the log time, e the log entry.
late <- list(
  weibull = deriv3(~ d * ((y - eta) / exp(tau) - tau - y) - exp((y - eta) / exp(tau)) + exp((e - eta) / exp(tau)),
                   c("eta", "tau"), function(eta, tau, d, y, e) NULL),
  log_normal = deriv3(~ d * (-((y - eta) / exp(tau))^2 / 2 - log(2 * pi) / 2 - tau - y) +
                        (1 - d) * log(pnorm(-(y - eta) / exp(tau))) - log(pnorm(-(e - eta) / exp(tau))),
                      c("eta", "tau"), function(eta, tau, d, y, e) NULL),
  log_logistic = deriv3(~ d * ((y - eta) / exp(tau) - tau - y) - (1 + d) * log(1 + exp((y - eta) / exp(tau))) +
                          log(1 + exp((e - eta) / exp(tau))),
                        c("eta", "tau"), function(eta, tau, d, y, e) NULL))
late$exponential <- function(eta, tau, d, y, e) late$weibull(eta, 0, d, y, e)

maximum <- function(family, x, d, y, e, weight) {
  free <- family != "exponential"
  q <- ncol(x) + free
  expand <- function(theta) list(eta = drop(x %*% theta[seq_len(ncol(x))]), tau = if (free) theta[q] else 0)
  at <- function(theta) {
    point <- expand(theta)
    value <- late[[family]](point$eta, rep(point$tau, length(y)), d, y, e)
    g <- attr(value, "gradient"); h <- attr(value, "hessian")
    score <- colSums(weight * g[, "eta"] * x)
    information <- -crossprod(x, weight * h[, "eta", "eta"] * x)
    if (free) {
      score <- c(score, sum(weight * g[, "tau"]))
      side <- -colSums(weight * h[, "eta", "tau"] * x)
      information <- rbind(cbind(information, side), c(side, -sum(weight * h[, "tau", "tau"])))
    }
    list(value = sum(weight * value), score = score, information = information)
  }
  theta <- c(qr.coef(qr(x), y), if (free) log(sd(y)))
  theta <- optim(theta, function(theta) -at(theta)$value, function(theta) -at(theta)$score, method = "BFGS",
                 control = list(maxit = 500, reltol = 1e-14))$par
  for (k in 1:8) { here <- at(theta); theta <- theta + solve(here$information, here$score) }
  here <- at(theta)
  list(theta = theta, value = here$value, v = unname(solve(here$information)))
}

for (set in read_responses()) {
  data <- set$rows
  data$event <- as.integer(data$cause > 0)
  columns <- c("group", Filter(function(x) !is.na(data[[x]][1]), c("x1", "x2", "x3")))
  if (sum(data$event) < 4 || any(data$time <= 0) || set$name %in% c("all_at_one_time", "confounded", "nearly_tied")) next
  weight <- if (is.na(data$weight[1])) rep(1, nrow(data)) else data$weight
  if (is.na(data$entry[1])) {
    with_survreg(set$name, "Surv(time, event)", data, columns, weight)
  } else for (family in names(families)) {
    x <- cbind(1, as.matrix(data[columns]))
    e <- log(pmax(data$entry, 1e-300))
    fit <- maximum(family, x, data$event, log(data$time), e, weight)
    null <- maximum(family, x[, 1, drop = FALSE], data$event, log(data$time), e, weight)
    p <- ncol(x)
    record(set$name, family, columns, fit$theta[seq_len(p)], if (family == "exponential") 0 else fit$theta[p + 1], fit$v,
           null$value, fit$value, x[1, ])
  }
}
for (name in unique(bounds$set)) {
  data <- bounds[bounds$set == name, ]
  with_survreg(name, "Surv(ifelse(low == 0, NA, low), ifelse(is.finite(high), high, NA), type = 'interval2')", data, c("x1", "x2"),
               rep(1, nrow(data)))
}
# 50,000 rows by the same integer recurrence as in the Rust test.
n <- 50000
state <- 77
u <- vapply(seq_len(3 * n), function(k) { state <<- (16807 * state) %% 2147483647; state / 2147483647 }, 0)
x1 <- u[seq_len(n)]
data <- data.frame(x1 = x1, time = 1 + 20 * u[n + seq_len(n)] * (1 + x1), event = as.integer(u[2 * n + seq_len(n)] < 0.6))
with_survreg("huge", "Surv(time, event)", data, "x1", rep(1, n))
write_answers(rows, "parametric.csv")
