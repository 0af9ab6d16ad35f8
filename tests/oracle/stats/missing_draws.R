# The distribution of imputed values: mice over many imputations, exact posterior predictive moments, and numerical
# integration for values below a limit. Each row is a statistic of one completed table; `mean` and `sd` are its mean and
# SD over imputations, `n` the imputations they rest on (0: exact).
suppressMessages({library(mice); library(MASS)})
table <- read.csv("data/missing/table.csv")
answers <- list()
add <- function(set, statistic, values, exact = FALSE)
  answers[[length(answers) + 1]] <<- data.frame(set = set, statistic = statistic, mean = mean(values), sd = sd(values),
                                                n = length(values))
add_exact <- function(set, statistic, mean, sd)
  answers[[length(answers) + 1]] <<- data.frame(set = set, statistic = statistic, mean = mean, sd = sd, n = 0)

# What the Rust test computes too: of the imputed values mean and SD, of the completed column its correlation with x.
describe <- function(set, completed, gaps, x) {
  add(set, "mean", sapply(completed, function(y) mean(y[gaps])))
  add(set, "sd", sapply(completed, function(y) sd(y[gaps])))
  add(set, "correlation", sapply(completed, function(y) cor(y, x)))
}
run <- function(set, columns, methods, of, maxit, m) {
  data <- table[columns]
  for (name in names(methods)) if (methods[name] %in% c("logreg", "polr")) data[[name]] <- ordered(data[[name]])
  method <- make.method(data); method[names(methods)] <- methods
  imputed <- mice(data, m = m, maxit = maxit, method = method, printFlag = FALSE, seed = 11)
  for (name in of) {
    gaps <- is.na(data[[name]])
    completed <- lapply(1:m, function(i) {
      y <- complete(imputed, i)[[name]]
      if (is.factor(y)) as.numeric(as.character(y)) else y
    })
    describe(paste(set, name, sep = "_"), completed, gaps, table$x)
  }
}

run("pmm", c("x", "numeric"), c(numeric = "pmm"), "numeric", 1, 1500)
run("norm", c("x", "numeric"), c(numeric = "norm"), "numeric", 1, 1500)
run("logreg", c("x", "binary"), c(binary = "logreg"), "binary", 1, 1500)
run("chain", c("x", "numeric", "binary", "other"), c(numeric = "norm", binary = "logreg", other = "norm"),
    c("numeric", "binary", "other"), 5, 400)
run("chain_pmm", c("x", "numeric", "other"), c(numeric = "pmm", other = "pmm"), c("numeric", "other"), 5, 400)

# Exact: the mean of the imputed values is t about the predicted mean (posterior predictive of Bayesian regression).
known <- !is.na(table$numeric)
fit <- lm(numeric ~ x, table[known, ])
gone <- cbind(1, table$x[!known]); centre <- colMeans(gone); df <- fit$df.residual; k <- sum(!known)
variance <- summary(fit)$sigma^2 * (drop(t(centre) %*% summary(fit)$cov.unscaled %*% centre) + 1 / k)
add_exact("norm_numeric", "exact_mean", sum(centre * coef(fit)), sqrt(variance * df / (df - 2)))

m <- 1500
# Proportional odds: mice's polr keeps its coefficients fixed; ours are drawn, so this does too, by MASS::polr on the
# same augmented rows (mice:::augment).
known <- !is.na(table$ordered)
augmented <- mice:::augment(factor(table$ordered), known, as.matrix(table["x"]), !known)
data <- data.frame(y = augmented$y, x = augmented$x[[1]])[augmented$ry, ]
fit <- polr(ordered(y) ~ x, data, weights = augmented$w[augmented$ry], Hess = TRUE,
            control = list(reltol = 1e-14, maxit = 500))
set.seed(12)
drawn <- mvrnorm(m, c(coef(fit), fit$zeta), vcov(fit))
completed <- lapply(1:m, function(i) {
  y <- table$ordered
  z <- -drawn[i, 1] * table$x[!known]
  y[!known] <- rowSums(outer(z, drawn[i, -1], function(z, cut) runif(length(z)) * 0 + plogis(cut + z)) <
                         matrix(runif(sum(!known)), sum(!known), ncol(drawn) - 1))
  y
})
describe("polr_ordered", completed, !known, table$x)

# Values below a limit of 0.2: the posterior of (intercept, slope, log SD) under the prior 1/SD² by a grid, then the
# predictive mean and SD of the mean of the values below the limit, and of the mean of the missing ones.
y <- table$laboratory; limit <- 0.2
cut <- !is.na(y) & y < limit; known <- !is.na(y) & !cut; gone <- is.na(y)
minus <- function(at) {
  mu <- at[1] + at[2] * table$x; s <- exp(at[3])
  -(sum(dnorm(y[known], mu[known], s, log = TRUE)) + sum(pnorm(limit, mu[cut], s, log.p = TRUE)))
}
best <- optim(c(0.5, 0.8, 0), minus, hessian = TRUE, control = list(reltol = 1e-14, maxit = 5000))
root <- t(chol(solve(best$hessian)))
steps <- seq(-6, 6, length.out = 41)
grid <- as.matrix(expand.grid(steps, steps, steps))
at <- t(best$par + root %*% t(grid))
log_weight <- -apply(at, 1, minus)
weight <- exp(log_weight - max(log_weight)); weight <- weight / sum(weight)
# The prior 1/sigma² on sigma² is flat on log sigma.
keep <- weight > 1e-12; at <- at[keep, ]; weight <- weight[keep]
mu <- outer(at[, 1], rep(1, nrow(table))) + outer(at[, 2], table$x); s <- exp(at[, 3])
z <- (limit - mu[, cut]) / s
hazard <- exp(dnorm(z, log = TRUE) - pnorm(z, log.p = TRUE))
below <- mu[, cut] - s * hazard
below_variance <- s^2 * (1 - z * hazard - hazard^2)
moments <- function(means, variances) {
  mean <- sum(weight * means)
  c(mean, sqrt(sum(weight * (variances + (means - mean)^2))))
}
low <- moments(rowMeans(below), rowSums(below_variance) / sum(cut)^2)
lost <- moments(rowMeans(mu[, gone]), s^2 / sum(gone))
add_exact("tobit_laboratory", "below", low[1], low[2])
add_exact("tobit_laboratory", "missing", lost[1], lost[2])

write_answers(answers, "missing_draws.csv")
