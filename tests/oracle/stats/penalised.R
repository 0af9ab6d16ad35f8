# Ridge, elastic net and lasso: glmnet with thresh 1e-14 at penalties given as shares of its own largest one; cv.glmnet with given
# folds. With many columns glmnet stops some 1e-6 short of the minimum; so its answer is finished by Newton's method on the
# columns it has in, and kept only if the conditions of the minimum hold on all columns. Data by the same integer recurrence as in the Rust test.

suppressPackageStartupMessages(library(glmnet))
draw <- function(seed, n) {
  state <- seed
  vapply(seq_len(n), function(k) { state <<- (16807 * state) %% 2147483647; state / 2147483647 }, 0)
}
# Minimum over intercept and coefficients of standardised columns x with the signs of b (intercept first).
finish <- function(x, y, family, alpha, lambda, b) {
  n <- length(y)
  centre <- colMeans(x)
  sd <- apply(x, 2, function(x) sqrt(mean((x - mean(x))^2)))
  unit <- if (family == "gaussian") sqrt(mean((y - mean(y))^2)) else 1
  z <- cbind(1, sweep(sweep(x, 2, centre), 2, sd, "/"))
  theta <- c(b[1] + sum(centre * b[-1]), b[-1] * sd) / unit
  y <- y / unit
  l1 <- c(0, rep(alpha * lambda / unit, ncol(x))); l2 <- c(0, rep((1 - alpha) * lambda / unit, ncol(x)))
  sign <- sign(theta); inside <- c(1, which(theta[-1] != 0) + 1)
  for (step in 1:12) {
    eta <- drop(z %*% theta)
    mean <- if (family == "gaussian") eta else plogis(eta)
    weight <- if (family == "gaussian") rep(1, n) else mean * (1 - mean)
    slope <- drop(crossprod(z, y - mean)) / n - l2 * theta - l1 * sign
    information <- crossprod(z[, inside], weight * z[, inside]) / n + diag(l2[inside], length(inside))
    theta[inside] <- theta[inside] + solve(information, slope[inside], tol = 1e-30)
  }
  mean <- drop(z %*% theta); if (family != "gaussian") mean <- plogis(mean)
  slope <- drop(crossprod(z, y - mean)) / n - l2 * theta
  holds <- all(abs(slope[inside] - l1[inside] * sign[inside]) < 1e-10) && all(sign(theta)[-1] == sign[-1]) &&
    all(abs(slope[-1]) <= l1[-1] + 1e-9)
  if (!holds) return(NULL)
  beta <- theta[-1] * unit / sd
  c(theta[1] * unit - sum(centre * beta), beta)
}

sizes <- c(20, 25, 30, 40, 50, 60, 70, 80, 90, 100, 120, 150, 200, 250, 300, 400, 20, 30, 60, 100, 500)
widths <- c(2, 3, 4, 3, 6, 5, 8, 10, 4, 12, 6, 15, 8, 5, 20, 10, 25, 40, 60, 30, 7)
shares <- c(0.7, 0.2, 0.03, 0.004)
paths <- list()
folds <- list()
for (k in seq_along(sizes)) {
  n <- sizes[k]; p <- widths[k]
  u <- draw(100 + k, n * (p + 1))
  x <- matrix(u[seq_len(n * p)], n)
  for (j in seq_len(p)[-1]) x[, j] <- x[, j] + 0.5 * x[, j - 1]
  for (j in seq_len(p)) x[, j] <- x[, j] * 10^((j - 1) %% 3)
  noise <- u[n * p + seq_len(n)]
  y <- 3 + 2 * x[, 1] - 0.1 * x[, 2] + noise
  event <- as.integer(2 * x[, 1] - 0.05 * x[, 2] + 3 * noise > 2)
  for (family in c("gaussian", "binomial")) for (alpha in c(0, 0.5, 1)) {
    response <- if (family == "gaussian") y else event
    first <- glmnet(x, response, family = family, alpha = alpha, thresh = 1e-14)$lambda[1]
    lambda <- first * shares
    fit <- glmnet(x, response, family = family, alpha = alpha, lambda = lambda, thresh = 1e-14, maxit = 1e7)
    b <- as.matrix(coef(fit))
    for (at in seq_along(fit$lambda)) {
      exact <- finish(x, response, family, alpha, fit$lambda[at], b[, at])
      if (is.null(exact)) { message("not finished: ", k, " ", family, " ", alpha, " ", at); b[, at] <- NA } else b[, at] <- exact
    }
    sd <- apply(x, 2, function(x) sqrt(mean((x - mean(x))^2)))
    for (at in seq_along(fit$lambda)) paths[[length(paths) + 1]] <- data.frame(set = k, n = n, p = p, family = family, alpha = alpha,
      first = first, at = at, intercept = b[1, at], b1 = b[2, at], b2 = b[3, at], sum = sum(seq_len(p) * sd * b[-1, at]),
      columns = sum(coef(fit)[-1, at] != 0), explained = fit$dev.ratio[at])
    if (n >= 40 && p < n && alpha != 0.5) {
      foldid <- (seq_len(n) * 7) %% 5 + 1
      cv <- cv.glmnet(x, response, family = family, alpha = alpha, lambda = lambda, thresh = 1e-14, maxit = 1e7, foldid = foldid,
                      type.measure = if (family == "gaussian") "mse" else "deviance")
      for (at in seq_along(cv$lambda)) folds[[length(folds) + 1]] <- data.frame(set = k, n = n, p = p, family = family, alpha = alpha,
        at = at, error = cv$cvm[at], standard_error = cv$cvsd[at], least = match(cv$lambda.min, cv$lambda),
        one_standard_error = match(cv$lambda.1se, cv$lambda))
    }
  }
}
write_answers(paths, "penalised.csv")
write_answers(folds, "penalised_folds.csv")
