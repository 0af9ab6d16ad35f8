# Proportional odds: ordinal::clm with a tight gradient; the score test of proportionality is built here from the
# probabilities of each row and their derivatives, category by category. Multinomial logit: nnet::multinom, finished by Newton's
# method (its own search stops at 1e-8 of the deviance). One file of rows for both.

suppressPackageStartupMessages({library(ordinal); library(nnet)})
set.seed(20261126)
draw <- function(k) {
  n <- c(20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300, 400, 30, 60, 100, 45, 75, 90, 250, 500)[k]
  levels <- c(3, 3, 4, 3, 5, 2, 4, 3, 6, 5, 4, 7, 3, 2, 3, 4, 3, 5, 4, 3, 6)[k]
  x1 <- round(rnorm(n), 2)
  x2 <- rbinom(n, 1, 0.4)
  x3 <- if (k %% 4 == 0) 2 * x1 + 1 else round(1000 + 200 * runif(n), 1)
  latent <- 0.8 * x1 - 0.6 * x2 + rlogis(n)
  y <- as.integer(cut(latent, c(-Inf, quantile(latent, seq_len(levels - 1) / levels), Inf))) - 1
  weight <- if (k %% 5 == 0) sample(c(0.5, 1, 2), n, TRUE) else NA
  data.frame(set = paste0("drawn_", n, "_", levels), y = y, x1 = x1, x2 = x2, x3 = x3, weight = weight)
}
data <- do.call(rbind, lapply(1:21, draw))
gbsg2 <- read.csv("data/lifelines/gbsg2.csv")
data <- rbind(data, data.frame(set = "gbsg2", y = as.integer(factor(gbsg2$tgrade, c("I", "II", "III"))) - 1, x1 = gbsg2$age,
                               x2 = as.integer(gbsg2$horTh == "yes"), x3 = gbsg2$tsize, weight = NA))
table <- data
numeric <- vapply(table, is.numeric, logical(1))
table[numeric] <- lapply(table[numeric], digits)
write.csv(table, "data/regression/categories.csv", row.names = FALSE, quote = FALSE)

# U' I^-1 U with split-wise coefficients at the proportional fit, from dp_k / d(theta) of every row.
score_test <- function(x, y, w, zeta, beta) {
  cuts <- length(zeta); q <- cuts * (ncol(x) + 1)
  u <- numeric(q); information <- matrix(0, q, q)
  for (i in seq_along(y)) {
    cumulative <- plogis(zeta - sum(x[i, ] * beta))
    share <- diff(c(0, cumulative, 1))
    d <- matrix(0, cuts + 1, q)
    for (j in seq_len(cuts)) {
      g <- numeric(q); g[(j - 1) * (ncol(x) + 1) + seq_len(ncol(x) + 1)] <- dlogis(zeta[j] - sum(x[i, ] * beta)) * c(1, -x[i, ])
      d[j, ] <- d[j, ] + g; d[j + 1, ] <- d[j + 1, ] - g
    }
    u <- u + w[i] * d[y[i] + 1, ] / share[y[i] + 1]
    information <- information + w[i] * crossprod(d / sqrt(share))
  }
  drop(t(u) %*% solve(information, u, tol = 1e-30))
}

ordinal_rows <- list()
multinomial_rows <- list()
for (name in unique(data$set)) {
  set <- data[data$set == name, ]
  set$w <- if (is.na(set$weight[1])) 1 else set$weight
  set$graded <- factor(set$y, ordered = TRUE)
  fit <- suppressWarnings(clm(graded ~ x1 + x2 + x3, data = set, weights = w,
                              control = clm.control(gradTol = 1e-11, maxIter = 200, relTol = 1e-14)))
  null <- sum(log(tapply(set$w, set$y, sum) / sum(set$w)) * tapply(set$w, set$y, sum))
  beta <- fit$beta
  used <- !is.na(beta)
  x <- as.matrix(set[c("x1", "x2", "x3")])[, used, drop = FALSE]
  scaled <- scale(x)
  centre <- attr(scaled, "scaled:center")
  score <- if (nlevels(set$graded) > 2) score_test(scaled, set$y, set$w, fit$alpha - sum(centre * beta[used]),
                                                   beta[used] * attr(scaled, "scaled:scale")) else NA_real_
  v <- vcov(fit)
  v <- v[!is.na(diag(v)), !is.na(diag(v))]
  p <- predict(fit, set[1, c("x1", "x2", "x3")], type = "prob")$fit
  all <- c(beta, fit$alpha)
  error <- c(ifelse(used, NA, NA), rep(NA, length(fit$alpha)))
  error[!is.na(all)] <- sqrt(diag(v))[names(all)[!is.na(all)]]
  for (k in seq_along(all)) ordinal_rows[[length(ordinal_rows) + 1]] <- data.frame(set = name, parameter = k, value = all[[k]],
    error = error[k], with_first_threshold = if (is.na(all[k])) NA_real_ else v[names(all)[k], names(fit$alpha)[1]],
    null = null, full = as.numeric(logLik(fit)), score = score, last = p[length(p)])

  # Multinomial, on columns of common scale; back by the linear map.
  fit <- multinom(graded ~ scaled, data = transform(set, graded = factor(y)), weights = w, maxit = 1000, reltol = 1e-15, abstol = 1e-12,
                  trace = FALSE)
  X <- cbind(1, scaled)
  others <- nlevels(set$graded) - 1
  b <- matrix(t(coef(fit)), ncol(X), others)
  Y <- outer(set$y, seq_len(others), "==") * 1
  for (step in 1:6) {
    e <- cbind(1, exp(X %*% b)); share <- (e / rowSums(e))[, -1, drop = FALSE]
    u <- as.vector(crossprod(X, set$w * (Y - share)))
    information <- matrix(0, length(u), length(u))
    for (k in seq_len(others)) for (l in seq_len(others)) {
      at <- function(k) (k - 1) * ncol(X) + seq_len(ncol(X))
      information[at(k), at(l)] <- crossprod(X, set$w * share[, k] * ((k == l) - share[, l]) * X)
    }
    b <- b + matrix(solve(information, u), nrow(b))
  }
  e <- cbind(1, exp(X %*% b))
  full <- sum(set$w * log((e / rowSums(e))[cbind(seq_along(set$y), set$y + 1)]))
  s <- attr(scaled, "scaled:scale")
  map <- rbind(c(1, -centre / s), cbind(0, diag(1 / s, length(s))))
  v <- kronecker(diag(others), map) %*% solve(information) %*% t(kronecker(diag(others), map))
  stopifnot(max(abs(map %*% matrix(t(coef(fit)), ncol(X)) - map %*% b)) < 1e-2 * max(1, abs(map %*% b)))
  original <- map %*% b
  shares <- e[1, ] / sum(e[1, ])
  for (k in seq_len(others)) for (column in 0:3) {
    place <- if (column == 0) 1 else match(column, which(used)) + 1
    at <- (k - 1) * ncol(X) + place
    multinomial_rows[[length(multinomial_rows) + 1]] <- data.frame(set = name, category = k, column = column + 1,
      value = original[place, k], error = sqrt(v[at, at]), with_first = v[at, 1], null = null, full = full,
      last = shares[[length(shares)]])
  }
}
write_answers(ordinal_rows, "ordinal.csv")
write_answers(multinomial_rows, "multinomial.csv")
