# Left-censored mixed models, written out: the values above the limit by their normal density, the limits by their
# probability given the values, an integral over what the random effects may still be. That integral is summed by the
# trapezoidal rule over 10 standard deviations (exact to 1e-12 for such functions); for the random intercept R's
# integrate() must agree to 1e-7. optim's BFGS, then Newton with numDeriv. Sets: those of mixed.R, their lowest part cut.

suppressPackageStartupMessages(library(numDeriv))
grid1 <- seq(-10, 10, length.out = 161)
likelihood <- function(par, y, below, X, Z, groups, correlated, grid) {
  p <- ncol(X); q <- ncol(Z)
  beta <- par[seq_len(p)]; rest <- par[-seq_len(p)]
  sigma <- exp(rest[length(rest)])
  L <- if (q == 1) matrix(exp(rest[1])) else if (correlated) matrix(c(exp(rest[1]), rest[2], 0, exp(rest[3])), 2) else diag(exp(rest[1:2]))
  r <- drop(y - X %*% beta); D <- L %*% t(L); total <- 0
  for (rows in groups) {
    seen <- rows[!below[rows]]; cut <- rows[below[rows]]
    m <- rep(0, q); S <- D
    if (length(seen)) {
      Zs <- Z[seen, , drop = FALSE]
      V <- Zs %*% D %*% t(Zs) + diag(sigma^2, length(seen))
      R <- chol(V); w <- backsolve(R, r[seen], transpose = TRUE)
      total <- total - sum(log(diag(R))) - 0.5 * sum(w^2) - 0.5 * length(seen) * log(2 * pi)
      K <- D %*% t(Zs) %*% chol2inv(R)
      m <- drop(K %*% r[seen]); S <- D - K %*% Zs %*% D
    }
    if (length(cut)) {
      U <- grid$points %*% chol(S); U <- sweep(U, 2, m, "+")
      at <- outer(rep(1, nrow(U)), r[cut]) - U %*% t(Z[cut, , drop = FALSE])
      logs <- rowSums(pnorm(at / sigma, log.p = TRUE)) + grid$logs
      total <- total + max(logs) + log(sum(exp(logs - max(logs))))
    }
  }
  total
}
grid_of <- function(q) {
  g <- if (q == 1) grid1 else seq(-7, 7, length.out = 33)
  points <- as.matrix(if (q == 1) data.frame(g) else expand.grid(g, g))
  list(points = points, logs = rowSums(dnorm(points, log = TRUE)) + q * log(g[2] - g[1]))
}
by_integrate <- function(par, y, below, X, groups) {
  p <- ncol(X); tau <- exp(par[p + 1]); sigma <- exp(par[p + 2]); r <- drop(y - X %*% par[seq_len(p)])
  sum(sapply(groups, function(rows) {
    f <- function(b) sapply(b, function(b) sum(ifelse(below[rows], pnorm((r[rows] - b) / sigma, log.p = TRUE), dnorm(r[rows], b, sigma, log = TRUE))) + dnorm(b, 0, tau, log = TRUE))
    top <- optimize(f, c(-8, 8) * tau, maximum = TRUE, tol = 1e-8)
    reach <- 1.2 / sqrt(sum(!below[rows]) / sigma^2 + 1 / tau^2)
    log(integrate(function(b) exp(f(b) - top$objective), top$maximum - 9 * reach, top$maximum + 9 * reach, rel.tol = 1e-10, subdivisions = 2000)$value) + top$objective
  }))
}
table <- read.csv("data/mixed/rows.csv", colClasses = c("character", rep("numeric", 4)))
cases <- list(list("sleep_like", 0.2), list("sleep_like", 0.5), list("orthodont_like", 0.3), list("unbalanced_40", 0.25),
  list("unbalanced_12", 0.4), list("person_change_20", 0.2), list("pairs_50", 0.3),
  list("mostly_single_60", 0.2), list("tied_integers", 0.25), list("milli", 0.2), list("three_groups", 0.2),
  list("no_slope_variance_20", 0.4))
slopes <- c("orthodont_like", "person_change_20", "sleep_like")
rows <- list()
for (case in cases) for (random in c("intercept", "correlated")) {
  name <- case[[1]]; data <- table[table$set == name, ]
  if (random == "correlated" && (!(name %in% slopes) || case[[2]] == 0.5)) next
  limit <- as.numeric(quantile(data$y, case[[2]], type = 1))
  below <- data$y <= limit
  unit <- 10^round(log10(sd(data$y)))
  middle <- round(mean(data$y) / unit) 
  y <- pmax(data$y, limit) / unit - middle
  origin <- if (name == "far_origin_22") 100 else 0
  X <- if (name == "person_change_20") cbind(1, data$time, pmax(0, data$time - 2)) else cbind(1, data$time - origin)
  q <- if (random == "intercept") 1 else 2
  Z <- cbind(1, data$time)[, seq_len(q), drop = FALSE]
  groups <- split(seq_along(y), data$group)
  start <- c(coef(lm.fit(X, y)), if (q == 1) log(0.5) else c(log(0.5), 0, log(0.1)), log(0.5))
  f <- function(par) tryCatch(-likelihood(par, y, below, X, Z, groups, TRUE, grid_of(q)), error = function(e) 1e10)
  fit <- optim(start, f, method = "BFGS", control = list(reltol = 1e-11, maxit = 200))
  par <- fit$par
  for (i in 1:3) { step <- tryCatch(solve(hessian(f, par), grad(f, par)), error = function(e) 0 * par)
    if (f(par - step) > f(par) + 1e-9) break
    par <- par - step; if (max(abs(step)) < 1e-9) break }
  V <- tryCatch(solve(hessian(f, par)), error = function(e) NULL)
  if (is.null(V) || any(diag(V) <= 0) || any(par[ncol(X) + seq_len(if (q == 1) 1 else 3)] < -6)) { message(name, " ", random, ": at the edge"); next }
  if (q == 1) { other <- by_integrate(par, y, below, X, groups); message(name, " ", case[[2]], ": integrate differs by ", signif(other + f(par), 2)); stopifnot(abs(other + f(par)) < 1e-7 * abs(other)) }
  p <- ncol(X); rest <- par[-seq_len(p)]
  sds <- function(par) { rest <- par[-seq_len(p)]; c(if (q == 1) rest[1] else c(rest[1], 0.5 * log(rest[2]^2 + exp(2 * rest[3]))), rest[length(rest)]) }
  J <- jacobian(sds, par); errors <- sqrt(diag(J %*% V %*% t(J))); s <- exp(sds(par))
  T <- diag(p); T[1, 2] <- -origin
  beta <- drop(T %*% par[seq_len(p)]); VB <- T %*% V[seq_len(p), seq_len(p)] %*% t(T)
  for (k in seq_len(p)) rows[[length(rows) + 1]] <- data.frame(set = paste0(name, "@", case[[2]]), random = random, limit = limit,
    column = k - 1, value = unit * (beta[k] + if (k == 1) middle else 0), error = unit * sqrt(VB[k, k]),
    sd_1 = unit * s[1], sd_2 = if (q == 1) NA_real_ else unit * s[2], residual_sd = unit * s[length(s)],
    log_sd_1 = errors[1], log_sd_residual = errors[length(errors)],
    log_likelihood = -f(par) - sum(!below) * log(unit), n_censored = sum(below))
}
write_answers(rows, "mixed_censored.csv")
