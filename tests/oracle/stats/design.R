# Columns of terms: Hmisc's rcspline.eval (knots and basis; without its rule for heaps at the ends, `fractied`), splines::ns
# (fitted values and extrapolation of a least-squares fit: the bases differ, the column space does not). x and y are
# drawn by the same integer recurrence as in the Rust test.

suppressPackageStartupMessages({library(splines); library(Hmisc)})
draw <- function(seed, n) {
  state <- seed
  vapply(seq_len(n), function(k) { state <<- (16807 * state) %% 2147483647; state / 2147483647 }, 0)
}
rows <- list()
sizes <- c(12, 15, 20, 25, 30, 40, 50, 60, 75, 90, 99, 100, 101, 120, 150, 200, 250, 300, 400, 500, 800, 1500)
for (k in seq_along(sizes)) {
  n <- sizes[k]
  u <- draw(k, 2 * n)
  x <- 20 + 60 * u[seq_len(n)]
  if (k %% 3 == 0) x <- floor(x * 2) / 2
  y <- sin(x / 10) + u[n + seq_len(n)]
  for (nk in 3:7) {
    if (n < 3 * nk) next
    basis <- rcspline.eval(x, nk = nk, inclx = TRUE, fractied = 0)
    knots <- attr(basis, "knots")
    if (length(knots) < nk) next # R drops knots that meet; ours is a typed problem
    for (column in seq_len(ncol(basis))) rows[[length(rows) + 1]] <- data.frame(
      set = n, seed = k, kind = "harrell", size = nk, column = column, knot = knots[[column]],
      sum = sum(basis[, column] * seq_len(n)), first = basis[1, column], last = basis[n, column], below = NA, above = NA)
  }
  for (df in 1:5) {
    if (n < 3 * df) next
    boundary <- attr(ns(x, df), "Boundary.knots")
    fit <- lm(y ~ ns(x, df), data.frame(x, y))
    new <- predict(fit, data.frame(x = c(min(x) - 5, max(x) + 5)))
    rows[[length(rows) + 1]] <- data.frame(set = n, seed = k, kind = "natural", size = df, column = 1, knot = boundary[2],
      sum = sum(fitted(fit) * seq_len(n)), first = fitted(fit)[[1]], last = fitted(fit)[[n]], below = new[[1]], above = new[[2]])
  }
}
write_answers(rows, "design.csv")
